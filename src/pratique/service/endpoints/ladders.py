"""Changed ladders of penalties, tried over the ledgers there are."""

import datetime as dt
from typing import Annotated

import msgspec

from pratique.assembly.operations import ladders
from pratique.enforcement.dry_run import Difference
from pratique.policy.model import Ladder
from pratique.service.registry import Call, Nothing, endpoint


class LadderTrial(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ladders of a channel as they might be."""

    channel: str
    ladders: Annotated[tuple[Ladder, ...], msgspec.Meta(min_length=1, max_length=20)]
    as_of: dt.date | None = None


class Trial(msgspec.Struct, frozen=True):
    """Ladder → traders who would stand otherwise, before and after."""

    differences: dict[str, list[Difference]]


@endpoint(
    "POST", "/v1/ladders/try", scope="enforcement:read", body=LadderTrial, answer=Trial,
    summary="Who would stand otherwise under changed ladders; nothing changes",
)  # fmt: skip
def try_ladders(call: Call[LadderTrial, Nothing]) -> Trial:
    form = call.body
    return Trial(ladders.try_ladders(call.tx, call.actor, call.content, form.channel, form.ladders, form.as_of))
