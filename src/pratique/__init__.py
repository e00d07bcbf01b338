"""Pratique: may this product be offered in this market, today, and if not, why, by which law, and what would put it right.

The library in three names: `load_content()` gives the knowledge, `Screener` puts it to use, `Listing` is what is asked about.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pratique.assembly.screener import Screener
    from pratique.facts import Document, Listing, Operator, Order, Reading, Trader
    from pratique.policy.load import load_content

__all__ = ["Document", "Listing", "Operator", "Order", "Reading", "Screener", "Trader", "load_content"]

_HOMES = {"Screener": "pratique.assembly.screener", "load_content": "pratique.policy.load"}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for, so that `import pratique` and `pratique --help` stay quick."""
    if name not in __all__:
        raise AttributeError(f"module `pratique` has no `{name}`")
    import importlib

    return getattr(importlib.import_module(_HOMES.get(name, "pratique.facts")), name)
