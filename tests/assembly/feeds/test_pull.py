"""Pulls are polite, go on where they stopped, and never fetch what did not change."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from pratique.assembly.feeds import courier as courier_module
from pratique.assembly.feeds import pictures
from pratique.assembly.feeds.courier import Courier, FetchError
from pratique.assembly.feeds.feed import Step
from pratique.assembly.feeds.keeper import FolderKeeper, read_folder
from pratique.assembly.feeds.pull import Pulled, pull
from pratique.assembly.feeds.register import FEEDS
from pratique.base.errors import InputError
from tests.assembly.feeds import forms
from tests.assembly.feeds.conftest import Authority, Reply
from tests.identity.pictures import picture

NOW = dt.datetime(2026, 1, 25, tzinfo=dt.UTC)
CPSC = "/RestWebServices/Recall"


def once(authority: Authority, folder: Path, since: dt.date | None, waits: list[float] | None = None, name: str = "cpsc") -> Pulled:
    courier = Courier(authority.base, 0.0, sleep=(waits if waits is not None else []).append)
    try:
        return pull(FEEDS[name], FolderKeeper(folder, name), since=since, base=authority.base, courier=courier, clock=lambda: NOW)
    finally:
        courier.close()


def test_a_second_pull_asks_only_for_what_may_have_changed(authority: Authority, tmp_path: Path) -> None:
    authority.reply(CPSC, Reply(forms.as_json(forms.CPSC[:1]), headers={"ETag": '"1"'}))
    assert once(authority, tmp_path, None).changed == 1
    first = len(authority.asked)
    assert first > 50, "a request a year since 1973"
    done = once(authority, tmp_path, None)
    assert len(authority.asked) == first + 1
    assert done.changed == 0
    assert "LastPublishDateStart=2025-12-26" in authority.paths[-1], "thirty days are asked for again"


def test_what_did_not_change_is_not_sent_again(authority: Authority, tmp_path: Path) -> None:
    authority.reply(
        "/sites/default/files/opendata-donneesouvertes/HCRSAMOpenData.json",
        Reply(forms.as_json(forms.HEALTH_CANADA), headers={"ETag": '"a"'}),
    )
    since = dt.date(2026, 1, 1)
    assert once(authority, tmp_path, since, name="health-canada").changed == 1
    done = once(authority, tmp_path, since, name="health-canada")
    assert (done.unchanged, done.records) == (1, 0)
    assert authority.asked[-1][1]["if-none-match"] == '"a"'


def test_a_changed_notice_takes_the_place_of_the_old(authority: Authority, tmp_path: Path) -> None:
    authority.reply(CPSC, forms.as_json(forms.CPSC[:1]))
    once(authority, tmp_path, dt.date(2026, 1, 1))
    authority.reply(CPSC, forms.as_json([{**forms.CPSC[0], "Title": "Brumbel Expands Recall of Larkway Double Strollers"}]))
    assert once(authority, tmp_path, dt.date(2026, 1, 1)).changed == 1
    [notice] = read_folder(tmp_path)
    assert notice.title.startswith("Brumbel Expands")


def test_a_broken_pull_goes_on_where_it_stopped(authority: Authority, tmp_path: Path) -> None:
    since = dt.date(2023, 1, 1)
    good, bad = forms.as_json(forms.CPSC[:1]), Reply(status=500)
    authority.reply(CPSC, Reply(good, times=2), bad)
    with pytest.raises(FetchError, match="answered 500; what came before is kept, pull again later"):
        once(authority, tmp_path, since)
    assert len(read_folder(tmp_path)) == 1
    authority.asked.clear()
    authority.reply(CPSC, good)
    once(authority, tmp_path, None)
    assert len(authority.asked) == 2, "of four years two were done"


def test_a_line_that_was_cut_off_is_mended(authority: Authority, tmp_path: Path) -> None:
    authority.reply(CPSC, forms.as_json(forms.CPSC[:1]))
    once(authority, tmp_path, dt.date(2026, 1, 1))
    path = tmp_path / "cpsc" / "notices.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id":"cpsc:9')
    once(authority, tmp_path, dt.date(2026, 1, 1))
    assert len(read_folder(tmp_path)) == 1


def test_it_waits_as_long_as_it_is_told(authority: Authority, tmp_path: Path) -> None:
    authority.reply(CPSC, Reply(status=429, headers={"Retry-After": "7"}, times=1), forms.as_json(forms.CPSC[:1]))
    waits: list[float] = []
    assert once(authority, tmp_path, dt.date(2026, 1, 1), waits).changed == 1
    assert waits == [7.0]


def test_who_asks_for_more_is_left_alone(authority: Authority, tmp_path: Path) -> None:
    authority.reply(CPSC, Reply(status=503, headers={"Retry-After": "86400"}))
    with pytest.raises(FetchError, match="asks to wait 86,400 s"):
        once(authority, tmp_path, dt.date(2026, 1, 1))
    assert len(authority.asked) == 1


def test_a_wrong_request_is_not_repeated(authority: Authority, tmp_path: Path) -> None:
    authority.reply(CPSC, Reply(status=400))
    with pytest.raises(FetchError, match="the form of the feed may have changed"):
        once(authority, tmp_path, dt.date(2026, 1, 1))
    assert len(authority.asked) == 1


def test_requests_keep_their_distance(authority: Authority) -> None:
    authority.reply("/a", b"{}")
    waits: list[float] = []
    time = iter([0.0, 0.25, 1.0])
    courier = Courier(authority.base, 1.0, sleep=waits.append, clock=lambda: next(time))
    for _ in range(2):
        courier.fetch(Step("a", f"{authority.base}/a"))
    courier.close()
    assert waits == [0.75]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://elsewhere.example/x", "file:///etc/passwd", "http://u:p@127.0.0.1/x"])
def test_a_feed_leads_nowhere_else(authority: Authority, url: str) -> None:
    authority.reply("/a", Reply(status=302, headers={"Location": url}))
    courier = Courier(authority.base, 0.0)
    with pytest.raises(FetchError, match="a feed may lead nowhere else"):
        courier.fetch(Step("a", f"{authority.base}/a"))
    courier.close()


def test_an_address_inside_is_refused(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRATIQUE_FEEDS_PRIVATE")
    courier = Courier("https://localhost", 0.0)
    with pytest.raises(FetchError, match="leads to an address inside"):
        courier.fetch(Step("a", "https://localhost/a"))
    courier.close()


def test_an_answer_without_end_is_cut(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier_module, "LARGEST", 1000)
    authority.reply("/a", b"x" * 2000)
    courier = Courier(authority.base, 0.0)
    with pytest.raises(FetchError, match="sends more than"):
        courier.fetch(Step("a", f"{authority.base}/a"))
    courier.close()


def test_pages_are_followed(authority: Authority, tmp_path: Path) -> None:
    second = {**forms.FDA, "results": [{**forms.FDA["results"][0], "recall_number": "F-0102-2026"}]}  # type: ignore[index]  # a form in JSON, without types
    authority.reply(
        "/food/enforcement.json", Reply(forms.as_json(forms.FDA), headers={"Link": '</food/enforcement.json?after=2>; rel="next"'})
    )
    authority.reply("/food/enforcement.json?after=2", forms.as_json(second))
    once(authority, tmp_path, dt.date(2026, 1, 1), name="fda")
    assert {notice.id for notice in read_folder(tmp_path)} == {"fda:F-0101-2026", "fda:F-0102-2026"}


def test_two_pulls_of_one_feed_do_not_mix(tmp_path: Path) -> None:
    with FolderKeeper(tmp_path, "cpsc"), pytest.raises(InputError, match="is being pulled"), FolderKeeper(tmp_path, "cpsc"):
        pass


def test_an_answer_that_cannot_be_read_is_asked_for_again(authority: Authority, tmp_path: Path) -> None:
    authority.reply(CPSC, b"<html>down for maintenance</html>")
    assert once(authority, tmp_path, None).unreadable > 50
    state = json.loads((tmp_path / "cpsc" / "progress.json").read_text())
    assert "covered" not in state
    assert not state.get("done")


def test_pictures_are_fetched_once_and_kept_as_hashes(authority: Authority, tmp_path: Path) -> None:
    """Only where asked for; what is no picture, too large, or a bomb is left out, and the notice comes all the same."""
    body = io.BytesIO()
    picture(3).save(body, "PNG")
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    urls = [f"{authority.base}/pictures/{name}" for name in ("seen.png", "page.html", "large.png", "bomb.png", "gone.png")]
    authority.reply("/pictures/seen.png", body.getvalue())
    authority.reply("/pictures/page.html", b"<html>moved</html>")
    authority.reply("/pictures/large.png", body.getvalue() + bytes(pictures.LARGEST))
    authority.reply("/pictures/bomb.png", bomb.getvalue())
    record = {**forms.CPSC[0], "Images": [{"URL": url} for url in urls]}
    authority.reply(CPSC, forms.as_json([record]))
    since = dt.date(2026, 1, 1)
    once(authority, tmp_path, since)
    assert not any("/pictures/" in path for path in authority.paths), "nobody asked for them"

    def pull_pictures(*, fetch: bool) -> Pulled:
        courier = Courier(authority.base, 0.0)
        try:
            keeper = FolderKeeper(tmp_path, "cpsc")
            return pull(FEEDS["cpsc"], keeper, since=since, base=authority.base, courier=courier, pictures=fetch, clock=lambda: NOW)
        finally:
            courier.close()

    done = pull_pictures(fetch=True)
    assert (done.changed, done.pictures) == (1, 4), "one is refused for its size and will be asked for again"
    [notice] = read_folder(tmp_path)
    assert notice.pictures[:5] == tuple(urls)
    assert [one.startswith("pdq:") for one in notice.pictures[5:]] == [True]
    authority.asked.clear()
    assert pull_pictures(fetch=True).changed == 0
    assert [path for path in authority.paths if "/pictures/" in path] == ["/pictures/large.png"]
    assert pull_pictures(fetch=False).changed == 0, "what is known of a picture stays with its notice"
