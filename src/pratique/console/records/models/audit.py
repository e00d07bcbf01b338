"""The append-only log; see `store.chain`."""

from django.db import models


class AuditBatch(models.Model):
    """One commit."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    entries = models.IntegerField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_batch"


class AuditEvent(models.Model):
    """One event of a record."""

    pk = models.CompositePrimaryKey("batch", "position")
    batch = models.BigIntegerField()
    position = models.IntegerField()
    record = models.TextField()
    record_id = models.TextField()
    version = models.IntegerField()
    kind = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    payload = models.TextField()

    class Meta:
        db_table = "audit_event"
        indexes = [models.Index(fields=["record", "record_id", "version"], name="audit_event_record")]
