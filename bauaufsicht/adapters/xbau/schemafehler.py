"""Violations of the schema in German sentences, from what libxml2 says about them."""

import re
from collections.abc import Iterable
from typing import Any, Final

_HOECHSTZAHL: Final = 5
_KURZ: Final = 60
_GENANNTE: Final = 3
_NAMENSRAUM: Final = re.compile(r"\{[^}]*\}")
_ELEMENT: Final = re.compile(
    r"^Element '([^']+)'(?:, attribute '([^']+)')?: (?:\[facet '(\w+)'\] )?(.*)$", re.DOTALL
)
_ERWARTET: Final = re.compile(r"Expected is (?:one of )?\( (.+?) \)")
_WERT: Final = re.compile(
    r"'(.*?)' is not a valid value of the (?:atomic|list|union|local atomic) type", re.DOTALL
)
_FACETTENWERT: Final = re.compile(r"The value '(.*?)' (?:is not|has a length)", re.DOTALL)
_TYP: Final = re.compile(r"type '(xs:\w+)'")


def list_verstoesse(fehler: Iterable[Any]) -> tuple[str, ...]:
    """At most five sentences with line and element; a value counts once.

    `fehler` is the error log of lxml (entries with `line` and `message`).
    """
    saetze: dict[tuple[int, str, str], str] = {}
    for eintrag in fehler:
        treffer = _ELEMENT.match(eintrag.message)
        element, attribut = (treffer[1], treffer[2] or "") if treffer else (eintrag.message, "")
        satz = f"Zeile {eintrag.line}: {_format_verstoss(eintrag.message)}"
        saetze.setdefault((eintrag.line, element, attribut), satz)
    texte = tuple(saetze.values())
    if len(texte) <= _HOECHSTZAHL:
        return texte
    return (
        *texte[: _HOECHSTZAHL - 1],
        f"{texte[_HOECHSTZAHL - 1]} (und {len(texte) - _HOECHSTZAHL} weitere Verstöße)",
    )


def _format_verstoss(meldung: str) -> str:
    treffer = _ELEMENT.match(meldung)
    if treffer is None:
        return "Die Nachricht entspricht nicht dem Schema."
    element, attribut, facette, text = treffer.groups()
    name = _shorten(_NAMENSRAUM.sub("", element))
    fremd = _format_namensraum(element, text)
    if fremd is not None:
        return fremd
    if facette:
        return _format_facette(name, attribut, facette, text)
    for satz in (_format_struktur, _format_attribut, _format_wert):
        ergebnis = satz(name, text if attribut is None else f"@{attribut} {text}")
        if ergebnis is not None:
            return ergebnis
    return f"Das Element „{name}“ entspricht nicht dem Schema."


def _format_struktur(name: str, text: str) -> str | None:
    erwartet = _format_erwartet(text)
    if text.startswith("This element is not expected"):
        folge = f"; erwartet wird {erwartet}" if erwartet else ""
        return f"Das Element „{name}“ wird hier nicht erwartet{folge}."
    if text.startswith("Missing child element"):
        return f"Im Element „{name}“ fehlt {erwartet or 'ein Element'}."
    if "Character content" in text and "not allowed" in text:
        return f"Im Element „{name}“ darf kein Text stehen."
    if "Element content is not allowed" in text:
        return f"Im Element „{name}“ darf kein weiteres Element stehen."
    return None


def _format_namensraum(element: str, text: str) -> str | None:
    """The right name in the wrong namespace, the most common slip of programs."""
    treffer = _ERWARTET.search(text)
    if treffer is None or not text.startswith("This element is not expected"):
        return None
    name = _NAMENSRAUM.sub("", element)
    richtige = [n.strip() for n in treffer[1].split(",")]
    richtiger = next((n for n in richtige if _NAMENSRAUM.sub("", n) == name), None)
    if richtiger is None or richtiger == element:
        return None
    if not richtiger.startswith("{"):
        return f"Das Element „{_shorten(name)}“ gehört in keinen Namensraum (ohne Präfix)."
    namensraum = richtiger[1:].partition("}")[0]
    return f"Das Element „{_shorten(name)}“ gehört in den Namensraum {namensraum}."


def _format_erwartet(text: str) -> str:
    treffer = _ERWARTET.search(text)
    if treffer is None:
        return ""
    namen = [f"„{_NAMENSRAUM.sub('', n.strip())}“" for n in treffer[1].split(",")]
    return " oder ".join(namen[:_GENANNTE]) + (
        " oder ein anderes" if len(namen) > _GENANNTE else ""
    )


def _format_attribut(name: str, text: str) -> str | None:
    treffer = re.search(r"[Tt]he attribute '([^']+)' is (required but missing|not allowed)", text)
    if treffer is None:
        return None
    attribut = _NAMENSRAUM.sub("", treffer[1])
    if treffer[2] == "not allowed":
        return f"Das Attribut „{attribut}“ ist im Element „{name}“ nicht erlaubt."
    return f"Im Element „{name}“ fehlt das Attribut „{attribut}“."


def _format_wert(name: str, text: str) -> str | None:
    ort = _format_ort(name, text[1:].partition(" ")[0] if text.startswith("@") else None)
    fest = re.search(r"'(.*?)' does not match the fixed value constraint '(.*?)'", text, re.DOTALL)
    if fest is not None:
        return f"Der Wert „{_shorten(fest[1])}“ {ort} muss „{_shorten(fest[2])}“ lauten."
    treffer = _WERT.search(text)
    if treffer is None:
        return None
    typ = _TYP.search(text)
    zusatz = f" des Typs {typ[1]}" if typ else ""
    return f"Der Wert „{_shorten(treffer[1])}“ {ort} ist kein gültiger Wert{zusatz}."


def _format_facette(name: str, attribut: str | None, facette: str, text: str) -> str:
    ort = _format_ort(name, attribut)
    treffer = _FACETTENWERT.search(text)
    wert = f"Der Wert „{_shorten(treffer[1])}“" if treffer else "Der Wert"
    grund = {
        "enumeration": "steht nicht in der Liste der zulässigen Werte",
        "pattern": "hat nicht die vorgeschriebene Form oder enthält unzulässige Zeichen",
        "minLength": "ist zu kurz",
        "maxLength": "ist zu lang",
        "length": "hat nicht die vorgeschriebene Länge",
    }.get(facette, "liegt außerhalb des zulässigen Bereichs")
    return f"{wert} {ort} {grund}."


def _format_ort(name: str, attribut: str | None) -> str:
    return (
        f"des Attributs „{_NAMENSRAUM.sub('', attribut)}“ im Element „{name}“"
        if attribut
        else f"im Element „{name}“"
    )


def _shorten(text: str) -> str:
    return text if len(text) <= _KURZ else text[: _KURZ - 1] + "…"
