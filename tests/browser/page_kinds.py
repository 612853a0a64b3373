"""One address of every kind of page, without its language."""

from __future__ import annotations

from typing import Final

from tests.browser.live_site import WITHDRAWN

CASE: Final = "/cases/nice-connected-boulevard-smart-parking"
SHORT_CASE: Final = "/cases/metaverse-seoul"
EVENT: Final = "/events/seoul-digital-summit-2018"
SESSION: Final = f"{EVENT}/homo-sapiencity"
TALK: Final = "/presentations/forum-2018-nice"
LANGS: Final = ("ko", "en")

FOUND: Final = {
    "home": "/",
    "about": "/about",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "search": "/search?q=parking",
    "filtered search": "/search?q=smart&type=case&city=nice&theme=mobility&year_from=2010&year_to=2020",
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
    "report of an error": "/report?about=city:nice",
    "report sent": "/report/sent?about=city:nice",
}
"""Pages that answer 200."""

ABSENT: Final = {"unknown page": "/cases/no-such-case", "withdrawn record": f"/presentations/{WITHDRAWN}"}
"""Pages that say why there is nothing."""

ALL: Final = FOUND | ABSENT
