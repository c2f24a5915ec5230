// The motifs, each named as felt-makers name it, drawn around (0, 0) and filled with one colour.
import { circle, horn, polygon } from "./geometry.mjs";

const mirrored = (d) => `<path d="${d}"/><path transform="scale(-1 1)" d="${d}"/>`;
const turned = (markup, ...angles) => angles.map((a) => `<g transform="rotate(${a})">${markup}</g>`).join("");

/** Қошқар мүйіз, the ram's horn: a pair on one stem, a bud between the horns, a tumarsha at the foot. */
export function qoshqar() {
  const right = horn({ base: [3.1, 26], rise: 30, radius: 18, width: 7 });
  const bud = polygon([0, -34], [5, -25.5], [0, -17], [-5, -25.5]);
  const foot = polygon([0, 22], [13, 36], [-13, 36]);
  return `${mirrored(right)}<path d="${bud}"/><path d="${foot}"/>`;
}

/** Төрт құлақ, "four ears": four pairs of horns around a lozenge, the middle of many syrmak felts. */
export function tort() {
  const right = horn({ base: [2.1, -8], rise: 17, radius: 10.2, width: 5 });
  const bud = polygon([0, -41], [3.4, -35], [0, -29], [-3.4, -35]);
  const ear = `${mirrored(right)}<path d="${bud}"/>`;
  const corner = polygon([30, 24.5], [35.5, 30], [30, 35.5], [24.5, 30]);
  const ring = `<path fill-rule="evenodd" d="${polygon([0, -12], [12, 0], [0, 12], [-12, 0])}${polygon([0, -5.5], [5.5, 0], [0, 5.5], [-5.5, 0])}"/>`;
  return `${ring}${turned(ear, 0, 90, 180, 270)}${turned(`<path d="${corner}"/>`, 0, 90, 180, 270)}`;
}

/** Тұмарша, the amulet: a triangle within a triangle, with three pendants. */
export function tumarsha() {
  const outer = polygon([0, -34], [36, 18], [-36, 18]);
  const gap = polygon([0, -20], [23.5, 12], [-23.5, 12]);
  const heart = polygon([0, -7], [12, 8], [-12, 8]);
  const pendants = [-24, 0, 24].map((x) => polygon([x, 22], [x + 6, 30], [x, 38], [x - 6, 30])).join("");
  return `<path fill-rule="evenodd" d="${outer}${gap}"/><path d="${heart}${pendants}"/>`;
}

/** Түйетабан, the camel's footprint: two-toed pads, heel to heel. */
export function tuiyetaban() {
  const toe =
    "M1.8 -6 C1.8 -20 4 -36 18 -38 C31 -39.5 37 -27 31 -17 C26.5 -9.5 17 -9 14 -15.5 C12 -20.5 16.5 -25 20.5 -22.6 " +
    "C17 -23 15.6 -19.4 17.6 -17.2 C20.4 -14.4 25 -16.4 26.6 -20.4 C29 -27 25 -32 18.6 -31 C10 -29.4 8.6 -18 8.6 -6 Z";
  const pad = mirrored(toe);
  const heel = polygon([0, -5], [30, 0], [0, 5], [-30, 0]);
  return `<path d="${heel}"/>${turned(pad, 0, 180)}`;
}

/** Шаңырақ, the crown ring of the yurt: three laths each way across a ring, the roof poles around it. */
export function shanyraq() {
  const ring = `<path fill-rule="evenodd" d="${circle([0, 0], 37)}${circle([0, 0], 29)}"/>`;
  const lath = (x) => polygon([x - 2, -31], [x + 2, -31], [x + 2, 31], [x - 2, 31]);
  const laths = `<path d="${[-8.5, 0, 8.5].map(lath).join("")}"/>`;
  const pole = `<path d="${polygon([-2.2, -39.5], [2.2, -39.5], [1.3, -46.5], [-1.3, -46.5])}"/>`;
  const poles = Array.from({ length: 20 }, (_, i) => i * 18);
  return ring + turned(laths, 0, 90) + turned(pole, ...poles);
}
