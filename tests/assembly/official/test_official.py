"""Official lists as their publishers give them. The files here are made in those forms; the entries are facts of the lists."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.assembly.official import FORMS, clean, entries_of, merged
from pratique.assembly.official.merge import list_text
from pratique.base.errors import InputError
from pratique.base.period import Period
from pratique.policy.load import load_content
from pratique.policy.model import ListEntry, OfficialList
from tests.policy.trees import SMALL, write_tree

COSING = """File creation date: 01/05/2026
"COSMETICS - CosIng: Annex II, last update: 30/04/2026"

Reference Number,Chemical name / INN,CAS Number,EC Number,Regulation,Other Directives/Regulations,SCCS opinions,Chemical/IUPAC Name,Identified INGREDIENTS or substances e.g.,CMR,Update Date
1339,"Hydroquinone, with the exception of entry 14 in Annex III",123-31-9,204-617-8,(EC) 2009/1223,,,,HYDROQUINONE,,01/01/2020
6,Methotrexate (INN),59-05-2,200-413-8,(EC) 2009/1223,,,,,,17/10/2010
7,Aminocaproic acid (INN) and its salts,60-32-2 / 60-32-3,200-469-3,(EC) 2009/1223,,,,6-AMINOCAPROIC ACID,,17/10/2010
98,Moved or deleted,,,,,,,,,
1611,"Mercury (elemental) and its compounds",7439-97-6,231-106-7,(EC) 2009/1223,,,,,,
"""
ECHA = """Substance name\tDescription\tEC No.\tCAS No.\tReason for inclusion\tDate of inclusion
Bis(2-ethylhexyl) phthalate (DEHP)\t-\t204-211-0\t117-81-7\tToxic for reproduction (Article 57c)\t28-Oct-2008
Lead\t-\t231-100-4\t7439-92-1\tToxic for reproduction (Article 57c)\t27-Jun-2018
"""
PROP65 = """STATE OF CALIFORNIA,,,,,
Chemical,Type of Toxicity,Listing Mechanism,CAS No.,Date Listed,NSRL or MADL (µg/day)a
"Lead and lead compounds",cancer,SQE,---,"October 1, 1992",15
Acrylamide,"cancer, developmental",AB,79-06-1,"January 1, 1990",0.2
"""
CITES = """Id,Kingdom,Scientific Name,Author,Rank,Listing,English common names,Spanish common names,French common names
1,Animalia,Manis pentadactyla,"Linnaeus, 1758",SPECIES,I,"Chinese pangolin;Scaly anteater",Pangolín chino,Pangolin de Chine
2,Plantae,Aquilaria malaccensis,Lam.,SPECIES,II,Agarwood,,Bois d'aigle
"""
SDN = """36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Havana, Cuba."
306,"BANCO NACIONAL DE CUBA (BNC)",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
424,"DOE, Jane",individual,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
"""
CSL = """{"total": 1, "results": [{"name": "Xinjiang Example Textile Co., Ltd.", "alt_names": ["XJ Example Textile", "新疆某纺织有限公司"], "type": null, "start_date": "2022-06-21"}]}"""


def read(tmp_path: Path, form: str, text: str) -> dict[str, tuple[tuple[str, ...], datetime.date | None]]:
    path = tmp_path / "list"
    path.write_text(text, "utf-8")
    return {entry.name: (entry.terms, entry.in_force.from_) for entry in entries_of(path, FORMS[form])[0]}


def test_cosmetics_annex(tmp_path: Path) -> None:
    assert read(tmp_path, "cosing", COSING) == {
        "Aminocaproic acid": (("Aminocaproic acid", "6-AMINOCAPROIC ACID", "60-32-2"), None),  # 60-32-3 fails its check digit
        "Hydroquinone": (("Hydroquinone", "123-31-9"), None),
        "Mercury": (("Mercury", "7439-97-6"), None),
        "Methotrexate": (("Methotrexate", "59-05-2"), None),
    }


def test_candidate_list(tmp_path: Path) -> None:
    assert read(tmp_path, "echa", ECHA) == {
        "Bis(2-ethylhexyl) phthalate": (("Bis(2-ethylhexyl) phthalate", "117-81-7"), datetime.date(2008, 10, 28)),
        "Lead": (("7439-92-1",), datetime.date(2018, 6, 27)),  # `lead` alone means too much
    }


def test_proposition_65(tmp_path: Path) -> None:
    assert read(tmp_path, "prop65", PROP65) == {
        "Acrylamide": (("Acrylamide", "79-06-1"), datetime.date(1990, 1, 1)),  # `lead` alone means too much and has no number
    }


def test_listed_species(tmp_path: Path) -> None:
    found = read(tmp_path, "cites", CITES)
    assert found["Manis pentadactyla"][0] == (
        "Manis pentadactyla",
        "Chinese pangolin",
        "Scaly anteater",
        "Pangolín chino",
        "Pangolin de Chine",
    )
    assert found["Aquilaria malaccensis"][0] == ("Aquilaria malaccensis", "Agarwood", "Bois d'aigle")


def test_sanctioned_entities_and_no_persons(tmp_path: Path) -> None:
    assert list(read(tmp_path, "sdn", SDN)) == ["AEROCARIBBEAN AIRLINES", "BANCO NACIONAL DE CUBA"]


def test_screening_list_as_json(tmp_path: Path) -> None:
    terms, since = read(tmp_path, "csl", CSL)["Xinjiang Example Textile Co., Ltd"]
    assert terms == ("Xinjiang Example Textile Co., Ltd", "XJ Example Textile", "新疆某纺织有限公司")
    assert since == datetime.date(2022, 6, 21)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no column `Chemical name / INN`, as the form `cosing` has; the file begins with: a, b"),
        ('["x"]', "holds no list of entries"),
        ("{", "not JSON"),
    ],
)
def test_a_file_in_another_form(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, "cosing", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\n" + "x" * 10_000_001, "not CSV"),
        ("[" * 100_000, "nested too deeply"),
        ("PK\x03\x04\x1b[31m", "begins with: PK\ufffd"),
    ],
    ids=["huge cell", "deep", "binary"],
)
def test_hostile_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, "plain", text)


@pytest.mark.parametrize("piece", [" ", " and", "a and ", ", or its ", " except", " (ab)", "a\t"])
def test_long_cells_take_no_time(piece: str) -> None:
    started = time.process_time()
    clean.names(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 2


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        entries_of(tmp_path / "none.csv", FORMS["cosing"])


@given(st.text(max_size=200))
def test_no_cell_is_too_strange(cell: str) -> None:
    for name in clean.writable(clean.names(cell)):
        assert name.strip()
        assert len(name) <= clean.LONGEST
    assert all(number in cell for number in clean.cas_numbers(cell))
    clean.day(cell)


BEFORE = OfficialList(
    "xx/list",
    {"en": "List", "zh": "清单"},
    (ListEntry("DEHP", ("bis(2-ethylhexyl) phthalate", "117-81-7", "邻苯二甲酸二辛酯")), ListEntry("Gone", ("gone thing",))),
)


def test_what_the_author_wrote_stays() -> None:
    new = [
        ListEntry("Bis(2-ethylhexyl) phthalate", ("117-81-7", "dioctyl"), Period(datetime.date(2008, 10, 28))),
        ListEntry("Lead", ("7439-92-1",)),
    ]
    result = merged(BEFORE, new)
    assert [(entry.name, entry.terms) for entry in result.entries] == [
        ("DEHP", ("bis(2-ethylhexyl) phthalate", "117-81-7", "邻苯二甲酸二辛酯", "dioctyl")),
        ("Gone", ("gone thing",)),
        ("Lead", ("7439-92-1",)),
    ]
    assert (result.new, result.wider, result.gone) == (1, 1, ("Gone",))
    again = merged(OfficialList("xx/list", {}, result.entries), new)
    assert (again.entries, again.new, again.wider) == (result.entries, 0, 0)


def test_the_written_list_loads(tmp_path: Path) -> None:
    hard = (
        ListEntry("Tom's: [list] #1", ("a, b", "yes", "null thing", "{x}"), Period(datetime.date(2020, 1, 1), datetime.date(2021, 1, 1))),
    )
    text = list_text("hard", {"en": "List: one", "zh": "清单"}, "xx-act", datetime.date(2026, 5, 1), hard)
    content = load_content(base=write_tree(tmp_path, {**SMALL, "policies/xx/lists/hard.yaml": text}))
    (entry,) = content.lists["xx/hard"].entries
    assert (entry.name, entry.terms, entry.in_force) == (hard[0].name, hard[0].terms, hard[0].in_force)
    assert (entry.source, entry.date) == ("xx-act", datetime.date(2026, 5, 1))
