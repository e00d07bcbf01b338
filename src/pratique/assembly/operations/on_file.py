"""What the house has on file of traders: letters of brand owners and documents that were looked at, put beside their listings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from pratique.assembly.operations import authorisations, documents
from pratique.facts import Document, Listing
from pratique.identity.brand.authorisation import trader_of
from pratique.store.transaction import Transaction

Papers = Mapping[str, tuple[Document, ...]]
"""Trader → documents of theirs that were looked at and counted."""


def papers(tx: Transaction, traders: Collection[str] | None = None) -> dict[str, tuple[Document, ...]]:
    """By trader, of some traders or of all; dates and scope are for whoever decides."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for trader, document in (*authorisations.letters(tx, traders), *documents.accepted(tx, traders)):
        found[trader].append(document)
    return {
        trader: tuple(sorted(of_trader, key=lambda one: (one.type, one.number or "", one.file or "")))
        for trader, of_trader in found.items()
    }


def standing(tx: Transaction) -> tuple[object, ...]:
    """Something that differs when any of them changed: cheap to ask every second."""
    query = "SELECT count(*), max(updated_at) FROM brand_authorisation UNION ALL SELECT count(*), max(updated_at) FROM trader_document"
    return tuple(tx.execute(query).fetchall())


def with_papers(listing: Listing, known: Papers) -> Listing:
    """A listing with what its trader has on file now, before its snapshot is taken: so a replay finds it as it was.

    What it had on file when it was screened before gives way.
    """
    mine = known.get(trader_of(listing) or "") or None
    return listing if listing.on_file == mine else replace(listing, on_file=mine)


def traders_of(listings: Iterable[Listing]) -> list[str]:
    """Whose listings they are, each once."""
    return sorted({trader for one in listings if (trader := trader_of(one)) is not None})
