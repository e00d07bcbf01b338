"""The knowledge as structs: what the loader makes of `content/` and every engine reads.

Field by field this is `docs/reference/content-format.md`. Texts for people are mappings of language to text, always with `en` and `zh`.
"""

import datetime as dt
from typing import Literal

import msgspec

from pratique.base.period import Period
from pratique.base.place import Place
from pratique.facts.brand import Brand as Brand
from pratique.facts.concept import Concept as Concept
from pratique.facts.concept import Cue as Cue
from pratique.facts.concept import Quantity as Quantity
from pratique.facts.concept import Term as Term
from pratique.facts.concept import Text as Text

Demand = Literal["prohibited", "restricted", "certificate", "registration", "responsible_person", "label", "disclosure", "age_gate"]
DEMANDS: tuple[Demand, ...] = (
    "prohibited",
    "restricted",
    "certificate",
    "registration",
    "responsible_person",
    "label",
    "disclosure",
    "age_gate",
)
VERDICTS = ("allow", "allow_with_conditions", "hold", "refuse")
"""In rising order; the index is the byte of the batch engine's matrix."""
COMPARISONS = ("gt", "ge", "lt", "le", "eq", "ne", "in", "not_in")


class Citation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a legal instrument or house policy."""

    source: str
    article: str | None = None


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """A legal instrument, standard or house policy."""

    id: str
    title: Text
    citation: str
    """The short form a lawyer would write: `Regulation (EU) 2023/988`."""
    kind: Literal["law", "standard", "guidance", "house"] = "law"
    url: str | None = None
    in_force: Period = Period()
    articles: dict[str, Text] = {}
    place: Place | None = None


class DatedValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value from a day on, on the authority cited."""

    from_: dt.date
    value: float | str | bool | tuple[str, ...]
    basis: tuple[Citation, ...] = ()


class Parameter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A legal or house number that changes over time."""

    id: str
    """`<jurisdiction>/<name>`; rules of the jurisdiction write `param.<name>`."""
    title: Text
    values: tuple[DatedValue, ...]
    """Ascending by day."""
    unit: str | None = None
    place: Place | None = None

    def at(self, as_of: dt.date) -> DatedValue | None:
        """The value in force on a day, `None` before the first."""
        found = None
        for value in self.values:
            if value.from_ <= as_of:
                found = value
        return found


class ListEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One substance, species, entity or product named by an official list."""

    name: str
    terms: tuple[str, ...]
    """Every form met in listings, the name among them: synonyms, INCI and CAS numbers, trade names."""
    in_force: Period = Period()
    source: str = ""
    date: dt.date | None = None


class OfficialList(msgspec.Struct, frozen=True, omit_defaults=True):
    """An official list whose entries join the automaton; its concept is `list.<jurisdiction>/<name>`."""

    id: str
    title: Text
    entries: tuple[ListEntry, ...]
    place: Place | None = None


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which concepts wake a rule. Every name is a concept id; `family.*` and lists are resolved by the loader.

    Confidence is the least over `all`, of `any` the greatest; it is nil where one of `none` is read at 0.3 or more.
    """

    all: tuple[tuple[str, ...], ...] = ()
    """Groups that must all hold; a group holds as its greatest member (a plain name is a group of one)."""
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


class Comparison(msgspec.Struct, frozen=True, omit_defaults=True):
    """`path op value`: a fact or `quantity.*` against a literal or a parameter."""

    path: str
    op: str
    value: float | str | bool | tuple[str, ...] | None = None
    parameter: str | None = None
    """Full id of a parameter; then `value` is `None`."""


class Verified(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the content of a rule was checked against the law, and when."""

    by: Literal["official_text", "secondary", "unverified", "house"]
    checked: dt.date
    note: str = ""


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one jurisdiction or house demands of concepts, from when to when, on what authority."""

    id: str
    """`<jurisdiction>/<kebab-name>`."""
    title: Text
    when: Condition
    demand: Demand
    fix: Text
    basis: tuple[Citation, ...]
    verified: Verified
    jurisdiction: str = ""
    topic: str = ""
    """The topic its file is named by; where no topic has that name, the name itself."""
    subject: tuple[str, ...] = ("listing",)
    where: tuple[Comparison, ...] = ()
    expr: str | None = None
    """CEL over the facts of `docs/reference/expressions.md`; must be true as well as `when` and `where`."""
    sale: tuple[str, ...] = ()
    """`b2c`, `b2b`; empty means both."""
    stages: tuple[str, ...] = ("publish", "live")
    needs: tuple[str, ...] = ()
    """Document types, all of them needed; `a|b` means either."""
    shown_by: tuple[str, ...] = ()
    """Facts (or concepts) that show a label, disclosure, age gate or responsible person to be there; all needed."""
    in_force: Period = Period()
    placed_on_market: Period | None = None
    """The law spares goods placed on the market outside this period."""
    severity: int = 3
    """Harm: 1 slight … 4 death or serious injury, grave crime."""
    enforcement_class: str = "general"
    status: Literal["draft", "shadow", "live", "retired"] = "live"
    replaces: tuple[str, ...] = ()
    """Rules of a bloc this one stands in for, where this jurisdiction is the market's."""
    also: tuple[str, ...] = ()
    """Further topics it serves beside its own."""
    formerly: tuple[str, ...] = ()
    """Ids it had before, the oldest first: it is the same rule, its versions go on, and what was decided under them is found by them."""
    is_law: bool = True
    """False for house rules, which need no legal verification."""
    version: int = 1
    digest: str = ""
    """Hash of what the rule means, as its author wrote it: before `family.*` is resolved, without texts and status."""
    place: Place | None = None


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field of law; files of rules are named by it. In every market each mandatory one has a rule or a declared gap."""

    id: str
    title: Text
    mandatory: bool = True
    place: Place | None = None


class Gap(msgspec.Struct, frozen=True, omit_defaults=True):
    """A topic on which a jurisdiction's law is not written down here, and why."""

    topic: str
    reason: Text


class Pack(msgspec.Struct, frozen=True, omit_defaults=True):
    """A folder of policies: one jurisdiction, or one house."""

    id: str
    title: Text
    kind: Literal["law", "house"] = "law"
    authority: str = ""
    languages: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    place: Place | None = None


class Exclusion(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule that a market leaves out, and why."""

    rule: str
    reason: str


class Market(msgspec.Struct, frozen=True, omit_defaults=True):
    """Selling to buyers of one place: whose law applies, in which languages."""

    code: str
    title: Text
    jurisdictions: tuple[str, ...]
    """Packs from the widest to the narrowest: `[eu, de]`."""
    languages: tuple[str, ...] = ()
    currency: str = ""
    exclude: tuple[Exclusion, ...] = ()
    place: Place | None = None


class Charge(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one violation costs. Of several that fit, the first in the ladder counts."""

    points: float
    classes: tuple[str, ...] = ()
    """Enforcement classes; empty means any the ladder counts."""
    severity: int | None = None
    """Least harm of the rule that was broken; `None` means any."""
    uncapped: bool = False
    """Zero tolerance: the cap of a day does not bind it."""


class Rung(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number of points at which something follows."""

    at: float
    action: str
    """A kind of enforcement action on the trader."""
    days: int | None = None
    """How long it lasts; `None` is until lifted."""
    repeating: bool = False
    """It follows again at every multiple."""
    also: tuple[str, ...] = ()
    """What follows at the same time and for as long."""


class Ladder(msgspec.Struct, frozen=True, omit_defaults=True):
    """How violations add up on a channel, and what follows (Regulation (EU) 2022/2065 Art. 23 asks for such rules in the terms)."""

    id: str
    title: Text
    classes: tuple[str, ...]
    """Enforcement classes of the rules whose breach it counts."""
    charges: tuple[Charge, ...]
    rungs: tuple[Rung, ...]
    """Ascending."""
    decay_days: int = 365
    decay_from: Literal["each", "first"] = "each"
    """Each violation runs out by itself, or all of them so many days after the first."""
    day_cap: float | None = None
    """Most points of one day."""
    merge_days: int = 0
    """Violations within so many days of the first count as one, the costliest."""
    free: int = 0
    """So many first violations cost nothing."""
    same_right: Rung | None = None
    """What follows from so many points for infringing one and the same right, whatever the others add up to."""
    verified: Verified | None = None


class Channel(msgspec.Struct, frozen=True, omit_defaults=True):
    """One marketplace of the group: its house packs, and what it takes for granted."""

    id: str
    title: Text
    packs: tuple[str, ...] = ()
    sale_kind: str | None = None
    markets: tuple[str, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    place: Place | None = None


class DocumentType(msgspec.Struct, frozen=True, omit_defaults=True):
    """Evidence a trader can give, and how it is checked."""

    id: str
    title: Text
    kind: Literal["certificate", "declaration", "registration", "licence", "report", "label", "authorisation", "identity"]
    issuer: str = ""
    number_pattern: str | None = None
    """Regular expression the whole number must match; absent: any."""
    number_form: str | None = None
    """Form of `facts/number/certificate` that a number, where one is given, must have."""
    issuer_form: str | None = None
    """The same for who issued it: the issuer, or the number where that names the issuer too."""
    needs_expiry: bool = False
    place: Place | None = None


class Threshold(msgspec.Struct, frozen=True, omit_defaults=True):
    """Confidence from which is acted (`act`) and reviewed (`review`); empty selectors match everything."""

    act: float
    review: float
    channel: str | None = None
    market: str | None = None
    family: str | None = None
    stage: str | None = None


class Fallback(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a decision is when something was not known: by family, `*` for the rest."""

    degraded: dict[str, str] = {}
    undetermined: dict[str, str] = {}


class Strategy(msgspec.Struct, frozen=True, omit_defaults=True):
    """Thresholds and fallbacks, as data. The most specific threshold wins: more selectors first, then later in the file."""

    id: str
    title: Text
    thresholds: tuple[Threshold, ...]
    fallback: Fallback = Fallback()
    version: int = 1
    place: Place | None = None


class ConceptExample(msgspec.Struct, frozen=True, omit_defaults=True):
    """A listing title a trader would write that must, or must not, show the concept."""

    concept: str
    text: str
    hit: bool
    category: str | None = None
    place: Place | None = None


class RuleTest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A listing and what one rule must make of it."""

    rule: str
    name: str
    kind: Literal["violating", "near_miss", "date_edge"]
    listing: dict[str, object]
    expect: str
    """A verdict of the rule's finding; `allow` means no finding."""
    as_of: dt.date | None = None
    market: str | None = None
    channel: str | None = None
    stage: str | None = None
    place: Place | None = None


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that is known, after overlays: one effective content."""

    version: str
    """Calendar version of the base, `+` and the first of the hash where it has overlays."""
    hash: str
    concepts: dict[str, Concept] = {}
    topics: dict[str, Topic] = {}
    packs: dict[str, Pack] = {}
    sources: dict[str, Source] = {}
    parameters: dict[str, Parameter] = {}
    lists: dict[str, OfficialList] = {}
    rules: dict[str, Rule] = {}
    markets: dict[str, Market] = {}
    channels: dict[str, Channel] = {}
    documents: dict[str, DocumentType] = {}
    strategies: dict[str, Strategy] = {}
    brands: dict[str, Brand] = {}
    examples: tuple[ConceptExample, ...] = ()
    rule_tests: tuple[RuleTest, ...] = ()
