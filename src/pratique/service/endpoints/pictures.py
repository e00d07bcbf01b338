"""Pictures of listings, uploaded by the marketplace so that reviewers see them."""

from typing import Annotated

import msgspec

from pratique.assembly.operations import files
from pratique.service.registry import Call, Nothing, endpoint


class PictureForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture and its name."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=files.LONGEST_NAME)]
    """As listings name it under `images`."""
    content: bytes
    """JPEG, PNG or WebP, in Base64."""


class KeptPicture(msgspec.Struct, frozen=True):
    """What was kept."""

    name: str
    media_type: str
    size: int
    """Bytes."""
    sha256: str


@endpoint("POST", "/v1/pictures", scope="screen", body=PictureForm, answer=KeptPicture, status=201, summary="Upload a picture of a listing")
def keep(call: Call[PictureForm, Nothing]) -> KeptPicture:
    one = files.keep_picture(call.tx, call.actor, call.body.name, call.body.content)
    return KeptPicture(one.record, one.media_type, one.size, one.digest.hex())
