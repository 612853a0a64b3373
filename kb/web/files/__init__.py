"""The files of materials, and the pictures of their pages."""

from kb.web.files.views import files

__all__ = ["files"]
