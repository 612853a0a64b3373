"""What of a document is embedded: title and summary together, then its long sections a few paragraphs at a time.

Short pieces keep to one subject, which a vector can stand for; 500 Korean or 900 English characters lie well within
the 512 tokens that the model reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from kb.domain.locales import LOCALES, Locale
from kb.search.port import IndexDocument

LONGEST: Final[dict[Locale, int]] = {"ko": 500, "en": 900}
"""Characters of a passage without its title."""
SHORTEST: Final = 60
"""A section with fewer characters is left out: words find it as well, and a vector of so little says little."""
SHORTEST_PAGE: Final = 15
"""A slide with fewer characters is a title or a picture."""
HEAD: Final = "summary"
"""The section that the first passage of a language counts as."""
SECTIONS: Final = (
    "challenge",
    "approach",
    "technology",
    "governance",
    "outcomes",
    "lessons",
    "costs",
    "conditions",
    "follow_up",
    "note",
)
"""Running text. Labels, names and figures are left to the words."""
_TITLE_ONLY: Final = frozenset({"source"})
_TITLE_CHARACTERS: Final = 200
_CODE: Final = re.compile(r"[!-~]*\d[!-~]*")
_SENTENCE: Final = re.compile(r"(?<=[.!?。])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to embed and where it stands: for a page or slide, `page` names its material and number.

    `key` names the text; equal texts of any documents share their vector.
    """

    section: str
    lang: Locale
    text: str
    key: int
    page: tuple[str, int] | None = None


def passages_of(document: IndexDocument) -> Sequence[Passage]:
    """List the passages of a document, the one with title and summary of each language first, pages and slides last."""
    written = (passage for lang in LOCALES for passage in _in_language(document, lang))
    return (*written, *_of_pages(document))


def _of_pages(document: IndexDocument) -> Iterator[Passage]:
    """Take the beginning of each page or slide: it has one subject, and most have few words."""
    for page in document.pages:
        text = " ".join(page.text.split())[: LONGEST[page.lang]]
        if len(text) >= SHORTEST_PAGE:
            yield Passage("pages", page.lang, text, key_of(text), (page.material, page.number))


def key_of(text: str) -> int:
    """Name a text by 64 bits of its hash: among a million texts, two alike in 30 million tries."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _passage(section: str, lang: Locale, text: str) -> Passage:
    return Passage(section, lang, text, key_of(text))


def _in_language(document: IndexDocument, lang: Locale) -> Iterator[Passage]:
    texts = document.texts
    title = texts.get("title", {}).get(lang, "").replace("\n", " ")[:_TITLE_CHARACTERS]
    summary = "" if document.kind in _TITLE_ONLY else texts.get("summary", {}).get(lang, "")
    if not title and not summary:
        return
    first, *more = _pieces(summary, LONGEST[lang]) or [""]
    yield _passage(HEAD if summary else "title", lang, _under(title, first))
    for piece in more:
        yield _passage(HEAD, lang, _under(title, piece))
    if document.kind in _TITLE_ONLY:
        return
    for section in SECTIONS:
        text = texts.get(section, {}).get(lang, "")
        if len(text) >= SHORTEST:
            for piece in _pieces(text, LONGEST[lang]):
                yield _passage(section, lang, _under(title, piece))


def _under(title: str, text: str) -> str:
    """Put the title in front, so that a passage from the middle still says what it is about.

    A title that is a mere code (d0001) says nothing and would make unlike texts alike.
    """
    if not text or not title or _CODE.fullmatch(title):
        return text or title
    return f"{title}. {text}"


def _pieces(text: str, longest: int) -> list[str]:
    """Fill pieces with whole lines, cutting between sentences, then anywhere, where a line alone is too long.

    The last two share their text evenly, so that none is left too short to mean something.
    """
    parts = [part for line in text.split("\n") for part in _parts(line, longest)]
    number = -(-sum(map(len, parts)) // longest)
    wanted = sum(map(len, parts)) / max(number, 1)
    pieces: list[str] = []
    for part in parts:
        joined = f"{pieces[-1]}\n{part}" if pieces else part
        if pieces and len(pieces[-1]) < wanted and len(joined) <= longest:
            pieces[-1] = joined
        else:
            pieces.append(part)
    return pieces


def _parts(line: str, longest: int) -> Iterator[str]:
    if len(line) <= longest:
        if line:
            yield line
        return
    for sentence in _SENTENCE.split(line):
        yield from (sentence[start : start + longest] for start in range(0, len(sentence), longest))
