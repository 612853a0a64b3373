"""What can go wrong while measuring."""


class BenchError(Exception):
    """A measurement could not be made; the message says which and why, in one sentence."""
