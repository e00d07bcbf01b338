"""An index in one file, for the command line: read as a whole, written aside and then put in its place."""

import io
import zipfile
from pathlib import Path

import msgspec
import numpy as np

from pratique.base.errors import SetupError
from pratique.identity.duplicates.fingerprint import Fingerprint
from pratique.identity.duplicates.index import DuplicateIndex

_FORM = "pratique duplicates 1"
_PRINTS = msgspec.msgpack.Decoder(list[Fingerprint | None])


def save(index: DuplicateIndex, path: Path) -> None:
    """Write an index. Raises SetupError where that cannot be."""
    index.settle()
    keys, rows = index.columns
    aside = path.with_name(path.name + ".writing")
    try:
        with zipfile.ZipFile(aside, "w") as file:
            file.writestr("form", _FORM)
            file.writestr("prints", msgspec.msgpack.encode(index.prints), zipfile.ZIP_DEFLATED, 1)
            for name, column in (("keys", keys), ("rows", rows)):
                held = io.BytesIO()
                np.save(held, column, allow_pickle=False)
                file.writestr(name, held.getvalue())
        aside.replace(path)
    except OSError as error:
        raise SetupError(f"{path}: cannot be written: {error.strerror or error}") from error


def load(path: Path) -> DuplicateIndex:
    """Read an index. Raises SetupError for what is none."""
    try:
        with zipfile.ZipFile(path) as file:
            if file.read("form") != _FORM.encode():
                raise SetupError(f"{path}: was written by another version; make it anew: pratique duplicates CATALOGUE --index {path}")
            prints = _PRINTS.decode(file.read("prints"))
            keys, rows = (np.load(io.BytesIO(file.read(name)), allow_pickle=False).astype(np.int32) for name in ("keys", "rows"))
    except OSError as error:
        raise SetupError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, KeyError, ValueError, msgspec.DecodeError) as error:
        raise SetupError(f"{path}: is no index of duplicates: {' '.join(str(error).split())[:120]}") from None
    if len(keys) != len(rows) or (len(rows) and not 0 <= int(rows.min()) <= int(rows.max()) < len(prints)):
        raise SetupError(f"{path}: is damaged; make it anew: pratique duplicates CATALOGUE --index {path}")
    return DuplicateIndex.of_columns(prints, keys, rows)
