"""A catalogue tried at once: every row with its verdicts, as a table and as a file; hostile files are refused with the reason."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pratique.console.frame.door import LARGEST
from tests.assembly.test_workbook import bomb, workbook

CUP = "不锈钢保温水杯，大容量，家用办公均可，带茶漏"
ADDRESS = "/listings/try/catalogue"
ROWS = "listing_id,title,markets\nsku-1,Kids magnetic balls 5 mm,US\nsku-2,=1+1 <b>Cup</b>,DE\n,nothing,\n"


def upload(name: str, body: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, body, "application/octet-stream"), "channel": "aliexpress"}


@pytest.mark.parametrize(("name", "encoding"), [("a.csv", "utf-8"), ("a.csv", "utf-16"), ("a.tsv.csv", "gb18030")])
def test_a_table_of_verdicts(enter: Callable[..., Any], name: str, encoding: str) -> None:
    client = enter("strategist")
    page = client.post(ADDRESS, upload(name, ROWS.replace("Cup", CUP).encode(encoding))).content.decode()
    assert "2 listings" in page
    assert "1 row cannot be read" in page
    assert f"=1+1 &lt;b&gt;{CUP}&lt;/b&gt;" in page
    assert page.index("sku-1") < page.index("sku-2"), "the gravest first"


def test_the_file_has_a_row_for_every_listing(enter: Callable[..., Any], console: str) -> None:
    client = enter("strategist")
    sheet = workbook(("sku-1", "Kids magnetic balls 5 mm", 9, None, "US"), ("sku-2", "Steel cup", 3, None, "DE"))
    answer = client.post(ADDRESS, upload("a.xlsx", sheet) | {"as": "xlsx"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="catalogue-verdicts.xlsx"'
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:3] == ("Listing", "Title", "Verdict")
    assert [row[0] for row in rows[1:]] == ["sku-1", "sku-2"]
    assert rows[1][2] in ("Refused", "Held")
    assert rows[1][7], "what to do"
    chinese = client.post(ADDRESS, upload("a.csv", ROWS.encode()) | {"as": "csv"}, headers={"Accept-Language": "zh-hans"}).content.decode(
        "utf-8-sig"
    )
    assert "商品" in chinese
    assert "'=1+1" in chinese, "nothing that a spreadsheet would reckon out"
    with psycopg.connect(console) as connection:
        assert connection.execute("SELECT count(*) FROM decision").fetchone() == (0,), "nothing is kept"


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.xlsx", bomb, "at most 268 MB are read"),
        ("a.xlsx", lambda: b"PK\x03\x04 broken", "damaged"),
        ("a.csv", lambda: bytes(range(256)) * 40, "cannot be read"),
        ("a.csv", lambda: b"", "The file is empty"),
        ("a.csv", lambda: b"number,name\n1,x\n", "listing_id"),
        ("a.parquet", lambda: b"PAR1 no", "cannot be read"),
        ("a.json", lambda: b'[{"listing_id": "1", "title": "x"', "cannot be read"),
        ("a.exe", lambda: b"MZ", "This is no catalogue"),
    ],
)
def test_hostile_files_are_refused_with_the_reason(enter: Callable[..., Any], name: str, body: Callable[[], bytes], why: str) -> None:
    answer = enter("strategist").post(ADDRESS, upload(name, body()))
    page = answer.content.decode()
    assert answer.status_code == 422, page[:2000]
    assert why in page.replace("&#x27;", "'")
    assert "Traceback" not in page


def test_what_is_too_large_is_not_read(enter: Callable[..., Any]) -> None:
    client = enter("strategist")
    for given in (client, Client()):
        answer = given.generic("POST", ADDRESS, b"", CONTENT_LENGTH=str(LARGEST + 1), content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413
        assert "50 MiB" in answer.content.decode()


def test_walls_hold(enter: Callable[..., Any]) -> None:
    walled = enter("strategist", name="wall", channels=["lazada"], markets=["SG"])
    assert walled.post(ADDRESS, upload("a.csv", ROWS.encode())).status_code == 404
    page = walled.post(ADDRESS, upload("a.csv", ROWS.encode()) | {"channel": "lazada"}).content.decode()
    assert 'title="SG"' in page
    assert 'title="US"' not in page
    assert enter("trader", name="tess", subject="t-1").get(ADDRESS).status_code == 403
