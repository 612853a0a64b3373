"""Reads what a person typed. Never raises: whatever is not understood is text.

Words (all of them), `"a phrase"`, `-word`, `field:word` for the fields below only (elsewhere a colon is text),
`one OR other` in capitals, `begin*`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from kb.search.analysis import en, ko
from kb.search.analysis.segments import Atom
from kb.search.analysis.terms import atoms_of

MAX_LENGTH: Final = 400
MAX_TERMS: Final = 32

FIELDS: Final = {
    "title": "title", "제목": "title", "name": "title", "이름": "title",
    "summary": "summary", "요약": "summary",
    "challenge": "challenge", "과제": "challenge",
    "approach": "approach", "접근": "approach",
    "technology": "technology", "기술": "technology",
    "governance": "governance", "거버넌스": "governance",
    "outcome": "outcomes", "outcomes": "outcomes", "성과": "outcomes",
    "lesson": "lessons", "lessons": "lessons", "교훈": "lessons",
    "cost": "costs", "costs": "costs", "비용": "costs",
    "conditions": "conditions", "조건": "conditions",
    "theme": "theme", "주제": "theme",
    "city": "city", "도시": "city",
    "country": "country", "국가": "country",
    "organization": "organization", "organisation": "organization", "기관": "organization",
    "event": "event", "행사": "event",
    "type": "type", "유형": "type",
    "stage": "stage", "단계": "stage",
    "publisher": "publisher", "발행처": "publisher",
}  # fmt: skip
"""What may stand before a colon, in either language, and the section or tag group that it means."""

_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟〝〞«»「」『』", '"') | dict.fromkeys("‘’‚‛", "'"))
_TOKEN: Final = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<field>[^\W\d_]+):(?=\S))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|"'
)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})

Kind = Literal["word", "phrase", "prefix"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for. A `filler` (어떻게, how) need not match."""

    kind: Kind
    text: str
    atoms: tuple[Atom, ...]
    field: str | None = None
    excluded: bool = False
    filler: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Groups of clauses: one clause of each group must hold. `shortened` tells that the rest was ignored."""

    groups: tuple[tuple[Clause, ...], ...] = ()
    shortened: bool = False

    @property
    def clauses(self) -> Iterator[Clause]:
        """List every clause, in the order typed."""
        return (clause for group in self.groups for clause in group)


def _clean(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_QUOTES)
    return _CONTROL.sub(" ", text)


def _words(text: str) -> Iterator[tuple[Atom, ...]]:
    """Take a typed word apart where it holds several: only hyphens and dots hold atoms together, a slash does not."""
    word: list[Atom] = []
    for atom in atoms_of(text):
        if word and (atom.tie not in ("linked", "glued") or atom.link == "/"):
            yield tuple(word)
            word = []
        word.append(atom)
    if word:
        yield tuple(word)


def _is_filler(typed: str, atoms: Sequence[Atom]) -> bool:
    if len(atoms) != 1:
        return False
    in_capitals = typed.isupper() and len(typed) > 1 and typed not in _OPERATORS
    text = atoms[0].text
    if text in ko.FILLERS or any(form.sure and form.text in ko.FILLERS for form in ko.bare_forms(text)):
        return True
    return text in en.FILLERS and not in_capitals


def _word_clauses(match: re.Match[str], field: str | None, excluded: bool) -> Iterator[Clause]:
    typed = match["word"]
    words = list(_words(typed))
    for number, atoms in enumerate(words):
        is_prefix = (
            typed.endswith("*") and number == len(words) - 1 and (len(atoms[-1].text) > 1 or atoms[-1].is_syllables)
        )
        kind: Kind = "prefix" if is_prefix else "word"
        filler = kind == "word" and field is None and not excluded and _is_filler(typed.strip("?!.,"), atoms)
        text = "".join(atom.text for atom in atoms)
        yield Clause(kind, text, atoms, field, excluded, filler)


def _clauses(text: str) -> Iterator[Clause | None]:
    """Yield what is asked for; None stands for OR."""
    for match in _TOKEN.finditer(text):
        if match["phrase"] is None and match["word"] is None:
            continue  # a lone quotation mark
        field = FIELDS.get((match["field"] or "").casefold())
        excluded = match["minus"] is not None
        if match["field"] and field is None:
            yield from _plain(match["field"], excluded)
        if match["word"] == "OR" and not match["field"] and not excluded:
            yield None
        elif match["phrase"] is not None:
            atoms = tuple(atoms_of(match["phrase"]))
            if atoms:
                yield Clause("phrase", match["phrase"], atoms, field, excluded)
        else:
            yield from _word_clauses(match, field, excluded)


def _plain(text: str, excluded: bool) -> Iterator[Clause]:
    for atoms in _words(text):
        yield Clause("word", "".join(atom.text for atom in atoms), atoms, None, excluded)


def _grouped(tokens: Sequence[Clause | None]) -> list[list[Clause]]:
    groups: list[list[Clause]] = []
    joining = False
    for token in tokens:
        if token is None:
            joining = bool(groups)
            continue
        if joining and not token.excluded and not groups[-1][-1].excluded:
            groups[-1] = [replace(clause, filler=False) for clause in (*groups[-1], token)]
        else:
            groups.append([token])
        joining = False
    return groups


def parse(text: str) -> Query:
    """Read a query. Longer than 400 characters or 32 terms is cut, and `shortened` says so."""
    cleaned = _clean(text[: MAX_LENGTH * 4])
    tokens: list[Clause | None] = []
    terms = 0
    shortened = len(cleaned) > MAX_LENGTH
    for token in _clauses(cleaned[:MAX_LENGTH]):
        terms += token is not None
        if terms > MAX_TERMS:
            shortened = True
            break
        tokens.append(token)
    groups = _grouped(tokens)
    if all(clause.filler or clause.excluded for group in groups for clause in group):
        groups = [[replace(clause, filler=False) for clause in group] for group in groups]
    return Query(tuple(map(tuple, groups)), shortened)
