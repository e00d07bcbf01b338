"""Canada, recalls and safety alerts of Health Canada, the food inspection agency and Transport Canada: one JSON file, made anew each day.

Form: https://open.canada.ca, "Recalls and Safety Alerts"; Open Government Licence – Canada. Brands and numbers stand in the texts.
"""

import datetime as dt
from collections.abc import Iterator

from pratique.assembly.feeds.cells import day, gtins, known, required, required_day, text
from pratique.assembly.feeds.feed import Answer, Feed, Page, Record, Step, objects
from pratique.identity.notice import NoticedProduct, ProductNotice


def parse(record: Record) -> ProductNotice | None:
    """One recall; pages in French repeat those in English and are left out."""
    url = text(record.get("URL"))
    if "/fr/" in url:
        return None
    number = required(record.get("NID"), "NID")
    title = required(record.get("Title"), "Title")
    name = known(record.get("Product")) or title
    published = required_day(record.get("Last updated"), "Last updated")
    prose = text(record.get("What you should do"))
    made = NoticedProduct(name[:300], gtins=gtins(name, title), category=known(record.get("Category")))
    return ProductNotice(
        f"ca:{number}",
        "health-canada",
        title,
        url,
        published,
        (made,),
        updated=published,
        hazard=text(record.get("Issue")),
        measure=prose,
        level=known(record.get("Recall class")),
        markets=("CA",),
        companies=(known(record.get("Company")),) if known(record.get("Company")) else (),
        text=text(record.get("Product")),
    )


def _steps(since: dt.date, until: dt.date, base: str) -> Iterator[Step]:
    yield Step("all", f"{base}/sites/default/files/opendata-donneesouvertes/HCRSAMOpenData.json")


def _read(answer: Answer, base: str, since: dt.date) -> Page:
    found = answer.json()
    records = objects(found.get("data", found.get("results")) if isinstance(found, dict) else found, "the file")
    return Page([record for record in records if (at := day(record.get("Last updated"))) is None or at >= since])


FEED = Feed(
    "health-canada", "Canada recalls and safety alerts", "https://recalls-rappels.canada.ca", _steps, _read, parse, dt.date(2000, 1, 1)
)
