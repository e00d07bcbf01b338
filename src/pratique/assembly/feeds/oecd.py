"""OECD GlobalRecalls: what some fifty economies publish, through the JSON service of the portal.

Its `end` is the size of a page, and `start` of the next is the one before plus the rows that came. Many dates are a placeholder.
Texts are names only; `extUrl` is the authority's own page. The site's robots.txt asks programs to stay away and its texts are not free: it
is pulled only where it is named, by somebody who may.
"""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

from pratique.assembly.feeds.cells import RecordError, day, known, required, several, text
from pratique.assembly.feeds.feed import Answer, Feed, Page, Record, Step, objects
from pratique.identity.notice import NoticedProduct, ProductNotice

_ROWS = 100
_PLACEHOLDER = dt.date(1900, 1, 1)


def parse(record: Record) -> ProductNotice | None:
    """One entry; those in another language than English repeat it or cannot be read here, and are left out."""
    if text(record.get("languageId")).upper() not in ("", "EN"):
        return None
    country = required(record.get("countryId"), "countryId").upper()
    number = required(record.get("id"), "id")
    name = required(record.get("product.name"), "product.name")
    published = day(record.get("date"))
    if published is None or published == _PLACEHOLDER:
        raise RecordError(f"`date` is no day or a placeholder: `{text(record.get('date'))[:20]}`")
    made_in = [one for one in record.get("manufacturer.country") or () if isinstance(one, dict)]
    tags = [text(tag.get("value")) for tag in record.get("tags") or () if isinstance(tag, dict)]
    picture = known(record.get("imageUri"))
    return ProductNotice(
        f"oecd:{country}:{number}",
        "oecd",
        name,
        text(record.get("extUrl")) or text(record.get("uri")),
        published,
        (NoticedProduct(name, several(record.get("brand")), several(record.get("model")), category=", ".join(tag for tag in tags if tag)),),
        markets=(country,),
        origin=tuple(text(one.get("name") or one.get("id")) for one in made_in),
        pictures=(picture,) if picture.startswith("http") else (),
    )


def _steps(since: dt.date, until: dt.date, base: str) -> Iterator[Step]:
    for year in range(since.year, until.year + 1):
        first, last = max(since, dt.date(year, 1, 1)), min(until, dt.date(year, 12, 31))
        yield _search(first, last, 0, base, is_final=last < until - dt.timedelta(days=366))


def _search(first: dt.date, last: dt.date, start: int, base: str, *, is_final: bool) -> Step:
    asked = quote(f"date GE {first} AND date LE {last}")
    url = f"{base}/ws/search.xqy?q={asked}&start={start}&end={_ROWS}&sort=date&order=asc&lang=en&uiLang=en"
    return Step(f"{first}..{last} {start}", url, is_final, kind=f"{first} {last} {start}")


def _read(answer: Answer, base: str, since: dt.date) -> Page:
    found = answer.json_object()
    results = objects(found.get("results") or [], "`results`")
    first, last, start = answer.step.kind.split()
    try:
        total = int(found.get("total") or 0)
    except (TypeError, ValueError):
        total = 0
    after = int(start) + len(results)
    if not results or after >= total:
        return Page(results)
    following = _search(dt.date.fromisoformat(first), dt.date.fromisoformat(last), after, base, is_final=answer.step.is_final)
    return Page(results, [following])


FEED = Feed(
    "oecd",
    "OECD GlobalRecalls",
    "https://globalrecalls.oecd.org",
    _steps,
    _read,
    parse,
    dt.date(2000, 1, 1),
    pause=2.0,
    by_default=False,
    note="robots.txt asks programs to stay away; pulled only by name",
)
