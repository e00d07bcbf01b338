"""What is done to a listing or a trader, why, where, until when, and how it ends."""

from pratique.enforcement.action.acts import add_cause, expire, impose, lift, reverse, state_reasons, withdraw_cause
from pratique.enforcement.action.events import ActionEvent, Cause
from pratique.enforcement.action.state import Action, apply, holding

__all__ = [
    "Action", "ActionEvent", "Cause", "add_cause", "apply", "expire", "holding", "impose", "lift", "reverse", "state_reasons",
    "withdraw_cause",
]  # fmt: skip
