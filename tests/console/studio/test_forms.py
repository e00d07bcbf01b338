"""Forms of a draft: every fault beside its field and all at once, in the reader's language; parameters, lists, law and brands."""

import re
from typing import Any

from pratique.console.screens.studio.editing import FORMS as EDITING
from pratique.console.screens.studio.forms import FIELD_OF, FORMS
from pratique.policy.lint.run import ISSUES
from tests.console.studio.conftest import draft


def faults(page: str) -> dict[str, str]:
    """Field → what stands beside it."""
    found = re.findall(r'<span class="wrong" id="wrong-([a-z_]+)">(.*?)</span>', page, re.DOTALL)
    for name, _ in found:
        assert re.search(rf'name="{name}"[^>]*aria-invalid="true" aria-describedby="wrong-{name}', page), name
    return {name: " ".join(text.split()) for name, text in found}


def test_every_form_is_drawn_and_read() -> None:
    assert FORMS.keys() == EDITING.keys()
    names = {field.name for form in FORMS.values() for field in form.fields}
    assert set(FIELD_OF.values()) <= names
    assert FIELD_OF.keys() <= {issue.name for issue in ISSUES}


def test_all_that_is_wrong_stands_beside_its_field(begun: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    address = draft(client)
    wrong = {
        "pack": "eu",
        "name": "Not Kebab",
        "any": "toy.watter_beads",
        "needs": "us.cpcc",
        "from": "2027-01-01",
        "to": "2026-01-01",
        "source": "",
    }
    answer = client.post(f"{address}/rule", {**wrong, "fix_en": "Keep <b>me</b>"})
    assert answer.status_code == 422
    page = answer.content.decode()
    found = faults(page)
    assert found.keys() == {"name", "title_en", "title_zh", "any", "needs", "fix_zh", "source", "to"}
    assert "did you mean `toy.water_beads`?" in found["any"]
    assert page.count("autofocus") == 1
    assert re.search(r'name="name"[^>]*autofocus', page)
    assert "Keep &lt;b&gt;me&lt;/b&gt;" in page, "what was typed is lost"
    assert "policies/eu" not in client.get(address).content.decode(), "nothing is written while something is wrong"
    back = client.get(f"{address}/rule?form=guard")  # a tab of the page that is shown again
    assert (back.status_code, back["Location"]) == (302, f"{address}?form=guard")
    client.cookies["django_language"] = "zh-hans"
    found = faults(client.post(f"{address}/rule", wrong).content.decode())
    assert found["to"] == "早于起始日"
    assert found["any"] == "没有“toy.watter_beads”; 是否指 `toy.water_beads`？"


WRONG: list[tuple[str, dict[str, str], set[str]]] = [
    ("term", {"concept": "toy.x", "language": "xx", "words": ""}, {"concept", "language", "words"}),
    ("threshold", {"act_from": "0.4", "review_from": "0.6"}, {"review_from"}),
    ("threshold", {"act_from": "7", "review_from": "many"}, {"act_from", "review_from"}),
    ("parameter", {"parameter": "eu/nicotine_maxx", "from": "x", "value": "much", "source": "eu-9"}, {"from", "value", "source", "title_en", "title_zh"}),
    ("parameter", {"parameter": "nowhere/x", "from": "2027-01-01", "value": "1"}, {"parameter", "title_en", "title_zh"}),
    ("list", {"list": "eu/nothing", "entry": "", "from": "2027-01-01", "to": "2026-01-01"}, {"list", "entry", "to"}),
    ("source", {"name": "EU 1", "citation": "", "url": "http://x", "article": "Art. 1"}, {"name", "pack", "citation", "title_en", "title_zh", "url", "says_en"}),
    ("brand", {"brand": "Wobble Toys", "office": "EUIPO", "nice_classes": "46"}, {"brand", "name", "number", "nice_classes"}),
    ("rename", {"rule": "us/watter-beads", "name": "X"}, {"rule", "name"}),
    ("take", {"unit": "us/watter-beads"}, {"unit"}),
]  # fmt: skip


def test_each_form_finds_everything_that_is_wrong(begun: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    address = draft(client)
    for form, given, wrong in WRONG:
        answer = client.post(f"{address}/{form}", given)
        assert answer.status_code == 422, form
        assert faults(answer.content.decode()).keys() == wrong, form


def test_lint_stands_beside_the_field_with_its_code(begun: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    address = draft(client)
    given = {"concept": "toy.water_beads", "language": "en", "words": "xyz", "hit": "xyz"}
    answer = client.post(f"{address}/term", given)
    assert answer.status_code == 200
    found = faults(answer.content.decode())
    assert found.keys() == {"words", "hit"}
    assert "short_term" in found["words"]
    assert "bare_example" in found["hit"]
    assert "xyz" in client.get(f"{address}?file=concepts/toy.yaml").content.decode(), "a warning keeps nobody from writing"
    client.cookies["django_language"] = "zh-hans"
    other = draft(client)
    assert "过短" in faults(client.post(f"{other}/term", given).content.decode())["words"]


def test_numbers_lists_law_and_brands(begun: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    address = draft(client)

    def written(form: str, given: dict[str, str], path: str) -> str:
        answer = client.post(f"{address}/{form}", given)
        assert answer.status_code == 302, (form, faults(answer.content.decode()))
        page: str = client.get(f"{address}?file={path}").content.decode()
        return str(page)[page.index('name="text"') : page.index("</textarea>", page.index('name="text"'))]

    law = {
        "name": "eu-2099-1",
        "pack": "eu",
        "citation": "Regulation (EU) 2099/1",
        "title_en": "Of the test",
        "title_zh": "测试法规",
        "from": "2027-01-01",
        "article": "Art. 3",
        "says_en": "Nicotine",
        "says_zh": "尼古丁",
    }
    text = written("source", law, "policies/eu/sources/studio.yaml")
    assert "citation: Regulation (EU) 2099/1" in text
    assert "Art. 3" in text
    value = {"parameter": "eu/nicotine_max", "from": "2027-06-01", "value": "16,5", "source": "eu-2099-1", "article": "Art. 3"}
    text = written("parameter", value, "policies/eu/parameters/nicotine_max.yaml")
    assert "value: 20" in text
    assert "{from: 2027-06-01, value: 16.5, basis: [{source: eu-2099-1, article: Art. 3}]}" in text
    entry = {
        "list": "eu/cosmetics-annex-2",
        "entry": "Testosterone cypionate",
        "words": "testosterone cypionate\n58-20-8",
        "source": "eu-2099-1",
        "date": "2026-12-01",
        "from": "2027-01-01",
    }
    text = written("list", entry, "policies/eu/lists/cosmetics-annex-2.yaml")
    assert (
        "{name: Testosterone cypionate, terms: [testosterone cypionate, 58-20-8], from: 2027-01-01, source: eu-2099-1, date: 2026-12-01}"
        in text
    )
    assert "Warfarin" in text
    brand = {
        "brand": "wobble-toys",
        "name": "Wobble Toys",
        "owner": "Wobble GmbH",
        "office": "EU",
        "number": "018000001",
        "nice_classes": "28",
        "gate": "on",
    }
    text = written("brand", brand, "brands/studio.yaml")
    assert "id: wobble-toys" in text
    assert "number: 018000001" in text
    text = written("brand", {"brand": "wobble-toys", "misspelt": "W0bble Toys"}, "brands/studio.yaml")
    assert "gate: true" in text
    assert "W0bble" in text
    for unit, path in (
        ("DE", "markets/DE.yaml"),
        ("eu", "policies/eu/pack.yaml"),
        ("lazada", "channels/lazada.yaml"),
        ("food", "topics.yaml"),
        ("us.cpc", "documents/us.yaml"),
    ):
        assert written("take", {"unit": unit}, path)
    name = address.rsplit("/", 1)[-1]
    laid = _laid(begun, name)
    assert laid.parameters["eu/nicotine_max"].values[-1].value == 16.5
    assert "testosterone cypionate" in {term.text for term in laid.concepts["list.eu/cosmetics-annex-2"].terms}
    assert "wobble toys" in {term.text.lower() for term in laid.concepts["brand.registered"].terms}
    written(
        "parameter",
        {"parameter": "eu/nicotine_max", "from": "2027-06-01", "value": "0", "source": "eu-2099-1", "act": "remove"},
        "policies/eu/parameters/nicotine_max.yaml",
    )
    written(
        "list",
        {"list": "eu/cosmetics-annex-2", "entry": "Testosterone cypionate", "act": "remove"},
        "policies/eu/lists/cosmetics-annex-2.yaml",
    )
    laid = _laid(begun, name)
    assert len(laid.parameters["eu/nicotine_max"].values) == 1
    assert "testosterone cypionate" not in {term.text for term in laid.concepts["list.eu/cosmetics-annex-2"].terms}


def _laid(url: str, name: str) -> Any:
    import psycopg

    from pratique.assembly.operations import drafts
    from pratique.base.actor import Actor
    from pratique.policy.load import load_content
    from pratique.store.transaction import transaction

    with psycopg.connect(url) as connection, transaction(connection) as tx:
        one = drafts.read(tx, Actor("user_ada", frozenset({"auditor"})), name)
        return drafts.laid_over(tx, load_content(), one, hashed=False).content


def test_a_channel_has_the_forms_it_may_use(begun: str, enter: Any) -> None:
    client = enter("strategist", name="lee", channels=["lazada"])
    page = client.get(draft(client)).content.decode()
    shown = set(re.findall(r"\?form=([a-z]+)", page))
    assert shown == {"rule", "parameter", "list", "source", "rename", "take"}


def test_a_zip_is_refused_with_its_reasons_on_the_page(begun: str, enter: Any) -> None:
    import io
    import zipfile

    client = enter("strategist", name="haas")
    address = draft(client)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
        archive.writestr("concepts/toy.yaml", "x")
    client.cookies["django_language"] = "zh-hans"
    answer = client.post(f"{address}/in", {"file": io.BytesIO(made.getvalue())})
    assert answer.status_code == 422
    assert "`../../etc/passwd` 指向压缩包之外" in answer.content.decode()
    assert client.post(f"{address}/in", {}).status_code == 422
    big = client.generic("POST", f"{address}/in", b"x", "multipart/form-data; boundary=b", CONTENT_LENGTH=2**30)
    assert big.status_code == 413
