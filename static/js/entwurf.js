// Keeps what is typed into form[data-entwurf] as a draft on the server; without JavaScript the
// form works the same, only unsent text is not kept.

const PAUSE = 1500;
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

async function save(formular) {
  const stand = formular.querySelector("[data-entwurfsstand]");
  const token = formular.querySelector('[name="csrf_token"]')?.value ?? "";
  try {
    const antwort = await fetch(`/entwuerfe?pfad=${encodeURIComponent(formular.dataset.entwurf)}`, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: read_felder(formular),
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
  let gesendet = false;
  // fields may stand outside of the form and belong to it by their attribute
  document.addEventListener("input", (ereignis) => {
    if (ereignis.target.form !== formular || ereignis.target.type === "file") return;
    clearTimeout(uhr);
    uhr = setTimeout(() => !gesendet && save(formular), PAUSE);
  });
  formular.addEventListener("submit", () => {
    gesendet = true;
    clearTimeout(uhr);
  });
}
