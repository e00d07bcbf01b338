"""Each official form, replayed by a server, becomes one form of notice."""

import datetime as dt
from pathlib import Path

import pytest

from pratique.assembly.feeds.courier import Courier
from pratique.assembly.feeds.keeper import FolderKeeper, read_folder
from pratique.assembly.feeds.pull import Pulled, pull
from pratique.assembly.feeds.register import FEEDS
from pratique.identity.notice import ProductNotice
from tests.assembly.feeds import forms
from tests.assembly.feeds.conftest import Authority

NOW = dt.datetime(2026, 1, 25, tzinfo=dt.UTC)
SINCE = dt.date(2026, 1, 1)


def pulled(authority: Authority, name: str, folder: Path, since: dt.date | None = SINCE) -> tuple[Pulled, dict[str, ProductNotice]]:
    feed = FEEDS[name]
    courier = Courier(authority.base, 0.0, sleep=lambda _: None)
    done = pull(feed, FolderKeeper(folder, name), since=since, base=authority.base, courier=courier, clock=lambda: NOW)
    courier.close()
    return done, {notice.id: notice for notice in read_folder(folder)}


def rejects(folder: Path, name: str) -> str:
    return (folder / name / "rejects.jsonl").read_text()


def test_cpsc(authority: Authority, tmp_path: Path) -> None:
    authority.reply("/RestWebServices/Recall", forms.as_json(forms.CPSC))
    done, found = pulled(authority, "cpsc", tmp_path)
    notice = found["cpsc:26101"]
    assert (done.changed, done.rejected) == (1, 1)
    assert (notice.published, notice.updated, notice.markets) == (dt.date(2026, 1, 8), dt.date(2026, 1, 9), ("US",))
    assert notice.products[0].name == "Brumbel Larkway Double Strollers"
    assert notice.products[0].gtins == ("00036000291452",)
    assert (notice.measure, notice.origin, notice.companies) == ("Refund", ("China",), ("Brumbel Inc., of Springfield",))
    assert notice.products[0].units == "About 2,600"
    assert "`RecallDate` is no day: `soon`" in rejects(tmp_path, "cpsc")
    assert "LastPublishDateStart=2026-01-01&LastPublishDateEnd=2026-01-25" in authority.paths[0]


def test_safety_gate(authority: Authority, tmp_path: Path) -> None:
    base = "/safety-gate-alerts/api/download/weeklyReport"
    authority.reply(f"{base}/list/xml/en", forms.SAFETY_GATE_LIST.encode())
    authority.reply(f"{base}/detail/xml/10000302", forms.SAFETY_GATE_REPORT.encode())
    done, found = pulled(authority, "safety-gate", tmp_path)
    notice = found["eu:SR/00042/26"]
    assert notice.products[0].name == "Norvane Ember Fan heater"
    assert notice.products[0].brands == ("Norvane",)
    assert notice.products[0].models == ("NV-450", "NV-451")
    assert notice.products[0].gtins == ("04006381333931",)
    assert "2025/07" in notice.products[0].lots
    assert (notice.published, notice.hazard, notice.level) == (dt.date(2026, 1, 16), "The plug may overheat.", "Serious risk")
    assert notice.pictures
    assert notice.url.endswith("/10042")
    assert (done.changed, done.rejected) == (1, 1)
    assert [path for path in authority.paths if "10000001" in path or "10000290" in path] == []
    assert any("search=WEB_REPORT%7C:%7C10000302" in path for path in authority.paths)


def test_health_canada(authority: Authority, tmp_path: Path) -> None:
    authority.reply("/sites/default/files/opendata-donneesouvertes/HCRSAMOpenData.json", forms.as_json(forms.HEALTH_CANADA))
    _, found = pulled(authority, "health-canada", tmp_path)
    assert list(found) == ["ca:80101"]
    assert found["ca:80101"].products[0].gtins == ("00036000291452",)
    assert found["ca:80101"].hazard == "Product safety - Choking hazard"


def test_opss(authority: Authority, tmp_path: Path) -> None:
    authority.reply("/api/search.json", forms.as_json(forms.OPSS_SEARCH))
    authority.reply(f"/api/content{forms.OPSS_ITEM['base_path']}", forms.as_json(forms.OPSS_ITEM))
    _, found = pulled(authority, "opss", tmp_path)
    notice = found["gb:2601-0007"]
    [product] = notice.products
    assert (product.name, product.brands, product.models) == ("Norvane Ember Fan Heater", ("Norvane",), ("NV-450", "NV450B"))
    assert (product.gtins, notice.origin, notice.level) == (("04006381333931",), ("China",), "serious")
    assert notice.hazard == "The product presents a serious risk of fire."
    assert notice.measure == "The listing was removed."


def test_fda(authority: Authority, tmp_path: Path) -> None:
    authority.reply("/food/enforcement.json", forms.as_json(forms.FDA))
    done, found = pulled(authority, "fda", tmp_path)
    notice = found["fda:F-0101-2026"]
    assert (notice.products[0].name, notice.products[0].gtins) == ("Palmarosa Medjool Dates", ("00036000291452",))
    assert (notice.companies, notice.level, notice.published) == (("Palmarosa Foods LLC",), "Class II", dt.date(2026, 1, 14))
    assert done.unchanged == 2, "404 of openFDA says that drugs and devices have nothing"


def test_accc(authority: Authority, tmp_path: Path) -> None:
    authority.reply("/rss/feed.xml/psa_recall", forms.ACCC.encode())
    _, found = pulled(authority, "accc", tmp_path)
    notice = found["au:20101"]
    assert (notice.published, notice.hazard) == (dt.date(2026, 1, 22), "A child may be trapped.")
    assert notice.products[0].gtins == ("04006381333931",)
    assert notice.products[0].category == "Furniture"


def test_oecd(authority: Authority, tmp_path: Path) -> None:
    authority.reply("/ws/search.xqy", forms.as_json(forms.OECD))
    done, found = pulled(authority, "oecd", tmp_path)
    assert list(found) == ["oecd:KR:2026-77"]
    assert (found["oecd:KR:2026-77"].markets, found["oecd:KR:2026-77"].url) == (("KR",), "https://www.safetykorea.kr/77")
    assert done.rejected == 1
    assert "placeholder" in rejects(tmp_path, "oecd")


@pytest.mark.parametrize("name", sorted(FEEDS))
@pytest.mark.parametrize("body", [b"<html>Maintenance</html>", b"", b"\xff\xfe\x00", b'{"error": "x"}', b"[1, null, []]"])
def test_no_answer_breaks_a_feed(authority: Authority, tmp_path: Path, name: str, body: bytes) -> None:
    for path in (
        "/RestWebServices/Recall", "/safety-gate-alerts/api/download/weeklyReport/list/xml/en", "/ws/search.xqy", "/rss/feed.xml/psa_recall",
        "/sites/default/files/opendata-donneesouvertes/HCRSAMOpenData.json", "/api/search.json", "/food/enforcement.json",
    ):  # fmt: skip
        authority.reply(path, body)
    feed = FEEDS[name]
    courier = Courier(authority.base, 0.0, sleep=lambda _: None)
    done = pull(feed, FolderKeeper(tmp_path, name), since=SINCE, base=authority.base, courier=courier, clock=lambda: NOW)
    courier.close()
    assert done.changed == 0
    assert done.rejected or name == "safety-gate" or done.records == 0
