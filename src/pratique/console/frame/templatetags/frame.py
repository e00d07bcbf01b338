"""Components: verdicts, clocks, names, texts in the reader's language, pages, addresses with filters."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from pratique.assembly.operations.permission import may as may_act
from pratique.console.frame.icons import ICONS, SHAPES, SIGNS
from pratique.console.frame.terms import CHANNEL_MARKS, HARM_NAMES, KINDS, VERDICT_NAMES

register = template.Library()
_UNKNOWN = mark_safe('<span class="quiet">–</span>')
_UNKNOWN_VERDICT = mark_safe('<span class="verdict none">–</span>')


def language() -> str:
    """`en` or `zh`, as texts of the content are kept."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


@register.filter
def words(text: object) -> str:
    """A text of the content, which has one form a language, in the reader's."""
    if isinstance(text, Mapping):
        return str(text.get(language()) or text.get("en") or next(iter(text.values()), ""))
    return str(text or "")


@register.filter
def name_of(value: object, kind: str) -> str:
    """The name of a word: `{{ case.status|name_of:"status" }}`; the word itself where it has none."""
    known = KINDS.get(kind, {})
    name = known.get(value)
    if name is None and kind == "field":  # `attributes.colour`, `warnings.de`
        first, _dot, rest = str(value).partition(".")
        name = f"{known.get(first, first)} {rest}".strip()
    name = name if name is not None else value if value is not None else ""
    return words(name) if isinstance(name, Mapping) else str(name)


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A picture that says nothing by itself; words stand beside it."""
    path = ICONS.get(name, ICONS["arrow"])
    return format_html(
        '<svg class="icon" width="{}" height="{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        size,
        size,
        path,
    )


@register.simple_tag
def verdict(value: object, *, short: bool = False, count: object = None) -> SafeString:
    """A verdict: colour, shape and word; with `short` the word is read out only."""
    name = str(value)
    if name not in SHAPES:
        return _UNKNOWN_VERDICT
    drawn = format_html(
        '<svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path class="shape" d="{}"/><path class="sign" d="{}"/></svg>',
        SHAPES[name],
        SIGNS[name],
    )
    said = VERDICT_NAMES[name]
    label = format_html('<span class="read-out">{}</span>', said) if short else format_html("<span>{}</span>", said)
    number = format_html(" <b>{}</b>", formats.localize(count)) if count is not None else ""
    return format_html('<span class="verdict {}" title="{}">{}{}{}</span>', name, said, drawn, label, number)


@register.simple_tag
def status(value: object, kind: str = "status") -> SafeString:
    """A state as a quiet pill."""
    return format_html('<span class="pill {}">{}</span>', value, name_of(value, kind))


@register.simple_tag
def harm(value: int) -> SafeString:
    """How grave: one to four bars and the word."""
    bars = "".join(
        f'<rect x="{2 + 4 * number}" y="{9 - 2 * number}" width="3" height="{5 + 2 * number}" class="{"on" if number < value else "off"}"/>'
        for number in range(4)
    )
    name = HARM_NAMES.get(value, value)
    return format_html(
        '<span class="harm h{}" title="{}"><svg width="18" height="14" viewBox="0 0 18 16" aria-hidden="true">{}</svg><span>{}</span></span>',
        value,
        _("Harm: %(harm)s") % {"harm": name},
        mark_safe(bars),  # noqa: S308 - made of numbers above
        name,
    )


@register.simple_tag
def channel(value: str | None) -> SafeString:
    """A marketplace, by its two letters and its name."""
    if not value:
        return format_html('<span class="channel">{}</span>', _("all channels"))
    return format_html(
        '<span class="channel {}"><abbr title="{}">{}</abbr></span>', value, value, CHANNEL_MARKS.get(value, value[:2].upper())
    )


@register.simple_tag
def moment(value: dt.datetime | dt.date | None, *, long: bool = False) -> SafeString:
    """A time in the reader's zone; the whole of it is in the tip."""
    if value is None:
        return _UNKNOWN
    if not isinstance(value, dt.datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.date_format(value, "DATE_FORMAT"))
    local = timezone.localtime(value)
    is_this_year = local.year == timezone.localtime().year
    shown = formats.date_format(local, "DATETIME_FORMAT" if long or not is_this_year else "SHORT_DATETIME_FORMAT")
    whole = f"{formats.date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), whole, shown)


@register.simple_tag
def clock(value: dt.datetime | None, *, done: bool = False) -> SafeString:
    """A deadline: how much is left, counted on by the script of the frame; the moment itself is in the tip."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', _("no deadline"))
    local = timezone.localtime(value)
    whole = f"{formats.date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
    left = (value - timezone.now()).total_seconds()
    if done:
        return format_html(
            '<time class="clock done" datetime="{}" title="{}">{}</time>',
            value.isoformat(),
            whole,
            formats.date_format(local, "SHORT_DATETIME_FORMAT"),
        )
    kind = "over" if left < 0 else "soon" if left < 4 * 3600 else "near" if left < 24 * 3600 else "far"
    return format_html('<time class="clock {}" data-clock datetime="{}" title="{}">{}</time>', kind, value.isoformat(), whole, span(left))


def span(seconds: float) -> str:
    """`3 h 20 min left`, `2 d overdue`: the same as `clocks.js` writes."""
    minutes = int(abs(seconds) // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days >= 3:
        text = ngettext("%(number)s d", "%(number)s d", days) % {"number": days}
    elif days:
        text = _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    elif hours:
        text = _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    else:
        text = _("%(minutes)s min") % {"minutes": rest}
    return (_("%(span)s overdue") if seconds < 0 else _("%(span)s left")) % {"span": text}


@register.simple_tag
def clock_words() -> SafeString:
    """What the script that counts on needs to write in the reader's language."""
    return format_html(
        'data-clock-days="{}" data-clock-day="{}" data-clock-hour="{}" data-clock-minute="{}" data-clock-left="{}" data-clock-over="{}"',
        ngettext("%(number)s d", "%(number)s d", 5),
        _("%(days)s d %(hours)s h"),
        _("%(hours)s h %(minutes)s min"),
        _("%(minutes)s min"),
        _("%(span)s left"),
        _("%(span)s overdue"),
    )


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """A share of one, written with its sign; a dash where it is not known."""
    return "–" if value is None else f"{formats.number_format(value * 100, digits)} %"


@register.filter
def number(value: float | None, digits: int = 0) -> str:
    """A number with its thousands parted."""
    return "–" if value is None else formats.number_format(value, digits, force_grouping=True, use_l10n=True)


@register.filter
def joined(values: Any) -> str:
    """Several things in a row, as the language joins them."""
    return pgettext("between things in a row", ", ").join(str(value) for value in values or ())


@register.filter
def short_id(value: object) -> str:
    """The end of a long name, enough to tell it from its neighbours."""
    text = str(value)
    return text if len(text) <= 16 else f"{text.partition('_')[0]} …{text[-6:]}"


@register.filter
def get(mapping: Any, key: object) -> Any:
    """What a mapping has for a key; nothing where it has none."""
    return mapping.get(key) if mapping else None


@register.filter
def may(actor: Any, act: str) -> bool:
    """Whether somebody's role allows an act: `{% if actor|may:"case.decide" %}`."""
    return actor is not None and may_act(actor, act)


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: object) -> str:
    """This page's address with some filters changed; the cursor falls away, since it belongs to the old list."""
    query = context["request"].GET.copy()
    query.pop("cursor", None)
    for name, value in changes.items():
        if value in (None, "", ()):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def next_page(context: Context, cursor: str) -> str:
    """Address of the next page of this list."""
    query = context["request"].GET.copy()
    query["cursor"] = cursor
    return f"?{query.urlencode()}"


@register.simple_tag
def query(**values: object) -> str:
    """A query string of what has a value."""
    return urlencode({name: str(value) for name, value in values.items() if value not in (None, "")})


@register.inclusion_tag("frame/pager.html", takes_context=True)
def pager(context: Context, page: Any, what: str = "") -> dict[str, Any]:
    """Where a list goes on: `page.next` is the cursor. The first page is one click away; browsers go back themselves."""
    return {"page": page, "request": context["request"], "is_first": not context["request"].GET.get("cursor"), "what": what}


@register.inclusion_tag("frame/none.html")
def nothing(title: str, what: str = "", address: str = "", does: str = "") -> dict[str, str]:
    """What stands where nothing is: why, and what can be done about it."""
    return {"title": title, "what": what, "address": address, "does": does}
