"""Amounts, handles, sites and characters of the same sound, as chat spam writes them."""

import time

import pytest

from pratique.signals.text.cue_patterns import TOKEN
from pratique.signals.text.cues import shown_signs, term_signs, with_signs


def written(text: str) -> str:
    """The text with its signs by name; the text itself where it has none."""
    found = with_signs(text)
    return shown_signs(found[0]) if found else text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("V：haoxiaobai1221", "#handle"),
        ("扣2927558933", "#handle"),
        ("加我微信jack8688ni", "加我#handle"),
        ("whatsapp +86 138 1234 5678", "#handle"),
        ("telegram @bestshop1", "#handle"),
        ("打出来复制🅢🅓🅦➑.🅣🅞🅟", "打出来复制#site"),
        ("388ds点top", "#site"),
        ("入口 http://ab12c.vip/x?code=1", "入口 #site"),
        ("一小时550私", "一小时#money私"),
        ("日结1000-3000", "日结#money"),
        ("做好了3-5位数", "做好了#money"),
        ("一天三四百", "一天#money"),
    ],
)
def test_cue_is_one_sign(text: str, shown: str) -> None:
    assert written(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "电压V：220v-240v",
        "容量2000mAh，一天一次，每次1000步",
        "时速一小时120公里",
        "Womens Tank.Top size 42.us 9",
        "Honda 125.cc engine, 200cc",
        "Supports WhatsApp, WeChat and Telegram calls",
        "写信到 abc@163.com",
    ],
)
def test_honest_text_has_no_handle_and_no_site(text: str) -> None:
    assert not {"#handle", "#site", "#money"} & set(written(text).replace("#", " #").split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("下[em]e163[/em]时[em]e163[/em]间", "下时间"),
        ("🥰牛 汼 金 花", "🥰牛牛金花"),
        ("➕窝，免肥做，立杰", "加我,免费做,立结"),
        ("兼直一单一洁", "兼职一单一洁"),
    ],
)
def test_what_stands_for_another_character_is_written_as_that_one(text: str, shown: str) -> None:
    assert " ".join(written(text).replace("，", " ").split()) == shown


def test_text_without_cues_is_left_alone() -> None:
    assert with_signs("纯棉四件套床单被套") is None
    assert with_signs("Cotton bed linen, four pieces") is None


def test_places_lead_back_to_what_was_written() -> None:
    text = "日赚5oo，加V：abc_123x"
    found = with_signs(text)
    assert found is not None
    shown, places = found
    assert len(places) == len(shown) + 1
    sign = term_signs("#handle")
    start = shown.index(sign)
    assert text[places[start] : places[start + 1] + 1].endswith("abc_123x")


@pytest.mark.parametrize("part", ["1", "0.", "过", "一", "百", "1-", "o", "¥", "微信", "加v", "扣1", "a.", "1k", "&#1;"])
def test_hostile_runs_take_no_longer_than_their_length(part: str) -> None:
    """Steps of the expression, not seconds: four times the text may take about four times as long, never sixteen."""

    def seconds(size: int) -> float:
        text = f"微信{part * size}克"
        started = time.process_time()
        TOKEN.sub("", text)
        return time.process_time() - started

    once = min(seconds(1_000) for _ in range(3))
    more = min(seconds(4_000) for _ in range(2))
    assert more < max(0.05, 9 * once)
