"""Screening: decisions that are kept, reasons, and what to put right before publishing."""

import datetime as dt
from typing import Annotated, Any, Literal

import msgspec

from pratique.assembly.drafting import Told
from pratique.assembly.operations import on_file, screening
from pratique.assembly.operations.permission import require
from pratique.assembly.operations.screening import Asked, KeptDecision, Replay
from pratique.assembly.precheck import Precheck, precheck
from pratique.assembly.screeners import Question
from pratique.base.errors import Fault, InvalidError
from pratique.engine.trace import Trace
from pratique.service.registry import Call, Nothing, endpoint
from pratique.store.transaction import Transaction

Stage = Literal["onboard", "publish", "live", "promote", "transact", "fulfil", "after_sale"]
Row = Annotated[
    dict[str, Any],
    msgspec.Meta(
        description="A subject in the form of docs/reference/files.md; what is not named there is kept as an attribute.",
        extra_json_schema={
            "required": ["listing_id", "title"],
            "properties": {"listing_id": {"type": ["string", "integer"], "minLength": 1}, "title": {"type": "string", "minLength": 1}},
        },
    ),
]


class Options(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a subject is screened for. Without `markets` the subject's own, else all; without `channel` the subject's own, else none."""

    markets: tuple[str, ...] | None = None
    channel: str | None = None
    stage: Stage = "publish"
    strategy: str = "default"
    as_of: dt.date | None = None
    """The day whose law counts; today where it is not said."""

    @property
    def question(self) -> Question:
        """The same as the screeners want it."""
        return Question(self.channel, self.stage, self.markets or None, self.strategy, self.as_of)


class ScreenRequest(Options, frozen=True, kw_only=True, omit_defaults=True):
    """One subject."""

    listing: Row
    language: Literal["en", "zh"] = "en"
    """Of the fixes."""


class BatchRequest(Options, frozen=True, kw_only=True, omit_defaults=True):
    """Up to a thousand subjects."""

    listings: Annotated[list[Any], msgspec.Meta(min_length=1, max_length=1000)]
    language: Literal["en", "zh"] = "en"


class Outcome(msgspec.Struct, frozen=True):
    """What comes out for some markets."""

    markets: tuple[str, ...]
    verdict: str
    confidence: float | None
    findings: tuple[Told, ...]
    missing: tuple[str, ...]


class ScreenAnswer(msgspec.Struct, frozen=True):
    """A decision, kept before it is answered."""

    decision_id: str
    at: dt.datetime
    kind: str
    listing_id: str
    channel: str | None
    stage: str
    as_of: dt.date
    verdict: str
    """The highest of all markets."""
    degraded: bool
    content_version: str
    strategy_version: str
    outcomes: tuple[Outcome, ...]
    concepts: tuple[dict[str, Any], ...]
    evidence: tuple[dict[str, Any], ...]


class Rejected(msgspec.Struct, frozen=True):
    """A row of a batch of which no subject can be made."""

    index: int
    reason: str


class BatchAnswer(msgspec.Struct, frozen=True):
    """Decisions in the order of the rows, and the rows that could not be read."""

    decisions: tuple[ScreenAnswer, ...]
    rejected: tuple[Rejected, ...]


@endpoint(
    "POST",
    "/v1/screen",
    scope="screen",
    body=ScreenRequest,
    answer=ScreenAnswer,
    summary="Screen one subject; the decision is kept before it is answered",
)
def screen(call: Call[ScreenRequest, Nothing]) -> bytes:
    asked = screening.asked_of(call.body.listing, call.body.question, call.content, call.actor)
    ((name, drafted),) = screening.keep_many(call.tx, call.screeners, [asked], call.actor)
    return drafted.answer(name, call.at, call.body.language)


@endpoint("POST", "/v1/screen/batch", scope="screen", body=BatchRequest, answer=BatchAnswer, summary="Screen up to a thousand subjects")
def screen_batch(call: Call[BatchRequest, Nothing]) -> bytes:
    require(call.actor, "screen")
    asked, rejected = [], []
    for index, row in enumerate(call.body.listings):
        if not isinstance(row, dict):
            rejected.append(Rejected(index, "is no object"))
            continue
        try:
            asked.append(screening.asked_of(row, call.body.question, call.content, call.actor))
        except InvalidError as error:
            if error.faults[0].field in ("channel", "market", "strategy") and call.body.question != Question():
                _refuse_question(call)
            rejected.append(Rejected(index, str(error)))
    made = screening.keep_many(call.tx, call.screeners, asked, call.actor)
    answers = b",".join([drafted.answer(name, call.at, call.body.language) for name, drafted in made])
    return b'{"decisions":[%s],"rejected":%s}' % (answers, msgspec.json.encode(rejected))


def _refuse_question(call: Call[BatchRequest, Nothing]) -> None:
    """A channel, market or strategy that there is not is one mistake, not a thousand."""
    screening.asked_of({"listing_id": "any", "title": "any"}, call.body.question, call.content, call.actor)


class ExplainRequest(Options, frozen=True, kw_only=True, omit_defaults=True):
    """One subject in one market."""

    listing: Row
    market: str
    nearest: Annotated[int, msgspec.Meta(ge=0, le=50)] = 8


@endpoint(
    "POST",
    "/v1/explain",
    scope="screen",
    body=ExplainRequest,
    answer=Trace,
    summary="Why a subject gets its verdict in a market, and why not another",
)
def explain(call: Call[ExplainRequest, Nothing]) -> Trace:
    question = msgspec.structs.replace(call.body.question, markets=(call.body.market,))
    asked = _beside(call.tx, screening.asked_of(call.body.listing, question, call.content, call.actor))
    return call.screeners.drafter(asked.question).screener.explain(asked.listing, call.body.market, call.body.nearest)


class PrecheckRequest(Options, frozen=True, kw_only=True, omit_defaults=True):
    """One subject that is not published yet."""

    listing: Row
    language: Literal["en", "zh"] = "en"


@endpoint(
    "POST",
    "/v1/precheck",
    scope="screen",
    body=PrecheckRequest,
    answer=Precheck,
    summary="What a trader must put right before publishing; nothing is kept",
)
def check_first(call: Call[PrecheckRequest, Nothing]) -> Precheck:
    asked = _beside(call.tx, screening.asked_of(call.body.listing, call.body.question, call.content, call.actor))
    screener = call.screeners.drafter(asked.question).screener
    return precheck(screener, asked.listing, call.body.language, asked.warnings, asked.question.markets)


@endpoint("GET", "/v1/decisions/{decision_id}", scope="screen", answer=KeptDecision, summary="One decision as it was kept")
def decision(call: Call[Nothing, Nothing]) -> KeptDecision:
    return screening.read(call.tx, call.path["decision_id"], call.actor)


class OfSubject(msgspec.Struct, frozen=True):
    """Decisions on one subject, newest first."""

    subject: str
    kind: str = "listing"
    before: dt.datetime | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class DecisionList(msgspec.Struct, frozen=True):
    """Some decisions, newest first; for more ask `before` the last."""

    items: tuple[KeptDecision, ...]


@endpoint("GET", "/v1/decisions", scope="screen", query=OfSubject, answer=DecisionList, summary="Decisions on one subject")
def decisions_of(call: Call[Nothing, OfSubject]) -> DecisionList:
    asked = call.query
    if asked.before is not None and asked.before.tzinfo is None:
        raise InvalidError([Fault("before", "needs its offset from UTC")])
    return DecisionList(tuple(screening.of_subject(call.tx, asked.kind, asked.subject, asked.before, asked.limit, call.actor)))


@endpoint(
    "POST", "/v1/decisions/{decision_id}/replay", scope="screen", answer=Replay, summary="Make a decision again and compare byte for byte"
)
def replay(call: Call[Nothing, Nothing]) -> Replay:
    return screening.replay(call.tx, call.path["decision_id"], call.actor)


def _beside(tx: Transaction, asked: Asked) -> Asked:
    return screening.beside(asked, on_file.papers(tx, on_file.traders_of([asked.listing])))
