"""How long what is held of people is kept, and what is due to be erased."""

import msgspec

from pratique.assembly.operations import retention
from pratique.assembly.operations.retention import Due
from pratique.service.registry import Call, Nothing, endpoint


class Periods(msgspec.Struct, frozen=True):
    """Every period and how it stands."""

    items: tuple[Due, ...]


@endpoint("GET", "/v1/retention", scope="admin", answer=Periods, summary="Periods of retention, and what is due under each")
def stands(call: Call[Nothing, Nothing]) -> Periods:
    return Periods(retention.stands(call.tx, call.actor))
