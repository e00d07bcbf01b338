"""Small sets of concepts for tests of the text detector."""

from pratique.facts.concept import Concept, Quantity, Term
from pratique.signals.text.detector import TextDetector


def term(
    text: str, language: str = "en", *, strong: bool = True, exact: bool = False, case: bool = False, guards: tuple[str, ...] = ()
) -> Term:
    return Term(text=text, language=language, strong=strong, exact=exact, case=case, guards=guards)


CONCEPTS = {
    concept.id: concept
    for concept in (
        Concept(
            "drug.mdma", {}, (term("mdma"), term("ecstasy pill"), term("molly", strong=False), term("XTC", case=True), term("摇头丸", "zh")),
            guards={"en": ("weasley",)}, context={"en": ("#mg", "#g")},
        ),
        Concept("medicine.benzodiazepine", {}, (term("diazepam"), term("xanax"))),
        Concept(
            "weapon.firearm", {},
            (
                term("súng", "vi"), term("súng lục", "vi"), term("пистолет", "ru"), term("винтовка", "ru"), term("pistol", "id"), term("سلاح", "ar"),
                term("ปืน", "th"), term("*messer", "de"), term("אקדח", "he"), term("ピストル", "ja"), term("총", "ko"), term("gun"),
            ),
            guards={"en": ("toy", "water gun"), "zh": ("玩具",)}, not_classes=("class.book",),
        ),
        Concept("class.media", {}),
        Concept("class.book", {}, (term("hardcover book"),), parent="class.media", categories=("Books",)),
        Concept("brand.sport", {}, (term("nike"),)),
        Concept("counterfeit.replica", {}, (term("1:1", strong=False), term("replica")), context_concepts=("brand.*",)),
        Concept("transaction_diversion.contact", {}, (term("加微信", "zh"), term("弓单药", "zh"))),
        Concept("laser.pointer", {}, (term("laser pointer"), term("激光笔", "zh"))),
        Concept("child.battery_toy", {}, (term("battery", strong=False),), classes=("class.book",)),
        Concept(
            "quantity.laser_power", {},
            quantity=Quantity(unit="mW", near={"en": ("laser", "output")}, attributes=("power",), within=("laser.pointer",)),
        ),
    )
}  # fmt: skip

DETECTOR = TextDetector(CONCEPTS)
