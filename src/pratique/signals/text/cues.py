"""What chat spam writes in ever new ways, drawn into one sign each: an amount, the name on a messenger, the address of a site.

`V：abc_1234`, `扣2927558933` and `whatsapp +86 138…` are all a handle; `he32y.top`, `nga67点vip` and `𝕔𝟛𝟛.𝕥𝕠𝕡` a site; `一小时#money` meets
`一小时5oo`, `一小时两三百` and `一小时7张`. Characters that stand for another of the same sound (`佳窝`, `日洁`, `兼直`) are written as that
one, and what chats put between characters (`下[em]e163[/em]时`, `牛🐮金🌸花`) is left out. Terms name the signs as `#money`, `#handle`, `#site`
and `#host`.
"""

import re
import unicodedata

from pratique.signals.text.fold import PLAIN

SIGNS = {"#money": "\u9ff0\u9ff1", "#handle": "\u9ff2\u9ff3", "#site": "\u9ff4\u9ff5", "#host": "\u9ff6\u9ff7"}
"""Each sign as two characters that no text has: one leads back to where it begins, one to where it ends."""

_HAN = "\u3400-\u9fff"
_DROPPED = "\u200b"
_MOST = 4_000
"""A text is read so far: a post is short, and what is not is no chat."""
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_EM = r"\[em\]e\d+\[/em\]"
_DOT = r"(?:\s?[.·•丶]\s?|点|典|\s?\(?dot\)?\s)"
_CHEAP = "top|vip|cc|xyz|icu|bet|asia|pw|wang|cyou|buzz|sbs|cfd|tk|ml|gq|cf|vi"
_LOOSE = "us|me|fun|life|win|club|app|site|online|world|shop|live|work|link|click|lol|one|pro|red|tv|net|com|cn|org|info|biz|kg|ltd|store|la|io"
_PATH = r"(?:[:/?#][\x21-\x7e]*)?"
_SITE = (
    rf"(?:https?[:/]+)?(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d+)?/{_PATH}"
    rf"|(?:https?[:/]+)?(?:www\.)?(?:[a-z0-9-]{{1,30}}{_DOT}){{1,3}}(?:{_CHEAP})(?![a-z0-9]){_PATH}"
    rf"|[{_HAN}]{{2,4}}\.(?:{_CHEAP})(?![a-z0-9.]){_PATH}"
    rf"|(?:https?[:/]+)?(?:[a-z0-9-]{{1,30}}\.){{0,2}}(?:[a-z]+\d|\d+[a-z]|\d{{4}})[a-z0-9-]*{_DOT}(?:{_LOOSE})(?![a-z0-9]){_PATH}"
)
_HOST = rf"https?://[\x21-\x7e]{{4,}}|(?:www\.)?(?:[a-z0-9-]{{2,30}}\.){{1,3}}(?:{_LOOSE})(?![a-z0-9]){_PATH}"
_NAMED = (
    r"微信号?|weixin|wei xin|we ?chat(?: ?id)?|[vw]x号?|v信号?|扣扣号?|企鹅号?|qq号?|电报号?|纸?飞机号?|telegram|蝙蝠号?|whats ?app|whatapp|wickr|line ?id|"
    r"skype|viber|zalo|kakao ?(?:talk)? ?(?:id)?|카톡|텔레그램|라인|телеграмм?|вотсап|ватсап|вайбер|واتس ?اب|واتساب|تليجرام|ไลน์|ไอดีไลน์|signal|icq"
)
_NAMES_ELSEWHERE = re.compile(rf"(?:{_NAMED})|\.(?:{_CHEAP})(?![a-z0-9])|(?<![a-z0-9])[vq][+➕]?:\s?[a-z0-9]")
"""Without one of these a text of other scripts has neither a handle nor a site."""
_GAP = rf"(?:[\s:=~_\-|➕+号是搜加{_EMOJI}]|(?<=[\s:])id(?=[\s:])){{0,6}}"
_PLAIN_GAP = rf"[\s:=~+加号是{_EMOJI}]{{0,3}}"
_PHONE = r"\+?\d[\d -]{8,16}\d"
_NAME = r"(?=[a-z_-]{0,19}\d)[a-z][a-z0-9_-]{5,19}"
_HANDLE = (
    rf"(?<![a-z0-9])(?:{_NAMED}){_GAP}(?:@[a-z]\w{{3,}}|{_PHONE}|\d{{6,12}}(?!\d)|{_NAME})"
    rf"|(?<![a-z0-9])(?:{_NAMED})\s?[:@]\s?[a-z][a-z0-9_-]{{5,19}}"
    rf"|(?<![a-z0-9])(?:加v|加w|加?[微薇威维徽魏信]|v|w)[\s:+加{_EMOJI}]{{0,4}}(?<![vw] )(?<=[\s:+加微薇威维徽魏信{_EMOJI}])(?:{_NAME}|1[3-9]\d{{9}}(?!\d))"
    rf"|(?<![a-z0-9])(?:加?q|扣|加|群|裙|私){_PLAIN_GAP}(?<=[:+加扣群裙q{_EMOJI}])[1-9]\d{{6,10}}(?![\d.])"
)
_UNIT = "k|w|r|rmb|q|u|o|元|块|米|张|千|万|百|佰|仟|旺|牵|多|起|钱|美金|刀|加|💰|💵|🥚"
_MEASURE = (
    r"\s?(?:次|片|粒|颗|步|转|字|度|斤|公|克|里|升|毫|厘|毛|分|秒|小时|天|月|年|号|岁|人|位|名|杯|瓶|件|套|款|只|层|页|集|本|包|盒|袋|条|支|根|路|倍|点|%|℃|瓦|平|寸|英|千瓦|千米"
    r"|米(?=[长宽高远深²])|[a-z])"
)
_MONEY = (
    rf"[¥$]?(?:\d[\d.,o]*(?:\s?[-~—/到至]\s?\d[\d.,o]*)?\s?(?:{_UNIT})+|\d{{2,}}(?:[-~—到至]+\d+)?o*)(?!\d|{_MEASURE})"
    rf"|\d(?:[-~到至]\d)?位数|[三四五六七](?:[到至、]?[四五六七])?位数"
    rf"|(?:过|上|大几|好几|小几|几|[一二两三四五六七八九十仨])+个?(?:百|千|万|佰|仟|旺|牵|w|k|q|张|米|块|元)+[元块米多加]*(?!{_MEASURE}|[{_HAN}]?克)"
)
_TOKEN = re.compile(rf"(?P<noise>{_EM})|(?P<handle>{_HANDLE})|(?<![a-z0-9@.-])(?:(?P<site>{_SITE})|(?P<host>{_HOST}))|(?P<money>{_MONEY})")

_SOUNDS = (
    ("加", "➕|[佳伽嘉珈茄](?=[我窝你莪吾v微薇威维q扣w好])|(?<![\\w+])\\+(?=[我窝v微薇q扣])"),
    ("我", "(?<=[加佳伽嘉珈➕])[窝莪吾]"),
    ("微", "[薇威徽维溦嶶魏巍](?=[信芯心新x号:])"),
    ("信", "(?<=[薇威徽维溦微])[芯心新]"),
    ("赚", "[啭篆撰馔钻转挣](?=[米💰])|[啭篆撰馔](?=[钱点])"),
    ("结", "(?<=[日立时单秒现次])[节洁杰劫](?![目日约省油奏电水能课假气庆])"),
    ("结", "(?<=一)[节](?=$|\\W)"),
    ("费", "(?<=[会免无退押h])[肥废]"),
    ("送", "宋(?=\\s?\\d|[彩菜金首三])|(?<=[就册])宋"),
    ("彩", "(?<=送)[菜采]|菜(?=金)"),
    ("充", "[冲铳銃](?=\\s?\\d{2}|值|直)"),
    ("值", "(?<=[冲充])直"),
    ("台", "[苔抬](?=子)"),
    ("私", "[思斯丝司](?=我(?![想考念们国军法]))"),
    ("职", "(?<=兼)[直值织制]"),
    ("兼", "[坚尖蒹剪煎](?=职)"),
    ("业", "(?<=副)[叶邺页也]"),
    ("项", "[橡像](?=[目木苜钼])"),
    ("目", "(?<=[项橡])[木苜钼邺业]"),
    ("单", "(?<=[一放补刷出每])[丹蛋🥚]"),
    ("抖", "[斗逗豆蚪](?=[音因印愔茵])|(?<!\\w)dou(?=音)"),
    ("音", "(?<=[抖斗逗豆蚪])[因印愔茵阴]"),
    ("书", "(?<=小红)[薯]|(?<=红)薯(?=[代发合笔评素])"),
    ("快", "[块筷](?=[手首])"),
    ("群", "(?<=[进加q])[裙君]|👗"),
    ("册", "(?<=注)[策测]"),
    ("注", "[住主](?=册)"),
    ("览", "(?<=浏)[揽缆栏]"),
    ("浏", "[游流](?=[览揽])"),
    ("器", "(?<=浏览)[气起]|(?<=游览)[气起器]"),
    ("水", "(?<=[放大出])[氺💦]"),
    ("牛", "[汼犇🐮🐂]"),
    ("鱼", "(?<=捕)[🐟余]"),
    ("捕", "[扑普](?=鱼)"),
    ("来", "(?<=[的做要])莱"),
    ("局", "(?<=有)[菊桔🍊]"),
    ("稳", "穏"),
    ("包", "[苞](?=[赔配吃])"),
)
"""A character, and what is written for it, where what stands beside it says so. Only characters that are odd there."""
_SOUND = re.compile("|".join(f"(?P<s{place}>{pattern})" for place, (_, pattern) in enumerate(_SOUNDS)))
_APART = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:(?:[\s.,;:!*~\-/|_^#·•、{_EMOJI}]|{_EM}){{1,3}}[{_HAN}](?![{_HAN}]))+")
_SEPARATOR = re.compile(rf"{_EM}|[^{_HAN}]")


class _OneForOne(dict[int, str]):
    """Each character as one character: in lower case, without accents, digits and letters out of their circles and squares."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = {"。": ".", "：": ":", "＋": "+", "；": ";"}.get(character)
        if folded is None:
            digit = unicodedata.digit(character, None)
            if digit is not None:
                folded = str(digit)
            elif unicodedata.category(character) in ("Mn", "Me", "Cf") or character == "\ufe0f":
                folded = _DROPPED
            else:
                folded = unicodedata.normalize("NFKC", character).lower()
                folded = folded if len(folded) == 1 and folded != character else PLAIN[code]
        if len(folded) != 1:
            folded = character
        self[code] = folded
        return folded


_FOLD = _OneForOne({code: chr(code).lower() for code in range(128)})
_HAS_HAN = re.compile(f"[{_HAN}]")


def term_signs(text: str) -> str:
    """A term with its signs (`一小时#money`) as the characters that stand for them."""
    if "#" in text:
        for name, sign in SIGNS.items():
            text = text.replace(name, sign)
    return text


def shown_signs(text: str) -> str:
    """The way back, for people to read."""
    if not text.isascii():
        for name, sign in SIGNS.items():
            text = text.replace(sign, name)
    return text


def with_signs(text: str) -> tuple[str, list[int]] | None:
    """The text with its cues as signs, and for each character its index in the original and one for the end.

    `None` where there is nothing to draw together.
    """
    text = text[:_MOST]
    if not _HAS_HAN.search(text) and not _NAMES_ELSEWHERE.search(text.translate(_FOLD)):
        return None
    folded = text.translate(_FOLD)
    indices = list(range(len(text) + 1))
    if _DROPPED in folded:
        indices = [i for i, ch in enumerate(folded) if ch != _DROPPED]
        indices.append(len(text))
        folded = folded.replace(_DROPPED, "")
    folded, indices, was_apart = _together(folded, indices)
    folded, heard = _SOUND.subn(_as_sounded, folded)
    return _with_tokens(folded, indices, is_changed=bool(heard) or was_apart)


def _as_sounded(match: re.Match[str]) -> str:
    written = _SOUNDS[int((match.lastgroup or "s0")[1:])][0]
    return written.ljust(len(match.group()), _DROPPED)


def _together(text: str, indices: list[int]) -> tuple[str, list[int], bool]:
    """Characters written apart, drawn together."""
    left_out: set[int] = set()
    for match in _APART.finditer(text):
        for part in _SEPARATOR.finditer(text, *match.span()):
            left_out.update(range(*part.span()))
    if not left_out:
        return text, indices, False
    kept = [i for i in range(len(text)) if i not in left_out]
    return "".join([text[i] for i in kept]), [*[indices[i] for i in kept], indices[-1]], True


def _with_tokens(text: str, indices: list[int], *, is_changed: bool) -> tuple[str, list[int]] | None:
    has_han = bool(_HAS_HAN.search(text))
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup or ""
        if not has_han and (kind == "money" or (kind in ("site", "host") and not re.search(r"[a-z]\d|\d[a-z]|\d{4}", match.group()))):
            continue
        pieces.append(text[at:start])
        places += indices[at:start]
        if kind == "noise":
            between = text[start - 1 : start] + text[end : end + 1]
            if len(between) == 2 and all(_HAS_HAN.match(ch) for ch in between):
                is_changed = True
            else:
                pieces.append(" ")
                places.append(indices[start])
        else:
            pieces.append(SIGNS[f"#{kind}"])
            places += [indices[start], indices[end - 1]]
            is_changed = True
        at = end
    if not is_changed:
        return None
    pieces.append(text[at:])
    places += [*indices[at : len(text)], indices[-1]]
    whole = "".join(pieces)
    if _DROPPED in whole:
        places = [place for place, ch in zip(places, f"{whole} ", strict=True) if ch != _DROPPED]
        whole = whole.replace(_DROPPED, "")
    return whole, places
