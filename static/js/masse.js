// Sizes and times of uploads in German. The words come from the templates.

const zahl = new Intl.NumberFormat("de-DE", { maximumFractionDigits: 1 });

/** "1,8 MB": decimal units, as the limits and the lists of the pages use them. */
export function formatBytes(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${zahl.format(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${zahl.format(bytes / 1e6)} MB` : `${zahl.format(bytes / 1e9)} GB`;
}

/** Fill "{name}" in one of the sentences of the template. */
export function formatSatz(satz, werte) {
  return satz.replace(/\{(\w+)\}/g, (_, name) => werte[name]);
}

/** Remaining time in words; seconds in steps of five, so that it does not flicker. */
export function formatRest(sekunden, worte) {
  if (sekunden < 50) return formatSatz(worte.sekunden, { n: Math.max(5, Math.ceil(sekunden / 5) * 5) });
  const minuten = Math.ceil(sekunden / 60);
  return minuten === 1 ? worte.minute : formatSatz(worte.minuten, { n: minuten });
}
