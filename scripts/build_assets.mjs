// Builds static/vendor from the pinned npm packages: `npm ci && node scripts/build_assets.mjs`.
//
// KERN ships 340 kB of CSS (35 kB gzipped), most of it grid and utility classes nobody here uses. The
// sheet we serve is cut from theirs by rule, never by hand (64 kB, 7 kB gzipped): a rule stays if every
// KERN class it needs is written in templates/kern/, a token if a rule that stays or static/app.css uses
// it. tests/architecture/test_assets.py says when to build again. The result sits in the cascade layer
// `kern`: plain rules of app.css win without fighting specificity.
//
// Fira Sans comes from @fontsource (24 kB a weight) because KERN's own files are 130-140 kB each, which
// alone would exceed 150 kB for a page. The second file of a weight, loaded only when a name needs it,
// is cut to the letters of DIN 91379 (15 kB); the licence reserves no font name (name table of 4.203).
//
// After changing a dependency: `npm install --omit-lockfile-registry-resolved` (no addresses in the lock).

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync, transformSync } from "esbuild";
import subsetFont from "subset-font";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const VENDOR = join(ROOT, "static", "vendor");
const MODULES = join(ROOT, "node_modules");
const KERN = join(MODULES, "@kern-ux", "native");
const FIRA = join(MODULES, "@fontsource", "fira-sans");

const FONTS = ["latin-400", "latin-600", "latin-ext-400", "latin-ext-600"];

// Latin letters of DIN 91379 beyond Latin-1, with the neighbours their blocks bring along.
const DIN_91379 = [
  [0x100, 0x17f], [0x18f, 0x18f], [0x1a0, 0x1a1], [0x1af, 0x1b0], [0x1cd, 0x1dc], [0x1de, 0x1df],
  [0x1e2, 0x1f0], [0x1f4, 0x1f5], [0x1f8, 0x1ff], [0x212, 0x21b], [0x21e, 0x21f], [0x226, 0x233],
  [0x259, 0x259], [0x1e00, 0x1eff],
];

// The notice of the fonts' own name table; the package's licence file names only its publisher.
const FIRA_COPYRIGHT = "Digitized data copyright 2012-2016, The Mozilla Foundation and Telefonica S.A.";

/** Every file below `folder`, sorted, as absolute paths. */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** KERN classes the macros write; templates/kern/ is the only place that may. */
function listUsedClasses() {
  const source = listFiles(join(ROOT, "templates", "kern")).map((f) => readFileSync(f, "utf8")).join("\n");
  return new Set(source.match(/(?<![\w-])kern-[\w-]+/g) ?? []);
}

/** Split `css` at its top level into {prelude, body}; `body` is null for statements such as @charset. */
function parseBlocks(css) {
  const blocks = [];
  let start = 0;
  let depth = 0;
  let open = 0;
  let quote = "";
  for (let i = 0; i < css.length; i += 1) {
    const c = css[i];
    if (quote) {
      if (c === "\\") i += 1;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'") {
      quote = c;
    } else if (c === "{") {
      if (depth === 0) open = i;
      depth += 1;
    } else if (c === "}") {
      depth -= 1;
      if (depth === 0) {
        blocks.push({ prelude: css.slice(start, open).trim(), body: css.slice(open + 1, i) });
        start = i + 1;
      }
    } else if (c === ";" && depth === 0) {
      blocks.push({ prelude: css.slice(start, i).trim(), body: null });
      start = i + 1;
    }
  }
  return blocks;
}

/** Split a selector list at its top-level commas. */
function splitSelectors(prelude) {
  const parts = [];
  let depth = 0;
  let part = "";
  for (const c of prelude) {
    if (c === "(") depth += 1;
    if (c === ")") depth -= 1;
    if (c === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else {
      part += c;
    }
  }
  return [...parts, part.trim()];
}

/** Drop the tokens nobody reads, and what repeats: fallbacks of defined tokens, prefixed masks. */
function pruneTokens(css) {
  const defined = new Set(Array.from(css.matchAll(/(--kern-[\w-]+)\s*:/g), (m) => m[1]));
  let pruned = css
    .replace(/-webkit-mask:[^;"]*"[^"]*"[^;]*;/g, "")
    .replace(/var\((--kern-[\w-]+),\s*[^(),]+\)/g, (all, name) => (defined.has(name) ? `var(${name})` : all));
  const own = readFileSync(join(ROOT, "static", "app.css"), "utf8");
  for (let before = ""; before !== pruned; ) {
    before = pruned;
    const read = new Set(Array.from((pruned + own).matchAll(/var\((--kern-[\w-]+)/g), (m) => m[1]));
    pruned = pruned.replace(/(--kern-[\w-]+)\s*:[^;]*;/g, (all, name) => (read.has(name) ? all : ""));
  }
  return pruned;
}

// States no macro produces: file inputs have their own look, fields are never disabled or read-only.
const UNUSED_STATES = /\[type=file\]|\[readonly|(?:__input|__select|__radio|__checkbox|select|input|textarea)\[(?:aria-)?disabled/;

/** Whether `selector` can match: what it negates or offers as an alternative does not count. */
function isUsed(selector, used) {
  if (/\[class[*^]=/.test(selector) && !selector.startsWith(":is")) return false;
  if (selector.startsWith("[data-kern-theme")) return false; // the theme follows the system
  if (UNUSED_STATES.test(selector)) return false;
  const needed = selector.replace(/:(?:not|is|where)\((?:[^()]|\([^()]*\))*\)/g, "");
  return (needed.match(/\.kern-[\w-]+/g) ?? []).every((name) => used.has(name.slice(1)));
}

/** The part of `css` that `used` needs. */
function pruneCss(css, used) {
  return parseBlocks(css)
    .map(({ prelude, body }) => {
      if (body === null) return "";
      // KERN paints icons white in forced colours, by !important: they vanish on a light contrast theme.
      // app.css has its own rules for forced colours, so KERN's are left out as a whole.
      if (prelude.includes("forced-colors")) return "";
      if (prelude.startsWith("@media")) {
        const inner = pruneCss(body, used);
        return inner && `${prelude}{${inner}}`;
      }
      if (prelude.startsWith("@")) return "";
      const selectors = splitSelectors(prelude).filter((selector) => isUsed(selector, used));
      return selectors.length > 0 ? `${selectors.join(",")}{${body}}` : "";
    })
    .join("");
}

/** The code points a font file serves, as CSS writes them. */
function formatUnicodeRange(subset, weight) {
  if (subset === "latin-ext") {
    return DIN_91379.map((range) => `U+${range.map((code) => code.toString(16)).join("-")}`).join(",");
  }
  const faces = readFileSync(join(FIRA, `${weight}.css`), "utf8");
  return faces.split(`/* fira-sans-${subset}-${weight}-normal */`)[1].match(/unicode-range:\s*([^;]+);/)[1];
}

/** The @font-face rule of one Fira file. */
function formatFontFace(font) {
  const [, subset, weight] = font.match(/^(.+)-(\d+)$/);
  return (
    `@font-face{font-family:"Fira Sans";font-style:normal;font-display:swap;font-weight:${weight};` +
    `src:url(../fira-sans/fira-sans-${font}.woff2) format("woff2");` +
    `unicode-range:${formatUnicodeRange(subset, weight)}}`
  );
}

function buildKern() {
  const { version } = JSON.parse(readFileSync(join(KERN, "package.json"), "utf8"));
  const source = readFileSync(join(KERN, "dist", "kern.css"), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const css = `${FONTS.map(formatFontFace).join("")}@layer kern{${pruneTokens(pruneCss(source, listUsedClasses()))}}`;
  const { code } = transformSync(css, { loader: "css", minify: true, legalComments: "none" });
  const notice =
    `/*! @kern-ux/native ${version}, EUPL-1.2 (LICENSE.md), geändert: auf die benutzten Regeln gekürzt ` +
    "durch scripts/build_assets.mjs. Nicht von Hand ändern. */\n";
  const target = join(VENDOR, "kern");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "kern.css"), notice + code);
  copyFileSync(join(KERN, "LICENSE.md"), join(target, "LICENSE.md"));
}

async function buildFira() {
  const target = join(VENDOR, "fira-sans");
  mkdirSync(target, { recursive: true });
  const letters = DIN_91379.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)),
  ).join("");
  for (const font of FONTS) {
    const file = readFileSync(join(FIRA, "files", `fira-sans-${font}-normal.woff2`));
    const extended = font.startsWith("latin-ext");
    const served = extended ? await subsetFont(file, letters, { targetFormat: "woff2" }) : file;
    writeFileSync(join(target, `fira-sans-${font}.woff2`), served);
  }
  const licence = readFileSync(join(FIRA, "LICENSE"), "utf8");
  writeFileSync(join(target, "OFL.txt"), `${FIRA_COPYRIGHT}\n\n${licence}`);
}

/** The packages that went into a bundle: their licences go with it. */
function listBundled(metafile) {
  const names = Object.keys(metafile.inputs).map((file) => file.match(/node_modules\/([^/]+)\//)?.[1]);
  return new Set(names.filter(Boolean));
}

/** The map: the few parts of OpenLayers that it needs, with proj4, and OpenLayers' sheet with our rules. */
function buildKarte() {
  const target = join(VENDOR, "ol");
  mkdirSync(target, { recursive: true });
  const versions = ["ol", "proj4"].map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(MODULES, name, "package.json"), "utf8"));
    return `${name} ${version} (${license})`;
  });
  const { metafile } = buildSync({
    entryPoints: [join(ROOT, "scripts", "karte", "karte.js"), join(ROOT, "scripts", "karte", "karte.css")],
    outdir: target,
    bundle: true,
    metafile: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "none",
    nodePaths: [MODULES],
    banner: Object.fromEntries(
      ["js", "css"].map((kind) => [kind, `/*! ${versions.join(", ")}; siehe LICENSE-*.md */`]),
    ),
  });
  for (const name of listBundled(metafile)) {
    const file = readdirSync(join(MODULES, name)).find((entry) => /^licen[sc]e(\.(md|txt))?$/i.test(entry));
    copyFileSync(join(MODULES, name, file), join(target, `LICENSE-${name}.md`));
  }
}

function writeManifest() {
  const lines = listFiles(VENDOR).map((file) => {
    const sum = createHash("sha256").update(readFileSync(file)).digest("hex");
    return `${sum}  ${relative(VENDOR, file)}`;
  });
  writeFileSync(join(VENDOR, "PRUEFSUMMEN.txt"), `${lines.join("\n")}\n`);
}

rmSync(VENDOR, { recursive: true, force: true });
mkdirSync(VENDOR, { recursive: true });
buildKern();
await buildFira();
buildKarte();
writeManifest();
