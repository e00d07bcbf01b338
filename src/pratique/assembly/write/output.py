"""An output file: written aside portion by portion, and in its place only when it is whole."""

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pratique.assembly.read import Reject
from pratique.assembly.write.journal import Journal
from pratique.assembly.write.rows import ClassesRow, ConceptsRow, DecisionRow, DuplicateRow, concept_lines, decision_lines
from pratique.base.errors import InputError, SetupError

FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
_ROW_GROUP = 100_000


class Table(msgspec.Struct, frozen=True):
    """How the rows of one kind of output are written and read back."""

    name: str
    row: type
    lines: Callable[[Sequence[Any]], bytes]


DECISIONS = Table("DECISIONS", DecisionRow, decision_lines)
CONCEPTS = Table("CONCEPTS", ConceptsRow, concept_lines)
CLASSES = Table("CLASSES", ClassesRow, concept_lines)
DUPLICATES = Table("DUPLICATES", DuplicateRow, concept_lines)


def format_of(path: Path) -> str:
    """`jsonl` or `parquet` by the name. Raises `InputError` for another."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(f"{path}: no format for `{path.suffix}`; name it {' or '.join(('.jsonl', '.parquet'))}")
    return found


class Output:
    """A file of rows under way; `whole` puts it in its place, leaving a block without it keeps what is needed to resume."""

    def __init__(self, path: Path, table: Table, run: dict[str, str], *, resume: bool = False) -> None:
        self.path, self.table, self.format = path, table, format_of(path)
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file in it")
        self.rejects_path = path.with_name(path.name + ".rejects.jsonl")
        self._journal = Journal(path)
        self._journal.begin({**run, "format": self.format}, resume)
        self.saved = len(self._journal.steps)
        """Portions that an earlier run has written."""

    def rows_of(self, index: int) -> list[Any]:
        """The rows of a portion that an earlier run has written."""
        data = self._journal.portion(index)
        if self.format == "jsonl":
            return msgspec.json.Decoder(self.table.row).decode_lines(data)
        return [msgspec.convert(row, self.table.row) for batch in _batches(data) for row in batch.to_pylist()]

    def append(self, rows: Sequence[Any], rejects: Sequence[Reject]) -> None:
        """Write the rows and rejects of one portion of the input."""
        data = self.table.lines(rows) if self.format == "jsonl" else self._stream(rows)
        self._journal.append(data, msgspec.json.Encoder().encode_lines(rejects), len(rows))

    def _stream(self, rows: Sequence[Any]) -> bytes:
        import pyarrow as pa

        from pratique.assembly.write import schema as schemas

        schema = getattr(schemas, self.table.name)
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_batch(schemas.record_batch(schema, rows))
        return sink.getvalue()

    def whole(self) -> None:
        """Everything is written: put output and rejects in their places."""
        journal = self._journal
        try:
            if self.format == "parquet":
                aside = self.path.with_name(self.path.name + ".writing")
                self._write_parquet(aside)
            else:
                aside = journal.partial
            rejected = bool(journal.steps and journal.steps[-1].rejects)
            journal.close()
            _settle(aside, self.path)
            if rejected:
                _settle(journal.rejects, self.rejects_path)
            else:
                self.rejects_path.unlink(missing_ok=True)
            journal.remove()
        except OSError as error:
            raise SetupError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def _write_parquet(self, aside: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from pratique.assembly.write import schema as schemas

        schema = getattr(schemas, self.table.name)
        waiting: list[pa.RecordBatch] = []
        with pq.ParquetWriter(aside, schema, compression="zstd") as writer:

            def write() -> None:
                if waiting:
                    writer.write_table(pa.Table.from_batches(waiting, schema), row_group_size=_ROW_GROUP)
                    waiting.clear()

            for index in range(len(self._journal.steps)):
                waiting.extend(_batches(self._journal.portion(index)))
                if sum(batch.num_rows for batch in waiting) >= _ROW_GROUP:
                    write()
            write()

    def close(self) -> None:
        """Leave the unfinished files for `--resume`."""
        self._journal.close()


def _batches(data: bytes) -> list[Any]:
    import pyarrow as pa

    with pa.ipc.open_stream(data) as reader:
        return list(reader)


def _settle(aside: Path, path: Path) -> None:
    """Make sure it is on the disk before the name points to it."""
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.replace(path)
