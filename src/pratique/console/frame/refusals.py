"""Refusals in the reader's language: operations say them in English with names; here each has a sentence by its code."""

from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from pratique.base.errors import AbsentError, Fault, InvalidError, RefusalError

REFUSALS = {
    "active": _("It is active already."),
    "already_acted": _("That was done already."),
    "already_contested": _("It is contested already."),
    "appeal_over": _("This appeal is over."),
    "appeal_too_late": _("The time to appeal is over."),
    "appealed_already": _("An appeal on this is there already."),
    "carried_out": _("It was carried out already."),
    "changed_meanwhile": _("Somebody else changed it meanwhile. Load it again and look at what is new."),
    "claimed": _("Somebody else works on it."),
    "closed": _("It is closed."),
    "content_changed": _("The content was changed meanwhile. Look at it again."),
    "decided_already": _("It is decided already."),
    "decided_before": _("You are one of the two who disagree; somebody else decides."),
    "decided_first": _("You decided it first; somebody else looks at it now."),
    "ended": _("It has ended."),
    "golden_set_small": _("The golden set has too few items; ten are needed."),
    "is_appeal": _("This case is an appeal; decide the appeal itself."),
    "is_notice": _("This case is a notice; decide the notice itself."),
    "is_order": _("This case is an order; answer the order itself."),
    "needs_a_person": _("A person has to decide this."),
    "needs_another": _("Somebody else has to do this."),
    "needs_certificate": _("This queue is for those who hold its certificate. Take its golden set."),
    "needs_senior": _("Somebody senior has to decide this."),
    "needs_two": _("Two people are needed for this."),
    "no_second": _("It waits for no second review."),
    "not_claimed": _("It is not yours now. Take it first; a lock holds for twenty minutes."),
    "not_decided": _("It is not decided yet."),
    "not_yours": _("It is not yours."),
    "not_your_right": _("It is not your right."),
    "not_waiting": _("It waits for nobody any more."),
    "nothing_changes": _("Nothing would change by it."),
    "nothing_to_contest": _("There is nothing to contest."),
    "nothing_to_undo": _("There is nothing to undo."),
    "outside_walls": _("It lies outside what you may see."),
    "period_over": _("The time for it is over."),
    "period_runs": _("The time for it still runs."),
    "processing_suspended": _("What this sender files is not looked at for a time."),
    "proposal_expired": _("The proposal has run out."),
    "proposal_open": _("Such a proposal waits already."),
    "published_already": _("It is published already."),
    "retired": _("It is not in use any more."),
    "reversed_already": _("It was reversed already."),
    "second_review": _("It waits for a second review. Give that instead."),
    "too_early": _("It is too early for this."),
    "too_late": _("It is too late to take this back."),
    "withdrawn_already": _("It was withdrawn already."),
}
FIELDS = {
    "reason": _("the reason"),
    "rulings": _("the rulings"),
    "verdict": _("a verdict for every market"),
    "rule": _("the rule"),
    "text": _("the words"),
    "title": _("the title"),
    "queue": _("the queue"),
    "markets": _("the markets"),
    "channel": _("the channel"),
    "file": _("the file"),
    "as_of": _("the day"),
    "stage": _("the stage"),
    "cursor": _("the page; begin again at the first"),
    "words": _("your words"),
    "ground": _("the ground"),
    "email": _("the e-mail address"),
    "name": _("the name"),
    "subjects": _("what it is about"),
    "explanation": _("the explanation"),
    "cases": _("which cases"),
    "type": _("what it is"),
    "number": _("the number"),
    "issuer": _("who issued it"),
    "valid_from": _("the first day"),
    "valid_to": _("the last day"),
    "covers": _("what it covers"),
}


def told(error: Exception | None) -> str:
    """What a refusal says; empty where the general words of its kind say it as well."""
    if not isinstance(error, RefusalError) or isinstance(error, AbsentError):
        return ""
    if isinstance(error, InvalidError):
        return faults(error)
    if error.code in REFUSALS:
        return str(REFUSALS[error.code])
    return _as_sentence(str(error)) if _is_english() and error.code != "not_your_role" else ""


def faults(error: InvalidError) -> str:
    """What is wrong with what was given: in English as it was said, else the fields that are to be looked at."""
    if _is_english():
        return " ".join(_as_sentence(_fault(one)) for one in error.faults[:5])
    names = [next((str(FIELDS[part]) for part in one.field.split(".") if part in FIELDS), "") for one in error.faults]
    known = [name for name in dict.fromkeys(names) if name]
    return gettext("Look at: %(fields)s.") % {"fields": pgettext("between things in a row", ", ").join(known)} if known else ""


def _fault(one: Fault) -> str:
    """Messages that are no sentence by themselves, as in `is needed`, get the field before them."""
    field = one.field.rpartition(".")[2] if not one.field.rpartition(".")[2].isdigit() else one.field
    is_part = one.message.split(" ", 1)[0] in ("is", "are", "needs", "must", "has", "holds")
    return f"{field.replace('_', ' ')} {one.message}" if field and is_part else one.message


def _is_english() -> bool:
    return not (get_language() or "en").startswith("zh")


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"
