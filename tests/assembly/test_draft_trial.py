"""A draft tried step by step counts what deciding the whole sample twice counts, whatever kind of unit it changes."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from pratique.assembly.draft_trial import FIRST, Trial
from pratique.assembly.observed import read_many
from pratique.assembly.trial_effect import Effect
from pratique.assembly.trial_sample import Asked, Deciding, Group, Sample, plan_of
from pratique.base.clock import now
from pratique.engine.batch import decide_many
from pratique.facts import Listing
from pratique.policy import amend
from pratique.policy.model import VERDICTS, Content, Threshold
from pratique.policy.overlay import Files, lay_over
from pratique.policy.written_units import found
from pratique.store.samples import Sampled

DAY = dt.date(2026, 11, 1)
TITLES = (
    "Wobble orbs 500 pcs growing in water for kids sensory play", "Cotton T-shirt for men, round neck, navy blue", "Water beads 50000 pcs expanding, kids toy",
    "E-liquid nicotine strength 18 mg/ml, 10 ml bottle, tobacco flavour", "Magnetic balls 5 mm 216 pieces", "Retinol face cream 50 ml", "USB charger 20 W with cable, white",
    "Moisturising face cream with aconitine 30 ml", "Replica watch 1:1 mirror quality", "Wooden puzzle 100 pieces",
)  # fmt: skip


@pytest.fixture(scope="module")
def deciding() -> Deciding:
    from pratique.policy.load import load_content

    return Deciding(load_content())


@pytest.fixture(scope="module")
def sample() -> Sample:
    rows, listings = [], []
    for number in range(120):
        channel, stage = (("lazada", "publish"), ("aliexpress", "live"), (None, "publish"))[number % 3]
        title = f"{TITLES[number % len(TITLES)]} #{number}"
        listings.append(Listing(f"l{number}", title, category="Toys", gmv_30d=float(number), currency="USD" if number % 2 else None))
        rows.append(Sampled(f"decision_{number}", "listing", f"l{number}", channel, stage, now(), ""))
    return Sample(rows, listings)


def term(content: Content) -> Files:
    return amend.put_concept(
        content, {}, amend.with_terms(amend.concept_of(content, "toy.water_beads"), "en", ["wobble orbs", "wooden puzzle"])
    )


def no_term(content: Content) -> Files:
    concept = amend.concept_of(content, "toy.magnet_set")
    for one in concept.terms:
        if one.language == "en":
            concept = amend.without_term(concept, "en", one.text)
    return amend.put_concept(content, {}, concept)


def rule(content: Content) -> Files:
    return amend.put_rule(content, {}, msgspec.structs.replace(content.rules["us/water-beads"], demand="restricted", needs=()))


def number(content: Content) -> Files:
    parameter = content.parameters["eu/nicotine_max"]
    (value,) = parameter.values
    return amend.put_written({}, msgspec.structs.replace(parameter, values=(msgspec.structs.replace(value, value=5.0),)))


def entry(content: Content) -> Files:
    official = content.lists["eu/cosmetics-annex-2"]
    entries = tuple(one for one in official.entries if one.name != "Aconitine")
    more = msgspec.structs.replace(official.entries[0], name="Retinol of the house", terms=("retinol",))
    return amend.put_written({}, msgspec.structs.replace(official, entries=(*entries, more)))


def threshold(content: Content) -> Files:
    return amend.put_strategy(amend.with_threshold(content.strategies["default"], Threshold(1.0, 0.99, family="toy")))


def market(content: Content) -> Files:
    found_market = content.markets["DE"]
    return amend.put_written({}, msgspec.structs.replace(found_market, jurisdictions=found_market.jurisdictions[:1]))


def brand(content: Content) -> Files:
    one = next(iter(content.brands.values()))
    return amend.put_written({}, msgspec.structs.replace(one, lines=(*one.lines, "Wobble orbs")))


def brute(
    before: Content, after: Content, deciding: Deciding, reader: Any, sample: Sample, asked: Asked
) -> tuple[int, Counter[Any], Counter[Any]]:
    """The same the plain way: everything read and decided by both."""
    pairs: Counter[Any] = Counter()
    markets: Counter[Any] = Counter()
    changed = 0
    groups: dict[Group, list[int]] = {}
    for place, row in enumerate(sample.rows):
        groups.setdefault(Group(row.channel, row.stage), []).append(place)
    for group, places in groups.items():
        listings = sample.of(places)
        sides = [
            decide_many(plan_of(of, group, asked), listings, *read_many(read, listings))
            for of, read in ((before, deciding.reader), (after, reader))
        ]
        old, new = sides[0].verdicts, sides[1].verdicts
        changed += int((old != new).any(axis=1).sum())
        for at, column in zip(*(old != new).nonzero(), strict=True):
            pairs[VERDICTS[old[at, column]], VERDICTS[new[at, column]]] += 1
            markets[sides[0].plan.markets[column]] += 1
    return changed, pairs, markets


@pytest.mark.parametrize("change", [term, no_term, rule, number, entry, threshold, market, brand])
def test_step_by_step_counts_what_the_plain_way_counts(deciding: Deciding, sample: Sample, change: Callable[[Content], Files]) -> None:
    before = deciding.content
    laid = lay_over(before, change(before), hashed=False)
    asked = Asked(DAY)
    trial = Trial(deciding, laid.content, laid.locked, sample, asked)
    effects = [one.effect for one in trial.run()]
    last: Effect = effects[-1]
    assert effects[0].looked <= FIRST
    assert effects[0].changed <= last.changed
    assert [one.looked for one in effects[3:]] == sorted(one.looked for one in effects[3:])
    changed, pairs, markets = brute(before, laid.content, deciding, trial.reader, sample, asked)
    assert (last.looked, last.changed, Counter(last.pairs)) == (120, changed, pairs)
    assert {code: up + down for code, (up, down) in last.by_market.items()} == dict(markets)
    if change is not market:
        assert changed, "the example changes nothing; choose another"
        assert effects[0].changed, "what is told first shows nothing of it"


def test_what_is_told_of_business_and_review(deciding: Deciding, sample: Sample) -> None:
    laid = lay_over(deciding.content, rule(deciding.content), hashed=False)
    trial = Trial(deciding, laid.content, laid.locked, sample, Asked(DAY, ("US",)))
    *_, last = trial.run()
    touched = [one for row, one in enumerate(sample.listings) if "Water beads" in one.title and sample.rows[row]]
    assert last.effect.changed == len(touched) == last.effect.more_review
    known = [one.gmv_30d for one in touched if one.currency == "USD"]
    assert last.effect.business.known == len(known)
    assert last.effect.business.stopped == pytest.approx(sum(one or 0 for one in known))
    shown = last.effect.shown[0]
    why = trial.why(shown.row)
    assert why.listing.listing_id == shown.subject
    assert (why.before[0].verdict, why.after[0].verdict) == (shown.changes[0].before, shown.changes[0].after)
    assert any("ater beads" in one.text for one in why.evidence[1])
    assert {one.rule for one in why.after[0].findings} >= {"us/water-beads"}


def test_a_parameter_is_held_against_the_rules_that_use_it(deciding: Deciding, sample: Sample) -> None:
    before = deciding.content
    parameter = before.parameters["eu/nicotine_max"]
    late = msgspec.structs.replace(parameter, values=(msgspec.structs.replace(parameter.values[0], from_=dt.date(2040, 1, 1)),))
    laid = lay_over(before, amend.put_written({}, late), hashed=False)
    *_, last = Trial(deciding, laid.content, laid.locked, sample, Asked(DAY, ("DE",))).run()
    assert "missing_period" in {issue.name for issue in last.issues or ()}
    assert found(before, "eu/nicotine_max") is parameter
