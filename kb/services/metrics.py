"""Gauges about the collection, in the Prometheus text format (version 0.0.4)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kb.search.port import IndexUnavailable, SearchEngine
from kb.services import indexing, reading


def metrics_text(session: Session, engine: SearchEngine) -> str:
    """List records by kind, the content generation, what waits to be indexed, and the documents in the index."""
    lines = ["# TYPE kb_records gauge"]
    lines += [f'kb_records{{kind="{kind}"}} {count}' for kind, count in reading.collection_counts(session).items()]
    lines += ["# TYPE kb_content_generation counter", f"kb_content_generation {reading.content_generation(session)}"]
    lines += ["# TYPE kb_outbox_entries gauge", f"kb_outbox_entries {indexing.backlog(session).entries}"]
    lines += ["# TYPE kb_index_documents gauge", f"kb_index_documents {_documents(engine)}"]
    return "\n".join(lines) + "\n"


def _documents(engine: SearchEngine) -> int:
    try:
        return engine.document_count()
    except IndexUnavailable:
        return 0
