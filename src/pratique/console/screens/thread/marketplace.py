"""Actions, traders and how they are made known, event by event."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pratique.base.event import Event
from pratique.casework.verification import events as v
from pratique.console.frame.templatetags.frame import joined, name_of, words
from pratique.console.screens.thread.line import Said, Teller, action_link, parts, places
from pratique.enforcement.action import events as e
from pratique.enforcement.trader import state as t


def cause(one: e.Cause) -> str:
    """What an action goes back to."""
    return f"{name_of(one.kind, 'cause')} {one.id}"


def _imposed(event: e.ActionImposed) -> Said:
    until = _("until %(day)s") % {"day": f"{event.until:%Y-%m-%d}"} if event.until else ""
    return Said(name_of(event.what, "action"), event.cause.note, parts(cause(event.cause), places(event.markets), until))


def _asked(event: v.RemedyAsked) -> Said:
    return Said(_("Asked to put right"), words(event.reason), (_told(event.fields), _by(event.due_at)))


def _told(fields: tuple[str, ...]) -> str:
    return joined(" / ".join(name_of(each, "told") for each in one.split("|")) for one in fields)


def _by(moment: object) -> str:
    return _("by %(day)s") % {"day": f"{moment:%Y-%m-%d}"}


def _given(event: v.ParticularsGiven) -> Said:
    lacks = _("still missing: %(fields)s") % {"fields": _told(event.missing)} if event.missing else ""
    papers = ngettext("%(number)s document", "%(number)s documents", len(event.papers)) % {"number": len(event.papers)}
    return Said(_("The trader told who they are"), details=parts(_told(event.given), papers, lacks))


def _verified(event: v.TraderVerified) -> Said:
    valid = _("valid to %(day)s") % {"day": f"{event.valid_to:%Y-%m-%d}"} if event.valid_to else ""
    shown = (f"{one.source}: {name_of(one.result, 'result')} ({_told(one.fields)})" for one in event.evidence)
    return Said(_("Verified"), details=parts(valid, *shown))


ACTION: dict[type[Event], Teller] = {
    e.ActionImposed: _imposed,
    e.CauseAdded: lambda x: Said(_("Something else asks for the same"), x.cause.note, (cause(x.cause),)),
    e.CauseWithdrawn: lambda x: Said(_("One cause fell away"), x.reason, (x.cause,)),
    e.ReasonsStated: lambda x: Said(_("Statement of reasons sent"), links=((x.statement, reverse("statement", args=(x.statement,))),)),
    e.ActionExpired: lambda _x: Said(_("Its time is over")),
    e.ActionLifted: lambda x: Said(_("Lifted"), x.reason),
    e.ActionReversed: lambda x: Said(_("Reversed, as if it had never been"), x.reason, parts(x.because_of)),
}
TRADER: dict[type[Event], Teller] = {
    t.TraderRegistered: lambda x: Said(_("Known to the group"), details=parts(x.country or "", x.language)),
    t.AccountOpened: lambda x: Said(_("Account opened"), details=(x.channel, x.account)),
    t.ViolationCounted: lambda x: Said(
        _("Violation counted"), details=(x.channel, name_of(x.violation.enforcement_class, "class"), x.rule), links=(action_link(x.action),)
    ),
    t.ViolationOverturned: lambda x: Said(_("Violation out of the ledger"), details=parts(x.because_of)),
    t.SanctionTaken: lambda x: Said(_("A sanction followed from the points"), links=(action_link(x.action),)),
    t.SanctionDropped: lambda _x: Said(_("A sanction follows no more")),
}
VERIFICATION: dict[type[Event], Teller] = {
    v.VerificationOpened: lambda x: Said(
        _("Has to be known from now on"), details=(joined(name_of(one, "law") for one in x.laws), _by(x.due_at))
    ),
    v.LawApplied: lambda x: Said(_("Another law applies"), details=(name_of(x.law, "law"), _by(x.due_at))),
    v.DisclosureBegan: lambda _x: Said(_("Buyers in the United States are told who it is")),
    v.ParticularsGiven: _given,
    v.RemedyAsked: _asked,
    v.TraderVerified: _verified,
    v.ParticularsCertified: lambda _x: Said(_("Confirmed that nothing has changed")),
    v.VerificationExpired: lambda x: Said(
        _("A document ran out") if x.what == "document" else _("The yearly confirmation is due"), details=(_by(x.due_at),)
    ),
    v.ReviewOverdue: lambda _x: Said(_("The department did not look in time"), is_late=True),
    v.TraderSuspended: lambda x: Said(
        _("Suspended for not being known"), words(x.reason), (joined(name_of(one, "law") for one in x.laws),)
    ),
    v.SuspensionCarriedOut: lambda x: Said(_("Suspension carried out"), links=tuple(map(action_link, x.actions))),
    v.SuspensionOverturned: lambda x: Said(_("Suspension overturned: a person looks again"), details=parts(x.because_of)),
    v.ContractEnded: lambda x: Said(_("The trader left"), details=(_("kept until %(day)s") % {"day": f"{x.keep_until:%Y-%m-%d}"},)),
}
