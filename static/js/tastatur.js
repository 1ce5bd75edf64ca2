// Keys for people who work in lists all day: "/" to the search, j and k through the rows, Enter opens.
// The focus moves through the rows' own links, so Enter, screen readers and the back button just work.

const LINKS = "table[data-tastatur] tbody tr a[href]";

/** Whether the event belongs to somebody who types or uses a shortcut of the browser. */
function isTyping(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  return event.target.closest("input, textarea, select, [contenteditable], dialog, [popover]") !== null;
}

/** The first link of each row, in order. */
function listZeilenlinks() {
  const erste = new Map();
  for (const link of document.querySelectorAll(LINKS)) {
    const zeile = link.closest("tr");
    if (!erste.has(zeile)) erste.set(zeile, link);
  }
  return erste;
}

function moveZeile(schritt) {
  const zeilen = listZeilenlinks();
  const links = [...zeilen.values()];
  if (links.length === 0) return;
  const jetzt = links.indexOf(zeilen.get(document.activeElement?.closest("tr")));
  const ziel = jetzt < 0 ? 0 : Math.min(Math.max(jetzt + schritt, 0), links.length - 1);
  links[ziel].focus();
}

document.addEventListener("keydown", (event) => {
  if (isTyping(event)) return;
  if (event.key === "j") moveZeile(1);
  else if (event.key === "k") moveZeile(-1);
  else if (event.key === "/") document.querySelector("[data-suche]")?.focus();
  else return;
  event.preventDefault();
});
