"""What the outside is to be told; see `store.outbox`."""

from django.db import models


class OutboxMessage(models.Model):
    """One message, before it is handed to the endpoints that asked for its topic."""

    number = models.BigAutoField(primary_key=True)
    """In the order in which they were put here: those of one transaction have one moment."""
    id = models.TextField(unique=True)
    topic = models.TextField()
    record_id = models.TextField()
    channel = models.TextField(null=True)
    payload = models.JSONField()
    at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outbox"
        indexes = [models.Index(fields=["number"], name="outbox_waiting", condition=models.Q(handed_over_at=None))]
