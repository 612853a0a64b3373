"""Citations as files: BibTeX, RIS and CSL-JSON of every record that is cited.

`?revision=3` asks for a former revision, as its page does.
"""

from __future__ import annotations

from flask import Response, request

from kb.domain.locales import Locale
from kb.domain.record_types import RECORD_TYPES
from kb.errors import NotFound
from kb.rendering.citing import UNCITED, WRITERS
from kb.services import reading
from kb.web.database import db
from kb.web.public.blueprint import public
from kb.web.public.citing import FORMS, citation_item

ENDPOINT = "cite_"
MOST_DIGITS = 9  # of a revision's number


def _asked_revision() -> int | None:
    text = request.args.get("revision", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise NotFound(f"revision {text[:80]!r}")
    return int(text)


def cite_file(lang: Locale, kind: str, form: str, slug: str, event: str = "") -> Response:
    """Answer with the citation of a record in a form. `event` is the first part of a session's slug."""
    name, number = f"{event}/{slug}" if event else slug, _asked_revision()
    record = reading.get_record(db(), kind, name) if number is None else reading.get_revision(db(), kind, name, number)
    media_type, write = WRITERS[form]
    return Response(write(citation_item(record, lang)), content_type=media_type)


def name_file(response: Response) -> Response:
    """Give a citation a file name. The store of pages keeps no headers, so its answers are named here, too."""
    arguments = request.view_args or {}
    if response.status_code == 200 and (request.endpoint or "").startswith(f"{public.name}.{ENDPOINT}"):
        name = f"{arguments['slug']}.{arguments['form']}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _route() -> None:
    for kind, record_type in RECORD_TYPES.items():
        if kind in UNCITED:
            continue
        plural = "events/<slug:event>" if kind == "session" else record_type.plural
        for form in FORMS:
            endpoint = f"{ENDPOINT}{kind}_{form.replace('.', '_')}"
            rule = f"/{plural}/<slug:slug>/cite.{form}"
            public.add_url_rule(rule, endpoint, cite_file, defaults={"kind": kind, "form": form})


_route()
public.after_request(name_file)
