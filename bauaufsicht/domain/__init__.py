"""Pure rules and records: standard library and shapely only."""
