"""Terms met at places of a listing."""

import msgspec

from pratique.signals.text.lexicon import LANGUAGE_END, PLAIN, Entry
from pratique.signals.text.normal import normalise
from pratique.signals.text.span import Source


class Form(msgspec.Struct, frozen=True, gc=False):
    """One normal form of a text of a listing; without `text`, that text in skeleton."""

    text: str
    reads: int
    """What may be met in it: `PLAIN`, `ACCENTED | ACCENTS_LEFT_OUT`, or all."""
    source: Source


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One term met at one place, boundaries and guards checked."""

    entry: Entry
    form: Form
    start: int
    end: int
    """Half-open span in the form; for a disguise, in the original."""

    @property
    def is_disguised(self) -> bool:
        """Whether the term was met in the skeleton alone."""
        return not self.form.text

    def span(self) -> tuple[int, int]:
        """Half-open span in the field as the trader wrote it."""
        if self.is_disguised:
            return self.start, self.end
        return self.form.source.span(self.start, self.end, accented=self.form.reads != PLAIN)

    def whole_span(self) -> tuple[int, int]:
        """The same with the letters its language puts around the term: who reads `Navaja` is not shown `Navaj`."""
        text, entry = self.form.text, self.entry
        if self.is_disguised or entry.end != LANGUAGE_END:
            return self.span()
        start = text.rfind(" ", 0, self.start) + 1 if entry.within else self.start
        return self.form.source.span(start, text.find(" ", self.end), accented=self.form.reads != PLAIN)

    def field_text(self) -> str:
        """The normal form the hit stands in (for a disguise: of the field it stands in)."""
        return self.form.text or normalise(self.form.source.raw)
