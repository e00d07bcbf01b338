"""Every engine decides as the reference does, on worlds that Hypothesis writes; and a fault in any of them is noticed."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pratique.engine import batch_effect, batch_facts, batch_join, batch_profile, effect, online, plan, reference
from pratique.policy.model import Content
from tests.parity.agreement import Question, Subject, batch_agrees, online_agrees
from tests.parity.worlds import contents, degradations, listings, questions, readings

subjects = st.lists(st.tuples(listings, readings, degradations), min_size=1, max_size=5)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
Agreement = Callable[[Content, list[Subject], Question], None]


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(contents(), subjects, questions)
def test_online_decides_as_the_reference_does(content: Content, asked: list[Subject], question: Question) -> None:
    online_agrees(content, asked, question)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(contents(), subjects, questions)
def test_batch_decides_as_the_reference_does(content: Content, asked: list[Subject], question: Question) -> None:
    batch_agrees(content, asked, question)


FAULTS = [
    (online_agrees, reference, "NONE_BELOW", 0.95),
    (batch_agrees, reference, "SHOWN_FROM", 0.95),
    (online_agrees, reference, "compare", lambda *_: True),
    (online_agrees, online, "NONE_BELOW", 0.95),
    (online_agrees, effect, "_unknown", lambda *_: ()),
    (online_agrees, effect, "HOLD", 1),
    (batch_agrees, batch_join, "NONE_BELOW", 0.95),
    (batch_agrees, batch_effect, "HOLD", 1),
    (batch_agrees, batch_facts, "SHOWN_FROM", 0.95),
    (batch_agrees, batch_profile, "_holds", lambda *_: True),
    (online_agrees, effect, "places", lambda markets: (markets.bit_length() - 1,)),
    (online_agrees, plan, "of_subject", lambda in_force, kind: [item for item in in_force if kind in item[0].subject]),
    (batch_agrees, plan, "of_subject", lambda in_force, kind: [item for item in in_force if kind in item[0].subject]),
]


@pytest.mark.parametrize(("agrees", "module", "name", "fault"), FAULTS)
def test_a_planted_fault_is_noticed(agrees: Agreement, module: Any, name: str, fault: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, name, fault)

    @settings(max_examples=600, deadline=None, suppress_health_check=SLOW, database=None, derandomize=True, phases=[Phase.generate])
    @given(contents(), subjects, questions)
    def search(content: Content, asked: list[Subject], question: Question) -> None:
        agrees(content, asked, question)

    with pytest.raises(AssertionError):
        search()
