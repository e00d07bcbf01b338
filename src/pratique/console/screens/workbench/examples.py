"""Questions to begin with."""

import msgspec


class Example(msgspec.Struct, frozen=True):
    """One of them."""

    title: dict[str, str]
    sql: str
    chart: dict[str, str]


_HELD = """\
SELECT market,
       count(*) FILTER (WHERE verdict = 'hold') AS held,
       count(*) FILTER (WHERE verdict = 'refuse') AS refused,
       count(*) AS screened
FROM verdicts
GROUP BY market
ORDER BY held DESC"""
_RULES = """\
SELECT rule, count(*) AS answers,
       round(avg((verdict = 'refuse')::int), 3) AS followed
FROM labels
WHERE source = 'case'
GROUP BY rule
HAVING count(*) >= 5
ORDER BY followed"""
_WEEKS = """\
SELECT date_trunc('week', imposed_at)::date AS week, channel, count(*) AS actions
FROM actions
GROUP BY ALL
ORDER BY week, channel"""
_LATE = """\
SELECT queue, count(*) AS cases,
       round(median(date_diff('minute', opened_at, decided_at)) / 60, 1) AS hours
FROM cases
WHERE decided_at IS NOT NULL
GROUP BY queue
ORDER BY hours DESC"""
_AGAIN = """\
SELECT trader, country, listings, actions, round(actions / listings, 2) AS share
FROM traders
WHERE listings >= 5 AND actions > 0
ORDER BY share DESC
LIMIT 50"""
EXAMPLES = {
    "held": Example({"en": "Held and refused by market", "zh": "各市场拦截与拒绝数"}, _HELD, {"kind": "bar", "x": "market", "y": "held"}),
    "rules": Example(
        {"en": "Rules by how often reviewers follow them", "zh": "审核员认同规则的比率"},
        _RULES,
        {"kind": "bar", "x": "rule", "y": "followed"},
    ),
    "weeks": Example(
        {"en": "Actions by week and channel", "zh": "每周各渠道处置数"},
        _WEEKS,
        {"kind": "line", "x": "week", "y": "actions", "by": "channel"},
    ),
    "late": Example({"en": "Hours to decide, by queue", "zh": "各队列裁决用时"}, _LATE, {"kind": "bar", "x": "queue", "y": "hours"}),
    "again": Example(
        {"en": "Traders with most actions for their size", "zh": "处置占比最高的商家"},
        _AGAIN,
        {"kind": "scatter", "x": "listings", "y": "actions"},
    ),
}
