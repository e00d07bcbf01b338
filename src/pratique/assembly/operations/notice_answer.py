"""What both sides read of a notice: the receipt at once, the answer when it is decided and carried out."""

import datetime as dt

import msgspec

from pratique.casework.notice.events import Automation, Outcome
from pratique.casework.notice.state import Notice
from pratique.facts.concept import Text

REDRESS: Text = {
    "en": "You may contest the decision free of charge within six months (Regulation (EU) 2022/2065 Art. 20), choose a certified "
    "out-of-court dispute settlement body (Art. 21), or go to court.",
    "zh": "您可在六个月内免费申诉（欧盟2022/2065号条例第20条），也可选择经认证的庭外争议解决机构（第21条），或向法院起诉。",
}
AUTOMATED: dict[Automation, Text] = {
    "none": {"en": "People decided; no automated means were used.", "zh": "由人工作出决定，未使用自动化手段。"},
    "assisted": {"en": "A person decided; automated means prepared the decision.", "zh": "由人工作出决定，自动化手段参与了准备。"},
    "full": {"en": "The decision was made by automated means.", "zh": "决定由自动化手段作出。"},
}


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Confirmation that a notice came in (Art. 16(4)), given at once."""

    notice_id: str
    received_at: dt.datetime
    due_at: dt.datetime
    """By when it is decided."""
    deadline: str
    earlier: tuple[str, ...]
    """Notices of the same sender on the same subjects; only shown where there is an account."""
    redress: Text
    secret: str | None = None
    """Opens the notice together with its id; shown this once, and only without an account."""


class Answer(msgspec.Struct, frozen=True):
    """What a notifier or trader sees of a notice."""

    notice_id: str
    kind: str
    status: str
    received_at: dt.datetime
    due_at: dt.datetime
    subjects: tuple[str, ...]
    markets: tuple[str, ...] | None
    outcomes: tuple[Outcome, ...] = ()
    decided_at: dt.datetime | None = None
    automation: Text = {}
    redress: Text = {}
    counter_notice: str | None = None
    """`under way`, `restored` or `kept`."""
    comes_back_at: dt.datetime | None = None


def answer_of(notice: Notice, trader: str | None = None) -> Answer:
    """What both sides read; a trader only of their own subjects, and only once it is decided what is said of them."""
    own_keys = tuple(one.key for one in notice.subjects if trader is None or one.trader == trader)
    is_told = notice.decided_at is not None and not notice.not_yet_acted
    counter = notice.counter
    return Answer(
        notice.id,
        notice.kind,
        notice.status,
        notice.received_at,
        notice.due_at,
        own_keys,
        notice.markets,
        tuple(one for one in notice.outcomes if one.subject in own_keys) if is_told else (),
        notice.decided_at if is_told else None,
        AUTOMATED[notice.automation] if is_told and notice.automation else {},
        REDRESS if is_told else {},
        (counter.result or "under way") if counter else None,
        counter.earliest if counter and counter.result is None else None,
    )
