"""Files as they come from people: kept by their hash, told apart by content, read page by page in a limited process."""
