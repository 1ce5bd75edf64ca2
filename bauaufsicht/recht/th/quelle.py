"""Where Thuringia's law was read: ThürBO of 2 July 2024, official text as of 26.03.2026."""

from datetime import date

THUERBO = "ThürBO vom 02.07.2024, GVBl. 2024 S. 298"
IN_KRAFT = date(2024, 7, 19)
GELESEN = date(2026, 3, 26)
