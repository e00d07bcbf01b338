"""How long what is held of people is kept, from what moment, and on whose word: one table, and nothing is kept beyond it.

The ground of every period is Regulation (EU) 2016/679 Art. 5(1)(e): no longer than is necessary for the purpose. Where a law names the
time it is that law's; else it is a choice of the house, with what it has to outlast. A legal hold goes before all of them.
"""

import datetime as dt
from typing import Literal

import msgspec

from pratique.casework.deadline import months_on
from pratique.facts.concept import Text

Start = Literal["contract_ended", "last_decision", "record_over", "request", "session_over", "sign_in"]


class Period(msgspec.Struct, frozen=True, omit_defaults=True):
    """How long one kind of data is kept."""

    id: str
    purpose: str
    """Of the entries in the vault; empty: it stands in rows of its own, which are deleted."""
    holds: Text
    starts: Start
    months: int
    """After its start; 0: it is hours."""
    basis: str
    """The article, or what a choice of the house has to outlast."""
    force: Literal["law", "house"]
    hours: int = 0

    def before(self, at: dt.datetime) -> dt.datetime:
        """What started before this moment may no longer be kept at `at`."""
        if self.hours:
            return at - dt.timedelta(hours=self.hours)
        return dt.datetime.combine(months_on(at.date(), -self.months), dt.time(), dt.UTC)


_ALL = (
    Period(
        "verification", "verification",
        {"en": "what a trader told to be known: identity, account, register, tax number", "zh": "经营者的身份、账户、登记、税号信息"},
        "contract_ended", 6, "Regulation (EU) 2022/2065 Art. 30(5)", "law",
    ),
    Period(
        "trader", "trader", {"en": "name and contact of a trader", "zh": "经营者的名称与联系方式"},
        "contract_ended", 6, "as long as what was verified, Regulation (EU) 2022/2065 Art. 30(5)", "house",
    ),
    Period(
        "listing", "listing",
        {"en": "personal data in what was screened: trader, manufacturer, responsible person", "zh": "被筛查内容中的个人信息"},
        "last_decision", 12, "outlasts the complaint of six months, Regulation (EU) 2022/2065 Art. 20(1), and its answer", "house",
    ),
    Period(
        "appeal", "appeal", {"en": "what somebody wrote to contest a decision", "zh": "申诉人陈述的内容"},
        "record_over", 12, "outlasts out-of-court settlement, Regulation (EU) 2022/2065 Art. 21", "house",
    ),
    Period(
        "notice", "notice", {"en": "who sent a notice and what they wrote", "zh": "举报人信息与举报内容"},
        "record_over", 36, "below the five years of Regulation (EU) 2023/988 Art. 9(13) for complaints", "house",
    ),
    Period(
        "counter_notice", "counter_notice", {"en": "what a trader declared against a notice", "zh": "经营者提交的反通知"},
        "record_over", 36, "as long as the notice it answers", "house",
    ),
    Period(
        "order", "order", {"en": "the person to write to at an authority", "zh": "主管机关联系人"},
        "record_over", 36, "outlasts the audit of the year, Regulation (EU) 2022/2065 Art. 37", "house",
    ),
    Period(
        "rights", "rights", {"en": "name and contact of a rights holder who was refused", "zh": "未获认可的权利人信息"},
        "record_over", 12, "outlasts a complaint against the refusal", "house",
    ),
    Period(
        "document", "", {"en": "files of documents that were refused, withdrawn or ran out", "zh": "被退回、撤回或过期的证明文件"},
        "record_over", 12, "outlasts a complaint about what rested on them", "house",
    ),
    Period(
        "request", "", {"en": "answers to requests with an Idempotency-Key", "zh": "带幂等键的请求应答"},
        "request", 0, "the time in which a client tries again", "house", 24,
    ),
    Period(
        "session", "", {"en": "browser and address somebody was signed in with", "zh": "登录所用浏览器与地址"},
        "session_over", 0, "a session that is over serves nothing but a look back", "house", 24,
    ),
    Period(
        "sign_in", "", {"en": "who signed in or failed to, when and from where", "zh": "登录成功与失败的记录"},
        "sign_in", 6, "the time in which a break-in is looked into", "house",
    ),
)  # fmt: skip
PERIODS: dict[str, Period] = {one.id: one for one in _ALL}
"""By id. What the vault holds for a purpose that is not here is kept until a day that is named with it, or a person is forgotten."""
OF_TRADER = ("verification", "trader", "listing")
"""Purposes whose data have their last day once a trader's contract ends."""
