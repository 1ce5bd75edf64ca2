"""Fixtures for what tests need from outside: servers, a browser, sample data."""
