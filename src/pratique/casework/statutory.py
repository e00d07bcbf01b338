"""Every clock that a notice, an order or a counter-notice starts: how long, by whose days, on what authority.

What was read in the law or checked against two accounts of it says so by `is_verified`; the rest is from general knowledge and is marked.
Where the law names no number ("without undue delay", 及时) the house sets a target, and the deadline says that it is the house's.
"""

from pratique.casework.deadline import Deadline
from pratique.casework.workdays import UNION

ORDER_SAFETY = Deadline("order-safety", 2, "working_days", UNION, "Regulation (EU) 2023/988 Art. 22(4)")
"""Orders of market surveillance authorities on dangerous products: in any event within two working days from receipt."""
ORDER_UNION = Deadline(
    "order-union", 2, "working_days", UNION, "Regulation (EU) 2022/2065 Art. 9(1) and 10(1): without undue delay", "house"
)
ORDER_AUSTRALIA = Deadline("order-australia", 2, "working_days", "AU", "Australian Product Safety Pledge", "pledge", is_verified=False)

NOTICE_SAFETY = Deadline("notice-safety", 3, "working_days", UNION, "Regulation (EU) 2023/988 Art. 22(8)")
NOTICE_FLAGGER = Deadline(
    "notice-flagger", 24, "hours", UNION, "Regulation (EU) 2022/2065 Art. 22(1): priority, without undue delay", "house"
)
NOTICE_UNION = Deadline("notice-union", 3, "working_days", UNION, "Regulation (EU) 2022/2065 Art. 16(6): in a timely manner", "house")
NOTICE_REOPENED = Deadline(
    "notice-reopened", 2, "working_days", UNION, "Regulation (EU) 2022/2065 Art. 20(4): without undue delay", "house"
)
NOTICE_PLEDGE = Deadline("notice-pledge", 5, "working_days", UNION, "EU Product Safety Pledge, commitment 4", "pledge")
NOTICE_CHINA = Deadline("notice-china", 24, "hours", "CN", "E-Commerce Law of the People's Republic of China Art. 42: 及时", "house")
NOTICE_US_COPYRIGHT = Deadline("notice-us-copyright", 24, "hours", "US", "17 U.S.C. § 512(c)(1)(C): expeditiously", "house")
NOTICE_INDIA = Deadline("notice-india", 36, "hours", "IN", "Copyright Rules 2013 r. 75", is_verified=False)
NOTICE_JAPAN = Deadline(
    "notice-japan", 7, "days", "JP", "Act on Information Distribution Platforms (in force 2025-04-01)", is_verified=False
)
NOTICE_HOUSE = Deadline("notice-house", 3, "working_days", "SG", "house target where no law names a time", "house")

RESTORE_US_EARLIEST = Deadline("restore-us-earliest", 10, "working_days", "US", "17 U.S.C. § 512(g)(2)(C)")
RESTORE_US_LATEST = Deadline("restore-us-latest", 14, "working_days", "US", "17 U.S.C. § 512(g)(2)(C)")
WAIT_CHINA = Deadline("wait-china", 15, "days", "CN", "E-Commerce Law of the People's Republic of China Art. 43")
RESTORE_CHINA = Deadline("restore-china", 17, "days", "CN", "E-Commerce Law of the People's Republic of China Art. 43: 及时", "house")
WAIT_INDIA = Deadline("wait-india", 21, "days", "IN", "Copyright Rules 2013 r. 75", is_verified=False)
RESTORE_INDIA = Deadline("restore-india", 23, "days", "IN", "Copyright Rules 2013 r. 75", "house", is_verified=False)

REPORT_EFFECT = Deadline("order-report", 24, "hours", UNION, "Regulation (EU) 2022/2065 Art. 9(1): without undue delay", "house")
"""From the moment effect was given."""
RIGHTS_REVIEW = Deadline("rights-review", 3, "working_days", "CN", "house target: papers of a rights holder looked at", "house")

ALL: dict[str, Deadline] = {value.id: value for value in list(globals().values()) if isinstance(value, Deadline)}
"""By id, so that a stored deadline finds its basis."""
