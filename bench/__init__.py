"""Benchmarks: `python -m bench` measures the site beside a named peer on the same machine, in the same run.

Everything stays on the loopback address and is bounded in count and time; servers run on a temporary data folder.
"""
