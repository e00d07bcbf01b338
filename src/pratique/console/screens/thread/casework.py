"""Notices and appeals, event by event."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pratique.base.event import Event
from pratique.casework import appeal as a
from pratique.casework.notice import events as n
from pratique.console.frame.templatetags.frame import joined, name_of, words
from pratique.console.screens.thread.line import Said, Teller, action_link, parts, places


def _measure(restriction: str) -> str:
    return _("nothing is done") if restriction == "none" else name_of(restriction, "action")


def _decided(event: n.NoticeDecided) -> Said:
    outcomes = tuple(f"{one.subject} · {places(one.markets)}: {_measure(one.restriction)}" for one in event.outcomes)
    unfounded = _("manifestly unfounded") if event.is_manifestly_unfounded else ""
    return Said(_("Decided"), details=parts(name_of(event.automation, "automation"), unfounded, *outcomes[:12]))


def _received(event: n.NoticeReceived) -> Said:
    subjects = ngettext("%(number)s subject", "%(number)s subjects", len(event.subjects)) % {"number": len(event.subjects)}
    law = _("names the law") if event.law_named else ""
    return Said(
        _("Notice came in"),
        details=parts(name_of(event.about, "notice_kind"), name_of(event.submitter_kind, "submitter_kind"), subjects, law),
    )


def _assessed(event: n.NoticeAssessed) -> Said:
    title = _("Assessed: the illegality shows without a legal examination") if event.gives_knowledge else _("Assessed: needs examination")
    return Said(title, event.note)


def _settled(event: n.CounterSettled) -> Said:
    agreed = _("the rights holder took the notice back") if event.agreed else ""
    title = _("Counter-notice settled: restored") if event.result == "restored" else _("Counter-notice settled: kept")
    return Said(title, words(event.reason), parts(agreed))


def _forwarded(event: n.CounterForwarded) -> Said:
    wait = _("comes back between %(first)s and %(last)s") % {"first": f"{event.earliest:%Y-%m-%d}", "last": f"{event.latest:%Y-%m-%d}"}
    return Said(_("Counter-notice forwarded to the rights holder"), details=(wait,))


def _appeal_decided(event: a.AppealDecided) -> Said:
    where = places(event.reversed_markets) if event.reversed_markets else ""
    return Said(_("Appeal decided: %(outcome)s") % {"outcome": name_of(event.outcome, "outcome")}, words(event.reason), parts(where))


def _outside(event: a.OutsideRecorded) -> Said:
    one = event.outside
    done = _("carried out") if one.implemented else _("not carried out")
    return Said(_("Decided outside: %(outcome)s") % {"outcome": name_of(one.outcome, "outcome")}, details=(one.body, one.reference, done))


def _late(event: n.NoticeOverdue) -> Said:
    return Said(_("Deadline missed"), details=(event.deadline, f"{event.due_at:%Y-%m-%d %H:%M} UTC"), is_late=True)


NOTICE: dict[type[Event], Teller] = {
    n.NoticeReceived: _received,
    n.NoticeAcknowledged: lambda e: Said(
        _("Receipt confirmed by message") if e.by_message else _("Receipt confirmed on the page; no address was given")
    ),
    n.NoticeLinked: lambda e: Said(
        _("The same sender pointed at the same before"), links=((e.earlier, reverse("notice", args=(e.earlier,))),)
    ),
    n.NoticeAssessed: _assessed,
    n.NoticeDecided: _decided,
    n.NoticeActed: lambda e: Said(_("Carried out"), details=(e.subject, places(e.markets)), links=(action_link(e.action),)),
    n.NotifierInformed: lambda e: Said(
        _("Notifier told by message") if e.by_message else _("Answer ready for the notifier under reference and secret")
    ),
    n.TraderInformed: lambda e: Said(_("Trader told"), links=((e.trader, reverse("trader", args=(e.trader,))),)),
    n.CounterNoticed: lambda e: Said(_("Counter-notice of the trader"), details=(e.regime, joined(e.subjects))),
    n.CounterForwarded: _forwarded,
    n.SuitNoticed: lambda e: Said(_("The rights holder went to court"), details=(e.court, e.reference)),
    n.CounterSettled: _settled,
    n.NoticeOverdue: _late,
    n.NoticeWithdrawn: lambda _e: Said(_("Taken back by the notifier")),
    n.NoticeReopened: lambda e: Said(_("Opened again on appeal"), links=((e.because_of, reverse("appeal", args=(e.because_of,))),)),
    n.NoticeClosed: lambda _e: Said(_("Closed: both sides know")),
}
APPEAL: dict[type[Event], Teller] = {
    a.AppealFiled: lambda e: Said(_("Appeal filed"), details=(name_of(e.ground, "ground"), places(e.markets))),
    a.AppealDecided: _appeal_decided,
    a.AppealAnswered: lambda _e: Said(_("Appellant told, with the ways that are left")),
    a.AppealWithdrawn: lambda _e: Said(_("Taken back by the appellant")),
    a.OutsideRecorded: _outside,
}
