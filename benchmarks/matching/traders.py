"""Listings a trader would write for the product of a notice, and beside it: honest neighbours that must not be taken for it.

Written by rule from a notice alone. The trader knows the box, not the notice: brand, name, kind, model number as printed; writes it carelessly,
adds ornament, leaves words out. Neighbours are of the same brand and kind under another name and number, of the same kind by another maker,
and accessories, spare parts and things that go with the product.
"""

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pratique.facts.listing import Listing
from pratique.identity.model_number import is_model, key
from pratique.identity.notice import NoticedProduct, ProductNotice


def _several(lines: str) -> list[str]:
    return [one.strip() for one in lines.replace("\n", ";").split(";") if one.strip()]


ORNAMENT = _several(
    """new;brand new in box;free shipping;hot sale;best quality;top rated;2 pack;with warranty;great gift;limited offer;fast delivery;original
    in stock;used once;very good condition;open box;tested;lightweight;easy to use;for home;for kids;gift idea;sealed;clearance;wholesale"""
)
COLOURS = _several("black;white;red;blue;green;grey;pink;navy;silver;beige;purple;brown")
MAKERS = _several(
    """Ovanti;Brumbel;Norvane;Tessaly;Larkway;Sorimel;Kelvora;Dunmere;Pellion;Harrowby;Vexley;Quillon;Marbeck;Zendari;Fennick;Ostrava;Corvelle
    Wynmoor;Talbrek;Isenor;Jostrup;Calderis;Meridew;Pranso;Ulverton"""
)
SERIES = _several(
    """Aurora;Summit;Breeze;Nimbus;Harbor;Prairie;Cascade;Juniper;Meadow;Falcon;Orchid;Comet;Willow;Granite;Lagoon;Maple;Pioneer;Quartz;Ridge
    Saffron;Tundra;Velvet;Zephyr;Bramble;Cinder;Delta;Ember;Fjord;Glacier;Halcyon;Indigo;Jasper;Kestrel;Lumen;Mistral;Nova;Onyx;Pebble;Raven"""
)
PARTS = _several(
    """replacement wheel for {};spare parts for {};carry case for {};{} replacement battery;cover compatible with {};remote control for {}
    replacement strap for {};charger for {};filter fits {};instruction manual for {};storage bag for {};repair kit for {};lid for {}
    mounting bracket compatible with {};{} spare part knob;power cord for {};decal sticker for {};protective sleeve for {}"""
)
_WORD = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*")
_BRACKET = re.compile(r"\s*\([^)]*\)")
_MODELS = re.compile(r"(?i)\bmodel(?:s|\s+numbers?|\s+nos?\.?|\s+#)?[:\s]+((?:[^.;]|\.\d){1,160})")


class Written(NamedTuple):
    """A listing, with what it is beside the notice it was written from."""

    listing: Listing
    kind: str
    """`recalled`, or `neighbour`, `sister`, `accessory`, `rival`."""
    notice: str


class Known(NamedTuple):
    """What a box says, as far as a notice tells."""

    maker: str
    """The word a trader puts first: the brand."""
    series: tuple[str, ...]
    kind: tuple[str, ...]
    """The last words of the name: what it is."""
    models: tuple[str, ...]
    """As printed."""

    @property
    def names_it(self) -> bool:
        """Whether this tells one product from others at all: a brand and a kind, and beside them a name of its own or a model number."""
        return bool(self.maker) and bool(self.kind) and bool(any(word[0].isupper() for word in self.series) or self.models)


def known(notice: ProductNotice, product: NoticedProduct) -> Known:
    """Take the name of a product apart, as it is written: a capitalised word in front is the brand, the last one or two words the kind."""
    words = _WORD.findall(_BRACKET.sub("", product.name))
    if not words:
        return Known("", (), (), ())
    size = 2 if len(words) >= 4 else 1
    kind, front = tuple(words[-size:]), words[:-size]
    maker = product.brands[0] if product.brands else ""
    if maker:
        said = {key(word) for word in _WORD.findall(maker)}
        front = [word for word in front if key(word) not in said]
    else:
        place = next((place for place, word in enumerate(front) if word[0].isupper()), None)
        if place is not None:
            maker = front.pop(place)
    models = product.models or tuple(dict.fromkeys(printed_models(f"{product.name}. {notice.text} {product.description}")))
    return Known(maker, tuple(front), kind, tuple(models[:40]))


def printed_models(text: str) -> Iterator[str]:
    """Model numbers in prose as they are printed there, behind a word for model: what a box or a plate shows."""
    for found in _MODELS.finditer(text):
        for word in re.findall(r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*", found.group(1)):
            if any(map(str.isdigit, word)) and any(map(str.isalpha, word)) and is_model(word.lower()) and "xx" not in word.lower():
                yield word


def recalled(notice: ProductNotice, product: NoticedProduct, rng: random.Random, number: int) -> Written:
    """The product itself as somebody sells it."""
    box = known(notice, product)
    series, kind = list(box.series), [_singular(word, rng) for word in box.kind]
    if len(series) > 3:  # nobody copies a long name whole
        dropped = set(rng.sample(range(1, len(series)), round((len(series) - 1) * 0.25)))
        series = [word for place, word in enumerate(series) if place not in dropped]
    model = rng.choice(box.models) if box.models and (not series or rng.random() < 0.6) else ""
    columns: dict[str, str] = {}
    if rng.random() < 0.6:
        columns["brand"] = box.maker
    if model and rng.random() < 0.3:
        columns["model"] = model
    title = [box.maker] * (not columns or rng.random() < 0.8) + [_singular(word, rng) for word in series] + kind
    if model and ("model" not in columns or rng.random() < 0.5):
        title.insert(rng.choice((1, len(title))), noised_model(model, rng))
    if product.gtins and rng.random() < 0.3:
        columns["gtin"] = rng.choice(product.gtins).lstrip("0").zfill(13)
    return Written(_listing(title, columns, rng, f"r{number}", product.category), "recalled", notice.id)


def neighbours(notice: ProductNotice, product: NoticedProduct, rng: random.Random, number: int) -> Iterator[Written]:
    """Honest listings beside it: another product of the maker, a rival's, an accessory."""
    box = known(notice, product)
    kind = [_singular(word, rng) for word in box.kind]
    own = {"brand": box.maker} if rng.random() < 0.6 else {}
    other = noised_model(_other_model(rng.choice(box.models), box.models, rng), rng) if box.models else ""
    if other and rng.random() < 0.4 and any(map(str.isalpha, other)):
        yield Written(_listing([box.maker, *box.series, *kind, other], own, rng, f"s{number}"), "sister", notice.id)
    else:
        title = [box.maker, rng.choice(SERIES), *kind, *([other] if other and rng.random() < 0.6 else [])]
        yield Written(_listing(title, own, rng, f"n{number}"), "neighbour", notice.id)
    maker = rng.choice(MAKERS)
    title = [maker, rng.choice(SERIES), *kind, *([made_up_model(rng)] if rng.random() < 0.5 else [])]
    yield Written(_listing(title, {"brand": maker} if rng.random() < 0.6 else {}, rng, f"v{number}"), "rival", notice.id)
    whole = " ".join(
        [box.maker, *box.series, *kind, *([noised_model(rng.choice(box.models), rng)] if box.models and rng.random() < 0.4 else [])]
    )
    columns = {"brand": rng.choice(MAKERS)} if rng.random() < 0.3 else {}
    yield Written(_listing(rng.choice(PARTS).format(whole).split(), columns, rng, f"a{number}"), "accessory", notice.id)


def noised_model(model: str, rng: random.Random) -> str:
    """As one of many would write it: with or without separators, in lower case, apart."""
    apart = re.sub(r"(?<=[A-Za-z])(?=\d)", "-", model, count=1)
    return rng.choice((model, model, model.replace("-", ""), model.replace("-", " "), model.lower(), apart)) or model


def made_up_model(rng: random.Random) -> str:
    """Letters and digits in one of the usual patterns."""
    letters = "".join(rng.choice("ABCDEFGHKLMNPRSTVWXZ") for _ in range(rng.choice((1, 2, 2, 3))))
    return f"{letters}{rng.choice(('', '-', '-', ''))}{rng.randrange(100, 9999)}{rng.choice(('', '', '', 'B', 'S', '-2'))}"


def _other_model(model: str, taken: Sequence[str], rng: random.Random) -> str:
    """A number of the same pattern that is not among those recalled."""
    keys = {key(one) for one in taken}
    for _ in range(50):
        made = "".join(str(rng.randrange(10)) if letter.isdigit() and rng.random() < 0.6 else letter for letter in model)
        if not any(key(made).startswith(one) or one.startswith(key(made)) for one in keys):
            return made
    return made_up_model(rng)


def _singular(word: str, rng: random.Random) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3 and rng.random() < 0.85:
        return word[:-1]
    return word


def _listing(title: Sequence[str], columns: dict[str, str], rng: random.Random, number: str, category: str = "") -> Listing:
    words = [word for word in title if word]
    if rng.random() < 0.12:
        place = rng.randrange(len(words))
        words[place] = _mistyped(words[place], rng)
    last = words[-1]
    if rng.random() < 0.4:
        words.append(rng.choice(COLOURS))
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        words.insert(rng.choice((0, len(words))), rng.choice(ORNAMENT))
    text = " ".join(words)
    said = f"{rng.choice(ORNAMENT).capitalize()}. {last.capitalize()} in {rng.choice(COLOURS)}, {rng.choice(ORNAMENT)}, ships in one day."
    return Listing(
        number,
        rng.choice((text, text, text.lower(), text.upper())),
        description=said if rng.random() < 0.4 else None,
        category=category if category and rng.random() < 0.5 else None,
        brand=columns.get("brand"),
        model=columns.get("model"),
        gtin=columns.get("gtin"),
    )


def _mistyped(word: str, rng: random.Random) -> str:
    if len(word) < 5 or any(map(str.isdigit, word)):
        return word
    at = rng.randrange(1, len(word) - 1)
    left, right = word[:at], word[at:]
    return rng.choice((left + right[1:], left + right[1] + right[0] + right[2:], left + right[0] + right))
