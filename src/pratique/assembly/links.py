"""What a listing shows of its trader, as keyed hashes."""

from pratique.facts import Listing
from pratique.identity.duplicates.pictures import pictures_of
from pratique.identity.links import Token, tokens_of

_FIELDS = ("name", "phone", "email", "address", "payment_account", "registration_number", "tax_id", "id_document")


def tokens_of_listing(listing: Listing, key: bytes) -> list[Token]:
    """Tokens of the fields of its trader, of its description and of the hashes of its pictures."""
    fields = {name: value for name in _FIELDS if listing.trader is not None and (value := getattr(listing.trader, name))}
    if listing.description:
        fields["text"] = listing.description
    found = tokens_of(fields, key)
    for picture in pictures_of(listing.images or (), None)[0]:
        found += tokens_of({"picture": picture.hex()}, key)
    return found
