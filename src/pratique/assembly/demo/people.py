"""Who works in the demo: reviewers with languages and certificates, seniors, lawyers, and how well they judge."""

import random

import msgspec
import psycopg

from pratique.base.actor import Actor, Role


class Reviewer(msgspec.Struct, frozen=True):
    """Somebody at a queue."""

    actor: Actor
    mistakes: float
    """Share of rulings that go wrong."""
    cases_a_day: int


def _person(name: str, *roles: Role, languages: str = "", channels: tuple[str, ...] | None = None) -> Actor:
    return Actor(f"user_{name}", frozenset(roles), frozenset(channels) if channels else None, None, None, frozenset(languages.split()))


REVIEWERS = (
    Reviewer(_person("lin", "reviewer"), 0.03, 7),
    Reviewer(_person("garcia", "reviewer", languages="en es fr"), 0.06, 5),
    Reviewer(_person("nguyen", "reviewer", channels=("lazada",)), 0.05, 5),
    Reviewer(_person("weber", "senior_reviewer"), 0.02, 4),
    Reviewer(_person("osei", "legal"), 0.01, 3),
    Reviewer(_person("tan", "legal"), 0.01, 1),
)
SENIORS = (_person("weber", "senior_reviewer"), _person("osei", "legal"), _person("tan", "legal"))
MANAGER = _person("zhou", "manager", "administrator")
MACHINE = Actor("key_marketplace", frozenset({"machine"}))


def errs(reviewer: Reviewer, chance: random.Random) -> bool:
    """Whether a ruling goes wrong."""
    return chance.random() < reviewer.mistakes


def storied_trader(connection: psycopg.Connection[tuple[object, ...]]) -> str | None:
    """The trader to whom most was explained and who may still sell: whose portal shows most."""
    row = connection.execute(
        "SELECT s.trader FROM statement s WHERE s.trader IS NOT NULL AND NOT EXISTS (SELECT 1 FROM enforcement_action a"
        " WHERE a.trader = s.trader AND a.kind = 'close_account' AND a.status = 'in_effect')"
        " GROUP BY s.trader ORDER BY count(*) DESC, s.trader LIMIT 1"
    ).fetchone()
    return str(row[0]) if row else None


class DemoAccount(msgspec.Struct, frozen=True):
    """Somebody one can sign in as, to see the demo with their eyes."""

    username: str
    name: dict[str, str]
    does: dict[str, str]
    actor: Actor


def _account(username: str, english: str, chinese: str, does: str, does_zh: str, actor: Actor) -> DemoAccount:
    return DemoAccount(username, {"en": english, "zh": chinese}, {"en": does, "zh": does_zh}, actor)


def _outsider(name: str, role: Role) -> Actor:
    return Actor(name, frozenset((role,)), subject=name)


_BY_NAME = {one.actor.id: one.actor for one in REVIEWERS}
ACCOUNTS = (
    _account("lin", "Lin Yue", "林悦", "reviews on all channels", "审核全部渠道", _BY_NAME["user_lin"]),
    _account(
        "garcia",
        "Elena García",
        "埃莱娜·加西亚",
        "reviews in English, Spanish, French",
        "审核英语、西班牙语和法语",
        _BY_NAME["user_garcia"],
    ),
    _account("nguyen", "Nguyễn Minh", "阮明", "reviews on Lazada only", "仅审核 Lazada", _BY_NAME["user_nguyen"]),
    _account("weber", "Anna Weber", "安娜·韦伯", "second reviews, appeals, golden sets", "复审、申诉与标准题集", _BY_NAME["user_weber"]),
    _account("tan", "Tan Hui Min", "陈慧敏", "law, appeals", "法务与申诉", _BY_NAME["user_tan"]),
    _account("osei", "Kofi Osei", "科菲·奥塞", "law, orders of authorities", "法务与监管命令", _BY_NAME["user_osei"]),
    _account(
        "haas", "Miriam Haas", "米丽娅姆·哈斯", "writes concepts, rules, thresholds", "制定概念、规则与阈值", _person("haas", "strategist")
    ),
    _account("mehta", "Arjun Mehta", "阿俊·梅塔", "asks the data", "数据分析", _person("mehta", "analyst")),
    _account("zhou", "Zhou Wei", "周薇", "runs the department", "部门管理", MANAGER),
    _account("keller", "Ruth Keller", "露特·凯勒", "audits: sees all, changes nothing", "审计：可看不可改", _person("keller", "auditor")),
    _account("sato", "Ken Sato", "佐藤健", "accounts and keys", "账户与密钥管理", _person("sato", "administrator")),
    _account("trader", "Trader", "商家", "sells, and reads statements", "卖家：查看理由说明", _outsider("trader_0001", "trader")),
    _account("holder", "Lumora Brands", "Lumora 品牌", "owns rights", "权利人", _outsider("owner_lumora", "rights_holder")),
    _account(
        "authority",
        "Bundesnetzagentur",
        "德国联邦网络局",
        "orders, and reads reports",
        "主管机关：下达命令、查看报告",
        _outsider("authority_bnetza", "authority"),
    ),
)
"""One at least for every role a person can have."""
