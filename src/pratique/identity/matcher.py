"""Listings against notices, both ways: a new listing meets every notice, a new notice meets every listing."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from pratique.facts.listing import Listing
from pratique.identity.agreement import Agreement, compare
from pratique.identity.candidates import Candidates
from pratique.identity.notice import ProductNotice, sketches_of
from pratique.identity.offer import Sketch, of_listing
from pratique.identity.scorer import NOTICES, Score, Scorer, probability_of
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
    score: Score
    agreement: Agreement


class _Product(NamedTuple):
    notice: str
    name: str
    url: str


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

    `rarity` is counted over the notices given where it is not: those added later do not change it, so that answers stay as they are until
    all is built anew.
    """

    def __init__(
        self, notices: Sequence[ProductNotice], *, rarity: Rarity | None = None, ordinary: Iterable[str] = (), scorer: Scorer = NOTICES
    ) -> None:
        self.rarity = rarity if rarity is not None else rarity_of(notices, ordinary)
        self._scorer = scorer
        self._candidates = Candidates(self.rarity)
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
        for name, sketch in sketches_of(notice):
            numbers.append(self._candidates.add(sketch, title))
            self._packed.append(sketch.packed())
            self._products.append(_Product(notice.id, name, notice.url))
        self._numbers[notice.id] = numbers

    def remove(self, notice_id: str) -> None:
        """A notice that was taken back."""
        for number in self._numbers.pop(notice_id, ()):
            self._candidates.remove(number)
            self._packed[number] = b""
            self._made.pop(number, None)

    def match(self, listing: Listing) -> list[Match]:
        """Notices a listing may be meant by, the likeliest first; of each notice the likeliest product. Nothing that is `different`."""
        return self.match_sketch(Sketch(of_listing(listing)))

    def match_sketch(self, sketch: Sketch) -> list[Match]:
        """The same for a listing that is made ready already."""
        best: dict[str, tuple[float, Agreement, _Product]] = {}
        for number in self._candidates.of(sketch):
            product = self._products[number]
            agreement = compare(sketch, self._sketch(number), self.rarity)
            logit = self._scorer.logit(agreement)
            known = best.get(product.notice)
            if known is None or logit > known[0]:
                best[product.notice] = (logit, agreement, product)
        found = []
        for logit, agreement, product in best.values():
            if self._scorer.verdict(probability_of(logit), agreement) != "different":
                score = self._scorer.score(agreement)
                found.append(Match(product.notice, product.name, product.url, score, agreement))
        found.sort(key=lambda one: (-one.score.probability, one.notice))
        return found

    def _sketch(self, number: int) -> Sketch:
        known = self._made.get(number)
        if known is None:
            known = self._made[number] = Sketch.unpacked(self._packed[number])
            while len(self._made) > _KEPT:
                try:
                    self._made.popitem(last=False)
                except KeyError:  # another thread was quicker
                    break
        return known
