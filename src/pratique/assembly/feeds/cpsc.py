"""US Consumer Product Safety Commission, Recall Retrieval Web Services: a JSON array of recalls, asked for by day of publication.

Form: https://www.cpsc.gov/Recalls/CPSC-Recalls-Application-Program-Interface-API-Information. Brands and model numbers stand in prose.
"""

import datetime as dt
from collections.abc import Iterator

from pratique.assembly.feeds.cells import day, gtins, known, named, required, required_day, several, text
from pratique.assembly.feeds.feed import Answer, Feed, Page, Record, Step
from pratique.identity.notice import NoticedProduct, ProductNotice

_COMPANIES = ("Manufacturers", "Importers", "Distributors")


def parse(record: Record) -> ProductNotice:
    """One recall."""
    number = required(record.get("RecallNumber") or record.get("RecallID"), "RecallNumber")
    title = required(record.get("Title"), "Title")
    upcs = gtins(*(item.get("UPC") for item in record.get("ProductUPCs") or [] if isinstance(item, dict)))
    products = [item for item in record.get("Products") or [] if isinstance(item, dict) and known(item.get("Name"))]
    made = tuple(
        NoticedProduct(
            text(item["Name"]),
            models=several(item.get("Model")),
            gtins=upcs,
            description=text(item.get("Description")),
            category=known(item.get("Type")),
            units=known(item.get("NumberOfUnits")),
        )
        for item in products
    )
    return ProductNotice(
        f"cpsc:{number}",
        "cpsc",
        title,
        text(record.get("URL")),
        required_day(record.get("RecallDate"), "RecallDate"),
        made or (NoticedProduct(title, gtins=upcs),),
        updated=day(record.get("LastPublishDate")),
        hazard=" ".join(named(record.get("Hazards"), "Name")),
        measure="; ".join(named(record.get("RemedyOptions"), "Option") or named(record.get("Remedies"), "Name")),
        markets=("US",),
        origin=named(record.get("ManufacturerCountries"), "Country"),
        companies=tuple(dict.fromkeys(name for kind in _COMPANIES for name in named(record.get(kind), "Name"))),
        pictures=named(record.get("Images"), "URL"),
        text=text(record.get("Description")),
    )


def _steps(since: dt.date, until: dt.date, base: str) -> Iterator[Step]:
    at = since
    while at <= until:  # a request for each year, so that a broken run goes on where it stopped
        end = min(at + dt.timedelta(days=365), until)
        url = f"{base}/RestWebServices/Recall?format=json&LastPublishDateStart={at}&LastPublishDateEnd={end}"
        yield Step(f"{at}..{end}", url, is_final=end < until)
        at = end + dt.timedelta(days=1)


def _read(answer: Answer, base: str, since: dt.date) -> Page:
    return Page(answer.json_list())


FEED = Feed("cpsc", "US CPSC recalls", "https://www.saferproducts.gov", _steps, _read, parse, dt.date(1973, 1, 1))
