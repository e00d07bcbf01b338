"""Two strategists in one draft, or a base that moved on: each is told who changed what, and nothing of either is lost."""

from typing import Any

import psycopg

from pratique.assembly.operations import approval, draft_base, drafts
from pratique.base.actor import Actor
from pratique.base.clock import now
from pratique.casework.content_draft import ContentDraft, Tried
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.store import contents
from pratique.store.transaction import transaction
from tests.console.studio.conftest import draft

HAAS, OSEI = Actor("user_haas", frozenset({"strategist"})), Actor("user_osei", frozenset({"legal"}))


def test_the_second_of_two_is_told_and_loses_nothing(begun: str, enter: Any) -> None:
    ann, bob = enter("strategist", name="ann"), enter("strategist", name="bob")
    address = draft(ann)
    term = {"concept": "toy.water_beads", "language": "en", "edition": "1"}
    assert ann.post(f"{address}/term", {**term, "words": "gel pearls of ann", "hit": "Gel pearls of ann for kids 1 kg"}).status_code == 302
    answer = bob.post(f"{address}/term", {**term, "words": "gel pearls of bob"})
    assert answer.status_code == 409
    page = answer.content.decode()
    meanwhile = page[page.index('id="meanwhile"') : page.index('id="text"')]
    assert "Ann" in meanwhile
    assert "toy.water_beads: gel pearls of ann" in meanwhile
    assert ">gel pearls of bob</textarea>" in page
    assert (
        bob.post(
            f"{address}/term", {**term, "edition": "2", "words": "gel pearls of bob", "hit": "Gel pearls of bob for kids 1 kg"}
        ).status_code
        == 302
    )
    text = bob.get(f"{address}?file=concepts/toy.yaml").content.decode()
    assert "gel pearls of ann" in text
    assert "gel pearls of bob" in text
    answer = ann.post(f"{address}/text", {"path": "concepts/toy.yaml", "text": "# mine alone\n", "edition": "2"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "# mine alone" in page
    assert "Bob" in page[page.index('id="meanwhile"') :]
    assert "gel pearls of bob" in page, "the text as it stands now is shown beside"


def _begin(url: str, content: Content, files: dict[str, str | None], title: str) -> ContentDraft:
    with psycopg.connect(url) as connection, transaction(connection) as tx:
        one = drafts.begin(tx, HAAS, content, title)
        return drafts.write(tx, HAAS, content, one.id, files)


def _publish(url: str, content: Content, one: ContentDraft) -> Content:
    with psycopg.connect(url) as connection:
        with transaction(connection) as tx:
            drafts.note_trial(tx, HAAS, one.id, Tried(one.edition, now()))
            one = drafts.submit(tx, HAAS, content, one.id, "seen")
        with transaction(connection) as tx:
            approval.approve(tx, OSEI, content, str(one.proposal))
            return contents.with_tests(tx, contents.load(tx, str(one.content)))


def test_a_base_that_moved_on_is_taken_up(begun: str, enter: Any) -> None:
    from pratique.policy import amend
    from pratique.policy.model import ConceptExample

    content = load_content()

    def with_word(word: str, *, guard: str = "") -> dict[str, str | None]:
        concept = amend.with_terms(amend.concept_of(content, "toy.water_beads"), "en", [word])
        concept = amend.with_guards(concept, "en", [guard]) if guard else concept
        return {**amend.put_concept(content, {}, concept, [ConceptExample(concept.id, f"{word} for kids, 1 kg bag", True)])}

    mine = _begin(begun, content, with_word("orbs of mine"), "Mine")
    theirs = _begin(begun, content, with_word("orbs of theirs", guard="garden hose"), "Theirs")
    decides = _publish(begun, content, theirs)
    client = enter("strategist", name="haas")
    page = client.get(f"/studio/changes/{mine.id}").content.decode()
    moved = page[page.index('id="moved"') : page.index('class="halves"')]
    assert "orbs of theirs" in moved, "what changed is not said"
    assert decides.version in moved
    client.cookies["django_language"] = "zh-hans"
    assert "新增强词（en）“orbs of theirs”" in client.get(f"/studio/changes/{mine.id}").content.decode()
    assert client.post(f"/studio/changes/{mine.id}/step/bring_up").status_code == 302
    with psycopg.connect(begun) as connection, transaction(connection) as tx:
        one = drafts.read(tx, HAAS, mine.id)
        assert one.base == decides.hash
        laid = drafts.laid_over(tx, decides, one).content
        assert draft_base.moved(tx, HAAS, decides, one).published == ()
    concept = laid.concepts["toy.water_beads"]
    assert {"orbs of mine", "orbs of theirs"} <= {term.text for term in concept.terms}
    assert "garden hose" in concept.guards["en"]
    shown = {example.text for example in laid.examples if example.concept == concept.id}
    assert {"orbs of mine for kids, 1 kg bag", "orbs of theirs for kids, 1 kg bag"} <= shown


def test_where_both_say_different_things_the_writer_is_told(begun: str, enter: Any) -> None:
    from pratique.policy import amend
    from pratique.policy.model import Threshold

    content = load_content()
    strategy = content.strategies["default"]

    def at(act: float) -> dict[str, str | None]:
        return {**amend.put_strategy(amend.with_threshold(strategy, Threshold(act, 0.3, family="toy", market="DE")))}

    mine, theirs = _begin(begun, content, at(0.7), "Mine"), _begin(begun, content, at(0.9), "Theirs")
    decides = _publish(begun, content, theirs)
    with psycopg.connect(begun) as connection, transaction(connection) as tx:
        clashes = draft_base.bring_up(tx, HAAS, decides, mine.id)
        laid = drafts.laid_over(tx, decides, drafts.read(tx, HAAS, mine.id)).content
    assert [unit for unit, _ in clashes] == ["default"]
    found = [one.act for one in laid.strategies["default"].thresholds if (one.family, one.market) == ("toy", "DE")]
    assert found == [0.7]
