"""One module an area; every model is imported here, since Django looks for them here."""

from pratique.console.records.models.account import Account, AccountSession, SavedView
from pratique.console.records.models.audit import AuditBatch, AuditEvent
from pratique.console.records.models.casework import (
    Appeal,
    Case,
    ContentDraft,
    GoldenSet,
    HouseReason,
    Label,
    PendingRuling,
    Proposal,
    Reviewer,
)
from pratique.console.records.models.decision import (
    ContentActive,
    ContentVersion,
    Decision,
    DecisionPart,
    FollowUp,
    ListingEntry,
    Progress,
    Snapshot,
)
from pratique.console.records.models.enforcement import EnforcementAction, Statement, Trader
from pratique.console.records.models.export import StatementExport
from pratique.console.records.models.figure import FigureState, RuleFamily, TraderSize, VerdictWeek
from pratique.console.records.models.file import KeptFile
from pratique.console.records.models.identity import ListingPrint, TokenSource, TraderToken
from pratique.console.records.models.mail import MailLetter
from pratique.console.records.models.notice import (
    AuthorityOrder,
    BrandAuthorisation,
    Notice,
    RightsHolder,
    Submitter,
    TraderDocument,
)
from pratique.console.records.models.outbox import OutboxMessage
from pratique.console.records.models.product_notice import FeedProgress, FeedReject, ProductNotice
from pratique.console.records.models.service import ApiKey, Idempotency
from pratique.console.records.models.vault import VaultEntry
from pratique.console.records.models.verification import LookBack, TraderVerification
from pratique.console.records.models.webhook import WebhookDelivery, WebhookEndpoint
from pratique.console.records.models.workbench import SavedQuery

__all__ = [
    "Account",
    "AccountSession",
    "ApiKey",
    "Appeal",
    "AuditBatch",
    "AuditEvent",
    "AuthorityOrder",
    "BrandAuthorisation",
    "Case",
    "ContentActive",
    "ContentDraft",
    "ContentVersion",
    "Decision",
    "DecisionPart",
    "EnforcementAction",
    "FeedProgress",
    "FeedReject",
    "FigureState",
    "FollowUp",
    "GoldenSet",
    "HouseReason",
    "Idempotency",
    "KeptFile",
    "Label",
    "ListingEntry",
    "ListingPrint",
    "LookBack",
    "MailLetter",
    "Notice",
    "OutboxMessage",
    "PendingRuling",
    "ProductNotice",
    "Progress",
    "Proposal",
    "Reviewer",
    "RightsHolder",
    "RuleFamily",
    "SavedQuery",
    "SavedView",
    "Snapshot",
    "Statement",
    "StatementExport",
    "Submitter",
    "TokenSource",
    "Trader",
    "TraderDocument",
    "TraderSize",
    "TraderToken",
    "TraderVerification",
    "VaultEntry",
    "VerdictWeek",
    "WebhookDelivery",
    "WebhookEndpoint",
]
