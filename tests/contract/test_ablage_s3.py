"""What only the storage in a bucket has to promise."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

import pytest

from bauaufsicht.adapters.ablage_s3 import AblageS3
from bauaufsicht.domain.fehler import AblageFehler, NichtVorhanden
from tests.plugins.prozess import get_freie_ports
from tests.plugins.seaweedfs import S3Server


class SorgloserServer(BaseHTTPRequestHandler):
    """Says yes to everything: overwrites, and breaks off when an object is fetched."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(200, 0)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, 0)

    def do_DELETE(self) -> None:
        self._answer(204, 0)

    def do_GET(self) -> None:
        self._answer(200, 100)
        self.wfile.write(b"zu kurz")
        self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Stay quiet."""

    def _answer(self, status: int, laenge: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(laenge))
        self.end_headers()


@contextmanager
def _sorglos() -> Iterator[AblageS3]:
    with ThreadingHTTPServer(("127.0.0.1", 0), SorgloserServer) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield AblageS3(
            f"127.0.0.1:{server.server_port}", "a", "b", "eimer", region="eu", sicher=False
        )
        server.shutdown()


def _ablage(server: S3Server, eimer: str = "ablage", geheimnis: str | None = None) -> AblageS3:
    return AblageS3(
        server.endpunkt, server.zugriff, geheimnis or server.geheimnis, eimer, sicher=False
    )


def test_the_bucket_is_made_once_and_kept(s3_ablage: AblageS3, s3_server: S3Server) -> None:
    s3_ablage.write("eimer/bleibt", BytesIO(b"x"))
    _ablage(s3_server).create_speicher()
    assert s3_ablage.get_groesse("eimer/bleibt") == 1
    assert not list(s3_ablage.list_eintraege(".probe/"))


def test_several_processes_may_make_the_bucket_at_once(s3_server: S3Server) -> None:
    alle = [_ablage(s3_server, eimer="gemeinsam") for _ in range(8)]
    with ThreadPoolExecutor(len(alle)) as gruppe:
        list(gruppe.map(AblageS3.create_speicher, alle))
    assert all(ablage.check_bereit() for ablage in alle)


def test_a_server_that_overwrites_is_refused_at_the_start() -> None:
    with _sorglos() as ablage, pytest.raises(AblageFehler, match="überschreibt"):
        ablage.create_speicher()


def test_a_connection_lost_while_reading_is_a_storage_failure() -> None:
    with _sorglos() as ablage, ablage.read("a") as strom, pytest.raises(AblageFehler):
        strom.read()


@pytest.mark.parametrize(
    ("gehasht", "geprueft"), [(b"anderes", b"inhalt!"), (b"inhalt!", b"anderes")]
)
def test_the_server_refuses_what_differs_from_the_hash(
    s3_ablage: AblageS3, gehasht: bytes, geprueft: bytes
) -> None:
    md5 = hashlib.md5(geprueft, usedforsecurity=False).digest()
    kopf = {"Content-Length": "7", "Content-MD5": b64encode(md5).decode()}
    with pytest.raises(AblageFehler, match="BadDigest"):
        s3_ablage._put("s3/falsch", BytesIO(b"inhalt!"), hashlib.sha256(gehasht).digest(), kopf)
    with pytest.raises(NichtVorhanden):
        s3_ablage.get_groesse("s3/falsch")


def test_a_missing_bucket_is_a_failure_not_an_absent_object(s3_server: S3Server) -> None:
    # With the region known, nothing but the answer to HEAD could tell.
    ablage = AblageS3(
        s3_server.endpunkt,
        s3_server.zugriff,
        s3_server.geheimnis,
        "gibt-es-nicht",
        region="us-east-1",
        sicher=False,
    )
    assert ablage.check_bereit() is False
    with pytest.raises(AblageFehler) as groesse:
        ablage.get_groesse("a")
    with pytest.raises(AblageFehler) as lesen, ablage.read("a"):
        pass
    assert {type(groesse.value), type(lesen.value)} == {AblageFehler}


def test_a_wrong_secret_is_a_storage_failure(s3_server: S3Server, s3_ablage: AblageS3) -> None:
    s3_ablage.close_eintrag("s3/geheim")
    ablage = _ablage(s3_server, geheimnis="falsch-falsch")
    assert ablage.check_bereit() is False
    with pytest.raises(AblageFehler):
        ablage.write("s3/geheim", BytesIO(b"x"))
    with pytest.raises(AblageFehler):
        list(ablage.list_eintraege())


def test_a_server_that_is_gone_is_a_storage_failure() -> None:
    ablage = AblageS3(
        f"127.0.0.1:{get_freie_ports(1)[0]}", "a", "b", "eimer", region="eu", sicher=False
    )
    assert ablage.check_bereit() is False
    with pytest.raises(AblageFehler):
        ablage.write("a", BytesIO(b"x"))
    with pytest.raises(AblageFehler):
        ablage.close_eintrag("a")
    with pytest.raises(AblageFehler):
        ablage.create_speicher()


def test_https_is_the_default_and_checked(s3_server: S3Server) -> None:
    ablage = AblageS3(s3_server.endpunkt, s3_server.zugriff, s3_server.geheimnis, "ablage")
    with pytest.raises(AblageFehler, match=r"(?i)ssl"):
        ablage.write("a", BytesIO(b"x"))
