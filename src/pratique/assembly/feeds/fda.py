"""US Food and Drug Administration, enforcement reports of openFDA: food, drugs and devices, pages of JSON linked by `Link` headers.

Form: https://open.fda.gov/apis/food/enforcement/; public domain. Texts hold brand, UPC and lot; `openfda` is filled for some drugs.
"""

import datetime as dt
import re
from collections.abc import Iterator

from pratique.assembly.feeds.cells import gtins, known, required, required_day, several, text
from pratique.assembly.feeds.feed import Answer, Feed, Page, Record, Step, objects
from pratique.identity.notice import NoticedProduct, ProductNotice

_KINDS = ("food", "drug", "device")
_NAME = re.compile(r"[,;]|\bUPC\b|\bNDC\b|\bNet\b|\bItem\b|\bManufactured\b|\bDistributed\b|\bRx\b|\bPackaged\b", re.IGNORECASE)


def parse(record: Record) -> ProductNotice:
    """One product of one recall event."""
    number = required(record.get("recall_number"), "recall_number")
    described = required(record.get("product_description"), "product_description")
    given = record.get("openfda")
    openfda: Record = given if isinstance(given, dict) else {}
    firm = known(record.get("recalling_firm"))
    name = _NAME.split(described, maxsplit=1)[0].strip(" .:-") or described
    codes = text(record.get("code_info"))
    made = NoticedProduct(
        name[:200],
        several(openfda.get("brand_name")),
        several(openfda.get("product_ndc")),
        gtins(described, codes, *(openfda.get("upc") or ())),
        several(codes)[:200],
        described,
        known(record.get("product_type")),
        known(record.get("product_quantity")),
    )
    return ProductNotice(
        f"fda:{number}",
        "fda",
        f"{firm} recalls {name}"[:300],
        f"https://www.accessdata.fda.gov/scripts/ires/index.cfm?Event={text(record.get('event_id'))}",
        required_day(record.get("report_date"), "report_date"),
        (made,),
        hazard=text(record.get("reason_for_recall")),
        measure=known(record.get("voluntary_mandated")),
        level=known(record.get("classification")),
        markets=("US",),
        companies=(firm,) if firm else (),
    )


def _steps(since: dt.date, until: dt.date, base: str) -> Iterator[Step]:
    for kind in _KINDS:
        at = since
        while at <= until:
            end = min(at + dt.timedelta(days=365), until)
            span = f"[{at:%Y%m%d}+TO+{end:%Y%m%d}]"
            url = f"{base}/{kind}/enforcement.json?search=report_date:{span}&sort=report_date:asc&limit=1000"
            yield Step(f"{kind} {at}..{end}", url, is_final=end < until, may_be_absent=True, kind=kind)
            at = end + dt.timedelta(days=1)


def _read(answer: Answer, base: str, since: dt.date) -> Page:
    records = objects(answer.json_object().get("results"), "`results`")
    step = answer.step
    more = [Step(f"{step.name}+", answer.next_url, step.is_final, may_be_absent=True, kind=step.kind)] if answer.next_url else []
    return Page(records, more)


FEED = Feed("fda", "US FDA enforcement reports", "https://api.fda.gov", _steps, _read, parse, dt.date(2012, 1, 1), pause=0.5)
