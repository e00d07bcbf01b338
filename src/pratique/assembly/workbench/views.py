"""What questions can be asked of: tables without personal data, each with what its columns mean.

Every relation is narrowed by `{walls}` over the columns `channel` and `markets`; the newest rows come first, should there be too many.
"""

import msgspec

WORDS: dict[str, tuple[str, str]] = {
    "listing": ("id of the listing", "商品编号"),
    "kind": ("what it is: listing, ad, notice of infringement …", "类型：商品、广告、侵权通知等"),
    "channel": ("marketplace", "渠道"),
    "trader": ("id of the trader", "商家编号"),
    "title": ("title as the trader wrote it", "商家所写标题"),
    "category": ("category as the trader wrote it", "商家所写类目"),
    "brand": ("brand as the trader wrote it", "商家所写品牌"),
    "language": ("ISO 639 code", "语言代码"),
    "screened_at": ("when it was screened, UTC", "筛查时间（UTC）"),
    "verdict": ("allow, allow_with_conditions, hold or refuse", "结论：allow、allow_with_conditions、hold、refuse"),
    "views_30d": ("views in thirty days", "30 天浏览量"),
    "markets": ("codes of the markets, a list", "市场代码列表"),
    "market": ("code of the market", "市场代码"),
    "case_id": ("id of the case", "案件编号"),
    "status": ("how far it is", "状态"),
    "queue": ("queue it waits in", "所在队列"),
    "origin": ("what opened it", "来源"),
    "family": ("family of concepts of the first rule", "首条规则所属概念族"),
    "rule": ("id of the rule, by the name it has now", "规则编号（现名）"),
    "risk": ("risk it is ordered by, higher first", "排序风险值，越高越先"),
    "opened_at": ("when it was opened, UTC", "立案时间（UTC）"),
    "due_at": ("when it is due, UTC", "到期时间（UTC）"),
    "decided_at": ("when it was decided, UTC; empty while open", "裁决时间（UTC），未决为空"),
    "record": ("id of the case or appeal it comes from", "来源案件或申诉编号"),
    "source": ("what it comes from", "依据来源"),
    "answered_at": ("when a person answered, UTC", "人工答复时间（UTC）"),
    "action_id": ("id of the action", "处置编号"),
    "subject_kind": ("what it is imposed on", "处置对象类型"),
    "subject": ("id of what it is imposed on", "处置对象编号"),
    "cause": ("kind of the first cause", "首要原因类型"),
    "imposed_at": ("when it was imposed, UTC", "处置时间（UTC）"),
    "until": ("when it ends, UTC; empty: until lifted", "结束时间（UTC），空为解除前有效"),
    "statement_id": ("id of the statement of reasons", "理由声明编号"),
    "automatic": ("whether no person decided", "是否自动决定"),
    "issued_at": ("when it was issued, UTC", "出具时间（UTC）"),
    "export": ("how far its report to the transparency database is", "上报透明度数据库的状态"),
    "appeal_id": ("id of the appeal", "申诉编号"),
    "about": ("kind of record appealed against", "被申诉记录类型"),
    "ground": ("why, in the appellant's words of choice", "申诉理由类别"),
    "outcome": ("what came of it", "结果"),
    "filed_at": ("when it was filed, UTC", "提交时间（UTC）"),
    "notice_id": ("id of the notice", "通知编号"),
    "submitter_kind": ("who sent it, by kind", "发送人类别"),
    "listings": ("listings: ids they point at, or how many", "商品：所指编号或数量"),
    "founded": ("whether something followed; empty while open", "是否成立，未决为空"),
    "received_at": ("when it came in, UTC", "收到时间（UTC）"),
    "overdue": ("whether it is past its day", "是否逾期"),
    "order_id": ("id of the order", "指令编号"),
    "authority": ("who ordered it", "主管机关"),
    "country": ("ISO 3166 code", "国家代码"),
    "channels": ("marketplaces, a list", "渠道列表"),
    "actions": ("number of actions", "处置数量"),
    "registered_at": ("when they registered, UTC", "注册时间（UTC）"),
    "decision_id": ("id of the decision", "决策编号"),
    "stage": ("stage of the chain: publish, live …", "环节：publish、live 等"),
    "as_of": ("day whose law was asked", "适用法律日期"),
    "degraded": ("whether a detector failed", "是否降级"),
    "content_version": ("version of the content that decided", "裁决内容版本"),
    "strategy": ("strategy and its version", "策略及版本"),
    "version": ("version of the rule", "规则版本"),
    "demand": ("what the rule demands", "规则要求"),
    "finding": ("verdict of this rule alone", "该规则单独的结论"),
    "confidence": ("0 to 1", "置信度 0 至 1"),
}
"""What a column means, in English and Chinese; one name means one thing in every table."""


class View(msgspec.Struct, frozen=True):
    """One table of the extract."""

    name: str
    title: dict[str, str]
    columns: dict[str, str]
    """Name → type of DuckDB."""
    query: str

    @property
    def described(self) -> list[tuple[str, str, dict[str, str]]]:
        """Columns with their types and what they mean."""
        return [(name, kind, dict(zip(("en", "zh"), WORDS[name], strict=True))) for name, kind in self.columns.items()]


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
