"""What the tables of all records have in common; see `store.records`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Record(models.Model):
    """A projection: columns for lists and filters, and the whole state as it was folded."""

    id = models.TextField(primary_key=True)
    version = models.IntegerField()
    status = models.TextField(db_index=True)
    channel = models.TextField(null=True)
    markets = ArrayField(models.TextField(), null=True)
    created_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField()
    state = models.JSONField()

    class Meta:
        abstract = True
