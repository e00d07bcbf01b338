"""Reading by hand: every term is looked for at every place of every field, with no automaton, no shortcut and no shared state.

It covers terms, endings, accents, guards, negation, weak terms and classes, on listings without disguises and quantities. Normal forms and
tables of endings are shared with the detector: they have tests of their own.
"""

import re
import unicodedata
from collections.abc import Mapping

from pratique.facts import Listing
from pratique.facts.concept import Concept, Term
from pratique.signals.text import weigh
from pratique.signals.text.alphabets import one_alphabet
from pratique.signals.text.cues import term_signs
from pratique.signals.text.disguise import join_spaced, split_camel
from pratique.signals.text.endings import endings, stem
from pratique.signals.text.entities import without_entities
from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.negation import AFTER, BEFORE, JOINED
from pratique.signals.text.normal import both_forms, normalise

FIELDS = ("title", "description", "category", "brand")
Met = tuple[Term, str, int, int, str, bool]
"""Term, field, start, end, the form it was met in, and whether accents were left out."""


def read(concepts: Mapping[str, Concept], listing: Listing) -> dict[str, float]:
    """Concept → confidence."""
    met = {name: meet(concept, listing) for name, concept in concepts.items()}
    classes: dict[str, float] = {}
    for name, concept in concepts.items():
        if concept.family == "class" and met[name]:
            confidence = weigh_all(concept, met[name], supported=False)
            above: str | None = name
            while above:
                classes[above] = max(confidence, classes.get(above, 0.0))
                above = concepts[above].parent
    here = {name for name, confidence in classes.items() if confidence >= 0.5}
    present = here | {
        name
        for name, concept in concepts.items()
        if concept.family != "class" and not here & set(concept.not_classes) and any(one[0].strong for one in met[name])
    }
    found = dict(classes)
    for name, concept in concepts.items():
        if concept.family != "class" and met[name] and not here & set(concept.not_classes):
            near = {other for other in present - {name} for wanted in concept.context_concepts if matches(other, wanted)}
            found[name] = weigh_all(concept, met[name], supported=bool(near or here & set(concept.classes)))
    return found


def matches(name: str, wanted: str) -> bool:
    return name == wanted or (wanted.endswith(".*") and name.split(".")[0] == wanted[:-2])


def weigh_all(concept: Concept, met: list[Met], *, supported: bool) -> float:
    hits = []
    for term, field, _, _, form, left_out in met:
        plain = normalise(term_signs(term.text)).strip()
        if term.strong:
            weight = weigh.STRONG[field] - (weigh.ACCENTS_LEFT_OUT if left_out else 0)
        else:
            others = {normalise(one[0].text).strip() for one in met if one[1] == field}
            company = any(plain not in other and other not in plain for other in others)
            context = any(occurs(word, form) for words in concept.context.values() for word in words)
            weight = (weigh.SUPPORTED if supported or company or context else weigh.UNSUPPORTED)[field]
            if not (supported or company or context) and left_out:
                weight -= weigh.ACCENTS_LEFT_OUT
        hits.append((weight, field, plain))
    return weigh.confidence(hits)


def occurs(word: str, stretch: str) -> bool:
    if word.startswith("#"):
        tokens = stretch.split()
        unit = word[1:]
        return any(
            (token.endswith(unit) and token.removesuffix(unit).isdigit()) or (token.isdigit() and following == unit)
            for token, following in zip(tokens, [*tokens[1:], ""], strict=True)
        )
    return any(_occurs(form.strip(), stretch) for form in both_forms(word))


def _occurs(wanted: str, stretch: str) -> bool:
    if is_joined_script(ord(wanted[0])):
        return wanted in stretch
    if " " in wanted:
        return f" {wanted}" in stretch
    return any(token in (wanted, f"{wanted}s", f"{wanted}es") for token in stretch.split())


def meet(concept: Concept, listing: Listing) -> list[Met]:
    """Every place at which a term of the concept stands unguarded."""
    found = []
    for field in FIELDS:
        raw = getattr(listing, field)
        if not raw:
            continue
        terms = [*concept.terms, *(Term(text, "any", fields=("category",)) for text in concept.categories)]
        for term in terms:
            if field == "description" and concept.family == "class":
                continue
            if term.fields and field not in term.fields:
                continue
            for written, is_split in texts(field, raw):
                letters = normalise(term_signs(term.text)).replace(" ", "")
                if is_split and letters.isascii() and (term.case or "1:1" in term.text or len(letters) < 4):
                    continue
                plain, light = both_forms(written)
                for form, left_out, start, end in places(term, plain, light):
                    if not is_off(concept, term, form, start, end) and is_written(term, written, form, start):
                        found.append((term, field, start, end, form, left_out))
    return found


def texts(field: str, raw: str) -> list[tuple[str, bool]]:
    """A field as it stands and, as far as the detector does so too, with words and characters drawn apart or together."""
    raw = one_alphabet(raw)
    found = [(raw, False)]
    if field in ("title", "brand") and (split := split_camel(raw)):
        found.append((split[0], True))
    if spelt := without_entities(raw):
        found.append((spelt[0], True))
    if joined := join_spaced(raw):
        found.append((joined[0], True))
    return found


def is_written(term: Term, written: str, form: str, start: int) -> bool:
    """Whether an acronym stands in its capitals here: the places of its letters in the form and in the original go together in order."""
    if not term.case:
        return True
    before = form.count(term.text.lower(), 0, start)
    found = list(re.finditer(re.escape(term.text), written, re.IGNORECASE))
    return before < len(found) and found[before].group() == term.text


def places(term: Term, plain: str, light: str) -> list[tuple[str, bool, int, int]]:
    term_plain, term_light = (form.strip() for form in both_forms(term_signs(term.text)))
    wanted = []
    if term_plain == term_light:
        wanted.append((plain, False, term_plain))
    else:
        wanted.append((light, False, term_light))
        if " " in term_plain or len(term_plain) >= 6:
            wanted.append((light, True, term_plain))
    found = []
    for form, left_out, text in wanted:
        for cut in {
            stem(text, term.language),
            *([text[:-1] + "ies"] if term.language == "en" and text.endswith("y") and len(text) > 4 else []),
        }:
            for start in range(1, len(form)):
                end = start + len(cut)
                if (
                    form.startswith(cut, start)
                    and stands(term, form, start, end, cut)
                    and (left_out or light == plain or may_lose_accents(term, cut, light))
                ):
                    found.append((form, left_out, start, end))
    return found


VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
) | {"đ"}
ONLY_VIETNAMESE = frozenset(letter for letter in VIETNAMESE if letter in "ăđơư" or ord(letter) >= 0x1EA0)


def may_lose_accents(term: Term, cut: str, light: str) -> bool:
    plain = normalise(term_signs(term.text)).strip()
    letters = len(plain.replace(" ", ""))
    accented = {letter for letter in light if 0xC0 <= ord(letter) <= 0x24F or 0x1E00 <= ord(letter) <= 0x1EFF}
    is_vietnamese = bool(accented & ONLY_VIETNAMESE) and accented <= VIETNAMESE
    apart = not (is_joined_script(ord(cut[0])) or endings(term.language).before or term.text.startswith("*"))
    return (f" {cut}" if apart else cut) in light or (letters >= 4 and (not is_vietnamese or max(map(len, plain.split())) > 7))


def stands(term: Term, form: str, start: int, end: int, cut: str) -> bool:
    before = form[form.rfind(" ", 0, start) + 1 : start]
    after = form[end : form.find(" ", end)] if form[end] != " " else ""
    table = endings(term.language)
    if "\u30a0" <= cut[0] <= "\u30ff":  # a run of katakana is a word
        return not any("\u30a0" <= beside <= "\u30ff" for beside in (form[start - 1], form[end]))
    if is_joined_script(ord(cut[0])):
        left = not ("\uac00" <= cut[0] <= "\ud7ff" and len(cut) <= 2 and "\uac00" <= form[start - 1] <= "\ud7ff")
    elif table.before:
        left = before in table.before
    else:
        left = before == "" or term.text.startswith("*")
    letters = len(normalise(term_signs(term.text)).replace(" ", ""))
    right = is_joined_script(ord(cut[-1])) or after in table.after or (letters >= 5 and after.isdigit())
    return left and right


def is_off(concept: Concept, term: Term, form: str, start: int, end: int) -> bool:
    joined = is_joined_script(ord(form[start]))
    before, after = form[:start], form[end:]
    if not joined:
        before, after = before[: before.rfind(" ") + 1], after[max(0, after.find(" ")) :]
    reach = 16 * concept.window
    reach, behind = 16 * concept.window, len(form) - len(after)
    words_near = [one.group() for one in re.finditer(r"\S+", before) if one.start() >= start - reach]
    words_behind = [one.group() for one in re.finditer(r"\S+", after) if behind + one.end() <= end + reach]
    near_before, near_after = " ".join(words_near[-concept.window :]), " ".join(words_behind[: concept.window])
    if joined:
        near_before, near_after = before[-3 * concept.window :], after[: 3 * concept.window]
    stretch = f" {near_before} \n {near_after} "
    guards = [*term.guards, *(word for words in concept.guards.values() for word in words)]
    if any(occurs(word, stretch) for word in guards):
        return True
    if not concept.negation:
        return False
    if not before.endswith(" ") and not joined:
        before = before[: before.rfind(" ") + 1]
    beyond = form[form.find(" ", end) :]  # an ending belongs to the word
    words_before, words_after = before.split(), beyond.split()
    if before.endswith(" "):
        if any(" ".join(words_before[-count:]) in BEFORE for count in range(1, 5) if len(words_before) >= count):
            return True
    elif joined and before.endswith(JOINED):
        return True
    elif joined:
        return False
    return any(" ".join(words_after[:count]) in AFTER for count in (1, 2))
