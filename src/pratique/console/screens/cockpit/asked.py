"""What a screen of figures is asked for by its address: a period, and what it is narrowed to."""

import datetime as dt

import msgspec
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from pratique.console.frame.lists import chosen, given
from pratique.console.frame.opening import Asked
from pratique.console.frame.templatetags.frame import name_of, words
from pratique.console.screens.cockpit.names import PERIODS as PERIOD_NAMES
from pratique.policy.model import Content
from pratique.store.figures.narrowed import DIMENSIONS, PERIODS, Narrowed, Period

USUAL = "13w"


class View(msgspec.Struct, frozen=True):
    """The period and its name, and what figures are narrowed to."""

    name: str
    period: Period
    narrowed: Narrowed

    @property
    def filters(self) -> dict[str, str]:
        """As the address has them."""
        return ({"period": self.name} if self.name != USUAL else {}) | self.narrowed.given


def asked(request: Asked, content: Content, now: dt.datetime) -> View:
    """Filters of the address; a channel or market there is none of is taken as not set."""
    free = given(request, *DIMENSIONS)
    narrowed = Narrowed(
        **{name: value for name, value in free.items() if name not in ("channel", "market")},
        channel=chosen(request, "channel", content.channels),
        market=chosen(request, "market", content.markets),
    )
    name = chosen(request, "period", PERIODS) or USUAL
    return View(name, Period(now, PERIODS[name]), narrowed)


def choices(request: Asked, content: Content, view: View) -> dict[str, object]:
    """For the row of filters."""
    actor = request.actor
    return {
        "view": view,
        "periods": PERIOD_NAMES,
        "channels": [one for one in content.channels.values() if actor.channels is None or one.id in actor.channels],
        "markets": [
            (code, words(one.title)) for code, one in sorted(content.markets.items()) if actor.markets is None or code in actor.markets
        ],
        "others": [
            (name, value, str(name_of(name, "slice")), label(name, value, content), _without(request, name))
            for name, value in view.narrowed.given.items()
            if name not in ("channel", "market")
        ],
    }


def _language(code: str) -> str:
    try:
        return f"{code} · {get_language_info(code)['name_translated']}"
    except KeyError:
        return f"{code} · {_('Chinese')}" if code == "zh" else code


def _without(request: Asked, name: str) -> str:
    kept = request.GET.copy()
    kept.pop(name, None)
    kept.pop("cursor", None)
    return f"?{kept.urlencode()}"


def label(by: str, key: str | None, content: Content) -> str:
    """What a slice is called."""
    if key is None or key == "":
        return _("not known")
    match by:
        case "market":
            return f"{key} · {words(content.markets[key].title)}" if key in content.markets else key
        case "channel":
            return words(content.channels[key].title) if key in content.channels else key
        case "size":
            return name_of(key, "trader_size")
        case "kind":
            return name_of(key, "figure_kind")
        case "language":
            return _language(key)
        case "country":
            return f"{key} · {words(content.markets[key].title)}" if key in content.markets else key
        case "family":
            return key.replace("_", " ")
    return key
