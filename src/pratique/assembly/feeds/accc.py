"""Australia, Product Safety Australia (ACCC): recalls as an RSS 2.0 feed of the newest hundred, each item with the page's fields as HTML.

Form: https://www.productsafety.gov.au, "RSS feeds". A Drupal site: every value stands in a `div` whose class names the field,
`field--name-field-psa-recall-…`.
"""

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pratique.assembly.feeds.cells import RecordError, day, gtins, required, several, text
from pratique.assembly.feeds.feed import Answer, Feed, Page, Record, Step
from pratique.identity.notice import NoticedProduct, ProductNotice

_FIELD = re.compile(r"field--name-(?:field-)?(?:psa-)?(?:recall-)?([\w-]+)")


def parse(record: Record) -> ProductNotice:
    """One recall."""
    link = required(record.get("link"), "link")
    title = required(record.get("title"), "title")
    fields = _fields(str(record.get("description") or ""))
    published = day(fields.get("published-date")) or day(record.get("pubDate"))
    if published is None:
        raise RecordError("neither the published date nor `pubDate` is a day")
    number = text(fields.get("campaign-number") or fields.get("pra-number") or fields.get("number")) or text(record.get("guid")) or link
    prose = text(fields.get("product-information") or fields.get("product-description") or fields.get("body"))
    identifying = text(fields.get("identifying-details") or fields.get("identifying-numbers") or fields.get("identification"))
    supplier = text(fields.get("supplier-name") or fields.get("supplier"))
    name, _, _ = title.partition(" — ")
    made = NoticedProduct(
        name,
        models=several(fields.get("model-numbers") or fields.get("model")),
        gtins=gtins(prose, identifying),
        lots=several(fields.get("batch-numbers")),
        description=f"{prose} {identifying}".strip(),
        category=", ".join(record.get("category") or ()),
    )
    return ProductNotice(
        f"au:{number.rsplit('/', 1)[-1].split()[0]}",
        "accc",
        title,
        link,
        published,
        (made,),
        hazard=text(fields.get("hazards") or fields.get("hazard")) or text(fields.get("product-defects") or fields.get("defects")),
        measure=text(fields.get("consumer-action") or fields.get("what-to-do")),
        markets=("AU",),
        companies=(supplier,) if supplier else (),
        pictures=tuple(fields.get("pictures", "").split()),
    )


class _Fields(HTMLParser):
    """Text of each field; the fields' own headings are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.pictures: list[str] = []
        self._open: list[str] = []
        self._label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "div":
            field = _FIELD.search(given.get("class", ""))
            self._open.append(field.group(1) if field else "")
        if tag == "time" and given.get("datetime"):
            self._keep(given["datetime"])
        if tag == "img" and given.get("src", "").startswith("https://"):
            self.pictures.append(given["src"])
        if "field__label" in given.get("class", "") or self._label:
            self._label += tag not in ("br", "img", "hr", "input")

    def handle_endtag(self, tag: str) -> None:
        if self._label:
            self._label -= 1
        if tag == "div" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._label:
            self._keep(data)

    def _keep(self, data: str) -> None:
        field = next((name for name in reversed(self._open) if name), "")
        if field and data.strip():
            self.found.setdefault(field, []).append(data.strip())


def _fields(markup: str) -> dict[str, str]:
    reader = _Fields()
    reader.feed(markup[:200_000])
    return {name: " ".join(parts) for name, parts in reader.found.items()} | {"pictures": " ".join(reader.pictures)}


def _steps(since: dt.date, until: dt.date, base: str) -> Iterator[Step]:
    yield Step("newest", f"{base}/rss/feed.xml/psa_recall")


def _read(answer: Answer, base: str, since: dt.date) -> Page:
    try:
        root = fromstring(answer.body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise RecordError(f"the answer is no RSS: {error}; it begins {answer.body[:60]!r}") from None
    records: list[Record] = []
    for item in root.iter("item"):
        record: Record = {tag: item.findtext(tag) or "" for tag in ("title", "link", "description", "pubDate", "guid")}
        records.append({**record, "category": [found.text or "" for found in item.findall("category")]})
    return Page(records)


FEED = Feed(
    "accc",
    "Australia ACCC recalls",
    "https://www.productsafety.gov.au",
    _steps,
    _read,
    parse,
    dt.date(2000, 1, 1),
    note="holds the newest hundred recalls only: pull it at least weekly",
)
