"""Cases, reviewers, golden sets, appeals, labels; see `assembly.operations.cases` and its neighbours."""

from django.db import models

from pratique.console.records.models.record import Record


class Case(Record):
    """Something a person has to decide."""

    queue = models.TextField()
    origin_kind = models.TextField()
    origin = models.TextField(db_index=True)
    subject_kind = models.TextField()
    subject = models.TextField()
    trader = models.TextField(null=True)
    language = models.TextField()
    risk = models.SmallIntegerField()
    rank_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_by = models.TextField(null=True)
    claimed_until = models.DateTimeField(null=True)
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_file"
        indexes = [
            models.Index(
                fields=["queue", "rank_at"],
                name="case_waiting",
                condition=models.Q(status__in=["open", "escalated", "second_review", "disputed"]),
            ),
            models.Index(fields=["subject_kind", "subject"], name="case_subject"),
            models.Index(fields=["decided_by", "decided_at"], name="case_decided"),
        ]


class Reviewer(Record):
    """Somebody who reviews."""

    class Meta:
        db_table = "reviewer"


class GoldenSet(Record):
    """Things whose right answer is agreed."""

    queue = models.TextField()

    class Meta:
        db_table = "golden_set"


class Appeal(Record):
    """A decision somebody contests."""

    about = models.TextField()
    record = models.TextField(db_index=True)
    appellant = models.TextField(db_index=True)
    outcome = models.TextField(null=True)
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "appeal"


class Proposal(Record):
    """An act that waits for a second person."""

    act = models.TextField()
    proposed_by = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "proposal"
        indexes = [models.Index(fields=["expires_at"], name="proposal_open", condition=models.Q(status__in=["open", "approved"]))]


class ContentDraft(Record):
    """A change of the content on its way; see `assembly.operations.drafts`."""

    author = models.TextField()
    content = models.TextField(null=True, db_index=True)

    class Meta:
        db_table = "content_draft"


class Label(models.Model):
    """What one person said of a subject in a market."""

    pk = models.CompositePrimaryKey("record", "source", "market", "reviewer")
    record = models.TextField()
    source = models.TextField()
    subject_kind = models.TextField()
    subject = models.TextField()
    snapshot = models.TextField()
    channel = models.TextField(null=True)
    market = models.TextField()
    rule = models.TextField()
    verdict = models.TextField()
    reviewer = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "label"
        indexes = [models.Index(fields=["rule", "at"], name="label_rule")]


class HouseReason(models.Model):
    """A reason at one key that seniors wrote; see `store.house_reasons`."""

    id = models.TextField(primary_key=True)
    queue = models.TextField()
    """Empty: in every queue."""
    verdict = models.TextField()
    name = models.JSONField()
    text = models.JSONField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "house_reason"


class PendingRuling(models.Model):
    """A ruling that can still be taken back; see `assembly.operations.rulings`."""

    case_id = models.TextField(primary_key=True)
    by = models.TextField(db_index=True)
    actor = models.JSONField()
    rulings = models.JSONField()
    is_second = models.BooleanField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    problem = models.TextField(null=True)

    class Meta:
        db_table = "pending_ruling"
