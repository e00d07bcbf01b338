"""Kinds of enforcement action, by what they touch: the four groups of Regulation (EU) 2022/2065 Art. 17(1)."""

from typing import Literal, get_args

import msgspec

ActionKind = Literal[
    "warning", "label", "age_gate", "demote", "hide_from_search", "disable", "remove", "withhold_payment",
    "restrict_listing", "remove_listings", "freeze", "suspend_trader", "close_account",
]  # fmt: skip
KINDS: tuple[ActionKind, ...] = get_args(ActionKind)
"""From mild to grave."""

Group = Literal["none", "visibility", "monetary", "provision", "account"]
"""(a) visibility of information, (b) monetary payments, (c) provision of the service, (d) the account."""


class Nature(msgspec.Struct, frozen=True):
    """What a kind of action is."""

    group: Group
    title: dict[str, str]
    of_trader: bool = False
    """It holds for the trader on the channel, not for one listing."""

    @property
    def is_restriction(self) -> bool:
        """Whether the trader is owed a statement of reasons."""
        return self.group != "none"


NATURES: dict[ActionKind, Nature] = {
    "warning": Nature("none", {"en": "Warning", "zh": "警告"}, of_trader=True),
    "label": Nature("visibility", {"en": "Warning label on the listing", "zh": "商品加注警示标签"}),
    "age_gate": Nature("visibility", {"en": "Shown to adults only", "zh": "仅限成年人可见"}),
    "demote": Nature("visibility", {"en": "Ranked lower", "zh": "降低排名"}),
    "hide_from_search": Nature("visibility", {"en": "Not shown in search", "zh": "搜索屏蔽"}),
    "disable": Nature("visibility", {"en": "Not offered in the market", "zh": "在该市场下架"}),
    "remove": Nature("visibility", {"en": "Removed", "zh": "删除商品"}),
    "withhold_payment": Nature("monetary", {"en": "Payment withheld", "zh": "暂扣货款"}, of_trader=True),
    "restrict_listing": Nature("provision", {"en": "No new listings", "zh": "限制发布新商品"}, of_trader=True),
    "remove_listings": Nature("provision", {"en": "All listings removed", "zh": "下架全部商品"}, of_trader=True),
    "freeze": Nature("provision", {"en": "Account frozen for a time", "zh": "账户限时冻结"}, of_trader=True),
    "suspend_trader": Nature("account", {"en": "Account suspended", "zh": "账户暂停"}, of_trader=True),
    "close_account": Nature("account", {"en": "Account closed", "zh": "关闭账户"}, of_trader=True),
}
CLOSED_FOR_OFFERS: frozenset[ActionKind] = frozenset({"disable", "remove", "remove_listings", "freeze", "suspend_trader", "close_account"})
"""While one of these holds, nothing is offered."""
