"""An application that a whole test module shares: for tests that only read."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM, Akteur
from bauaufsicht.services.aufnahme import submit_lieferung
from bauaufsicht.services.eingang import Aufnahmeergebnis
from tests.conftest import JETZT, create_config, create_ports, open_app
from tests.factories.browser import SACHBEARBEITUNG, Browser
from tests.factories.lieferung import Probe


@dataclass(slots=True)
class Haus:
    """An application with its fakes."""

    app: Flask
    ports: Ports
    uhr: FesteUhr
    ablage: AblageSpeicher
    _browser: dict[str, Browser] = field(default_factory=dict)

    @contextmanager
    def einheit(self, akteur: Akteur = SYSTEM) -> Iterator[UnitOfWork]:
        """A unit of work for an actor."""
        with self.app.app_context(), unit_of_work(akteur, self.ports) as uow:
            yield uow

    def submit(self, probe: Probe, akteur: Akteur = SYSTEM) -> Aufnahmeergebnis:
        """Take a delivery in through the real intake."""
        with probe.open() as lieferung:
            return submit_lieferung(lambda: self.einheit(akteur), lieferung)

    def get_browser(self, email: str = SACHBEARBEITUNG) -> Browser:
        """Somebody who is logged in; the same one each time."""
        if email not in self._browser:
            self._browser[email] = Browser(self.app, email)
        return self._browser[email]


@contextmanager
def open_haus(request: pytest.FixtureRequest, dialekt: str, art: str = "ohne") -> Iterator[Haus]:
    """A house with the training base data on this database; `art` "amtlich" sets schemas up."""
    vorlage = request.getfixturevalue(f"vorlage_{dialekt}")
    uhr = FesteUhr(JETZT)
    ablage = AblageSpeicher(uhr)
    ports = create_ports(uhr, ablage, request.getfixturevalue(f"schemata_{art}"))
    schnell = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="ba-haus-", dir=schnell if os.access(schnell, os.W_OK) else None
    ) as ort:
        if dialekt == "sqlite":
            url = f"sqlite:///{shutil.copyfile(vorlage, Path(ort) / 'bauaufsicht.db')}"
        else:
            url = request.getfixturevalue("postgresql_server").neue_datenbank(vorlage)
        with open_app(create_config(Path(ort) / "daten", url), ports) as app:
            yield Haus(app, ports, uhr, ablage)
