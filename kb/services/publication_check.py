"""Whether records can be published together: required fields, and references to what isn't public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from kb.db.queries.revisions import head_snapshots
from kb.domain.citations import citations_of
from kb.domain.fields import RecordType
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import Snapshot
from kb.domain.snapshots import missing_to_publish, references_of
from kb.errors import NotFound, Problem
from kb.services.resolving import RecordName, Resolver


def record_type(kind: str) -> RecordType:
    """Look up the type of a kind; raises `NotFound` for an unknown one."""
    try:
        return RECORD_TYPES[kind]
    except KeyError:
        raise NotFound(f"no such kind of record: {kind}") from None


def referred_by(kind: str, values: Snapshot) -> Iterator[tuple[str, RecordName]]:
    """Yield (field path, name) of everything that a snapshot refers to, citations in text included."""
    for path, target, slug in references_of(record_type(kind), values):
        yield path, (target, slug)
    for where, _row, _locale, slug in citations_of(record_type(kind), values):
        yield where, ("source", slug)


class PublicationCheck:
    """Collects what keeps records from being published together.

    They may refer to one another, whatever the order they are added in, so references are judged at the end. Drafts
    of sources that they cite come along.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.resolver = Resolver(session)
        self._problems: list[tuple[RecordName, Problem]] = []
        self._unpublished: list[tuple[RecordName, str, RecordName]] = []
        self._offered: dict[RecordName, Snapshot] = {}
        self.names: dict[RecordName, None] = {}
        """Everything to publish, in order; sources that come along are last."""
        self.along: list[RecordName] = []
        """The drafts of sources among them that come along, known once it is finished."""

    def add(self, snapshots: Mapping[RecordName, Snapshot]) -> None:
        """Take more records, as they would be published."""
        self.names.update(dict.fromkeys(snapshots))
        referred = {name: list(referred_by(name[0], values)) for name, values in snapshots.items()}
        self.resolver.preload(target for found in referred.values() for _path, target in found)
        for name, values in snapshots.items():
            missing = missing_to_publish(record_type(name[0]), values)
            self._problems += [(name, problem) for problem in missing]
            self._unpublished += [
                (name, path, target) for path, target in referred[name] if not self.resolver.is_published(*target)
            ]

    def offer(self, drafts: Mapping[RecordName, Snapshot]) -> None:
        """Take drafts of sources that may not be saved yet, in case something that is added cites them."""
        self._offered.update({name: values for name, values in drafts.items() if name[0] == "source"})

    def finish(self) -> list[tuple[RecordName, Problem]]:
        """List all problems, each with its record, once nothing more is added."""
        along = dict(self._drafts_of_sources())
        for target, values in along.items():
            self._problems += [(target, problem) for problem in missing_to_publish(record_type("source"), values)]
        self.along = list(along)
        self.names.update(dict.fromkeys(along))
        return self._problems + [
            (name, Problem(path, "refers_to_unpublished", " ".join(target)))
            for name, path, target in self._unpublished
            if target not in self.names
        ]

    def _drafts_of_sources(self) -> Iterator[tuple[RecordName, Snapshot]]:
        cited = {target for _name, _path, target in self._unpublished if target[0] == "source"} - self.names.keys()
        yield from ((target, self._offered[target]) for target in sorted(cited) if target in self._offered)
        found = {target: self.resolver.find(*target) for target in sorted(cited) if target not in self._offered}
        drafts = {target: item.record_id for target, item in found.items() if item and item.status == "draft"}
        heads = head_snapshots(self._session, list(drafts.values()))
        yield from ((target, heads[record_id]) for target, record_id in drafts.items())
