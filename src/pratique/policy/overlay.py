"""An overlay that is not a folder: files by their paths, laid over a content that was assembled before.

Paths and sizes are checked here, since files come from people's forms and uploads. Nothing is ever written under these names: a path is
only a key. A zip of an overlay can be unpacked beside the packaged content and given to `--content`.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from pratique.base.errors import ContentError, Fault, InvalidError, faulty
from pratique.base.said import said
from pratique.policy.assemble import Assembly
from pratique.policy.load import content_hash
from pratique.policy.lock import FILE, Locked, raised, write_lock
from pratique.policy.model import Content, Rule
from pratique.policy.syntax.node import Sequence as Items
from pratique.policy.syntax.parse import parse
from pratique.policy.syntax.problems import Problems
from pratique.policy.tree import ContentFile, Layer

MOST_FILES = 200
MOST_ENTRIES = 2_000
"""Entries of a zip, also of what is no content."""
LARGEST_FILE = 1_000_000
LARGEST = 4_000_000
"""Bytes of one file, and of all."""
_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}"
_PATH = re.compile(
    rf"(?:(?:concepts|taxonomy)/(?:{_NAME}/){{0,2}}{_NAME}(?:\.examples)?"
    rf"|(?:markets|channels|documents|strategies|brands)/{_NAME}|topics"
    rf"|policies/{_NAME}/(?:pack|(?:sources|parameters|lists|rules)/(?:{_NAME}/){{0,2}}{_NAME}(?:\.test)?))\.yaml"
)

UNITS = (
    "concepts", "rules", "parameters", "lists", "markets", "strategies", "channels", "documents", "sources", "packs", "brands", "topics",
)  # fmt: skip
"""Kinds of units of a content."""
Files = Mapping[str, str]
"""Path within the overlay → text."""


class Laid(msgspec.Struct, frozen=True):
    """An overlay laid over a content."""

    content: Content
    locked: dict[str, Locked]
    """The rules of the overlay with their versions: its `content.lock`."""


def check_files(files: Files) -> None:
    """Raises InvalidError for a path that no content tree has, a file that is too large, or too many."""
    faults = [faulty(path[:200], said("`{path}` is no file of content", path=path[:200])) for path in files if not is_path(path)]
    faults += [
        faulty(path, said("`{path}` is larger than {most} kB", path=path, most=LARGEST_FILE // 1000))
        for path, text in files.items()
        if len(text.encode()) > LARGEST_FILE
    ]
    if len(files) > MOST_FILES:
        faults.append(faulty("", said("more than {most} files", most=MOST_FILES)))
    if sum(len(text.encode()) for text in files.values()) > LARGEST:
        faults.append(faulty("", said("larger than {most} MB in all", most=LARGEST // 1_000_000)))
    if faults:
        raise InvalidError(faults)


def is_path(path: str) -> bool:
    """Whether a path is one of a content tree that an overlay may have; never one that leads out of it."""
    return _PATH.fullmatch(path) is not None


def lay_over(
    content: Content, files: Files, name: str = "draft", locked: Mapping[str, Locked] | None = None, *, hashed: bool = True
) -> Laid:
    """A content with an overlay. Only the overlay is read; the result is what a load of all its layers would give.

    `locked` are versions that were given out elsewhere, so that none is used twice. Raises ContentError with every problem, each with its
    place in `name/path`. Where it is only looked at, `hashed=False` spares the hash of the whole: it has none then.
    """
    read = tuple(ContentFile(f"{name}/{path}", PurePosixPath(path), text.encode()) for path, text in sorted(files.items()))
    assembly = Assembly([Layer(Path(name), read)], content)
    laid = assembly.content()
    if assembly.problems.found:
        raise ContentError(assembly.problems.found)
    own = {key: rule for key, rule in laid.rules.items() if ("rules", key) in assembly.layer_of}
    lock = _raised(own, content, locked or {})
    rules = {key: msgspec.structs.replace(rule, version=lock[key].version) if key in lock else rule for key, rule in laid.rules.items()}
    laid = msgspec.structs.replace(laid, rules=rules)
    if not hashed:
        return Laid(msgspec.structs.replace(laid, hash="", version=f"{content.version.partition('+')[0]}+{name}"), lock)
    found = content_hash(laid)
    return Laid(msgspec.structs.replace(laid, hash=found, version=f"{content.version.partition('+')[0]}+{found[:8]}"), lock)


def _raised(own: Mapping[str, Rule], content: Content, elsewhere: Mapping[str, Locked]) -> dict[str, Locked]:
    """Versions of the rules of an overlay: one higher than any that was given out, unless the rule means what it meant then."""
    before = {key: Locked(rule.version, rule.digest) for key, rule in content.rules.items()}
    for key, one in elsewhere.items():
        if key not in before or before[key].version < one.version:
            before[key] = one
    after = raised(own, before)
    for key, rule in own.items():
        now = content.rules.get(key)
        if now is not None and now.digest == rule.digest:
            after[key] = Locked(now.version, now.digest)
    return {key: after[key] for key in own}


def problems_of(files: Files, content: Content, name: str = "draft") -> tuple[str, ...]:
    """What is wrong with an overlay, each problem drawn at its place; empty where nothing is."""
    try:
        lay_over(content, files, name)
    except ContentError as error:
        return tuple(problem.render() for problem in error.problems)
    return ()


def changed_units(before: Content, after: Content) -> frozenset[str]:
    """Ids of units of any kind that are not the same in both, whatever their place."""
    found: set[str] = set()
    for kind in UNITS:
        old, new = getattr(before, kind), getattr(after, kind)
        for key in {*old, *new}:
            one, other = old.get(key), new.get(key)
            if one is other:
                continue
            if one is None or other is None or msgspec.structs.replace(one, place=None) != msgspec.structs.replace(other, place=None):
                found.add(key)
    return frozenset(found)


# ---- units within the text of a file ------------------------------------------------------------------------------------------------


def put_unit(text: str, unit: str, written: str, key: str = "id") -> str:
    """A file that holds a list, with one unit put in the place of the one of that name, or at the end. The rest stays as it is.

    `key` is what the unit is named by; every unit of that name (tests of one rule) is replaced by `written`.
    """
    spans = _spans(text, unit, key)
    lines = text.splitlines(keepends=True)
    if not spans:
        return text + ("" if not text or text.endswith("\n") else "\n") + written
    out: list[str] = []
    at = 0
    for number, (start, end) in enumerate(spans):
        out += lines[at:start]
        if number == 0:
            out.append(written)
        at = end
    return "".join([*out, *lines[at:]])


def unit_text(text: str, unit: str, key: str = "id") -> str:
    """The text of one unit of a file that holds a list; empty where it is not there."""
    lines = text.splitlines(keepends=True)
    return "".join("".join(lines[start:end]) for start, end in _spans(text, unit, key))


def _spans(text: str, unit: str, key: str) -> list[tuple[int, int]]:
    """Lines of the items of that name, counted from 0, without the blank lines and comments before the next one."""
    root = parse(text, "file", Problems()) if text.strip() else None
    if not isinstance(root, Items):
        return []
    lines = text.splitlines()
    starts = [_dash(lines, item.line - 1) for item in root.items] + [len(lines)]
    found = []
    for item, start, end in zip(root.items, starts, starts[1:], strict=False):
        named = item.get(key) if hasattr(item, "get") else None
        if getattr(named, "text", None) == unit:
            while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
                end -= 1
            found.append((start, end))
    return found


def _dash(lines: Sequence[str], at: int) -> int:
    while at > 0 and not lines[at].startswith("-"):
        at -= 1
    return at


# ---- as a file to take along --------------------------------------------------------------------------------------------------------


def to_zip(files: Files, locked: Mapping[str, Locked]) -> bytes:
    """The overlay as a zip, its lock beside; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted({**files, FILE: write_lock(dict(locked)).decode()}.items()):
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text.encode())
    return made.getvalue()


class Unpacked(msgspec.Struct, frozen=True):
    """What an uploaded zip holds."""

    files: dict[str, str]
    left_out: tuple[str, ...]
    """Files that are no content: a README, what stands in folders nobody reads."""


def from_zip(raw: bytes) -> Unpacked:
    """The files of an uploaded zip, also where they lie in one folder of it; its lock is left out, as is what is no content.

    Nothing of it is ever written under its names. Raises InvalidError with everything that is wrong: it is no zip, holds no content, leads
    out of itself, holds links, is encrypted or larger unpacked than an overlay may be, or a file of it is no YAML.
    """
    if len(raw) > LARGEST:
        raise InvalidError([faulty("file", said("is larger than {most} MB", most=LARGEST // 1_000_000))])
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise InvalidError([faulty("file", said("is no zip that can be read"))]) from None
    if not found.files:
        raise InvalidError([faulty("file", said("holds no file of content, such as `policies/house/rules/fraud.yaml`"))])
    check_files(found.files)
    _require_yaml(found.files)
    return found


def _unpacked(archive: zipfile.ZipFile) -> Unpacked:
    entries = archive.infolist()
    faults = [fault for info in entries[:MOST_ENTRIES] if (fault := _refused(info)) is not None]
    if len(entries) > MOST_ENTRIES:
        faults.append(faulty("file", said("holds more than {most} entries", most=MOST_ENTRIES)))
    if faults:
        raise InvalidError(faults[:20])
    files: dict[str, str] = {}
    left_out: list[str] = []
    total = 0
    for info in entries:
        path = _within(info.filename)
        if info.is_dir() or PurePosixPath(info.filename).name == FILE:
            continue
        if path is None:
            left_out.append(info.filename)
            continue
        with archive.open(info) as opened:
            body = opened.read(min(LARGEST_FILE, LARGEST - total) + 1)
        total += len(body)
        if len(body) > LARGEST_FILE or total > LARGEST:
            raise InvalidError([faulty("file", said("`{path}` is too large", path=path))])
        if path in files:
            raise InvalidError([faulty("file", said("holds `{path}` twice", path=path))])
        try:
            files[path] = body.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InvalidError([faulty("file", said("`{path}` is not UTF-8 text", path=path))]) from None
    return Unpacked(files, tuple(left_out))


def _refused(info: zipfile.ZipInfo) -> Fault | None:
    """Why an entry is not even looked at."""
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in info.orig_filename:
        return faulty("file", said("`{name}` leads out of the zip", name=name[:120]))
    if stat.S_ISLNK(info.external_attr >> 16):
        return faulty("file", said("`{name}` is a link; put the file itself there", name=name[:120]))
    if info.flag_bits & 0x1:
        return faulty("file", said("`{name}` is encrypted", name=name[:120]))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return faulty("file", said("`{name}` is packed in a way that is not read here", name=name[:120]))
    return None


def _require_yaml(files: Files) -> None:
    problems = Problems()
    for path, text in sorted(files.items()):
        problems.add_file(path, text)
        parse(text, path, problems)
    faults = [
        faulty("file", said("{place}: {problem}", place=str(one.place), problem=one.said or one.message)) for one in sorted(problems.found)
    ]
    if faults:
        raise InvalidError(faults[:20])


def _within(name: str) -> str | None:
    """The path inside the overlay of an entry of a zip, with or without one folder round it; `None` for what is no content."""
    for path in (name, name.partition("/")[2]):
        if is_path(path):
            return path
    return None
