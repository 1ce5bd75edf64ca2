// Upload with progress for form[data-aufnahme]. Without this script the same form posts the same fields.
//
// The server answers a request with `Accept: application/json` by {"weiter": "<url>"} or {"fehler": [...]},
// each error a sentence or {"feld": "<id>", "text": "<sentence>"}. All words stand in templates/kern/aufnahme.html.

import { formatBytes, formatRest, formatSatz } from "./masse.js";

const GEDULD_MS = 2000;

/** Whether a file is of the kinds that an input asks for by name (".xml"). */
function isPassend(feld, datei) {
  const endungen = feld.accept.split(",").filter((art) => art.startsWith("."));
  return endungen.some((endung) => datei.name.toLowerCase().endsWith(endung));
}

class Aufnahme {
  constructor(form) {
    this.form = form;
    this.felder = [...form.querySelectorAll("input[type=file]")];
    this.stand = form.querySelector("[data-aufnahmestand]");
    if (this.felder.length === 0 || !this.stand) return;
    this.worte = this.stand.dataset;
    this.teil = (name) => this.stand.querySelector(`[data-${name}]`);
    this.balken = this.stand.querySelector("progress");
    this.anfrage = null;
    this.tiefe = 0;
    form.classList.add("ist-bereit");
    this.stand.hidden = false;
    this.auswahl = new Map(this.felder.map((feld) => [feld, [...feld.files]]));
    for (const feld of this.felder) feld.addEventListener("change", () => this.addDateien(feld, feld.files));
    this.teil("abbrechen").addEventListener("click", () => this.anfrage?.abort());
    form.addEventListener("submit", (event) => this.send(event));
    this.render();
    this.listenDrop();
  }

  listenDrop() {
    const isDateien = (event) => event.dataTransfer?.types.includes("Files");
    const show = (an) => this.form.classList.toggle("ist-ziel", an);
    this.form.addEventListener("dragenter", (event) => {
      if (!isDateien(event)) return;
      this.tiefe += 1;
      show(true);
    });
    this.form.addEventListener("dragover", (event) => isDateien(event) && event.preventDefault());
    this.form.addEventListener("dragleave", () => {
      this.tiefe = Math.max(0, this.tiefe - 1);
      show(this.tiefe > 0);
    });
    this.form.addEventListener("drop", (event) => {
      if (!isDateien(event)) return;
      event.preventDefault();
      this.tiefe = 0;
      show(false);
      this.assignDateien([...event.dataTransfer.files], event.target.closest("input[type=file]"));
    });
  }

  /** One file goes where it was dropped; of several each goes to the input that asks for its kind. */
  assignDateien(dateien, ziel) {
    const einzelne = dateien.length === 1 && ziel;
    const sammel = this.felder.find((feld) => feld.multiple) ?? this.felder[0];
    for (const feld of this.felder) {
      const seine = dateien.filter((datei) => {
        const passend = this.felder.find((f) => isPassend(f, datei)) ?? sammel;
        return einzelne ? feld === ziel : feld === passend;
      });
      if (seine.length > 0) this.addDateien(feld, seine);
    }
  }

  /** Choosing twice adds; the same file (name, size, time) stays one. */
  addDateien(feld, neue) {
    if (this.anfrage) return;
    const gleich = (a) => (b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
    const bisher = this.auswahl.get(feld);
    const dazu = [...neue].filter((datei) => !bisher.some(gleich(datei)));
    if (feld.multiple) this.setDateien(feld, [...bisher, ...dazu]);
    else this.setDateien(feld, dazu.length > 0 ? dazu.slice(0, 1) : bisher);
  }

  setDateien(feld, dateien) {
    const auswahl = new DataTransfer();
    for (const datei of dateien) auswahl.items.add(datei);
    feld.files = auswahl.files;
    this.auswahl.set(feld, dateien);
    this.render();
  }

  listAuswahl() {
    return this.felder.flatMap((feld) => this.auswahl.get(feld).map((datei) => ({ feld, datei })));
  }

  render() {
    const zeilen = this.listAuswahl().map(({ feld, datei }, i) => {
      const zeile = this.clone("datei");
      for (const name of zeile.querySelectorAll("[data-name]")) name.textContent = datei.name;
      zeile.querySelector("[data-groesse]").textContent = formatBytes(datei.size);
      const knopf = zeile.querySelector("[data-entfernen]");
      knopf.addEventListener("click", () => {
        this.setDateien(feld, this.auswahl.get(feld).filter((andere) => andere !== datei));
        (this.teil("liste").querySelectorAll("[data-entfernen]")[i] ?? feld).focus();
      });
      return zeile;
    });
    this.teil("liste").replaceChildren(...zeilen);
  }

  clone(name) {
    return this.stand.querySelector(`template[data-vorlage="${name}"]`).content.cloneNode(true).firstElementChild;
  }

  send(event) {
    event.preventDefault();
    if (this.anfrage) return;
    const daten = new FormData(this.form, event.submitter);
    const anfrage = new XMLHttpRequest();
    this.anfrage = anfrage;
    this.beginn = performance.now();
    anfrage.open("POST", this.form.action);
    anfrage.setRequestHeader("Accept", "application/json");
    anfrage.upload.addEventListener("progress", (e) => e.lengthComputable && this.renderStand(e.loaded, e.total));
    anfrage.addEventListener("load", () => this.readAntwort(anfrage));
    anfrage.addEventListener("error", () => this.close([this.worte.netzfehler]));
    anfrage.addEventListener("abort", () => this.close([], this.worte.abgebrochen));
    document.querySelector("[data-fehlerliste]")?.remove();
    this.renderLauf(true);
    this.renderStand(0, this.listAuswahl().reduce((summe, { datei }) => summe + datei.size, 0));
    anfrage.send(daten);
  }

  renderLauf(laeuft) {
    this.teil("lauf").hidden = !laeuft;
    this.teil("ansage").classList.toggle("nur-vorlesen", laeuft);
    this.form.setAttribute("aria-busy", String(laeuft));
    for (const knopf of this.form.querySelectorAll("[type=submit], [data-entfernen]")) knopf.disabled = laeuft;
  }

  renderStand(geladen, gesamt) {
    const prozent = gesamt > 0 ? Math.floor((geladen / gesamt) * 100) : 0;
    const vorbei = performance.now() - this.beginn;
    const rest = geladen > 0 ? (vorbei / geladen) * (gesamt - geladen) : 0;
    let text = formatSatz(this.worte.stand, { prozent, geladen: formatBytes(geladen), gesamt: formatBytes(gesamt) });
    if (vorbei > GEDULD_MS && rest > GEDULD_MS) {
      text += ` · ${formatSatz(this.worte.rest, { rest: formatRest(rest / 1000, this.worte) })}`;
    }
    if (gesamt > 0 && geladen === gesamt) text = this.worte.angekommen;
    this.balken.value = prozent;
    this.teil("text").textContent = text;
    const viertel = Math.floor(prozent / 25);
    if (viertel !== this.viertel) this.teil("ansage").textContent = text;
    this.viertel = viertel;
  }

  readAntwort(anfrage) {
    let antwort = {};
    try {
      antwort = JSON.parse(anfrage.responseText);
    } catch {
      antwort = {};
    }
    if (antwort.weiter) {
      location.assign(antwort.weiter);
    } else if (antwort.fehler?.length) {
      this.close(antwort.fehler);
    } else if (anfrage.status === 413) {
      this.close([this.worte.zugross]);
    } else if (anfrage.status === 400 || anfrage.status === 401 || anfrage.status === 403) {
      this.close([this.worte.abgemeldet]);
    } else {
      this.close([this.worte.serverfehler]);
    }
  }

  /** End an attempt that failed: the choice stays, the reason stands in the error summary. */
  close(fehler, ansage = "") {
    this.anfrage = null;
    this.viertel = undefined;
    this.renderLauf(false);
    this.teil("ansage").textContent = ansage;
    if (fehler.length > 0) this.renderFehler(fehler);
    else this.felder[0].focus();
  }

  renderFehler(fehler) {
    const kasten = this.clone("fehler");
    const zeilen = fehler.map((f) => {
      const zeile = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${f.feld ?? this.felder[0].id}`;
      link.textContent = f.text ?? f;
      zeile.append(link);
      return zeile;
    });
    kasten.querySelector("ul").replaceChildren(...zeilen);
    this.form.before(kasten);
    kasten.focus();
  }
}

for (const form of document.querySelectorAll("form[data-aufnahme]")) new Aufnahme(form);
