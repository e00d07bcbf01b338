"""The report as one page: no script, no picture, nothing fetched, and a policy that forbids all of these."""

import base64
import hashlib
from importlib.resources import files

import msgspec

from pratique.assembly.report.cases import case
from pratique.assembly.report.collect import Collected
from pratique.assembly.report.html import Html, foreign, join, tag
from pratique.assembly.report.tally import Noticed
from pratique.assembly.report.voice import Voice
from pratique.assembly.report.words import fact_name, family_name
from pratique.policy.model import VERDICTS as ORDER

_TOP = 25
_FAMILIES = 24
"""Columns of the heat map that stand side by side on a page."""
_HEAT_STEPS = (0.0005, 0.002, 0.01, 0.05, 0.2)
"""Shares of all listings at which the heat map grows darker."""


class Heading(msgspec.Struct, frozen=True):
    """What was screened and how."""

    source: str
    as_of: str
    stage: str
    channel: str | None
    strategy: str


class Page:
    """Draws what was collected, in English or Chinese."""

    def __init__(self, collected: Collected, heading: Heading, language: str = "en") -> None:
        self._from, self._tally, self._content = collected, collected.tally, collected.content
        self._heading, self._voice = heading, Voice(collected.content, language)
        self._say = self._voice.say

    def __str__(self) -> str:
        style = (files("pratique.assembly.report") / "style.css").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        head = tag(
            "head",
            Html('<meta charset="utf-8">'),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
            Html('<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'),
            tag("title", f"{self._say['title']}: {self._heading.source}"),
            Html(f"<style>{style}</style>"),
        )
        parts = (self._header(), self._figures(), self._markets(), self._heat(), self._fixes(), self._rules(), self._worst(), self._input())
        return f"<!doctype html>\n{tag('html', head, tag('body', *parts), lang='zh-Hans' if self._voice.language == 'zh' else 'en')}\n"

    def _header(self) -> Html:
        shown, say = self._heading, self._say
        facts = [
            shown.source,
            f"{say['as_of']} {shown.as_of}",
            f"{say['stage']} {shown.stage}",
            f"{say['channel']} {shown.channel}" if shown.channel else say["no_channel"],
            f"{say['content']} {self._content.version}",
            f"{say['strategy']} {shown.strategy}",
        ]
        return tag("header", tag("h1", say["title"]), tag("div", *(tag("span", foreign(fact)) for fact in facts), class_="facts"))

    def _figures(self) -> Html:
        tally = self._tally
        cells = [
            tag("div", tag("b", f"{tally.listings:,}"), tag("span", self._say["listings"]), class_="figure"),
            tag("div", tag("b", f"{len(tally.markets):,}"), tag("span", self._say["markets"]), class_="figure"),
        ]
        for verdict in reversed(ORDER):
            share = tally.worst[verdict] / tally.listings if tally.listings else 0
            number = tag("b", f"{tally.worst[verdict]:,}", tag("small", f"{share:.1%}"))
            cells.append(tag("div", number, self._voice.verdict(verdict), class_="figure"))
        return tag("section", *cells, class_="figures", title=self._say["by_listing"])

    def _markets(self) -> Html:
        counts = self._tally.verdicts
        rows = []
        for market in sorted(self._tally.markets, key=lambda code: ([-counts[code, verdict] for verdict in reversed(ORDER)], code)):
            numbers = [counts[market, verdict] for verdict in reversed(ORDER)]
            known = self._content.markets.get(market)
            label = tag("td", self._voice.name(known.title) if known is not None else market, " ", tag("code", market), class_="name")
            rows.append(tag("tr", label, tag("td", _bar(numbers)), *(_number(number) for number in numbers)))
        head = [
            tag("th", self._say["market"]),
            tag("th"),
            *(tag("th", self._voice.verdict(verdict), class_="n") for verdict in reversed(ORDER)),
        ]
        return self._section("by_market", None, _table(head, rows) if rows else None)

    def _heat(self) -> Html:
        heat, listings = self._from.heat, max(self._tally.listings, 1)
        if not heat:
            return self._section("heat", None, tag("p", self._say["nothing"], class_="note"))
        markets = self._tally.markets
        families = sorted({family for _, family in heat}, key=lambda one: (-sum(heat[market, one] for market in markets), one))
        columns: list[tuple[str, ...]] = [(family,) for family in families] if len(families) <= _FAMILIES else []
        names = [family_name(family, self._voice.language) for family in families[: len(columns) or _FAMILIES - 1]]
        if not columns:
            columns = [*((family,) for family in families[: len(names)]), tuple(families[len(names) :])]
            names.append(f"{self._say['others']} ({len(columns[-1])})")
        head = [tag("th"), *(tag("th", tag("span", name)) for name in names)]
        rows = []
        for market in markets:
            known = self._content.markets.get(market)
            cells = [tag("th", self._voice.name(known.title) if known is not None else market)]
            for column in columns:
                number = sum(heat[market, family] for family in column)
                step = 1 + sum(number / listings >= share for share in _HEAT_STEPS)
                cells.append(tag("td", f"{number:,}" if number else None, class_=f"h{step}" if number else None))
            rows.append(tag("tr", *cells))
        return self._section("heat", "heat_note", _table(head, rows, class_="heat"))

    def _fixes(self) -> Html:
        rows = []
        asked: dict[str, list[tuple[int, str]]] = {}
        for (name, rule), count in self._from.fixes.items():
            asked.setdefault(name, []).append((count, rule))
        for name, count in self._tally.missing.most_common(_TOP):
            rules = [self._voice.rule_title(rule) for _, rule in sorted(asked.get(name, []), reverse=True)]
            why = "; ".join(rules[:3]) + (f" (+{len(rules) - 3})" if len(rules) > 3 else "")
            rows.append(tag("tr", tag("td", self._document(name), " ", tag("code", name)), _number(count), tag("td", why)))
        if not rows:
            return self._section("fix_first", None, tag("p", self._say["none_missing"], class_="note"))
        head = [tag("th", self._say["missing"]), tag("th", self._say["count"], class_="n"), tag("th", self._say["why"])]
        return self._section("fix_first", "fix_note", _table(head, rows))

    def _document(self, name: str) -> str:
        """What is missing in words: the title of a document type, the path of a fact; `a|b` is either."""
        names = {(called := self._one_document(part)).casefold(): called for part in reversed(name.split("|"))}
        return f" {self._say['or']} ".join(reversed(names.values()))

    def _one_document(self, name: str) -> str:
        known = self._content.documents.get(name)
        return self._voice.name(known.title) if known is not None else fact_name(name, self._voice.language)

    def _rules(self) -> Html:
        rows = []
        for rule, counts in self._tally.top_rules(_TOP):
            found = self._content.rules.get(rule)
            title = tag("td", self._voice.rule_title(rule), Html("<br>"), tag("code", rule))
            numbers = [_number(counts.get(verdict, 0)) for verdict in reversed(ORDER[1:])]
            rows.append(tag("tr", title, tag("td", self._voice.law(rule)), _number(found.severity if found is not None else 0), *numbers))
        verdicts = [tag("th", self._voice.verdict(verdict), class_="n") for verdict in reversed(ORDER[1:])]
        head = [tag("th", self._say["rule"]), tag("th", self._say["law"]), tag("th", self._say["harm"], class_="n"), *verdicts]
        return self._section("rules", None, _table(head, rows)) if rows else Html()

    def _worst(self) -> Html:
        listings = self._from.worst.listings()
        if not listings:
            return Html()
        first, rest = listings[:_TOP], listings[_TOP:]
        label = tag("summary", f"{self._say['more']} ({len(rest)})")
        more = tag("details", label, *(case(self._voice, one) for one in rest), class_="more") if rest else None
        return self._section("worst", "worst_note", join(*(case(self._voice, one) for one in first)), more)

    def _input(self) -> Html:
        tally = self._tally
        if not tally.rejects and not tally.warnings:
            return self._section("input", None, tag("p", self._say["all_read"], class_="note"))
        tables = (("rejects", tally.rejects), ("warnings", tally.warnings))
        return self._section("input", None, *(self._noticed(label, found) for label, found in tables if found))

    def _noticed(self, label: str, found: dict[str, Noticed]) -> Html:
        rows = [
            tag(
                "tr",
                tag("td", foreign(kind)),
                _number(one.count),
                tag("td", tag("code", ", ".join(one.places))),
                tag("td", foreign(one.example)),
            )
            for kind, one in sorted(found.items(), key=lambda item: -item[1].count)[:_TOP]
        ]
        names = [("reason", None), ("number", "n"), ("first", None), ("example", None)]
        head = [tag("th", self._say[name], class_=kind) for name, kind in names]
        return join(tag("p", self._say[label], class_="note"), _table(head, rows))

    def _section(self, label: str, note: str | None, *children: Html | None) -> Html:
        return tag("section", tag("h2", self._say[label]), tag("p", self._say[note], class_="note") if note else None, *children)


def _table(head: list[Html], rows: list[Html], class_: str | None = None) -> Html:
    return tag("div", tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows), class_=class_), class_="scroll")


def _number(number: int) -> Html:
    return tag("td", f"{number:,}" if number else "·", class_="n" if number else "n zero")


def _bar(numbers: list[int]) -> Html:
    """Shares from refuse to allow as one bar."""
    total, at, parts = sum(numbers) or 1, 0.0, []
    for number, verdict in zip(numbers, reversed(ORDER), strict=True):
        width = 1000 * number / total
        if number:
            parts.append(tag("rect", x=f"{at:.1f}", y=0, width=f"{width:.1f}", height=12, class_=verdict))
        at += width
    return tag("svg", *parts, class_="bar", viewBox="0 0 1000 12", preserveAspectRatio="none", role="img")
