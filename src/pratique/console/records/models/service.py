"""Keys of the API and the answers it remembers; see `store.keys` and `store.idempotency`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiKey(models.Model):
    """A key; only the hash of its secret is kept."""

    id = models.TextField(primary_key=True)
    name = models.TextField()
    secret_hash = models.BinaryField(unique=True)
    scopes = ArrayField(models.TextField())
    roles = ArrayField(models.TextField())
    channels = ArrayField(models.TextField(), null=True)
    markets = ArrayField(models.TextField(), null=True)
    subject = models.TextField(null=True)
    per_second = models.IntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    person = models.TextField(null=True)

    class Meta:
        db_table = "api_key"


class Idempotency(models.Model):
    """A request that was carried out, and its answer; without an answer it is under way."""

    pk = models.CompositePrimaryKey("actor", "key")
    actor = models.TextField()
    key = models.TextField()
    fingerprint = models.BinaryField()
    status = models.IntegerField(null=True)
    body = models.BinaryField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "idempotency"
