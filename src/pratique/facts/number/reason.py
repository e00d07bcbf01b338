"""Why a number is none, in words for whoever gave it."""

import stdnum.exceptions as wrong

from pratique.facts.concept import Text

LENGTH: Text = {"en": "the number of characters is not right", "zh": "位数不正确"}
CHECK_DIGIT: Text = {"en": "the check digit does not fit: a character is mistyped", "zh": "校验位不符：有字符输错"}
PART: Text = {"en": "a part of it is none that there is", "zh": "其中某一部分不存在"}
FORM: Text = {"en": "it is not written as such a number is", "zh": "格式不正确"}
_REASONS: dict[type[Exception], Text] = {
    wrong.InvalidLength: LENGTH,
    wrong.InvalidChecksum: CHECK_DIGIT,
    wrong.InvalidComponent: PART,
    wrong.InvalidFormat: FORM,
}


def reason_of(error: Exception) -> Text:
    """What an error of python-stdnum says."""
    return next((_REASONS[kind] for kind in type(error).__mro__ if kind in _REASONS), FORM)
