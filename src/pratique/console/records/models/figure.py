"""Figures the worker keeps so that the cockpit need not count the whole catalogue; see `store.figures.weeks`."""

from django.db import models


class VerdictWeek(models.Model):
    """How many verdicts of one kind stand, by the week of the last decision. `''` stands for what is not known or not told apart."""

    measure = models.TextField()
    """`pair`: a listing in a market; `family`: the same by family it is held or refused because of; `listing`: its gravest verdict."""
    week = models.DateField()
    channel = models.TextField()
    market = models.TextField()
    family = models.TextField()
    stage = models.TextField()
    verdict = models.TextField()
    country = models.TextField()
    language = models.TextField()
    size = models.TextField()
    number = models.IntegerField()

    class Meta:
        db_table = "verdict_week"
        indexes = [models.Index(fields=["measure", "week"], name="verdict_week_measure")]


class TraderSize(models.Model):
    """How large a trader is, by the listings on record."""

    trader = models.TextField(primary_key=True)
    listings = models.IntegerField()
    size = models.TextField()

    class Meta:
        db_table = "trader_size"


class RuleFamily(models.Model):
    """The family of the concepts a rule was found by, and what it demands, as decisions have it."""

    rule = models.TextField(primary_key=True)
    family = models.TextField()
    demand = models.TextField()

    class Meta:
        db_table = "rule_family"


class FigureState(models.Model):
    """When kept figures were last counted."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "figure_state"
