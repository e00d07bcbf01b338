"""Where content lies: the packaged base, overlays, and what each file of a tree holds."""

import hashlib
import importlib.resources
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from pratique.base.errors import InputError, SetupError

Role = Literal[
    "content",
    "topics",
    "taxonomy",
    "concepts",
    "examples",
    "pack",
    "sources",
    "parameters",
    "lists",
    "rules",
    "tests",
    "markets",
    "channels",
    "documents",
    "strategies",
    "brands",
]
_BY_NAME: dict[str, Role] = {"content.yaml": "content", "topics.yaml": "topics"}
_BY_FOLDER: dict[str, Role] = {
    "taxonomy": "taxonomy",
    "markets": "markets",
    "channels": "channels",
    "documents": "documents",
    "strategies": "strategies",
    "brands": "brands",
    "sources": "sources",
    "parameters": "parameters",
    "lists": "lists",
    "rules": "rules",
}
FOLDERS = ("taxonomy", "concepts", "policies", "markets", "channels", "documents", "strategies", "brands")
IN_PACK = ("sources", "parameters", "lists", "rules")
RESERVED = ("indicators", "playbooks", "assessments", "changelog.d")
"""Folders of a content tree that other parts read."""


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One file of a content tree, read once."""

    name: str
    """As shown to the author."""
    path: PurePosixPath
    """Within the tree."""
    raw: bytes

    @property
    def role(self) -> Role | None:
        """What the file holds; `None` where its place says nothing."""
        parts, name = self.path.parts, self.path.name
        if len(parts) == 1:
            return _BY_NAME.get(name)
        if parts[0] == "policies":
            return _role_in_pack(parts)
        if parts[0] == "concepts":
            return "examples" if name.endswith(".examples.yaml") else "concepts"
        return _BY_FOLDER[parts[0]] if parts[0] in FOLDERS else None

    @property
    def jurisdiction(self) -> str:
        """The pack the file belongs to, if any."""
        return self.path.parts[1] if self.path.parts[0] == "policies" and len(self.path.parts) > 2 else ""

    @property
    def stem(self) -> str:
        """The name without its endings: topic of rules, code of a market."""
        return self.path.name.removesuffix(".yaml").removesuffix(".test").removesuffix(".examples")

    @property
    def family(self) -> str:
        """The family of concepts the file's place promises."""
        if self.path.parts[0] == "taxonomy":
            return "class"
        if self.path.parts[0] != "concepts":
            return ""
        return self.path.parts[1] if len(self.path.parts) > 2 else self.stem


@dataclass(frozen=True, slots=True)
class Layer:
    """One tree: the base, or an overlay laid over it."""

    root: Path
    files: tuple[ContentFile, ...]
    lock: bytes = b""


def base_root() -> Path:
    """Folder of the packaged content: inside the installed package, or `content/` of a checkout."""
    packaged = Path(str(importlib.resources.files("pratique"))) / "content"
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[3] / "content"
    if checkout.is_dir():
        return checkout
    raise SetupError(f"the packaged content is missing: there is no folder `{packaged}`")


def read_layers(overlays: Sequence[Path], base: Path | None) -> list[Layer]:
    """The base first, then the overlays; raises InputError where a folder is none."""
    layers = []
    for place, root in enumerate((base or base_root(), *overlays)):
        if not root.is_dir():
            raise InputError(f"there is no content folder `{root}`")
        shown = "content" if place == 0 and base is None else str(root)
        layers.append(_read_layer(root, shown))
    return layers


def fingerprint(layers: Sequence[Layer]) -> str:
    """A hash of every byte of every file, their names, and the code that reads them."""
    found = hashlib.sha256(_code())
    for layer in layers:
        found.update(b"\0layer\0" + str(layer.root).encode("utf-8", "surrogateescape"))
        for file in layer.files:
            found.update(b"\0%s\0%d\0" % (file.name.encode("utf-8", "surrogateescape"), len(file.raw)))
            found.update(file.raw)
        found.update(b"\0lock\0" + layer.lock)
    return found.hexdigest()


def _read_layer(root: Path, shown: str) -> Layer:
    files = []
    lock = b""
    try:
        for path in sorted(_walk(str(root), "")):
            raw = _read(root / path)
            if path == "content.lock":
                lock = raw
            elif path != "lint-exemptions.yaml":
                files.append(ContentFile(os.fsencode(f"{shown}/{path}").decode("utf-8", "replace"), PurePosixPath(path), raw))
    except OSError as error:
        raise InputError(f"cannot read `{error.filename}`: {error.strerror}") from None
    return Layer(root, tuple(files), lock)


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _walk(root: str, prefix: str) -> Iterator[str]:
    with os.scandir(root) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name.endswith("~"):
                continue
            if entry.is_dir():
                if prefix or name not in RESERVED:
                    yield from _walk(entry.path, f"{prefix}{name}/")
            elif name.endswith((".yaml", ".yml", ".lock")) and entry.is_file():
                yield prefix + name


def _role_in_pack(parts: tuple[str, ...]) -> Role | None:
    if len(parts) == 3:
        return "pack" if parts[2] == "pack.yaml" else None
    if len(parts) < 4 or parts[2] not in IN_PACK:
        return None
    if parts[2] == "rules" and parts[-1].endswith(".test.yaml"):
        return "tests"
    return _BY_FOLDER[parts[2]]


def _code() -> bytes:
    here = Path(__file__).parent
    found = hashlib.sha256()
    for folder in (here, here / "syntax", here / "units"):
        for path in sorted(folder.glob("*.py")):
            found.update(_read(path))
    for path in sorted((here.parent / "facts").glob("*.py")):
        found.update(_read(path))
    return found.digest()
