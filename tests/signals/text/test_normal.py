import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.signals.text.fold import LIGHT, PLAIN
from pratique.signals.text.normal import _form, both_forms, normalise, normalise_light, offsets

MIXED = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("aAéệđßŒﬁ①Ⅷ🅰🇦💊\u200b\u0301\u202eشة彈弹加ยาบ้า각\u1100\u1161\u11a8ガｶﾞ \t\n.-"))
)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Pure,  MDMA — 84%", "pure mdma 84"),
        ("ＦＵＬＬ 𝗠𝗗𝗠𝗔", "full mdma"),
        ("v\u200bi\u00ada\u2060gra", "viagra"),
        ("買彈藥50毫升LED燈", "买弹药 50 毫升 led 灯"),
        ("🅰🅱 🇻🇮🇦 ᴠɪᴀɢʀᴀ", "ab via viagra"),
        ("حَشِيش أصلي ١٢", "حشيش اصلي 12"),
        ("شلوم שָׁלוֹם", "شلوم שלומ"),
        ("Łódź Straße crème", "lodz strasse creme"),
        ("ёлка й", "елка й"),
        ("ยาบ้า", "ยาบ้า"),
        ("\u202egnp.exe", "gnp exe"),
        ("\ud800 lone", "lone"),
        ("💊pills", "💊 pills"),
        ("Ꮯoᴄᴀɪne", "cocaine"),
    ],
)
def test_plain_form(written: str, form: str) -> None:
    assert normalise(written) == f" {form} "


def test_light_form_keeps_accents() -> None:
    assert normalise_light("Thuốc LÁ điện-tử") == " thuốc lá điện tử "


@given(MIXED)
def test_forms_have_single_spaces_and_are_stable(text: str) -> None:
    for form in (normalise(text), normalise_light(text)):
        assert form[0] == form[-1] == " "
        assert "  " not in form.strip() or form == "  "
        assert normalise(form.strip()) == normalise(form)
    assert both_forms(text) == (normalise(text), normalise_light(text))


LATIN = st.text(
    alphabet=st.one_of(st.characters(max_codepoint=0x24F), st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF), st.just("\u0301"))
)


@given(LATIN)
def test_the_quick_way_for_latin_text_gives_the_same_forms(text: str) -> None:
    lighter = _form(text, LIGHT)
    assert both_forms(text) == (_form(lighter, PLAIN), lighter)


@given(MIXED)
def test_every_character_of_a_form_leads_back(text: str) -> None:
    for form, keep in ((normalise(text), False), (normalise_light(text), True)):
        places = offsets(text, keep_accents=keep)
        assert len(places) == len(form) + 1
        assert places == sorted(places)
        assert all(0 <= place <= len(text) for place in places)


@given(st.text(alphabet="abcXYZ é彈.-\u200b", max_size=30))
def test_a_word_leads_back_to_the_characters_it_was_made_of(text: str) -> None:
    form, places = normalise(text), offsets(text, keep_accents=False)
    for at, character in enumerate(form):
        if character != " ":
            assert character in normalise(text[places[at] : places[at] + 1])
