"""No upload is read that is larger than any screen takes: a gigabyte never reaches the disk."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST = 32_000_000
"""Bytes of a request with files."""


class Limit(FileUploadHandler):
    """Stands before the others and takes nothing itself."""

    def handle_raw_input(self, _input: Any, _meta: dict[str, Any], content_length: int, *_more: Any) -> None:
        """Refuse by what the request says of itself; Django reads no more than that."""
        if content_length > LARGEST:
            raise RequestDataTooBig(f"{content_length} bytes are more than the {LARGEST} that are read")

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        """To the next one."""
        return raw_data

    def file_complete(self, _size: int) -> None:
        """It is the next one's."""
