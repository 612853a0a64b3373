"""One address of every kind of page, without its language."""

from __future__ import annotations

from typing import Final

from tests.browser.live_site import WITHDRAWN

CASE: Final = "/cases/nice-connected-boulevard-smart-parking"
SHORT_CASE: Final = "/cases/metaverse-seoul"
EVENT: Final = "/events/seoul-digital-summit-2018"
SESSION: Final = f"{EVENT}/homo-sapiencity"
TALK: Final = "/presentations/forum-2018-nice"
COMPARISON: Final = (
    "/compare?case=nice-connected-boulevard-smart-parking&case=nice-auto-bleue&case=ddareungi-bike-sharing"
    "&case=dresden-mobi-mobility-points&case=brussels-floya-maas"
)
LANGS: Final = ("ko", "en")

FOUND: Final = {
    "home": "/",
    "about": "/about",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "search": "/search?q=parking",
    "filtered search": "/search?q=smart&type=case&city=nice&theme=mobility&year_from=2010&year_to=2020",
    "search by cost and lessons": "/search?type=case&cost=10m-100m&city_size=250k-1m&lesson=finance&lesson_type=barrier",
    "search without results": "/search?q=zzqqxx&city=nice&stage=nonsense&year_from=soon",
    "second page of the search": "/search?q=&type=source&page=2",
    "search help": "/search/help",
    "cases": "/cases/",
    "case": CASE,
    "case in both languages": f"{SHORT_CASE}/bilingual",
    "revision of a case": f"{SHORT_CASE}/history/1",
    "cities": "/cities/",
    "city": "/cities/nice",
    "events": "/events/",
    "event": EVENT,
    "session": SESSION,
    "presentation": TALK,
    "organizations": "/organizations/",
    "organization": "/organizations/semiacs",
    "themes": "/themes/",
    "theme": "/themes/mobility",
    "sources": "/sources/",
    "source": "/sources/nice-ccomptes-semiacs",
    "cities like mine": "/explore/similar",
    "cities like one": "/explore/similar?like=nice",
    "cities like mine, misread": "/explore/similar?population=lots&density=-5&income=high&coast=yes",
    "search among similar cities": "/search?type=case&like=nice&sort=similar",
    "map": "/explore/map",
    "map of a theme at a stage": "/explore/map?theme=governance&stage=ended&stage=nonsense",
    "timeline": "/explore/timeline",
    "timeline by theme": "/explore/timeline?group=theme&city=nice",
    "timeline without any": "/explore/timeline?city=kampala&stage=failed&group=nonsense",
    "matrix": "/explore/matrix",
    "matrix of all themes": "/explore/matrix?show=all&cells=evidence",
    "obstacles and failures": "/explore/failures",
    "obstacles and failures by theme": "/explore/failures?group=theme&kind=failure&category=nonsense",
    "obstacles and failures without any": "/explore/failures?kind=failure&city=kampala&category=public_acceptance",
    "compare start": "/compare",
    "compare start with one chosen and one unknown": "/compare?case=metaverse-seoul&case=no-such-case&q=parking",
    "compare": COMPARISON,
    "compare cities": "/compare?city=nice&city=seoul&differences=1&fold=figures",
    "report of an error": "/report?about=city:nice",
    "report sent": "/report/sent?about=city:nice",
}
"""Pages that answer 200."""

ABSENT: Final = {"unknown page": "/cases/no-such-case", "withdrawn record": f"/presentations/{WITHDRAWN}"}
"""Pages that say why there is nothing."""

ALL: Final = FOUND | ABSENT
