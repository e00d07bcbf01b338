"""Parquet, read by batches, after its own figures were found bearable."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pratique.assembly.read.chunk import Row
from pratique.assembly.read.columns import ColumnMap
from pratique.base.errors import InputError
from pratique.facts.cells import LONGEST_TEXT

BATCH_ROWS = 2048
BATCH_BYTES = 1 << 27
"""A batch that is larger when unpacked is read cell by cell."""
COLUMN_BYTES = 1 << 31
"""Unpacked size of one column of one row group that is still read."""
FREE_BYTES = 1 << 30
RATIO = 200
"""Past `FREE_BYTES`, at most so many unpacked bytes for each byte of the file."""
ROWS_PER_BYTE = 50


def parquet_rows(path: Path, columns: ColumnMap, file: str) -> Iterator[Row]:
    """Rows numbered from 1. Raises `InputError` for a file that is damaged, a bomb, or lacks our columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False)
        _check(opened.metadata, path.stat().st_size, file)
        names = opened.schema_arrow.names
        header = columns.header(names, file)
        # dictionaries stay packed: one value of megabytes may stand for a million rows
        texts = [field.name for field in opened.schema_arrow if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
        opened.close()
        opened = pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False, read_dictionary=texts)
        number = 0
        for batch in opened.iter_batches(BATCH_ROWS):
            wide = [_unpacked(column) for column in batch.columns]
            for cells in _rows(wide, batch.num_rows):
                number += 1
                row = {name: cells[position] for position, name in header}
                if columns.numbered:
                    row["listing_id"] = str(number)
                yield number, row, ""
        opened.close()
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        reason = str(error).splitlines()[0] if str(error) else "out of memory"
        raise InputError(f"{file}: cannot be read as Parquet: {reason}") from error


def _check(metadata: Any, size: int, file: str) -> None:
    unpacked = 0
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            unpacked += chunk.total_uncompressed_size
            if chunk.total_uncompressed_size > COLUMN_BYTES:
                raise InputError(
                    f"{file}: column `{chunk.path_in_schema}` unpacks to {chunk.total_uncompressed_size / 1e9:.1f} GB in one row group; "
                    f"at most {COLUMN_BYTES / 1e9:.1f} GB are read; write it with smaller row groups"
                )
    if unpacked > max(FREE_BYTES, RATIO * size):
        much = f"{size:,} bytes unpack to {unpacked / 1e9:.1f} GB, more than {RATIO} times the file"
        raise InputError(f"{file}: {much}; it looks like a bomb and was not read")
    if metadata.num_rows > ROWS_PER_BYTE * size:
        raise InputError(f"{file}: {metadata.num_rows:,} rows in {size:,} bytes; it looks like a bomb and was not read")


def _unpacked(column: Any) -> Any:
    """A column whose texts are cut one past what a listing keeps, still packed."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind) and (pa.types.is_string(kind.value_type) or pa.types.is_large_string(kind.value_type)):
        words = column.dictionary
        if words.nbytes > LONGEST_TEXT:
            words = pc.utf8_slice_codeunits(words, 0, LONGEST_TEXT + 1)
            column = pa.DictionaryArray.from_arrays(column.indices, words)
    elif pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    elif pa.types.is_duration(kind) or pa.types.is_time(kind):
        column = column.cast(pa.string())
    return column


def _rows(columns: Sequence[Any], count: int) -> Iterator[Sequence[Any]]:
    if sum(_size(column) for column in columns) <= BATCH_BYTES:
        yield from zip(*(_values(column) for column in columns), strict=True)
    else:
        for position in range(count):
            yield [_values(column.slice(position, 1))[0] for column in columns]


def _size(column: Any) -> int:
    """Bytes of the column when unpacked."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    return int(pc.sum(pc.take(pc.binary_length(column.dictionary), column.indices)).as_py() or 0)


def _values(column: Any) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [None if value is None else value.decode("utf-8", "replace") for value in column.cast(pa.binary()).to_pylist()]
    except (ValueError, OverflowError, pa.ArrowException):
        return [_one(value) for value in column]


def _one(value: Any) -> Any:
    try:
        return value.as_py()
    except (ValueError, OverflowError):
        return None
