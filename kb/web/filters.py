"""What templates can do with values: mark the language of texts, write dates and numbers, print JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from babel.lists import format_list
from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from kb.domain.locales import LocalText
from kb.rendering.dates import format_day, format_edtf, format_moment, format_years
from kb.rendering.numbers import Number, format_number
from kb.web import labels
from kb.web.assets import asset_path
from kb.web.database import site
from kb.web.language import request_locale


def lang_attribute(lang: str | None) -> Markup:
    """Give ` lang="fr"` for a text that isn't in the page's language, else nothing."""
    return Markup(' lang="{}"').format(lang) if lang and lang != request_locale() else Markup("")


def tagged(text: LocalText | str, lang: str | None = None) -> Markup:
    """Print a text, in a `span` with its language where that isn't the page's."""
    spoken = text.lang if isinstance(text, LocalText) else lang
    attribute = lang_attribute(spoken)
    return Markup("<span{}>{}</span>").format(attribute, str(text)) if attribute else escape(str(text))


def named(name: str) -> Markup:
    """Print a proper name, whose language no record tells: one in Hangul is marked as Korean."""
    return tagged(name, "ko" if any("가" <= char <= "힣" for char in name) else None)


def moment(value: datetime) -> Markup:
    """Print the day of a moment in the site's time zone, with its machine-readable form."""
    words = format_moment(value, request_locale(), str(site().config.time_zone))
    return Markup('<time datetime="{}">{}</time>').format(value.date().isoformat(), words)


def day(value: str) -> str:
    """Write an ISO day."""
    return format_day(date.fromisoformat(value), request_locale())


def period(value: str) -> str:
    """Write an EDTF date or period in words."""
    return format_edtf(value, request_locale())


def years(value: str) -> str:
    """Write the years of an EDTF period."""
    return format_years(value, request_locale())


def number(value: Number) -> str:
    """Write a number with the language's separators."""
    return format_number(value, request_locale())


def json_script(data: object) -> Markup:
    """Print JSON that can stand in a script element whatever it contains."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped


def country(code: str) -> str:
    """Name a country in the page's language."""
    return labels.country_name(code, request_locale())


def language(tag: str) -> str:
    """Name a language in the page's language."""
    return labels.language_name(tag, request_locale())


def host(address: str) -> str:
    """Name the site that an address leads to."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def words(texts: Sequence[LocalText]) -> Markup:
    """Write a list of names as the page's language does: `A, B and C`; each marked with its language."""
    places = [f"{{{index}}}" for index in range(len(texts))]
    joined = ", ".join(places) if request_locale() == "ko" else format_list(places, locale="en_GB")
    return Markup(joined).format(*(tagged(text) for text in texts))  # noqa: S704 - placeholders only


def init_filters(app: Flask) -> None:
    """Give the templates these filters. An undefined name in a template is an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for function in (tagged, named, moment, day, period, years, number, json_script, country, language, host, words):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals.update(asset=asset_path, lang_attribute=lang_attribute, label=labels.label, labels=labels)
