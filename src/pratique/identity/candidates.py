"""Which products of notices are worth comparing with a listing, out of hundreds of thousands, without looking at each.

Three ways lead to a product: a trade item number, a model number (also one that begins with the other), and enough words. For words only
the rarest of each product are kept, so many that no listing that shares enough can miss them all: the prefix filter of Chaudhuri, Ganti
and Kaushik, *A Primitive Operator for Similarity Joins in Data Cleaning* (ICDE 2006).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pratique.identity.agreement import strength
from pratique.identity.offer import Sketch
from pratique.identity.words import Rarity

SHARE, LEAST_SHARED = 0.35, 5.0
"""A listing must share this share of what a product's name says, and this much in nats."""
MOST = 40
"""Candidates by words that are compared for one listing, those that share most; a bound on the worst case."""
_FREQUENT = 400
"""A model number of more products than this leads to none of them."""


class Candidates:
    """An index of products by number; products are added at the end and taken out by number."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._by_gtin: dict[str, array[int]] = {}
        self._by_model: dict[str, array[int]] = {}
        self._by_word: dict[str, array[int]] = {}
        self._anchors: list[Mapping[str, float]] = []
        self._enough: array[float] = array("d")
        self._gone: set[int] = set()

    def __len__(self) -> int:
        return len(self._anchors) - len(self._gone)

    def add(self, sketch: Sketch, title: Iterable[str] = ()) -> int:
        """Put in a product; `title` are further words, of the notice's title, by which it may be known. Gives its number."""
        number = len(self._anchors)
        weight = self._rarity.weight
        named = {word: weight(word) for word in sketch.name_set}
        anchors = dict(named)
        for word in (*title, *(word for brand in sketch.brand_words for word in brand)):
            anchors[word] = weight(word)
        enough = max(LEAST_SHARED, SHARE * sum(named.values()))
        for gtin in sketch.gtins:
            self._by_gtin.setdefault(gtin, array("i")).append(number)
        for model in sketch.models | {one for one in sketch.may_be_models if strength(one) >= 0.5}:
            self._by_model.setdefault(model, array("i")).append(number)
        rest = sum(anchors.values())
        for word in sorted(anchors, key=lambda one: (-anchors[one], one)):
            if rest < enough:
                break
            self._by_word.setdefault(word, array("i")).append(number)
            rest -= anchors[word]
        self._anchors.append(anchors)
        self._enough.append(enough)
        return number

    def remove(self, number: int) -> None:
        """Take a product out."""
        self._gone.add(number)
        self._anchors[number] = {}

    def of(self, listing: Sketch) -> list[int]:
        """Numbers of the products to compare a listing with, in order."""
        found: set[int] = set()
        for gtin in listing.gtins:
            found.update(self._by_gtin.get(gtin, ()))
        for model in listing.models | listing.may_be_models:
            if strength(model) >= 0.3:
                self._take_model(model, found)
        found |= self._by_words(listing)
        return sorted(found - self._gone)

    def _take_model(self, model: str, found: set[int]) -> None:
        postings = self._by_model.get(model)
        if postings is not None and len(postings) <= _FREQUENT:
            found.update(postings)
        for cut in range(1, 4):  # `XR-200B` is looked for under `XR-200` as well
            if len(model) - cut < 5:
                break
            postings = self._by_model.get(model[:-cut])
            if postings is not None and len(postings) <= _FREQUENT:
                found.update(postings)

    def _by_words(self, listing: Sketch) -> set[int]:
        words = listing.name_set.union(*listing.brand_words) if listing.brand_words else listing.name_set
        met: defaultdict[int, int] = defaultdict(int)
        for word in words:
            for number in self._by_word.get(word, ()):
                met[number] += 1
        enough = []
        for number in met:
            anchors = self._anchors[number]
            shared = 0.0
            for word, weight in anchors.items():
                if word in words:
                    shared += weight
            if shared >= self._enough[number]:
                enough.append((shared, number))
        if len(enough) > MOST:
            enough = sorted(enough, key=lambda one: (-one[0], one[1]))[:MOST]
        return {number for _, number in enough}
