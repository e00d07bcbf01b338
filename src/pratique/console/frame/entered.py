"""What people type into one field and mean as several things."""

from pratique.casework.notice.filing import Pointed


def lines(text: str) -> tuple[str, ...]:
    """One a line; empty ones do not count."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def codes(text: str) -> tuple[str, ...]:
    """Codes of countries and markets, with spaces or commas between them, in capitals."""
    return tuple(text.upper().replace(",", " ").split())


def pointed(text: str) -> tuple[Pointed, ...]:
    """Listings, one a line, by number or address."""
    return tuple(Pointed(url=line) if "://" in line else Pointed(id=line) for line in lines(text))
