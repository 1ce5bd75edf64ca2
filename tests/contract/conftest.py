"""The storages under contract, each empty under a prefix of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from bauaufsicht.adapters.ablage_dateisystem import AblageDateisystem
from bauaufsicht.adapters.ablage_s3 import AblageS3
from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.uhr import SystemUhr
from bauaufsicht.domain.ports import Ablage
from tests.plugins.seaweedfs import S3Server


@dataclass(frozen=True, slots=True)
class Pruefling:
    """A storage, where in it this test may write, and how much memory an object may take."""

    ablage: Ablage
    praefix: str
    nummern: Iterator[int]
    speichergrenze: int

    def neu(self) -> str:
        """A key nobody has used."""
        return f"{self.praefix}neu-{next(self.nummern)}"

    def list_schluessel(self, praefix: str = "") -> set[str]:
        """The keys this test has stored, without its prefix."""
        eintraege = self.ablage.list_eintraege(self.praefix + praefix)
        return {eintrag.schluessel.removeprefix(self.praefix) for eintrag in eintraege}


@pytest.fixture(scope="session")
def s3_ablage(s3_server: S3Server) -> AblageS3:
    """One bucket for all tests: SeaweedFS reserves space for each."""
    ablage = AblageS3(
        s3_server.endpunkt, s3_server.zugriff, s3_server.geheimnis, "ablage", sicher=False
    )
    ablage.create_speicher()
    return ablage


@pytest.fixture(params=["speicher", "dateisystem", "seaweedfs"])
def pruefling(request: pytest.FixtureRequest, tmp_path: Path) -> Pruefling:
    """Each storage in turn."""
    ablage: Ablage
    if request.param == "speicher":
        ablage = AblageSpeicher(SystemUhr())
    elif request.param == "dateisystem":
        ablage = AblageDateisystem(tmp_path / "ablage")
    else:
        ablage = request.getfixturevalue("s3_ablage")
    grenze = (100 if request.param == "speicher" else 10) << 20
    return Pruefling(ablage, f"{uuid4().hex}/", count(), grenze)
