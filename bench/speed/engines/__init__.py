"""One search engine a process. The peers' modules use the standard library and their own package, nothing else.

So each can be run by the Python that has its package: `python -m bench.speed.engines.NAME FOLDER`.
"""
