"""Notices: what is pointed at, judged, answered to both sides, and contested (Regulation (EU) 2022/2065 Art. 16)."""

from pratique.casework.notice.events import NoticeEvent, Outcome
from pratique.casework.notice.filing import Filing, NoticeKind, Pointed
from pratique.casework.notice.state import Counter, Notice, apply

__all__ = ["Counter", "Filing", "Notice", "NoticeEvent", "NoticeKind", "Outcome", "Pointed", "apply"]
