"""The interface described in OpenAPI 3.1."""

from typing import Any

from bauaufsicht.domain.eingang import Eingangsergebnis

PROBLEM = {"description": "Problem (RFC 9457)", "content": {"application/problem+json": {}}}


def create_beschreibung() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "bauaufsicht: Schnittstelle für Antragsdienste",
            "version": "1",
            "description": "XBau-Nachrichten einliefern und Antworten abrufen.",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/v1/eingaenge": {"post": _create_eingaenge()},
            "/api/v1/ausgaenge": {"get": _create_ausgaenge()},
            "/api/v1/ausgaenge/{ausgang_id}": {"get": _create_ausgang()},
            "/api/v1/ausgaenge/{ausgang_id}/anlagen/{anlage_id}": {"get": _create_anlage()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Ergebnis": _create_ergebnis(),
                "Ausgang": _create_ausgangsschema(),
                "Anlage": _create_anlagenschema(),
            },
        },
    }


def _antwort(beschreibung: str, schema: str) -> dict[str, Any]:
    return {
        "description": beschreibung,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _create_eingaenge() -> dict[str, Any]:
    return {
        "operationId": "createEingang",
        "summary": "Eine XBau-Nachricht mit ihren Anlagen einliefern",
        "description": (
            "Der Teil „nachricht“ ist die XML-Datei. Jede Anlage ist ein Teil, dessen Name ihre "
            "dokumentid ist, oder ein Teil „anlagen“, dessen Dateiname der dateiname der Nachricht "
            "ist. Jeder Teil hat einen Dateinamen (filename). Erfolg wird erst gemeldet, wenn "
            "alles dauerhaft gespeichert ist."
        ),
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["nachricht"],
                        "properties": {
                            "nachricht": {"type": "string", "format": "binary"},
                            "anlagen": {
                                "type": "array",
                                "items": {"type": "string", "format": "binary"},
                            },
                        },
                        "additionalProperties": {"type": "string", "format": "binary"},
                    }
                }
            },
        },
        "responses": {
            "200": _antwort("Wiederholung; nichts wurde geändert.", "Ergebnis"),
            "201": _antwort("Angelegt, zugeordnet oder protokolliert.", "Ergebnis"),
            "202": _antwort("Gespeichert; eine Person klärt, was damit geschieht.", "Ergebnis"),
            "422": {
                "description": "Zurückgewiesen (Ergebnis), oder nicht angenommen (Problem).",
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Ergebnis"}},
                    "application/problem+json": {},
                },
            },
            "400": PROBLEM,
            "401": PROBLEM,
            "413": PROBLEM,
            "503": PROBLEM,
        },
    }


def _create_ausgaenge() -> dict[str, Any]:
    return {
        "operationId": "listAusgaenge",
        "summary": "Antworten, die zum Abruf bereitliegen (die ältesten zuerst, 100 auf einmal)",
        "description": (
            "Folgen weitere, nennt „weiter“ die Adresse der nächsten Liste; sonst ist es leer. "
            "„nach“ gilt für einen Durchgang: Der nächste beginnt wieder ohne „nach“."
        ),
        "parameters": [
            {
                "name": "neu",
                "in": "query",
                "schema": {"type": "string", "enum": ["ja", "nein"], "default": "ja"},
            },
            {
                "name": "nach",
                "in": "query",
                "description": "id der letzten Antwort der vorigen Liste",
                "schema": {"type": "string", "format": "uuid"},
            },
        ],
        "responses": {
            "200": {
                "description": "Liste der Antworten",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["ausgaenge", "weiter"],
                            "properties": {
                                "weiter": {"type": ["string", "null"]},
                                "ausgaenge": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/Ausgang"},
                                },
                            },
                        }
                    }
                },
            },
            "401": PROBLEM,
            "404": PROBLEM,
        },
    }


def _create_ausgang() -> dict[str, Any]:
    return {
        "operationId": "getAusgang",
        "summary": "Eine Antwort als XML abrufen",
        "parameters": [
            {
                "name": "ausgang_id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            }
        ],
        "responses": {
            "200": {"description": "Die Nachricht", "content": {"application/xml": {}}},
            "401": PROBLEM,
            "404": PROBLEM,
        },
    }


def _create_anlage() -> dict[str, Any]:
    return {
        "operationId": "getAusgangsanlage",
        "summary": "Die Datei abrufen, die eine Antwort nennt",
        "description": (
            "Die Nachricht nennt die Datei mit dokumentid, Größe und SHA-256; die Liste der "
            "Antworten nennt ihre Adresse. Der Kopf „Repr-Digest“ trägt die Prüfsumme."
        ),
        "parameters": [
            {
                "name": "ausgang_id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            },
            {
                "name": "anlage_id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            },
        ],
        "responses": {
            "200": {"description": "Die Datei", "content": {"application/pdf": {}}},
            "401": PROBLEM,
            "404": PROBLEM,
        },
    }


def _create_ergebnis() -> dict[str, Any]:
    text_oder_leer = {"type": ["string", "null"]}
    return {
        "type": "object",
        "required": [
            "ergebnis",
            "fehlerkennzahl",
            "befunde",
            "test",
            "aktenzeichen",
            "vorgang_id",
            "eingang_id",
            "fakten",
        ],
        "properties": {
            "ergebnis": {"type": "string", "enum": [e.value for e in Eingangsergebnis]},
            "fehlerkennzahl": text_oder_leer,
            "befunde": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"kennzahl": {"type": "string"}, "text": {"type": "string"}},
                },
            },
            "test": {"type": "boolean"},
            "aktenzeichen": text_oder_leer,
            "vorgang_id": text_oder_leer,
            "eingang_id": {"type": "string", "format": "uuid"},
            "fakten": {"type": "object"},
        },
    }


def _create_ausgangsschema() -> dict[str, Any]:
    texte = (
        "id",
        "nachricht",
        "version",
        "empfaenger",
        "eingang_id",
        "erstellt_am",
        "sha256",
        "url",
    )
    return {
        "type": "object",
        "required": [*texte, "vorgang_id", "abgerufen_am", "schema_geprueft", "anlagen"],
        "properties": {
            **{name: {"type": "string"} for name in texte},
            "vorgang_id": {"type": ["string", "null"]},
            "abgerufen_am": {"type": ["string", "null"]},
            "schema_geprueft": {"type": ["boolean", "null"]},
            "anlagen": {"type": "array", "items": {"$ref": "#/components/schemas/Anlage"}},
        },
    }


def _create_anlagenschema() -> dict[str, Any]:
    texte = ("dokumentid", "dateiname", "sha256", "url")
    return {
        "type": "object",
        "required": [*texte, "groesse"],
        "properties": {
            **{name: {"type": "string"} for name in texte},
            "groesse": {"type": "integer", "description": "Größe in Byte"},
        },
    }
