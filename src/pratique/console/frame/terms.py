"""Names of what the code calls by a word: verdicts, demands, roles, states. Screens show these, never the word itself."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pratique.casework.case import QUEUES
from pratique.enforcement.action.kinds import NATURES

GROUP_NAMES = {
    "today": _("Today"),
    "work": _("Casework"),
    "marketplace": _("Marketplace"),
    "knowledge": _("Policy and data"),
    "outside": _("My own"),
}
ROLE_NAMES = {
    "strategist": _("Strategist"),
    "reviewer": _("Reviewer"),
    "senior_reviewer": _("Senior reviewer"),
    "legal": _("Legal"),
    "analyst": _("Analyst"),
    "manager": _("Manager"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
    "trader": _("Trader"),
    "rights_holder": _("Rights holder"),
    "authority": _("Authority"),
    "notifier": _("Notifier"),
    "machine": _("Machine"),
}
VERDICT_NAMES = {
    "allow": pgettext_lazy("verdict", "Allowed"),
    "allow_with_conditions": pgettext_lazy("verdict", "Conditions"),
    "hold": pgettext_lazy("verdict", "Held"),
    "refuse": pgettext_lazy("verdict", "Refused"),
}
DEMAND_NAMES = {
    "prohibited": _("Prohibited"),
    "restricted": _("Only with a licence"),
    "certificate": _("Certificate"),
    "registration": _("Registration"),
    "responsible_person": _("Responsible person"),
    "label": _("Label"),
    "disclosure": _("Disclosure"),
    "age_gate": _("Age check"),
}
STAGE_NAMES = {
    "onboard": _("Onboarding"),
    "publish": _("Publication"),
    "live": _("Live"),
    "promote": _("Promotion"),
    "transact": _("Purchase"),
    "fulfil": _("Delivery"),
    "after_sale": _("After sale"),
}
STATUS_NAMES = {
    "open": _("Open"),
    "escalated": _("Escalated"),
    "decided": _("Decided"),
    "second_review": _("Second review"),
    "disputed": _("Reviewers differ"),
    "superseded": _("Superseded"),
    "in_effect": _("In effect"),
    "expired": _("Expired"),
    "lifted": _("Lifted"),
    "reversed": _("Reversed"),
    "retired": _("Retired"),
    "received": _("Received"),
    "acknowledged": _("Acknowledged"),
    "closed": _("Closed"),
    "withdrawn": _("Withdrawn"),
    "active": _("Active"),
}
ORIGIN_NAMES = {"decision": _("Screening"), "notice": _("Notice"), "appeal": _("Appeal"), "order": _("Order of an authority")}
HARM_NAMES = {1: _("slight"), 2: _("moderate"), 3: _("serious"), 4: _("grave")}
FIELD_NAMES = {
    "title": _("Title"),
    "description": _("Description"),
    "category": _("Category"),
    "brand": _("Brand"),
    "attributes": _("Attributes"),
    "warnings": _("Warnings"),
    "model": _("Model"),
}
OBSTACLE_NAMES = {
    "scope": _("not in force for it"),
    "concept": _("not read"),
    "none": _("turned off"),
    "fact": _("fact differs"),
    "document": _("document settles it"),
    "shown": _("shown to be there"),
}
DUE_NAMES = {
    "over": _("overdue"),
    "4h": _("within 4 hours"),
    "12h": _("within 12 hours"),
    "24h": _("within 24 hours"),
    "48h": _("within 2 days"),
    "later": _("later"),
}
CHANNEL_MARKS = {"aliexpress": "AX", "alibaba": "AB", "lazada": "LZ"}
KINDS: dict[str, Mapping[Any, object]] = {
    "verdict": VERDICT_NAMES,
    "demand": DEMAND_NAMES,
    "role": ROLE_NAMES,
    "stage": STAGE_NAMES,
    "status": STATUS_NAMES,
    "origin": ORIGIN_NAMES,
    "harm": HARM_NAMES,
    "field": FIELD_NAMES,
    "obstacle": OBSTACLE_NAMES,
    "due": DUE_NAMES,
    "queue": {queue.id: queue.title for queue in QUEUES.values()},
    "action": {kind: nature.title for kind, nature in NATURES.items()},
}
"""For the filter `name_of`: kind → word → name. Areas add kinds of their own by `add`."""


def add(kind: str, names: Mapping[Any, object]) -> None:
    """Make another kind known, or add names to one."""
    KINDS[kind] = {**KINDS.get(kind, {}), **names}
