"""The text of new units, ready for an author to go on with. Every one loads; rules start as drafts."""

import datetime
from collections.abc import Sequence

_FIXES = {
    "prohibited": ("Withdraw the offer in this market.", "请在该市场下架该商品。"),
    "restricted": ("Upload the licence that allows you to offer it, or withdraw the offer.", "请上传允许销售的许可证，或下架该商品。"),
    "certificate": ("Upload the certificate for this model.", "请上传该型号的证书。"),
    "registration": ("Upload the registration of this product.", "请上传该商品的注册证明。"),
    "responsible_person": ("Name the responsible person with address and e-mail.", "请填写责任人的名称、地址和电子邮箱。"),
    "label": ("Show the label in the offer.", "请在商品页展示标签。"),
    "disclosure": ("State it in the offer.", "请在商品页说明该信息。"),
    "age_gate": ("Offer it to adults only, with an age check.", "仅向成年人销售并核验年龄。"),
}


def quoted(text: str) -> str:
    """A text that YAML can only read as that text."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def people_text(en: str, zh: str) -> str:
    """A text for people, in both languages."""
    return f"{{en: {quoted(en)}, zh: {quoted(zh)}}}"


def rule_text(
    name: str,
    title: tuple[str, str],
    concepts: Sequence[str],
    demand: str,
    source: str,
    needs: Sequence[str],
    day: datetime.date,
    is_law: bool,
) -> str:
    """One rule as a draft: nobody has verified it yet."""
    lines = [
        f"- id: {name}",
        f"  title: {people_text(*title)}",
        f"  when: {{any: [{', '.join(concepts)}]}}",
        f"  demand: {demand}",
        *([f"  needs: [{', '.join(needs)}]"] if needs else []),
        f"  fix: {people_text(*_FIXES[demand])}",
        *([f"  basis: [{{source: {source}}}]"] if source else []),
        f"  verified: {{by: {'unverified' if is_law else 'house'}, checked: {day}}}",
        "  status: draft",
    ]
    return "\n".join(lines) + "\n"


def test_text(name: str, kind: str, listing: str, category: str, expect: str) -> str:
    """One test of a rule."""
    lines = [
        f"- rule: {name}",
        f"  name: {kind.replace('_', ' ')}",
        f"  kind: {kind}",
        f"  listing: {{title: {quoted(listing)}, category: {quoted(category)}}}",
    ]
    return "\n".join([*lines, f"  expect: {expect}"]) + "\n"


def concept_text(name: str, title: tuple[str, str], terms: dict[str, list[str]]) -> str:
    """One concept with strong terms by language; languages without one say so."""
    lines = [f"- id: {name}", f"  title: {people_text(*title)}"]
    if terms:
        lines.append("  terms:")
        for language, words in terms.items():
            lines.append(
                f"    {language}: {{strong: [{', '.join(quoted(word) for word in words)}]}}" if words else f"    {language}: none known"
            )
    return "\n".join(lines) + "\n"


def example_text(name: str, hit: str, miss: str) -> str:
    """Examples of one concept."""
    return f"- concept: {name}\n  hit: [{quoted(hit)}]\n  miss: [{quoted(miss)}]\n"


def market_text(code: str, title: tuple[str, str], jurisdictions: Sequence[str], languages: Sequence[str], currency: str) -> str:
    """One market."""
    lines = [
        f"code: {code}",
        f"title: {people_text(*title)}",
        f"jurisdictions: [{', '.join(jurisdictions)}]",
        f"languages: [{', '.join(languages)}]",
    ]
    return "\n".join([*lines, *([f"currency: {currency}"] if currency else [])]) + "\n"


def pack_text(name: str, title: tuple[str, str], languages: Sequence[str]) -> str:
    """The pack of a new jurisdiction."""
    return f"id: {name}\nkind: law\ntitle: {people_text(*title)}\nlanguages: [{', '.join(languages)}]\n"
