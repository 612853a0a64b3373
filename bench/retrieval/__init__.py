"""Search quality on public retrieval sets: loaded as cases by the real import, asked by the real search path."""
