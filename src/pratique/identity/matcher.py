"""Listings against notices, both ways: a new listing meets every notice, a new notice meets every listing."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from pratique.facts.listing import Listing
from pratique.identity.agreement import Agreement, Comparer
from pratique.identity.candidates import Candidates
from pratique.identity.notice import ProductNotice, sketches_of
from pratique.identity.offer import Sketch, of_listing, sketch_of, unpacked
from pratique.identity.prospects import Prospects
from pratique.identity.ragged import I64
from pratique.identity.scorer import NOTICES, Score, Scorer, probability_of
from pratique.identity.vocabulary import Batch
from pratique.identity.words import Rarity, lower_words, words

_KEPT = 4_096
"""Sketches of products that are kept made; the others are made anew from what is packed when they are met."""


class Match(msgspec.Struct, frozen=True):
    """A listing and the product of a notice that it was held against."""

    notice: str
    """Id of the notice."""
    product: str
    """The product's name in it."""
    url: str
    markets: tuple[str, ...]
    """Those the notice is of, as it says."""
    score: Score
    agreement: Agreement


class _Product(NamedTuple):
    notice: str
    name: str
    url: str
    markets: tuple[str, ...]


_TOGETHER = 64
"""Listings that are held against all products at once."""
_TIE = 1e-9
"""Log-odds nearer than this are the same: sums of sets come in any order."""
_ORDINARY = 3
"""Notices in whose prose a word must stand in lower case to be held to be an ordinary one."""


def rarity_of(notices: Sequence[ProductNotice], ordinary: Iterable[str] = ()) -> Rarity:
    """How much each word says among the names and titles of notices; `ordinary` are words known to be no names beside those found here."""
    counts = Counter(word for notice in notices for word in lower_words(notice.text))
    known = {*ordinary, *(word for word, count in counts.items() if count >= _ORDINARY)}
    named = (words(f"{notice.title} {' '.join(product.name for product in notice.products)}") for notice in notices)
    return Rarity.counted(named, known)


class NoticeMatcher:
    """All notices in force, ready to be asked. Calls of `match` may come from several threads; `add` and `remove` must not run beside them.

    `images` is the folder of pictures that listings and notices name as files. `rarity` is counted over the notices given where it is not:
    those added later do not change it, so that answers stay as they are until all is built anew.
    """

    def __init__(
        self,
        notices: Sequence[ProductNotice],
        *,
        rarity: Rarity | None = None,
        ordinary: Iterable[str] = (),
        scorer: Scorer = NOTICES,
        images: str | None = None,
    ) -> None:
        self._images = images
        self.rarity = rarity if rarity is not None else rarity_of(notices, ordinary)
        self._scorer = scorer
        self._candidates = Candidates(self.rarity)
        self._prospects = Prospects(self._candidates.vocabulary, scorer)
        self._packed: list[bytes] = []
        self._products: list[_Product] = []
        self._numbers: dict[str, list[int]] = {}
        self._made: OrderedDict[int, Sketch] = OrderedDict()
        for notice in notices:
            self.add(notice)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, notice: ProductNotice) -> None:
        """One more, or one that takes the place of what was known under its id."""
        self.remove(notice.id)
        title = words(notice.title)
        numbers = []
        for name, sketch in sketches_of(notice, self._images):
            numbers.append(self._candidates.add(sketch, title))
            self._prospects.add(sketch)
            self._packed.append(sketch.packed())
            self._products.append(_Product(notice.id, name, notice.url, notice.markets))
        self._numbers[notice.id] = numbers

    def remove(self, notice_id: str) -> None:
        """A notice that was taken back."""
        for number in self._numbers.pop(notice_id, ()):
            self._candidates.remove(number)
            self._packed[number] = b""
            self._made.pop(number, None)

    def match(self, listing: Listing) -> list[Match]:
        """Notices a listing may be meant by, the likeliest first; of each notice the likeliest product. Nothing that is `different`."""
        return self.match_many([listing])[0]

    def match_many(self, listings: Sequence[Listing]) -> list[list[Match]]:
        """The same for many, several times as quick."""
        found = []
        for at in range(0, len(listings), _TOGETHER):
            sketches = [sketch_of(of_listing(listing), images=self._images) for listing in listings[at : at + _TOGETHER]]
            found += [self.compared(sketch, numbers) for sketch, numbers in zip(sketches, self.prospects(sketches), strict=True)]
        return found

    def candidates(self, sketches: Sequence[Sketch]) -> list[list[int]]:
        """Of each listing the numbers of all products that share a number or enough words with it."""
        return self._joined(sketches, *self._candidates.by_words(Batch(self._candidates.vocabulary, sketches)))

    def prospects(self, sketches: Sequence[Sketch]) -> list[list[int]]:
        """Those candidates that may turn out to be more than `different`."""
        batch = Batch(self._candidates.vocabulary, sketches)
        rows, numbers = self._candidates.by_words(batch)
        worth = self._prospects.among(batch, rows, numbers)
        return self._joined(sketches, rows[worth], numbers[worth])

    def _joined(self, sketches: Sequence[Sketch], rows: I64, numbers: I64) -> list[list[int]]:
        ends = np.searchsorted(rows, np.arange(len(sketches) + 1)).tolist()
        by_words = numbers.tolist()
        return [
            sorted(self._candidates.by_number(sketch).union(by_words[ends[row] : ends[row + 1]])) for row, sketch in enumerate(sketches)
        ]

    def compared(self, sketch: Sketch, numbers: Iterable[int]) -> list[Match]:
        """A listing held against some products."""
        best: dict[str, tuple[float, Agreement, _Product]] = {}
        comparer = Comparer(sketch, self.rarity)
        for number in numbers:
            product = self._products[number]
            agreement = comparer.agreement(self._sketch(number))
            logit = self._scorer.logit(agreement)
            known = best.get(product.notice)
            if (known is None or logit > known[0] + _TIE) and self._scorer.verdict(probability_of(logit), agreement) != "different":
                best[product.notice] = (logit, agreement, product)
        found = [
            Match(product.notice, product.name, product.url, product.markets, self._scorer.score(agreement), agreement)
            for _, agreement, product in best.values()
        ]
        found.sort(key=lambda one: (-one.score.probability, one.notice))
        return found

    def _sketch(self, number: int) -> Sketch:
        known = self._made.get(number)
        if known is None:
            known = self._made[number] = unpacked(self._packed[number])
            while len(self._made) > _KEPT:
                try:
                    self._made.popitem(last=False)
                except KeyError:  # another thread was quicker
                    break
        return known
