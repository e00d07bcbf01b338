"""What falls out when: law that is dated ahead, documents that run out."""

import datetime
from pathlib import Path

import msgspec
import pytest

from pratique import Listing, Screener, load_content
from pratique.assembly.horizon import Horizon, Turn
from pratique.assembly.read import input_files, read_listings
from pratique.base.errors import InputError
from pratique.engine.turning import turning_days
from pratique.facts.listing import Document
from pratique.policy.model import VERDICTS, Content
from tests.policy.trees import CONCEPT, RULE, SMALL, write_tree

NOW, END = datetime.date(2026, 11, 23), datetime.date(2031, 1, 1)
POPGUN = Listing(listing_id="1", title="Wooden popgun with a cork on a string, 30 cm", age_from=6.0)
STRATEGY = "id: default\ntitle: {en: Default, zh: 默认}\nthresholds: [{act: 0.8, review: 0.5}]\n"
PAPERS = "- {id: xx.report, title: {en: Report, zh: 报告}, kind: report}\n"


def world(root: Path, rules: str, more: dict[str, str] | None = None) -> Content:
    files = {"documents/xx.yaml": PAPERS, "strategies/default.yaml": STRATEGY, "policies/xx/rules/toys.yaml": rules}
    return load_content(base=write_tree(root, {**SMALL, **files, **(more or {})}))


def turns(content: Content, listing: Listing = POPGUN) -> list[Turn]:
    (found,) = Horizon(Screener(content, as_of=NOW), END).turns([listing])
    return found


def told(found: list[Turn]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(turn.day.isoformat(), turn.before, turn.after, turn.missing) for turn in found]


CERTIFICATE = RULE.replace("prohibited", "certificate\n  needs: [xx.report]")


def test_a_rule_that_is_dated_ahead(tmp_path: Path) -> None:
    content = world(tmp_path, CERTIFICATE + "  in_force: {from: 2028-05-01}\n")
    assert told(turns(content)) == [("2028-05-01", "allow", "allow_with_conditions", ("xx.report",))]
    (turn,) = turns(content)
    assert [finding.rule for finding in turn.findings] == ["xx/no-popguns"]


def test_a_value_that_changes(tmp_path: Path) -> None:
    age = "- id: age\n  title: {en: Age, zh: 年龄}\n  values:\n"
    values = "".join(
        f"    - {{from: {day}, value: {years}, basis: [{{source: xx-act}}]}}\n" for day, years in (("2020-01-01", 3), ("2029-07-01", 8))
    )
    content = world(tmp_path, f"{RULE}  where: {{age_from: {{lt: param.age}}}}\n", {"policies/xx/parameters/ages.yaml": age + values})
    assert told(turns(content)) == [("2029-07-01", "allow", "refuse", ())]


def test_what_a_milder_rule_stood_in_for_returns_when_it_ends(tmp_path: Path) -> None:
    milder = CERTIFICATE.replace("no-popguns", "with-report") + "  in_force: {to: 2027-12-31}\n  replaces: [xx/no-popguns]\n"
    assert told(turns(world(tmp_path, RULE + milder))) == [("2028-01-01", "allow_with_conditions", "refuse", ())]


def test_a_document_that_runs_out(tmp_path: Path) -> None:
    paper = Document("xx.report", valid_to=datetime.date(2027, 6, 30))
    listing = msgspec.structs.replace(POPGUN, documents=(paper,))
    assert told(turns(world(tmp_path, CERTIFICATE), listing)) == [("2027-07-01", "allow", "hold", ("xx.report",))]
    renewed = msgspec.structs.replace(listing, documents=(paper, Document("xx.report", valid_from=datetime.date(2027, 5, 1))))
    assert turns(world(tmp_path / "again", CERTIFICATE), renewed) == []


def test_what_is_refused_already_cannot_fall_out(tmp_path: Path) -> None:
    later = CERTIFICATE.replace("no-popguns", "with-report") + "  in_force: {from: 2028-01-01}\n"
    assert turns(world(tmp_path, RULE + later)) == []


def test_a_horizon_lies_ahead(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not after 2026-11-23"):
        Horizon(Screener(world(tmp_path, RULE), as_of=NOW), NOW)


def test_law_of_other_markets_and_stages_turns_nothing(tmp_path: Path) -> None:
    content = world(tmp_path, RULE + "  in_force: {from: 2028-01-01}\n", {"concepts/toy.yaml": CONCEPT})
    asked = {"markets": ["XX"], "channel": None, "after": NOW, "until": END}
    assert turning_days(content, stage="live", **asked) == {datetime.date(2028, 1, 1): {"xx/no-popguns"}}  # type: ignore[arg-type]  # mixed keywords
    assert turning_days(content, stage="transact", **asked) == {}  # type: ignore[arg-type]  # mixed keywords


def test_turns_are_what_screening_on_those_days_says() -> None:
    """Every turn ends in the verdict of its day, and nothing that is graver at the end came without one."""
    content = load_content()
    examples = Path(__file__).parents[2] / "examples" / "catalogue.jsonl"
    listings = [listing for chunk in read_listings(input_files(str(examples))) for listing in chunk.listings]
    markets = ["DE", "US-CA", "ID", "SA"]

    def verdicts(day: datetime.date) -> dict[tuple[int, str], str]:
        screener = Screener(content, channel="aliexpress", as_of=day, markets=markets, engine="batch")
        return {(row, one.market): one.verdict for row, found in enumerate(screener.screen_many(listings)) for one in found}

    horizon = Horizon(Screener(content, channel="aliexpress", as_of=NOW, markets=markets), END)
    found = horizon.turns(listings)
    by_day = {day: verdicts(day) for day in {turn.day for rows in found for turn in rows}}
    assert by_day
    for row, rows in enumerate(found):
        for turn in rows:
            assert by_day[turn.day][row, turn.market] == turn.after
    first, last = verdicts(NOW), verdicts(END)
    turned = {(row, turn.market) for row, rows in enumerate(found) for turn in rows}
    graver = {key for key, verdict in last.items() if VERDICTS.index(verdict) > VERDICTS.index(first[key])}
    assert graver <= turned
