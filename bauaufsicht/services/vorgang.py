"""Opening a case from an application, and the acts of the authority on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bauaufsicht.db.models import (
    Aktenzeichenstand,
    Antragsstand,
    Behoerde,
    Beteiligung,
    Eingang,
    Eingangsanlage,
    Vorgang,
)
from bauaufsicht.db.queries.verfahren import get_verfahrensart, issue_naechste_nummer
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.befund import Befund
from bauaufsicht.domain.eingangspruefung import BEFUNDE_JE_REGEL
from bauaufsicht.domain.ereignisse import (
    ANFANG,
    AktenzeichenVergeben,
    AntragEingegangen,
    VerfahrensartFestgelegt,
    VorgangUebernommen,
)
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import (
    Nachricht,
)
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.vorgang import Schritt, Verfahren, Zustand, compute_folgezustand
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.services import unterlagen
from bauaufsicht.services.adressat import (
    AGS,
    Adressat,
    Gemeindebestimmung,
    get_stelle_der_gemeinde,
    list_gemeindeschluessel,
)
from bauaufsicht.services.antragsdaten import format_angaben, write_antragsdaten
from bauaufsicht.services.frist import record_frist

VERFAHREN_DER_NACHRICHT = {
    "0210": Verfahren.VORBESCHEID,
    "0220": Verfahren.ABWEICHUNG,
    "0600": Verfahren.FREISTELLUNG,
    "0601": Verfahren.FREISTELLUNG,
}


@dataclass(frozen=True, slots=True)
class Lieferstand:
    """A delivery with its message, its Gemeinde, and which file belongs to which attachment."""

    eingang: Eingang
    nachricht: Nachricht
    anlagen: Sequence[Eingangsanlage]
    zuordnung: dict[int, int]
    gemeinde: Gemeindebestimmung | None


def create_vorgang(
    uow: UnitOfWork, adressat: Adressat, stand: Lieferstand, befunde: list[Befund]
) -> Vorgang:
    """Open a case with everything the application says; hints are appended to `befunde`."""
    eingang, nachricht, gemeinde = stand.eingang, stand.nachricht, stand.gemeinde
    _check_gemeinde(adressat, nachricht, gemeinde, befunde)
    vorgang = _create_record(uow, adressat, stand, gemeinde, befunde)
    uow.add(vorgang)
    write_antragsdaten(uow, vorgang, nachricht)
    uow.insert(
        Antragsstand(
            vorgang_id=vorgang.id,
            eingang_id=eingang.id,
            nummer=1,
            angaben=format_angaben(nachricht),
            aenderungen=[],
            erstellt_am=uow.jetzt(),
        )
    )
    uow.record(
        vorgang,
        AntragEingegangen(
            eingang=eingang.id,
            weg=eingang.weg.value,
            nummer=nachricht.nummer,
            version=nachricht.version,
            nachricht_sha256=eingang.sha256,
            eingegangen_am=eingang.empfangen_am,
            anlagen=len(nachricht.anlagen),
            test=nachricht.test,
        ),
        AktenzeichenVergeben(vorgang.aktenzeichen),
    )
    unterlagen.create_unterlagen(
        uow, vorgang, stand.eingang, nachricht.anlagen, stand.anlagen, stand.zuordnung
    )
    _start_frist(uow, vorgang)
    _set_entscheidende_gemeinde(uow, vorgang, adressat)
    return vorgang


def _check_gemeinde(
    adressat: Adressat,
    nachricht: Nachricht,
    gemeinde: Gemeindebestimmung | None,
    befunde: list[Befund],
) -> None:
    falsche = [s for s in dict.fromkeys(list_gemeindeschluessel(nachricht)) if not AGS.fullmatch(s)]
    befunde += [
        Befund("X011", f"Der Gemeindeschlüssel „{s[:40]}“ hat nicht acht Ziffern; er gilt nicht.")
        for s in falsche[:BEFUNDE_JE_REGEL]
    ]
    if gemeinde is None:
        befunde.append(
            Befund(
                "S999",
                "Die Gemeinde des Baugrundstücks ließ sich aus dem Antrag nicht bestimmen. "
                "Bestimmen Sie sie anhand der Flurstücke.",
            )
        )
        return
    if gemeinde.behoerde_id != adressat.behoerde.id:
        befunde.append(
            Befund(
                "S091",
                f"Das Baugrundstück liegt nach dem Gemeindeschlüssel {gemeinde.ags} nicht im "
                "Bezirk "
                f"von „{adressat.behoerde.name}“. Prüfen Sie die Zuständigkeit.",
            )
        )


def _create_record(
    uow: UnitOfWork,
    adressat: Adressat,
    stand: Lieferstand,
    gemeinde: Gemeindebestimmung | None,
    befunde: list[Befund],
) -> Vorgang:
    nachricht, eingang = stand.nachricht, stand.eingang
    behoerde = adressat.behoerde
    recht = get_landesrecht(behoerde.land)
    jahr = uow.compute_tag(eingang.empfangen_am).year
    nummer = _create_nummer(uow, behoerde, jahr)
    verfahren = _compute_verfahren(uow, nachricht, befunde)
    kode = nachricht.verfahrensart
    bezug = nachricht.bezug
    return Vorgang(
        id=uow.uuid(),
        behoerde_id=behoerde.id,
        aktenzeichen=f"{behoerde.kuerzel}-{jahr}-{nummer:05d}",
        jahr=jahr,
        nummer=nummer,
        land=behoerde.land,
        regelstand=recht.regelstand,
        verfahrensart=verfahren,
        zustand=recht.verfahrensarten[verfahren].anfangszustand,
        bezeichnung=nachricht.vorhaben.bezeichnung if nachricht.vorhaben else "Ohne Bezeichnung",
        eingegangen_am=eingang.empfangen_am,
        test=nachricht.test,
        xbau_nummer=nachricht.nummer,
        xbau_version=nachricht.version,
        referenz=nachricht.referenz or (bezug.referenz if bezug else None),
        nachrichten_uuid=nachricht.kopf.nachrichten_uuid or "",
        verfahrensart_code=kode.wert if kode else None,
        verfahrensart_liste=kode.liste if kode else None,
        gemeinde_ags=gemeinde.ags if gemeinde else None,
        gemeinde_quelle=gemeinde.quelle if gemeinde else None,
        ort=gemeinde.name if gemeinde else "",
        vorbescheid=nachricht.vorbescheid,
        nachtrag_zu=nachricht.nachtrag_zu,
        weiterfuehren=nachricht.als_bauantrag_weiterfuehren,
        letzter_hash=ANFANG,
        ereignisse=0,
    )


def _create_nummer(uow: UnitOfWork, behoerde: Behoerde, jahr: int) -> int:
    """The next number of the year; the Behörde is locked, so no number is given twice."""
    nummer = issue_naechste_nummer(uow.session, behoerde.id, jahr)
    if nummer is None:
        uow.session.add(Aktenzeichenstand(behoerde_id=behoerde.id, jahr=jahr, nummer=1))
        return 1
    return nummer


def _compute_verfahren(uow: UnitOfWork, nachricht: Nachricht, befunde: list[Befund]) -> Verfahren:
    fest = VERFAHREN_DER_NACHRICHT.get(nachricht.nummer)
    if fest is not None:
        return fest
    kode = nachricht.verfahrensart
    if kode is not None and kode.liste:
        gefunden = get_verfahrensart(uow.session, kode.liste, kode.wert)
        if gefunden is not None:
            return gefunden
    angabe = (
        f"Die Verfahrensart „{kode.wert}“ ist hier nicht bekannt."
        if kode
        else ("Der Antrag nennt keine Verfahrensart.")
    )
    befunde.append(Befund("X011", f"{angabe} Legen Sie die Verfahrensart fest."))
    return Verfahren.UNGEKLAERT


def _start_frist(uow: UnitOfWork, vorgang: Vorgang) -> None:
    """The first period of the procedure, counted from the receipt."""
    kennung = uow.get_landesrecht(vorgang).verfahrensarten[vorgang.verfahrensart].fristregel
    record_frist(uow, vorgang, kennung, uow.compute_tag(vorgang.eingegangen_am))


def _set_entscheidende_gemeinde(uow: UnitOfWork, vorgang: Vorgang, adressat: Adressat) -> None:
    if adressat.gemeinde is None or vorgang.verfahrensart is not Verfahren.FREISTELLUNG:
        return
    stelle = get_stelle_der_gemeinde(uow, adressat.gemeinde)
    vorgang.entscheidende_stelle_id = stelle.id
    uow.add(
        Beteiligung(vorgang_id=vorgang.id, stelle_id=stelle.id, entscheidet=True, seit=uow.jetzt())
    )


def write_gemeinde(vorgang: Vorgang, gemeinde: Gemeindebestimmung | None) -> None:
    """Where the building plot lies, if the message says so; else nothing changes."""
    if gemeinde is not None:
        vorgang.gemeinde_ags, vorgang.gemeinde_quelle = gemeinde.ags, gemeinde.quelle
        vorgang.ort = gemeinde.name


def assign_vorgang(uow: UnitOfWork, vorgang_id: UUID, fassung: int) -> Vorgang:
    """The acting Sachbearbeitung takes the case over."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.VORGANG_UEBERNEHMEN, fassung)
    if uow.akteur.konto_id is None:
        raise Fachfehler("Nur ein angemeldetes Konto kann einen Vorgang übernehmen.")
    if vorgang.konto_id != uow.akteur.konto_id:
        vorgang.konto_id = uow.akteur.konto_id
        uow.record(vorgang, VorgangUebernommen(uow.akteur.konto_id))
    return vorgang


def record_verfahrensart(
    uow: UnitOfWork, vorgang_id: UUID, verfahren: Verfahren, begruendung: str, fassung: int
) -> Vorgang:
    """A person says which kind of procedure it is; the period is computed anew from the receipt."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.VERFAHRENSART_FESTLEGEN, fassung)
    if verfahren is Verfahren.UNGEKLAERT:
        raise Fachfehler("Wählen Sie eine Verfahrensart aus.")
    ziel = uow.get_landesrecht(vorgang).verfahrensarten[verfahren].anfangszustand
    vorgang.zustand = compute_folgezustand(
        Zustand(vorgang.zustand), Schritt.VERFAHRENSART_FESTLEGEN, ziel
    )
    vorgang.verfahrensart = verfahren
    uow.record(vorgang, VerfahrensartFestgelegt(verfahren.value, begruendung.strip()))
    _start_frist(uow, vorgang)
    return vorgang
