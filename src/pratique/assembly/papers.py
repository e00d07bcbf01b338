"""What is wrong with the documents and identifiers of a listing, in words for the trader: which, why, and what puts it right.

The engine decides by the same tests (`docs/reference/semantics.md`); here each is told by itself.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from pratique.base.pattern import fits
from pratique.facts import Document, Listing
from pratique.facts.concept import Text
from pratique.facts.coverage import covered_markets, covers_goods
from pratique.facts.number import certificate, goods
from pratique.policy.model import Content, DocumentType


class PaperFault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing wrong with a document, or with an identifier of the goods."""

    about: str
    """Type of the document, or the fact: `gtin`."""
    field: str
    """`type`, `number`, `issuer`, `valid_from`, `valid_to` or `covers`; of a fact, the fact."""
    given: str
    reason: Text
    fix: Text
    markets: tuple[str, ...] | None = None
    """Where it counts; `None`: everywhere."""


_CORRECT: Text = {"en": "correct the number, or upload the document that bears it", "zh": "请更正编号，或上传载有该编号的文件"}
_ISSUER: Text = {"en": "say who issued it, with the number of the body", "zh": "请注明发证机构及其编号"}
_RENEW: Text = {"en": "upload the renewed document", "zh": "请上传更新后的文件"}
_WAIT: Text = {"en": "upload the document that holds today, or wait until this one does", "zh": "请上传现行有效的文件，或待其生效"}
_EXPIRY: Text = {"en": "give the day until which it holds", "zh": "请填写有效期截止日"}
_SCOPE: Text = {"en": "upload a document for this model, brand or article", "zh": "请上传涵盖该型号、品牌或商品的文件"}
_MARKET: Text = {"en": "upload a document for this market", "zh": "请上传适用于该市场的文件"}
_TYPE: Text = {"en": "choose one of the known types", "zh": "请选择已知的文件类型"}
_GTIN: Text = {"en": "copy the number under the bar code, or leave it out", "zh": "请按条形码下方数字填写，或留空"}


def paper_faults(content: Content, listing: Listing, on: dt.date, markets: Sequence[str]) -> tuple[PaperFault, ...]:
    """Everything that keeps a document of the listing from counting on a day in some markets, and identifiers that are none."""
    found = list(_identifiers(listing))
    for document in listing.documents or ():
        kind = content.documents.get(document.type)
        if kind is None:
            unknown: Text = {"en": "there is no such type of document", "zh": "没有这种文件类型"}
            found.append(PaperFault(document.type, "type", document.type, unknown, _TYPE))
            continue
        found += _of_writing(document, kind, on)
        found += _of_time(document, kind, on)
        found += _of_scope(document, listing, content.markets, markets)
    return tuple(found)


def _identifiers(listing: Listing) -> Iterator[PaperFault]:
    if listing.gtin and (reason := goods.fault_of("gtin", listing.gtin)) is not None:
        yield PaperFault("gtin", "gtin", listing.gtin, reason, _GTIN)


def _of_writing(document: Document, kind: DocumentType, on: dt.date) -> Iterator[PaperFault]:
    number = document.number
    if kind.number_pattern is not None and (number is None or not fits(kind.number_pattern, number)):
        reason: Text = {"en": "the number is not written as such a number is", "zh": "编号格式不正确"}
        missing: Text = {"en": "the number is not given", "zh": "未填写编号"}
        yield PaperFault(kind.id, "number", number or "", reason if number else missing, _CORRECT)
    elif kind.number_form is not None and number and (fault := certificate.fault_of(kind.number_form, number, on)) is not None:
        yield PaperFault(kind.id, "number", number, fault, _CORRECT)
    if not certificate.is_written_so(document, None, kind.issuer_form, on) and kind.issuer_form is not None:
        given = document.issuer or number or ""
        yield PaperFault(kind.id, "issuer", given, certificate.fault_of(kind.issuer_form, given, on) or _ISSUER, _ISSUER)


def _of_time(document: Document, kind: DocumentType, on: dt.date) -> Iterator[PaperFault]:
    if document.valid_to is None:
        if kind.needs_expiry:
            yield PaperFault(kind.id, "valid_to", "", {"en": "its end is not given", "zh": "未填写有效期截止日"}, _EXPIRY)
    elif document.valid_to < on:
        ended: Text = {"en": f"it ran out on {document.valid_to}", "zh": f"已于 {document.valid_to} 到期"}
        yield PaperFault(kind.id, "valid_to", document.valid_to.isoformat(), ended, _RENEW)
    if document.valid_from is not None and document.valid_from > on:
        begins: Text = {"en": f"it holds from {document.valid_from} only", "zh": f"自 {document.valid_from} 起方生效"}
        yield PaperFault(kind.id, "valid_from", document.valid_from.isoformat(), begins, _WAIT)


def _of_scope(document: Document, listing: Listing, every_market: Mapping[str, object], markets: Collection[str]) -> Iterator[PaperFault]:
    named = ", ".join(document.covers)
    if not covers_goods(document, listing, every_market):
        others: Text = {"en": "it is for other goods", "zh": "其范围不含该商品"}
        yield PaperFault(document.type, "covers", named, others, _SCOPE)
    places = covered_markets(document, every_market)
    left = tuple(code for code in markets if places is not None and code not in places)
    if left:
        elsewhere: Text = {"en": "it is for other markets", "zh": "其范围不含这些市场"}
        yield PaperFault(document.type, "covers", named, elsewhere, _MARKET, left)
