"""The forms of a draft as they are drawn: fields with their labels, choices and what was typed, the fault of each beside it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pratique.base.errors import Fault
from pratique.console.frame.templatetags.frame import name_of, words
from pratique.console.screens.studio import editing, library
from pratique.facts.listing import STAGES
from pratique.policy.model import DEMANDS, Content
from pratique.policy.words import literal

Choices = Sequence[tuple[str, object]]
_SHORT = 60
"""Letters of a title in a list of choices."""


class Field(msgspec.Struct, frozen=True):
    """One field."""

    name: str
    label: Any
    kind: str = "line"
    """`line`, `lines`, `choice`, `check` or `day`."""
    given: str = ""
    """What stands in it where nothing was typed."""
    needed: bool = False
    names: str = ""
    """Kind of names it takes, for completion."""
    example: str = ""
    language: str = ""
    whole: bool = False
    """As wide as the form."""
    choices: Callable[["Wanting"], Choices] | None = None
    help: Any = ""


class Form(msgspec.Struct, frozen=True):
    """One form."""

    name: str
    title: Any
    fields: tuple[Field, ...]
    does: Any
    """What its button says."""
    else_does: Any = ""
    """What its second button says, where it can take away as well."""
    note: Any = ""
    for_all: bool = False
    """It changes what is for all channels, and is not for a draft of one."""


class Wanting(msgspec.Struct, frozen=True):
    """What the choices depend on."""

    content: Content
    packs: frozenset[str] | None
    """Packs the draft may change; `None`: all."""
    channels: frozenset[str] | None
    markets: frozenset[str] | None


class Drawn(msgspec.Struct, frozen=True):
    """One field on the page."""

    field: Field
    value: str
    faults: tuple[str, ...]
    choices: Choices
    is_first_wrong: bool

    @property
    def id(self) -> str:
        """In the page."""
        return f"field-{self.field.name}"


def _any(label: Any, found: Iterable[tuple[str, object]]) -> Choices:
    return [("", label), *found]


def _titled(units: Iterable[Any], key: str = "id") -> Choices:
    return [(getattr(one, key), words(one.title)) for one in units]


def _packs(wanting: Wanting) -> Choices:
    found = (one for one in wanting.content.packs.values() if wanting.packs is None or one.id in wanting.packs)
    return _titled(sorted(found, key=lambda one: (one.kind != "house", one.id)))


def _channels(wanting: Wanting) -> Choices:
    found = (one for one in wanting.content.channels.values() if wanting.channels is None or one.id in wanting.channels)
    return _any(_("Any channel"), _titled(found))


def _markets(wanting: Wanting) -> Choices:
    found = sorted(wanting.content.markets.values(), key=lambda one: one.code)
    inside = [one for one in found if wanting.markets is None or one.code in wanting.markets]
    return _any(_("Any market"), [(one.code, f"{one.code} · {words(one.title)}") for one in inside])


def _families(wanting: Wanting) -> Choices:
    return _any(_("Any family"), [(one, one) for one in sorted(library.families(wanting.content))])


def _topics(wanting: Wanting) -> Choices:
    return _titled(sorted(wanting.content.topics.values(), key=lambda topic: topic.id))


def _named(values: Iterable[str], kind: str) -> Choices:
    return [(one, name_of(one, kind)) for one in values]


_STRENGTH = (("strong", _("strong: enough by itself")), ("weak", _("weak: only with support")))
_KINDS = (
    ("law", _("law")),
    ("standard", pgettext_lazy("source", "standard")),
    ("guidance", _("guidance")),
    ("house", _("house")),
)
_CONCEPT = Field("concept", _("Concept"), needed=True, names="concepts", example="toy.magnet_set", whole=True)
_LANGUAGE = Field("language", _("Language"), given="en", needed=True)
_MISS = Field("miss", _("A listing that must be left alone"), "lines")
_SOURCE = Field("source", _("Instrument"), names="sources", example="eu-1223-2009")
_ARTICLE = Field("article", _("Article"), example="Art. 20")
_FROM, _TO = Field("from", _("In force from"), "day"), Field("to", pgettext_lazy("date", "until"), "day")

FORMS: dict[str, Form] = {
    one.name: one
    for one in (
        Form(
            "term",
            _("Term"),
            (
                _CONCEPT,
                _LANGUAGE,
                Field("strength", _("Strength"), "choice", choices=lambda _w: _STRENGTH),
                Field("words", _("Terms, one a line"), "lines", needed=True, whole=True),
                Field("exact", _("exactly as written: no inflection, no disguise"), "check", whole=True),
                Field("hit", _("A listing that must be met"), "lines"),
                _MISS,
            ),
            _("Add"),
            _("Remove instead"),
            for_all=True,
        ),
        Form(
            "guard",
            _("Guard"),
            (
                _CONCEPT,
                _LANGUAGE,
                Field("words", _("Guards, one a line"), "lines", needed=True, whole=True),
                msgspec.structs.replace(_MISS, whole=True),
            ),
            _("Add"),
            _("Remove instead"),
            for_all=True,
        ),
        Form(
            "threshold",
            _("Threshold"),
            (
                Field("act_from", _("Act from"), given="0.8", needed=True),
                Field("review_from", _("Review from"), given="0.5", needed=True),
                Field("family", _("Family"), "choice", choices=_families),
                Field("channel", _("Channel"), "choice", choices=_channels),
                Field("market", _("Market"), "choice", choices=_markets),
                Field("stage", _("Stage"), "choice", choices=lambda _w: _any(_("Any stage"), _named(STAGES, "stage"))),
            ),
            pgettext_lazy("threshold", "Set"),
            for_all=True,
        ),
        Form(
            "rule",
            _("New rule"),
            (
                Field("pack", _("Jurisdiction"), "choice", choices=_packs),
                Field("topic", _("Topic"), "choice", choices=_topics),
                Field("name", _("Id"), needed=True, example="no-wobble-orbs"),
                Field("demand", _("Demand"), "choice", choices=lambda _w: _named(DEMANDS, "demand")),
                Field("title_en", _("Title in English"), needed=True, whole=True),
                Field("title_zh", _("Title in Chinese"), needed=True, language="zh", whole=True),
                Field("any", _("One of these concepts"), names="concepts", example="toy.water_beads toy.magnet_set", whole=True),
                Field("all", _("All of these"), names="concepts"),
                Field("none", _("None of these"), names="concepts"),
                Field("needs", _("Documents"), names="documents", example="us.cpc"),
                Field("severity", _("Harm"), "choice", given="3", choices=lambda _w: [(one, one) for one in "1234"]),
                Field("fix_en", _("To put it right, in English"), needed=True, whole=True),
                Field("fix_zh", _("To put it right, in Chinese"), needed=True, language="zh", whole=True),
                _SOURCE,
                _ARTICLE,
                _FROM,
                _TO,
                Field("hit", _("A listing that must be found"), "lines"),
                Field("miss", _("A listing that only looks like it"), "lines"),
                Field("category", _("Category of these listings"), example="Toys > Educational", whole=True),
            ),
            _("Add"),
        ),
        Form(
            "parameter",
            _("Parameter"),
            (
                Field(
                    "parameter",
                    _("Parameter"),
                    needed=True,
                    names="parameters",
                    example="eu/nicotine_max",
                    whole=True,
                    help=_("Of a jurisdiction: “eu/…”. A new name makes a new parameter."),
                ),
                Field("from", _("Holds from"), "day", needed=True),
                Field("value", _("Value"), needed=True, example="20"),
                msgspec.structs.replace(_SOURCE, example="eu-2014-40"),
                _ARTICLE,
                Field("unit", _("Unit"), example="mg/ml"),
                Field("title_en", _("Title in English, if it is new"), whole=True),
                Field("title_zh", _("Title in Chinese, if it is new"), language="zh", whole=True),
            ),
            _("Set the value"),
            _("Take this value away"),
        ),
        Form(
            "list",
            _("List"),
            (
                Field("list", _("List"), needed=True, names="lists", example="eu/cosmetics-annex-2", whole=True),
                Field("entry", _("Entry, as the list has it"), needed=True, whole=True),
                Field(
                    "words",
                    _("Every form met in listings, one a line"),
                    "lines",
                    whole=True,
                    help=_("Synonyms, numbers, trade names; the name itself where nothing is said."),
                ),
                msgspec.structs.replace(_SOURCE, label=_("Instrument that put it there")),
                Field("date", _("State of the list"), "day"),
                Field("from", _("On the list from"), "day"),
                Field("to", pgettext_lazy("date", "until"), "day"),
            ),
            _("Add or change"),
            _("Remove instead"),
        ),
        Form(
            "source",
            _("Instrument of law"),
            (
                Field("name", _("Id"), needed=True, names="sources", example="eu-2026-123"),
                Field("pack", _("Jurisdiction"), "choice", choices=lambda w: _any(_("As it is"), _packs(w))),
                Field("citation", _("As a lawyer cites it"), example="Regulation (EU) 2026/123", whole=True),
                Field("title_en", _("Title in English"), whole=True),
                Field("title_zh", _("Title in Chinese"), language="zh", whole=True),
                Field("kind", _("Kind"), "choice", choices=lambda _w: _KINDS),
                Field("url", _("Address of the official text"), example="https://"),
                _FROM,
                _TO,
                Field("article", _("Article"), example="Art. 3", whole=True),
                Field("says_en", _("What it is about, in English")),
                Field("says_zh", _("What it is about, in Chinese"), language="zh"),
            ),
            _("Add or change"),
        ),
        Form(
            "brand",
            _("Brand"),
            (
                Field("brand", _("Id"), needed=True, names="brands", example="wobble-toys"),
                Field("name", _("As the owner writes it")),
                Field("owner", _("Owner"), whole=True),
                Field("names", _("Other ways of writing it, one a line"), "lines"),
                Field("lines", _("Names of its goods, one a line"), "lines"),
                Field("misspelt", _("Ways it is misspelt to deceive, one a line"), "lines"),
                Field("nice_classes", _("Nice classes"), example="28 25"),
                Field("office", _("Registered at"), example="EU"),
                Field("number", _("Number of the registration")),
                Field("mark", _("Mark in words, where it is not the name"), whole=True),
                Field("gate", _("ask sellers for the owner's authorisation first"), "check", whole=True),
                Field("ordinary", _("its name is an ordinary word: only the brand field counts"), "check", whole=True),
            ),
            _("Add or change"),
            for_all=True,
        ),
        Form(
            "rename",
            _("Rename"),
            (
                Field("rule", _("Rule"), needed=True, names="rules", example="us/water-beads", whole=True),
                Field("name", _("New id"), needed=True, example="expanding-water-beads", whole=True),
            ),
            _("Rename"),
            note=_("Its versions go on, and what was decided under the old id still finds it."),
        ),
        Form(
            "take",
            _("As text"),
            (Field("unit", _("Anything of the content"), needed=True, names="units", example="us/water-beads", whole=True),),
            _("Take in"),
            note=_(
                "Whatever it is, also a market, a pack with its gaps, a topic or a channel: it is put into the draft as it is, as text."
            ),
        ),
    )
}
FIELD_OF = {
    "short_term": "words", "term_trap": "words", "duplicate_term": "words", "lone_weak_term": "words", "conflicting_guard": "words",
    "bare_example": "hit", "untried_concept": "hit", "missing_example": "hit", "thin_test": "hit", "translation_missing": "language",
    "text_untranslated": "title_zh", "uncited_value": "source", "overlapping_period": "from", "missing_period": "from",
    "premature_rule": "from", "unverified_article": "article", "unverified_prohibition": "demand", "unreachable_rule": "any",
    "unshown_demand": "demand", "contradiction": "demand", "duplicate_rule": "name", "idle_concept": "concept", "unknown_topic": "topic",
}  # fmt: skip
"""Issue of lint → the field of a form it is about."""


def drawn(form: Form, given: Mapping[str, str], faults: Iterable[Fault], wanting: Wanting) -> list[Drawn]:
    """The fields of a form with what was typed and what is wrong, in order."""
    wrong: dict[str, list[str]] = {}
    for fault in faults:
        wrong.setdefault(fault.field, []).append(fault.message)
    first = next((one.name for one in form.fields if one.name in wrong), "")
    return [
        Drawn(
            one,
            given.get(one.name, one.given),
            tuple(wrong.get(one.name, ())),
            one.choices(wanting) if one.choices is not None else (),
            one.name == first,
        )
        for one in form.fields
    ]


def names_of(kind: str, content: Content, packs: frozenset[str] | None) -> list[tuple[str, str]]:
    """Names for completion, with their titles."""
    units: Mapping[str, Any] = getattr(content, kind) if kind != "units" else dict.fromkeys(editing.units(content))
    found = []
    for name, unit in units.items():
        if packs is not None and kind in ("rules", "parameters", "lists", "units") and name.partition("/")[0] not in packs:
            continue
        if kind == "concepts" and (unit.place is None or name.startswith("list.")):
            continue
        found.append((name, _title(unit)))
    return found


def known_values(name: str, content: Content) -> list[tuple[dt.date, str, str]]:
    """The values of a parameter: from when, what, on which law."""
    parameter = content.parameters.get(name)
    unit = f" {parameter.unit}" if parameter and parameter.unit else ""
    found = []
    for one in parameter.values if parameter else ():
        law = "; ".join(content.sources[cited.source].citation for cited in one.basis if cited.source in content.sources)
        found.append((one.from_, f"{literal(one.value)}{unit}", law))
    return found


def _title(unit: Any) -> str:
    if unit is None:
        return ""
    title = getattr(unit, "citation", None) or getattr(unit, "name", None) or words(getattr(unit, "title", ""))
    return str(title)[:_SHORT]
