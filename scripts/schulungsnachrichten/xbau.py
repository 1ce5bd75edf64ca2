"""Writes a training case as an XBau message of version 2.6 or 2.4.0.1 and names its facts."""

import hashlib
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from schulungsnachrichten.bausteine import Beilage, Fall, Firma, Masse, Mensch, Ort, Planer

_RAUM = {
    "2.6": "http://www.xleitstelle.de/xbau/2/6",
    "2.4.0.1": "http://www.xleitstelle.de/xbau/2/4/0/1",
}
_WURZEL = {
    "0200": "baugenehmigung.antrag.0200",
    "0202": "baugenehmigung.antragGeaendert.0202",
    "0210": "vorbescheid.antrag.0210",
    "0600": "genehmigungsfreistellung.anzeige.0600",
}
_GML = "http://www.opengis.net/gml/3.2"
_G2G = "http://xoev.de/schemata/basisnachricht/g2g/1_1"
_CL = "urn:xoev-de:xbau:codeliste:"
_DESTATIS = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:"
VERFAHRENSARTEN = "urn:de:bauaufsicht-schulung:codeliste:verfahrensart"

Kind = etree._Element | str | None


def create_uuid(*teile: str) -> str:
    """A UUID that is the same on every run."""
    return str(uuid5(NAMESPACE_URL, "urn:de:bauaufsicht-schulung:" + ":".join(teile)))


class _Schreiber:
    """Elements of one message; `x:` stands for the namespace of the version."""

    def __init__(self, fall: Fall) -> None:
        self.fall = fall
        self.raum = _RAUM[fall.version]
        self.personen = 0

    def e(self, name: str, *kinder: Kind, **attribute: str) -> etree._Element:
        art, _, lokal = name.rpartition(":")
        raeume = {"x": self.raum, "gml": _GML, "g2g": _G2G}
        if art:
            praefix = "xbau" if art == "x" else art
            element = etree.Element(f"{{{raeume[art]}}}{lokal}", nsmap={praefix: raeume[art]})
        else:
            element = etree.Element(lokal)
        for schluessel, wert in attribute.items():
            element.set(schluessel, wert)
        for kind in kinder:
            if isinstance(kind, str):
                element.text = kind
            elif kind is not None:
                element.append(kind)
        return element

    def feld(self, name: str, wert: str) -> etree._Element | None:
        return self.e(name, wert) if wert else None

    def kode(self, name: str, liste: str, version: str, code: str) -> etree._Element | None:
        if not code:
            return None
        uri = liste if liste.startswith("urn:") else _CL + liste
        return self.e(name, self.e("code", code), listURI=uri, listVersionID=version)

    def behoerde(self, name: str, kennung: str, anzeige: str) -> etree._Element:
        dvdv = "urn:xoev-de:kosit:codeliste:verzeichnisdienst"
        return self.e(
            name,
            self.kode("verzeichnisdienst", dvdv, "1", "DVDV"),
            self.e("kennung", kennung),
            self.e("name", anzeige),
        )

    def nachrichtentyp(self, name: str, nummer: str) -> etree._Element | None:
        version = "4.0" if self.fall.ist_aktuell else "3.0"
        return self.kode(name, "xbau-nachrichten", version, nummer)

    def kopf(self) -> etree._Element:
        fall = self.fall
        return self.e(
            "nachrichtenkopf.g2g",
            self.e(
                "identifikation.nachricht",
                self.e("nachrichtenUUID", create_uuid(fall.nummer, "nachricht")),
                self.nachrichtentyp("nachrichtentyp", fall.nachricht),
                self.e("erstellungszeitpunkt", fall.erstellt),
            ),
            self.behoerde("leser", *fall.empfaenger),
            self.behoerde("autor", "bap:16999999", "Formularservice der Schulung (erfunden)"),
        )

    def anschrift(self, ort: Ort, name: str = "anschrift") -> etree._Element:
        ags = self.kode("x:gemeindeschluessel", _DESTATIS + "ags", "2026-06-30", ort.ags)
        return self.e(
            name,
            self.feld("strasse", ort.strasse),
            self.feld("hausnummer", ort.hausnummer),
            self.feld("postleitzahl", ort.plz),
            self.feld("ort", ort.ort),
            self.feld("ortsteil", ort.ortsteil),
            ags,
        )

    def kontakt(self, kanal: str, kennung: str) -> etree._Element | None:
        if not kennung:
            return None
        liste = "urn:de:xoev:codeliste:erreichbarkeit"
        return self.e(
            "kommunikation", self.kode("kanal", liste, "4.1", kanal), self.e("kennung", kennung)
        )

    def name(self, element: str, mensch: Mensch) -> etree._Element:
        return self.e(
            element,
            self.feld("titel", mensch.titel),
            self.feld("anrede", mensch.anrede),
            self.e("familienname", self.e("name", mensch.familienname)),
            self.e("vorname", self.e("name", mensch.vorname)),
        )

    def kennung(self, person: Mensch | Firma) -> etree._Element:
        """2.6: the same UUID for the same person; before: xs:ID, unique in the document."""
        if self.fall.ist_aktuell:
            return self.e("id", create_uuid(self.fall.nummer, person.sortiername))
        self.personen += 1
        return self.e("id", f"id-{create_uuid(self.fall.nummer, str(self.personen))}")

    def akteur(self, name: str, person: Mensch | Firma) -> etree._Element:
        kontakte = (self.kontakt("01", person.email), self.kontakt("02", person.telefon))
        if isinstance(person, Mensch):
            inhalt = self.e(
                "natuerlichePerson",
                self.kennung(person),
                self.name("name", person),
                self.anschrift(person.anschrift),
                *kontakte,
            )
            return self.e(name, inhalt)
        gericht = "urn:xoev-de:xgewerbeanzeige:codeliste:registergerichte"
        register = self.e(
            "registereintrag",
            self.e("eintragungNr", person.register),
            self.kode("gerichtSchluessel", gericht, "9", "Y1206V"),
        )
        inhalt = self.e(
            "organisation",
            self.kennung(person),
            self.e("name", self.e("name", person.name), self.feld("kurzbezeichnung", person.kurz)),
            self.anschrift(person.anschrift),
            *kontakte,
            self.name("vertreter", person.vertreter),
            self.e(
                "ansprechpartner",
                self.name("name", person.vertreter),
                self.e("funktion", person.funktion),
            ),
            register if person.register else None,
        )
        return self.e(name, inhalt)

    def planer(self, planer: Planer) -> etree._Element:
        kammer = self.e(
            "x:nummernKammer",
            self.e("x:mitgliedsnummer", planer.nummer),
            self.kode("x:kammer", "kammer", "2.0", planer.kammer),
        )
        return self.e(
            "x:entwurfsverfasser",
            self.akteur("x:personendaten", planer.mensch),
            self.e("x:berechtigung", self.e("x:mitgliedschaftInland", kammer)),
        )

    def beteiligte(self) -> etree._Element:
        fall, art = self.fall, "bauherrodereigentuemerart"
        bauherren = [
            self.e(
                "x:bauherr",
                self.akteur("x:bauherr", p),
                self.kode("x:artDesBauherrn", art, "2.0", fall.bauherrenart),
            )
            for p in fall.antragsteller
        ]
        zahler = self.akteur("x:gebuehrenpflichtiger", fall.antragsteller[0])
        return self.e(
            "x:beteiligte",
            *bauherren,
            self.feld("x:gruppenname", fall.gruppenname),
            self.planer(fall.planer) if fall.planer else None,
            zahler if fall.ist_aktuell else None,
        )

    def anlagenart(self, name: str, wohnen: str, nichtwohnen: str) -> etree._Element | None:
        version = "3.0" if self.fall.ist_aktuell else "2.0"
        if wohnen:
            kind = self.kode("x:artDesWohngebaeudes", "wohngebaeudeart", "2.0", wohnen)
        else:
            kind = self.kode(
                "x:artDesNichtwohngebaeudes", "nichtwohngebaeudeart", version, nichtwohnen
            )
        return self.e(name, kind) if kind is not None else None

    def datenblatt(self, masse: Masse) -> etree._Element:
        baunvo = self.e(
            "x:flaechen.BauNVO",
            self.feld("x:anzahlVollgeschosse", masse.vollgeschosse),
            self.feld("x:flaecheDesBaugrundstuecks", masse.grundstueck),
            self.e("x:grundflaechen", self.e("x:grundflaechenzahlGeplant", masse.grz))
            if masse.grz
            else None,
        )
        din = self.e(
            "x:flaechen.DIN277",
            self.feld("x:bruttoGrundflaecheBGF", masse.bgf),
            self.feld("x:bruttoRauminhaltBRI", masse.bri),
        )
        wofl = self.e("x:flaechen.WoFIV", self.feld("x:wohnflaecheNeu", masse.wohnflaeche))
        flaechen = self.e("x:flaechen", baunvo, *(f for f in (din, wofl) if len(f)))
        return self.e("x:bauvorhabenDatenblatt", flaechen)

    def gebaeude(self) -> etree._Element:
        namen = self.fall.gebaeude
        return self.e(
            "x:anzahlDerGebaeude",
            self.e("x:anzahlDerGebaeudeImBauvorhaben", str(len(namen) or 1)),
            *(
                self.e(
                    "x:identifikationGebaeude",
                    self.e("x:uuidGebaeude", create_uuid(self.fall.nummer, "gebaeude", n)),
                    self.e("x:gebaeudeBezeichnung", n),
                )
                for n in namen
            ),
        )

    def klassifikation(self, masse: Masse) -> etree._Element:
        return self.e(
            "x:bauordnungsrechtlicheKlassifikation",
            self.kode("x:gebaeudeklasse", "gebaeudeklasse", "3.0", masse.gebaeudeklasse),
            self.feld("x:hoeheNachMBO", masse.hoehe),
            self.e("x:istFreistehend", "true" if masse.freistehend else "false"),
            *(self.kode("x:sonderbau", "mbosonderbauten", "2.0", s) for s in masse.sonderbau),
        )

    def gegenstand(self) -> etree._Element:
        fall, masse = self.fall, self.fall.masse
        wechsel = None
        if fall.bisherige_nutzung:
            wechsel = self.e(
                "x:zweckDerNutzungsaenderung",
                self.anlagenart("x:bisherigeNutzung", "", fall.bisherige_nutzung),
                self.anlagenart("x:beabsichtigteNutzung", "", fall.nichtwohngebaeude),
            )
        kosten = None
        if masse and masse.kosten:
            kosten = self.e(
                "x:herstellungskosten",
                self.e("x:summeHerstellungskosten", f"{masse.kosten}00"),  # Eurocent
            )
        return self.e(
            "x:gegenstand",
            self.gebaeude() if fall.ist_aktuell else None,
            self.kode("x:artDerMassnahme", "baumassnahmeart", "2.0", fall.massnahme),
            self.anlagenart("x:artDerBaulichenAnlage", fall.wohngebaeude, fall.nichtwohngebaeude),
            wechsel,
            self.klassifikation(masse) if masse else None,
            self.datenblatt(masse) if masse else None,
            kosten,
        )

    def grundstueck(self) -> etree._Element:
        fall = self.fall
        flurstuecke = [
            self.e(
                "x:flurstueck",
                self.kode("bundesland", _DESTATIS + "bundesland", "2010-04-01", "16"),
                self.e(
                    "kodierungFlurstueck",
                    self.e("gemarkung", self.e("bezeichnung", p.gemarkung)),
                    self.feld("flur", p.flur),
                    self.e("zaehler", p.zaehler),
                    self.feld("nenner", p.nenner),
                ),
            )
            for p in fall.parzellen
        ]
        plan = self.feld("x:bezeichnungBebauungsplan", fall.bebauungsplan)
        return self.e(
            "x:grundstueck",
            self.anschrift(fall.anschrift, "x:anschrift") if fall.anschrift else None,
            *flurstuecke,
            self.e("x:bebauungsplan", plan) if plan is not None else None,
        )

    def lage(self) -> etree._Element | None:
        if not self.fall.geometrie:
            return None
        flaechen = []
        for nummer, ring in enumerate(self.fall.geometrie, 1):
            text = " ".join(f"{x:.2f} {y:.2f}" for x, y in (*ring, ring[0]))
            liste = self.e("gml:posList", text, srsDimension="2")
            polygon = etree.Element("polygon", nsmap={"gml": _GML})
            polygon.append(self.e("gml:exterior", self.e("gml:LinearRing", liste)))
            polygon.set(f"{{{_GML}}}id", f"vorhaben_{self.fall.nummer}_{nummer}")
            polygon.set("srsName", "urn:ogc:def:crs:EPSG::25832")
            flaechen.append(self.e("flaeche", polygon))
        return self.e("x:lageBauvorhaben", *flaechen)

    def vorhaben(self) -> etree._Element:
        return self.e(
            "x:bauvorhaben",
            self.e("x:bezeichnungDesBauvorhabens", self.fall.bezeichnung),
            self.beteiligte(),
            self.gegenstand(),
            self.e("x:verortung", self.e("x:baugrundstueck", self.grundstueck()), self.lage()),
            self.feld("x:weitereAngaben", self.fall.weitere_angaben),
        )

    def absaetze(self, name: str, text: str) -> etree._Element:
        return self.e(name, *(self.e("textabsatz", t) for t in text.split("\n")))

    def abweichungen(self) -> list[etree._Element]:
        version = "2.1" if self.fall.ist_aktuell else "2.0"
        return [
            self.e(
                "x:beantragteAbweichung",
                self.e("x:id", create_uuid(self.fall.nummer, "abweichung", str(i))),
                self.kode("x:art", "abweichungart", version, a.art),
                self.absaetze("x:vorschrift", a.vorschrift),
                self.absaetze("x:beschreibung", a.beschreibung),
                self.absaetze("x:begruendung", a.begruendung),
            )
            for i, a in enumerate(self.fall.abweichungen, 1)
        ]

    def fragen(self) -> list[etree._Element]:
        return [
            self.e(
                "x:beantragterVorbescheid",
                self.kode("x:artDerFrage", "vorbescheidbetreff", "2.0", art),
                self.absaetze("x:vorbescheidfrage", text),
            )
            for art, text in self.fall.fragen
        ]

    def anlagen(self, inhalte: dict[str, bytes]) -> etree._Element:
        version = "3.0" if self.fall.ist_aktuell else "2.1"
        liste = [
            self.e(
                "anlage",
                self.e("bezeichnung", b.bezeichnung),
                self.e("versionsnummer", b.version),
                self.e("datum", b.datum or self.fall.datum),
                self.kode("anlageart", "anlagen", version, b.art),
                self.kode("mimeType", "xbau-mimetypes", "1.0", "application/pdf"),
                self.e("anhangOderVerlinkung", self.anhang(b, inhalte)),
                None if b.zeichner or b.verlinkung else self.e("x:wirdNachgereicht", "true"),
            )
            for b in self.fall.beilagen
        ]
        return self.e("x:anlagen", *liste)

    def anhang(self, beilage: Beilage, inhalte: dict[str, bytes]) -> etree._Element:
        if beilage.verlinkung:
            uri = self.e("uriVerlinkung", beilage.verlinkung)
            return self.e("verlinkung", uri, self.e("dateiname", beilage.datei))
        kinder = (
            self.e("dokumentid", create_dokumentid(self.fall, beilage)),
            self.e("dateiname", beilage.datei),
        )
        roh = inhalte.get(beilage.datei)
        if roh is None:
            return self.e("anhang", *kinder)
        pruefwert = hashlib.sha256(roh).hexdigest()
        return self.e("anhang", *kinder, filesize=str(len(roh)), hashValue=pruefwert)

    def bezug(self, erster: Fall) -> etree._Element:
        nachricht = self.e(
            "bezugNachricht",
            self.e("g2g:nachrichtenUUID", create_uuid(erster.nummer, "nachricht")),
            self.nachrichtentyp("g2g:nachrichtentyp", erster.nachricht),
            self.e("g2g:erstellungszeitpunkt", erster.erstellt),
        )
        return self.e("x:bezug", self.e("referenz", get_referenz(erster)), nachricht)

    def merkmale(self) -> etree._Element | None:
        art = self.kode("x:verfahrensart", VERFAHRENSARTEN, "1.0", self.fall.verfahrensart)
        return self.e("x:prozessmerkmale", art) if art is not None else None


def create_dokumentid(fall: Fall, beilage: Beilage) -> str:
    """Identity of an attachment as the Handlungsanweisung of 18.06.2026 wants it."""
    return f"urn_uuid_{create_uuid(fall.nummer, 'dokument', beilage.datei)}"


def get_referenz(fall: Fall) -> str:
    """The portal's identity of the case."""
    return create_uuid(fall.referenz_von or fall.nummer, "referenz")


def _create_rumpf(s: _Schreiber, inhalte: dict[str, bytes], erster: Fall | None) -> list[Kind]:
    fall = s.fall
    if fall.nachricht == "0202" and erster:
        return [s.bezug(erster), s.anlagen(inhalte)]
    kern = s.e("referenzAntragsservice", get_referenz(fall))
    if fall.nachricht == "0600":
        anzeigende = [s.akteur("x:anzeigender", p) for p in fall.antragsteller]
        weiter = s.e("x:alsBauantragWeiterzufuehren", str(fall.weiterfuehren).lower())
        return [
            s.e("x:referenzAnzeigeservice", kern), *anzeigende, s.vorhaben(), s.anlagen(inhalte),
            weiter,
        ]  # fmt: skip
    referenz = s.e("x:referenzAntragsservice", kern)
    antragsteller = [s.akteur("x:antragsteller", p) for p in fall.antragsteller]
    if fall.nachricht == "0210":
        return [
            referenz, *antragsteller, s.merkmale(), *s.fragen(), s.vorhaben(), s.anlagen(inhalte),
        ]  # fmt: skip
    stelle = s.behoerde("x:empfangendeStelle", *fall.empfaenger)
    return [
        referenz, stelle, *antragsteller, s.merkmale(), s.vorhaben(), *s.abweichungen(),
        s.anlagen(inhalte),
    ]  # fmt: skip


def write_nachricht(fall: Fall, inhalte: dict[str, bytes], erster: Fall | None = None) -> bytes:
    """The message as UTF-8 XML.

    `inhalte` are the attachments by file name, `erster` is the case a supplement belongs to.
    """
    s = _Schreiber(fall)
    wurzel = s.e(
        f"x:{_WURZEL[fall.nachricht]}",
        produkt="Formularservice der Schulung",
        produkthersteller="Schulungsdaten",
        standard="XBau-Hochbau",
        version=fall.version,
    )
    if fall.test:
        wurzel.set("test", "true")
    wurzel.append(s.kopf())
    for kind in _create_rumpf(s, inhalte, erster):
        if kind is not None and not isinstance(kind, str):
            wurzel.append(kind)
    etree.cleanup_namespaces(wurzel)
    etree.indent(wurzel, space="  ")
    return bytes(etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8")) + b"\n"


def compute_fakten(fall: Fall, erster: Fall | None) -> dict[str, Any]:
    """What a reader must find, in the spelling of the shared samples' manifest."""
    if erster:
        return {
            "bezug_referenz": get_referenz(erster),
            "bezug_nachrichtenUUID": create_uuid(erster.nummer, "nachricht"),
            "anzahl_anlagen": len(fall.beilagen),
            "nachrichtenUUID": create_uuid(fall.nummer, "nachricht"),
        }
    ist_firma = isinstance(fall.antragsteller[0], Firma)
    namen = [p.sortiername for p in fall.antragsteller]
    fakten: dict[str, Any] = {
        "antragsteller": namen[0],
        "antragsteller_art": "organisation" if ist_firma else "natuerlichePerson",
        "flurstuecke": [p.fakten for p in fall.parzellen],
        "gemeinde_ags": fall.gemeinde[0],
        "gemeinde_quelle": fall.gemeinde[1],
        "gebaeudeklasse": fall.masse.gebaeudeklasse if fall.masse else None,
        "anzahl_anlagen": len(fall.beilagen),
        "referenzAntragsservice": get_referenz(fall),
        "nachrichtenUUID": create_uuid(fall.nummer, "nachricht"),
        "bezeichnung": fall.bezeichnung,
        "bauherren": namen,
        "entwurfsverfasser": fall.planer.mensch.sortiername if fall.planer else None,
        "abweichungen": len(fall.abweichungen),
        "geometrie": bool(fall.geometrie),
    }
    sonst: dict[str, Any] = {
        "weitere_antragsteller": namen[1:],
        "verfahrensart": fall.verfahrensart if fall.nachricht in {"0200", "0210"} else "",
        "gebaeude": [create_uuid(fall.nummer, "gebaeude", g) for g in fall.gebaeude],
        "abweichungsarten": [a.art for a in fall.abweichungen],
        "sonderbau": list(fall.masse.sonderbau) if fall.masse else [],
        "fragen": len(fall.fragen),
        "bebauungsplan": [fall.bebauungsplan] if fall.bebauungsplan else [],
        "verlinkte_anlagen": sum(1 for b in fall.beilagen if b.verlinkung),
        "wird_nachgereicht": sum(1 for b in fall.beilagen if not b.zeichner and not b.verlinkung),
    }
    fakten |= {name: wert for name, wert in sonst.items() if wert}
    if fall.weiterfuehren is not None:
        fakten["alsBauantragWeiterzufuehren"] = fall.weiterfuehren
    return fakten
