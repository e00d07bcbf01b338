"""What is known about a subject: the listing as given, and the readings that detectors took of it."""

from pratique.facts.listing import Document, Listing, Operator, Order, Trader
from pratique.facts.reading import Evidence, Reading, ReadingTable

__all__ = ["Document", "Evidence", "Listing", "Operator", "Order", "Reading", "ReadingTable", "Trader"]
