// Keeps what is typed into form[data-entwurf] as a draft on the server; without JavaScript a
// button of the form does that.

const PAUSE = 1500;
const GEDULD = 5000;
const OHNE = new Set(["csrf_token"]);
const staende = new Map(); // what the draft of a form was when this window saved it
const anderswo = new Set(); // forms that another window writes, too

function read_felder(formular) {
  const felder = new URLSearchParams();
  for (const [name, wert] of new FormData(formular)) {
    if (typeof wert === "string" && !OHNE.has(name)) felder.append(name, wert);
  }
  return felder;
}

function show_stand(formular, text) {
  const stand = formular.querySelector("[data-entwurfsstand]");
  if (stand) stand.textContent = text;
}

async function save(formular, optionen) {
  const stand = formular.querySelector("[data-entwurfsstand]");
  const token = formular.querySelector('[name="csrf_token"]')?.value ?? "";
  try {
    const adresse = new URLSearchParams({ pfad: formular.dataset.entwurf, stand: staende.get(formular) ?? "" });
    const antwort = await fetch(`/entwuerfe?${adresse}`, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: read_felder(formular),
      signal: AbortSignal.timeout(GEDULD),
      ...optionen,
    });
    if (antwort.status === 409) {
      anderswo.add(formular);
      show_stand(formular, stand?.dataset.anderswo ?? "");
      return;
    }
    if (!antwort.ok) throw new Error(`${antwort.status}`);
    const { gespeichert, stand: neuer } = await antwort.json();
    staende.set(formular, neuer);
    show_stand(formular, stand?.dataset.gespeichert.replace("{zeit}", gespeichert) ?? "");
  } catch {
    staende.delete(formular); // it may have arrived all the same
    show_stand(formular, stand?.dataset.fehler ?? "");
  }
}

// a page that comes back from the memory of the browser missed the answer to its last save
window.addEventListener("pageshow", (ereignis) => ereignis.persisted && staende.clear());

for (const formular of document.querySelectorAll("form[data-entwurf]")) {
  let uhr = 0;
  let laufend = null;
  let gesendet = false;
  const start = (optionen) => {
    clearTimeout(uhr);
    uhr = 0;
    laufend = save(formular, optionen).finally(() => (laufend = null));
  };
  // what a sent form came back with becomes the draft, and reloading asks for the page of the form:
  // else the browser would send the form again and show what it held then
  if (formular.querySelector("[autofocus]") || document.querySelector("[data-fehlerliste]")) {
    history.replaceState(null, "", formular.dataset.entwurf);
    start();
  }
  // who leaves while typing keeps the last words, too
  const leave = () => uhr && start({ keepalive: true });
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  // fields may stand outside of the form and belong to it by their attribute
  document.addEventListener("input", (ereignis) => {
    if (gesendet || anderswo.has(formular) || ereignis.target.form !== formular || ereignis.target.type === "file") return;
    clearTimeout(uhr);
    uhr = setTimeout(start, PAUSE);
  });
  // a draft on its way must not arrive after the form that ends it
  formular.addEventListener("submit", async (ereignis) => {
    clearTimeout(uhr);
    uhr = 0;
    if (gesendet || !laufend) {
      gesendet = true;
      return;
    }
    ereignis.preventDefault();
    const { submitter } = ereignis;
    await laufend;
    formular.requestSubmit(submitter);
  });
}
