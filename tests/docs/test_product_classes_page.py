"""`docs/reference/product-classes.md` is the tree of the packaged taxonomy. `PRATIQUE_UPDATE_GOLDENS=1 pytest tests/docs/test_product_classes_page.py` writes it anew."""

import os
from collections import defaultdict
from pathlib import Path

from pratique.facts.concept import Concept
from pratique.policy.load import load_content

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "product-classes.md"
HEAD = """# Product classes

What a listing can be, as a tree: {number} classes, each with its headings of the Harmonised System (2022; where none is named, those of the class
above hold) and, in brackets, ids in Google's product taxonomy. Rules and concepts name classes by id; `pratique classify` says which one a listing is
of. The words of a class are in `content/taxonomy/` and in `pratique content show ID`.

"""


def page() -> str:
    classes = {name: one for name, one in load_content().concepts.items() if one.family == "class"}
    below: defaultdict[str | None, list[Concept]] = defaultdict(list)
    for one in classes.values():
        below[one.parent].append(one)
    lines: list[str] = []

    def put(one: Concept, depth: int) -> None:
        same = ", ".join(one.same_as.get("google", ()))
        facts = "".join((f" · HS {', '.join(one.hs)}" if one.hs else "", f" [{same}]" if same else ""))
        lines.append(f"{'  ' * depth}* `{one.id.removeprefix('class.')}` {one.title['en']} · {one.title['zh']}{facts}")
        for child in sorted(below[one.id], key=lambda child: child.id):
            put(child, depth + 1)

    for root in sorted(below[None], key=lambda root: root.id):
        put(root, 0)
    assert len(lines) == len(classes), "a class hangs on nothing"
    return HEAD.format(number=len(classes)) + "\n".join(lines) + "\n"


def test_the_page_is_current() -> None:
    if os.environ.get("PRATIQUE_UPDATE_GOLDENS"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()
