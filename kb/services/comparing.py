"""Comparing published records: choosing them by slug, reading what their comparison needs, building it.

The number of statements is the same for two records as for five, and whatever they hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from sqlalchemy.orm import Session

from kb.db.queries import public
from kb.db.queries.comparing import organizations_seated_in, records_with_ids
from kb.domain.compared import Compared
from kb.domain.compared_fields import build_groups
from kb.domain.comparison import FEWEST, MOST, NO_TEXT, Column, ComparedKind, Comparison, RowGroup
from kb.domain.costs import CostEstimate
from kb.domain.evidence import Grade
from kb.domain.money import RateSource
from kb.domain.population import populations
from kb.domain.records import Labels, PublicRecord, texts
from kb.errors import Invalid, Problem
from kb.services import reading
from kb.services.case_table import CaseFacts, read_case_table
from kb.services.economy import read_rates
from kb.services.names import read_names
from kb.services.resolving import Resolver

LONGEST_VALUE: Final = 80
MOST_LOOKED_UP: Final = 50
"""Slugs of an address that are looked at; the rest is passed over."""
NOT_FOUND: Final = "not_found"
WITHDRAWN: Final = "withdrawn"
REPEATED: Final = "repeated"
TOO_MANY: Final = "too_many"
TOO_FEW: Final = "too_few"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the whole collection: the facts of all cases, and the top concept of each theme."""

    cases: Sequence[CaseFacts]
    tops: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """The records to compare that could be found, in the order asked for, and what was wrong with the others.

    `moved` maps the former slugs among those asked for to the present ones.
    """

    kind: ComparedKind
    records: tuple[PublicRecord, ...]
    problems: tuple[Problem, ...]
    moved: Mapping[str, str]

    @property
    def slugs(self) -> tuple[str, ...]:
        """Name the records by their present slugs."""
        return tuple(record.slug for record in self.records)


def read_surroundings(session: Session) -> Surroundings:
    """Read the whole collection at a glance: the work of a second at 10,000 cases, so callers keep it."""
    themes = reading.list_records(session, "theme")
    return Surroundings(read_case_table(session, read_names(session)), reading.top_themes(themes))


def choose_records(session: Session, kind: ComparedKind, slugs: Sequence[str]) -> Choice:
    """Find the records to compare: the first five that are published, each once, former slugs included.

    What is unknown, withdrawn, repeated or too much is listed as a problem and left out, so that a page can go on.
    """
    asked = [slug.strip() for slug in slugs if slug.strip()][:MOST_LOOKED_UP]
    resolver = Resolver(session)
    resolver.preload((kind, slug) for slug in asked)
    kept: dict[int, str] = {}
    problems: list[Problem] = []
    for slug in asked:
        target = resolver.find(kind, slug)
        if target is None or not target.is_public:
            code = WITHDRAWN if target and target.status == "withdrawn" else NOT_FOUND
            problems.append(Problem(kind, code, slug[:LONGEST_VALUE]))
        elif target.record_id in kept:
            problems.append(Problem(kind, REPEATED, slug))
        elif len(kept) == MOST:
            problems.append(Problem(kind, TOO_MANY, slug))
        else:
            kept[target.record_id] = slug
    rows = {row.id: row for row in records_with_ids(session, list(kept))}
    records = tuple(public.to_public(session, [rows[record_id] for record_id in kept]))
    moved = {slug: rows[record_id].slug for record_id, slug in kept.items() if rows[record_id].slug != slug}
    return Choice(kind, records, tuple(problems), moved)


def compare_records(
    session: Session,
    kind: ComparedKind,
    slugs: Sequence[str],
    read: Callable[[Session], Surroundings] = read_surroundings,
) -> Comparison:
    """Compare two to five published records. Raises `Invalid` naming every slug that can't be compared.

    `read` gives what is known of the whole collection, which only cities ask for.
    """
    choice = choose_records(session, kind, slugs)
    if choice.problems:
        raise Invalid(choice.problems)
    return compare_choice(session, choice, read)


def compare_choice(
    session: Session, choice: Choice, read: Callable[[Session], Surroundings] = read_surroundings
) -> Comparison:
    """Compare the records of a choice, whatever was left out of it. Raises `Invalid` for fewer than two."""
    if len(choice.records) < FEWEST:
        raise Invalid([Problem(choice.kind, TOO_FEW, str(len(choice.records)))])
    if choice.kind == "case":
        compared, cities = _cases(session, choice.records)
    else:
        compared, cities = _cities(session, choice.records, read(session)), {}
    groups = build_groups(choice.kind, compared)
    columns = tuple(_column(one, cities) for one in compared)
    return Comparison(choice.kind, columns, groups, compared[0].sources, _rate_sources(groups))


def _cases(session: Session, records: Sequence[PublicRecord]) -> tuple[list[Compared], dict[str, PublicRecord]]:
    cities = reading.records_by_slug(session, "city", {str(record.values.get("city") or "") for record in records})
    residents = [found.row for city in cities.values() for found in populations(city.values)]
    labels, sources = _referred(session, records, {slug for row in residents for slug in row.get("sources") or ()})
    rates = read_rates()
    compared = [
        Compared(
            record=record,
            labels=labels,
            sources=sources,
            rates=rates,
            city=cities.get(str(record.values.get("city") or "")),
        )
        for record in records
    ]
    return compared, cities


def _referred(
    session: Session, records: Sequence[PublicRecord], sources: Iterable[str], more: Iterable[tuple[str, str]] = ()
) -> tuple[Labels, Mapping[str, PublicRecord]]:
    """Read what records refer to, and `more`: whole sources, cards of the others."""
    keys = reading.referred_keys(records)
    cited = {slug for kind, slug in keys if kind == "source"}.union(sources)
    others = {key for key in keys if key[0] != "source"}.union(more)
    return Labels(public.cards_by_key(session, others)), reading.records_by_slug(session, "source", cited)


def _cities(session: Session, records: Sequence[PublicRecord], known: Surroundings) -> list[Compared]:
    seated = _organizations(session, records)
    named = {("organization", slug) for slugs in seated.values() for slug in slugs}
    named |= {("theme", slug) for slug in known.tops.values()}
    labels, sources = _referred(session, records, (), named)
    return [
        Compared(
            record=record,
            labels=labels,
            sources=sources,
            rates=read_rates(),
            organizations=seated.get(record.slug, ()),
            **_count(record.slug, known),
        )
        for record in records
    ]


class _Counts(TypedDict):
    cases: int
    cases_by_theme: Mapping[str, int]
    grades: Mapping[Grade, int]


def _count(city: str, known: Surroundings) -> _Counts:
    """Count the cases of a city, by top concept (each once a concept) and by grade."""
    cases = [case for case in known.cases if case.city == city]
    tops = Counter(top for case in cases for top in {known.tops[slug] for slug in case.themes if slug in known.tops})
    return {"cases": len(cases), "cases_by_theme": tops, "grades": Counter(case.evidence for case in cases)}


def _organizations(session: Session, cities: Iterable[PublicRecord]) -> Mapping[str, Sequence[str]]:
    resolver = Resolver(session)
    resolver.preload(("city", city.slug) for city in cities)
    slug_of = {resolver("city", city.slug): city.slug for city in cities}
    found: dict[str, list[str]] = defaultdict(list)
    for city_id, slug in organizations_seated_in(session, list(slug_of)):
        found[slug_of[city_id]].append(slug)
    return found


def _column(compared: Compared, cities: Mapping[str, PublicRecord]) -> Column:
    record = compared.record
    title = texts(record.values, record.type.title)
    if record.kind == "city":
        return Column(kind="city", slug=record.slug, title=title, country=str(record.values.get("country") or ""))
    city = cities.get(str(record.values.get("city") or ""))
    return Column(
        kind="case",
        slug=record.slug,
        title=title,
        city=city.slug if city else None,
        city_title=texts(city.values, "name") if city else NO_TEXT,
        country=str(city.values.get("country") or "") if city else "",
        stage=str(record.values.get("stage") or "unknown"),
    )


def _rate_sources(groups: Iterable[RowGroup]) -> tuple[RateSource, ...]:
    """List what the estimates of a comparison rest on, each source once."""
    rates, found = read_rates(), dict[str, RateSource]()
    cells = (cell for group in groups for row in group.rows if row.kind == "money" for cell in row.cells)
    for entry in (entry for cell in cells for entry in cell.entries):
        if isinstance(entry.money, CostEstimate):
            found.update((source.id, source) for source in rates.sources_of(entry.currency))
    return tuple(found.values())
