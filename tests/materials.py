"""Materials for tests: attach a file to a record of a site and have it read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.domain.workflow import Actor
from kb.files.extraction import Extractor
from kb.services.material_work import work_off
from kb.services.materials import AddAttachment, add_attachment, receive_file, withdraw_attachment
from kb.services.site import Site
from tests.factories import EDITOR, bring_index_up

LIMIT = 50 * 1024 * 1024


def attach(
    site: Site, path: Path, to: tuple[str, str] = ("presentation", "talk-by-nice"), actor: Actor = EDITOR, **given: Any
) -> str:
    """Attach a file, published unless said otherwise; it waits to be read. Return the material's id."""
    with path.open("rb") as source:
        file = receive_file(site.files, source, path.name, LIMIT)
    with site.unit_of_work() as uow:
        found = add_attachment(uow, actor, AddAttachment(*to, file, **{"publish": True, **given}))
        uow.commit()
    return found


def attach_and_read(
    site: Site, path: Path, to: tuple[str, str] = ("presentation", "talk-by-nice"), **given: Any
) -> str:
    """Attach a file, have it read and the record indexed."""
    found = attach(site, path, to, **given)
    read_all(site)
    return found


def read_all(site: Site) -> int:
    """Read what waits and bring the index up; return how many files were read."""
    done = work_off(site, Extractor())
    bring_index_up(site)
    return done


def withdraw(site: Site, material: str) -> None:
    """Withdraw a material and bring the index up."""
    with site.unit_of_work() as uow:
        withdraw_attachment(uow, EDITOR, material)
        uow.commit()
    bring_index_up(site)
