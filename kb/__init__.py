"""Smart City Casebook: a bilingual knowledge base of city case studies and forum presentations."""

__version__ = "0.1.0"
