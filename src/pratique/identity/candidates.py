"""Which products of notices are worth comparing with a listing, out of hundreds of thousands, without looking at each.

Four ways lead to a product: a trade item number, a model number (also one that begins with the other), a picture, and enough words. For
words only the rarest of each product are kept, so many that no listing that shares enough can miss them all: the prefix filter of
Chaudhuri, Ganti and Kaushik, *A Primitive Operator for Similarity Joins in Data Cleaning* (ICDE 2006). What words lead to is looked at
again in `prospects`, by the numbers kept here, before anything is compared.
"""

from array import array
from collections.abc import Iterable

import numpy as np

from pratique.identity.agreement import strength
from pratique.identity.duplicates.pictures import chunks
from pratique.identity.offer import Sketch
from pratique.identity.ragged import I64, Ragged
from pratique.identity.vocabulary import Batch, Vocabulary
from pratique.identity.words import Rarity

SHARE, LEAST_SHARED = 0.35, 5.0
"""A listing must share this share of what a product's name says, and this much in nats."""
MOST = 40
"""Candidates by words that are compared for one listing, those that share most; a bound on the worst case."""
_FREQUENT = 400
"""A model number, or a stretch of a picture's hash, of more products than this leads to none of them."""


class Candidates:
    """An index of products by number; products are added at the end and taken out by number."""

    def __init__(self, rarity: Rarity) -> None:
        self.vocabulary = Vocabulary(rarity)
        self._by_gtin: dict[str, array[int]] = {}
        self._by_model: dict[str, array[int]] = {}
        self._by_picture: dict[str, array[int]] = {}
        self._by_word: dict[int, array[int]] = {}
        """Of each word of the vocabulary, the products that have it among their rarest."""
        self.anchors = Ragged()
        """Of each product, the words by which it may be known: first those of its name."""
        self._enough: array[int] = array("q")
        self._gone: set[int] = set()

    def __len__(self) -> int:
        return len(self._enough) - len(self._gone)

    def add(self, sketch: Sketch, title: Iterable[str] = ()) -> int:
        """Put in a product; `title` are further words, of the notice's title, by which it may be known. Gives its number."""
        number = len(self._enough)
        name = list(dict.fromkeys(sketch.name))
        further = dict.fromkeys([*title, *(word for brand in sketch.brand_words for word in sorted(brand))])
        words = self.vocabulary.numbers([*name, *(word for word in further if word not in sketch.name_set)])
        weights = [self.vocabulary.weight(word) for word in words]
        enough = max(self.vocabulary.whole(LEAST_SHARED), int(SHARE * sum(weights[: len(name)])))
        for gtin in sketch.gtins:
            self._by_gtin.setdefault(gtin, array("i")).append(number)
        for model in sketch.models | {one for one in sketch.may_be_models if strength(one) >= 0.5}:
            self._by_model.setdefault(model, array("i")).append(number)
        for stretch in {one for picture in sketch.pictures for one in chunks(picture)}:
            self._by_picture.setdefault(stretch, array("i")).append(number)
        rest = sum(weights)
        for weight, word in sorted(zip(weights, words, strict=True), key=lambda one: (-one[0], one[1])):
            if rest < enough:
                break
            self._by_word.setdefault(word, array("i")).append(number)
            rest -= weight
        self.anchors.add(words)
        self._enough.append(enough)
        return number

    def remove(self, number: int) -> None:
        """Take a product out."""
        self._gone.add(number)

    def by_number(self, listing: Sketch) -> set[int]:
        """Products of which a trade item number, a model number or a stretch of a picture's hash is the listing's."""
        found: set[int] = set()
        for gtin in listing.gtins:
            found.update(self._by_gtin.get(gtin, ()))
        for model in listing.models | listing.may_be_models:
            if strength(model) >= 0.3:
                self._take_model(model, found)
        for picture in listing.pictures:
            for stretch in chunks(picture):
                if (postings := self._by_picture.get(stretch)) is not None and len(postings) <= _FREQUENT:
                    found.update(postings)
        return found - self._gone

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

    def by_words(self, batch: Batch) -> tuple[I64, I64]:
        """Rows of listings, and products of which they share enough words; in order, at most `MOST` for one listing."""
        size = len(self._enough)
        met = np.zeros((len(batch.titles), size), dtype=np.bool_)
        for row, title in enumerate(batch.titles):
            for word in title:
                if (postings := self._by_word.get(word)) is not None:
                    met[row, np.frombuffer(postings, dtype=np.int32)] = True
        if self._gone:
            met[:, list(self._gone)] = False
        rows, numbers = np.divmod(np.flatnonzero(met), max(1, size))  # ten times as quick as `nonzero` of both axes
        if not len(rows):
            return rows, numbers
        words, starts, lengths = self.anchors.of(numbers)
        of = np.repeat(rows, lengths)
        shared = np.add.reduceat(np.where(batch.in_title(of, words), self.vocabulary.weights(words), 0), starts)
        is_enough = shared >= np.frombuffer(self._enough, dtype=np.int64)[numbers]
        rows, numbers, shared = rows[is_enough], numbers[is_enough], shared[is_enough]
        if len(rows) > MOST:
            best = np.lexsort((numbers, -shared, rows))
            first = np.searchsorted(rows, rows)  # rows ascend: where those of the same listing begin
            kept = np.sort(best[np.arange(len(rows)) - first < MOST])
            rows, numbers = rows[kept], numbers[kept]
        return rows, numbers
