"""Collect new words into the Korean catalog; translate the empty ones by hand afterwards."""

from catalogs import update

print(f"{update()} messages have no translation yet")
