"""Which encoding a file of text is in."""

import codecs
from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EASTERN = ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
_WESTERN = ["cp1251", "cp1252", "cp1250", "cp1254", "cp1256", "cp1258", "cp874", "koi8_r"]
_DAMAGED = 0.02
"""Up to this share of characters that are no UTF-8, a file is UTF-8 with damage rather than another encoding."""
_WINDOW = 1 << 16


def encoding_of(sample: bytes, path: Path | None = None) -> str:
    """The name of the encoding; `path` is searched for its first character beyond ASCII where the sample has none."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    wide = _without_mark(sample)
    if wide:
        return wide
    if sample.isascii() and path is not None:
        sample = _window(path) or sample
    if sample.isascii():
        return "utf-8"
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    damage = text.count("\ufffd") - sample.count("\ufffd".encode())
    beyond = sum(not character.isascii() for character in text[:_WINDOW])
    if damage == 0 or damage <= _DAMAGED * max(beyond, 50):
        return "utf-8"
    return _guessed(sample)


def _without_mark(sample: bytes) -> str | None:
    even, odd = sample[0:4096:2], sample[1:4096:2]
    if len(odd) < 8:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.3 and zeros_even < 0.05:
        return "utf-16-le"
    if zeros_even > 0.3 and zeros_odd < 0.05:
        return "utf-16-be"
    return None


def _window(path: Path) -> bytes:
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            return b""
        file.seek(0)
        while portion := file.read(1 << 20):
            if not portion.isascii():
                line = portion.rfind(b"\n", 0, next(i for i, byte in enumerate(portion) if byte > 127))
                return portion[line + 1 : line + 1 + _WINDOW]
    return b""


def _guessed(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(_whole_lines(sample), cp_isolation=_EASTERN + _WESTERN, enable_fallback=False, preemptive_behaviour=False).best()
    if best is None:
        return "utf-8"
    # GB18030 holds all of GB2312 and GBK
    return "gb18030" if best.encoding in ("gb2312", "gbk", "cp936") else str(best.encoding)


def _whole_lines(sample: bytes) -> bytes:
    lines = [line for line in sample.splitlines(keepends=True)[:-1] if not line.isascii()] or [sample]
    return b"".join(lines)[:_WINDOW]
