"""Pages that show or compare the whole collection, beside many records."""
