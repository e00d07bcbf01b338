"""Recalls and alerts of authorities; see `store.product_notices`."""

from django.db import models


class ProductNotice(models.Model):
    """One notice as it stands last."""

    id = models.TextField(primary_key=True)
    feed = models.TextField()
    published = models.DateField()
    body = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "product_notice"
        indexes = [models.Index(fields=["changed_at"], name="product_notice_changed")]


class FeedProgress(models.Model):
    """How far the pulls of a feed are."""

    feed = models.TextField(primary_key=True)
    body = models.TextField()

    class Meta:
        db_table = "feed_progress"


class FeedReject(models.Model):
    """A record no notice could be made of."""

    feed = models.TextField()
    at = models.DateTimeField()
    step = models.TextField()
    reason = models.TextField()
    record = models.TextField()

    class Meta:
        db_table = "feed_reject"
        indexes = [models.Index(fields=["feed", "at"], name="feed_reject_by_feed")]
