"""The `.po` files of all areas, compiled into one catalogue when the console starts: no tool of gettext is needed on the machine.

Each area keeps `zh_Hans.po` in its folder. What is compiled lies in the cache folder under the hash of what it was made from.
"""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import polib

from pratique.policy.cache import cache_folder

LANGUAGES = ("zh_Hans",)


def sources(console: Path, language: str) -> list[Path]:
    """The files of a language, in order: what an earlier one says, a later one may not contradict."""
    return sorted(console.rglob(f"{language}.po"))


def compiled_folder(console: Path) -> Path:
    """A folder for Django's `LOCALE_PATHS`, made where it is not there yet."""
    files = [file for language in LANGUAGES for file in sources(console, language)]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:24]
    for parent in (cache_folder(), Path(tempfile.gettempdir()) / f"pratique-{os.getuid()}"):
        folder = parent / f"words-{digest}"
        with contextlib.suppress(OSError):
            for language in LANGUAGES:
                _compile(console, language, folder / language / "LC_MESSAGES" / "django.mo")
            return folder
    raise OSError("no folder to keep compiled words in; name one by PRATIQUE_CACHE")


def merged(console: Path, language: str, *, strictly: bool = False) -> polib.POFile:
    """All entries of a language as one; what is not translated yet is left out.

    Where two files give one text different translations the first counts; `strictly` raises ValueError.
    """
    whole = polib.POFile()
    whole.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=1; plural=0;"}
    seen: dict[tuple[str | None, str], tuple[str, Path]] = {}
    for file in sources(console, language):
        for entry in polib.pofile(str(file), encoding="utf-8"):
            name, says = (entry.msgctxt, entry.msgid), entry.msgstr or entry.msgstr_plural.get(0, "")
            if not says:
                continue
            known = seen.get(name)
            if known is None:
                seen[name] = says, file
                whole.append(entry)
            elif strictly and known[0] != says:
                raise ValueError(f"`{entry.msgid}` is `{known[0]}` in {known[1]} and `{says}` in {file}; say it once, or give it a context")
    return whole


def _compile(console: Path, language: str, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=target.parent)
    os.close(handle)
    merged(console, language).save_as_mofile(aside)
    Path(aside).replace(target)
