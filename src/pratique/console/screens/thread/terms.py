"""Names of the words of casework, for the filter `name_of`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pratique.casework.four_eyes import GATES
from pratique.casework.verification.demands import FIELDS, LAWS
from pratique.console.frame import terms

NOTICE_KINDS = {
    "illegal_content": _("Illegal content"),
    "intellectual_property": _("Intellectual property"),
    "product_safety": _("Product safety"),
    "consumer": _("Consumer protection"),
}
SUBMITTERS = {
    "public": _("Somebody without account"),
    "consumer": _("Consumer"),
    "trader": _("Trader"),
    "rights_holder": _("Rights holder"),
    "trusted_flagger": _("Trusted flagger"),
    "authority": _("Authority"),
    "staff": _("Staff"),
    "machine": _("Machine"),
}
ORDER_KINDS = {
    "product_safety": _("Dangerous product"),
    "illegal_content": _("Order to act"),
    "information": _("Order to inform"),
    "national": _("National law"),
}
INSTRUCTIONS = {
    "remove": _("remove"),
    "disable": _("disable access"),
    "warn": _("show a warning"),
    "inform": _("give information"),
}
OUTCOMES = {
    "upheld": _("Upheld"),
    "partially_reversed": _("Reversed in part"),
    "reversed": _("Reversed"),
    "omitted": _("Not decided on"),
}
GROUNDS = {
    "removal": _("Removal or restriction of a listing"),
    "payment": _("Payment withheld"),
    "service": _("Restriction of the service"),
    "account": _("Suspension or closure of the account"),
    "no_action": _("Nothing done on a notice"),
}
RESULTS = {
    "founded": _("Founded"),
    "unfounded": _("Unfounded"),
    "manifestly_unfounded": _("Manifestly unfounded"),
    "restored": _("Restored"),
    "kept": _("Kept"),
    "agrees": _("Agrees"),
    "differs": _("Differs"),
    "not_found": _("Not found"),
}
STATUSES = {
    "assessed": _("Assessed"),
    "informed": _("Both sides told"),
    "contested": _("Contested"),
    "authenticated": _("Authenticated"),
    "effected": _("Effect given"),
    "reported": _("Reported"),
    "rejected": _("Rejected"),
    "filed": _("Filed"),
    "issued": _("Issued"),
    "approved": _("Approved"),
    "done": _("Done"),
    "registered": _("Registered"),
    "verified": _("Verified"),
    "refused": pgettext_lazy("record", "Turned down"),
    "suspended": _("Suspended"),
    "warned": _("Warned"),
    "pending": _("To be looked at"),
    "lapsed": _("Lapsed"),
    "revoked": _("Revoked"),
    "incomplete": _("Incomplete"),
    "submitted": _("Submitted"),
    "needs_remedy": _("To be put right"),
    "ended": _("Ended"),
    "accepted": _("Accepted"),
    "all": pgettext_lazy("states", "All"),
}
EXPORTS = {
    "none": _("Not in line yet"),
    "waiting": _("Waiting"),
    "sending": _("On its way"),
    "accepted": _("Accepted"),
    "refused": pgettext_lazy("record", "Turned down"),
    "not_reported": _("Need not be reported"),
}
SOURCES = {
    "own_initiative": _("Own initiative"),
    "notice": _("Notice"),
    "trusted_flagger": _("Notice of a trusted flagger"),
    "order": _("Order of an authority"),
    "ladder": _("Penalty points"),
}
CAUSES = {
    "decision": _("Screening"),
    "case": _("Case"),
    "notice": _("Notice"),
    "order": _("Order of an authority"),
    "ladder": _("Penalty points"),
    "verification": _("Verification"),
    "person": _("A person's own decision"),
}
RIGHTS = {
    "trade_mark": _("Trade mark"),
    "design": _("Design"),
    "copyright": _("Copyright"),
    "patent": _("Patent"),
    "utility_model": _("Utility model"),
    "geographical_indication": _("Geographical indication"),
}
AUTOMATIONS = {
    "none": _("People alone"),
    "assisted": _("A person, prepared by the software"),
    "full": _("The software alone"),
}
CLASSES = {
    "prohibited_goods": _("Prohibited goods"),
    "restricted_goods": _("Restricted goods"),
    "intellectual_property": _("Intellectual property"),
    "safety_document": _("Safety documents"),
    "safety_label": _("Safety labels"),
    "identity": _("Identity"),
    "fraud": _("Fraud"),
    "content_standards": _("Content standards"),
    "diversion": _("Diversion"),
    "misdeclaration": _("Misdeclaration"),
    "general": _("Other violations"),
}
LIFTS = {"withdrawn": _("withdrawn by the authority"), "annulled": _("set aside by a court"), "expired": _("run out")}
AUTHORITIES = {
    "court": _("Court"),
    "market_surveillance": _("Market surveillance"),
    "customs": _("Customs"),
    "digital_services_coordinator": _("Digital Services Coordinator"),
    "consumer": _("Consumer protection"),
    "police": _("Police"),
    "other": _("Other"),
}
PRIVATE = {
    "name": pgettext_lazy("person", "Name"),
    "email": _("E-mail"),
    "address": _("Address"),
    "telephone": _("Telephone"),
    "explanation": _("What they wrote"),
    "law": _("Law they name"),
    "right_description": _("Right in their words"),
    "statement": _("What they wrote"),
    "signature": _("Signature"),
    "words": _("What they wrote"),
}
DUE = {"over": _("overdue"), "24h": _("within 24 hours"), "later": _("later")}
DEFECTS = {
    "legal_basis": _("legal basis"),
    "reasons": _("reasons"),
    "redress": _("redress"),
    "language": _("language"),
    "markets": _("territorial scope"),
    "identical": _("what identifies the product"),
}

SUBJECTS = {
    "listing": _("Listing"),
    "trader": _("Trader"),
    "storefront": _("Storefront"),
    "ad": _("Advertisement"),
    "message": _("Message"),
    "review": pgettext_lazy("subject", "Review of a buyer"),
}
CHECKS = {"ok": _("In order"), "wrong": _("Wrong"), "unchecked": _("No test known here")}
PAPERS = {
    "id_document": _("Identity document"),
    "register_extract": _("Extract of the register"),
    "tax_document": _("Tax document"),
    "bank_statement": _("Bank statement"),
    "authorisation": _("Authorisation"),
    "self_certification": _("Self-certification"),
    "other": _("Other"),
}
SHARED = {
    "payment_account": _("payment account"),
    "device": _("device"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "address": _("address"),
    "name": _("company"),
    "registration_number": _("registration number"),
    "id_document": _("identity document"),
    "tax_id": _("tax number"),
    "picture": _("pictures"),
    "text": _("texts"),
}
ABOUT = {"action": _("Action"), "notice": _("Notice")}

terms.add("check", CHECKS)
terms.add("paper", PAPERS)
terms.add("shared", SHARED)
terms.add("about", ABOUT)
terms.add("subject_kind", SUBJECTS)
terms.add("notice_kind", NOTICE_KINDS)
terms.add("submitter_kind", SUBMITTERS)
terms.add("order_kind", ORDER_KINDS)
terms.add("instruction", INSTRUCTIONS)
terms.add("outcome", OUTCOMES)
terms.add("ground", GROUNDS)
terms.add("result", RESULTS)
terms.add("status", STATUSES)
terms.add("export", EXPORTS)
terms.add("source", SOURCES)
terms.add("cause", CAUSES)
terms.add("right", RIGHTS)
terms.add("automation", AUTOMATIONS)
terms.add("class", CLASSES)
terms.add("lift", LIFTS)
terms.add("authority", AUTHORITIES)
terms.add("private", {**FIELDS, **PRIVATE})
terms.add("due_in", DUE)
terms.add("defect", DEFECTS)
terms.add("law", {name: law.title for name, law in LAWS.items()})
terms.add("told", FIELDS)
terms.add("gate", {name: gate.title for name, gate in GATES.items()})
