"""Questions to the database; answers are small frozen dataclasses."""
