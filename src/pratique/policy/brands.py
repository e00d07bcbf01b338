"""The names of the register's brands as terms of the concepts they show, where an author did not write them there already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from pratique.facts.brand import MISSPELT, REGISTERED, Brand
from pratique.policy.lint.fold import fold
from pratique.policy.model import Concept, Term


def with_brands(concepts: Mapping[str, Concept], brands: Iterable[Brand]) -> dict[str, Concept]:
    """Concepts with the brands' names.

    A name that any brand concept has as a term, strong or weak, is left as its author wrote it. Overlays bring brands of their own this
    way: their names are read without another word of content.
    """
    written = {_key(term.text) for concept in concepts.values() if concept.family == "brand" for term in concept.terms}
    more: defaultdict[str, list[Term]] = defaultdict(list)
    for brand in brands:
        target = brand.concept if brand.concept in concepts else REGISTERED
        named = [("any", name) for name in (brand.name, *brand.lines)]
        named += [(language, name) for language, group in brand.names.items() for name in group]
        for language, name in named:
            if _key(name) not in written:
                written.add(_key(name))
                fields = ("brand",) if brand.ordinary and name == brand.name else ()
                more[target].append(Term(name, language, fields=fields))
        more[MISSPELT] += [Term(name, "any", exact=True) for name in brand.misspelt if _key(name) not in written]
    return {
        name: msgspec.structs.replace(concept, terms=(*concept.terms, *more[name])) if name in more else concept
        for name, concept in concepts.items()
    }


def _key(name: str) -> str:
    return fold(name).strip()
