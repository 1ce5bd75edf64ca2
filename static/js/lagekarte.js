// Puts a map in the place of the drawing: [data-lagekarte] names its GeoJSON in EPSG:25832. Nothing is
// loaded from elsewhere: parcels on white ground. All words stand in templates/kern/lagekarte.html.
import {
  Fill, GeoJSON, Map, ScaleLine, Stroke, Style, Text, VectorLayer, VectorSource, View,
  defaultControls, getProjection, proj4, register,
} from "../vendor/ol/karte.js";

const EPSG = "EPSG:25832";
const REIHENFOLGE = ["umgebung", "nachbar", "eigen", "umriss", "abstand", "ueberstand"];
const RAND = [40, 40, 40, 40];
const SCHRIFT = "13px 'Fira Sans', sans-serif";

proj4.defs(EPSG, "+proj=utm +zone=32 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs");
register(proj4);

/** A hatching: what is meant must be seen without colours. */
function createMuster(grund, strich, zeichne) {
  const kachel = document.createElement("canvas");
  kachel.width = kachel.height = 8;
  const stift = kachel.getContext("2d");
  stift.fillStyle = grund;
  stift.fillRect(0, 0, 8, 8);
  stift.strokeStyle = strich;
  stift.lineWidth = 1.2;
  stift.beginPath();
  zeichne(stift);
  stift.stroke();
  return stift.createPattern(kachel, "repeat");
}

const schraeg = (s) => { s.moveTo(-2, 2); s.lineTo(2, -2); s.moveTo(0, 8); s.lineTo(8, 0); s.moveTo(6, 10); s.lineTo(10, 6); };
const kreuz = (s) => { schraeg(s); s.moveTo(0, 0); s.lineTo(8, 8); };

const STILE = {
  umgebung: { stroke: new Stroke({ color: "#b4b9c3", width: 1 }) },
  nachbar: { stroke: new Stroke({ color: "#6d7480", width: 1 }), fill: new Fill({ color: "#f2f3f5" }) },
  eigen: { stroke: new Stroke({ color: "#0b4d91", width: 3 }), fill: new Fill({ color: "#e3edf9" }) },
  umriss: { stroke: new Stroke({ color: "#2b2f36", width: 2 }), fill: new Fill({ color: createMuster("#d3d7dd", "#5b616b", schraeg) }) },
  abstand: { stroke: new Stroke({ color: "#2b2f36", width: 1, lineDash: [4, 3] }) },
  ueberstand: { stroke: new Stroke({ color: "#b3130b", width: 2 }), fill: new Fill({ color: createMuster("#fbe3e1", "#b3130b", kreuz) }) },
};

/** Number of the parcel, or the measure. */
function formatBeschriftung(objekt) {
  const [text, name, art] = ["text", "name", "art"].map((n) => objekt.get(n));
  if (text) return text;
  return art === "eigen" || art === "nachbar" ? name.split("Flurstück ").pop() : "";
}

function createStil(objekt) {
  const art = objekt.get("art");
  const fett = art === "eigen" || art === "ueberstand";
  return new Style({
    ...STILE[art],
    zIndex: REIHENFOLGE.indexOf(art),
    text: new Text({
      text: formatBeschriftung(objekt),
      font: fett ? `600 ${SCHRIFT}` : SCHRIFT,
      fill: new Fill({ color: "#1c1f24" }),
      stroke: new Stroke({ color: "#ffffff", width: 3 }),
      offsetY: art === "eigen" ? -40 : 0,
      overflow: art !== "nachbar",
    }),
  });
}

async function createKarte(rahmen) {
  const antwort = await fetch(rahmen.dataset.lagekarte, { headers: { Accept: "application/geo+json" } });
  if (!antwort.ok) return; // the drawing stays
  const objekte = new GeoJSON().readFeatures(await antwort.json(), { dataProjection: EPSG, featureProjection: EPSG });
  if (objekte.length === 0) return;
  const flaeche = rahmen.querySelector("[data-flaeche]");
  const zeichnung = rahmen.querySelector("[data-zeichnung]");
  const quelle = new VectorSource({ features: objekte });
  const nahe = new VectorSource({ features: objekte.filter((o) => !["umgebung", "nachbar"].includes(o.get("art"))) });
  flaeche.hidden = false;
  zeichnung.hidden = true;
  const karte = new Map({
    target: flaeche,
    layers: [new VectorLayer({ source: quelle, style: createStil, declutter: false })],
    controls: defaultControls({
      attribution: false,
      rotate: false,
      zoomOptions: { zoomInTipLabel: flaeche.dataset.naeher, zoomOutTipLabel: flaeche.dataset.weiter },
    }).extend([new ScaleLine()]),
    view: new View({ projection: getProjection(EPSG), maxResolution: 4, minResolution: 0.005, enableRotation: false }),
  });
  karte.getView().fit((nahe.isEmpty() ? quelle : nahe).getExtent(), { padding: RAND });
  rahmen.dataset.bereit = "";
}

for (const rahmen of document.querySelectorAll("[data-lagekarte]")) createKarte(rahmen);
