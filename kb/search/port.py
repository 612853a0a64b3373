"""What a search engine does for the rest of the program. Nothing outside `kb.search` knows which engine it is.

A document is one published record. Texts are plain (no Markdown, no citations) and kept per language, so that a
bilingual record is found from either language and counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from kb.domain.locales import Locale

FACETS = (
    "type", "theme", "city", "country", "organization", "event", "stage", "evidence", "language", "has",
    "cost", "city_size", "lesson", "lesson_type",
)  # fmt: skip
"""Tag groups that can be filtered and counted. A record's `theme` tags include the broader themes of its own.

`cost` and `city_size` are bands (`kb.domain.bands`); `lesson` and `lesson_type` are those of any lesson of a case.
"""

Sort = Literal["relevance", "newest", "confirmed", "title", "similar"]
How = Literal["word", "synonym", "other_language", "meaning"]
Reason = Literal["keyboard", "initials", "spacing", "spelling"]


@dataclass(frozen=True, slots=True)
class PageText:
    """A page or slide of a material: `material` is the id that addresses it, `number` counts from one."""

    material: str
    number: int
    lang: Locale
    text: str


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One record as it goes into the index. `texts` maps a section name (`title`, `summary`, …) to its languages."""

    kind: str
    slug: str
    texts: Mapping[str, Mapping[Locale, str]]
    tags: Mapping[str, Sequence[str]]
    year_start: int | None = None
    year_end: int | None = None
    newest: str = ""  # ISO date that the sort "newest" goes by: the year it started, else when it was published
    confirmed: str = ""  # ISO date of the last confirmation, else of the last publication
    sort_title: Mapping[Locale, str] = field(default_factory=dict)  # collation key per page language
    pages: Sequence[PageText] = ()

    @property
    def key(self) -> str:
        """Name the document: `kind:slug`."""
        return f"{self.kind}:{self.slug}"


@dataclass(frozen=True, slots=True)
class Concept:
    """A vocabulary entry as the thesaurus sees it: every label, preferred ones first, per language."""

    slug: str
    labels: Mapping[Locale, Sequence[str]]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as asked. `filters` holds several values a facet: any of them within a facet, all facets together."""

    text: str = ""
    lang: Locale = "en"
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    match: Literal["all", "any"] = "all"
    expand: bool = True
    meaning: bool = True
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 20
    like: str = ""  # the city that those of the records are to be like, as asked; engines go by `city_order`
    city_order: Sequence[str] | None = None
    """Cities that records must be in, the most similar first, as the sort "similar" has them; None for any."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a hit matched (a section name) and how."""

    field: str
    how: How


@dataclass(frozen=True, slots=True)
class Highlight:
    """A snippet of a section, as HTML in which everything but `<mark>` is escaped.

    One from a page or slide says which: its number and the material that it is in.
    """

    field: str
    lang: Locale
    html: str
    page: int | None = None
    material: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found."""

    kind: str
    slug: str
    score: float
    matched: Sequence[Match] = ()
    highlights: Sequence[Highlight] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """A concept that the query named, and the labels that were searched along with it."""

    concept: str
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that was probably meant, and why: it finds more records than the one asked."""

    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer: one page of hits, counts over all of them. `facets[name][value]` ignores the filter on `name` itself."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Mapping[str, int]]
    mode: Literal["all", "any"]
    expanded: Sequence[Expansion] = ()
    took_ms: float = 0.0
    degraded: bool = False  # answered by the fallback because the index was not usable
    shortened: bool = False  # the query was too long; the rest of it was ignored
    suggestions: Sequence[Suggestion] = ()
    years: Mapping[int, int] = field(default_factory=dict)
    """Start years of what is listed, the range of years asked for left aside, with how many records each has."""
    close: int = 0  # records listed only because they are close in meaning
    complete: int = 0  # records listed that hold all words, a variant or synonym counting


class SearchEngine(Protocol):
    """Reads. Never raises for any query text; raises `IndexUnavailable` when the index itself can't be read."""

    def search(self, request: SearchRequest) -> SearchResult: ...

    def keys(self) -> Sequence[str]:
        """List the key of every document, repeats included. Raises `IndexUnavailable`."""
        ...

    def status(self) -> Mapping[str, object]:
        """Describe the present generation for a person: name, documents, bytes, schema version, when it was built.

        Never raises; an unusable index says so under `state`.
        """
        ...

    def document_count(self) -> int:
        """Count the records in the present generation. Raises `IndexUnavailable`."""
        ...

    def passages(self) -> Sequence[tuple[str, str, Sequence[int]]]:
        """List kind, slug and the keys of the passages of every document (`kb.search.meaning.passages`).

        Raises `IndexUnavailable`.
        """
        ...

    def suggest(self, text: str, lang: Locale, limit: int = 8) -> Sequence[tuple[str, str]]:
        """List (kind, slug) of records whose title or name starts, or has a word that starts, with `text`."""
        ...


@runtime_checkable
class PreparesSearches(Protocol):
    """What an engine that learns from being asked can do besides."""

    def prepare(self) -> None:
        """Read now what the first searches would wait for. Raises `IndexUnavailable`."""
        ...


class Likeness(Protocol):
    """How alike the other records of its kind are to one record, in one commit of the index."""

    @property
    def is_final(self) -> bool:
        """Say whether this stays as it is while the index does: no vector of the kind is still to be made."""
        ...

    def closest(self, count: int) -> Sequence[str]:
        """List the slugs of those that share the most words, and of those closest in meaning: `count` of each."""
        ...

    def words(self, slug: str) -> float:
        """Give the share of the weight of the record's telling words that another holds, 0 to 1."""
        ...

    def meaning(self, slug: str) -> float | None:
        """Give the cosine of what both are about, from which what all have in common was taken off; None if unknown."""
        ...

    def shared_words(self, slug: str, lang: Locale) -> Sequence[str]:
        """Write the telling words of the record that another holds, in one language, the heaviest first."""
        ...


@runtime_checkable
class ComparesRecords(Protocol):
    """What an engine that can tell how alike records are does besides."""

    def likeness(self, kind: str, slug: str) -> Likeness | None:
        """Compare a record with the others of its kind; None where it isn't indexed. Raises `IndexUnavailable`."""
        ...


@runtime_checkable
class CorrectsQueries(Protocol):
    """What an engine that knows its words can do besides."""

    def corrections(self, request: SearchRequest, result: SearchResult) -> Sequence[Suggestion]:
        """Propose what was probably meant, the likeliest first, at most three; nothing for a query that found enough.

        Raises `IndexUnavailable`.
        """
        ...


class IndexWriter(Protocol):
    """Writes. One process at a time holds it; a second one waits, and gets `IndexBusy` when that takes too long.

    `apply` and `set_concepts` raise `IndexUnavailable` where there is no usable generation to write to.
    """

    def turn(self) -> AbstractContextManager[None]:
        """Take turns with other processes: to be held from reading what goes into the index until it is written.

        Otherwise an older reading of a record could be written over a newer one. Raises `IndexBusy`.
        """
        ...

    def apply(self, upserts: Sequence[IndexDocument], deletes: Sequence[str]) -> None:
        """Make the given documents findable and the given keys unfindable, durably, before returning."""
        ...

    def rebuild(
        self,
        documents: Iterable[IndexDocument],
        concepts: Sequence[Concept],
        progress: Callable[[int], None] = lambda done: None,
    ) -> None:
        """Build a new generation beside the present one, then switch to it atomically."""
        ...

    def set_concepts(self, concepts: Sequence[Concept]) -> None:
        """Replace the thesaurus of the present generation."""
        ...


class IndexUnavailable(Exception):
    """The index is missing, of another schema version, or damaged; a rebuild mends it."""


class IndexBusy(Exception):
    """Another process has been writing for too long; nothing was changed, try again later."""
