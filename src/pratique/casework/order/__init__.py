"""Orders of courts and authorities: to act, to give information, to take a dangerous product down; effect in time, and the report back."""

from pratique.casework.order.events import Effect, OrderEvent
from pratique.casework.order.filing import Authority, OrderFiling, OrderKind
from pratique.casework.order.identical import Identical
from pratique.casework.order.state import Order, apply

__all__ = ["Authority", "Effect", "Identical", "Order", "OrderEvent", "OrderFiling", "OrderKind", "apply"]
