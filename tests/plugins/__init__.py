"""Fixtures for what tests need from outside: servers, a browser, sample data."""

import pytest

# The plugins import it from each other; so they may be loaded in any order.
pytest.register_assert_rewrite("tests.plugins.voraussetzung")
