"""Rules that speak of goods by themselves, and not of who sells them or on what terms."""

from pratique.policy.model import Rule


def rests_on_goods(rule: Rule) -> bool:
    """Whether a rule forbids goods for what they are, whoever offers them and on whatever terms."""
    members = {name for group in (*rule.when.all, rule.when.any) for name in group}
    return (
        rule.demand == "prohibited"
        and "product.any" not in members
        and rule.expr is None
        and all(comparison.path.startswith("quantity.") for comparison in rule.where)
    )
