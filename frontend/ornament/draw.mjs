// Draws the ornament into static/ornament/: one sprite of symbols, and tiles for the CSS bands. Run by `npm run ornament`.
import { mkdirSync, writeFileSync } from "node:fs";
import { horn, polygon } from "./geometry.mjs";
import * as motifs from "./motifs.mjs";

const target = new URL("../static/ornament/", import.meta.url);
const size = 96;

const symbols = Object.entries(motifs).map(
  ([name, draw]) => `<symbol id="${name}" viewBox="${-size / 2} ${-size / 2} ${size} ${size}">${draw()}</symbol>`,
);

/** Running ram's horns: pairs that stand and hang in turn, so that figure and ground are the same shape. */
function bandQoshqar() {
  const right = horn({ base: [1.9, 32], rise: 19, radius: 8.6, width: 4.4, turns: 1.2, shrink: 0.36 });
  const pair = `<path d="${right}"/><path transform="scale(-1 1)" d="${right}"/><path d="${polygon([0, -1], [3, 4], [0, 9], [-3, 4])}"/>`;
  const standing = `<g transform="translate(24 0)">${pair}</g>`;
  const hanging = (x) => `<g transform="translate(${x} 40) scale(1 -1)">${pair}</g>`;
  return tile(48, 40, `<path d="M0 37h48v3H0zM0 0h48v3H0z"/><g>${standing}</g>${hanging(0)}${hanging(48)}`);
}

/** Ирек and tumarsha: a row of amulet triangles. */
function bandTumarsha() {
  const outer = polygon([0, 12], [9, 0], [18, 12]);
  const gap = polygon([5.4, 9.4], [9, 4.6], [12.6, 9.4]);
  return tile(18, 12, `<path fill-rule="evenodd" d="${outer}${gap}"/>`);
}

/** Су, water: two waves, one above the other. */
function bandSu() {
  const wave = (y) => `<path fill="none" stroke="#000" stroke-width="1.6" d="M-8 ${y}q4 -5 8 0t8 0 8 0 8 0 8 0"/>`;
  return tile(16, 12, wave(4) + wave(9));
}

const tile = (width, height, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>\n`;

mkdirSync(target, { recursive: true });
const write = (name, content) => writeFileSync(new URL(name, target), content);
write("motifs.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
write("band-qoshqar.svg", bandQoshqar());
write("band-tumarsha.svg", bandTumarsha());
write("band-su.svg", bandSu());
