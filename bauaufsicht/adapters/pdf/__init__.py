"""PDF: what the house sets with typst."""
