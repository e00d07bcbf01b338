"""Decisions, what they refer to, and the content they were made with; see `store.decisions` and `store.contents`."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
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
            BrinIndex(fields=["batch"], name="decision_batch", autosummarize=True),
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
    beside = models.TextField(null=True)
    """Decision made beside it because refused goods came back; empty where that was looked for in vain, null before."""

    class Meta:
        db_table = "follow_up"


class ContentVersion(models.Model):
    """An effective content, kept once."""

    hash = models.TextField(primary_key=True)
    version = models.TextField()
    body = models.BinaryField()
    compiled = models.BinaryField(null=True)
    """Term forms worked out by whoever published it, so that workers change over quickly."""
    tests = models.BinaryField(null=True)
    """Its examples and rule tests: they decide nothing, and whoever changes the content needs them."""
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


class ListingEntry(models.Model):
    """The last decision on a subject, as lists and searches see it; see `store.listings`. Made of the log, and can be made again."""

    id = models.TextField(primary_key=True)
    kind = models.TextField()
    subject = models.TextField()
    channel = models.TextField(null=True)
    markets = ArrayField(models.TextField())
    trader = models.TextField(null=True)
    title = models.TextField()
    category = models.TextField(null=True)
    brand = models.TextField(null=True)
    language = models.TextField(null=True)
    decision = models.TextField()
    at = models.DateTimeField()
    worst = models.SmallIntegerField()
    verdicts = ArrayField(models.TextField())
    """For each market its verdict, in the order of `markets`."""
    views = models.IntegerField()
    tags = ArrayField(models.TextField())
    """`rule:…`, `concept:…`, `family:…`, `DE:refuse`: what lists are narrowed by."""
    grams = ArrayField(models.TextField())
    """Two and three letters in a row of what is searched in."""
    folded = models.TextField()

    class Meta:
        db_table = "listing_entry"
        indexes = [
            models.Index(fields=["-at", "-id"], name="listing_newest"),
            models.Index(fields=["trader", "-at"], name="listing_trader"),
            models.Index(fields=["kind", "subject"], name="listing_subject"),
            GinIndex(fields=["tags"], name="listing_tags"),
            GinIndex(fields=["grams"], name="listing_grams"),
        ]


class Progress(models.Model):
    """How far something that reads the log came."""

    name = models.TextField(primary_key=True)
    batch = models.BigIntegerField()

    class Meta:
        db_table = "progress"
