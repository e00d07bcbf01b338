"""The classifier on real taxonomies and catalogues kept outside the repository (`PRATIQUE_SHARED`, else `../shared`); skipped without them.

What a category really is, is known from the ids a class names in Google's taxonomy: a category at or below such an id is of that class. For
titles, the class of the listing's own category is what they are held against; exports that file a cable under `telephone` lower the figure.
`pytest -m shared -s tests/signals/text/test_classify_measured.py` prints every figure.
"""

import os
import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from pratique.facts import Listing
from pratique.policy.load import load_content
from pratique.signals.text.classify import Classifier

DATA = Path(os.environ.get("PRATIQUE_SHARED", Path(__file__).parents[4] / "shared")) / "data"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not DATA.is_dir(), reason="no shared data")]
SURE = 0.5
MOST = 4000
WIDE = (
    frozenset(("class.home_goods", "class.garden", "class.food_contact", "class.appliance_part", "class.electronics")),
    frozenset(("class.electronics", "class.phone_accessory")),
)
"""What shops file as one: `Home & Garden` with its appliances, phones with what belongs to them."""
CLASSES = {name: one for name, one in load_content().concepts.items() if one.family == "class"}
Asked = list[tuple[str, str, str]]


@cache
def classifier() -> Classifier:
    return Classifier(CLASSES)


def rows(name: str, *columns: str) -> list[tuple[str, ...]]:
    polars = pytest.importorskip("polars")
    return list(polars.read_parquet(DATA / f"{name}.parquet").select(columns).drop_nulls().rows())


def best(title: str, category: str) -> str | None:
    found = classifier().classify(Listing(listing_id="1", title=title, category=category or None), top=1)
    return found[0].concept if found and found[0].confidence >= SURE else None


def line(name: str) -> list[str]:
    found = [name]
    while (above := CLASSES[found[-1]].parent) and above != "class.product":
        found.append(above)
    return found


def sample(every: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    ordered = sorted(set(every))
    random.Random(1).shuffle(ordered)
    return ordered[:MOST]


@cache
def known_classes() -> dict[str, str]:
    """Path in Google's taxonomy -> class, of those at or below an id that a class names."""
    ids = {number: name for name, one in CLASSES.items() for number in one.same_as.get("google", ())}
    paths = {path: number for number, path in rows("taxonomies/google_taxonomy_2021-09-21", "id", "path")}
    known = {}
    for path in paths:
        parts = path.split(" > ")
        for end in range(len(parts), 0, -1):
            if (name := ids.get(paths.get(" > ".join(parts[:end]), ""))) is not None:
                known[path] = name
                break
    return known


def measure(label: str, asked: Asked) -> tuple[float, float]:
    """Share answered, and of those the share whose class at the top of the tree is right."""
    answered = right = same = 0
    for title, category, truth in asked:
        found = best(title, category)
        if found is not None:
            answered += 1
            one, other = line(found), line(truth)
            is_same = found in other or truth in one
            same += is_same
            right += is_same or one[-1] == other[-1] or any({one[-1], other[-1]} <= wide for wide in WIDE)
    shares = answered / len(asked), right / max(1, answered)
    print(
        f"{label}: {len(asked)} asked, answered {shares[0]:.1%}, top level right {shares[1]:.1%}, same line {same / max(1, answered):.1%}"
    )
    return shares


def test_google() -> None:
    answered, right = measure("google", [("", path, name) for path, name in sample(known_classes().items())])
    assert answered >= 0.65
    assert right >= 0.92


@pytest.mark.parametrize(
    ("language", "least", "right_least"),
    [
        ("en", 0.6, 0.92),
        ("ru", 0.5, 0.8),
        ("zh-CN", 0.65, 0.83),
        ("de", 0.6, 0.85),
        ("fr", 0.5, 0.8),
        ("es", 0.5, 0.87),
        ("vi", 0.55, 0.78),
    ],
)
def test_shopify(language: str, least: float, right_least: float) -> None:
    known = known_classes()
    google: dict[str, str] = {}
    google.update((row[0], row[1]) for row in rows("taxonomies/shopify_to_google", "shopify", "google"))
    columns = ("en",) if language == "en" else ("en", language)
    found = rows("taxonomies/shopify_taxonomy_2025-08_17lang", *columns)
    every = [(row[-1], known[google[row[0]]]) for row in found if google.get(row[0], "") in known]
    answered, right = measure(f"shopify {language}", [("", path, name) for path, name in sample(every)])
    assert answered >= least
    assert right >= right_least


@pytest.mark.parametrize(
    ("source", "least", "right_least"),
    [("ordinary/flipkart", 0.6, 0.95), ("titles_600k", 0.45, 0.88), ("ordinary/egypt", 0.45, 0.6), ("ordinary/amazon_uk_toys", 0.4, 0.8)],
)
def test_titles_against_their_own_category(source: str, least: float, right_least: float) -> None:
    every = [(title, category) for title, category in sample(rows(source, "title", "category")) if title and category]
    if source == "ordinary/flipkart":  # its paths end with the title
        every = [(title, category.rsplit(">>", 1)[0]) for title, category in every]
    asked = [(title, "", name) for title, category in every if (name := best("", category))]
    answered, right = measure(f"titles of {source}", asked)
    assert answered >= least
    assert right >= right_least


@pytest.mark.parametrize(
    ("source", "least"),
    [
        ("titles_600k", 0.88),
        ("ordinary/flipkart", 0.85),
        ("ordinary/egypt", 0.65),
        ("ordinary/vietnamese", 0.9),
        ("ordinary/amazon_uk_toys", 0.7),
    ],
)
def test_categories_are_answered(source: str, least: float) -> None:
    paths = sample({row for row in rows(source, "category") if row[0].strip() and not row[0].startswith("Неклассифицированные")})
    share = sum(best("", path) is not None for (path,) in paths) / len(paths)
    print(f"categories of {source}: {len(paths)}, answered {share:.1%}")
    assert share >= least


def test_headings_exist() -> None:
    headings = {code for (code,) in rows("hs/hs2022_en", "hscode")}
    assert not {(name, code) for name, one in CLASSES.items() for code in one.hs if code not in headings}
