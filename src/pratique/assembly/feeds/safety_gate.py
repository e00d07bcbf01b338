"""EU Safety Gate (before: RAPEX), weekly reports as XML: a list of reports, and in each `<notifications>` once an alert.

Form: https://ec.europa.eu/safety-gate-alerts, "Download"; texts are CC BY 4.0. Tags as in the reports since 2005: `caseNumber`,
`reference`, `category`, `product`, `brand`, `name`, `type_numberOfModel`, `batchNumber_barcode`, `danger`, `riskType`, `measures`,
`pictures/picture` …
"""

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pratique.assembly.feeds.cells import RecordError, day, gtins, known, required, several, text
from pratique.assembly.feeds.feed import Answer, Feed, Page, Record, Step
from pratique.identity.notice import NoticedProduct, ProductNotice

_SETTLED = dt.timedelta(days=60)
"""Alerts are corrected for some weeks; a report older than that is not asked for again."""
_IN_LOTS = re.compile(r"(?i)\b(?:batch|lot|barcode|ean|gtin|upc|serial)\b[^:]{0,20}:\s*")


def parse(record: Record) -> ProductNotice:
    """One alert."""
    number = required(record.get("caseNumber"), "caseNumber")
    published = day(record.get("report_date"))
    if published is None:
        raise RecordError("the report has no date")
    kind, name = known(record.get("product")), known(record.get("name"))
    if not kind and not name:
        raise RecordError("neither `product` nor `name` says what it is")
    brands = several(record.get("brand"))
    batch = text(record.get("batchNumber_barcode"))
    numbers = gtins(batch, record.get("barcode"))
    lots = tuple(part for part in several(_IN_LOTS.sub("", batch)) if not gtins(part)) + several(record.get("batchNumber"))
    called = " ".join(part for part in (*brands, name, kind) if part)
    made = NoticedProduct(
        _without_repeats(called),
        brands,
        several(record.get("type_numberOfModel")),
        numbers,
        tuple(dict.fromkeys(lots)),
        text(record.get("description")),
        known(record.get("category")),
    )
    return ProductNotice(
        f"eu:{number}",
        "safety-gate",
        f"{called} ({number})",
        text(record.get("reference")),
        published,
        (made,),
        hazard=text(record.get("danger")) or text(record.get("riskType")),
        measure=text(record.get("measures")),
        level=text(record.get("level")),
        markets=("EU",),
        origin=several(record.get("countryOfOrigin")),
        pictures=tuple(record.get("pictures") or ()),
    )


def _without_repeats(called: str) -> str:
    return " ".join(dict.fromkeys(called.split()))


def _steps(since: dt.date, until: dt.date, base: str) -> Iterator[Step]:
    yield Step("list", f"{base}/safety-gate-alerts/api/download/weeklyReport/list/xml/en", kind="list")


def _read(answer: Answer, base: str, since: dt.date) -> Page:
    root = _tree(answer.body)
    if answer.step.kind == "list":
        return Page(more=list(_reports(root, base, since)))
    head = {tag: root.findtext(tag) for tag in ("report_date", "report_year", "report_week")}
    return Page([_flat(found, head) for tag in ("notifications", "notification") for found in root.iter(tag) if len(found) > 3])


def _reports(root: Element, base: str, since: dt.date) -> Iterator[Step]:
    found = []
    for report in root.iter("weeklyReport"):
        published, url = day(report.findtext("publicationDate")), (report.findtext("URL") or "").strip().strip(",")
        if published is None or not url:
            continue
        if published >= since - dt.timedelta(days=7):
            name = (report.findtext("reference") or str(published)).strip()
            parts = urlsplit(url)
            found.append((published, Step(f"report {name}", f"{base}{parts.path}?{parts.query}" if parts.query else f"{base}{parts.path}")))
    newest = max((published for published, _ in found), default=since)
    for published, step in sorted(found, key=lambda one: one[0]):
        yield Step(step.name, step.url, is_final=published < newest - _SETTLED, kind=str(published))


def _flat(found: Element, head: Record) -> Record:
    record: Record = {child.tag: "".join(child.itertext()).strip() for child in found}
    record["pictures"] = [url for picture in found.iter("picture") if (url := "".join(picture.itertext()).strip())]
    return {**head, **record}


def _tree(body: bytes) -> Element:
    try:
        return fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise RecordError(f"the answer is no XML: {error}; it begins {body[:60]!r}") from None


FEED = Feed("safety-gate", "EU Safety Gate alerts", "https://ec.europa.eu", _steps, _read, parse, dt.date(2005, 1, 1), pause=1.5)
