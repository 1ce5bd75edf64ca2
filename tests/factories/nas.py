"""A small ALKIS extract in NAS format, built by hand."""

from collections.abc import Sequence

NS = (
    'xmlns="http://www.adv-online.de/namespaces/adv/gid/6.0" '
    'xmlns:gml="http://www.opengis.net/gml/3.2"'
)
QUADRAT = ("660000 5640000 660010 5640000", "660010 5640000 660010 5640010",
           "660010 5640010 660000 5640010", "660000 5640010 660000 5640000")  # fmt: skip


def format_kurve(punkte: str, art: str = "LineStringSegment") -> str:
    """A curveMember with one segment."""
    return (
        f"<gml:curveMember><gml:Curve><gml:segments><gml:{art}><gml:posList>{punkte}"
        f"</gml:posList></gml:{art}></gml:segments></gml:Curve></gml:curveMember>"
    )


def format_flaeche(kurven: Sequence[str] = QUADRAT, srs: str = "ETRS89_UTM32") -> str:
    """A Surface whose ring is made of curves; one that begins with `<` is taken as it is."""
    ring = "".join(k if k.startswith("<") else format_kurve(k) for k in kurven)
    name = f' srsName="urn:adv:crs:{srs}"' if srs else ""
    return (
        f"<gml:Surface{name}><gml:patches><gml:PolygonPatch><gml:exterior><gml:Ring>{ring}"
        "</gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"
    )


def format_flurstueck(
    kennzeichen: str = "160101005000120004__", flaeche: str = "", endet: bool = False
) -> str:
    """A parcel with its two geometries."""
    ende = "<endet>2020-01-01T00:00:00Z</endet>" if endet else ""
    return (
        "<gml:featureMember><AX_Flurstueck><lebenszeitintervall><AA_Lebenszeitintervall>"
        f"<beginnt>2010-01-01T00:00:00Z</beginnt>{ende}</AA_Lebenszeitintervall>"
        f"</lebenszeitintervall><position>{flaeche or format_flaeche()}</position>"
        f"<flurstueckskennzeichen>{kennzeichen}</flurstueckskennzeichen>"
        "<amtlicheFlaeche>100</amtlicheFlaeche><objektkoordinaten><gml:Point "
        'srsName="urn:adv:crs:ETRS89_UTM32"><gml:pos>660005 5640005</gml:pos></gml:Point>'
        "</objektkoordinaten><gemeindezugehoerigkeit><AX_Gemeindekennzeichen><land>16</land>"
        "<regierungsbezirk>0</regierungsbezirk><kreis>71</kreis><gemeinde>003</gemeinde>"
        "</AX_Gemeindekennzeichen></gemeindezugehoerigkeit></AX_Flurstueck></gml:featureMember>"
    )


GEMARKUNG = (
    "<gml:featureMember><AX_Gemarkung><schluessel><AX_Gemarkung_Schluessel><land>16</land>"
    "<gemarkungsnummer>0101</gemarkungsnummer></AX_Gemarkung_Schluessel></schluessel>"
    "<bezeichnung>Bad Berka</bezeichnung></AX_Gemarkung></gml:featureMember>"
)


def format_auszug(*objekte: str, wurzel: str = "AX_Bestandsdatenauszug", vor: str = "") -> str:
    """The whole file."""
    inhalt = f"<enthaelt>{''.join(objekte)}</enthaelt>"
    return f'<?xml version="1.0"?>{vor}<{wurzel} {NS}>{inhalt}</{wurzel}>'
