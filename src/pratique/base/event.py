"""What happened to a record, as a fact that is never changed. Records are folded from their events and from nothing else."""

import datetime as dt

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """One thing that happened, in the past tense: `class NoticeReceived(Event, frozen=True, kw_only=True, tag="notice_received")`.

    Holds no personal data, only references into the vault, so that a person can be forgotten while the chain of events stays whole.
    """

    at: dt.datetime
    """When, in UTC."""
    by: str
    """Who: the id of an `Actor`."""

    @classmethod
    def name(cls) -> str:
        """The tag it is stored under: `notice_received`."""
        return str(cls.__struct_config__.tag)
