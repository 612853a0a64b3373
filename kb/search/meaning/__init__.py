"""Search by meaning: texts as vectors, vectors kept on disk, and how their closeness joins the ranking by words."""
