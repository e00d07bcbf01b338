"""What forms do to an overlay: each change takes its files and gives those that become others. Pure.

A unit is taken into the overlay whole, with its examples or tests, since a unit of an overlay stands in the place of the one below.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from pratique.base.errors import AbsentError, ConflictError, InvalidError, faulty
from pratique.base.said import said
from pratique.policy.model import Concept, ConceptExample, Content, Rule, RuleTest, Strategy, Term, Threshold
from pratique.policy.overlay import Files, put_unit, unit_text
from pratique.policy.resolve import members
from pratique.policy.written import Families, concept_yaml, examples_yaml, rule_yaml, strategy_yaml, test_yaml
from pratique.policy.written_units import Written, file_of, is_alone, key_of, unit_yaml

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_WORDS = 100


def families_of(content: Content) -> Families:
    """Family → its concepts, as `family.*` stands for them."""
    return members(name for name in content.concepts if not name.startswith("list."))


def words_of(typed: str) -> tuple[str, ...]:
    """Terms as typed into a field: one a line, or parted by semicolons."""
    return tuple(dict.fromkeys(word for part in re.split(r"[;；\n]", typed) if (word := " ".join(part.split()))))


def concept_of(content: Content, name: str) -> Concept:
    """A concept that can be written. Raises AbsentError; ConflictError for one that is made of a list or stands in no file."""
    concept = content.concepts.get(name)
    if concept is None:
        raise AbsentError("concept", name)
    if name.startswith("list.") or concept.place is None:
        raise ConflictError("not_written", f"`{name}` is not written by its terms", "change the list it is made of")
    return concept


def with_terms(concept: Concept, language: str, words: Sequence[str], *, strong: bool = True, exact: bool = False) -> Concept:
    """A concept met by more words, or more strongly or weakly by those it has. Raises InvalidError where none is new."""
    known = {(term.language, term.text): term.strong for term in concept.terms}
    new = [Term(word, language, strong, exact) for word in _some(words, "words") if known.get((language, word)) is not strong]
    if not new:
        raise InvalidError([faulty("words", said("stand there already"))])
    none_known = tuple(one for one in concept.none_known if one != language)
    # terms stand together by language, the strong ones first: that is how they are written
    texts = {term.text for term in new}
    kept = (term for term in concept.terms if term.language == language and term.text not in texts)
    own = sorted([*kept, *new], key=lambda term: not term.strong)
    languages = list(dict.fromkeys([*(term.language for term in concept.terms), language]))
    terms = [term for each in languages for term in (own if each == language else [t for t in concept.terms if t.language == each])]
    return msgspec.structs.replace(concept, terms=tuple(terms), none_known=none_known)


def without_term(concept: Concept, language: str, text: str) -> Concept:
    """A concept no longer met by a word."""
    terms = tuple(term for term in concept.terms if (term.language, term.text) != (language, text))
    if len(terms) == len(concept.terms):
        raise AbsentError("term", text)
    return msgspec.structs.replace(concept, terms=terms)


def with_guards(concept: Concept, language: str, words: Sequence[str]) -> Concept:
    """A concept turned off by more words near by. Raises InvalidError where none is new."""
    known = concept.guards.get(language, ())
    new = tuple(word for word in _some(words, "words") if word not in known)
    if not new:
        raise InvalidError([faulty("words", said("stand there already"))])
    return msgspec.structs.replace(concept, guards={**concept.guards, language: (*known, *new)})


def without_guard(concept: Concept, language: str, text: str) -> Concept:
    """The other way."""
    left = tuple(word for word in concept.guards.get(language, ()) if word != text)
    guards = {**concept.guards, language: left}
    return msgspec.structs.replace(concept, guards={code: words for code, words in guards.items() if words})


def with_threshold(strategy: Strategy, threshold: Threshold) -> Strategy:
    """A strategy with one more threshold, or another in the place of the one with the same selectors."""
    if not 0 < threshold.review <= threshold.act <= 1:
        raise InvalidError([faulty("review_from", said("is above the other: 0 < review ≤ act ≤ 1"))])

    def key(one: Threshold) -> tuple[str | None, ...]:
        return one.channel, one.market, one.family, one.stage

    places = [number for number, one in enumerate(strategy.thresholds) if key(one) == key(threshold)]
    kept = list(strategy.thresholds)
    if places:
        kept[places[0]] = threshold
    else:
        kept.append(threshold)
    if tuple(kept) == strategy.thresholds:
        raise InvalidError([faulty("act_from", said("stands there already"))])
    return msgspec.structs.replace(strategy, thresholds=tuple(kept), version=strategy.version + 1)


def renamed(rule: Rule, name: str) -> Rule:
    """The same rule under another id, with its history. `name` without the jurisdiction. Raises InvalidError."""
    full = f"{rule.jurisdiction}/{name}"
    if not _KEBAB.fullmatch(name) or full == rule.id or full in rule.formerly:
        raise InvalidError([faulty("name", said("a new id in lower case with hyphens, one it never had"))])
    return msgspec.structs.replace(rule, id=full, formerly=(*rule.formerly, rule.id))


# ---- into the files -----------------------------------------------------------------------------------------------------------------


def put_concept(content: Content, files: Files, concept: Concept, more: Iterable[ConceptExample] = ()) -> dict[str, str]:
    """The files that change where a concept is put into an overlay, its examples with it. `more` are examples to be added."""
    path = _path_of(files, concept.id, "taxonomy" if concept.family == "class" else "concepts", f"{concept.family}.yaml")
    shown = f"concepts/{concept.family}.examples.yaml"
    examples = [one for one in content.examples if one.concept == concept.id]
    examples += [one for one in more if (one.text, one.hit) not in {(other.text, other.hit) for other in examples}]
    written = {path: put_unit(files.get(path, ""), concept.id, concept_yaml(concept, families_of(content)))}
    if examples:
        written[shown] = put_unit(files.get(shown, ""), concept.id, examples_yaml(concept.id, examples), "concept")
    return written


def put_rule(content: Content, files: Files, rule: Rule, more: Iterable[RuleTest] = (), before: str | None = None) -> dict[str, str]:
    """The same for a rule and its tests. `before` is the id it had, where it is renamed."""
    old = before or rule.id
    own = f"{rule.jurisdiction}/"
    path = _path_of(files, old.removeprefix(own), f"policies/{rule.jurisdiction}/rules", f"{rule.topic or 'rules'}.yaml")
    tests_path = path.removesuffix(".yaml") + ".test.yaml"
    tests = [msgspec.structs.replace(one, rule=rule.id) for one in content.rule_tests if one.rule == old]
    tests += [msgspec.structs.replace(one, rule=rule.id) for one in more]
    written = {path: put_unit(files.get(path, ""), old.removeprefix(own), rule_yaml(rule, families_of(content)))}
    if tests:
        text = "".join(test_yaml(one) for one in tests)
        name = next((one for one in (old, old.removeprefix(own)) if unit_text(files.get(tests_path, ""), one, "rule")), rule.id)
        written[tests_path] = put_unit(files.get(tests_path, ""), name, text, "rule")
    return written


def put_strategy(strategy: Strategy) -> dict[str, str]:
    """The file of a strategy."""
    return {f"strategies/{strategy.id}.yaml": strategy_yaml(strategy)}


def put_written(files: Files, unit: Written, pack: str = "") -> dict[str, str]:
    """The file that changes where a unit of another kind is put into an overlay; `pack` for a source that stands in none yet."""
    if is_alone(unit):
        return {file_of(unit): unit_yaml(unit)}
    folder, _, name = file_of(unit, pack=pack).rpartition("/")
    path = _path_of(files, key_of(unit), folder, name) if folder else name
    return {path: put_unit(files.get(path, ""), key_of(unit), unit_yaml(unit))}


def _path_of(files: Files, unit: str, folder: str, name: str) -> str:
    """The file of the overlay that holds a unit already, else the one it belongs to."""
    for path, text in files.items():
        if path.startswith(f"{folder}/") and not path.endswith((".examples.yaml", ".test.yaml")) and unit_text(text, unit):
            return path
    return f"{folder}/{name}"


def _some(words: Sequence[str], field: str) -> Sequence[str]:
    if not words:
        raise InvalidError([faulty(field, said("write at least one"))])
    if len(words) > MOST_WORDS:
        raise InvalidError([faulty(field, said("at most {most} at once", most=MOST_WORDS))])
    return words
