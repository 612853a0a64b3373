"""People at work: threads that change, withdraw, publish again, add and rename records without a pause."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.exc import OperationalError

from bench.faults.collection import CITIES, EDITOR, case_values, city_values, first_mark, publish_one
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site

EDITORS: Final = 3
PAUSE_SECONDS: Final = 0.01  # between two changes of an editor, so that the database's one writer lock goes round
_OF_CITY: Final = 0.05  # share of changes that rename a city, and so touch all of its cases


@dataclass(slots=True)
class Edited:
    """What one editor did: for each of their records its slug and the mark it has now (none: withdrawn)."""

    present: dict[int, tuple[str, str | None]]
    former_marks: set[str] = field(default_factory=set)
    former_slugs: set[str] = field(default_factory=set)
    changes: int = 0


class Editor:
    """Changes records of their own; a change that the database refuses is no change."""

    def __init__(self, site: Site, number: int, cases: int, seed: int) -> None:
        self._site, self._number = site, number
        self._chance = random.Random(f"{seed}-{number}")
        own = range(number, cases, EDITORS)
        self.edited = Edited({case: (f"case-{case}", first_mark("case", case)) for case in own})
        self.city_marks = {city: first_mark("city", city) for city in range(number, CITIES, EDITORS)}
        self._next = cases + number
        self.errors: list[str] = []

    def work(self, stop: threading.Event) -> None:
        """Change one record after another until told to stop."""
        while not stop.wait(PAUSE_SECONDS):
            try:
                self._change()
                self.edited.changes += 1
            except OperationalError:
                continue  # busy: it was undone
            except Exception as error:
                self.errors.append(repr(error))
                return

    def _change(self) -> None:
        mark = f"zqcase{self._number}x{self.edited.changes + 1}y{self._chance.randrange(10**6)}"
        if self.city_marks and self._chance.random() < _OF_CITY:
            self._rename_city(mark)
            return
        case = self._chance.choice(list(self.edited.present))
        slug, present = self.edited.present[case]
        action = self._chance.choices(("edit", "withdraw", "add", "slug"), weights=(70, 12, 10, 8))[0]
        if action == "add":
            self._add(mark)
        elif action == "withdraw" and present is not None:
            self._withdraw(case)
        elif action == "slug" and present is not None:
            self._change_slug(case, f"case-{case}-{self.edited.changes}-{self._number}")
        else:
            publish_one(self._site, "case", slug, case_values(case, mark))
            self._note(case, slug, mark)

    def _add(self, mark: str) -> None:
        case, self._next = self._next, self._next + EDITORS
        publish_one(self._site, "case", f"case-{case}", case_values(case, mark))
        self._note(case, f"case-{case}", mark)

    def _withdraw(self, case: int) -> None:
        slug, _mark = self.edited.present[case]
        with self._site.unit_of_work() as uow:
            withdraw_record(uow, EDITOR, WithdrawRecord("case", slug))
            uow.commit()
        self._note(case, slug, None)

    def _change_slug(self, case: int, new: str) -> None:
        slug, mark = self.edited.present[case]
        with self._site.unit_of_work() as uow:
            rename_record(uow, EDITOR, "case", slug, new)
            uow.commit()
        self.edited.former_slugs.add(slug)
        self._note(case, new, mark)

    def _rename_city(self, mark: str) -> None:
        city = self._chance.choice(list(self.city_marks))
        publish_one(self._site, "city", f"city-{city}", city_values(city, mark))
        self.edited.former_marks.add(self.city_marks[city])
        self.city_marks[city] = mark

    def _note(self, case: int, slug: str, mark: str | None) -> None:
        former = self.edited.present.get(case, (slug, None))[1]
        if former is not None and former != mark:
            self.edited.former_marks.add(former)
        self.edited.present[case] = (slug, mark)


@contextmanager
def at_work(editors: Mapping[int, Editor]) -> Iterator[None]:
    """Let editors work while the block runs; they have finished their last change when it ends."""
    stop = threading.Event()
    threads = [threading.Thread(target=editor.work, args=(stop,)) for editor in editors.values()]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
