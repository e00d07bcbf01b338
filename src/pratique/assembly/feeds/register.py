"""The feeds there are."""

from pratique.assembly.feeds import accc, cpsc, fda, health_canada, oecd, opss, safety_gate
from pratique.assembly.feeds.feed import Feed

FEEDS: dict[str, Feed] = {module.FEED.name: module.FEED for module in (accc, cpsc, fda, health_canada, oecd, opss, safety_gate)}
"""By name."""
