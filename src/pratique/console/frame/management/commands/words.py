"""`python -m pratique.console words`: bring the `.po` files of all areas up to what the screens say; gives what waits for a translation."""

from pathlib import Path

import polib
from django.core.management.base import BaseCommand

from pratique.console.words.catalogue import LANGUAGES
from pratique.console.words.extract import Said, extract

_CONSOLE = Path(__file__).parents[3]


class Command(BaseCommand):
    """New texts are added without translation, what is said nowhere falls away, what the frame says already is not asked again."""

    help = "Bring the .po files of all areas up to what the screens say."

    def handle(self, *_args: object, **_options: object) -> None:
        """Write the files."""
        found = extract(_CONSOLE)
        shared = found.get(_CONSOLE / "frame", set())
        for folder, said in sorted(found.items()):
            wanted = said if folder.name == "frame" else said - shared
            for language in LANGUAGES:
                self._write(folder / f"{language}.po", wanted)

    def _write(self, file: Path, wanted: set[Said]) -> None:
        known = {Said(one.msgid, one.msgid_plural, one.msgctxt or ""): one for one in polib.pofile(str(file))} if file.exists() else {}
        if not wanted and not known:
            return
        made = polib.POFile(wrapwidth=160)
        made.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=1; plural=0;"}
        for one in sorted(wanted):
            entry = known.get(one) or polib.POEntry(msgid=one.text, msgctxt=one.context or None, msgid_plural=one.plural)
            if one.plural and not entry.msgstr_plural:
                entry.msgstr_plural = {0: ""}
            made.append(entry)
            if not (entry.msgstr or entry.msgstr_plural.get(0)):
                self.stdout.write(f"{file.relative_to(_CONSOLE)}: {one.text}")
        made.save(str(file))
