"""The public form: sent without an account, answered by reference and secret, in both languages."""

import re
from typing import Any

import psycopg
import pytest
from django.test import Client, override_settings

from pratique.assembly.operations import notices
from pratique.base.actor import Actor
from pratique.casework.notice.events import Outcome
from pratique.console.frame.connection import working
from pratique.console.screens import notice as screen

FORM = {
    "kind": "product_safety", "subjects": "ALI-1\nhttps://www.aliexpress.com/item/1005006.html", "explanation": "The charger has no protection against shock.",
    "name": "Ann Example", "email": "ann@example.org", "bona_fide": "on", "markets": "de, fr",
}  # fmt: skip
REVIEWER = Actor("user_1", frozenset({"reviewer"}))


@pytest.fixture
def browser(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", database_url)
    screen._sent.clear()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield Client()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def sent(browser: Client) -> tuple[str, str]:
    page = text(browser.post("/notice", FORM))
    reference, secret = re.findall(r'<dd class="code">([^<]+)</dd>', page)[:2]
    return reference, secret


def test_from_the_form_to_the_answer(browser: Client) -> None:
    assert "Report a listing" in text(browser.get("/notice"))
    reference, secret = sent(browser)
    opened = browser.post("/notice/answer", {"reference": reference, "secret": secret})
    assert "Being looked at" in text(opened)
    assert "no-store" in opened.headers["Cache-Control"]
    with working() as (tx, content):
        keys = notices.read(tx, REVIEWER, reference).keys
        assert keys == ("listing:ALI-1", "listing:1005006")
        outcomes = [
            Outcome(key, ("DE", "FR"), "none", "Regulation (EU) 2023/988 Art. 5", {"en": "It is <b>safe</b>.", "zh": "安全。"})
            for key in keys
        ]
        notices.decide(tx, REVIEWER, reference, outcomes, content, automation="none")
    told = text(browser.post("/notice/answer", {"reference": reference, "secret": secret}))
    assert "Nothing was done" in told
    assert "It is &lt;b&gt;safe&lt;/b&gt;." in told
    assert "Art. 20" in told
    assert "安全。" in text(
        browser.post("/notice/answer", {"reference": reference, "secret": secret}, headers={"accept-language": "zh-CN"})
    )


def test_everything_wrong_is_said_and_what_was_given_stays(browser: Client) -> None:
    answer = browser.post("/notice", {"kind": "intellectual_property", "explanation": "bad", "name": '"><script>'})
    assert answer.status_code == 422
    page = text(answer)
    assert set(re.findall(r'<li><a href="#(\w+)">', page)) == {
        "explanation",
        "subjects",
        "email",
        "bona_fide",
        "right",
        "right_kind",
        "is_owner_or_agent",
    }
    assert "&quot;&gt;&lt;script&gt;" in page
    assert "<script>" not in page
    chinese = text(browser.post("/notice", {"kind": "consumer"}, headers={"accept-language": "zh-CN"}))
    assert "请填写有效的电子邮箱" in chinese
    assert 'lang="zh-Hans"' in chinese
    assert browser.post("/notice", {"kind": "nonsense"}).status_code == 422


def test_a_wrong_secret_opens_nothing(browser: Client) -> None:
    reference, _ = sent(browser)
    for given in ({"reference": reference, "secret": "guess"}, {"reference": "notice_x", "secret": "guess"}, {}):
        answer = browser.post("/notice/answer", given)
        assert answer.status_code == 404
        assert "do not belong together" in text(answer)


def test_an_address_sends_so_many_an_hour(browser: Client, database_url: str) -> None:
    codes = [browser.post("/notice", FORM | {"email": f"a{number}@example.org"}).status_code for number in range(screen.AN_HOUR + 2)]
    assert codes == [201] * screen.AN_HOUR + [429] * 2
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM notice").fetchone() == (screen.AN_HOUR,)


def test_other_sites_cannot_send_it(browser: Client) -> None:
    assert Client(enforce_csrf_checks=True).post("/notice", FORM).status_code == 403
