"""What went to the Transparency Database; see `store.exports`."""

from django.db import models


class StatementExport(models.Model):
    """One statement of reasons on its way."""

    statement = models.TextField(primary_key=True)
    status = models.TextField()
    attempts = models.IntegerField()
    next_at = models.DateTimeField()
    unsure = models.BooleanField()
    uuid = models.TextField()
    answer = models.TextField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "statement_export"
        indexes = [models.Index(fields=["status", "next_at"], name="export_waiting")]
