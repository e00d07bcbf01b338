"""What a decision means, as plainly as it can be written: one rule at a time, nothing prepared, nothing cached.

`docs/reference/semantics.md` is the prose of this module. The other engines must agree with it and share no code with it.
"""

import datetime
from collections.abc import Iterable

from pratique.base.errors import InputError
from pratique.base.pattern import fits
from pratique.engine.decision import (
    ALLOW,
    CONDITIONS,
    HOLD,
    NONE_BELOW,
    REFUSE,
    SHOWN_FROM,
    ConceptConfidence,
    Decision,
    Finding,
)
from pratique.engine.reference_comparison import compare, same_name
from pratique.facts import Document, Listing, Reading
from pratique.facts.coverage import covered_markets, covers_goods
from pratique.facts.expressions import paths as paths_of_expression
from pratique.facts.number.certificate import is_written_so
from pratique.facts.paths import kind_of
from pratique.policy.model import VERDICTS, Content, Market, Rule, Strategy

PERSONS = ("manufacturer", "responsible_person", "trader")


def decide(
    content: Content,
    listing: Listing,
    readings: Iterable[Reading],
    *,
    market: str,
    channel: str | None,
    stage: str,
    as_of: datetime.date,
    strategy: str,
    degraded: frozenset[str] | None = None,
) -> Decision:
    """Decide one subject for one market. `degraded` names the families a failed detector could have read; empty: any."""
    asked = Question(content, listing, tuple(readings), market, channel, stage, as_of, strategy)
    found: list[tuple[int, Finding]] = []
    missing: set[str] = set()
    for rule in content.rules.values():
        if asked.in_force(rule) and not asked.replaced(rule):
            outcome = asked.evaluate(rule)
            if outcome is not None:
                found.append(outcome[:2])
                missing |= outcome[2]
    found.sort(key=lambda item: (-item[0], -item[1].confidence, item[1].concepts, item[1].rule))
    verdict = max([ALLOW, *(number for number, _ in found)])
    if degraded is not None:
        verdict = max(verdict, asked.fallback(asked.strategy.fallback.degraded, degraded or {"*"}))
    return Decision(
        listing_id=listing.listing_id,
        market=market,
        verdict=VERDICTS[verdict],
        confidence=found[0][1].confidence if found else None,
        findings=tuple(finding for _, finding in found),
        concepts=tuple(ConceptConfidence(concept, confidence) for concept, confidence in sorted(asked.confidence.items())),
        missing=tuple(sorted(missing)),
        evidence=tuple(evidence for reading in asked.readings for evidence in reading.evidence),
        degraded=degraded is not None,
        content_version=content.version,
        strategy_version=f"{asked.strategy.id}@{asked.strategy.version}",
        as_of=as_of,
        stage=stage,
        channel=channel,
    )


class Question:
    """One subject asked about in one market: what is read, what is in force, and what each rule makes of it."""

    def __init__(
        self,
        content: Content,
        listing: Listing,
        readings: tuple[Reading, ...],
        market: str,
        channel: str | None,
        stage: str,
        as_of: datetime.date,
        strategy: str,
    ) -> None:
        if market not in content.markets:
            raise InputError(f"unknown market `{market}`")
        if channel is not None and channel not in content.channels:
            raise InputError(f"unknown channel `{channel}`")
        if strategy not in content.strategies:
            raise InputError(f"unknown strategy `{strategy}`")
        self.content, self.listing, self.readings, self.stage, self.as_of = content, listing, readings, stage, as_of
        self.market: Market = content.markets[market]
        self.channel = content.channels[channel] if channel is not None else None
        self.strategy: Strategy = content.strategies[strategy]
        self.confidence: dict[str, float] = {}
        for reading in readings:
            self.confidence[reading.concept] = max(reading.confidence, self.confidence.get(reading.concept, 0.0))

    # Scope

    def in_force(self, rule: Rule) -> bool:
        """Whether a rule is in force here and now, for this kind of subject; replacement apart."""
        packs = self.channel.packs if self.channel else ()
        return (
            rule.status == "live"
            and (rule.jurisdiction in self.market.jurisdictions or rule.jurisdiction in packs)
            and self.as_of in rule.in_force
            and self.stage in rule.stages
            and self.listing.kind in rule.subject
            and rule.id not in [exclusion.rule for exclusion in self.market.exclude]
        )

    def replaced(self, rule: Rule) -> bool:
        """Whether another rule in force stands in for it."""
        return any(rule.id in other.replaces and other.id != rule.id and self.in_force(other) for other in self.content.rules.values())

    # One rule

    def evaluate(self, rule: Rule) -> tuple[int, Finding, set[str]] | None:
        """The verdict, the finding and the facts it lacks; `None` where there is no finding."""
        confidence = self.confidence_of(rule)
        family = self.family_of(rule)
        act, review = self.threshold(family)
        if confidence <= 0 or confidence < review:
            return None
        holds, unknown = self.comparisons(rule)
        if holds is False:
            return None
        verdict, missing = self.demand(rule, confidence >= act)
        if rule.is_law and rule.verified.by == "unverified":
            verdict = min(verdict, HOLD)
        if holds is None:
            verdict = min(verdict, self.fallback(self.strategy.fallback.undetermined, {family}))
        if verdict == ALLOW:
            return None
        members = dict.fromkeys(name for name in self.members(rule) if self.confidence.get(name, 0.0) >= review and name != "product.any")
        finding = Finding(
            rule=rule.id,
            version=rule.version,
            demand=rule.demand,
            verdict=VERDICTS[verdict],
            concepts=tuple(name for name in members if self.confidence.get(name, 0.0) > 0),
            confidence=confidence,
            basis=tuple(self.citation(c.source, c.article) for c in rule.basis),
            fix=rule.fix.get("en", ""),
            fix_zh=rule.fix.get("zh", ""),
        )
        return verdict, finding, unknown | missing

    def read(self, concept: str) -> float:
        """Confidence of a concept; `product.any` is certain."""
        return 1.0 if concept == "product.any" else self.confidence.get(concept, 0.0)

    def members(self, rule: Rule) -> list[str]:
        """Concepts of `all`, then `any`, in order."""
        return [name for group in rule.when.all for name in group] + list(rule.when.any)

    def confidence_of(self, rule: Rule) -> float:
        """Confidence of the rule; 0 where it does not hold."""
        if any(self.read(name) >= NONE_BELOW for name in rule.when.none):
            return 0.0
        groups = [*rule.when.all, *([rule.when.any] if rule.when.any else [])]
        return min((max((self.read(name) for name in group), default=0.0) for group in groups), default=0.0)

    def family_of(self, rule: Rule) -> str:
        """Family of the concept read best."""
        greatest, family = 0.0, "product"
        for name in self.members(rule):
            if name != "product.any" and self.read(name) > greatest:
                greatest, family = self.read(name), name.split(".", 1)[0]
        return "substance" if family == "list" else family

    def threshold(self, family: str) -> tuple[float, float]:
        """*act* and *review* for a family."""
        asked = {"channel": self.channel.id if self.channel else None, "market": self.market.code, "family": family, "stage": self.stage}
        best, most = (0.8, 0.5), -1
        for threshold in self.strategy.thresholds:
            selectors = {name: getattr(threshold, name) for name in asked if getattr(threshold, name) is not None}
            if len(selectors) >= most and all(asked[name] == wanted for name, wanted in selectors.items()):
                best, most = (threshold.act, threshold.review), len(selectors)
        return best

    def fallback(self, table: dict[str, str], families: Iterable[str]) -> int:
        """The gravest verdict the strategy gives these families when something is not known."""
        names = [table.get(family, table.get("*", "")) for family in families]
        return HOLD if "hold" in names else CONDITIONS

    def citation(self, source: str, article: str | None) -> str:
        """A citation as text."""
        text = self.content.sources[source].citation if source in self.content.sources else source
        return f"{text}, {article}" if article else text

    # Comparisons: True, False, or None for unknown

    def comparisons(self, rule: Rule) -> tuple[bool | None, set[str]]:
        """Whether `sale`, `placed_on_market`, `where` and `expr` hold, and the facts for want of which that is unknown."""
        outcomes: dict[str, bool | None] = {}
        unknown: set[str] = set()
        if rule.sale:
            sale = self.listing.sale_kind or (self.channel.sale_kind if self.channel else None)
            outcomes["sale_kind"] = None if sale is None else sale in rule.sale
            unknown |= {"sale_kind"} if sale is None else set()
        if rule.placed_on_market is not None and self.listing.placed_on_market is not None:
            outcomes["placed_on_market"] = self.listing.placed_on_market in rule.placed_on_market
        for number, comparison in enumerate(rule.where):
            literal: object = comparison.value
            if comparison.parameter is not None:
                dated = self.content.parameters[comparison.parameter].at(self.as_of)
                literal = None if dated is None else dated.value
            outcome = False if literal is None else compare(self.fact(comparison.path), comparison.op, literal)
            outcomes[f"where {number}"] = outcome
            unknown |= {comparison.path} if outcome is None else set()
        if rule.expr is not None:
            outcomes["expr"], lacking = self.expression(rule.expr)
            unknown |= lacking
        if False in outcomes.values():
            return False, set()
        return (None if None in outcomes.values() else True), unknown

    def fact(self, path: str) -> object:
        """The value of a path, `None` where it is absent; a tuple of values for quantities."""
        root, _, part = path.partition(".")
        if root == "quantity":
            values = sorted({value for reading in self.readings if reading.concept == path for value in reading.values})
            return tuple(values) or None
        value = getattr(self.listing, root)
        if part and isinstance(value, dict):
            matching = [value[name] for name in value if same_name(name, part)]
            return matching[0] if matching else None
        return getattr(value, part, None) if part else value

    def expression(self, expr: str) -> tuple[bool | None, set[str]]:
        """Whether a CEL expression is true, and the facts it lacks."""
        known: dict[str, object] = {}
        parts: dict[str, dict[str, object]] = {}
        paths = paths_of_expression(expr)
        lacking = {path for path in paths if self.fact(path) is None}
        if lacking:
            return None, lacking
        for path in paths:
            root, _, part = path.partition(".")
            value = self.fact(path)
            if isinstance(value, tuple):
                value = list(value)
            elif isinstance(value, datetime.date):
                value = datetime.datetime(value.year, value.month, value.day, tzinfo=datetime.UTC)
            if part:
                parts.setdefault(root, {})[part] = value
            else:
                known[root] = value
        known.update(parts)
        known["as_of"] = datetime.datetime(self.as_of.year, self.as_of.month, self.as_of.day, tzinfo=datetime.UTC)
        import cel  # loads a terminal toolkit with it: only rules with an expression pay

        try:
            outcome = cel.evaluate(expr, known)
        except Exception:  # any failure in the expression leaves the rule undetermined, it never decides
            outcome = None
        if isinstance(outcome, bool):
            return outcome, set()
        return None, set(paths) or {"expr"}

    # What is demanded

    def demand(self, rule: Rule, sure: bool) -> tuple[int, set[str]]:
        """Verdict of a rule that holds, and what is unmet."""
        if rule.demand == "prohibited":
            return (REFUSE if sure else HOLD), set()
        unmet = {need for need in rule.needs if not self.met(need)}
        hidden = {item for item in rule.shown_by if not any(self.shown(name) for name in item.split("|"))}
        if rule.demand == "restricted":
            satisfied = (rule.needs or rule.shown_by) and not unmet and not hidden
            return (CONDITIONS if satisfied else HOLD), unmet | hidden
        if not rule.needs and not rule.shown_by:
            return CONDITIONS, set()
        verdict = ALLOW
        if unmet:
            verdict = HOLD if all(self.known(need) for need in unmet) else CONDITIONS
        if hidden:
            incomplete = rule.demand == "responsible_person" and any(self.incomplete(item) for item in hidden)
            verdict = max(verdict, HOLD if incomplete else CONDITIONS)
        return verdict, unmet | hidden

    def met(self, need: str) -> bool:
        """Whether a document meets a need."""
        documents = (*(self.listing.documents or ()), *(self.listing.on_file or ()))
        return any(document.type in need.split("|") and self.valid(document) for document in documents)

    def known(self, need: str) -> bool:
        """Whether it is known what documents there are for a need."""
        return self.listing.documents is not None or any(document.type in need.split("|") for document in self.listing.on_file or ())

    def valid(self, document: Document) -> bool:
        """Whether a document counts: number, issuer, dates, what it covers."""
        kind = self.content.documents.get(document.type)
        if kind is not None:
            pattern = kind.number_pattern
            if pattern is not None and (document.number is None or not fits(pattern, document.number)):
                return False
            if not is_written_so(document, kind.number_form, kind.issuer_form, self.as_of):
                return False
            if kind.needs_expiry and document.valid_to is None:
                return False
        if document.valid_from is not None and document.valid_from > self.as_of:
            return False
        if document.valid_to is not None and document.valid_to < self.as_of:
            return False
        places = covered_markets(document, self.content.markets)
        return (places is None or self.market.code in places) and covers_goods(document, self.listing, self.content.markets)

    def shown(self, name: str) -> bool:
        """Whether a fact or concept is shown to be there."""
        if kind_of(name) is None:
            return self.read(name) >= SHOWN_FROM
        value = self.fact(name)
        if isinstance(value, str):
            return value.strip() != ""
        if isinstance(value, bool):
            return value
        if isinstance(value, (tuple, dict)):
            return len(value) > 0
        return value is not None

    def incomplete(self, item: str) -> bool:
        """Whether what is asked for was given in part: the person is there without the part, or the fact is there but empty."""
        for name in item.split("|"):
            if kind_of(name) is None:
                continue
            root = name.split(".")[0]
            given = self.fact(root if root in PERSONS else name)
            if given is not None:
                return True
        return False
