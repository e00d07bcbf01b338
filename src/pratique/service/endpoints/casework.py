"""Cases, reviewers, golden sets and agreement."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from pratique.assembly.operations import cases, mass, reviewers
from pratique.assembly.operations.cases import QueueFigures
from pratique.assembly.operations.mass import Asked, ManyCases
from pratique.assembly.operations.reviewers import AgreementBoard, Question, ReviewerFigures, TrialResult
from pratique.base.errors import Fault, InvalidError
from pratique.casework.case import Case, Ruling
from pratique.casework.review import Reviewer
from pratique.casework.review.golden import GoldenSet
from pratique.facts import Listing
from pratique.service.registry import Call, Nothing, Paging, endpoint

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class CaseQuery(Paging, frozen=True, forbid_unknown_fields=True):
    """Which cases."""

    queue: str | None = None
    status: tuple[str, ...] = ()
    subject: str | None = None
    origin: str | None = None


class CaseList(msgspec.Struct, frozen=True):
    """Some cases, what comes first first."""

    items: tuple[Case, ...]
    next: str | None


class NextForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """From which queue; from all of them where it is not said."""

    queue: str | None = None


class NextAnswer(msgspec.Struct, frozen=True):
    """The case that was claimed; `null` where nothing waits."""

    case: Case | None


class RulingForm(msgspec.Struct, frozen=True):
    """What is decided, for every market of the case."""

    rulings: Annotated[tuple[Ruling, ...], msgspec.Meta(min_length=1, max_length=200)]


class BulkForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """Many cases decided alike."""

    cases: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=500)]
    verdict: Literal["allow", "allow_with_conditions", "refuse"]
    rule: str
    reason: Words
    note: str = ""


class Escalation(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why it goes up, and into which queue."""

    reason: Words
    queue: str | None = None


class CommentForm(msgspec.Struct, frozen=True):
    """Words for colleagues."""

    text: Words


class Workload(msgspec.Struct, frozen=True):
    """How the queues stand."""

    queues: tuple[QueueFigures, ...]


class Since(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From when on."""

    since: dt.datetime | None = None


class ReviewerBoard(msgspec.Struct, frozen=True):
    """What each reviewer did."""

    reviewers: tuple[ReviewerFigures, ...]


class GoldenForm(msgspec.Struct, frozen=True):
    """A golden set for a queue."""

    queue: str
    title: Words


class GoldenCases(msgspec.Struct, frozen=True):
    """Decided cases whose answer is agreed."""

    cases: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=200)]


class GoldenList(msgspec.Struct, frozen=True):
    """Some golden sets."""

    items: tuple[GoldenSet, ...]
    next: str | None


class Questions(msgspec.Struct, frozen=True):
    """A golden set without its answers."""

    items: tuple[Question, ...]


class Answers(msgspec.Struct, frozen=True):
    """Item → verdict."""

    answers: dict[str, Literal["allow", "allow_with_conditions", "refuse"]]


class ReviewerForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reviewer and what is expected of them."""

    languages: tuple[str, ...] = ()
    training: str = ""
    targets: dict[str, float] = {}


class Shown(msgspec.Struct, frozen=True):
    """A subject as it was screened; `null` where there is no snapshot."""

    listing: Listing | None


@endpoint("GET", "/v1/cases", scope="casework:read", query=CaseQuery, answer=CaseList, summary="Cases, what comes first first")
def list_cases(call: Call[Nothing, CaseQuery]) -> CaseList:
    asked = call.query
    found = cases.listed(
        call.tx,
        call.actor,
        queue=asked.queue,
        status=asked.status,
        subject=asked.subject,
        origin=asked.origin,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return CaseList(found.items, found.next)


@endpoint("POST", "/v1/cases/next", scope="casework:write", body=NextForm, answer=NextAnswer, summary="Claim what comes first")
def next_case(call: Call[NextForm, Nothing]) -> NextAnswer:
    return NextAnswer(cases.next_case(call.tx, call.actor, call.body.queue))


@endpoint(
    "POST",
    "/v1/cases/bulk",
    scope="casework:write",
    body=BulkForm,
    answer=Asked,
    summary="Decide many cases alike, each with its own trail; of fifty and more a second person decides",
)
def decide_many(call: Call[BulkForm, Nothing]) -> Asked:
    form = call.body
    many = ManyCases(form.cases, form.verdict, form.rule, form.reason, form.note)
    return mass.decide_cases(call.tx, call.actor, call.content, many)


@endpoint("GET", "/v1/cases/workload", scope="casework:read", answer=Workload, summary="How the queues stand")
def workload(call: Call[Nothing, Nothing]) -> Workload:
    return Workload(tuple(cases.workload(call.tx, call.actor)))


@endpoint("GET", "/v1/cases/{case}", scope="casework:read", answer=Case, summary="One case")
def read_case(call: Call[Nothing, Nothing]) -> Case:
    return cases.read(call.tx, call.actor, call.path["case"])


@endpoint(
    "GET",
    "/v1/cases/{case}/subject",
    scope="casework:read",
    answer=Shown,
    summary="The subject as it was screened; the look is put on record",
)
def case_subject(call: Call[Nothing, Nothing]) -> Shown:
    return Shown(cases.subject_shown(call.tx, call.actor, call.path["case"]))


@endpoint("POST", "/v1/cases/{case}/claim", scope="casework:write", answer=Case, summary="Claim a case; the lock holds for twenty minutes")
def claim(call: Call[Nothing, Nothing]) -> Case:
    return cases.claim(call.tx, call.actor, call.path["case"])


@endpoint("POST", "/v1/cases/{case}/renew", scope="casework:write", answer=Case, summary="Keep the lock for longer")
def renew(call: Call[Nothing, Nothing]) -> Case:
    return cases.renew(call.tx, call.actor, call.path["case"])


@endpoint("POST", "/v1/cases/{case}/release", scope="casework:write", answer=Case, summary="Give a case back")
def release(call: Call[Nothing, Nothing]) -> Case:
    return cases.release(call.tx, call.actor, call.path["case"])


@endpoint(
    "POST", "/v1/cases/{case}/comments", scope="casework:write", body=CommentForm, answer=Case, status=201, summary="Add to the thread"
)
def comment(call: Call[CommentForm, Nothing]) -> Case:
    return cases.comment(call.tx, call.actor, call.path["case"], call.body.text)


@endpoint("POST", "/v1/cases/{case}/escalate", scope="casework:write", body=Escalation, answer=Case, summary="Hand a case up")
def escalate(call: Call[Escalation, Nothing]) -> Case:
    return cases.escalate(call.tx, call.actor, call.path["case"], call.body.reason, call.body.queue)


@endpoint(
    "POST", "/v1/cases/{case}/decide", scope="casework:write", body=RulingForm, answer=Case, summary="Decide a case for all its markets"
)
def decide(call: Call[RulingForm, Nothing]) -> Case:
    return cases.decide(call.tx, call.actor, call.content, call.path["case"], call.body.rulings)


@endpoint("POST", "/v1/cases/{case}/second", scope="casework:write", body=RulingForm, answer=Case, summary="Give the second, blind review")
def second(call: Call[RulingForm, Nothing]) -> Case:
    return cases.second(call.tx, call.actor, call.path["case"], call.body.rulings)


@endpoint(
    "GET", "/v1/reviews/agreement", scope="casework:read", query=Since, answer=AgreementBoard, summary="Cohen's kappa by reviewer and rule"
)
def agreement(call: Call[Nothing, Since]) -> AgreementBoard:
    return reviewers.agreement(call.tx, call.actor, _aware(call.query.since))


@endpoint("GET", "/v1/reviews/figures", scope="casework:read", query=Since, answer=ReviewerBoard, summary="What each reviewer did")
def figures(call: Call[Nothing, Since]) -> ReviewerBoard:
    since = _aware(call.query.since) or call.at - dt.timedelta(days=30)
    return ReviewerBoard(tuple(reviewers.figures(call.tx, call.actor, since)))


@endpoint("GET", "/v1/golden-sets", scope="casework:read", query=Paging, answer=GoldenList, summary="Golden sets")
def list_golden(call: Call[Nothing, Paging]) -> GoldenList:
    found = reviewers.golden_sets(call.tx, call.actor, call.query.cursor, call.query.limit)
    return GoldenList(found.items, found.next)


@endpoint("POST", "/v1/golden-sets", scope="casework:write", body=GoldenForm, answer=GoldenSet, status=201, summary="Begin a golden set")
def make_golden(call: Call[GoldenForm, Nothing]) -> GoldenSet:
    return reviewers.make_golden_set(call.tx, call.actor, call.body.queue, call.body.title)


@endpoint(
    "POST", "/v1/golden-sets/{golden_set}/items", scope="casework:write", body=GoldenCases, answer=GoldenSet, summary="Add decided cases"
)
def add_golden(call: Call[GoldenCases, Nothing]) -> GoldenSet:
    return reviewers.add_golden(call.tx, call.actor, call.path["golden_set"], call.body.cases)


@endpoint(
    "GET", "/v1/golden-sets/{golden_set}/questions", scope="casework:read", answer=Questions, summary="A golden set without its answers"
)
def golden_questions(call: Call[Nothing, Nothing]) -> Questions:
    return Questions(reviewers.questions(call.tx, call.actor, call.path["golden_set"]))


@endpoint(
    "POST", "/v1/golden-sets/{golden_set}/trial", scope="casework:write", body=Answers, answer=TrialResult, summary="Answer a golden set"
)
def trial(call: Call[Answers, Nothing]) -> TrialResult:
    return reviewers.take_trial(call.tx, call.actor, call.path["golden_set"], call.body.answers)


@endpoint("GET", "/v1/reviewers/{reviewer}", scope="casework:read", answer=Reviewer, summary="One reviewer")
def read_reviewer(call: Call[Nothing, Nothing]) -> Reviewer:
    return reviewers.read(call.tx, call.actor, call.path["reviewer"])


@endpoint(
    "POST",
    "/v1/reviewers/{reviewer}",
    scope="casework:write",
    body=ReviewerForm,
    answer=Reviewer,
    summary="Languages, training and targets of a reviewer",
)
def set_reviewer(call: Call[ReviewerForm, Nothing]) -> Reviewer:
    form, name = call.body, call.path["reviewer"]
    state = reviewers.know(call.tx, call.actor, name, form.languages)
    if form.training:
        state = reviewers.train(call.tx, call.actor, name, form.training)
    return reviewers.set_targets(call.tx, call.actor, name, form.targets) if form.targets else state


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise InvalidError([Fault("since", "needs its offset from UTC")])
    return moment
