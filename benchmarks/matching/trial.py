"""What a matcher finds among listings written for notices: recall and precision, and by kind of neighbour."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from benchmarks.matching.traders import Written, known, neighbours, ordinary_words, recalled
from pratique.identity.matcher import NoticeMatcher
from pratique.identity.notice import ProductNotice
from pratique.identity.words import stem


class Outcome(msgspec.Struct):
    """Counts of one trial. A listing is *found* where some notice is `same` or `probably`."""

    recalled: int = 0
    found: int = 0
    """Recalled ones for which the right notice is found."""
    honest: int = 0
    false: int = 0
    by_kind: dict[str, tuple[int, int]] = {}
    """Kind of listing → how many, how many found."""

    @property
    def recall(self) -> float:
        """Share of the recalled that is found."""
        return self.found / max(1, self.recalled)

    @property
    def precision(self) -> float:
        """Share of the found that is recalled."""
        return self.found / max(1, self.found + self.false)


def written(notices: Sequence[ProductNotice], rng: random.Random, least_words: int = 3) -> Iterator[Written]:
    """For each notice that tells one product from others, a listing of it and three beside it."""
    ordinary = ordinary_words(notices, least_words)
    number = 0
    beside: defaultdict[str, set[str]] = defaultdict(set)
    alike: Counter[tuple[str, str]] = Counter()
    for notice in notices:
        named = f"{notice.title} {' '.join(product.name for product in notice.products)}"
        said = set(re.findall(r"[a-z]+", f"{named} {notice.text}".lower()))
        kinds = {stem(product.name.lower().split()[-1].strip(".,()")) for product in notice.products if product.name.split()}
        for word in set(re.findall(r"[A-Za-z]\w+", named)):
            beside[word.lower()] |= said
            alike.update((word.lower(), kind) for kind in kinds)
    for notice in notices:
        for product in notice.products[:1]:
            box = known(notice, product, ordinary)
            if box.names_it:
                number += 1
                yield recalled(notice, product, box, rng, number)
                is_clear = alike[box.maker.lower(), stem(box.kind[-1].lower())] <= 1
                yield from neighbours(notice, box, rng, number, beside[box.maker.lower()], is_clear=is_clear)


def tried(matcher: NoticeMatcher, listings: Iterable[Written]) -> Outcome:
    """Match all of them and count."""
    outcome = Outcome()
    seen: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for one in listings:
        found = [match for match in matcher.match(one.listing) if match.score.verdict in ("same", "probably")]
        seen[one.kind] += 1
        if one.kind == "recalled":
            outcome.recalled += 1
            right = any(match.notice == one.notice for match in found)
            outcome.found += right
            hit[one.kind] += right
        else:
            outcome.honest += 1
            outcome.false += bool(found)
            hit[one.kind] += bool(found)
    outcome.by_kind = {kind: (count, hit[kind]) for kind, count in seen.items()}
    return outcome
