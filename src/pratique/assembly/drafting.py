"""Decisions on their way: decided, encoded, not yet kept.

Of the outcomes of one decision, most are those of other decisions as well. Each outcome is encoded once and kept once, under the hash of
what it says, and a decision refers to it; see docs/decisions/0013.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence

import msgspec

from pratique.assembly.readings import together
from pratique.assembly.screener import Screener
from pratique.assembly.snapshot import Taken
from pratique.engine.effect import Outcome
from pratique.engine.online import concepts_of, decide_outcomes
from pratique.facts import Evidence, Listing, Reading
from pratique.policy.model import VERDICTS

_ENCODER = msgspec.json.Encoder()
_ENCODED_KEPT = 40_000


class Told(msgspec.Struct, frozen=True, gc=False):
    """A finding as whoever asked is told of it."""

    rule: str
    version: int
    demand: str
    verdict: str
    concepts: tuple[str, ...]
    confidence: float
    basis: tuple[str, ...]
    fix: str
    """In the language that was asked for; in English where it is written in no other."""


class Part(msgspec.Struct, frozen=True, gc=False):
    """One outcome, encoded."""

    digest: bytes
    """First 16 bytes of the SHA-256 of `body`: its name."""
    body: bytes
    """What is kept: verdict, confidence, rules with versions, concepts, missing. The texts of a rule stand in the content."""
    answers: dict[str, bytes]
    """The same for whoever asked, by language, with basis and fix, without the braces' end, so that markets can follow."""
    verdict: int


class Matrix(msgspec.Struct, frozen=True, gc=False):
    """The outcomes of all markets, encoded."""

    parts: tuple[Part, ...]
    places: bytes
    """For each market the number of its part, one byte."""
    verdicts: bytes
    """For each market its verdict, 0 `allow` … 3 `refuse`, one byte."""
    wheres: tuple[bytes, ...]
    """For each part the end of its answer: the markets it holds for."""
    worst: int
    """The highest verdict."""
    names: bytes
    """Digests of the parts, one after the other."""
    bodies: dict[bytes, str]
    """What the decision refers to, by digest: the parts and the list of markets."""
    bodies_name: bytes
    """Digest of all of them."""
    markets_name: bytes
    """Digest of the list of markets."""


class Draft(msgspec.Struct, frozen=True):
    """A decision before it is kept."""

    kind: str
    subject_id: str
    channel: str | None
    stage: str
    as_of: dt.date
    content_hash: str
    content_version: str
    strategy: str
    markets: tuple[str, ...]
    matrix: Matrix
    observed: bytes
    """JSON: `{"concepts": […], "evidence": […]}`."""
    is_degraded: bool
    snapshot: Taken

    @property
    def meaning(self) -> tuple[object, ...]:
        """What must come out again in a replay, byte for byte."""
        return (
            self.kind,
            self.subject_id,
            self.channel,
            self.stage,
            self.as_of.isoformat(),
            self.content_hash,
            self.strategy,
            self.markets,
            [part.digest.hex() for part in self.matrix.parts],
            self.matrix.places.hex(),
            self.matrix.verdicts.hex(),
            self.observed.decode(),
            self.is_degraded,
        )

    def answer(self, decision_id: str, at: dt.datetime, language: str = "en") -> bytes:
        """The JSON for whoever asked, with fixes in `en` or `zh`."""
        head = _ENCODER.encode(
            _Head(
                decision_id,
                at,
                self.kind,
                self.subject_id,
                self.channel,
                self.stage,
                self.as_of,
                VERDICTS[self.matrix.worst],
                self.is_degraded,
                self.content_version,
                self.strategy,
            )
        )
        pieces = [head[:-1], b',"outcomes":[']
        for part, where in zip(self.matrix.parts, self.matrix.wheres, strict=True):
            pieces += (part.answers[language], where)
        pieces[-1] = pieces[-1][:-1]
        pieces += (b"],", self.observed[1:])
        return b"".join(pieces)


class _Head(msgspec.Struct, frozen=True, gc=False):
    """What the answer begins with."""

    decision_id: str
    at: dt.datetime
    kind: str
    listing_id: str
    channel: str | None
    stage: str
    as_of: dt.date
    verdict: str
    degraded: bool
    content_version: str
    strategy_version: str


class Observed(msgspec.Struct, frozen=True):
    """What was read."""

    concepts: Sequence[object]
    evidence: tuple[Evidence, ...]


class Drafter:
    """Decides and encodes for one screener. What was encoded is remembered by the identity of the object, which stays alive beside it."""

    def __init__(self, screener: Screener) -> None:
        self.screener = screener
        self._parts: dict[int, tuple[Outcome, Part]] = {}
        self._matrices: dict[tuple[int, tuple[str, ...] | None], tuple[object, Matrix]] = {}
        self._places = {market: place for place, market in enumerate(screener.markets)}

    def draft(self, listing: Listing, snapshot: Taken, markets: tuple[str, ...] | None = None, given: tuple[Reading, ...] = ()) -> Draft:
        """Screen one subject for some of the screener's markets, or for all of them; `given` is what is known of it from elsewhere.

        What comes out for a market does not depend on which others are asked for, so one plan serves every choice of markets.
        """
        screener = self.screener
        readings, degraded = screener.read(listing)
        if given:
            readings = together(readings, given)
        outcomes = decide_outcomes(screener.plan, screener.register.resolved(listing, readings), readings, degraded)
        wanted = markets if markets is not None else screener.markets
        name = (id(outcomes), markets)
        known = self._matrices.get(name)
        if known is None or known[0] is not outcomes:
            matrix = self._encode(wanted, [outcomes[self._places[market]] for market in wanted])
            if len(self._matrices) >= _ENCODED_KEPT // 10:
                self._matrices.clear()
            self._matrices[name] = (outcomes, matrix)
        else:
            matrix = known[1]
        evidence = tuple([one for reading in readings for one in reading.evidence])
        return Draft(
            listing.kind,
            listing.listing_id,
            screener.channel,
            screener.stage,
            screener.as_of,
            screener.content.hash,
            screener.content.version,
            screener.plan.strategy_version,
            wanted,
            matrix,
            _ENCODER.encode(Observed(concepts_of(readings), evidence)),
            degraded is not None,
            snapshot,
        )

    def _encode(self, wanted: Sequence[str], outcomes: Sequence[Outcome]) -> Matrix:
        numbers: dict[int, int] = {}
        parts: list[Part] = []
        places = bytearray()
        markets: list[list[str]] = []
        for market, outcome in zip(wanted, outcomes, strict=True):
            number = numbers.get(id(outcome))
            if number is None:
                number = numbers[id(outcome)] = len(parts)
                parts.append(self._part(outcome))
                markets.append([])
            places.append(number)
            markets[number].append(market)
        wheres = tuple([b"%s}," % _ENCODER.encode(where) for where in markets])
        verdicts = bytes([parts[number].verdict for number in places])
        market_list = _ENCODER.encode(wanted)
        markets_name = _name(market_list)
        bodies = {part.digest: part.body.decode() for part in parts} | {markets_name: market_list.decode()}
        names = b"".join([part.digest for part in parts])
        worst, bodies_name = max(verdicts, default=0), _name(b"".join(bodies))
        return Matrix(tuple(parts), bytes(places), verdicts, wheres, worst, names, bodies, bodies_name, markets_name)

    def _part(self, outcome: Outcome) -> Part:
        known = self._parts.get(id(outcome))
        if known is not None and known[0] is outcome:
            return known[1]
        verdict, confidence, findings, missing = outcome
        body = _ENCODER.encode(
            [verdict, confidence, [[f.rule, f.version, f.demand, f.verdict, f.confidence, f.concepts] for f in findings], missing]
        )
        answers = {language: _told(outcome, language)[:-1] + b',"markets":' for language in ("en", "zh")}
        part = Part(_name(body), body, answers, VERDICTS.index(verdict))
        if len(self._parts) >= _ENCODED_KEPT:
            self._parts.clear()
        self._parts[id(outcome)] = (outcome, part)
        return part


def _told(outcome: Outcome, language: str) -> bytes:
    verdict, confidence, findings, missing = outcome
    told = [
        Told(
            one.rule,
            one.version,
            one.demand,
            one.verdict,
            one.concepts,
            one.confidence,
            one.basis,
            one.fix_zh if language == "zh" and one.fix_zh else one.fix,
        )
        for one in findings
    ]
    return _ENCODER.encode({"verdict": verdict, "confidence": confidence, "findings": told, "missing": missing})


def _name(body: bytes) -> bytes:
    """What something is kept under: the first 16 bytes of its SHA-256."""
    return hashlib.sha256(body).digest()[:16]
