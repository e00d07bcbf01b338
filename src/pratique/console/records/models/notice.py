"""Notices, rights holders, orders, and whoever sends them; see `assembly.operations.notices` and its neighbours."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from pratique.console.records.models.record import Record


class Notice(Record):
    """One notice."""

    kind = models.TextField()
    submitter = models.TextField(db_index=True)
    submitter_kind = models.TextField()
    holder = models.TextField(null=True)
    priority = models.IntegerField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    clock_at = models.DateTimeField(null=True, db_index=True)
    is_overdue = models.BooleanField()
    subjects = ArrayField(models.TextField())
    traders = ArrayField(models.TextField())

    class Meta:
        db_table = "notice"
        indexes = [
            GinIndex(fields=["subjects"], name="notice_subjects"),
            GinIndex(fields=["traders"], name="notice_traders"),
        ]


class RightsHolder(Record):
    """One rights holder with the rights and agents."""

    account = models.TextField(db_index=True)
    rights = ArrayField(models.TextField())
    agents = ArrayField(models.TextField())
    waits_since = models.DateTimeField(null=True, db_index=True)
    clock_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "rights_holder"
        indexes = [GinIndex(fields=["rights"], name="rights_holder_rights")]


class AuthorityOrder(Record):
    """One order of a court or authority."""

    kind = models.TextField()
    authority = models.TextField()
    country = models.TextField()
    reference = models.TextField()
    account = models.TextField(null=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    clock_at = models.DateTimeField(null=True, db_index=True)
    next_at = models.DateTimeField(null=True, db_index=True)
    is_overdue = models.BooleanField()
    subjects = ArrayField(models.TextField())

    class Meta:
        db_table = "authority_order"
        indexes = [GinIndex(fields=["subjects"], name="authority_order_subjects")]
        constraints = [models.UniqueConstraint(fields=["authority", "country", "reference"], name="authority_order_once")]


class Submitter(Record):
    """Whoever sends notices or appeals."""

    account = models.TextField(null=True)
    suspended_until = models.DateTimeField(null=True)
    proposal = models.TextField(db_index=True)

    class Meta:
        db_table = "submitter"


class BrandAuthorisation(Record):
    """One letter of a brand owner for one trader."""

    trader = models.TextField(db_index=True)
    brand = models.TextField(db_index=True)
    right_id = models.TextField(null=True)
    valid_to = models.DateField()
    waits_since = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "brand_authorisation"


class TraderDocument(Record):
    """One document of a trader."""

    trader = models.TextField()
    type = models.TextField()
    valid_to = models.DateField(null=True)
    waits_since = models.DateTimeField(null=True, db_index=True)
    screen_after = models.TextField(null=True)
    """While the trader's listings are decided anew because of it: the entry behind which to go on."""

    class Meta:
        db_table = "trader_document"
        indexes = [
            models.Index(fields=["trader", "status"], name="trader_document_trader"),
            models.Index(fields=["id"], name="trader_document_sweep", condition=models.Q(screen_after__isnull=False)),
        ]
