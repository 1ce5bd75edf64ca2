"""Storage in a bucket of any S3 server that honours `If-None-Match: *`."""

import hashlib
import secrets
import ssl
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from bauaufsicht.adapters.ablage_strom import (
    BLOCK,
    Lesestrom,
    Messstrom,
    Quelle,
    check_bereich,
    check_praefix,
    check_schluessel,
)
from bauaufsicht.domain.fehler import AblageFehler, NichtVorhanden, SchonVorhanden
from bauaufsicht.domain.ports import Abgelegt, Ablageeintrag

IM_SPEICHER = 4 << 20
FRISTEN = urllib3.Timeout(connect=5, read=20)  # a hung server holds a thread for a minute
WIEDERHOLUNGEN = urllib3.Retry(
    total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504), raise_on_status=False
)
# Only has to outlive the clocks' difference: the server checks it when a request begins.
ADRESSE_GILT = timedelta(minutes=5)
STOERUNGEN = (HTTPError, OSError)
EIMER_SCHON_DA = ("BucketAlreadyOwnedByYou", "BucketAlreadyExists")


class AblageS3:
    """Keeps each object under its key in one bucket; thread-safe, one instance per process.

    `endpunkt` is host:port without scheme; `sicher` means HTTPS, checked against the machine's
    certificates. Objects travel in one PUT, which S3 limits to 5 GiB. `zwischenordner` takes
    uploads above 4 MiB while they are measured (default: the system's temporary folder).
    """

    def __init__(
        self,
        endpunkt: str,
        zugriff: str,
        geheimnis: str,
        eimer: str,
        *,
        region: str | None = None,
        sicher: bool = True,
        zwischenordner: Path | None = None,
    ) -> None:
        self._eimer = eimer
        self._zwischenordner = None if zwischenordner is None else str(zwischenordner)
        self._http = urllib3.PoolManager(
            timeout=FRISTEN,
            retries=WIEDERHOLUNGEN,
            maxsize=16,
            blocksize=BLOCK,
            ssl_context=ssl.create_default_context(),
        )
        self._s3 = Minio(
            endpunkt, zugriff, geheimnis, secure=sicher, region=region, http_client=self._http
        )

    def create_speicher(self) -> None:
        """Make the bucket if it is missing and prove that the server never overwrites.

        AblageFehler if it does: some servers take `If-None-Match` and ignore it.
        """
        with self._melden(self._eimer):
            try:
                if not self._s3.bucket_exists(self._eimer):
                    self._s3.make_bucket(self._eimer)
            except S3Error as fehler:
                if fehler.code not in EIMER_SCHON_DA:
                    raise
        self._check_ueberschreibt_nie()

    def close_reste(self, vor: datetime) -> int:
        """A PUT is whole or not there: the server keeps no drafts."""
        return 0

    def write(
        self, schluessel: str, daten: IO[bytes], *, hoechstgroesse: int | None = None
    ) -> Abgelegt:
        """Stream in; durable as far as the server's 200 means it. Errors: see `Ablage`.

        The source is measured into a temporary file first: length and SHA-256 go with the
        request, so the server refuses what differs from what was hashed. After a broken connection
        (AblageFehler) the object may exist; it is then an orphan.
        """
        check_schluessel(schluessel)
        strom = Messstrom(daten, hoechstgroesse)
        md5 = hashlib.md5(usedforsecurity=False)
        with tempfile.SpooledTemporaryFile(IM_SPEICHER, dir=self._zwischenordner) as zwischen:
            for block in strom:
                md5.update(block)
                with self._melden(schluessel):
                    zwischen.write(block)
            zwischen.seek(0)
            kopf = {
                "Content-Length": str(strom.groesse),
                "Content-MD5": b64encode(md5.digest()).decode(),
            }
            with self._melden(schluessel):
                self._put(schluessel, zwischen, bytes.fromhex(strom.sha256), kopf)
        return Abgelegt(schluessel, strom.groesse, strom.sha256)

    @contextmanager
    def create_sammlung(self) -> Iterator["_Sammlung"]:
        """Write several objects, each durable at once; an exception takes them back."""
        sammlung = _Sammlung(self)
        try:
            yield sammlung
        except BaseException:
            for schluessel in sammlung.geschrieben:
                with suppress(AblageFehler):  # what stays is an orphan
                    self.close_eintrag(schluessel)
            raise

    @contextmanager
    def read(
        self, schluessel: str, *, von: int = 0, laenge: int | None = None
    ) -> Iterator[IO[bytes]]:
        """Open for reading forward; a range beyond the end is empty."""
        check_bereich(von, laenge)
        quelle = self._open(check_schluessel(schluessel), von, laenge)
        with BufferedReader(Lesestrom(quelle, laenge, STOERUNGEN), BLOCK) as strom:
            yield strom

    def get_groesse(self, schluessel: str) -> int:
        """Size in bytes."""
        with self._melden(check_schluessel(schluessel)):
            try:
                return self._s3.stat_object(self._eimer, schluessel).size or 0
            except S3Error:
                # HEAD has no body to tell the missing object from the missing bucket.
                if not self._s3.bucket_exists(self._eimer):
                    raise AblageFehler(f"Eimer {self._eimer} fehlt") from None
                raise

    def close_eintrag(self, schluessel: str) -> None:
        """Delete; in a versioned bucket the server keeps what its rules say."""
        with self._melden(check_schluessel(schluessel)):
            self._s3.remove_object(self._eimer, schluessel)

    def list_eintraege(self, praefix: str = "") -> Iterator[Ablageeintrag]:
        """Page through the bucket, 1000 objects a request."""
        return self._list(check_praefix(praefix))

    def check_bereit(self) -> bool:
        """Whether the bucket answers to our credentials."""
        try:
            return bool(self._s3.bucket_exists(self._eimer))
        except (MinioException, HTTPError, OSError):
            return False

    def _put(self, schluessel: str, daten: IO[bytes], sha256: bytes, kopf: dict[str, str]) -> None:
        """One conditional PUT to an address that minio signs.

        `Minio.put_object` sends no headers but metadata and reads parts into memory; a presigned
        address is its public way to let us send the request ourselves. Unsigned headers are
        allowed in it except `x-amz-*`, hence the checksum in the query. Content-MD5 is for servers
        that do not know the checksum. No retry: a second attempt would find our own first one.
        """
        adresse = self._s3.get_presigned_url(
            "PUT",
            self._eimer,
            schluessel,
            ADRESSE_GILT,
            extra_query_params={
                "x-amz-checksum-sha256": b64encode(sha256).decode(),
                "x-amz-sdk-checksum-algorithm": "SHA256",
            },
        )
        antwort = self._http.request(
            "PUT",
            adresse,
            body=daten,
            headers=kopf | {"If-None-Match": "*", "Content-Type": "application/octet-stream"},
            retries=False,
        )
        if antwort.status == HTTPStatus.PRECONDITION_FAILED:
            raise SchonVorhanden(schluessel)
        if antwort.status != HTTPStatus.OK:
            raise AblageFehler(f"{schluessel}: {antwort.status} {antwort.data[:500]!r}")

    def _open(self, schluessel: str, von: int, laenge: int | None) -> Quelle:
        with self._melden(schluessel):
            try:
                return self._s3.get_object(self._eimer, schluessel, von, laenge or 0)
            except S3Error as fehler:
                if fehler.code != "InvalidRange":
                    raise
        return BytesIO()

    def _list(self, praefix: str) -> Iterator[Ablageeintrag]:
        objekte = self._s3.list_objects(self._eimer, prefix=praefix, recursive=True)
        while True:
            with self._melden(praefix):
                objekt = next(objekte, None)
            if objekt is None:
                return
            yield Ablageeintrag(
                objekt.object_name, objekt.size, objekt.last_modified.astimezone(UTC)
            )

    def _check_ueberschreibt_nie(self) -> None:
        probe = f".probe/{secrets.token_hex(8)}"
        self.write(probe, BytesIO())
        try:
            self.write(probe, BytesIO())
        except SchonVorhanden:
            return
        finally:
            self.close_eintrag(probe)
        raise AblageFehler("Der S3-Server überschreibt Objekte: If-None-Match bleibt ohne Wirkung.")

    @contextmanager
    def _melden(self, schluessel: str) -> Iterator[None]:
        """Let an error of client, network or server leave as one of the Ablage."""
        try:
            yield
        except S3Error as fehler:
            art = NichtVorhanden if fehler.code == "NoSuchKey" else AblageFehler
            raise art(f"{schluessel}: {fehler.code} {fehler.message}") from fehler
        except (MinioException, HTTPError, OSError) as fehler:
            raise AblageFehler(f"{schluessel}: {fehler}") from fehler


class _Sammlung:
    """Objects written together."""

    def __init__(self, ablage: AblageS3) -> None:
        self._ablage = ablage
        self.geschrieben: list[str] = []

    def write(
        self, schluessel: str, daten: IO[bytes], *, hoechstgroesse: int | None = None
    ) -> Abgelegt:
        """See `AblageS3.write`."""
        abgelegt = self._ablage.write(schluessel, daten, hoechstgroesse=hoechstgroesse)
        self.geschrieben.append(schluessel)
        return abgelegt
