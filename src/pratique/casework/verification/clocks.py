"""Every clock of trader verification: how long there is, and on whose word."""

import datetime as dt

from pratique.casework.deadline import Deadline
from pratique.casework.workdays import UNION

EXISTING_UNTIL = dt.datetime(2025, 2, 18, tzinfo=dt.UTC)
"""Traders who were there before 17 February 2024 had twelve months to be known (Regulation (EU) 2022/2065 Art. 30(2)): the first moment
that is too late."""
COLLECT_DSA = Deadline(
    "verification-collect-dsa", 30, "days", UNION, "Regulation (EU) 2022/2065 Art. 30(1): no offer before; a target of the house", "house"
)
"""A trader who began to register and never finished is reminded. They may not offer meanwhile, so nothing hangs on it."""
COLLECT_INFORM = Deadline("verification-collect-inform", 10, "days", "US", "15 U.S.C. § 45f(a)(1)(A)")
REVIEW_DSA = Deadline("verification-review-dsa", 3, "working_days", UNION, "Regulation (EU) 2022/2065 Art. 30(2): best efforts", "house")
REVIEW_INFORM = Deadline("verification-review-inform", 10, "days", "US", "15 U.S.C. § 45f(a)(2)(A)")
REMEDY_DSA = Deadline("verification-remedy-dsa", 10, "days", UNION, "Regulation (EU) 2022/2065 Art. 30(3): without delay", "house")
REMEDY_INFORM = Deadline("verification-remedy-inform", 10, "days", "US", "15 U.S.C. § 45f(a)(1)(C): ten days after the notice")
CERTIFY = Deadline("verification-certify", 10, "days", "US", "15 U.S.C. § 45f(a)(1)(B): ten days after the annual notice")
RENEW = Deadline("verification-renew", 10, "days", UNION, "Regulation (EU) 2022/2065 Art. 30(3): a document that ran out", "house")
YEAR = Deadline("verification-year", 12, "months", "US", "15 U.S.C. § 45f(a)(1)(B): annually")
KEPT = Deadline("verification-kept", 6, "months", UNION, "Regulation (EU) 2022/2065 Art. 30(5)")
"""What is known of a trader is deleted six months after the contract ended."""

ALL: dict[str, Deadline] = {value.id: value for value in list(globals().values()) if isinstance(value, Deadline)}
"""By id."""
REVIEW_CLOCKS = frozenset({REVIEW_DSA.id, REVIEW_INFORM.id})
"""Those that run against the marketplace."""
