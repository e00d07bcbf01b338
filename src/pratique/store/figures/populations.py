"""The rows each indicator is counted over: relations of one shape, `COLUMNS`. `hit` says whether a row counts above the line of a share.

Nothing here is a value from outside; moments come in as `%(now)s`.
"""

COLUMNS = ("id", "at", "channel", "markets", "kind", "family", "trader", "language", "title", "subject_kind", "subject", "hit", "value")
"""`at` orders rows and says in which week they count; `kind` is the indicator's own kind: a queue, a kind of notice; `value` is in hours."""

_WAITING = "('open', 'escalated', 'second_review', 'disputed')"
FAMILY = "LEFT JOIN rule_family f ON f.rule = split_part({}, '@', 1)"
_HOURS = "EXTRACT(epoch FROM {} - {}) / 3600"

_CASE = (
    "SELECT c.id, {at} AS at, c.channel, c.markets, c.queue AS kind, f.family, c.trader, c.language, c.state->>'title' AS title,"
    " c.subject_kind, c.subject, {hit} AS hit, {value} AS value FROM case_file c "
    + FAMILY.format("c.state->'rules'->>0")
    + " WHERE {where}"
)
_ACTION = (
    "SELECT a.id, a.imposed_at AS at, a.channel, a.markets, a.kind, f.family, a.trader, NULL::text AS language, NULL::text AS title,"
    " a.subject_kind, a.subject, {hit} AS hit, {value} AS value FROM enforcement_action a {join} "
    + FAMILY.format("a.state->'causes'->0->'rules'->>0")
    + " WHERE {where}"
)
_NOTICE = (
    "SELECT n.id, {at} AS at, n.channel, n.markets, n.kind, NULL::text AS family, n.traders[1] AS trader, n.state->>'language' AS language,"
    " NULL::text AS title, split_part(n.subjects[1], ':', 1) AS subject_kind, substr(n.subjects[1], strpos(n.subjects[1], ':') + 1) AS subject,"
    " NULL::boolean AS hit, {value} AS value FROM notice n WHERE {where}"
)

APPLIES = "(l.verdict = 'refuse' OR l.verdict = 'allow_with_conditions' AND COALESCE(f.demand, '') <> 'prohibited')"
"""What was asked for turned out to be shown: the rule applies, and it was right to ask. Only what a rule forbids has no conditions."""
LAST_ANSWER = (
    "l.source = 'case' AND NOT EXISTS (SELECT 1 FROM label n WHERE n.record = l.record AND n.market = l.market AND n.source = 'case'"
    " AND n.at > l.at)"
)
"""Of a label `l`: it is what was said of the case in that market in the end. Where two differed, a third decides."""
_LABELLED = (
    "SELECT l.record AS id, l.at, l.channel, ARRAY[l.market] AS markets, c.queue AS kind, f.family, c.trader, c.language,"
    " c.state->>'title' AS title, l.subject_kind, l.subject, {hit} AS hit, NULL::float AS value"
    " FROM label l JOIN case_file c ON c.id = l.record " + FAMILY.format("l.rule") + f" WHERE {LAST_ANSWER} AND c.origin_kind = 'decision'"
)

POPULATIONS: dict[str, str] = {
    "waiting": _CASE.format(
        at="c.created_at", hit="NULL::boolean", value=_HOURS.format("%(now)s", "c.created_at"), where=f"c.status IN {_WAITING}"
    ),
    "overdue": _CASE.format(at="c.due_at", hit="c.due_at < %(now)s", value="NULL::float", where=f"c.status IN {_WAITING}"),
    "in_time": _CASE.format(at="c.decided_at", hit="c.decided_at <= c.due_at", value="NULL::float", where="c.decided_at IS NOT NULL"),
    "precision": _LABELLED.format(hit=APPLIES),
    "false_alarms": _LABELLED.format(hit=f"NOT {APPLIES}"),
    "appealed": _ACTION.format(hit="EXISTS (SELECT 1 FROM appeal p WHERE p.record = a.id)", value="NULL::float", join="", where="TRUE"),
    "overturned": (
        "SELECT p.id, p.decided_at AS at, p.channel, p.markets, p.outcome AS kind, f.family, a.trader, p.state->>'language' AS language,"
        " NULL::text AS title, a.subject_kind, a.subject, p.outcome IN ('reversed', 'partially_reversed') AS hit, NULL::float AS value"
        " FROM appeal p LEFT JOIN enforcement_action a ON a.id = p.record "
        + FAMILY.format("a.state->'causes'->0->'rules'->>0")
        + " WHERE p.status = 'decided' AND p.about = 'action'"
    ),
    "time_live": _ACTION.format(
        hit="NULL::boolean",
        value=_HOURS.format("a.imposed_at", "d.at"),
        join="JOIN LATERAL (SELECT at FROM decision WHERE kind = a.subject_kind AND subject_id = a.subject ORDER BY at LIMIT 1) d ON TRUE",
        where="a.kind IN ('remove', 'disable') AND NOT EXISTS (SELECT 1 FROM enforcement_action b WHERE b.subject_kind = a.subject_kind"
        " AND b.subject = a.subject AND b.imposed_at < a.imposed_at)",
    ),
    "proactive": (
        "SELECT s.id, s.issued_at AS at, s.channel, s.markets, s.state->'reasons'->>'source' AS kind, f.family, s.trader, s.language,"
        " s.state->'reasons'->>'subject_title' AS title, s.state->'reasons'->>'subject_kind' AS subject_kind,"
        " s.state->'reasons'->>'subject' AS subject, s.state->'reasons'->>'source' IN ('own_initiative', 'ladder') AS hit, NULL::float AS value"
        " FROM statement s " + FAMILY.format("s.state->'reasons'->'rules'->0->>'rule'")
    ),
    "repeat_offenders": (
        "SELECT a.trader AS id, max(a.imposed_at) AS at, CASE WHEN count(DISTINCT a.channel) = 1 THEN min(a.channel) END AS channel,"
        " '{{}}'::text[] AS markets, NULL::text AS kind, NULL::text AS family, a.trader, NULL::text AS language, NULL::text AS title,"
        " 'trader' AS subject_kind, a.trader AS subject, count(DISTINCT a.subject) >= 2 AS hit, NULL::float AS value"
        " FROM (SELECT * FROM enforcement_action WHERE status <> 'reversed' AND subject_kind = 'listing'"
        " AND imposed_at > %(now)s - interval '90 days' AND {walls}) a WHERE a.trader IS NOT NULL GROUP BY a.trader"
    ),
    "notices": _NOTICE.format(at="n.received_at", value="NULL::float", where="TRUE"),
    "notice_answer": _NOTICE.format(
        at="(n.state->>'decided_at')::timestamptz",
        value=_HOURS.format("(n.state->>'decided_at')::timestamptz", "n.received_at"),
        where="n.state->>'decided_at' IS NOT NULL",
    ),
    "orders_in_time": (
        "SELECT o.id, o.received_at AS at, o.channel, o.markets, o.kind, NULL::text AS family, NULL::text AS trader, o.state->>'language' AS language,"
        " o.authority || ' ' || o.reference AS title, split_part(o.subjects[1], ':', 1) AS subject_kind,"
        " substr(o.subjects[1], strpos(o.subjects[1], ':') + 1) AS subject, NOT (o.is_overdue OR COALESCE(o.due_at < %(now)s, FALSE)) AS hit,"
        " NULL::float AS value FROM authority_order o"
    ),
    "exported": (
        "SELECT s.id, s.issued_at AS at, s.channel, s.markets, COALESCE(x.status, 'waiting') AS kind, f.family, s.trader, s.language,"
        " s.state->'reasons'->>'subject_title' AS title, s.state->'reasons'->>'subject_kind' AS subject_kind,"
        " s.state->'reasons'->>'subject' AS subject, COALESCE(x.status = 'accepted', FALSE) AS hit, NULL::float AS value"
        " FROM statement s LEFT JOIN statement_export x ON x.statement = s.id "
        + FAMILY.format("s.state->'reasons'->'rules'->0->>'rule'")
        + " WHERE COALESCE(x.status, '') <> 'not_reported'"
    ),
}
"""Indicator → the rows it is counted over."""

RECORDS: dict[str, str] = {
    "waiting": "case",
    "overdue": "case",
    "in_time": "case",
    "precision": "case",
    "false_alarms": "case",
    "appealed": "action",
    "overturned": "appeal",
    "time_live": "action",
    "proactive": "statement",
    "repeat_offenders": "trader",
    "notices": "notice",
    "notice_answer": "notice",
    "orders_in_time": "order",
    "exported": "statement",
    "held": "listing",
    "refused": "listing",
}
"""Indicator → what its rows are."""
