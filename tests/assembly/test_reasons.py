"""Why a market decides so, ready to be read."""

from pratique.assembly.reasons import reasons
from pratique.policy.load import load_content


def test_a_place_is_shown_once_whatever_it_shows() -> None:
    names = ("counterfeit.replica", "counterfeit.luxury_replica_watch")
    finding = {"rule": "eu/counterfeit", "version": 1, "demand": "prohibited", "verdict": "refuse", "confidence": 0.9, "concepts": names}
    concepts = [{"concept": name, "confidence": 0.9} for name in names]
    evidence = [{"concept": name, "field": "title", "start": 0, "end": 7, "text": "replica"} for name in names]
    evidence.append({"concept": names[0], "field": "title", "start": 20, "end": 23, "text": "AAA"})
    (reason,) = reasons(load_content(), [finding], concepts, evidence)
    assert [one["text"] for one in reason.places] == ["replica", "AAA"]
    assert [len(one.evidence) for one in reason.concepts] == [2, 1]
