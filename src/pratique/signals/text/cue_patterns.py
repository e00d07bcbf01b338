"""How chat spam writes addresses, names on messengers and amounts, and characters that stand for others of the same sound.

All of it is looked for in text in lower case, with digits and letters out of their circles and squares.
"""

import re
import unicodedata

from ahocorasick_rs import BytesAhoCorasick, Implementation

_HAN = "\u3400-\u9fff"
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_EM = r"\[em\]e\d+\[/em\]"
_DOT = r"(?:\s?[.·•丶]\s?|点|典|\s?\(?dot\)?\s)"
_CHEAP = "top|vip|cc|xyz|icu|bet|asia|pw|wang|cyou|buzz|sbs|cfd|tk|ml|gq|cf|vi"
_LOOSE = (
    "us|me|fun|life|win|club|app|site|online|world|shop|live|work|link|click|lol|one|pro|red|tv|net|com|cn|org|info|biz|kg|ltd|store|la|io"
)
_PORTAL = r"(?:360(?:buy)?|163|126|139|189|10086|1688|12306|12315|4399|7k7k|51job|58|21cn|2345|8264|3m|3com|b2b\w*|o2)\."
"""Numbers that everyone knows as an address."""
_PATH = r"(?:[:/?#][\x21-\x7e]*)?"
_SITE = (
    rf"(?:https?[:/]+)?(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d+)?/{_PATH}"
    rf"|(?:https?[:/]+)?(?:www\.)?(?:[a-z0-9-]{{1,30}}{_DOT}){{1,3}}(?:{_CHEAP})(?![a-z0-9]){_PATH}"
    rf"|[{_HAN}]{{2,4}}\.(?:{_CHEAP})(?![a-z0-9.]){_PATH}"
    rf"|(?:https?[:/]+)?(?:[a-z0-9-]{{1,30}}\.){{0,2}}(?!{_PORTAL})(?:[a-z]+\d|\d+[a-z]|\d{{4}})[a-z0-9-]*{_DOT}(?:{_LOOSE})(?![a-z0-9]){_PATH}"
)
_HOST = rf"https?://[\x21-\x7e]{{4,}}|(?:www\.)?(?:[a-z0-9-]{{2,30}}\.){{1,3}}(?:{_LOOSE})(?![a-z0-9]){_PATH}"
_NAMED = (
    r"微信号?|weixin|wei xin|we ?chat(?: ?id)?|[vw]x号?|v信号?|扣扣号?|企鹅号?|qq号?|电报号?|纸?飞机号?|telegram|蝙蝠号?|"
    r"whats ?app|whatapp|wickr|line ?id|skype|viber|zalo|kakao ?(?:talk)? ?(?:id)?|카톡|텔레그램|라인|телеграмм?|вотсап|ватсап|вайбер|"
    r"واتس ?اب|واتساب|تليجرام|ไลน์|ไอดีไลน์|signal|icq"
)
_NAMES_ELSEWHERE = re.compile(rf"(?:{_NAMED})|\.(?:{_CHEAP})(?![a-z0-9])|(?<![a-z0-9])[vq][+➕]?:\s?[a-z0-9]")
PARTS_OF_NAMES = tuple(
    """weixin, wei xin, wechat, we chat, telegram, whats, whatapp, wickr, line id, lineid, skype, viber, zalo, kakao, 카톡, 텔레그램, 라인,
    телеграм, вотсап, ватсап, вайбер, واتس, تليجرام, ไลน์, signal, icq, vx, wx, v:, q:""".replace("\n    ", " ").split(", ")
) + tuple(f".{ending}" for ending in _CHEAP.split("|"))
_ANY_PART = BytesAhoCorasick([part.encode() for part in PARTS_OF_NAMES], implementation=Implementation.DFA)
_UNUSUAL = re.compile(f"[{_HAN}\u2460-\u24ff\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f1ff]")


_GAP = rf"(?:[\s:=~_\-|➕+号是搜加{_EMOJI}]|(?<=[\s:])id(?=[\s:])){{0,6}}"
_PLAIN_GAP = rf"[\s:=~+加号是{_EMOJI}]{{0,3}}"
_PHONE = r"\+?\d[\d -]{8,16}\d"
_NAME = r"(?=[a-z_-]{0,19}\d)[a-z][a-z0-9_-]{5,19}"
_HANDLE = (
    rf"(?<![a-z0-9])(?:{_NAMED}){_GAP}(?:@[a-z]\w{{3,}}|{_PHONE}|\d{{6,12}}(?![\da-z])|{_NAME})"
    rf"|(?<![a-z0-9])(?:{_NAMED})\s?[:@]\s?[a-z][a-z0-9_-]{{5,19}}"
    rf"|(?<![a-z0-9])(?:加v|加w|加?[微薇威维徽魏信]|v|w)[\s:+加{_EMOJI}]{{0,4}}(?<![vw] )(?<=[\s:+加微薇威维徽魏信{_EMOJI}])"
    rf"(?:{_NAME}|1[3-9]\d{{9}}(?!\d))"
    rf"|(?<![a-z0-9])(?:加?q|扣|加|群|裙|私){_PLAIN_GAP}(?<=[:+加扣群裙q{_EMOJI}])[1-9]\d{{6,10}}(?![\d.])"
)
_UNIT = "k|w|r|rmb|q|u|o|元|块|米|张|千|万|百|佰|仟|旺|牵|多|起|钱|美金|刀|加|💰|💵|🥚"
_MEASURE = (
    r"\s?(?:次|片|粒|颗|步|转|字|度|斤|公|克|里|升|毫|厘|毛|分|秒|小时|天|月|年|号|岁|人|位|名|杯|瓶|件|套|款|只|层|页|集|本|包|盒|袋|条|支|根|路|倍|点|%|℃|瓦|平|寸|英|千瓦|千米"
    r"|米(?=[长宽高远深²])|[a-z])"
)
_MONEY = (
    rf"[¥$]?(?:\d[\d.,o]{{0,20}}(?:\s?[-~—/到至]\s?\d[\d.,o]{{0,20}})?\s?(?:{_UNIT}){{1,6}}"
    rf"|\d{{2,12}}(?:[-~—到至]{{1,3}}\d{{1,12}})?o{{0,6}})(?!\d|{_MEASURE})"
    rf"|\d(?:[-~到至]\d)?位数|[三四五六七](?:[到至、]?[四五六七])?位数"
    rf"|(?:过|上|大几|好几|小几|几|[一二两三四五六七八九十仨]){{1,6}}个?(?:百|千|万|佰|仟|旺|牵|w|k|q|张|米|块|元){{1,6}}[元块米多加]{{0,6}}"
    rf"(?!{_MEASURE}|[{_HAN}]?克)"
)
"""Every run is bounded: a text of nothing but digits would else be read once from each of them."""
_FIRST = "[\\[0-9a-z¥$+微薇威维徽魏信扣企电纸飞蝙加群裙私카텔라твوتไ过上大好小几一二两三四五六七八九十仨]"
"""What a cue can begin with, so that most places of a text are passed over at once."""
TOKEN = re.compile(
    rf"(?={_FIRST}|[{_HAN}]{{2,4}}\.)(?:(?P<noise>{_EM})|(?P<handle>{_HANDLE})"
    rf"|(?<![a-z0-9@.-])(?:(?P<site>{_SITE})|(?P<host>{_HOST}))|(?P<money>{_MONEY}))"
)

SOUNDS = (
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
_HEARD = (
    "➕佳伽嘉珈茄+窝莪吾薇威徽维溦嶶魏巍芯心新啭篆撰馔钻转挣节洁杰劫肥废宋菜采冲铳銃直苔抬思斯丝司值织制坚尖蒹剪煎叶邺页也橡像木苜钼业丹蛋🥚斗逗豆蚪d"
    "因印愔茵阴薯块筷裙君👗策测住主揽缆栏游流气起器氺💦汼犇🐮🐂🐟余扑普莱菊桔🍊穏苞"
)
SOUND = re.compile(f"(?=[{_HEARD}])(?:" + "|".join(f"(?P<s{place}>{pattern})" for place, (_, pattern) in enumerate(SOUNDS)) + ")")
APART = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:(?:[\s.,;:!*~\-/|_^#·•、{_EMOJI}]|{_EM}){{1,3}}[{_HAN}](?![{_HAN}]))+")
SEPARATOR = re.compile(rf"{_EM}|[^{_HAN}]")
HAS_HAN = re.compile(f"[{_HAN}]")


def may_have_cues(text: str) -> bool:
    """Whether a text is worth reading closely: a quick look."""
    if not text.isascii() and (unusual := _UNUSUAL.search(text)):
        if HAS_HAN.match(unusual.group()) or HAS_HAN.search(text):
            return True
        text = unicodedata.normalize("NFKC", text)
    lowered = text.lower()
    return bool(_ANY_PART.find_matches_as_indexes(lowered.encode(errors="replace"))) and bool(_NAMES_ELSEWHERE.search(lowered))
