"""Personal data by reference; see `store.vault`."""

from django.db import models


class VaultEntry(models.Model):
    """Personal data of one subject for one purpose."""

    ref = models.TextField(primary_key=True)
    subject = models.TextField(db_index=True)
    purpose = models.TextField()
    fields = models.JSONField(null=True)
    created_at = models.DateTimeField()
    keep_until = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    legal_hold = models.BooleanField(default=False)

    class Meta:
        db_table = "vault_entry"
