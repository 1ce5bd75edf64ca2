"""Ways through the pages that several journeys share."""

from base64 import b64encode
from typing import Any

from playwright.sync_api import Page, expect

from tests.factories.lieferung import Probe
from tests.plugins.prozess import wait_bis

PASSWORT = "schulung-2026"


def submit_anmeldung(seite: Page, name: str) -> None:
    """Log in with one click on a card of the training log-in."""
    seite.goto("/anmelden")
    seite.get_by_role("button", name=name).click()
    expect(seite.get_by_role("link", name="Zum Inhalt springen")).to_be_attached()
    expect(seite).not_to_have_url("/anmelden")


def wait_geprueft(seite: Page) -> None:
    """Load a list of documents again until the worker has inspected each of them."""

    def is_geprueft() -> bool:
        seite.reload()
        return seite.locator("main").get_by_text("wird geprüft", exact=True).count() == 0

    assert wait_bis(is_geprueft, 120)


def write_dateien(seite: Page, probe: Probe) -> None:
    """Choose the files of a delivery on the page of the registry."""
    seite.goto("/eingaenge/aufnehmen")
    seite.locator("#nachricht").set_input_files(
        _create_datei(probe.dateiname, "text/xml", probe.inhalt)
    )
    if probe.anlagen:
        seite.locator("#anlagen").set_input_files(
            [_create_datei(a.dateiname, "application/pdf", a.inhalt) for a in probe.anlagen]
        )


def write_fallen_gelassene(seite: Page, probe: Probe) -> None:
    """Drop message and files together on the form."""
    dateien = [(a.dateiname, a.inhalt) for a in probe.anlagen]
    dateien.append((probe.dateiname, probe.inhalt))
    ablage = seite.evaluate_handle(
        """dateien => {
            const ablage = new DataTransfer();
            for (const [name, inhalt] of dateien) {
                const bytes = Uint8Array.from(atob(inhalt), z => z.charCodeAt(0));
                ablage.items.add(new File([bytes], name));
            }
            return ablage;
        }""",
        [[name, b64encode(inhalt).decode()] for name, inhalt in dateien],
    )
    seite.locator("form[data-aufnahme]").dispatch_event("drop", {"dataTransfer": ablage})


def submit_lieferung(seite: Page, probe: Probe) -> None:
    """Take a delivery in on the page of the registry and see what became of it."""
    write_dateien(seite, probe)
    seite.get_by_role("button", name="Nachricht aufnehmen").click()
    expect(seite.get_by_role("heading", name="Befunde")).to_be_visible()


def _create_datei(name: str, typ: str, inhalt: bytes) -> Any:
    return {"name": name, "mimeType": typ, "buffer": inhalt}
