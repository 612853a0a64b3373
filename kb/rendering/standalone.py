"""Pages that are written to a file and opened without the site: the site's look, and everything in one file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kb.domain.locales import Locale
from kb.rendering.catalog import load_catalog
from kb.rendering.dates import format_moment


def render_standalone(templates: Path, name: str, lang: Locale, time_zone: str, **values: object) -> str:
    """Render a template of the folder in a language. It may use `_`, the filter `moment` and the variable `style`."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    install: Callable[..., None] = getattr(environment, "install_gettext_translations")  # noqa: B009 - by the extension
    install(load_catalog(lang), newstyle=True)

    def moment(value: datetime) -> str:
        return format_moment(value, lang, time_zone)

    environment.filters["moment"] = moment
    return environment.get_template(name).render(lang=lang, style=_style_sheet(), **values)


def _style_sheet() -> Markup:
    parts = sorted((files("kb") / "static" / "css").iterdir(), key=lambda part: part.name)
    return Markup("\n".join(part.read_text(encoding="utf-8") for part in parts))  # noqa: S704 - our own style sheet
