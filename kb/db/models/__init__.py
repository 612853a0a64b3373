"""All tables, and which of them hold the live rows of which record kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kb.db.base import Base
from kb.db.models import (
    attachment,
    case,
    city,
    drafting,
    error_report,
    event,
    import_batch,
    link_check,
    organization,
    record,
    search_query,
    shared,
    source,
    theme,
)


@dataclass(frozen=True, slots=True)
class LiveTables:
    """Tables of one kind: the neutral row, the row per language, and one table a structured-row field."""

    main: type[Base]
    text: type[Base]
    rows: Mapping[str, type[Base]]


LIVE_TABLES: Final[dict[str, LiveTables]] = {
    "case": LiveTables(
        case.Case,
        case.CaseText,
        {
            "partners": case.CasePartner,
            "costs": case.CaseCost,
            "outcomes": case.CaseOutcome,
            "reported_values": shared.ReportedValue,
            "lessons": case.CaseLesson,
            "relations": case.CaseRelation,
        },
    ),
    "city": LiveTables(
        city.City, city.CityText, {"profile": city.CityProfile, "reported_values": shared.ReportedValue}
    ),
    "event": LiveTables(event.Event, event.EventText, {"reported_values": shared.ReportedValue}),
    "session": LiveTables(event.Session, event.SessionText, {}),
    "presentation": LiveTables(event.Presentation, event.PresentationText, {"speakers": event.PresentationSpeaker}),
    "organization": LiveTables(organization.Organization, organization.OrganizationText, {}),
    "theme": LiveTables(theme.Theme, theme.ThemeText, {}),
    "source": LiveTables(source.Source, source.SourceText, {}),
}

__all__ = [
    "LIVE_TABLES",
    "Base",
    "LiveTables",
    "attachment",
    "drafting",
    "error_report",
    "import_batch",
    "link_check",
    "record",
    "search_query",
]
