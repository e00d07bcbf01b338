"""Working days of a jurisdiction, and the zone its days begin and end in.

A calendar is named `DE`, `DE-BY` (a part of a country with public holidays of its own, as the package `holidays` knows it), or `EU`.

Periods of Union law are counted by Regulation (EEC, Euratom) No 1182/71, Art. 2: public holidays are those of the Member State in which
action is to be taken, and working days are all days but those, Sundays and Saturdays. `EU` therefore is no calendar of its own: it stands
for all twenty-seven where nobody said which of them it is, and a deadline then ends when the first of theirs does. Whoever knows the place
names it.
"""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import holidays

MEMBER_STATES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL",
    "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
UNION = "EU"

_ZONES = {
    "AE": "Asia/Dubai", "AR": "America/Argentina/Buenos_Aires", "AT": "Europe/Vienna", "AU": "Australia/Sydney",
    "BE": "Europe/Brussels", "BG": "Europe/Sofia", "BH": "Asia/Bahrain", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
    "CH": "Europe/Zurich", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia", "CZ": "Europe/Prague",
    "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "EG": "Africa/Cairo", "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HK": "Asia/Hong_Kong",
    "HR": "Europe/Zagreb", "HU": "Europe/Budapest", "ID": "Asia/Jakarta", "IE": "Europe/Dublin", "IL": "Asia/Jerusalem",
    "IN": "Asia/Kolkata", "IT": "Europe/Rome", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "KW": "Asia/Kuwait", "KZ": "Asia/Almaty",
    "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MT": "Europe/Malta", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NG": "Africa/Lagos", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "NZ": "Pacific/Auckland",
    "OM": "Asia/Muscat", "PH": "Asia/Manila", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "QA": "Asia/Qatar",
    "RO": "Europe/Bucharest", "RU": "Europe/Moscow", "SA": "Asia/Riyadh", "SE": "Europe/Stockholm", "SG": "Asia/Singapore",
    "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "TH": "Asia/Bangkok", "TR": "Europe/Istanbul", "TW": "Asia/Taipei",
    "UA": "Europe/Kyiv", "US": "America/New_York", "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
}  # fmt: skip
"""Where a country has several zones, that of its seat of government or its largest city: a choice of ours, not of the law."""


def is_known(calendar: str) -> bool:
    """Whether days can be counted by this calendar."""
    country, _, part = calendar.partition("-")
    supported = holidays.list_supported_countries(include_aliases=False)
    return calendar == UNION or (country in _ZONES and country in supported and (not part or part in supported[country]))


def calendars(calendar: str) -> tuple[str, ...]:
    """The calendars a name stands for: itself, or those of all Member States."""
    return MEMBER_STATES if calendar == UNION else (calendar,)


def zone(calendar: str) -> ZoneInfo:
    """The zone of a calendar; `EU` has none. Raises KeyError where the calendar is unknown."""
    return ZoneInfo(_ZONES[calendar.partition("-")[0]])


@cache
def _year(calendar: str, year: int) -> holidays.HolidayBase:
    country, _, part = calendar.partition("-")
    return holidays.country_holidays(country, subdiv=part or None, years=year, expand=False)


@cache
def is_working_day(calendar: str, day: dt.date) -> bool:
    """Whether a day is neither a rest day of the week nor a public holiday there; a weekend day worked in exchange is one (China)."""
    return _year(calendar, day.year).is_working_day(day)


def next_working_day(calendar: str, day: dt.date) -> dt.date:
    """The day itself, or the first working day after it."""
    while not is_working_day(calendar, day):
        day += dt.timedelta(days=1)
    return day


def add_working_days(calendar: str, day: dt.date, number: int) -> dt.date:
    """The `number`-th working day after a day, which itself is not counted."""
    for _ in range(number):
        day = next_working_day(calendar, day + dt.timedelta(days=1))
    return day
