"""Notices of products that do not exist, in the manners of several authorities: what the shipped weights are fitted to."""

import datetime as dt
import random
from collections.abc import Iterator

from stdnum import ean

from benchmarks.matching.traders import MAKERS, SERIES, made_up_model
from pratique.identity.notice import NoticedProduct, ProductNotice

KINDS = [
    kind.strip()
    for line in """stroller;crib;high chair;baby walker;bath seat;booster seat;infant swing;sleep sack;pacifier;teether;rattle;toy car
    building blocks;magnetic balls;doll;plush toy;water gun;play tent;scooter;bicycle;helmet;skateboard;trampoline;climbing rope;life jacket;kayak
    camping stove;lantern;hand warmer;space heater;fan heater;hair dryer;curling iron;electric blanket;air fryer;pressure cooker;toaster;kettle
    blender;coffee maker;slow cooker;rice cooker;floor lamp;desk lamp;string lights;night light;extension cord;power strip;phone charger;power bank
    travel adapter;laptop battery;smoke detector;carbon monoxide alarm;ceiling fan;dehumidifier;air conditioner;portable generator;chainsaw
    lawn mower;leaf blower;hedge trimmer;pressure washer;drill;table saw;ladder;step stool;bunk bed;dresser;bookcase;office chair;bar stool;recliner
    mattress;pillow;blanket;candle;lighter;fireworks;pet bed;dog toy;bicycle pump;bike light;car seat;tyre inflator;jump starter;dash cam
    garden hose;grill;patio umbrella;swing set;hammock;face cream;nail polish;hair dye;sunscreen;skin lightening cream;tattoo ink;slimming tea
    vitamin tablets;cough syrup;protein powder;peanut butter;rice cakes;necklace;bracelet;hoodie;pajamas;rain jacket;sandals;backpack;sunglasses
    contact lenses;thermometer;blood pressure monitor;massage gun""".splitlines()
    for kind in line.split(";")
]
_HAZARDS = ("fall hazard", "fire hazard", "burn hazard", "choking hazard", "shock hazard", "laceration hazard", "risk of poisoning")
_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "ca",
    "ce",
    "co",
    "da",
    "de",
    "do",
    "fa",
    "fe",
    "fo",
    "ga",
    "ge",
    "go",
    "ha",
    "he",
    "ho",
    "ka",
    "ke",
    "ko",
    "la",
    "le",
    "lo",
    "ma",
    "me",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "po",
    "ra",
    "re",
    "ro",
    "sa",
    "se",
    "so",
    "ta",
    "te",
    "to",
]


def notices(count: int, seed: int) -> Iterator[ProductNotice]:
    """So many, the same for the same seed."""
    rng = random.Random(seed)

    def name() -> str:
        return "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 3)))).capitalize() + rng.choice(("", "", "n", "r", "x", "lis"))

    makers = [*MAKERS, *(name() for _ in range(max(40, count // 12)))]
    series = [*SERIES, *(name() for _ in range(max(100, count // 6)))]
    for number in range(count):
        maker, kind = rng.choice(makers), rng.choice(KINDS)
        called = [rng.choice(series) for _ in range(rng.choice((0, 1, 1, 1, 2)))]
        models = tuple(dict.fromkeys(made_up_model(rng) for _ in range(rng.choice((0, 0, 1, 1, 2, 4, 9)))))
        if not called and not models:
            called = [rng.choice(series)]
        plural = kind if kind.endswith("s") else f"{kind}s"
        whole = " ".join([maker, *called, plural])
        hazard, in_prose = rng.choice(_HAZARDS), rng.random() < 0.5
        said = f" Model numbers {', '.join(models)} are printed on the label." if models and in_prose else ""
        text = f"This recall involves {whole}. They were sold in {rng.choice(('black', 'white', 'several colors'))} in stores nationwide.{said}"
        title = rng.choice((f"{maker} Recalls {' '.join([*called, plural])} Due to {hazard}", f"{whole} recalled: {hazard}", whole))
        product = NoticedProduct(
            whole, (maker,) if rng.random() < 0.5 else (), () if in_prose else models, (_gtin(rng),) if rng.random() < 0.25 else ()
        )
        yield ProductNotice(f"made:{number}", "made", title, "", dt.date(2026, 1, 1), (product,), text=text)


def _gtin(rng: random.Random) -> str:
    body = f"0{rng.randrange(6, 9)}{rng.randrange(10**10):010d}"
    return body + str(ean.calc_check_digit(body))
