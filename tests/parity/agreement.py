"""What it means that an engine agrees with the reference."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from pratique.engine import batch, online, reference
from pratique.engine.batch_result import GraveFindings
from pratique.engine.decision import Decision
from pratique.engine.plan import Plan, compile_plan
from pratique.facts import Listing, Reading
from pratique.policy.model import VERDICTS, Content
from tests.parity.tables import table_of

MARKETS = ["DE", "FR", "US"]
Subject = tuple[Listing, list[Reading], frozenset[str] | None]
Question = dict[str, Any]


def expected(content: Content, subject: Subject, question: Question) -> list[Decision]:
    listing, read, degraded = subject
    return [
        reference.decide(content, listing, read, market=market, strategy="default", degraded=degraded, **question) for market in MARKETS
    ]


def online_agrees(content: Content, subjects: Sequence[Subject], question: Question) -> None:
    plan = compile_plan(content, MARKETS, **question)
    for subject in [*subjects, *subjects]:
        listing, read, degraded = subject
        assert online.decide(plan, listing, read, degraded) == expected(content, subject, question)


def batch_agrees(content: Content, subjects: Sequence[Subject], question: Question) -> None:
    plan = compile_plan(content, MARKETS, **question)
    degraded = {row: families for row, (_, _, families) in enumerate(subjects) if families is not None}
    table = table_of([read for _, read, _ in subjects])
    for _ in range(2):
        result = batch.decide_many(plan, [listing for listing, _, _ in subjects], table, degraded)
        for row, subject in enumerate(subjects):
            decisions = expected(content, subject, question)
            evidence = tuple(evidence for reading in subject[1] for evidence in reading.evidence)
            assert result.to_decisions(row, evidence) == decisions
            assert [VERDICTS[number] for number in result.verdicts[row]] == [decision.verdict for decision in decisions]
            assert [None if np.isnan(one) else one for one in result.confidence[row]] == [decision.confidence for decision in decisions]
            assert result.missing(row) == tuple(decision.missing for decision in decisions)
            assert _grave(plan, result.grave(), row) == _grave_of(decisions)


def _grave(plan: Plan, grave: GraveFindings, row: int) -> set[tuple[str, str, str, float]]:
    found = set()
    place, rows, rules = grave.by_rule()
    for at, of_row, number in zip(place.tolist(), rows.tolist(), rules.tolist(), strict=True):
        block = grave.blocks[int(grave.block[at])]
        for i, market in enumerate(MARKETS):
            if of_row == row and block.held >> i & 1:
                verdict = "refuse" if block.refused >> i & 1 else "hold"
                found.add((market, plan.rules[number].id, verdict, float(grave.confidence[at])))
    return found


def _grave_of(decisions: list[Decision]) -> set[tuple[str, str, str, float]]:
    return {
        (decision.market, finding.rule, finding.verdict, finding.confidence)
        for decision in decisions
        for finding in decision.findings
        if finding.verdict in ("hold", "refuse")
    }
