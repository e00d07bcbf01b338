"""Columns of a foreign export to ours: `--map title=product_name`, and names that differ in case and spaces only."""

import difflib
from collections.abc import Mapping, Sequence

from pratique.base.errors import InputError
from pratique.facts.from_row import COLUMNS

ROW_NUMBER = "#row"
"""As the source of `listing_id`: the number of the row or line."""

_NESTED = ("attributes", "trader", "manufacturer", "responsible_person", "warnings", "order")


class ColumnMap:
    """Which of our columns each column of the file fills. Raises `InputError` for a target that is none of ours."""

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self.mapping = dict(mapping or {})
        self.numbered = self.mapping.get("listing_id") == ROW_NUMBER
        self._targets: dict[str, tuple[str, ...]] = {}
        self._identical: set[str] = set()
        sources: dict[str, list[str]] = {}
        for target, source in self.mapping.items():
            if target not in COLUMNS and target.split(".", 1)[0] not in _NESTED:
                raise InputError(f"no column `{target}` to map to; {_near(target, COLUMNS) or 'ours are ' + ', '.join(COLUMNS)}")
            if source == ROW_NUMBER and target != "listing_id":
                raise InputError(f"`{ROW_NUMBER}` can stand for `listing_id` only, not for `{target}`")
            if source != ROW_NUMBER:
                sources.setdefault(source, []).append(target)
        self._sources = {source: tuple(targets) for source, targets in sources.items()}

    def targets(self, name: str) -> tuple[str, ...]:
        """Our names for one column of the file; a column not ours keeps its name."""
        found = self._targets.get(name)
        if found is None:
            found = self._sources.get(name) or (self._own(name),)
            if len(self._targets) < 10_000:
                self._targets[name] = found
                if found == (name,):
                    self._identical.add(name)
        return found

    def _own(self, name: str) -> str:
        stripped = name.strip().strip("\ufeff")
        folded = stripped.casefold().replace(" ", "_").replace("-", "_")
        nested = folded.partition(".")[0] in _NESTED[1:] and "." in folded
        if folded not in COLUMNS and not nested:
            return stripped
        return f"attributes.{stripped}" if folded in self.mapping else folded

    def header(self, names: Sequence[str], file: str) -> list[tuple[int, str]]:
        """Position and column of ours for each column of a table. Raises `InputError` where `listing_id` or `title` has none."""
        stripped = [name.strip().strip("\ufeff") for name in names]
        for source in self._sources:
            if source not in stripped:
                raise InputError(f"{file}: no column `{source}`; {_near(source, stripped) or 'it has ' + _shown(stripped)}")
        taken: dict[str, int] = {}
        pairs = []
        for position, name in enumerate(stripped):
            for target in self.targets(name):
                count = taken[target] = taken.get(target, 0) + 1
                if target in COLUMNS and count > 1:
                    target = f"attributes.{name}"
                pairs.append((position, target if count == 1 or target.startswith("attributes.") else f"{target} {count}"))
        for needed in ("listing_id", "title"):
            if needed not in taken and not (self.numbered and needed == "listing_id"):
                example = "listing_id=sku, or listing_id=#row to number the rows" if needed == "listing_id" else "title=product_name"
                raise InputError(f"{file}: no column `{needed}`; it has {_shown(stripped)}; name the column that holds it: --map {example}")
        return pairs

    def rename(self, row: dict[str, object]) -> dict[str, object]:
        """The row under our names; the same object where all names are ours already."""
        if row.keys() <= self._identical:
            return row
        renamed: dict[str, object] = {}
        for name, value in row.items():
            for target in self.targets(name):
                renamed[target] = value
        return renamed


def _near(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"did you mean `{near[0]}`?" if near else ""


def _shown(names: Sequence[str]) -> str:
    listed = ", ".join(f"`{name[:40]}`" for name in names[:20]) or "none"
    return listed + (f" and {len(names) - 20} more" if len(names) > 20 else "")
