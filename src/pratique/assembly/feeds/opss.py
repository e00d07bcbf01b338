"""UK Office for Product Safety and Standards: alerts, reports and recalls on GOV.UK. The search API lists them, the content API has each.

Forms: https://docs.publishing.service.gov.uk, "Search API" and "Content API"; Open Government Licence. The body is HTML that opens with
lines `Product:`, `Hazard:`, `Corrective action:` and a table of product details.
"""

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from pratique.assembly.feeds.cells import RecordError, day, gtins, known, required, several, text
from pratique.assembly.feeds.feed import Answer, Feed, Page, Record, Step, objects
from pratique.identity.notice import NoticedProduct, ProductNotice

_ROWS = 200
_FORMAT = "product_safety_alert_report_recall"
_REFERENCE = re.compile(r"\(?(\d{4}-\d{4,5})\)?/?$")
_SOLD = re.compile(r"\s+sold (?:by|via|on|at)\s+.*$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:Product (?:Recall|Safety (?:Report|Alert)|Alert)|Alert|Recall)\s*(?:\w+\s*)?:\s*", re.IGNORECASE)


def parse(record: Record) -> ProductNotice:
    """One notice as the content API gives it."""
    path = required(record.get("base_path"), "base_path")
    title = required(record.get("title"), "title")
    details = record.get("details")
    if not isinstance(details, dict):
        raise RecordError("`details` is no object")
    given = details.get("metadata")
    meta: Record = given if isinstance(given, dict) else {}
    body = str(details.get("body") or "")
    published = day(meta.get("product_recall_alert_date")) or day(record.get("first_published_at"))
    if published is None:
        raise RecordError("neither `product_recall_alert_date` nor `first_published_at` is a day")
    found = _REFERENCE.search(title) or _REFERENCE.search(path)
    number = found.group(1) if found else path.rsplit("/", 1)[-1]
    name = _SOLD.sub("", _line(body, "Product")) or _REFERENCE.sub("", _PREFIX.sub("", title)).strip()
    tables = _tables(body) or [{}]
    return ProductNotice(
        f"gb:{number}",
        "opss",
        title,
        f"https://www.gov.uk{path}",
        published,
        tuple(_product(cells, name, text(meta.get("product_category")).replace("-", " ")) for cells in tables),
        updated=day(record.get("public_updated_at")),
        hazard=_line(body, "Hazard"),
        measure=_line(body, "Corrective action") or ", ".join(several(meta.get("product_measure_type"))),
        level=known(meta.get("product_risk_level")),
        markets=("GB",),
        origin=several(next((cells["country of origin"] for cells in tables if "country of origin" in cells), "")),
        text=text(record.get("description")),
    )


def _product(cells: dict[str, str], name: str, category: str) -> NoticedProduct:
    def cell(*names: str) -> str:
        return next((cells[one] for one in names if cells.get(one)), "")

    batches = cell("batches", "batch number", "batch numbers", "batch", "lot number")
    return NoticedProduct(
        name,
        several(cell("brand", "brand name", "brands").replace("/", ",")),
        several(cell("model", "model number", "model name", "models", "type number", "model / serial number")),
        gtins(cell("barcode", "barcodes", "ean", "gtin", "upc")),
        () if "all batches" in batches.lower() else several(batches),
        cell("product description", "description"),
        cell("type", "product type", "category") or category,
        cell("number of units", "quantity"),
    )


def _line(body: str, label: str) -> str:
    """The text behind `<p>Hazard: …</p>`, however the label is marked up."""
    for block in re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", body, re.DOTALL | re.IGNORECASE):
        plain = text(block)
        if plain.lower().startswith(f"{label.lower()}:"):
            return plain[len(label) + 1 :].strip()
    return ""


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._cell = []

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append(text(" ".join(self._cell)))
            self._cell = None


def _tables(body: str) -> list[dict[str, str]]:
    """Tables of names and values as mappings, names in lower case."""
    reader = _Table()
    reader.feed(body[:200_000])
    found = [{row[0].lower().strip(" :"): " ".join(row[1:]) for row in table if len(row) >= 2 and row[0]} for table in reader.tables]
    return [cells for cells in found if cells]


def _steps(since: dt.date, until: dt.date, base: str) -> Iterator[Step]:
    yield _search(since, 0, base)


def _search(since: dt.date, start: int, base: str) -> Step:
    asked = f"filter_format={_FORMAT}&filter_public_timestamp=from:{since}&order=public_timestamp&count={_ROWS}&start={start}"
    url = f"{base}/api/search.json?{asked}&fields=link,public_timestamp"
    return Step(f"search {since} {start}", url, kind=f"search {start}")


def _read(answer: Answer, base: str, since: dt.date) -> Page:
    found = answer.json_object()
    if not answer.step.kind.startswith("search"):
        return Page([found])
    results = objects(found.get("results"), "`results`")
    more = []
    for result in results:
        link, at = text(result.get("link")), text(result.get("public_timestamp"))
        if re.fullmatch(r"/[\w/-]+", link):
            more.append(Step(f"{link}@{at}", f"{base}/api/content{link}", is_final=True, may_be_absent=True))
    start = int(answer.step.kind.split()[1]) + len(results)
    total = found.get("total")
    if results and isinstance(total, int) and start < total:
        more.append(_search(since, start, base))
    return Page(more=more)


FEED = Feed(
    "opss", "UK product safety alerts, reports and recalls", "https://www.gov.uk", _steps, _read, parse, dt.date(2021, 1, 1), pause=0.3
)
