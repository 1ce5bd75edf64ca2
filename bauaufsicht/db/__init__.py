"""Records, queries and the unit of work."""
