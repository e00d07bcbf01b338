"""The classifier on real taxonomies and catalogues kept outside the repository (`PRATIQUE_SHARED`, else `../shared`); skipped without them.

What a category really is, is known from the ids a class names in Google's taxonomy: a category at or below such an id is of that class. For
titles, the class of the listing's own category is what they are held against; exports that file a cable under `telephone` lower the figure.
`pytest -m shared -s` prints every figure.
"""

import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from pratique.facts import Listing
from pratique.policy.load import load_content
from pratique.signals.text.classify import Classifier

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("PRATIQUE_SHARED", ROOT.parent / "shared")) / "data"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not DATA.is_dir(), reason="no shared data")]
SURE = 0.5
MOST = 4000
UNCLEAR = frozenset(("class.home_goods", "class.electronics", "class.phone_accessory", "class.household_appliance"))
"""Wide classes at the top: a path of household things or of phones is filed under either."""


@pytest.fixture(scope="module")
def content():  # type: ignore[no-untyped-def]
    return load_content().concepts


@pytest.fixture(scope="module")
def classifier(content) -> Classifier:  # type: ignore[no-untyped-def]
    return Classifier(content)


def rows(name: str, *columns: str) -> list[tuple[str, ...]]:
    polars = pytest.importorskip("polars")
    return list(polars.read_parquet(DATA / f"{name}.parquet").select(columns).drop_nulls().rows())


def best(classifier: Classifier, title: str, category: str | None) -> str | None:
    found = classifier.classify(Listing(listing_id="1", title=title, category=category), top=1)
    return found[0].concept if found and found[0].confidence >= SURE else None


def line(content, name: str) -> list[str]:  # type: ignore[no-untyped-def]
    found = [name]
    while (above := content[found[-1]].parent) and above != "class.product":
        found.append(above)
    return found


def sample(every: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    ordered = sorted(set(every))
    random.Random(1).shuffle(ordered)
    return ordered[:MOST]


def known_classes(content) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Path in Google's taxonomy -> class, of those at or below an id that a class names."""
    ids = {number: name for name, one in content.items() if one.family == "class" for number in one.same_as.get("google", ())}
    paths = dict((path, number) for number, path in rows("taxonomies/google_taxonomy_2021-09-21", "id", "path"))
    known = {}
    for path in paths:
        parts = path.split(" > ")
        for end in range(len(parts), 0, -1):
            if (name := ids.get(paths.get(" > ".join(parts[:end]), ""))) is not None:
                known[path] = name
                break
    return known


def measure(content, classifier: Classifier, label: str, asked: list[tuple[str, str, str]]) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    answered = right = same = 0
    for title, category, truth in asked:
        found = best(classifier, title, category or None)
        if found is not None:
            answered += 1
            one, other = line(content, found), line(content, truth)
            same += found in other or truth in one
            right += one[-1] == other[-1] or found in other or truth in one or {one[-1], other[-1]} <= UNCLEAR
    shares = answered / len(asked), right / max(1, answered)
    print(
        f"{label}: {len(asked)} asked, answered {shares[0]:.1%}, top level right {shares[1]:.1%}, same line {same / max(1, answered):.1%}"
    )
    return shares


def test_google(content, classifier) -> None:  # type: ignore[no-untyped-def]
    asked = [("", path, name) for path, name in sample(known_classes(content).items())]
    answered, right = measure(content, classifier, "google", asked)  # type: ignore[arg-type]
    assert answered >= 0.6
    assert right >= 0.85


@pytest.mark.parametrize(
    ("language", "least"), [("en", 0.55), ("ru", 0.45), ("zh-CN", 0.5), ("de", 0.35), ("fr", 0.3), ("es", 0.3), ("vi", 0.3)]
)
def test_shopify(content, classifier, language: str, least: float) -> None:  # type: ignore[no-untyped-def]
    known = known_classes(content)
    google = dict(rows("taxonomies/shopify_to_google", "shopify", "google"))
    columns = ("en",) if language == "en" else ("en", language)
    every = [
        (row[-1], known[google[row[0]]])
        for row in rows("taxonomies/shopify_taxonomy_2025-08_17lang", *columns)
        if google.get(row[0]) in known
    ]
    answered, right = measure(content, classifier, f"shopify {language}", [("", path, name) for path, name in sample(every)])  # type: ignore[misc]
    assert answered >= least
    assert right >= 0.8


@pytest.mark.parametrize(
    ("source", "least", "right_least"),
    [("ordinary/flipkart", 0.6, 0.9), ("titles_600k", 0.45, 0.85), ("ordinary/egypt", 0.45, 0.6), ("ordinary/amazon_uk_toys", 0.4, 0.75)],
)
def test_titles_against_their_own_category(content, classifier, source: str, least: float, right_least: float) -> None:  # type: ignore[no-untyped-def]
    every = [row for row in sample(rows(source, "title", "category")) if row[0] and row[1]]
    asked = [
        (title, "", name) for title, category in every if (name := best(classifier, title if source.endswith("flipkart") else "", category))
    ]
    if source.endswith("flipkart"):
        asked = [(title, "", name) for title, category in every if (name := best(classifier, "", category.rsplit(">>", 1)[0]))]
    answered, right = measure(content, classifier, f"titles of {source}", asked)
    assert answered >= least
    assert right >= right_least


@pytest.mark.parametrize(
    ("source", "least"),
    [
        ("titles_600k", 0.85),
        ("ordinary/flipkart", 0.85),
        ("ordinary/egypt", 0.65),
        ("ordinary/vietnamese", 0.9),
        ("ordinary/amazon_uk_toys", 0.7),
    ],
)
def test_categories_are_answered(classifier, source: str, least: float) -> None:  # type: ignore[no-untyped-def]
    paths = sorted(
        {category for (category,) in rows(source, "category") if category.strip() and not category.startswith("Неклассифицированные")}
    )
    random.Random(1).shuffle(paths)
    share = sum(best(classifier, "", path) is not None for path in paths[:MOST]) / len(paths[:MOST])
    print(f"categories of {source}: {len(paths)}, answered {share:.1%}")
    assert share >= least


def test_headings_exist(content) -> None:  # type: ignore[no-untyped-def]
    headings = {code for (code,) in rows("hs/hs2022_en", "hscode")}
    wrong = {(name, code) for name, one in content.items() if one.family == "class" for code in one.hs if code not in headings}
    assert not wrong
