"""An overlay that is not a folder: files by their paths, laid over a content that was assembled before.

Paths and sizes are checked here, since files come from people's forms and uploads. Nothing is ever written under these names: a path is
only a key. A zip of an overlay can be unpacked beside the packaged content and given to `--content`.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from pratique.base.errors import ContentError, Fault, InvalidError
from pratique.policy.assemble import Assembly
from pratique.policy.load import content_hash
from pratique.policy.lock import FILE, Locked, raised, write_lock
from pratique.policy.model import Content, Rule
from pratique.policy.syntax.node import Sequence as Items
from pratique.policy.syntax.parse import parse
from pratique.policy.syntax.problems import Problems
from pratique.policy.tree import ContentFile, Layer

MOST_FILES = 200
LARGEST_FILE = 1_000_000
LARGEST = 4_000_000
"""Bytes of one file, and of all."""
_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}"
_PATH = re.compile(
    rf"(?:(?:concepts|taxonomy)/(?:{_NAME}/){{0,2}}{_NAME}(?:\.examples)?"
    rf"|(?:markets|channels|documents|strategies)/{_NAME}"
    rf"|policies/{_NAME}/(?:pack|(?:sources|parameters|lists|rules)/(?:{_NAME}/){{0,2}}{_NAME}(?:\.test)?))\.yaml"
)

Files = Mapping[str, str]
"""Path within the overlay → text."""


class Laid(msgspec.Struct, frozen=True):
    """An overlay laid over a content."""

    content: Content
    locked: dict[str, Locked]
    """The rules of the overlay with their versions: its `content.lock`."""


def check_files(files: Files) -> None:
    """Raises InvalidError for a path that no content tree has, a file that is too large, or too many."""
    faults = [Fault(path[:200], "is no file of content") for path in files if not is_path(path)]
    faults += [
        Fault(path, f"is larger than {LARGEST_FILE // 1000} kB") for path, text in files.items() if len(text.encode()) > LARGEST_FILE
    ]
    if len(files) > MOST_FILES:
        faults.append(Fault("", f"more than {MOST_FILES} files"))
    if sum(len(text.encode()) for text in files.values()) > LARGEST:
        faults.append(Fault("", f"larger than {LARGEST // 1_000_000} MB in all"))
    if faults:
        raise InvalidError(faults)


def is_path(path: str) -> bool:
    """Whether a path is one of a content tree that an overlay may have; never one that leads out of it."""
    return _PATH.fullmatch(path) is not None


def lay_over(content: Content, files: Files, name: str = "draft", locked: Mapping[str, Locked] | None = None) -> Laid:
    """A content with an overlay. Only the overlay is read; the result is what a load of all its layers would give.

    `locked` are versions that were given out elsewhere, so that none is used twice. Raises ContentError with every problem, each with its
    place in `name/path`.
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
    """Ids of concepts, rules, parameters, lists, markets and strategies that are not the same in both, whatever their place."""
    found: set[str] = set()
    for kind in ("concepts", "rules", "parameters", "lists", "markets", "strategies", "channels", "documents", "sources", "packs"):
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


def from_zip(raw: bytes) -> dict[str, str]:
    """The files of an uploaded zip, also where they lie in one folder of it. What is no content, and its lock, is left out.

    Raises InvalidError where it is no zip, holds no content, or is larger unpacked than an overlay may be.
    """
    files: dict[str, str] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for info in archive.infolist()[: MOST_FILES * 4]:
                path = _within(info.filename)
                if path is None or info.is_dir():
                    continue
                with archive.open(info) as opened:
                    body = opened.read(min(LARGEST_FILE, LARGEST - total) + 1)
                total += len(body)
                if len(body) > LARGEST_FILE or total > LARGEST:
                    raise InvalidError([Fault("file", f"`{path}` is too large")])
                files[path] = body.decode("utf-8-sig")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise InvalidError([Fault("file", "is no zip that can be read")]) from None
    except UnicodeDecodeError:
        raise InvalidError([Fault("file", "holds text that is not UTF-8")]) from None
    if not files:
        raise InvalidError([Fault("file", "holds no file of content, such as `policies/house/rules/fraud.yaml`")])
    check_files(files)
    return files


def _within(name: str) -> str | None:
    """The path inside the overlay of an entry of a zip, with or without one folder round it; `None` for what is no content."""
    for path in (name, name.partition("/")[2]):
        if is_path(path):
            return path
    return None
