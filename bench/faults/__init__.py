"""Faults on purpose: indexing killed, index files damaged, while people write and read."""
