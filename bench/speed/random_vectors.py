"""Vectors for generated records: random ones, as making real ones would take hours and comparing takes as long."""

from __future__ import annotations

from typing import Final

import numpy as np

from bench.errors import BenchError
from bench.site_folder import SiteFolder
from kb.errors import KBError
from kb.services.meaning import insist_on_meaning, records_without_vectors

SEED: Final = 2018
_AT_ONCE: Final = 5000


def fill_vectors(folder: SiteFolder) -> int:
    """Give every passage that has no vector yet a random one of length 1; return how many.

    Raises `BenchError` where search by meaning can't run.
    """
    site = folder.open(meaning=True)
    try:
        meaning = insist_on_meaning(site)
    except KBError as error:
        raise BenchError(str(error)) from None
    missing = [key for keys in records_without_vectors(site, meaning).values() for key in keys]
    keys = list(dict.fromkeys(missing))
    chance = np.random.default_rng(SEED)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        drawn = chance.standard_normal((len(some), meaning.embedder.dimensions)).astype(np.float32)
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        meaning.vectors.add(dict(zip(some, drawn, strict=True)))
    site.engine.dispose()
    return len(keys)
