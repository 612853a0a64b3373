"""Numbered references of one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

WORD_JOINER: Final = Markup("\u2060")


class References:
    """Gives each cited source its number, in the order in which a page first cites it.

    Build the parts of a page in reading order; `slugs` is then the list to print at its end.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def slugs(self) -> tuple[str, ...]:
        """List the sources cited so far, number 1 first."""
        return tuple(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, slug: str) -> int:
        """Give the source's number, the next free one at its first mention."""
        return self._numbers.setdefault(slug, len(self._numbers) + 1)

    def link(self, slug: str) -> Markup:
        """Cite a source: `[3]`. The first citation of each carries the id that its entry in the list links back to."""
        is_first = slug not in self._numbers
        number = self.number(slug)
        anchor = f' id="cite-{number}"' if is_first else ""
        # numbers need no escaping, and a page may cite several hundred times
        return Markup(f'<a class="ref" href="#ref-{number}"{anchor} role="doc-noteref">[{number}]</a>')  # noqa: S704

    def links(self, slugs: Iterable[str]) -> Markup:
        """Cite several sources in a row, in the order of their numbers, never at the beginning of a line."""
        cited = {slug: self.link(slug) for slug in slugs}
        linked = Markup("").join(cited[slug] for slug in sorted(cited, key=self.number))
        return WORD_JOINER + linked if linked else linked
