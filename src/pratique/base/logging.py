"""Logs as JSON lines, without secrets and personal data.

Keys that name such things are struck out, and so is whatever looks like one.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_NAMES = re.compile(
    r"secret|password|token|authorization|api_key|cookie|email|phone|address|contact|iban|id_document|payment", re.IGNORECASE
)
_VALUES = re.compile(r"prq_[\w-]{8,}|whsec_[\w+/=-]{8,}|Bearer\s+\S+|postgres(?:ql)?://\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
STRUCK = "[struck out]"


def strike(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that strikes out secrets and personal data, also inside nested values."""
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: str, value: Any) -> Any:
    if _NAMES.search(name):
        return STRUCK
    if isinstance(value, str):
        return _VALUES.sub(STRUCK, value)
    if isinstance(value, dict):
        return {key: _clean(str(key), one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean("", one) for one in value]
    return value


def configure(level: int = logging.INFO) -> None:
    """Log to standard error, one JSON object a line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            strike,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
