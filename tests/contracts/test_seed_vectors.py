"""The vectors that come with the seed are those of its present texts."""

from kb.search.meaning.passages import passages_of
from kb.search.meaning.vector_file import VectorFile
from kb.services.index_documents import all_documents
from kb.services.site import SHIPPED_VECTORS, Site, resource
from tests.programs import embedder

COVERED = 0.99


def test_the_seed_brings_the_vectors_of_its_texts_along(seeded_site: Site) -> None:
    model = embedder()
    block, _, damaged = VectorFile(resource("seed") / SHIPPED_VECTORS, model.name, model.dimensions).read()
    with seeded_site.reads() as session:
        texts = {passage.key for document in all_documents(session) for passage in passages_of(document)}
    known = texts & set(block.keys.tolist())
    assert damaged == 0
    assert len(known) >= COVERED * len(texts), (
        f"{len(texts) - len(known)} of {len(texts)} texts of the seed have no vector in seed/{SHIPPED_VECTORS}; "
        "run .venv/bin/python -m tools.make_seed_vectors (only changed texts are embedded, about 1 a second)"
    )


def test_the_seed_brings_few_vectors_of_texts_that_are_gone(seeded_site: Site) -> None:
    model = embedder()
    block, _, _ = VectorFile(resource("seed") / SHIPPED_VECTORS, model.name, model.dimensions).read()
    with seeded_site.reads() as session:
        texts = {passage.key for document in all_documents(session) for passage in passages_of(document)}
    assert len(set(block.keys.tolist()) - texts) <= (1 - COVERED) * len(texts) + 1
