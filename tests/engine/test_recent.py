"""The bounded cache, and that the engines answer the same once it has forgotten."""

import pytest

from pratique.engine import online
from pratique.engine.plan import compile_plan
from pratique.engine.recent import Recent
from pratique.policy.model import Condition
from tests.engine.small import AS_OF, content, read, rule, walker


def test_what_was_asked_for_lately_is_kept() -> None:
    cache: Recent[str] = Recent(2)
    cache.put("a", "A")
    cache.put("b", "B")
    cache.put("c", "C")
    assert cache.get("a") == "A"
    cache.put("d", "D")
    assert [cache.get(key) for key in "abcd"] == ["A", None, "C", "D"]


def test_a_heavy_value_takes_the_place_of_many() -> None:
    cache: Recent[str] = Recent(10)
    cache.put("a", "A", 10)
    cache.put("b", "B")
    cache.weigh(9)
    cache.put("c", "C")
    assert (cache.get("a"), cache.get("b"), len(cache)) == (None, "B", 3)


def test_forgetting_changes_no_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAKINGS_KEPT", "FINDINGS_KEPT", "OUTCOMES_KEPT", "ANSWERS_KEPT", "INQUIRIES_KEPT"):
        monkeypatch.setattr(online, name, 1)
    known = content(rule(demand="label", shown_by=("images",)), rule(id="us/sword", when=Condition(any=("weapon.sword",))))
    plan = compile_plan(known, ["US", "DE"], channel=None, stage="live", as_of=AS_OF)
    asked = [
        (walker(images=images), (read(confidence=confidence), read("weapon.sword", other)))
        for images in (None, (), ("a.jpg",))
        for confidence in (0.4, 0.6, 0.9)
        for other in (0.4, 0.7, 0.9)
    ]
    first = [online.decide(plan, listing, readings) for listing, readings in asked]
    fresh = [online.decide(compile_plan(known, ["US", "DE"], channel=None, stage="live", as_of=AS_OF), *one) for one in asked]
    assert first == [online.decide(plan, listing, readings) for listing, readings in asked] == fresh
