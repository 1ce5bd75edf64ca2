// Upload for [data-hochladen]: each file by itself as soon as it is chosen, with progress and
// cancel; the list is fetched anew while files wait for their inspection. Without this script the
// form of the page sends the files together. All words stand in templates/kern/aufnahme.html.
//
// The server takes the raw body with the percent-encoded name in X-Dateiname and answers 201 (200:
// was here already) or {"fehler": [sentence]}; GET of the same address gives {"offen", "liste"}.

import { formatBytes, formatRest, formatSatz } from "./masse.js";

const GEDULD_MS = 2000;
const HOECHSTGROESSE = 500 * 1024 * 1024;
const ZUGLEICH = 1; // in the order in which they were chosen: the first may be the one that was asked for
const NAMENSLAENGE = 255;
const FRAGEN_MS = [1000, 2000, 3000, 5000, 10000]; // how long to wait before asking again

/** A name as a header carries it; the end of a long one, where its kind stands. */
function formatName(name) {
  return encodeURIComponent([...name].slice(-NAMENSLAENGE).join("").replace(/\p{Surrogate}/gu, "_"));
}

class Hochladung {
  constructor(feld, datei, dokument) {
    this.feld = feld;
    this.datei = datei;
    this.dokument = dokument;
    this.zeile = feld.kasten.querySelector("template").content.cloneNode(true).firstElementChild;
    this.balken = this.teil("progress");
    this.balken.setAttribute("aria-label", datei.name);
    for (const name of this.zeile.querySelectorAll("[data-name]")) name.textContent = datei.name;
    this.teil("[data-groesse]").textContent = formatBytes(datei.size);
    this.teil("[data-text]").textContent = feld.worte.wartet;
    for (const wahl of ["[data-abbrechen]", "[data-schliessen]"]) {
      this.teil(wahl).addEventListener("click", () => this.cancel());
    }
    this.teil("[data-nochmal]").addEventListener("click", () => feld.retry(this));
  }

  teil(wahl) {
    return this.zeile.querySelector(wahl);
  }

  /** What one sees before a byte is sent. */
  check() {
    const { worte, eingabe } = this.feld;
    const name = this.datei.name.toLowerCase();
    if (!eingabe.accept.split(",").some((endung) => name.endsWith(endung))) return worte.art;
    if (this.datei.size === 0) return worte.leer;
    return this.datei.size > HOECHSTGROESSE ? worte.zugross : "";
  }

  send() {
    const anfrage = new XMLHttpRequest();
    this.anfrage = anfrage;
    this.beginn = performance.now();
    const frage = this.dokument ? `?dokument=${encodeURIComponent(this.dokument)}` : "";
    anfrage.open("POST", this.feld.worte.url + frage);
    anfrage.setRequestHeader("Accept", "application/json");
    anfrage.setRequestHeader("Content-Type", "application/octet-stream");
    anfrage.setRequestHeader("X-CSRFToken", this.feld.token);
    anfrage.setRequestHeader("X-Dateiname", formatName(this.datei.name));
    anfrage.upload.addEventListener("progress", (e) => this.render(e.loaded));
    anfrage.addEventListener("load", () => this.readAntwort());
    anfrage.addEventListener("error", () => this.fail(this.feld.worte.netzfehler, true));
    this.render(0);
    anfrage.send(this.datei);
  }

  render(geladen) {
    const { worte } = this.feld;
    const gesamt = this.datei.size;
    const prozent = Math.floor((geladen / gesamt) * 100);
    const vorbei = performance.now() - this.beginn;
    const rest = geladen > 0 ? (vorbei / geladen) * (gesamt - geladen) : 0;
    let text = formatSatz(worte.stand, { prozent, geladen: formatBytes(geladen), gesamt: formatBytes(gesamt) });
    if (vorbei > GEDULD_MS && rest > GEDULD_MS) {
      text += ` · ${formatSatz(worte.rest, { rest: formatRest(rest / 1000, worte) })}`;
    }
    this.balken.value = prozent;
    this.teil("[data-text]").textContent = geladen === gesamt ? worte.angekommen : text;
  }

  readAntwort() {
    const { status, responseText } = this.anfrage;
    let antwort = {};
    try {
      antwort = JSON.parse(responseText);
    } catch {
      antwort = {};
    }
    if (antwort.fassung) return this.feld.finish(this, antwort);
    const nochmal = status === 503 || status >= 500;
    const text = antwort.fehler?.[0] ?? (status === 200 ? this.feld.worte.abgemeldet : this.feld.worte.serverfehler);
    return this.fail(text, nochmal);
  }

  fail(text, nochmal = false) {
    this.anfrage = null;
    this.balken.parentElement.hidden = true;
    this.balken.hidden = true;
    const stelle = this.teil("[data-text]");
    const satz = document.createElement("strong");
    satz.textContent = text;
    stelle.replaceChildren(satz);
    this.teil("[data-nochmal]").hidden = !nochmal;
    this.teil("[data-schliessen]").hidden = false;
    this.teil("[data-abbrechen]").hidden = true;
    this.feld.report(`${this.datei.name}: ${text}`);
    this.feld.next(this);
  }

  cancel() {
    this.anfrage?.abort();
    this.zeile.remove();
    this.feld.next(this);
    this.feld.eingabe.focus();
  }
}

class Hochladefeld {
  constructor(kasten) {
    this.kasten = kasten;
    this.worte = kasten.dataset;
    this.eingabe = kasten.querySelector("input[type=file]");
    this.token = this.eingabe.form.elements.csrf_token.value;
    this.liste = document.getElementById(`${kasten.id}-liste`);
    this.laufende = kasten.querySelector("[data-laufende]");
    this.wartende = [];
    this.aktive = new Set();
    this.ersetzt = "";
    kasten.classList.add("ist-bereit");
    kasten.querySelector("[data-ohne-skript]").hidden = true;
    this.eingabe.addEventListener("change", () => this.add([...this.eingabe.files]));
    this.liste.addEventListener("click", (event) => this.replace(event));
    this.liste.addEventListener("click", (event) => this.remove(event));
    for (const art of ["dragenter", "dragover"]) kasten.addEventListener(art, () => kasten.classList.add("ist-ziel"));
    for (const art of ["dragleave", "drop"]) kasten.addEventListener(art, () => kasten.classList.remove("ist-ziel"));
    window.addEventListener("beforeunload", (event) => this.aktive.size > 0 && event.preventDefault());
    this.show();
    this.ask(Number(this.liste.dataset.offen), 0);
    // chosen before this script was there
    if (this.eingabe.files.length > 0) this.add([...this.eingabe.files]);
  }

  add(dateien) {
    const dokument = this.ersetzt;
    this.ersetzt = "";
    this.eingabe.value = "";
    this.eingabe.multiple = true;
    dateien.forEach((datei, i) => {
      const neue = new Hochladung(this, datei, i === 0 ? dokument : "");
      this.laufende.append(neue.zeile);
      const mangel = neue.check();
      if (mangel) neue.fail(mangel);
      else this.wartende.push(neue);
    });
    this.next();
  }

  retry(hochladung) {
    const neue = new Hochladung(this, hochladung.datei, hochladung.dokument);
    hochladung.zeile.replaceWith(neue.zeile);
    this.wartende.push(neue);
    this.next();
    neue.teil("[data-abbrechen]").focus();
  }

  next(beendete) {
    this.aktive.delete(beendete);
    this.wartende = this.wartende.filter((w) => w !== beendete);
    while (this.aktive.size < ZUGLEICH && this.wartende.length > 0) {
      const naechste = this.wartende.shift();
      this.aktive.add(naechste);
      naechste.send();
    }
  }

  async finish(hochladung, antwort) {
    this.report(formatSatz(antwort.wiederholt ? this.worte.schonda : this.worte.fertig, { name: antwort.dateiname }));
    this.next(hochladung);
    await this.load();
    hochladung.zeile.remove();
  }

  report(text) {
    this.kasten.querySelector("[data-ansage]").textContent = text;
  }

  /** Fetch the list; whoever has the focus in it keeps it. */
  async load() {
    const antwort = await fetch(this.worte.url, { headers: { Accept: "application/json" } });
    if (!antwort.ok || antwort.redirected) return 0;
    const { offen, liste } = await antwort.json();
    const knoepfe = () => [...this.liste.querySelectorAll("a, button")];
    const stelle = knoepfe().indexOf(document.activeElement);
    this.liste.innerHTML = liste;
    this.show();
    if (stelle >= 0) (knoepfe()[stelle] ?? this.eingabe).focus();
    this.ask(offen, 0);
    return offen;
  }

  show() {
    for (const knopf of this.liste.querySelectorAll("[data-ersetzen]")) knopf.hidden = false;
  }

  /** Ask again while files wait for their inspection, ever more slowly. */
  ask(offen, mal) {
    clearTimeout(this.uhr);
    if (offen === 0) return;
    this.uhr = setTimeout(async () => {
      try {
        const antwort = await fetch(this.worte.url, { headers: { Accept: "application/json" } });
        if (!antwort.ok || antwort.redirected) return;
        const neu = await antwort.json();
        if (neu.offen === offen) {
          this.ask(offen, mal + 1);
          return;
        }
        await this.load();
        if (neu.offen === 0) this.report(this.worte.geprueft);
      } catch {
        this.ask(offen, mal + 1);
      }
    }, FRAGEN_MS[Math.min(mal, FRAGEN_MS.length - 1)]);
  }

  replace(event) {
    const knopf = event.target.closest("[data-ersetzen]");
    if (!knopf) return;
    this.ersetzt = knopf.dataset.ersetzen;
    this.eingabe.multiple = false;
    this.eingabe.addEventListener("cancel", () => {
      this.ersetzt = "";
      this.eingabe.multiple = true;
    }, { once: true });
    this.eingabe.click();
  }

  /** "entfernen" would send the form: do it without leaving the page. */
  async remove(event) {
    const knopf = event.target.closest("[data-entfernen]");
    if (!knopf) return;
    event.preventDefault();
    knopf.disabled = true;
    try {
      const antwort = await fetch(knopf.formAction, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": this.token },
      });
      const inhalt = await antwort.json();
      this.report(antwort.ok ? this.worte.entfernt : inhalt.fehler?.[0] ?? this.worte.serverfehler);
      await this.load();
      this.eingabe.focus();
    } catch {
      knopf.disabled = false;
      this.report(this.worte.netzfehler);
    }
  }
}

for (const kasten of document.querySelectorAll("[data-hochladen]")) new Hochladefeld(kasten);
