"""Markdown of records to safe HTML: paragraphs, lists, emphasis and links; citations become numbered references.

Headings, images, raw HTML, code and tables are no part of the format and come out as the text that they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from kb.domain.citations import CITATION, cited_slugs
from kb.rendering.references import References

_TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "br"}
_ATTRIBUTES = {"a": {"href", "class", "id", "role"}, "ol": {"start"}}


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"slugs": cited_slugs(match.group())}
    state.pos = match.end()
    return True


def _render_citation(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
    return str(env["cited"].links(tokens[at].meta["slugs"]))


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["list", "emphasis", "link", "autolink", "newline", "escape", "entity"])
    parser.inline.ruler.before("link", "citation", _citation_rule)
    parser.add_render_rule("citation", _render_citation)
    return parser


PARSER = _build_parser()


@lru_cache(512)
def _tokens(text: str) -> Sequence[Token]:
    """Parse a text once for the pages that show it; rendering reads tokens and changes none."""
    return PARSER.parse(text, {})


def render_markdown(text: str, references: References) -> Markup:
    """Render a text as HTML blocks. Its citations take their numbers from, and are added to, `references`."""
    html = PARSER.renderer.render(_tokens(text), PARSER.options, {"cited": references})
    safe = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes={"http", "https"})
    return Markup(safe.strip())  # noqa: S704 - cleaned above
