"""What questions can be asked of: tables without personal data, each with what its columns mean.

Every relation is narrowed by `{walls}` over the columns `channel` and `markets`; the newest rows come first, should there be too many.
"""

import msgspec


class View(msgspec.Struct, frozen=True):
    """One table of the extract."""

    name: str
    title: dict[str, str]
    columns: dict[str, str]
    """Name → type of DuckDB."""
    query: str


_TEXT, _TIME, _LIST = "VARCHAR", "TIMESTAMP", "VARCHAR[]"
_FAMILY = "LEFT JOIN rule_family f ON f.rule = split_part({}, '@', 1)"


def _made(name: str, english: str, chinese: str, columns: str, query: str) -> View:
    types = {"t": _TEXT, "at": _TIME, "l": _LIST, "i": "INTEGER", "f": "DOUBLE", "b": "BOOLEAN", "d": "DATE"}
    parted = (one.rpartition(":") for one in columns.split())
    return View(name, {"en": english, "zh": chinese}, {column: types[kind] for column, _, kind in parted}, query)


LISTINGS = _made(
    "listings",
    "Listings with the last decision on each",
    "商品及其最近一次决策",
    "listing:t kind:t channel:t trader:t title:t category:t brand:t language:t screened_at:at verdict:t views_30d:i markets:l",
    "SELECT subject, kind, channel, trader, title, category, brand, language, at,"
    " (ARRAY['allow', 'allow_with_conditions', 'hold', 'refuse'])[worst + 1], views, markets FROM listing_entry WHERE {walls} ORDER BY at DESC",
)
VERDICTS = _made(
    "verdicts",
    "Listing by market: the last verdict",
    "商品 × 市场：最近一次结论",
    "listing:t channel:t trader:t market:t verdict:t screened_at:at",
    "SELECT e.subject, e.channel, e.trader, m.market, m.verdict, e.at FROM (SELECT * FROM listing_entry WHERE {walls}) e,"
    " unnest(e.markets, e.verdicts) AS m(market, verdict) ORDER BY e.at DESC",
)
CASES = _made(
    "cases",
    "Cases of people",
    "人工案件",
    "case_id:t status:t queue:t origin:t listing:t trader:t channel:t markets:l language:t family:t rule:t risk:i opened_at:at due_at:at decided_at:at",
    "SELECT c.id, c.status, c.queue, c.origin_kind, c.subject, c.trader, c.channel, c.markets, c.language, f.family, c.state->'rules'->>0, c.risk,"
    " c.created_at, c.due_at, c.decided_at FROM (SELECT * FROM case_file WHERE {walls}) c "
    + _FAMILY.format("c.state->'rules'->>0")
    + " ORDER BY c.created_at DESC",
)
LABELS = _made(
    "labels",
    "Answers of people: what was decided in each market",
    "人工答案：每个市场的裁决",
    "record:t source:t listing:t channel:t market:t rule:t family:t verdict:t answered_at:at",
    "SELECT l.record, l.source, l.subject, l.channel, l.market, split_part(l.rule, '@', 1), f.family, l.verdict, l.at"
    " FROM (SELECT * FROM (SELECT *, ARRAY[market] AS markets FROM label) AS one WHERE {walls}) l "
    + _FAMILY.format("l.rule")
    + " ORDER BY l.at DESC",
)
ACTIONS = _made(
    "actions",
    "Enforcement actions",
    "处置",
    "action_id:t kind:t status:t subject_kind:t subject:t trader:t channel:t markets:l cause:t rule:t family:t imposed_at:at until:at",
    "SELECT a.id, a.kind, a.status, a.subject_kind, a.subject, a.trader, a.channel, a.markets, a.state->'causes'->0->>'kind',"
    " split_part(a.state->'causes'->0->'rules'->>0, '@', 1), f.family, a.imposed_at, a.until"
    " FROM (SELECT * FROM enforcement_action WHERE {walls}) a "
    + _FAMILY.format("a.state->'causes'->0->'rules'->>0")
    + " ORDER BY a.imposed_at DESC",
)
STATEMENTS = _made(
    "statements",
    "Statements of reasons and their export",
    "理由说明及其上报",
    "statement_id:t status:t action_id:t trader:t channel:t markets:l language:t source:t automatic:b rule:t family:t issued_at:at export:t",
    "SELECT s.id, s.status, s.action, s.trader, s.channel, s.markets, s.language, s.state->'reasons'->>'source',"
    " (s.state->'reasons'->>'decided_automatically')::boolean, split_part(s.state->'reasons'->'rules'->0->>'rule', '@', 1), f.family, s.issued_at,"
    " x.status FROM (SELECT * FROM statement WHERE {walls}) s LEFT JOIN statement_export x ON x.statement = s.id "
    + _FAMILY.format("s.state->'reasons'->'rules'->0->>'rule'")
    + " ORDER BY s.issued_at DESC",
)
APPEALS = _made(
    "appeals",
    "Appeals",
    "申诉",
    "appeal_id:t status:t about:t record:t ground:t channel:t markets:l language:t outcome:t filed_at:at due_at:at decided_at:at",
    "SELECT id, status, about, record, state->>'ground', channel, markets, state->>'language', outcome, created_at, due_at, decided_at"
    " FROM appeal WHERE {walls} ORDER BY created_at DESC",
)
NOTICES = _made(
    "notices",
    "Notices, without who sent them",
    "举报（不含提交人）",
    "notice_id:t kind:t status:t submitter_kind:t channel:t markets:l language:t listings:l founded:b received_at:at due_at:at decided_at:at overdue:b",
    "SELECT id, kind, status, submitter_kind, channel, markets, state->>'language', subjects, CASE WHEN state->>'decided_at' IS NOT NULL"
    " THEN EXISTS (SELECT 1 FROM jsonb_array_elements(COALESCE(state->'outcomes', '[]')) o WHERE o->>'restriction' <> 'none') END,"
    " received_at, due_at, (state->>'decided_at')::timestamptz, is_overdue FROM notice WHERE {walls} ORDER BY received_at DESC",
)
ORDERS = _made(
    "orders",
    "Orders of authorities",
    "主管机关指令",
    "order_id:t kind:t status:t authority:t country:t channel:t markets:l received_at:at due_at:at overdue:b",
    "SELECT id, kind, status, authority, country, channel, markets, received_at, due_at, is_overdue FROM authority_order WHERE {walls}"
    " ORDER BY received_at DESC",
)
TRADERS = _made(
    "traders",
    "Traders, without name and contact",
    "商家（不含名称与联系方式）",
    "trader:t country:t language:t channels:l listings:i actions:i registered_at:at",
    "SELECT t.id, t.country, t.state->>'language', t.channels, l.number, a.number, t.created_at FROM trader t"
    " LEFT JOIN (SELECT trader, count(*)::int AS number FROM listing_entry WHERE {walls} GROUP BY 1) l ON l.trader = t.id"
    " LEFT JOIN (SELECT trader, count(*)::int AS number FROM enforcement_action WHERE {walls} GROUP BY 1) a ON a.trader = t.id"
    " WHERE {open} OR l.number > 0 OR a.number > 0 ORDER BY t.created_at DESC",
)
DECISIONS = _made(
    "decisions",
    "Every screening of a subject",
    "每一次筛查决策",
    "decision_id:t screened_at:at kind:t listing:t trader:t channel:t stage:t as_of:d verdict:t markets:l degraded:b content_version:t strategy:t",
    "",
)
FINDINGS = _made(
    "findings",
    "What each rule said of a listing in a market, where it was not allowed outright",
    "每条规则对商品在某市场的结论（不含直接放行）",
    "decision_id:t screened_at:at listing:t channel:t market:t verdict:t rule:t version:i demand:t finding:t confidence:f family:t",
    "",
)
FROM_RECORDS = (LISTINGS, VERDICTS, CASES, LABELS, ACTIONS, STATEMENTS, APPEALS, NOTICES, ORDERS, TRADERS)
"""Made by their query."""
VIEWS: dict[str, View] = {one.name: one for one in (*FROM_RECORDS[:2], DECISIONS, FINDINGS, *FROM_RECORDS[2:])}
"""All of them, in the order they are shown; decisions and findings are read from the log by `extract`."""
