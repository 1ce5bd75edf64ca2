// Keeps what is typed into form[data-entwurf] as a draft on the server; without JavaScript the
// form works the same, only unsent text is not kept.

const PAUSE = 1500;
const GEDULD = 5000;
const OHNE = new Set(["csrf_token"]);

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
    const antwort = await fetch(`/entwuerfe?pfad=${encodeURIComponent(formular.dataset.entwurf)}`, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: read_felder(formular),
      signal: AbortSignal.timeout(GEDULD),
      ...optionen,
    });
    if (!antwort.ok) throw new Error(`${antwort.status}`);
    const { gespeichert } = await antwort.json();
    show_stand(formular, stand?.dataset.gespeichert.replace("{zeit}", gespeichert) ?? "");
  } catch {
    show_stand(formular, stand?.dataset.fehler ?? "");
  }
}

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
    if (gesendet || ereignis.target.form !== formular || ereignis.target.type === "file") return;
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
