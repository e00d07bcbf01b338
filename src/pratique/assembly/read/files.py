"""Which files an input is made of, and what kind each is."""

import datetime
from pathlib import Path

import msgspec

from pratique.base.errors import InputError

KINDS = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".txt": "delimited",
    ".jsonl": "json lines",
    ".ndjson": "json lines",
    ".json": "json document",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
}
STANDARD_INPUT = "-"
_FOREIGN = {
    b"PK\x03\x04": "a zip archive or an Excel workbook of another name; unpack it, or call it .xlsx",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save it as CSV",
    b"%PDF": "a PDF",
    b"BZh": "packed with bzip2; unpack it, or pack it with gzip",
    b"\xfd7zXZ": "packed with xz; unpack it, or pack it with gzip",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it, or pack it with gzip",
    b"ARROW1": "an Arrow file; write it as Parquet",
    b"SQLite": "a database; export the table as CSV",
}


class InputFile(msgspec.Struct, frozen=True):
    """One file of an input."""

    name: str
    """As messages name it: relative to a folder that was given."""
    path: Path | None
    """`None` for standard input."""
    size: int | None = None
    """Bytes; `None` where it is no regular file."""
    changed: str = ""

    @property
    def again(self) -> bool:
        """Whether it can be read more than once: no pipe."""
        return self.path is not None and self.size is not None


def input_files(source: str | Path) -> list[InputFile]:
    """The file, all known files of a folder in order of their names, or standard input for `-`. Raises `InputError` where there is none."""
    if str(source) == STANDARD_INPUT:
        return [InputFile("standard input", None)]
    path = Path(source)
    try:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _known(file) and not _hidden(file, path) and file.is_file())
            if not found:
                raise InputError(f"{path}: no file to read in this folder; known are {', '.join(KINDS)}, also with .gz")
            return [_described(file, str(file.relative_to(path))) for file in found]
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
        return [_described(path, path.name)]
    except (OSError, ValueError) as error:
        raise InputError(f"{str(source)[:200]!r}: cannot be opened: {getattr(error, 'strerror', None) or error}") from error


def kind_of_file(file: InputFile, sample: bytes) -> str:
    """What the file holds, by its first bytes and then its name. Raises `InputError` for what is known not to be a table."""
    if sample.startswith(b"PAR1"):
        return "parquet"
    told = _kind_by_name(Path(file.name))
    if told == "workbook" and sample.startswith(b"PK"):
        return told
    for mark, what in _FOREIGN.items():
        if sample.startswith(mark):
            raise InputError(f"{file.name}: this is {what}")
    start = sample[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if told in ("parquet", "workbook"):
        raise InputError(f"{file.name}: named as {'Parquet' if told == 'parquet' else 'an Excel workbook'} but it is none")
    if told == "json lines" or (told == "json document" and _first_line_is_whole(start)):
        return "json lines"
    if told == "json document":
        return told
    if told is None or file.path is None:
        if start[:1] == b"{":
            return "json lines" if _first_line_is_whole(start) or b"\n" not in start else "json document"
        if start[:1] == b"[":
            return "json document"
    return "delimited"


def _first_line_is_whole(start: bytes) -> bool:
    line = start.split(b"\n", 1)[0].rstrip()
    return line.startswith(b"{") and line.endswith(b"}")


def _kind_by_name(path: Path) -> str | None:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return KINDS.get(suffixes[-1]) if suffixes else None


def _known(path: Path) -> bool:
    return _kind_by_name(path) is not None and not path.name.endswith(".rejects.jsonl")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _described(path: Path, name: str) -> InputFile:
    stat = path.stat()
    if not path.is_file():
        return InputFile(name, path)
    changed = datetime.datetime.fromtimestamp(stat.st_mtime, datetime.UTC).isoformat()
    return InputFile(name, path, stat.st_size, changed)
