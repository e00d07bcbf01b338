"""Concepts: searched by any of their words; each with its terms by language, guards, examples and the rules that ask for it."""

from django.http import HttpResponse
from django.shortcuts import render

from pratique.base.errors import AbsentError
from pratique.console.frame.connection import working
from pratique.console.frame.lists import chosen, given
from pratique.console.frame.opening import Asked, screen
from pratique.console.screens.studio import library, shown
from pratique.console.screens.studio.rules import ON_A_PAGE, open_drafts
from pratique.policy.model import Content
from pratique.policy.written import concept_yaml

LISTS = "list"


@screen("content.read")
def listed(request: Asked) -> HttpResponse:
    """Concepts by words, terms, family."""
    free = given(request, "q", "cursor", "language")
    with working() as (_, content):
        families = sorted(library.families(content))
        family = chosen(request, "family", [*families, LISTS])
        found = [one for one in content.concepts.values() if one.id != "product.any" and (family is None or one.family == family)]
    if free.get("q"):
        found = [one for one in found if shown.fits(free["q"], (one.id,), one.title.values(), (term.text for term in one.terms))]
    if free.get("language"):
        found = [one for one in found if any(term.language == free["language"] for term in one.terms)]
    found.sort(key=lambda one: one.id)
    rest = [one for one in found if one.id > free.get("cursor", "")]
    rows = [(one, len(one.terms), len({term.language for term in one.terms})) for one in rest[:ON_A_PAGE]]
    view = {
        "rows": rows,
        "number": len(found),
        "page": {"next": rest[ON_A_PAGE - 1].id if len(rest) > ON_A_PAGE else None},
        "words": free.get("q", ""),
        "language": free.get("language", ""),
        "languages": _languages(content),
        "family": family,
        "families": [*families, LISTS],
        "tab": "concepts",
        "nav_here": "studio-rules",
    }
    return render(request, "studio/concepts.html", view)


@screen("content.read")
def one(request: Asked, name: str) -> HttpResponse:
    """One concept."""
    with working() as (tx, content):
        content = library.whole(tx, content)
        concept = content.concepts.get(name)
        if concept is None:
            raise AbsentError("concept", name)
        families = library.families(content)
        is_written = not name.startswith("list.") and concept.place is not None
        examples = [example for example in content.examples if example.concept == name]
        rules = [rule for rule in shown.asking(content, name) if rule in shown.rules_within(content, request.actor)]
        view = {
            "concept": concept,
            "terms": shown.terms_by_language(concept)[:40],
            "is_long": len(concept.terms) > 400,
            "supports": shown.named(content, concept.context_concepts, families),
            "classes": shown.named(content, concept.classes, families),
            "not_classes": shown.named(content, concept.not_classes, families),
            "hits": [example for example in examples if example.hit],
            "misses": [example for example in examples if not example.hit],
            "rules": rules[:100],
            "number": len(rules),
            "text": concept_yaml(concept, families) if is_written and len(concept.terms) < 2000 else "",
            "is_written": is_written,
            "tab": "concepts",
            "nav_here": "studio-rules",
            "drafts": open_drafts(tx, request.actor),
        }
    return render(request, "studio/concept_drawer.html" if request.htmx else "studio/concept.html", view)


def _languages(content: Content) -> list[str]:
    return sorted({term.language for concept in content.concepts.values() for term in concept.terms})
