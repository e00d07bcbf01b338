"""Links between traders, where the installation knows any."""

import importlib
import importlib.util
from typing import Any

from pratique.assembly.operations.permission import ACTS, may
from pratique.base.actor import Actor
from pratique.store.transaction import Transaction

_OPERATIONS = "pratique.assembly.operations.links"


def of_trader(tx: Transaction, actor: Actor, name: str) -> Any:
    """Whom a trader is linked to; `None` where links are not known here, or not for whoever asks."""
    if "link.read" not in ACTS or importlib.util.find_spec(_OPERATIONS) is None or not may(actor, "link.read"):
        return None
    return importlib.import_module(_OPERATIONS).of_trader(tx, actor, name)
