"""The batch engine decides as the reference does: matrix, confidence, grave findings, and whole decisions."""

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables import table_of
from worlds import contents, degradations, listings, questions, readings

from pratique.engine import batch, reference
from pratique.engine.decision import Decision
from pratique.engine.plan import compile_plan
from pratique.facts import Listing, Reading
from pratique.policy.model import VERDICTS, Content

MARKETS = ["DE", "FR", "US"]
Subjects = list[tuple[Listing, list[Reading], frozenset[str] | None]]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(contents(), st.lists(st.tuples(listings, readings, degradations), min_size=1, max_size=6), questions)
def test_batch_decides_as_the_reference_does(content: Content, subjects: Subjects, question: dict[str, Any]) -> None:
    plan = compile_plan(content, MARKETS, **question)
    degraded = {row: families for row, (_, _, families) in enumerate(subjects) if families is not None}
    for _ in range(2):
        result = batch.decide_many(plan, [listing for listing, _, _ in subjects], table_of([read for _, read, _ in subjects]), degraded)
        for row, (listing, read, families) in enumerate(subjects):
            expected = [
                reference.decide(content, listing, read, market=market, strategy="default", degraded=families, **question)
                for market in MARKETS
            ]
            evidence = tuple(evidence for reading in read for evidence in reading.evidence)
            assert result.to_decisions(row, evidence) == expected
            assert [VERDICTS[number] for number in result.verdicts[row]] == [decision.verdict for decision in expected]
            assert [None if np.isnan(one) else one for one in result.confidence[row]] == [decision.confidence for decision in expected]
            assert result.missing(row) == tuple(decision.missing for decision in expected)
            assert _grave(result, row) == _expected_grave(expected)


def _grave(result: batch.BatchResult, row: int) -> set[tuple[str, str, str, float]]:
    grave, found = result.grave(), set()
    for at in np.flatnonzero(grave.row == row).tolist():
        rule = result.plan.rules[int(grave.rule[at])].id
        held, refused = grave.masks[int(grave.place[at])]
        for i, market in enumerate(MARKETS):
            if held >> i & 1:
                found.add((market, rule, "refuse" if refused >> i & 1 else "hold", float(grave.confidence[at])))
    return found


def _expected_grave(decisions: list[Decision]) -> set[tuple[str, str, str, float]]:
    return {
        (decision.market, finding.rule, finding.verdict, finding.confidence)
        for decision in decisions
        for finding in decision.findings
        if finding.verdict in ("hold", "refuse")
    }
