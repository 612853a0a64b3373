"""Comparing the search index with the database."""

from __future__ import annotations

from kb.search.port import IndexUnavailable
from kb.services import indexing
from kb.services.site import Site


def check_index(site: Site) -> list[str]:
    """List what is wrong with the index, one line each; empty when it holds exactly the published records."""
    with site.reads() as session:
        waiting = indexing.backlog(session).entries
        expected = indexing.expected_keys(session)
    try:
        present = site.search.keys()
    except IndexUnavailable as error:
        return [f"the index can't be read: {error}"]
    found = [f"{waiting} changes wait to be indexed"] if waiting else []
    found += [f"missing from the index: {key}" for key in sorted(expected - set(present))]
    found += [f"in the index but not published: {key}" for key in sorted(set(present) - expected)]
    found += [
        f"in the index more than once: {key}" for key in sorted({key for key in present if present.count(key) > 1})
    ]
    return found
