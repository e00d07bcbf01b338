"""The batch engine on batches of unusual shape: empty, of several kinds, of many markets."""

import numpy as np
import pytest

from pratique.engine import batch, online, reference
from pratique.engine.plan import compile_plan
from pratique.facts import Document, Trader
from pratique.facts.listing import KINDS
from pratique.policy.model import Comparison, Condition, Market
from tests.engine.small import AS_OF, TITLE, content, read, rule, walker
from tests.parity.tables import table_of


def test_an_empty_batch() -> None:
    plan = compile_plan(content(rule()), ["US"], channel=None, stage="live", as_of=AS_OF)
    result = batch.decide_many(plan, [], table_of([]))
    assert (result.verdicts.shape, result.confidence.shape, len(result.grave().row)) == ((0, 1), (0, 1), 0)


def test_no_rule_in_force_allows() -> None:
    plan = compile_plan(content(), ["US", "DE"], channel=None, stage="live", as_of=AS_OF)
    result = batch.decide_many(plan, [walker(), walker()], table_of([[read()], []]))
    assert result.verdicts.tolist() == [[0, 0], [0, 0]]
    assert np.isnan(result.confidence).all()


def test_nothing_read_still_wakes_rules_of_every_product() -> None:
    known = content(rule(demand="label", when=Condition(all=(("product.any",),)), shown_by=("images",)))
    plan = compile_plan(known, ["US"], channel=None, stage="live", as_of=AS_OF)
    result = batch.decide_many(plan, [walker(), walker(images=("a.jpg",))], table_of([[], []]))
    assert result.verdicts.tolist() == [[1], [0]]


@pytest.mark.parametrize("count", [64, 65, 130])
def test_more_markets_than_bits_in_a_word(count: int) -> None:
    codes = [f"M{number}" for number in range(count)]
    markets = {code: Market(code, TITLE, ("us",) if number % 3 else ("eu",)) for number, code in enumerate(codes)}
    known = content(rule(), rule(id="eu/walker", demand="certificate", needs=("us.letter",)), markets=markets)
    plan = compile_plan(known, codes, channel=None, stage="live", as_of=AS_OF)
    listing = walker(documents=(Document("us.letter", covers=tuple(code for code in ("M0", "M129") if code in codes)),))
    result = batch.decide_many(plan, [listing], table_of([[read()]]))
    assert result.to_decisions(0, read().evidence) == online.decide(plan, listing, [read()])
    assert result.verdicts[0].tolist() == [3 if number % 3 else 0 if number in (0, 129) else 2 for number in range(count)]


def test_kinds_of_subject_keep_to_their_rules() -> None:
    known = content(*(rule(id=f"us/{kind}", subject=(kind,)) for kind in KINDS))
    plan = compile_plan(known, ["US"], channel=None, stage="live", as_of=AS_OF)
    subjects = [walker(kind=kind) for kind in KINDS]
    result = batch.decide_many(plan, subjects, table_of([[read()] for _ in KINDS]))
    assert [[finding.rule for finding in result.to_decisions(row)[0].findings] for row in range(len(KINDS))] == [
        [f"us/{kind}"] for kind in KINDS
    ]


STEPS = (-1.0, 0.0, 4.999, 5.0, 150.0)
WRITTEN = (None, "0", "5", "149.99", "150", " 5 ", "five", "-3")


@pytest.mark.parametrize("path", ["price", "attributes.depth", "trader.sales_count", "quantity.length", "markets"])
def test_many_comparisons_of_one_fact(path: str) -> None:
    """Values below, on, between and above the steps, several values, and what is no number."""
    ops = ("gt", "ge", "lt", "le", "eq", "ne")
    known = content(
        *(rule(id=f"us/{op}-{n}", where=(Comparison(path, op, step),)) for op in ops for n, step in enumerate(STEPS)),
        rule(id="us/letter", demand="certificate", needs=("us.letter",), where=(Comparison(path, "gt", 4.0),)),
    )
    plan = compile_plan(known, ["US", "DE"], channel=None, stage="live", as_of=AS_OF)
    numbers = (None, float("nan"), float("inf"), -2.0, -1.0, 0.0, 4.9990001, 5.0, 6.0, 150.0, 1e300)
    listings = [
        *(walker(price=number) for number in numbers),
        *(walker(attributes=None if text is None else {"Depth": text}) for text in WRITTEN),
        *(walker(trader=Trader(sales_count=count)) for count in (None, 5, 10**17)),
        *(walker(markets=markets) for markets in ((), ("5",), ("3", "x"), ("5", "150"), ("DE",))),
        walker(price=5.0, documents=()),
        walker(price=5.0, documents=(Document("us.letter", covers=("US",)),)),
    ]
    lengths = [(), (5.0,), (0.0, 150.0), (-2.0, 200.0), (5.0, 6.0)] * 6
    readings = [[read(), *([read("quantity.length", 1.0, *found)] if found else [])] for found in lengths[: len(listings)]]
    for _ in range(2):
        result = batch.decide_many(plan, listings, table_of(readings))
        for row, (listing, found) in enumerate(zip(listings, readings, strict=True)):
            decisions = [
                reference.decide(known, listing, found, market=market, channel=None, stage="live", as_of=AS_OF, strategy="default")
                for market in plan.markets
            ]
            assert result.to_decisions(row, tuple(one for reading in found for one in reading.evidence)) == decisions
            assert online.decide(plan, listing, found) == decisions
