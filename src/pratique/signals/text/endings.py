"""Which letters may stand before and behind a term in its language, so that one term meets its common forms.

Not a grammar: plural, case and article endings of nouns, as they occur in listings. A term's last vowel is cut where its language
changes it.
"""

from typing import NamedTuple


class Endings(NamedTuple):
    """Letters allowed around a term, in plain normal form."""

    after: frozenset[str]
    before: frozenset[str] = frozenset()
    """Not empty: the term may follow these letters within a word."""
    cut: tuple[str, ...] = ()
    """Endings that are taken off the term before it is looked for; longest first."""


def _set(letters: str) -> frozenset[str]:
    return frozenset(("", *letters.split()))


NONE = Endings(frozenset(("",)))

ENDINGS = {
    "en": Endings(_set("s es z")),
    "de": Endings(_set("e en er n s es em ern")),
    "nl": Endings(_set("en s n e es je jes tje tjes")),
    "sv": Endings(_set("ar er or en et s n na arna erna orna e r t")),
    "no": Endings(_set("er en et s ene e a r ne")),
    "fr": Endings(_set("s x e es")),
    "es": Endings(_set("s es a o as os"), cut=("a", "o")),
    "pt": Endings(_set("s es a o as os"), cut=("a", "o")),
    "it": Endings(_set("a e i o he hi"), cut=("a", "e", "o")),
    "pl": Endings(_set("a y i e ow om ami ach em u owi ie ia iem o ego ej ych ymi ym e ki"), cut=("ego", "a", "y", "i", "e", "o")),
    "ru": Endings(
        _set(
            "а я ы и о е у ю ь ой ей ом ем ам ям ами ями ах ях ов ев ий ый ая ое ые ие ого его ому ему ых их ую юю ою ья ьи ок ек ии ию ия"
        ),
        cut=("ый", "ий", "ая", "ое", "ые", "ие", "ия", "а", "я", "ы", "и", "о", "е", "ь"),
    ),
    "uk": Endings(
        _set("а я и і о е у ю ь ою ею ом ем ам ям ами ями ах ях ів їв ий а є ого ому их ими ої ій ї ок"),
        cut=("ий", "ій", "а", "я", "и", "і", "о", "е", "ь"),
    ),
    "tr": Endings(_set("lar ler i u lari leri a e da de ta te dan den si su li lu lik luk n in un im um")),
    "id": Endings(_set("nya an kan i lah ku mu"), before=_set("ber ter di ke pe per peng pen pem mem men meng me se ber")),
    "ms": Endings(_set("nya an kan i lah ku mu"), before=_set("ber ter di ke pe per peng pen pem mem men meng me se ber")),
    "fil": Endings(_set("ng s han in"), before=_set("na ma pa nag mag pang")),
    "ar": Endings(_set("ات ه ها ي ين ون ان هم نا يه ت تين ا"), before=_set("ال وال بال لل فال كال و ب ل ف ك")),
    "he": Endings(_set("ימ ות ה ת י ו"), before=_set("ה ו ב ל מ ש כ וה שה מה בה לה")),
    "hi": Endings(_set("ों ें ियां ियों े ी ा ो")),
}

LEAST_STEM = 4
"""No ending is taken off a term that would be shorter than this."""


def endings(language: str) -> Endings:
    """The endings of a language; none for those that do not inflect by letters, and for terms of no language."""
    return ENDINGS.get(language, NONE)


def stem(term: str, language: str) -> str:
    """The term without the ending that its language changes; a last word that is nothing but the ending stays."""
    for ending in endings(language).cut:
        if term.endswith(ending) and len(term) - len(ending) >= LEAST_STEM and term[-len(ending) - 1] != " ":
            return term[: -len(ending)]
    return term
