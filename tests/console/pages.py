"""The one table of all screens: who works on each, who else may look, and one thing to look at.

Whoever adds an address adds a line here (`test_pages` says so), and with it the screen is proved: opened by every role and turned away from
every other, stopped at the walls, asked with one row and with ten thousand, read to its last page, looked through by axe in the browser in both
languages, and drawn under `docs/screens`.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg

REVIEW = frozenset({"reviewer", "senior_reviewer", "legal"})
STEER = frozenset({"strategist", "senior_reviewer", "legal", "analyst", "manager", "auditor", "administrator"})
STAFF = STEER | REVIEW
TRADER, HOLDER, AUTHORITY = frozenset({"trader"}), frozenset({"rights_holder"}), frozenset({"authority"})
OUTSIDE = TRADER | HOLDER | AUTHORITY
ROLES = STAFF | OUTSIDE
PRIVATE = frozenset({"reviewer", "senior_reviewer", "legal", "auditor"})
ASK = frozenset({"analyst", "strategist", "manager", "auditor", "legal"})
SENIOR = frozenset({"senior_reviewer", "legal"})
IMPOSE = SENIOR | {"manager"}
PROPOSE = IMPOSE | {"strategist", "administrator"}
WRITE = frozenset({"strategist", "legal"})
EVERYBODY = ROLES | {"nobody"}
"""Also whoever is not signed in."""


class Page(NamedTuple):
    """A screen."""

    name: str
    """Of its address."""
    path: str
    """`{notice}` stands for the example of that name."""
    user: str
    """Whose day it belongs to: an account of the demo; empty for whoever comes along."""
    opens: frozenset[str]
    """The roles that see it. Every other is told that it is not for them."""
    every: str = ""
    """Of a list that goes on: the filter with which it holds ten thousand."""
    walled: bool = False
    """Its example is of one channel: for whoever works on another it is not there."""
    table: str = ""
    """Where the rows of a list come from, for a test with one."""
    picture: str = ""
    """Another address for its picture."""
    among: str = ""
    """The list whose first row is pictured, where it is another than that above it."""

    def address(self, examples: dict[str, str]) -> str:
        """With an example."""
        return self.path.format(**{name: quote(quote(value, safe="")) for name, value in examples.items()})


class Deed(NamedTuple):
    """An address that changes something, by POST."""

    name: str
    path: str
    opens: frozenset[str]
    walled: bool = False

    def address(self, examples: dict[str, str]) -> str:
        """With an example."""
        return self.path.format(**{name: quote(quote(value, safe="")) for name, value in examples.items()})


EXAMPLES = {
    "case": "SELECT id FROM case_file WHERE channel = 'aliexpress' AND subject = 'HOSTILE-HELD' AND subject_kind = 'listing' ORDER BY id",
    "golden": "SELECT id FROM golden_set ORDER BY id",
    "notice": "SELECT n.id FROM notice n WHERE channel = 'aliexpress' AND kind = 'product_safety' AND EXISTS (SELECT FROM unnest(subjects) s WHERE s LIKE '%HOSTILE%') ORDER BY id",
    "sent": "SELECT n.id FROM notice n JOIN rights_holder h ON h.id = n.holder WHERE h.account = 'owner_lumora' AND EXISTS (SELECT FROM unnest(n.subjects) s WHERE s LIKE '%HOSTILE%') ORDER BY n.id",
    "holder": "SELECT id FROM rights_holder WHERE account = 'owner_hostile' ORDER BY id",
    "sender": "SELECT submitter FROM notice WHERE channel = 'aliexpress' AND kind = 'product_safety' AND EXISTS (SELECT FROM unnest(subjects) s WHERE s LIKE '%HOSTILE%') ORDER BY id",
    "appeal": "SELECT a.id FROM appeal a WHERE channel = 'aliexpress' ORDER BY id",
    "order": "SELECT id FROM authority_order WHERE account = 'authority_bnetza' AND reference LIKE 'HOSTILE%' ORDER BY id",
    "proposal": "SELECT id FROM proposal WHERE channel = 'aliexpress' ORDER BY id",
    "listing": "SELECT subject FROM listing_entry WHERE subject LIKE 'SKU/%' ORDER BY length(subject)",
    "trader": "SELECT subject FROM account WHERE username = 'trader'",
    "known": "SELECT id FROM trader_verification WHERE id = 't-hostile'",
    "action": "SELECT record FROM appeal WHERE channel = 'aliexpress' ORDER BY id",
    "statement": "SELECT s.id FROM statement s JOIN appeal a ON a.record = s.action WHERE a.channel = 'aliexpress' ORDER BY a.id, s.id",
    "document": "SELECT id FROM trader_document ORDER BY id",
    "file": "SELECT id FROM kept_file WHERE about = 'document' ORDER BY id",
    "draft": "SELECT id FROM content_draft ORDER BY id",
    "version": "SELECT hash FROM content_version ORDER BY at",
    "noticed": "SELECT n.id FROM notice n JOIN account a ON a.username = 'trader' AND a.subject = ANY(n.traders) WHERE n.channel = 'aliexpress' AND EXISTS (SELECT FROM unnest(n.subjects) s WHERE s LIKE '%HOSTILE%') ORDER BY n.id",
}  # fmt: skip
"""Name of an example → how it is found; originals come before their copies."""


PAGES = (
    # the way in, and what belongs to everybody
    Page("account-login", "/account/login", "", EVERYBODY),
    Page("notice", "/notice", "", EVERYBODY),
    Page("notice-answer", "/notice/answer", "", EVERYBODY),
    Page("account", "/account/", "lin", ROLES),
    Page("account-password", "/account/password", "lin", ROLES),
    Page("account-device", "/account/device", "keller", ROLES),
    Page("find", "/find?q=driving", "lin", ROLES),
    Page("waiting", "/waiting", "lin", ROLES),
    Page("file", "/files/{file}", "lin", PRIVATE),
    Page("file-shown", "/files/{file}/shown", "lin", PRIVATE),
    # the cockpit
    Page("cockpit", "/cockpit/", "zhou", STEER),
    Page("cockpit-fairness", "/cockpit/fairness", "zhou", STEER),
    Page("cockpit-dictionary", "/cockpit/dictionary", "zhou", STEER),
    Page("cockpit-figure", "/cockpit/figures/held", "zhou", STEER),
    # review
    Page("review-queue", "/review/", "lin", STAFF, every="/review/?status=all", table="case_file"),
    Page("review-boards", "/review/boards", "weber", STEER - {"strategist", "administrator"}, table="case_file"),
    Page("review-golden", "/review/golden", "weber", REVIEW | {"manager"}, table="golden_set"),
    Page("review-trial", "/review/golden/{golden}", "weber", REVIEW, among="/review/golden"),
    Page("house-reasons", "/review/reasons", "weber", IMPOSE),
    Page("my-day", "/review/mine", "lin", REVIEW),
    Page("case", "/review/{case}", "lin", STAFF, walled=True, among="/review/?status=decided"),
    Page("case-alike", "/review/{case}/alike", "weber", SENIOR, walled=True, among="/review/"),
    # notices
    Page("notices", "/notices/", "lin", STAFF, every="/notices/?status=all", table="notice"),
    Page("notice", "/notices/{notice}", "lin", STAFF, walled=True, among="/notices/?status=closed"),
    Page("holders", "/holders/", "osei", STAFF, every="/holders/?show=all", table="rights_holder"),
    Page("holder", "/holders/{holder}", "osei", STAFF, among="/holders/?show=all"),
    Page("senders", "/senders/", "weber", STAFF, every="/senders/", table="submitter"),
    Page("sender", "/senders/{sender}", "weber", STAFF),
    # appeals, orders, four eyes
    Page("appeals", "/appeals/", "weber", STAFF, every="/appeals/?status=all", table="appeal"),
    Page("appeal", "/appeals/{appeal}", "weber", STAFF, walled=True, among="/appeals/?status=all"),
    Page("orders", "/orders/", "osei", STAFF, every="/orders/?status=all", table="authority_order"),
    Page("order", "/orders/{order}", "osei", STAFF, walled=True, among="/orders/?status=all"),
    Page("proposals", "/proposals/", "zhou", STAFF, every="/proposals/?status=all", table="proposal"),
    Page("proposal", "/proposals/{proposal}", "zhou", STAFF, walled=True, among="/proposals/"),
    # listings
    Page("listings", "/listings/", "lin", STAFF, every="/listings/", table="listing_entry", picture="/listings/?verdict=refuse"),
    Page("listing", "/listings/listing/{listing}", "lin", STAFF | TRADER, walled=True, among="/listings/?verdict=refuse"),
    Page("listing-why", "/listings/listing/{listing}/why?market=DE", "lin", STAFF | TRADER, walled=True),
    Page("listing-trial", "/listings/try", "haas", STAFF),
    Page("catalogue-trial", "/listings/try/catalogue", "haas", STAFF),
    # traders, actions, statements
    Page("traders", "/traders/", "zhou", STAFF, every="/traders/", table="trader"),
    Page("trader", "/traders/{trader}", "zhou", STAFF, among="/traders/?counted=yes"),
    Page("verifications", "/traders/verification", "lin", STAFF, every="/traders/verification?show=all", table="trader_verification"),
    Page("verification", "/traders/{known}/verification", "lin", STAFF, walled=True, among="/traders/verification?show=all"),
    Page("documents", "/traders/documents/", "lin", STAFF, every="/traders/documents/?status=all", table="trader_document"),
    Page("document", "/traders/documents/{document}", "lin", STAFF, among="/traders/documents/"),
    Page("ladders", "/traders/ladders", "haas", frozenset({"strategist", "analyst", "manager", "legal"})),
    Page("actions", "/actions/", "osei", STAFF, every="/actions/", table="enforcement_action"),
    Page("action", "/actions/{action}", "osei", STAFF, walled=True),
    Page("action-impose", "/actions/new", "osei", IMPOSE),
    Page("statements", "/statements/", "osei", STAFF, every="/statements/", table="statement"),
    Page("statement", "/statements/{statement}", "osei", STAFF, walled=True),
    # the policy studio
    Page("studio", "/studio/", "haas", STAFF),
    Page("studio-rules", "/studio/rules", "haas", STAFF),
    Page("studio-rule", "/studio/rules/us/water-beads", "haas", STAFF),
    Page("studio-concepts", "/studio/concepts", "haas", STAFF),
    Page("studio-concept", "/studio/concepts/toy.water_beads", "haas", STAFF),
    Page("studio-law", "/studio/law", "osei", STAFF),
    Page("studio-coverage", "/studio/coverage", "osei", STAFF),
    Page("studio-horizon", "/studio/horizon", "osei", STAFF),
    Page("studio-versions", "/studio/versions", "haas", STAFF),
    Page("studio-difference", "/studio/versions/{version}/{version}", "haas", STAFF, among="/studio/versions"),
    Page("studio-drafts", "/studio/changes", "haas", STAFF, every="/studio/changes?status=all", table="content_draft"),
    Page("studio-draft", "/studio/changes/{draft}", "haas", STAFF, among="/studio/changes?status=all"),
    Page("studio-effect", "/studio/changes/{draft}/effect", "haas", STAFF),
    Page("studio-why", "/studio/changes/{draft}/why/0", "haas", STAFF),
    Page("studio-out", "/studio/changes/{draft}/zip", "haas", STAFF),
    # the workbench
    Page("workbench", "/workbench/", "mehta", ASK),
    # the portals
    Page("my-standing", "/my/standing", "trader", TRADER),
    Page("my-fixes", "/my/fixes", "trader", TRADER, every="/my/fixes?verdict=refuse"),
    Page("my-documents", "/my/documents", "trader", TRADER),
    Page("my-statements", "/my/statements/", "trader", TRADER, every="/my/statements/", table="statement"),
    Page("my-statement", "/my/statements/{statement}", "trader", TRADER),
    Page("my-complaints", "/my/complaints/", "trader", TRADER, every="/my/complaints/", table="appeal"),
    Page("my-complaint", "/my/complaints/{appeal}", "trader", TRADER),
    Page("my-notices", "/my/notices/", "trader", TRADER, every="/my/notices/", table="notice"),
    Page("my-notice", "/my/notices/{noticed}", "trader", TRADER),
    Page("my-particulars", "/my/particulars", "trader", TRADER),
    Page("my-rights", "/rights/", "holder", HOLDER),
    Page("right-add", "/rights/add", "holder", HOLDER),
    Page("sent-notices", "/sent/", "holder", HOLDER, every="/sent/", table="notice"),
    Page("notice-new", "/sent/new", "holder", HOLDER),
    Page("sent-notice", "/sent/{sent}", "holder", HOLDER),
    Page("my-orders", "/my/orders/", "authority", AUTHORITY, every="/my/orders/", table="authority_order"),
    Page("order-new", "/my/orders/new", "authority", AUTHORITY),
    Page("my-order", "/my/orders/{order}", "authority", AUTHORITY),
)  # fmt: skip

DEEDS = (
    Deed("account-sessions", "/account/sessions", ROLES),
    Deed("view-keep", "/views/keep", ROLES),
    Deed("view-forget", "/views/forget", ROLES),
    Deed("review-next", "/review/next", REVIEW),
    *(Deed(f"case-{act}", f"/review/{{case}}/{act}", REVIEW, walled=True) for act in ("decide", "undo", "claim", "release", "escalate", "comment")),
    Deed("case-alike", "/review/{case}/alike", SENIOR, walled=True),
    Deed("case-golden", "/review/{case}/golden", IMPOSE),
    *(Deed(f"notice-{act}", f"/notices/{{notice}}/{act}", REVIEW, walled=True) for act in ("assess", "decide", "suit", "settle", "let-stand")),
    Deed("notice-private", "/notices/{notice}/private", PRIVATE, walled=True),
    Deed("counter-private", "/notices/{notice}/counter-notice", PRIVATE, walled=True),
    Deed("holder-judge", "/holders/{holder}/judge", SENIOR),
    Deed("holder-suspend", "/holders/{holder}/suspend", SENIOR),
    Deed("holder-private", "/holders/{holder}/private", PRIVATE),
    Deed("sender-suspend", "/senders/{sender}/suspend", IMPOSE),
    Deed("sender-lift", "/senders/{sender}/lift", IMPOSE),
    Deed("appeal-decide", "/appeals/{appeal}/decide", SENIOR, walled=True),
    Deed("appeal-private", "/appeals/{appeal}/private", PRIVATE, walled=True),
    Deed("order-private", "/orders/{order}/private", PRIVATE, walled=True),
    *(Deed("order-act", f"/orders/{{order}}/{act}", frozenset({"legal", "manager"}), walled=True) for act in (
        "authenticate", "reject", "query", "complete", "effect", "effect-all", "report", "lift", "close",
    )),
    Deed("proposal-decide", "/proposals/{proposal}/decide", PROPOSE, walled=True),
    Deed("listing-trial-answer", "/listings/try/answer", STAFF),
    Deed("listing-trial-why", "/listings/try/why", STAFF),
    Deed("listing-trial-file", "/listings/try/file", STAFF),
    Deed("trader-private", "/traders/{trader}/private", PRIVATE),
    *(Deed(f"verification-{act}", f"/traders/{{known}}/verification/{act}", REVIEW, walled=True) for act in ("verify", "remedy")),
    Deed("verification-private", "/traders/{known}/verification/private", PRIVATE, walled=True),
    Deed("document-judge", "/traders/documents/{document}/judge", REVIEW),
    Deed("document-withdraw", "/traders/documents/{document}/withdraw", SENIOR),
    Deed("my-document-withdraw", "/my/documents/{document}/withdraw", TRADER),
    Deed("picture-preference", "/listings/pictures", STAFF | TRADER),
    Deed("notice-rules", "/notices/{notice}/rules", STAFF),
    Deed("action-impose", "/actions/new", IMPOSE),
    Deed("action-end", "/actions/{action}/end", IMPOSE, walled=True),
    Deed("studio-roll-back", "/studio/versions/back", PROPOSE),
    Deed("studio-begin", "/studio/changes/new", WRITE),
    Deed("studio-take", "/studio/changes/take", WRITE),
    Deed("studio-sample", "/studio/changes/{draft}/sample", STAFF),
    Deed("studio-in", "/studio/changes/{draft}/in", WRITE),
    *(Deed("studio-step", f"/studio/changes/{{draft}}/step/{act}", PROPOSE) for act in ("submit", "agree", "discard")),
    *(Deed("studio-change", f"/studio/changes/{{draft}}/{form}", WRITE) for form in ("term", "guard", "threshold", "rule", "text")),
    *(Deed(f"workbench-{act}", f"/workbench/{act}", ASK) for act in ("answer", "renew", "stop", "keep", "forget")),
    Deed("workbench-file", "/workbench/file/csv", ASK),
)  # fmt: skip

ELSEWHERE = frozenset({"home", "health", "theme", "set_language", "account-logout", "account-verify", "listing-picture"})
"""Addresses that show nothing of their own: doors, pictures, and what sets a cookie."""


BEGINS = frozenset({"studio-effect", "studio-why"})
"""Those that begin a trial of a draft by being opened; `test_studio` opens them."""
PICTURELESS = BEGINS | {"find", "waiting", "file", "file-shown", "studio", "studio-out", "listing-why"}
"""Of those in the table: parts of a page, files, and doors."""

DRAWN = tuple(one for one in PAGES if one.name not in PICTURELESS)
"""Those that are pictured under `docs/screens`."""


def addressed() -> Iterator[tuple[str, str]]:
    """Name and pattern of every address of the console but those of the administration."""
    from pratique.console.project.urls import urlpatterns

    def walk(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                if not str(one.pattern).startswith("admin"):
                    yield from walk(one.url_patterns, before + str(one.pattern))
            elif one.name:
                yield one.name, before + str(one.pattern)

    yield from walk(urlpatterns)


def examples(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """What the addresses are filled with. Fails where a kind of thing is not there."""
    found = {}
    for name, query in EXAMPLES.items():
        row = connection.execute(query.encode()).fetchone()
        assert row is not None, f"the world holds no {name}: {query}"
        found[name] = str(row[0])
    connection.commit()
    return found
