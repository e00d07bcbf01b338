"""Rights holders, and whoever sends notices and appeals, event by event."""

from django.utils.translation import gettext as _

from pratique.base.event import Event
from pratique.casework import submitter as s
from pratique.casework.rights import holder as h
from pratique.console.frame.templatetags.frame import joined, name_of, percent, words
from pratique.console.screens.thread.line import Said, Teller

HOLDER: dict[type[Event], Teller] = {
    h.HolderRegistered: lambda e: Said(_("Registered"), details=(e.account, joined(e.identity_proof))),
    h.HolderVerified: lambda e: Said(_("Identity made sure of"), e.evidence),
    h.HolderRefused: lambda e: Said(_("Identity could not be made sure of"), words(e.reason)),
    h.HolderSuspended: lambda e: Said(_("Suspended: no notice rests on these rights"), words(e.reason)),
    h.RightAdded: lambda e: Said(_("Right registered"), details=(name_of(e.right.kind, "right"), e.right.title, e.right.number or "–")),
    h.RightVerified: lambda e: Said(_("Right looked up and found so"), e.evidence, (e.right,)),
    h.RightRefused: lambda e: Said(_("Right turned down"), words(e.reason), (e.right,)),
    h.RightLapsed: lambda e: Said(_("Right lapsed"), details=(e.right,)),
    h.AgentAdded: lambda e: Said(_("Agent named"), details=(e.agent.id,)),
    h.AgentJudged: lambda e: Said(_("Agent authorised") if e.is_authorised else _("Agent turned down"), details=(e.agent,)),
    h.AgentRevoked: lambda e: Said(_("Agent revoked"), details=(e.agent,)),
}
SUBMITTER: dict[type[Event], Teller] = {
    s.SubmitterKnown: lambda _e: Said(_("First thing sent")),
    s.SubmissionJudged: lambda e: Said(name_of(e.result, "result"), details=(e.record,)),
    s.JudgementReversed: lambda e: Said(_("Judged anew: %(result)s") % {"result": name_of(e.result, "result")}, details=(e.record,)),
    s.SubmitterWarned: lambda e: Said(_("Warned"), words(e.reason)),
    s.SubmitterSuspended: lambda e: Said(
        _("Suspended until %(day)s") % {"day": f"{e.until:%Y-%m-%d}"},
        words(e.reason),
        (_("%(number)s manifestly unfounded, %(share)s of all") % {"number": e.absolute, "share": percent(e.share)},),
    ),
    s.SuspensionLifted: lambda e: Said(_("Suspension lifted"), words(e.reason)),
    s.FlaggerRecognised: lambda e: Said(
        _("Recognised as trusted flagger"),
        details=(e.flagger.awarded_by, joined(name_of(one, "notice_kind") for one in e.flagger.expertise)),
    ),
    s.FlaggerEnded: lambda e: Said(_("Status of trusted flagger ended"), words(e.reason)),
}
