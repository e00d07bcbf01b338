"""Traders who have to be known, and buyers who have to be told; see `assembly.operations.verification` and `look_backs`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pratique.console.records.models.record import Record


class TraderVerification(Record):
    """What is known of one trader."""

    country = models.TextField(null=True)
    laws = ArrayField(models.TextField())
    due_at = models.DateTimeField(null=True, db_index=True)
    clock_at = models.DateTimeField(null=True, db_index=True)
    waits_since = models.DateTimeField(null=True, db_index=True)
    is_overdue = models.BooleanField()
    keep_until = models.DateField(null=True)

    class Meta:
        db_table = "trader_verification"


class LookBack(Record):
    """One illegal product whose buyers are told."""

    product = models.TextField(db_index=True)
    trader = models.TextField(db_index=True)
    due_at = models.DateTimeField(db_index=True)
    clock_at = models.DateTimeField(null=True, db_index=True)
    is_overdue = models.BooleanField()
    must_publish = models.BooleanField()

    class Meta:
        db_table = "look_back"
