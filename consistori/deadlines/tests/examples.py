"""The calendars and the worked examples of the rules, with the number of each; test data, no official calendar.

The days are written as people write them, so that a reader checks the table without the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from consistori.deadlines.rules import Calendar, Layer, NonWorkingDay

YEARS = range(2018, 2040)
CAT = (
    "01-01-2026 06-01-2026 03-04-2026 06-04-2026 01-05-2026 24-06-2026 15-08-2026 11-09-2026 12-10-2026 08-12-2026 "
    "25-12-2026 26-12-2026 01-01-2027 06-01-2027 26-03-2027 29-03-2027"
)
OF_MADRID = (
    "01-01-2026 06-01-2026 02-04-2026 03-04-2026 01-05-2026 15-05-2026 15-08-2026 12-10-2026 02-11-2026 09-11-2026 "
    "07-12-2026 08-12-2026 25-12-2026"
)


def day(written: str) -> date:
    """`15-06-2026`."""
    return datetime.strptime(written, "%d-%m-%Y").date()


def calendar(place: str, local: str = "", general: str = CAT, years: Iterable[int] = YEARS) -> Calendar:
    """A calendar of the general days and the local ones, written as people write them."""
    days = [NonWorkingDay(day(d), f"festa {d}", Layer.REGION) for d in general.split()]
    days += [NonWorkingDay(day(d), f"festa local {d}", Layer.TOWN, place) for d in local.split()]
    return Calendar.of(place, days, years)


SEAT = calendar("Seu", "20-01-2026 31-08-2026")
ALTRA = calendar("Altra", "25-05-2026 21-09-2026")
MAD = calendar("Madrid", general=OF_MADRID)
NONE = calendar("Cap", general="")
PLACES = {"SEAT": (SEAT,), "ALTRA": (SEAT, ALTRA), "MAD": (SEAT, MAD), "none": (NONE,)}

# number, start, amount, unit (w working, n natural, m months, y years), calendars, nominal, last day, what it shows
TERMS = """
E01 01-06-2026 10w SEAT  15-06-2026 15-06-2026 plain
E02 12-06-2026 10w SEAT  29-06-2026 29-06-2026 24 June is skipped
E03 30-03-2026 10w SEAT  15-04-2026 15-04-2026 Easter
E04 30-03-2026 10w MAD   16-04-2026 16-04-2026 a holiday of the residence alone (30.6)
E05 15-05-2026 10w SEAT  29-05-2026 29-05-2026 plain
E06 15-05-2026 10w ALTRA 01-06-2026 01-06-2026 a local holiday of the residence (30.6)
E07 09-01-2026 10w ALTRA 26-01-2026 26-01-2026 a local holiday of the seat (30.6)
E08 11-04-2026 10w SEAT  24-04-2026 24-04-2026 the start may be a Saturday
E09 31-07-2026 10w SEAT  14-08-2026 14-08-2026 August runs
E10 17-08-2026 15w SEAT  08-09-2026 08-09-2026 a local holiday
E11 01-12-2026 20w SEAT  31-12-2026 31-12-2026 public information
E12 15-01-2026 1m  SEAT  15-02-2026 16-02-2026 the same day number, then it rolls
E13 31-01-2026 1m  SEAT  28-02-2026 02-03-2026 no 31 February, then it rolls
E14 31-01-2028 1m  none  29-02-2028 29-02-2028 leap year
E15 30-01-2026 1m  SEAT  28-02-2026 02-03-2026 the same end as E13
E16 28-02-2026 1m  SEAT  28-03-2026 30-03-2026 28, not the last of the month
E17 31-03-2026 1m  SEAT  30-04-2026 30-04-2026 April has thirty
E18 24-07-2026 1m  SEAT  24-08-2026 24-08-2026 August is not left out
E19 31-07-2026 1m  SEAT  31-08-2026 01-09-2026 rolls over a local holiday
E20 11-08-2026 1m  SEAT  11-09-2026 14-09-2026 a holiday and the weekend
E21 02-03-2026 1m  SEAT  02-04-2026 02-04-2026 reference of E22
E22 02-03-2026 1m  MAD   02-04-2026 07-04-2026 the last day is a holiday at the residence
E23 05-02-2018 1m  none  05-03-2018 05-03-2018 Supreme Court, 28-06-2019
E24 29-02-2028 1y  none  28-02-2029 28-02-2029 no 29 February
E25 29-02-2028 4y  none  29-02-2032 01-03-2032 years, then it rolls
E26 02-03-2026 3m  SEAT  02-06-2026 02-06-2026 to resolve and notify (21.3.b)
E41 12-06-2026 1m  SEAT  12-07-2026 13-07-2026 reposició after the rejection of E40
E41 11-06-2026 1m  SEAT  11-07-2026 13-07-2026 the same if the day taken is the eleventh
E43 05-03-2026 10w SEAT  19-03-2026 19-03-2026 to send the notification (40.2)
E44 04-06-2026 3w  SEAT  09-06-2026 09-06-2026 the days of the second attempt (42.2)
E46 20-01-2026 3m  SEAT  20-04-2026 20-04-2026 expiry for inactivity (95.1)
E47 08-06-2026 6m  SEAT  08-12-2026 09-12-2026 expiry of a sanctioning case (25.1.b)
E48 30-10-2026 3m  SEAT  30-01-2027 01-02-2027 alçada (122.2)
E49 26-11-2026 1m  SEAT  26-12-2026 28-12-2026 reposició (124.2)
E50 04-05-2026 30w SEAT  15-06-2026 15-06-2026 simplified (96.6)
E54 14-04-2026 10w SEAT  28-04-2026 28-04-2026 report (80.2)
E55 02-11-2026 30w SEAT  15-12-2026 15-12-2026 ordinance (LBRL 49)
E56 08-07-2026 1m  SEAT  08-08-2026 10-08-2026 access to information (Llei 19/2014, 33)
E57 05-10-2026 15n SEAT  20-10-2026 20-10-2026 to appear, notified the 21st (LGT 112.2)
E61 02-02-2026 15w SEAT  23-02-2026 23-02-2026 the plenary that a quarter asks for
E62 05-06-2026 5n  SEAT  10-06-2026 10-06-2026 information for councillors (LBRL 77)
E62 05-06-2026 4n  SEAT  09-06-2026 09-06-2026 the same in Catalonia
"""

ELSEWHERE = {
    **dict.fromkeys(
        ("E33", "E34", "E35", "E36"), "when what is filed takes effect: a rule of the registry, tested there"
    ),
    "E45": "three hours between two attempts and before or after 15:00 (42.2): a rule of notifications, not of terms",
}
"""Those of another rule, with why they are not of this room. The days of E44 are above; its hour is that of E45."""
