"""The process a question runs in: `python -I -m pratique.assembly.workbench.sandbox`, in the folder of the extract.

It reads the extract and nothing else: no other file, no network, no extension, no setting that could be changed back; what the operating
system can forbid a process, it forbids. The answer goes out as an Arrow stream, a fault as JSON with its place.
"""

import resource
import sys
import warnings
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

OK, WRONG = 0, 3
_BATCH = 2048
TOO_MUCH = "it takes more memory than a question may: ask for less, or add it up first"
TOO_LONG = "the answer is larger than an answer may be: ask for fewer columns, or cut long texts"
ONE_QUESTION = "one question at a time: take the semicolon and what follows away"
ONLY_SELECT = "only SELECT: the extract can be read, not changed"
NOTHING = "nothing is asked: write a SELECT"
_EXPLAIN = "EXPLAIN "


class Task(msgspec.Struct, frozen=True):
    """What is asked."""

    database: str
    """Name of the file in this folder."""
    sql: str
    rows: int
    """Most rows of the answer; one more is sent where there are more."""
    megabytes: int
    seconds: int
    answer_megabytes: int = 16
    """Most of the answer, since whoever asks keeps it in memory."""


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong with the question."""

    message: str
    position: int | None = None
    """Byte of the text where it is."""


def confine(task: Task) -> None:
    """What this process may still do: compute, for a while, in so much memory, and write to the pipe."""
    for kind, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, task.seconds * 2 + 10),
        (resource.RLIMIT_AS, (task.megabytes * 2 + 1536) * 2**20),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (most, most))


def opened(task: Task) -> duckdb.DuckDBPyConnection:
    """The extract, read only and locked."""
    return duckdb.connect(
        task.database,
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
            "temp_directory": "",
            "memory_limit": f"{task.megabytes}MB",
            "threads": "1",
            "errors_as_json": "true",
            "lock_configuration": "true",
        },
    )


def answer(task: Task) -> int:
    """Run it; the exit code."""
    sink: Any = sys.stdout.buffer
    try:
        statements = duckdb.extract_statements(task.sql)
    except duckdb.Error:
        statements = []  # asked again below, which says where the fault is
    if len(statements) > 1:
        return _wrong(Wrong(ONE_QUESTION))
    if statements and statements[0].type != duckdb.StatementType.SELECT:
        return _wrong(Wrong(ONLY_SELECT))
    connection = opened(task)
    try:
        relation = connection.sql(task.sql)
        if relation is None:
            return _wrong(Wrong(NOTHING))
        sent = size = 0
        reader = relation.to_arrow_reader(_BATCH)
        with pa.ipc.new_stream(pa.PythonFile(sink), reader.schema) as stream:
            for batch in reader:
                part = batch.slice(0, task.rows + 1 - sent)
                size += part.nbytes
                if size > task.answer_megabytes * 2**20:
                    return _wrong(Wrong(TOO_LONG))
                stream.write_batch(part)
                sent += part.num_rows
                if sent > task.rows:
                    break
    except (duckdb.Error, pa.ArrowException) as error:
        return _wrong(placed(connection, task.sql, told(str(error))))
    except MemoryError:
        return _wrong(Wrong(TOO_MUCH))
    return OK


def placed(connection: duckdb.DuckDBPyConnection, sql: str, wrong: Wrong) -> Wrong:
    """With its place, which `sql` does not say of names that are not there, and `EXPLAIN` does."""
    if wrong.position is not None:
        return wrong
    try:
        connection.execute(f"{_EXPLAIN}{sql}")
    except duckdb.Error as error:
        found = told(str(error))
        if found.position is not None:
            return Wrong(found.message, max(0, found.position - len(_EXPLAIN)))
    return wrong


def told(text: str) -> Wrong:
    """DuckDB's own words, and where."""
    kind, _, rest = text.partition(": ")
    try:
        found = msgspec.json.decode(rest)
        message, position = str(found["exception_message"]), found.get("position")
    except (msgspec.DecodeError, KeyError, TypeError):
        return Wrong(text)
    if kind.startswith("Out of Memory"):
        message = TOO_MUCH
    return Wrong(message, int(position) if position is not None else None)


def _wrong(wrong: Wrong) -> int:
    sys.stderr.buffer.write(msgspec.json.encode(wrong))
    return WRONG


def main() -> int:
    """Read the task, confine, answer."""
    warnings.simplefilter("ignore")
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    confine(task)
    return answer(task)


if __name__ == "__main__":
    sys.exit(main())
