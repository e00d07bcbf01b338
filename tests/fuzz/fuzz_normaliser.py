"""Coverage-guided fuzzing of the normal forms and disguises (`make fuzz`): any text is folded, leads back, and never hangs."""

import sys

import atheris

with atheris.instrument_imports(include=["pratique.signals"]):
    from pratique.signals.text.disguise import looks_disguised, unmask
    from pratique.signals.text.normal import both_forms, offsets
    from pratique.signals.text.number import lowered, measures, value


class _Everything(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


EVERYTHING = _Everything()


def one_input(data: bytes) -> None:
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(400)
    plain, light = both_forms(text)
    for form, keep in ((plain, False), (light, True)):
        places = offsets(text, keep_accents=keep)
        assert len(places) == len(form) + 1
        assert places == sorted(places)
    if looks_disguised(text, plain, closely=True) and (unmasked := unmask(text, EVERYTHING)) is not None:
        for number, word in enumerate(unmasked.words):
            assert unmasked.word_at(unmasked.text.index(word.skeleton)) >= 0 or not word.skeleton
            start, end = unmasked.span(number, number)
            assert 0 <= start < end <= len(text)
    for measure in measures(lowered(text)):
        for number_text in measure.numbers:
            assert value(number_text, True) >= 0


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
