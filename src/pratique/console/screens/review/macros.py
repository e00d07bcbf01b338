"""Reasons at one key: what the trader will read, made of the rule that asks. In both languages, as the content is."""

from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext_lazy as _

from pratique.casework.case import Case
from pratique.console.frame.templatetags.frame import words
from pratique.policy.model import Content
from pratique.policy.renamed import rule_named
from pratique.store.house_reasons import HouseReason

KEYS = ("q", "w", "e", "r")
HOUSE_KEYS = ("t", "y", "u", "i")
"""Of the reasons that seniors of the house wrote."""


class Macro(msgspec.Struct, frozen=True):
    """One reason."""

    key: str
    name: object
    verdict: str
    reason: str


def macros(content: Content, case: Case, house: Sequence[HouseReason] = ()) -> list[Macro]:
    """Those of a case, in the language of the trader where the content has it; then those of the house."""
    rule = rule_named(content, case.rules[0]) if case.rules else None
    language = "zh" if case.language == "zh" else "en"
    title = rule.title.get(language, rule.title["en"]) if rule else case.title
    fix = rule.fix.get(language, rule.fix["en"]) if rule else ""
    if language == "zh":
        texts = (
            f"{title}：所提交的文件未能证明符合要求。{fix}",
            f"{title}：商家已提供所需材料。",
            "经核对，商品并非该规则所指。",
            f"{title}：材料尚不完整。{fix}",
        )
    else:
        texts = (
            f"{title}: nothing on file shows that this is met. {fix}",
            f"{title}: the trader has shown what is asked for.",
            "The product was looked at and is not what the rule is about.",
            f"{title}: what was given is not complete. {fix}",
        )
    names = (_("Not shown"), _("Shown"), _("Not what the rule means"), _("Incomplete"))
    verdicts = ("refuse", "allow", "allow", "allow_with_conditions")
    found = [Macro(*each) for each in zip(KEYS, names, verdicts, (text.strip() for text in texts), strict=True)]
    for key, one in zip(HOUSE_KEYS, house, strict=False):
        text = one.text[language].replace("{rule}", title).replace("{fix}", fix).strip()
        found.append(Macro(key, words(one.name), one.verdict, text))
    return found
