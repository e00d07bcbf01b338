"""Numbers that describe a pair of records of the literature's matching tasks: what product identity compares, and plain similarities of texts."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, LCSseq

from pratique.identity.agreement import FIELDS, Agreement, compare
from pratique.identity.offer import Offer, sketch_of
from pratique.identity.words import Rarity, words

Record = Mapping[str, str]
_NAMES, _BRANDS = ("title", "name"), ("brand", "manufacturer")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Prepared:
    """A record made ready once."""

    def __init__(self, number: int, record: Record) -> None:
        self.title = next((record[name] for name in _NAMES if record.get(name)), "")
        self.rest = " ".join(value for name, value in record.items() if name not in (*_NAMES, *_BRANDS, "price", "modelno") and value)
        brand = next((record[name] for name in _BRANDS if record.get(name)), "")
        models = (record["modelno"],) if record.get("modelno") else ()
        found = _NUMBER.search(record.get("price", "").replace(",", ""))
        self.price = float(found.group()) if found else None
        self.sketch = sketch_of(Offer(str(number), self.title, self.rest, (brand,) if brand else (), models, price=self.price))
        self.lower = self.title.lower()
        self.everything = f"{self.lower} {brand.lower()} {' '.join(models).lower()} {self.rest.lower()}"
        self.squeezed = re.sub(r"[^a-z0-9]", "", f"{self.lower} {' '.join(models).lower()}")
        self.squeezed_all = re.sub(r"[^a-z0-9]", "", self.everything)
        self.words = Counter(words(f"{self.title} {brand} {' '.join(models)}"))
        self.all_words = Counter(words(self.everything))
        self.grams = Counter(self.squeezed[at : at + 3] for at in range(len(self.squeezed) - 2))
        self.numbers = frozenset(_NUMBER.findall(self.lower))
        self.codes = [one for one in re.findall(r"[a-z0-9]+(?:[-/.][a-z0-9]+)*", self.lower) if any(map(str.isdigit, one)) and len(one) > 2]
        self.codes += [re.sub(r"[^a-z0-9]", "", one.lower()) for one in models]


class PairFeatures:
    """Features of pairs, with weights of words counted over the records given."""

    def __init__(self, records: Sequence[Prepared]) -> None:
        self.rarity = Rarity.counted(record.all_words for record in records)
        counts: Counter[str] = Counter()
        for record in records:
            counts.update(set(record.all_words))
        self._idf = {word: math.log((len(records) + 1) / (count + 1)) + 0.1 for word, count in counts.items()}
        grams: Counter[str] = Counter()
        for record in records:
            grams.update(set(record.grams))
        self._gram_idf = {gram: math.log((len(records) + 1) / (count + 1)) + 0.1 for gram, count in grams.items()}
        self._unseen = math.log(len(records) + 1)

    def matrix(self, pairs: Iterable[tuple[Prepared, Prepared]]) -> npt.NDArray[np.float64]:
        """One row a pair."""
        return np.array([self.of(one, other) for one, other in pairs], dtype=np.float64)

    def of(self, one: Prepared, other: Prepared) -> list[float]:
        """One pair."""
        idf, unseen = self._idf, self._unseen
        found = [*_fields(compare(one.sketch, other.sketch, self.rarity)), *_fields(compare(other.sketch, one.sketch, self.rarity))]
        for a, b, weights in (
            (one.words, other.words, idf),
            (one.all_words, other.all_words, idf),
            (one.words, other.all_words, idf),
            (one.all_words, other.words, idf),
            (one.grams, other.grams, self._gram_idf),
        ):
            found.append(_cosine(a, b, weights, unseen))
        shared = one.words.keys() & other.words.keys()
        left, right = one.words.keys() - other.all_words.keys(), other.words.keys() - one.all_words.keys()
        for some in (self._weights(shared), self._weights(left), self._weights(right)):
            found += [some[0] if some else 0.0, some[1] if len(some) > 1 else 0.0, sum(some), float(len(some))]
        found += [fuzz.token_set_ratio(one.lower, other.lower), fuzz.token_sort_ratio(one.lower, other.lower)]
        found += [
            fuzz.partial_ratio(one.lower, other.lower),
            fuzz.ratio(one.squeezed, other.squeezed),
            JaroWinkler.similarity(one.lower, other.lower),
        ]
        found.append(LCSseq.normalized_similarity(one.squeezed, other.squeezed))
        found += [fuzz.partial_ratio(one.squeezed, other.squeezed_all), fuzz.partial_ratio(other.squeezed, one.squeezed_all)]
        both = one.numbers & other.numbers
        found += [
            len(both),
            len(one.numbers - other.numbers),
            len(other.numbers - one.numbers),
            len(both) / max(1, len(one.numbers | other.numbers)),
        ]
        found += [*_codes(one, other), *_codes(other, one)]
        if one.price and other.price:
            found += [min(one.price, other.price) / max(one.price, other.price), abs(one.price - other.price), 1.0]
        else:
            found += [-1.0, -1.0, 0.0]
        found += [float(len(one.words)), float(len(other.words)), float(len(one.rest) > 0), float(len(other.rest) > 0)]
        return found

    def _weights(self, some: Iterable[str]) -> list[float]:
        return sorted((self._idf.get(word, self._unseen) for word in some), reverse=True)


def _fields(agreement: Agreement) -> tuple[float, ...]:
    """All but the picture: these records have none."""
    return tuple(value for name, value in zip(FIELDS, agreement, strict=True) if name != "picture")


def _cosine(one: Counter[str], other: Counter[str], weights: Mapping[str, float], unseen: float) -> float:
    if not one or not other:
        return 0.0
    w = weights.get
    dot = sum(w(word, unseen) ** 2 for word in one.keys() & other.keys())
    norm = math.sqrt(sum(w(word, unseen) ** 2 for word in one) * sum(w(word, unseen) ** 2 for word in other))
    return dot / norm if norm else 0.0


def _codes(one: Prepared, other: Prepared) -> tuple[float, float, float, float]:
    """Of the words with digits of one: longest that the other holds anywhere, longest that it does not, best likeness, how many are held."""
    held = missing = best = 0.0
    count = 0
    for code in one.codes:
        bare = re.sub(r"[^a-z0-9]", "", code)
        if len(bare) < 3:
            continue
        if bare in other.squeezed_all:
            held = max(held, float(len(bare)))
            count += 1
        else:
            missing = max(missing, float(len(bare)))
        if other.codes:
            best = max(best, max(fuzz.ratio(bare, re.sub(r"[^a-z0-9]", "", theirs)) for theirs in other.codes))
    return held, missing, best, float(count)
