"""Listings a trader would write for the product of a notice, and beside it: honest neighbours that must not be taken for it.

Written by rule from a notice alone. The trader knows the box, not the notice: brand, name, kind, model number as printed; writes it carelessly,
adds ornament, leaves words out. Neighbours are of the same brand and kind under another name and number, of the same kind by another maker,
and accessories, spare parts and things that go with the product.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from pratique.facts.listing import Listing
from pratique.identity.model_number import is_model, key
from pratique.identity.notice import NoticedProduct, ProductNotice


def _several(lines: str) -> list[str]:
    return [one.strip() for one in lines.replace("\n", ";").split(";") if one.strip()]


ORNAMENT = _several(
    """new;brand new in box;free shipping;hot sale;best quality;top rated;2 pack;with warranty;great gift;limited offer;fast delivery;original
    in stock;used once;very good condition;open box;tested;lightweight;easy to use;for home;for kids;gift idea;sealed;clearance;wholesale
    ergonomic;cozy;heavy duty;space saving;eco friendly;ideal for camping;must have;trending;stylish;compact;easy assembly;unused;ex display
    nursery decor;summer clearance;collectible;handy;superb;bestseller;perfect for toddlers;dishwasher safe;fully assembled;local pickup"""
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
_AND = re.compile(r"\s*(?:,|;|/|&|\band\b|\bor\b)\s+", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:with|for|from|in|sold|used|labell?ed|including|having|models?)\s+", re.IGNORECASE)
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
    ordinary: tuple[str, ...] = ()
    """Those of the series that are no names."""
    has_name: bool = False
    """Whether the series holds a word that is no ordinary one."""

    @property
    def names_it(self) -> bool:
        """Whether this tells one product from others at all: a brand and a kind, and beside them a name of its own or a model number."""
        return bool(self.maker) and bool(self.kind) and (self.has_name or bool(self.models))


def ordinary_words(notices: Iterable[ProductNotice], least: int = 3) -> frozenset[str]:
    """Words that stand in lower case in the prose of several notices: no names."""
    counts = Counter(word for notice in notices for word in set(re.findall(r"(?<![\w'’-])[a-z]{2,}(?![\w'’-])", notice.text)))
    return frozenset(word for word, count in counts.items() if count >= least)


def known(notice: ProductNotice, product: NoticedProduct, ordinary: frozenset[str] = frozenset()) -> Known:
    """Take the name of a product apart: the first capitalised word that is no ordinary one is the brand, the last one or two are the kind.

    Where the name holds no such word, the company of `X Recalls …` is the brand, if the prose names it as well.
    """
    words = _WORD.findall(_one_of(_BRACKET.sub("", product.name)))
    if not words:
        return Known("", (), (), ())
    size = 2 if len(words) >= 4 else 1
    kind, front = tuple(word for word in words[-size:] if not any(map(str.isdigit, word))), words[:-size]
    maker = product.brands[0] if product.brands else ""
    if maker:
        said = {key(word) for word in _WORD.findall(maker)}
        front = [word for word in front if key(word) not in said]
    else:
        place = next(
            (place for place, word in enumerate(front) if word[0].isupper() and word.isalpha() and not _is_ordinary(word, ordinary)), None
        )
        if place is not None:
            maker = front.pop(place)
        else:
            company = re.match(r"([^\W_][\w.&'’-]+)(?: [A-Z]\S+){0,3} Recalls\b", notice.title)
            if company and not _is_ordinary(company.group(1), ordinary) and f" {company.group(1)} " in notice.text:
                maker = company.group(1)
                front = [word for word in front if key(word) != key(maker)]
    models = product.models or tuple(dict.fromkeys(printed_models(f"{product.name}. {notice.text} {product.description}")))
    numbers = {key(model) for model in models}
    front = [word for word in front if key(word) not in numbers]
    plain = tuple(word for word in front if _is_ordinary(word, ordinary))
    return Known(maker, tuple(front), kind, tuple(models[:40]), plain, len(plain) < len(front))


def _one_of(name: str) -> str:
    """One product of a name that lists several: `Toro and Exmark brand riding mowers` → `Toro riding mowers`; what it goes with is left out."""
    whole = _TAIL.split(name)[0]
    parts = [part.strip() for part in _AND.split(whole) if part.strip()]
    if len(parts) < 2:
        return whole
    kind = _WORD.findall(parts[-1])[-2:]
    return parts[0] if set(map(str.lower, kind)) & set(parts[0].lower().split()) else " ".join([parts[0], *kind])


def _is_ordinary(word: str, ordinary: frozenset[str]) -> bool:
    lower = re.sub(r"['’]s?$", "", word.lower())
    return (
        not lower
        or not lower[0].isalpha()
        or lower in ordinary
        or (lower.endswith("s") and lower[:-1] in ordinary)
        or f"{lower}s" in ordinary
    )


def printed_models(text: str) -> Iterator[str]:
    """Model numbers in prose as they are printed there, behind a word for model: what a box or a plate shows."""
    for found in _MODELS.finditer(text):
        for word in re.findall(r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*", found.group(1)):
            if any(map(str.isdigit, word)) and any(map(str.isalpha, word)) and is_model(word.lower()) and "xx" not in word.lower():
                yield word


def recalled(notice: ProductNotice, product: NoticedProduct, box: Known, rng: random.Random, number: int) -> Written:
    """The product itself as somebody sells it."""
    series, kind = list(box.series), [_singular(word, rng) for word in box.kind]
    spare = [word for word in series if word in box.ordinary]
    if len(series) > 2 and spare and rng.random() < 0.5:  # nobody copies a long name whole
        series.remove(rng.choice(spare))
    model = rng.choice(box.models) if box.models and (not box.has_name or rng.random() < 0.6) else ""
    columns: dict[str, str] = {}
    if rng.random() < 0.6:
        columns["brand"] = box.maker
    if model and rng.random() < 0.3:
        columns["model"] = model
    title = [box.maker] * ("brand" not in columns or rng.random() < 0.8) + [_singular(word, rng) for word in series] + kind
    if model and ("model" not in columns or rng.random() < 0.5):
        title.insert(rng.choice((1, len(title))), noised_model(model, rng))
    if product.gtins and rng.random() < 0.3:
        columns["gtin"] = rng.choice(product.gtins).lstrip("0").zfill(13)
        if rng.random() < 0.3:  # who has the barcode writes little else
            title = kind
    return Written(_listing(title, columns, rng, f"r{number}", product.category), "recalled", notice.id)


def neighbours(
    notice: ProductNotice, box: Known, rng: random.Random, number: int, taken: Set[str] = frozenset(), *, is_clear: bool = True
) -> Iterator[Written]:
    """Honest listings beside it: another product of the maker, a rival's, an accessory. `taken` are words that other notices of the maker use.

    Where another notice of the maker is of the same kind (not `is_clear`), nobody can say that a product of the maker was not recalled: then
    there is none.
    """
    kind = [_singular(word, rng) for word in box.kind]
    own = {"brand": box.maker} if rng.random() < 0.6 else {}
    other = noised_model(_other_model(rng.choice(box.models), notice, rng), rng) if box.models else ""
    if not is_clear:
        pass
    elif other and rng.random() < 0.4 and any(map(str.isalpha, other)):
        kept = [word for word in box.series if not any(map(str.isdigit, word))]  # a number would be that of the recalled model
        yield Written(_listing([box.maker, *kept, *kind, other], own, rng, f"s{number}"), "sister", notice.id)
    else:
        other_range = rng.choice([name for name in SERIES if name.lower() not in taken])
        title = [box.maker, other_range, *kind, *([other] if other and rng.random() < 0.6 else [])]
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


def _other_model(model: str, notice: ProductNotice, rng: random.Random) -> str:
    """A number of the same pattern that the notice does not name."""
    taken = key(" ".join([notice.title, notice.text, *(" ".join((one.name, *one.models)) for one in notice.products)]))
    for _ in range(50):
        made = "".join(str(rng.randrange(10)) if letter.isdigit() and rng.random() < 0.6 else letter for letter in model)
        if key(made) not in taken:
            return made
    return made_up_model(rng)


def _singular(word: str, rng: random.Random) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
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
        words.insert(rng.choice((0, len(words))) if rng.random() < 0.9 else rng.randrange(len(words)), rng.choice(ORNAMENT))
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
