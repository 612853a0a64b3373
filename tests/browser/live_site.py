"""A site that listens: the seed with one presentation withdrawn and one renamed, served from a thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from kb.app import create_app
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.copied_site import copy_data
from tests.factories import EDITOR, bring_index_up

WITHDRAWN = "forum-2018-sap"
REASON = {"ko": "중복된 기록입니다.", "en": "The record was a duplicate."}
RENAMED, NEW_NAME = "forum-2018-arm", "talk-by-arm"


class QuietHandler(WSGIRequestHandler):
    """Answers without a line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def prepare_copy(seeded: Site, folder: Path) -> Site:
    """Copy the seeded site and change the two records that pages about absence need."""
    site = open_site(local_config(copy_data(seeded, folder)))
    with site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("presentation", WITHDRAWN, REASON))
        rename_record(uow, EDITOR, "presentation", RENAMED, NEW_NAME)
        uow.commit()
    bring_index_up(site)
    return site


@contextmanager
def listening(site: Site) -> Iterator[str]:
    """Serve a site on a free port; give its address without a final slash."""
    server = make_server("127.0.0.1", 0, create_app(site=site), threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
