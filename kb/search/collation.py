"""Keys that sort titles: case and accents folded, Hangul before Latin on Korean pages, after it on English ones."""

from __future__ import annotations

from kb.domain.locales import Locale
from kb.search.analysis.fold import fold
from kb.search.analysis.ko import is_hangul
from kb.search.analysis.terms import atoms_of


def sort_key(title: str, lang: Locale) -> str:
    """Give the key of a title for pages in `lang`; compare keys as plain strings. Leading punctuation is passed over."""
    words = (atom.text for atom in atoms_of(title))
    return " ".join("".join(_ranked(char, lang) for char in word) for word in words) or fold(title)


def _ranked(char: str, lang: Locale) -> str:
    """Put a character's script before it: digits, then the page's own script, then the other, then the rest."""
    if char.isdigit() or not char.isalpha():
        return f"1{char}"
    if is_hangul(char):
        return ("2" if lang == "ko" else "3") + char
    return ("3" if lang == "ko" else "2") + char if char < "\u0530" else f"4{char}"
