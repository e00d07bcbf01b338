"""What analysts keep; see `console.screens.workbench`."""

from django.db import models

from pratique.console.records.models.account import Account


class SavedQuery(models.Model):
    """A question to the data somebody keeps under a name, with the chart drawn of its answer."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    name = models.TextField()
    sql = models.TextField()
    chart = models.JSONField(default=dict)
    """`{"kind", "x", "y", "by"}`; empty for a table alone."""
    is_shared = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "saved_query"
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_query_once")]
