"""What records take from the vocabulary of themes, and the vocabulary's own labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kb.domain.content_findings import Finding
from kb.domain.locales import LOCALES, Locale, other
from kb.domain.records import PublicRecord

_IGNORED: Final = re.compile(r"[\s·‧\-]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The themes: by slug their SDG targets, and by language and label (see `same_label`) their slugs."""

    targets: Mapping[str, frozenset[str]]
    concepts: Mapping[Locale, Mapping[str, frozenset[str]]]


def same_label(label: str, lang: Locale) -> str:
    """Reduce a label to what counts: case, spaces, hyphens, middle dots and an English plural don't."""
    reduced = _IGNORED.sub("", label.casefold())
    return reduced.removesuffix("s") if lang == "en" else reduced


def vocabulary_of(themes: Iterable[PublicRecord]) -> Vocabulary:
    """Gather the vocabulary from its theme records."""
    targets: dict[str, frozenset[str]] = {}
    concepts: dict[Locale, dict[str, set[str]]] = {lang: defaultdict(set) for lang in LOCALES}
    for theme in themes:
        targets[theme.slug] = frozenset(theme.list("sdg_targets"))
        for lang in LOCALES:
            for label in (theme.values.get(f"pref_label__{lang}"), *theme.list(f"alt_labels__{lang}")):
                if label:
                    concepts[lang][same_label(label, lang)].add(theme.slug)
    return Vocabulary(
        targets, {lang: {key: frozenset(slugs) for key, slugs in found.items()} for lang, found in concepts.items()}
    )


def vocabulary_findings(record: PublicRecord, name: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Find what a case takes from the vocabulary and the vocabulary doesn't have.

    SDG targets are those of its themes. A technology called by a label of the vocabulary in one language is called by
    one of the same theme in the other. (A theme that isn't there at all is a broken reference.)
    """
    offered = {target for slug in record.list("themes") for target in vocabulary.targets.get(slug, ())}
    for target in record.list("sdg_targets"):
        if target not in offered:
            yield Finding(name, "sdg_targets", "", "target_of_no_theme", target, "warning")
    korean, english = record.list("technologies__ko"), record.list("technologies__en")
    if len(korean) == len(english):
        for pair in zip(korean, english, strict=True):
            yield from _technology(name, {"ko": pair[0], "en": pair[1]}, vocabulary)


def _technology(name: str, label: Mapping[Locale, str], vocabulary: Vocabulary) -> Iterator[Finding]:
    known = {lang: vocabulary.concepts[lang].get(same_label(label[lang], lang), frozenset()) for lang in LOCALES}
    if known["ko"] & known["en"] or not (known["ko"] or known["en"]):
        return
    lang: Locale = "ko" if known["en"] else "en"
    themes = ", ".join(sorted(known[other(lang)]))
    detail = f"{label[lang]} for {label[other(lang)]}, a label of {themes}"
    yield Finding(name, "technologies", lang, "label_not_in_vocabulary", detail)


def label_findings(vocabulary: Vocabulary) -> Iterator[Finding]:
    """Find labels that two themes claim: a search for one would bring up the other."""
    for lang in LOCALES:
        for label, slugs in sorted(vocabulary.concepts[lang].items()):
            if len(slugs) > 1:
                first, *others = sorted(slugs)
                yield Finding(f"theme:{first}", "labels", lang, "label_of_two_themes", f"{label}: {', '.join(others)}")
