"""What happens to a notice. No event holds a name, an address or free text of a private person: those lie in the vault under `content`."""

import datetime as dt
from typing import Literal

import msgspec

from pratique.base.event import Event
from pratique.casework.notice.filing import NoticeKind
from pratique.casework.rights.right import RightKind
from pratique.casework.subject import Subject
from pratique.enforcement.action.kinds import ActionKind
from pratique.facts.concept import Text

SubmitterKind = Literal["public", "consumer", "trader", "rights_holder", "trusted_flagger", "authority", "staff", "machine"]
Automation = Literal["none", "assisted", "full"]
"""Whether people decided alone, with a proposal of a machine, or a machine decided; Art. 16(6) wants it said."""
Restriction = Literal["none"] | ActionKind
"""Nothing, or the kind of an enforcement action."""


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was decided on one subject in some markets."""

    subject: str
    """Key: `listing:ALI-000123`."""
    markets: tuple[str, ...]
    """Empty where the notice names no markets: everywhere."""
    restriction: Restriction
    ground: str
    """The law or house rule that is broken, or by which nothing is."""
    reason: Text
    """For both sides to read, `en` and `zh` at least where it is shown to people; no personal data."""
    rules: tuple[str, ...] = ()
    """Rules of the content that were broken: `eu/counterfeit`. With them it counts on the trader's ladder, without it does not."""


class NoticeReceived(Event, frozen=True, kw_only=True, tag="notice_received"):
    """A complete notice came in."""

    notice: str
    about: NoticeKind
    subjects: tuple[Subject, ...]
    content: str
    """Reference into the vault: name, e-mail, explanation, law, the right in words."""
    submitter: str
    """Record of whoever sent it."""
    submitter_kind: SubmitterKind
    can_be_reached: bool
    """Whether an electronic address was given."""
    channel: str | None = None
    markets: tuple[str, ...] | None = None
    law_named: bool = False
    offence_against_children: bool = False
    right: str | None = None
    right_kind: RightKind | None = None
    holder: str | None = None
    language: str = "en"
    priority: int
    """0 goes first."""
    deadline: str
    """Id of the deadline that ends first."""
    due_at: dt.datetime
    secret_hash: str | None = None
    """SHA-256 of the secret that opens it, in hex; `None` for an account."""


class NoticeAcknowledged(Event, frozen=True, kw_only=True, tag="notice_acknowledged"):
    """The notifier has the confirmation of receipt (Art. 16(4))."""

    by_message: bool
    """Sent to an address, or shown at the moment of filing alone."""


class NoticeLinked(Event, frozen=True, kw_only=True, tag="notice_linked"):
    """The same notifier pointed at the same subjects before."""

    earlier: str


class NoticeAssessed(Event, frozen=True, kw_only=True, tag="notice_assessed"):
    """Looked at: whether the illegality shows without a detailed legal examination (Art. 16(3))."""

    gives_knowledge: bool
    note: str = ""


class NoticeDecided(Event, frozen=True, kw_only=True, tag="notice_decided"):
    """Every subject in every market has its outcome."""

    outcomes: tuple[Outcome, ...]
    automation: Automation
    is_manifestly_unfounded: bool = False


class NoticeActed(Event, frozen=True, kw_only=True, tag="notice_acted"):
    """The enforcement action for one outcome stands."""

    subject: str
    markets: tuple[str, ...]
    action: str


class NotifierInformed(Event, frozen=True, kw_only=True, tag="notifier_informed"):
    """The notifier was told the outcome, the reasons and the ways of redress (Art. 16(5))."""

    by_message: bool


class TraderInformed(Event, frozen=True, kw_only=True, tag="trader_informed"):
    """A trader was told the outcome and the reasons (Art. 17), and never who the notifier is, but for intellectual property."""

    trader: str


class CounterNoticed(Event, frozen=True, kw_only=True, tag="counter_noticed"):
    """The trader says that the notice is wrong, in the form the law of the right asks for."""

    regime: str
    trader: str
    subjects: tuple[str, ...]
    content: str
    """Reference into the vault: name, address, telephone, the statement, the evidence."""


class CounterForwarded(Event, frozen=True, kw_only=True, tag="counter_forwarded"):
    """It reached the rights holder, with the day on which the restriction will end."""

    earliest: dt.datetime
    """Not to be restored before."""
    latest: dt.datetime
    """The first moment at which restoring it is late."""


class SuitNoticed(Event, frozen=True, kw_only=True, tag="suit_noticed"):
    """The rights holder shows that a court or authority was called upon."""

    court: str
    reference: str


class CounterSettled(Event, frozen=True, kw_only=True, tag="counter_settled"):
    """The dispute is over here: restored, or kept because somebody went to court or withdrew."""

    result: Literal["restored", "kept"]
    reason: Text
    agreed: bool = False
    """The rights holder took the notice back, so that nobody waits."""


class NoticeOverdue(Event, frozen=True, kw_only=True, tag="notice_overdue"):
    """A clock ran out."""

    deadline: str
    due_at: dt.datetime


class NoticeWithdrawn(Event, frozen=True, kw_only=True, tag="notice_withdrawn"):
    """The notifier takes it back before it is decided."""


class NoticeReopened(Event, frozen=True, kw_only=True, tag="notice_reopened"):
    """On appeal of the notifier, what was not acted upon is decided anew, by somebody else."""

    because_of: str
    deadline: str
    due_at: dt.datetime


class NoticeClosed(Event, frozen=True, kw_only=True, tag="notice_closed"):
    """Both sides know and nothing is open."""


NoticeEvent = (
    NoticeReceived
    | NoticeAcknowledged
    | NoticeLinked
    | NoticeAssessed
    | NoticeDecided
    | NoticeActed
    | NotifierInformed
    | TraderInformed
    | CounterNoticed
    | CounterForwarded
    | SuitNoticed
    | CounterSettled
    | NoticeOverdue
    | NoticeWithdrawn
    | NoticeClosed
    | NoticeReopened
)
