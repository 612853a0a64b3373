"""CSL-JSON items as BibTeX entries with the fields of biblatex, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_ENTRY_TYPES: Final = {"webpage": "online", "article-newspaper": "article", "article-journal": "article"}
_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts the brace of an escaped one
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)
_IN_ADDRESS: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_LANGUAGES: Final = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "nl": "dutch",
    "pt": "portuguese",
}
"""Names of languages as the packages babel and polyglossia have them."""


def latex(text: str) -> str:
    """Escape what LaTeX would take as a command; braces come out balanced."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable()).translate(_LATEX)


def to_bibtex(item: Mapping[str, Any]) -> str:
    """Write an item. Titles and names stand in double braces: no style may change their case or take them apart."""
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(item) if value)
    return f"@{_ENTRY_TYPES.get(item['type'], 'misc')}{{{item['id']},\n{fields}\n}}\n"


def _fields(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kept = {name: f"{{{latex(item[name])}}}" for name in ("title", "container-title", "publisher") if item.get(name)}
    is_article = item["type"].startswith("article")
    yield "author", " and ".join(f"{{{latex(name['literal'])}}}" for name in item.get("author") or ())
    yield "title", kept.get("title", "")
    yield "journaltitle", kept.get("container-title", "") if is_article else ""
    yield "organization", kept.get("publisher", "")
    yield "version", latex(item.get("version") or "")
    yield "date", _date(item.get("issued") or {})
    yield "url", (item.get("URL") or "").translate(_IN_ADDRESS)
    yield "langid", _LANGUAGES.get(item.get("language") or "", "")
    yield "abstract", latex(item.get("abstract") or "")
    yield "note", latex(item.get("note") or "")


def _date(issued: Mapping[str, Any]) -> str:
    """Write a date as biblatex reads it: ISO 8601-2 with `~` and intervals."""
    mark = "~" if issued.get("circa") else ""
    return "/".join(_iso(parts) + mark for parts in issued.get("date-parts") or ())


def _iso(parts: Sequence[int]) -> str:
    year, *rest = parts
    return "-".join((f"{year:04}", *(f"{part:02}" for part in rest)))
