"""Decisions, what they refer to, and the content they were made with; see `store.decisions` and `store.contents`."""

from django.db import models


class Decision(models.Model):
    """One subject screened for some markets. Never changed. Columns stand in the order of `store.decisions.DecisionRow`."""

    id = models.TextField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    by = models.TextField()
    kind = models.TextField()
    subject_id = models.TextField()
    trader_id = models.TextField(null=True)
    channel = models.TextField(null=True)
    stage = models.TextField()
    as_of = models.DateField()
    content_hash = models.TextField()
    content_version = models.TextField()
    strategy = models.TextField()
    markets = models.BinaryField()
    """Digest of the list of markets, kept as a part."""
    parts = models.BinaryField()
    """Digests of the outcomes, 16 bytes each."""
    places = models.BinaryField()
    verdicts = models.BinaryField()
    worst = models.SmallIntegerField()
    observed = models.TextField()
    is_degraded = models.BooleanField()
    snapshot = models.BinaryField()
    batch = models.BigIntegerField()
    position = models.IntegerField()

    class Meta:
        db_table = "decision"
        indexes = [
            models.Index(fields=["kind", "subject_id", "at"], name="decision_subject"),
            models.Index(fields=["trader_id", "at"], name="decision_trader"),
        ]


class DecisionPart(models.Model):
    """An outcome or a list of markets, kept once under the hash of what it says."""

    digest = models.BinaryField(primary_key=True)
    body = models.TextField()

    class Meta:
        db_table = "decision_part"


class Snapshot(models.Model):
    """A subject as it was screened, without personal data."""

    digest = models.BinaryField(primary_key=True)
    body = models.TextField()
    private = models.TextField(null=True, db_index=True)

    class Meta:
        db_table = "snapshot"


class FollowUp(models.Model):
    """A decision from which something follows: a case, an action. Gone once that is done."""

    decision_id = models.TextField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    attempts = models.IntegerField(default=0)
    problem = models.TextField(null=True)

    class Meta:
        db_table = "follow_up"


class ContentVersion(models.Model):
    """An effective content, kept once."""

    hash = models.TextField(primary_key=True)
    version = models.TextField()
    body = models.BinaryField()
    compiled = models.BinaryField(null=True)
    """Term forms worked out by whoever published it, so that workers change over quickly."""
    at = models.DateTimeField()

    class Meta:
        db_table = "content_version"


class ContentActive(models.Model):
    """Which content decides, since when, by whom; the newest row counts."""

    number = models.BigAutoField(primary_key=True)
    hash = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "content_active"
