"""Listings of any input, in portions, so that memory does not grow with it."""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pratique.assembly.read.chunk import Chunk, Reject, Row, Unreadable, Warned
from pratique.assembly.read.columns import ColumnMap
from pratique.assembly.read.delimited import delimited_rows
from pratique.assembly.read.encoding import encoding_of
from pratique.assembly.read.files import InputFile, input_files, kind_of_file
from pratique.assembly.read.json_document import json_document_rows
from pratique.assembly.read.json_lines import json_line_rows
from pratique.assembly.read.lines import numbered_lines
from pratique.assembly.read.parquet import parquet_rows
from pratique.assembly.read.stream import Stream
from pratique.assembly.read.workbook import workbook_rows
from pratique.base.errors import InputError
from pratique.facts import Listing
from pratique.facts.from_row import listing_from_row

CHUNK_ROWS = 2000
CHUNK_CHARACTERS = 1 << 25
"""A portion ends here too, so that long descriptions do not fill memory."""


def read_listings(
    source: str | Path | Sequence[InputFile],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    chunk_rows: int = CHUNK_ROWS,
) -> Iterator[Chunk]:
    """Portions of the listings of a file, a folder or standard input (`-`), in order.

    `columns` gives ours → theirs. A row that is no listing is a reject of its portion. Raises `InputError` for a file that cannot
    be read on.
    """
    files = input_files(source) if isinstance(source, str | Path) else source
    column_map = ColumnMap(columns)
    total = sum(file.size or 0 for file in files) if all(file.size is not None for file in files) else 0
    before = 0
    for file in files:
        for chunk, share in _file_chunks(file, column_map, encoding, chunk_rows):
            chunk.done = (before + share * (file.size or 0)) / total if total else None
            yield chunk
        before += file.size or 0


def _file_chunks(file: InputFile, columns: ColumnMap, encoding: str | None, chunk_rows: int) -> Iterator[tuple[Chunk, float]]:
    stream = Stream(file.name, file.path)
    try:
        kind = kind_of_file(file, stream.sample)
        if kind in ("parquet", "workbook") and (file.path is None or not file.again or stream.packed):
            what = "Parquet" if kind == "parquet" else "an Excel workbook"
            raise InputError(f"{file.name}: {what} cannot be read from a pipe or inside gzip; save it to a file")
        if kind == "workbook":
            for chunk in _chunks(workbook_rows(_path(file), columns, file.name), file.name, chunk_rows):
                yield chunk, 0.0
        elif kind == "parquet":
            count, seen = _row_count(_path(file)), 0
            for chunk in _chunks(parquet_rows(_path(file), columns, file.name), file.name, chunk_rows):
                seen += chunk.rows
                yield chunk, min(1.0, seen / max(count, 1))
        else:
            for chunk in _chunks(_text_rows(file, stream, columns, encoding), file.name, chunk_rows):
                yield chunk, min(1.0, stream.taken / max(file.size or 1, 1))
    finally:
        stream.close()


def _path(file: InputFile) -> Path:
    assert file.path is not None  # noqa: S101 - for the type checker: what cannot be read from a pipe was refused
    return file.path


def _row_count(path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def _text_rows(file: InputFile, stream: Stream, columns: ColumnMap, encoding: str | None) -> Iterator[Row]:
    kind = kind_of_file(file, stream.sample)
    chosen = encoding or encoding_of(stream.sample, file.path if file.again else None)
    try:
        sample = stream.sample.decode(chosen, "replace")
    except LookupError as error:
        raise InputError(f"no encoding `{encoding}`; known are utf-8, utf-16, gb18030, big5, shift_jis, cp1252 and others") from error
    except (UnicodeError, ValueError) as error:
        raise InputError(f"{file.name}: cannot be decoded as {chosen}: {error}") from error
    if kind == "json document":
        rows = json_document_rows(io.TextIOWrapper(stream.reader, encoding=chosen, errors="replace"), columns, file.name)
    else:
        lines = numbered_lines(stream.reader, chosen, stream.sample)
        rows = json_line_rows(lines, columns) if kind == "json lines" else delimited_rows(lines, sample, columns, file.name)
    try:
        yield from rows
    except UnicodeError as error:
        raise InputError(f"{file.name}: cannot be decoded as {chosen}: {error}") from error


def _chunks(rows: Iterator[Row], file: str, chunk_rows: int) -> Iterator[Chunk]:
    chunk, size = Chunk(file=file), 0
    for line, row, warning in rows:
        if warning:
            chunk.warnings.append(Warned(file, line, warning))
        if isinstance(row, Unreadable):
            chunk.rejects.append(Reject(file, line, row.reason, row.text))
        else:
            try:
                listing, warnings = listing_from_row(row)
            except InputError as error:
                chunk.rejects.append(Reject(file, line, str(error), _beginning(row)))
            else:
                chunk.listings.append(listing)
                chunk.lines.append(line)
                size += _characters(listing)
                for message in warnings:
                    chunk.warnings.append(Warned(file, line, message))
        if len(chunk.listings) + len(chunk.rejects) >= chunk_rows or size > CHUNK_CHARACTERS:
            yield chunk
            chunk, size = Chunk(file=file), 0
    if chunk.rows:
        yield chunk


def _characters(listing: Listing) -> int:
    size = len(listing.title) + len(listing.description or "")
    if listing.attributes:
        size += sum(map(len, listing.attributes.values()))
    return size


def _beginning(row: Mapping[str, object]) -> str:
    shown = ", ".join(f"{str(name)[:40]}: {str(value)[:60]}" for name, value in list(row.items())[:8] if value not in (None, ""))
    return shown[:300].encode("utf-8", "replace").decode()
