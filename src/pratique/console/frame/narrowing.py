"""What the address of the list of listings narrows it to: for the list itself, and for whoever takes its filters for a sample."""

from collections.abc import Mapping

from pratique.policy.model import VERDICTS, Content
from pratique.policy.renamed import names_of
from pratique.store.listings import Wanted

LONGEST = 200


def wanted_of(filters: Mapping[str, str], content: Content) -> Wanted:
    """Filters as they stand in an address; those of names nobody knows are taken as not set."""

    def free(name: str) -> str:
        return filters.get(name, "").strip()[:LONGEST]

    def known(name: str, values: Mapping[str, object] | tuple[str, ...]) -> str | None:
        value = filters.get(name, "")
        return value if value in values else None

    rule = free("rule")
    return Wanted(
        free("q"),
        known("channel", content.channels),
        known("verdict", VERDICTS),
        known("market", content.markets),
        rule or None,
        names_of(content, rule) if rule else (),
        free("concept") or None,
        free("family") or None,
        free("trader") or None,
    )
