"""Orders and proposals, event by event."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pratique.base.event import Event
from pratique.casework import four_eyes as f
from pratique.casework.order import events as o
from pratique.console.frame.templatetags.frame import joined, name_of, words
from pratique.console.screens.thread.line import Said, Teller, action_link, parts, places


def _fields(fields: tuple[str, ...]) -> str:
    return joined(name_of(one, "defect") for one in fields)


def _received(event: o.OrderReceived) -> Said:
    lacks = _("lacks: %(fields)s") % {"fields": _fields(event.defects)} if event.defects else ""
    return Said(
        _("Order came in, receipt sent"),
        details=parts(event.authority.name, event.reference, name_of(event.instruction, "instruction"), places(event.markets), lacks),
    )


def _found(event: o.IdenticalFound) -> Said:
    number = len(event.subjects)
    title = ngettext("%(number)s listing of the same product found", "%(number)s listings of the same product found", number)
    return Said(title % {"number": number}, details=(event.by_what, joined(one.key for one in event.subjects[:10])))


def _effect(event: o.EffectGiven) -> Said:
    effect = event.effect
    what = effect.restriction
    done = _("information given") if what == "information" else name_of(what, "action")
    links = (action_link(effect.action),) if effect.action else ()
    title = _("Effect given") if effect.is_done else _("No effect given")
    return Said(title, words(effect.reason), parts(effect.subject, done if effect.is_done else ""), links)


ORDER: dict[type[Event], Teller] = {
    o.OrderReceived: _received,
    o.OrderAuthenticated: lambda e: Said(_("Authenticated"), e.how),
    o.OrderRejected: lambda e: Said(_("Turned down: it is no order"), words(e.reason)),
    o.OrderQueried: lambda e: Said(_("The authority was asked for what is missing"), details=(_fields(e.fields),)),
    o.OrderCompleted: lambda e: Said(_("The authority sent what was missing"), details=(_fields(e.fields),)),
    o.IdenticalFound: _found,
    o.IdenticalSearched: lambda e: Said(
        ngettext("Same product looked for in %(number)s listing", "Same product looked for in %(number)s listings", e.compared)
        % {"number": e.compared}
    ),
    o.EffectGiven: _effect,
    o.EffectReported: lambda e: Said(_("Effect reported"), details=(e.to, joined(e.subjects[:10]))),
    o.OrderTraderInformed: lambda e: Said(_("Trader told"), links=((e.trader, reverse("trader", args=(e.trader,))),)),
    o.OrderLifted: lambda e: Said(_("Order no longer stands: %(why)s") % {"why": name_of(e.why, "lift")}, details=parts(e.reference)),
    o.EffectUndone: lambda e: Said(_("Undone"), details=(e.subject,)),
    o.OrderOverdue: lambda e: Said(_("Deadline missed"), details=(e.deadline, f"{e.due_at:%Y-%m-%d %H:%M} UTC"), is_late=True),
    o.OrderClosed: lambda _e: Said(_("Closed")),
}
PROPOSAL: dict[type[Event], Teller] = {
    f.Proposed: lambda e: Said(_("Proposed"), e.reason, (name_of(e.act, "gate"),)),
    f.ProposalDecided: lambda e: Said(_("Approved") if e.outcome == "approved" else _("Rejected"), e.note),
    f.ProposalWithdrawn: lambda _e: Said(_("Taken back")),
    f.ProposalExpired: lambda _e: Said(_("Run out: nobody decided in time"), is_late=True),
    f.ProposalCarriedOut: lambda e: Said(_("Carried out"), e.result),
}
