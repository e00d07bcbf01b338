"""A believable catalogue, invented and the same in every run: mostly ordinary goods, some from the example catalogue."""

import json
import random
from pathlib import Path

from pratique.facts import Listing
from pratique.facts.from_row import listing_from_row

EXAMPLES = Path(__file__).parents[1] / "examples" / "catalogue.jsonl"

_GOODS = (
    "Cotton T-Shirt", "Wireless Bluetooth Earbuds", "Phone Case for Galaxy S21", "Stainless Steel Water Bottle", "LED Desk Lamp", "Yoga Mat", "Kitchen Knife Set",
    "Plush Teddy Bear", "Wooden Train Toy", "Running Shoes", "Leather Wallet", "Ceramic Mug", "Garden Hose", "Laptop Backpack", "Silk Scarf", "Wall Clock", "Power Bank 20000mAh",
    "USB-C Charger 65W", "Face Cream with Vitamin C", "Dog Leash", "Picture Frame", "Bath Towel", "Notebook A5", "Guitar Strings", "Bicycle Helmet", "Coffee Grinder",
    "Car Floor Mats", "Curtain Panels", "Baby Bottle 240ml", "Smart Watch", "HDMI Cable 2m", "Screwdriver Set", "Christmas Lights", "Hair Dryer 2000W", "Sunglasses",
    "Camping Tent", "Fishing Reel", "Board Game", "Puzzle 1000 pieces", "Green Tea 100g", "Bed Sheet Set", "Office Chair", "Printer Ink", "Rain Jacket", "Cushion Cover",
)  # fmt: skip
_LOOKS = [
    "black",
    "white",
    "navy",
    "red",
    "grey",
    "premium",
    "new",
    "classic",
    "slim",
    "vintage",
    "2-pack",
    "portable",
    "foldable",
    "waterproof",
    "handmade",
    "large",
    "small",
    "kids",
    "women",
    "men",
    "unisex",
]
_SENTENCES = (
    "Made of soft and durable material that keeps its shape after many washes.", "Ships within two days from our warehouse in a sturdy box.", "A thoughtful gift for birthdays, weddings and anniversaries.",
    "Easy to clean: wipe with a damp cloth, do not use bleach.", "The set includes everything shown in the pictures and a printed manual.", "Works with most devices made after 2018; please check the model first.",
    "Designed for everyday use at home, at the office and on the road.", "Our team answers every message within twelve hours.", "Size may differ by 1-2 cm because it is measured by hand.", "The colour may look slightly different on your screen.",
    "One year warranty against faults in material and workmanship.", "Non-slip base, rounded corners and a smooth surface.", "Weight 450 g, length 32 cm, width 21 cm, height 9 cm.", "Package: 1 x product, 1 x cable, 1 x user guide.",
    "Thousands of customers have given it five stars.", "Rechargeable battery, up to 20 hours of use, charges in 90 minutes.", "Suitable for ages 3 and over, keep the packaging away from babies.",
)  # fmt: skip
_CATEGORIES = ("Home & Kitchen > Decor", "Electronics > Accessories", "Clothing > Tops", "Sports & Outdoors > Fitness", "Toys & Games", "Beauty > Skin Care", "Office > Supplies", "Pet Supplies > Dogs")  # fmt: skip


def titles(count: int, seed: int = 1) -> list[Listing]:
    """Listings that are a title alone."""
    rng = random.Random(seed)
    return [Listing(listing_id=f"t{number}", title=_title(rng)) for number in range(count)]


def listings(count: int, seed: int = 2, length: int = 500, examples: float = 0.03) -> list[Listing]:
    """Listings with a category and a description of `length` characters; a share of them from the example catalogue."""
    rng = random.Random(seed)
    known = [listing_from_row(json.loads(line))[0] for line in EXAMPLES.read_text("utf-8").splitlines()]
    known = [listing for listing in known if listing.kind == "listing"]
    made = []
    for number in range(count):
        if rng.random() < examples:
            made.append(rng.choice(known))
            continue
        text = ""
        while len(text) < length:
            text += rng.choice(_SENTENCES) + " "
        made.append(Listing(listing_id=f"l{number}", title=_title(rng), description=text[:length], category=rng.choice(_CATEGORIES)))
    return made


def _title(rng: random.Random) -> str:
    return f"{' '.join(rng.sample(_LOOKS, 3))} {rng.choice(_GOODS)} {rng.choice(_LOOKS)} - {rng.randrange(100, 9999)}"
