"""The public form: anybody sends a notice without an account, and reads the answer with reference and secret."""

import time
from collections import OrderedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pratique.assembly.operations import files as kept
from pratique.assembly.operations import notices
from pratique.base.actor import PUBLIC
from pratique.base.errors import Fault, InvalidError, RefusalError
from pratique.casework.notice.filing import KINDS, Filing
from pratique.casework.rights.right import RIGHT_KINDS
from pratique.console.frame import files
from pratique.console.frame.connection import working
from pratique.console.frame.entered import codes, pointed

AN_HOUR = 20
"""Notices an address may send in an hour; each worker counts for itself."""
FILES = 3
"""That come with one notice without account."""
_MOST_ADDRESSES = 10_000
_sent: OrderedDict[str, list[float]] = OrderedDict()
_LABELS = {
    "illegal_content": ("Illegal content", "违法内容"),
    "product_safety": ("An unsafe product", "不安全的产品"),
    "intellectual_property": ("Infringes my right (trade mark, design, copyright, patent)", "侵犯我的权利（商标、外观设计、著作权、专利）"),
    "consumer": ("Misleads or harms buyers", "误导或损害消费者"),
}
_RIGHTS = {
    "trade_mark": ("Trade mark", "商标"),
    "design": ("Design", "外观设计"),
    "copyright": ("Copyright", "著作权"),
    "patent": ("Patent", "发明专利"),
    "utility_model": ("Utility model", "实用新型"),
    "geographical_indication": ("Geographical indication", "地理标志"),
}
_FAULTS_ZH = {
    "explanation": "请用一两句话说明为何违法或不安全",
    "subjects": "请填写至少一个、最多十个商品编号或网址，每行一个",
    "name": "请填写您的姓名或名称",
    "email": "请填写有效的电子邮箱，以便答复",
    "bona_fide": "请确认您善意地相信所述内容准确完整",
    "right": "请说明您的权利：编号、在何处有效",
    "right_kind": "请选择权利种类",
    "is_owner_or_agent": "请确认您是权利人或其代理人",
    "markets": "没有这个市场",
}


@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """The form, and its receipt: reference and secret, shown this once."""
    is_chinese = _is_chinese(request)
    if request.method == "GET":
        return _form(request, is_chinese, {}, [])
    given = {name: str(value) for name, value in request.POST.items()}
    if _is_too_often(request):
        return _form(
            request, is_chinese, given, [("", "请稍后再试" if is_chinese else "Too many notices from here; try again in an hour")], 429
        )
    try:
        evidence = files.taken(request, most=FILES)
        with working() as (tx, content):
            receipt = notices.file(tx, PUBLIC, _filing(given, is_chinese), content)
            kept.attach_to_notice(tx, PUBLIC, receipt.notice_id, evidence)
    except InvalidError as error:
        faults = [(fault.field.partition(".")[0], _words(fault, is_chinese)) for fault in error.faults]
        return _form(request, is_chinese, given, faults, 422)
    except RefusalError as error:
        return _form(request, is_chinese, given, [("", str(error))], 403)
    return render(request, "pratique/notice_receipt.html", {"receipt": receipt, "is_chinese": is_chinese}, status=201)


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """What became of a notice."""
    is_chinese = _is_chinese(request)
    shown: dict[str, object] = {"is_chinese": is_chinese, "reference": request.POST.get("reference", "")}
    status = 200
    if request.method == "POST":
        try:
            with working() as (tx, _):
                shown["answer"] = notices.open_with(
                    tx, request.POST.get("reference", "").strip()[:100], request.POST.get("secret", "").strip()
                )
        except RefusalError:
            shown["problem"] = "编号与密码不匹配" if is_chinese else "Reference and secret do not belong together."
            status = 404
    return render(request, "pratique/notice_answer.html", shown, status=status)


def _form(request: HttpRequest, is_chinese: bool, given: dict[str, str], faults: list[tuple[str, str]], status: int = 200) -> HttpResponse:
    """The form with what was given, and everything that is wrong with it."""
    place = 1 if is_chinese else 0
    shown = {
        "is_chinese": is_chinese,
        "given": given,
        "faults": list(dict.fromkeys(faults)),
        "kinds": [(kind, _LABELS[kind][place]) for kind in KINDS],
        "rights": [(kind, _RIGHTS[kind][place]) for kind in RIGHT_KINDS],
    }
    return render(request, "pratique/notice_form.html", shown, status=status)


def _filing(given: dict[str, str], is_chinese: bool) -> Filing:
    kind = given.get("kind", "")
    right_kind = given.get("right_kind", "")
    is_right = kind == "intellectual_property"
    if kind not in KINDS:
        raise InvalidError([Fault("kind", "say what it is about")])
    return Filing(
        kind=kind,
        explanation=given.get("explanation", ""),
        subjects=pointed(given.get("subjects", "")),
        bona_fide="bona_fide" in given,
        name=given.get("name") or None,
        email=given.get("email") or None,
        sexual_offence_against_children="offence" in given,
        markets=codes(given.get("markets", "")),
        law=given.get("law") or None,
        right_description=given.get("right") or None if is_right else None,
        right_kind=right_kind if is_right and right_kind in RIGHT_KINDS else None,
        is_owner_or_agent="is_owner_or_agent" in given,
        language="zh" if is_chinese else "en",
    )


def _words(fault: Fault, is_chinese: bool) -> str:
    return _FAULTS_ZH.get(fault.field.partition(".")[0], fault.message) if is_chinese else fault.message


def _is_chinese(request: HttpRequest) -> bool:
    return getattr(request, "LANGUAGE_CODE", "en").startswith("zh")


def _is_too_often(request: HttpRequest) -> bool:
    address = request.META.get("REMOTE_ADDR", "")
    moments = [one for one in _sent.pop(address, []) if time.monotonic() - one < 3600]
    _sent[address] = [*moments, time.monotonic()]
    while len(_sent) > _MOST_ADDRESSES:
        _sent.popitem(last=False)
    return len(moments) >= AN_HOUR
