"""One module an area; every model is imported here, since Django looks for them here."""

from pratique.console.records.models.audit import AuditBatch, AuditEvent
from pratique.console.records.models.outbox import OutboxMessage
from pratique.console.records.models.vault import VaultEntry

__all__ = ["AuditBatch", "AuditEvent", "OutboxMessage", "VaultEntry"]
