"""Names of what the figures are told apart by, of what waits, and where one goes to see it."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pratique.console.frame import terms
from pratique.console.frame.templatetags.frame import query

GROUPS = {
    "screening": _("Screening"),
    "review": _("Review"),
    "quality": _("Quality"),
    "appeals": _("Appeals"),
    "enforcement": _("Enforcement"),
    "outside": _("Notices, orders, statements"),
    "fairness": _("Fairness"),
}
SLICES = {
    "market": _("Market"),
    "channel": _("Channel"),
    "family": _("Family"),
    "country": _("Country of the trader"),
    "language": _("Language"),
    "size": _("Size of the trader"),
    "kind": _("Kind"),
}
PERIODS = {"4w": _("4 weeks"), "13w": _("13 weeks"), "52w": _("52 weeks")}
SIZES = {
    "small": _("small, up to 5 listings"),
    "medium": _("medium, up to 25"),
    "large": _("large, more than 25"),
}
NEEDS = {
    "mine": (_("cases you have open"), "review-queue", ""),
    "due": (_("cases overdue or due within 4 hours"), "review-queue", ""),
    "second": (_("second reviews"), "review-queue", "second_review"),
    "escalated": (_("escalated, or reviewers differ"), "review-queue", "escalated"),
    "appeals": (_("appeals to decide"), "appeals", ""),
    "notices": (_("notices to decide"), "notices", ""),
    "orders": (_("orders of authorities"), "orders", ""),
    "rights": (_("rights to verify"), "holders", ""),
    "proposals": (_("proposals to approve"), "proposals", ""),
    "misuse": (_("senders to warn or suspend"), "senders", ""),
    "exports": (_("statements the Transparency Database refused"), "statements", ""),
    "follow_ups": (_("decisions whose follow-up failed"), "", ""),
}
"""Need → what it says, the list that shows it, the state the list is narrowed to."""
STEPS = {
    "screened": (_("listings screened"), "listings", ""),
    "stopped": (_("held or refused"), "listings", ""),
    "opened": (_("cases opened"), "cockpit-figure", "in_time"),
    "reviewed": (_("cases decided by people"), "cockpit-figure", "in_time"),
    "acted": (_("actions imposed"), "cockpit-figure", "appealed"),
    "contested": (_("appeals filed"), "cockpit-figure", "overturned"),
    "overturned": (_("overturned"), "cockpit-figure", "overturned"),
}
"""Step of the funnel → what it says, where its rows are, which indicator."""
NOTICE_KINDS = {
    "illegal_content": _("illegal content"),
    "product_safety": _("product safety"),
    "intellectual_property": _("intellectual property"),
    "consumer": _("consumer protection"),
    "information": _("information"),
    "national": _("law outside the Union"),
}
OTHER_KINDS = {
    "upheld": pgettext_lazy("appeal", "upheld"),
    "partially_reversed": pgettext_lazy("appeal", "reversed in part"),
    "reversed": pgettext_lazy("appeal", "reversed"),
    "omitted": pgettext_lazy("appeal", "not decided"),
    "own_initiative": _("own initiative"),
    "ladder": _("penalty ladder"),
    "notice": _("notice"),
    "trusted_flagger": _("trusted flagger"),
    "order": _("order"),
    "accepted": _("accepted"),
    "waiting": _("waiting"),
    "sending": _("on its way"),
    "refused": _("refused"),
}


def make_known() -> None:
    """So that `name_of` has them."""
    terms.add("slice", SLICES)
    terms.add("indicator_group", GROUPS)
    terms.add("trader_size", SIZES)
    kinds = {**terms.KINDS["queue"], **terms.KINDS["action"], **NOTICE_KINDS, **OTHER_KINDS}
    terms.add("figure_kind", kinds)


def address(name: str, *arguments: str, **filters: object) -> str:
    """Of a screen, empty where it is not there."""
    try:
        found = reverse(name, args=arguments) if name else ""
    except NoReverseMatch:
        return ""
    asked = query(**filters)
    return f"{found}?{asked}" if found and asked else found


def of_row(record: str, row_id: str, subject_kind: str | None, subject: str | None) -> str:
    """Where a row of a figure is seen: its record, else what it is about."""
    if record != "listing":
        own = address(record, row_id)
        if own:
            return own
    return address("listing", subject_kind, subject) if subject_kind == "listing" and subject else ""
