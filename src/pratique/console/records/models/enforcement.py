"""Actions, statements of reasons, traders; see `assembly.operations.enforcement`."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from pratique.console.records.models.record import Record


class EnforcementAction(Record):
    """What is done to a listing or a trader."""

    kind = models.TextField()
    subject_kind = models.TextField()
    subject = models.TextField()
    trader = models.TextField(null=True, db_index=True)
    until = models.DateTimeField(null=True)
    causes = ArrayField(models.TextField())
    imposed_at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_action"
        indexes = [
            models.Index(fields=["subject_kind", "subject"], name="action_subject"),
            models.Index(fields=["until"], name="action_running", condition=models.Q(status="in_effect")),
            GinIndex(fields=["causes"], name="action_causes"),
        ]


class Statement(Record):
    """What a trader was told of a restriction."""

    trader = models.TextField(null=True, db_index=True)
    action = models.TextField(db_index=True)
    language = models.TextField()
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "statement"


class Trader(Record):
    """One identity in the group."""

    country = models.TextField(null=True)
    channels = ArrayField(models.TextField())

    class Meta:
        db_table = "trader"
