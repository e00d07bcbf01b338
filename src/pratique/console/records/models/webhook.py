"""Who is told what; see `store.webhooks`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class WebhookEndpoint(models.Model):
    """Somebody who wants to be told. The secret signs messages and cannot be a hash."""

    id = models.TextField(primary_key=True)
    url = models.TextField()
    topics = ArrayField(models.TextField())
    channels = ArrayField(models.TextField(), null=True)
    status = models.TextField()
    created_at = models.DateTimeField()
    secret = models.TextField()
    old_secret = models.TextField(null=True)
    old_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "webhook_endpoint"


class WebhookDelivery(models.Model):
    """One message for one endpoint."""

    id = models.BigAutoField(primary_key=True)
    message = models.TextField()
    endpoint = models.TextField()
    status = models.TextField()
    attempts = models.IntegerField()
    next_at = models.DateTimeField()
    answer = models.TextField()

    class Meta:
        db_table = "webhook_delivery"
        constraints = [models.UniqueConstraint(fields=["message", "endpoint"], name="delivery_once")]
        indexes = [models.Index(fields=["next_at"], name="delivery_waiting", condition=models.Q(status="waiting"))]
