"""Words that say *not* beside a hit: `no nicotine`, `not a toy`, `free of mercury`, `nicotine-free`, 不含尼古丁."""

from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.normal import both_forms


def _forms(words: str) -> frozenset[str]:
    return frozenset(form.strip() for word in words.split() for form in both_forms(word.replace("_", " ")))


BEFORE = _forms(
    "no not non without zero anti never ohne kein keine keinen nicht sans pas sin senza sem não zonder geen utan uten ingen inte ikke bez nie без не нет "
    "tanpa bukan tiada không chẳng walang wala hindi بدون بلا ليس ليست ללא בלי بغير değil olmayan नहीं बिना free_of free_from free_de libre_de frei_von "
    "vrij_van fri_för fri_fra exempt_de sans_aucun without_any does_not_contain não_contém ne_contient_pas enthält_kein خالي_من خال_من không_phải "
    "không_chứa không_kèm không_có không_bao_gồm tidak_ada tidak_mengandung bukan_untuk tidak_termasuk not_a not_an not_the is_no not_any no_real "
    "not_real not_for is_not not_intended_as kein_echter kein_echtes ce_n_est_pas ce_n_est_pas_un n_est_pas_un no_es_un no_es_una non_è_un не_является"
)
"""Directly before a word; longer ones by their last words."""
AFTER = _forms(
    "free frei freie freies vrij fri fritt yok icermez içermez değil libre less not_included not_incl sold_separately нет_в_комплекте"
)
JOINED = (
    "无",
    "不含",
    "非",
    "不是",
    "没有",
    "零",
    "禁止",
    "并非",
    "不包含",
    "不含有",
    "なし",
    "不使用",
    "ではない",
    "ไม่มี",
    "ไม่ใช่",
    "ปราศจาก",
    "무",
)
"""In scripts without spaces, directly before."""

_LAST_OF_SEVERAL = {
    last: tuple(f" {form}" for form in BEFORE if form.endswith(f" {last}")) for last in {form.split()[-1] for form in BEFORE if " " in form}
}
"""Longer ones by their last word."""
_FIRST_OF_SEVERAL = frozenset(form.split()[0] for form in AFTER if " " in form)
NEGATING = frozenset(form.split()[-1] for form in BEFORE) | frozenset(form.split()[0] for form in AFTER)
"""An ASCII text with none of these words negates nothing."""
_REACH = 40


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the words directly before or behind a span of normal form say *not*."""
    joined = not text[start].isascii() and is_joined_script(ord(text[start]))
    if text[start - 1] != " " and not joined:
        start = text.rfind(" ", 0, start) + 1
    if text[start - 1] == " ":
        last = text[text.rfind(" ", 0, start - 1) + 1 : start - 1]
        if last in BEFORE or (last in _LAST_OF_SEVERAL and text.endswith(_LAST_OF_SEVERAL[last], 0, start - 1)):
            return True
    elif joined:
        return text[max(0, start - 8) : start].endswith(JOINED)
    if text[end] != " ":
        end = text.find(" ", end)  # an ending belongs to the word
    first = text[end + 1 : text.find(" ", end + 1)]
    return first in AFTER or (first in _FIRST_OF_SEVERAL and " ".join(text[end + 1 : end + _REACH].split()[:2]) in AFTER)
