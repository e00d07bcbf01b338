"""Orders of courts and authorities: to act, to give information, to take a dangerous product down; effect in time, and the report back."""

from pratique.casework.order.events import Effect, OrderEvent
from pratique.casework.order.filing import Authority, OrderFiling, OrderKind
from pratique.casework.order.identical import Identical
from pratique.casework.order.state import AuthorityOrder, apply

__all__ = ["Authority", "AuthorityOrder", "Effect", "Identical", "OrderEvent", "OrderFiling", "OrderKind", "apply"]
