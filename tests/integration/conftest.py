"""The people of a round, for the tests of its services and pages."""

import pytest
from flask import Flask

from tests.conftest import Einheit
from tests.factories import browser
from tests.factories.browser import Browser
from tests.factories.runde import Runde


@pytest.fixture
def runde(einheit: Einheit) -> Runde:
    """The case of Bad Berka with its people."""
    return Runde(einheit)


@pytest.fixture
def krueger(app: Flask) -> Browser:
    """The Sachbearbeiterin."""
    return Browser(app, browser.SACHBEARBEITUNG)


@pytest.fixture
def albrecht(app: Flask) -> Browser:
    """The planner."""
    return Browser(app, browser.ENTWURFSVERFASSER)


@pytest.fixture
def nagel(app: Flask) -> Browser:
    """The Denkmalschutzbehörde."""
    return Browser(app, browser.STELLE)
