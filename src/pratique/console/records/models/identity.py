"""What listings and traders are recognised by; see `store.prints` and `store.trader_tokens`."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class ListingPrint(models.Model):
    """The fingerprint of a listing as it was last screened. Made anew from the decisions at any time."""

    listing = models.TextField(primary_key=True)
    decision = models.TextField()
    at = models.DateTimeField(db_index=True)
    trader = models.TextField(null=True)
    channel = models.TextField(null=True)
    print = models.BinaryField()
    keys = ArrayField(models.IntegerField())
    refused = models.BooleanField()
    """Whether it was ever taken down; whether that still holds is asked of the action."""

    class Meta:
        db_table = "listing_print"
        indexes = [
            GinIndex(fields=["keys"], name="listing_print_keys"),
            GinIndex(fields=["keys"], name="listing_print_refused", condition=models.Q(refused=True)),
        ]


class TraderToken(models.Model):
    """Something a trader has, as a keyed hash; whoever has the same may be the same."""

    pk = models.CompositePrimaryKey("kind", "token", "trader")
    kind = models.TextField()
    token = models.BinaryField()
    trader = models.TextField(db_index=True)
    channel = models.TextField(null=True)
    first_seen = models.DateTimeField()

    class Meta:
        db_table = "trader_token"


class TokenSource(models.Model):
    """Personal data that was hashed already."""

    pk = models.CompositePrimaryKey("ref", "trader")
    ref = models.TextField()
    trader = models.TextField(db_index=True)

    class Meta:
        db_table = "token_source"
