"""Bytes of an input, whatever holds them: a file, standard input, and either under gzip."""

import io
import sys
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from pratique.base.errors import InputError

SAMPLE_BYTES = 1 << 18
PORTION = 1 << 16
GZIP_FREE = 1 << 30
"""Decompressed bytes that are always allowed."""
GZIP_RATIO = 100
"""Beyond that, at most so many bytes for each compressed one: text packs 5 to 20 times, a bomb 1,000 times."""


class _Counted(io.RawIOBase):
    """A raw stream that knows how much was taken from it."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        self._raw, self.name, self.taken = raw, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._raw.read(len(buffer))
        except OSError as error:
            raise InputError(f"{self.name}: cannot be read: {error.strerror or error}") from error
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed and self._raw is not sys.stdin.buffer:
            self._raw.close()
        super().close()


class _Gunzipped(io.RawIOBase):
    """The content of a gzip stream of one or more members. Refuses to unpack a bomb."""

    def __init__(self, packed: io.BufferedReader, name: str) -> None:
        self._packed, self.name = packed, name
        self._unpack = zlib.decompressobj(31)
        self._started = False
        self._in = self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            left = self._unpack.unconsumed_tail
            if self._unpack.eof:
                left = self._unpack.unused_data.lstrip(b"\0")
                self._unpack, self._started = zlib.decompressobj(31), False
            fresh = b"" if left else self._packed.read(PORTION)
            if not left and not fresh:
                if self._started:
                    raise InputError(f"{self.name}: the gzip stream ends before its end; was the file cut off?")
                return 0
            self._in += len(fresh)
            try:
                data = self._unpack.decompress(left or fresh, len(buffer))
            except zlib.error as error:
                raise InputError(f"{self.name}: not a sound gzip file: {error}") from error
            self._started = not self._unpack.eof
            self._out += len(data)
            if self._out > max(GZIP_FREE, GZIP_RATIO * self._in):
                raise InputError(f"{self.name}: unpacks to more than {GZIP_RATIO} times its size; unpack it yourself if it is no bomb")
            if data:
                buffer[: len(data)] = data
                return len(data)


class _Replayed(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, start: bytes, rest: io.BufferedReader) -> None:
        self._start, self._rest = memoryview(start), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._start:
            size = min(len(buffer), len(self._start))
            buffer[:size] = self._start[:size]
            self._start = self._start[size:]
            return size
        return self._rest.readinto1(buffer)

    def close(self) -> None:
        self._rest.close()
        super().close()


class Stream:
    """An opened input: `sample` is its beginning, `reader` gives it from the start, unpacked."""

    def __init__(self, name: str, path: Path | None) -> None:
        try:
            raw = cast(BinaryIO, path.open("rb", buffering=0)) if path is not None else sys.stdin.buffer
        except OSError as error:
            raise InputError(f"{name}: cannot be opened: {error.strerror or error}") from error
        self.name, self.path = name, path
        self._counted = _Counted(raw, name)
        plain: io.BufferedReader = io.BufferedReader(self._counted, PORTION)
        start = _first(plain, SAMPLE_BYTES)
        self.packed = start[:2] == b"\x1f\x8b"
        if self.packed:
            plain = io.BufferedReader(_Gunzipped(io.BufferedReader(_Replayed(start, plain), PORTION), name), PORTION)
            start = _first(plain, SAMPLE_BYTES)
        self.sample = start
        self.reader: io.BufferedReader = io.BufferedReader(_Replayed(start, plain), PORTION)

    @property
    def taken(self) -> int:
        """Bytes taken from the file so far, packed as they lie there."""
        return self._counted.taken

    def close(self) -> None:
        self.reader.close()


def _first(reader: io.BufferedReader, size: int) -> bytes:
    parts, length = [], 0
    while length < size and (part := reader.read(size - length)):
        parts.append(part)
        length += len(part)
    return b"".join(parts)
