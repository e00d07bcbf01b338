"""What a thing can be, contain, claim or infringe, and the words that show it.

The vocabulary that signals observe in and policy speaks in; it knows no law. Field by field this is `docs/reference/content-format.md`.
"""

import msgspec

from pratique.base.place import Place

Text = dict[str, str]
"""A text for people: language to words, always with `en` and `zh`."""


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words that show a concept, as traders of one language write them."""

    text: str
    language: str
    strong: bool = True
    exact: bool = False
    """No inflection: the word as it is (case and width still fold)."""
    case: bool = False
    """Upper and lower case as written, and no disguise (acronyms: `LSD`, `ID`)."""
    guards: tuple[str, ...] = ()
    """Guards of this term alone, beside the concept's."""
    fields: tuple[str, ...] = ()
    """Only in these fields; empty means any."""


class Quantity(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a number with a unit is read from text and attributes."""

    unit: str
    """Base unit, in which values are given to rules (a name `pint` knows, or `percent`, `ppm`, `count`)."""
    near: dict[str, tuple[str, ...]] = {}
    """Language → cue words; in free text one must stand within six words. Empty: any number with the unit counts."""
    attributes: tuple[str, ...] = ()
    """Attribute names whose value is this quantity; a bare number there is in the base unit."""
    within: tuple[str, ...] = ()
    """Read only where one of these concepts was read."""


class Cue(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words beside the name of a brand that say in which role it is named."""

    before: dict[str, tuple[str, ...]] = {}
    """Language → words in front of the name: *case for* an iPhone."""
    after: dict[str, tuple[str, ...]] = {}
    """Language → words behind it: Chanel *style*."""
    window: int = 2
    """How many words may stand between them and the name."""
    of: tuple[str, ...] = ()
    """Brand concepts for which they count; empty means any."""
    classes: tuple[str, ...] = ()
    """Product classes in which a name has this role without a word beside it: a phone case of no maker fits the phone it names."""
    confidence: float = 0.9
    """How sure it is where they stand close by; each word between takes a little off."""


class Concept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a listing can be, contain, claim or infringe; independent of any market."""

    id: str
    title: Text
    terms: tuple[Term, ...] = ()
    none_known: tuple[str, ...] = ()
    """Languages for which the author says that no term is known."""
    guards: dict[str, tuple[str, ...]] = {}
    """Language → words that turn a hit off when they stand within `window` words of it."""
    window: int = 3
    context: dict[str, tuple[str, ...]] = {}
    """Language → words that support weak terms anywhere in the same field; `#g` is any number with the unit g."""
    context_concepts: tuple[str, ...] = ()
    """Concepts (or `family.*`) whose own reading supports weak terms."""
    classes: tuple[str, ...] = ()
    """Product classes in which weak terms are supported."""
    not_classes: tuple[str, ...] = ()
    """Product classes that turn every hit off (a film about a weapon is no weapon)."""
    negation: bool = True
    """Whether `no …`, `without …`, `…-free` turn a hit off."""
    quantity: Quantity | None = None
    detector: str = ""
    """What reads it where no words do: `brand` (roles and the register), `identity` (the same product, the same offer)."""
    cues: tuple[Cue, ...] = ()
    """For a role in which a brand is named: what shows it."""
    parent: str | None = None
    """For `class.*`: the class above; a reading of a class is also one of every class above it."""
    hs: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """For `class.*`: parts of category paths as exports write them."""
    same_as: dict[str, tuple[str, ...]] = {}
    """For `class.*`: taxonomy (`google`, `gpc`, `shopify`) → ids of the same class there."""
    qualifies: bool = False
    """For `class.*`: its words make another noun this class: a toy car is a toy, a dog bed is for pets."""
    place: Place | None = None

    @property
    def family(self) -> str:
        """The first part of the id."""
        return self.id.split(".", 1)[0]
