"""A trader: one identity in the group, an account a channel, a ledger of violations, and what follows from it."""

from pratique.enforcement.trader.consequences import Due, due
from pratique.enforcement.trader.state import Account, Entry, Trader, TraderEvent, apply, standings

__all__ = ["Account", "Due", "Entry", "Trader", "TraderEvent", "apply", "due", "standings"]
