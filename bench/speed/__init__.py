"""Search speed: our engine beside other search engines in one run, and the whole answer over HTTP."""
