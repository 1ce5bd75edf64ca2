// The part of OpenLayers that static/js/lagekarte.js uses, bundled into static/vendor/ol/ by
// scripts/build_assets.mjs; proj4 gives the map the true projection.
import Feature from "ol/Feature.js";
import Map from "ol/Map.js";
import View from "ol/View.js";
import { defaults as defaultControls } from "ol/control/defaults.js";
import ScaleLine from "ol/control/ScaleLine.js";
import GeoJSON from "ol/format/GeoJSON.js";
import VectorLayer from "ol/layer/Vector.js";
import { register } from "ol/proj/proj4.js";
import { get as getProjection } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";
import core from "proj4/lib/core.js";
import defs from "proj4/lib/defs.js";
import Proj from "proj4/lib/Proj.js";
import utm from "proj4/lib/projections/utm.js";

Proj.projections.start(); // degrees and Web Mercator
Proj.projections.add(utm);
// what proj4 presets beside these needs projections that are not in the bundle
for (const name of Object.keys(defs)) if (!Proj.projections.get(defs[name].projName)) delete defs[name];
const proj4 = Object.assign(core, { defs, Proj });

export {
  Feature, Fill, GeoJSON, Map, ScaleLine, Stroke, Style, Text, VectorLayer, VectorSource, View,
  defaultControls, getProjection, proj4, register,
};
