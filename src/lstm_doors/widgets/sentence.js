// A trained LSTM reads a sentence: its doors and memories, word by word.
// Words and units are counted from 1, as people do.
import { bar, escape, fmt, frame, line, picture, rect, svg, tag, text } from "./draw.js";

export const traits = ["words", "gates", "step", "unit"];
const DOORS = [["f", "forget f", "forget"], ["i", "input i", "input"],
  ["o", "output o", "output"]];
const STATES = [["c", "memory c", "cell"], ["h", "shown h", "hidden"]];

export const numbers = ({ gates, step, unit }) => Object.fromEntries(
  Object.entries(gates).map(([k, rows]) => [k, rows[step - 1][unit - 1]]));

export const says = (s) => {
  const n = numbers(s);
  return `Word ${s.step} of ${s.words.length}, “${s.words[s.step - 1]}”, unit ${s.unit}: `
    + `forget ${fmt(n.f)}, input ${fmt(n.i)}, output ${fmt(n.o)}, memory ${fmt(n.c)}, `
    + `shown ${fmt(n.h)}.`;
};

export const act = (s, name, value) => ({ [name]: Number(value) });

const chips = (s) => tag("div", { class: "doors-words", role: "group",
  "aria-label": "The words" }, s.words.map((w, k) =>
  tag("button", { type: "button", "data-act": "step", "data-value": String(k + 1),
    "data-hover": "", "aria-pressed": String(k + 1 === s.step) }, escape(w))).join(""));

const biggest = (rows) => Math.max(1, ...rows.flat().map(Math.abs));

// Every unit at this word: a bar for each door, memory and shown value.
const units = (s) => {
  const H = s.gates.f[0].length, wide = Math.min(24, 330 / H), x = (u) => 96 + u * wide;
  const gap = wide > 6 ? 1.5 : 0.5;
  const row = ([k, name, kind], y, tall, signed) => {
    const scale = tall / (signed ? 2 * biggest(s.gates[k]) : 1);
    const zero = signed ? y + tall / 2 : y + tall;
    return text(88, y + tall / 2 + 5, name, { class: "end" })
      + line(96, zero, x(H), zero, { class: "axis" })
      + s.gates[k][s.step - 1].map((v, u) =>
        bar(x(u) + gap, zero, wide - 2 * gap, v, scale, { class: kind })).join("");
  };
  return text(96, 16, "each unit at this word", { class: "small" })
    + rect(x(s.unit - 1), 22, wide, 214, { class: "picked" })
    + DOORS.map((d, k) => row(d, 26 + k * 36, 30, false)).join("")
    + STATES.map((d, k) => row(d, 136 + k * 50, 44, true)).join("")
    + s.gates.f[0].map((_, u) => rect(x(u), 22, wide, 214,
      { class: "grip", "data-act": "unit", "data-value": String(u + 1), "data-hover": "" }))
      .join("");
};

// The picked unit over all words.
const story = (s) => {
  const T = s.words.length, pick = (k) => s.gates[k].map((row) => row[s.unit - 1]);
  const doors = frame(96, 272, 326, 84, [0, Math.max(1, T - 1)], [0, 1]);
  const top = biggest(s.gates.c);
  const memory = frame(96, 380, 326, 64, [0, Math.max(1, T - 1)], [-top, top]);
  const kinds = ["curve forget", "curve input dashed", "curve output dotted"];
  return text(96, 258, `unit ${s.unit} over all words`, { class: "small" })
    + doors.ys([0, 1])
    + DOORS.map(([k, name], j) => line(4, 288 + j * 26, 30, 288 + j * 26, { class: kinds[j] })
      + text(36, 293 + j * 26, k, {}) + doors.curve(pick(k), { class: kinds[j] })).join("")
    + memory.ys([-top, 0, top], (v) => fmt(v, 1))
    + line(4, 412, 30, 412, { class: "curve cell" }) + text(36, 417, "c", {})
    + memory.curve(pick("c"), { class: "curve cell" })
    + line(doors.x(s.step - 1), 268, doors.x(s.step - 1), 448, { class: "mark" })
    + text(Math.max(110, Math.min(408, doors.x(s.step - 1))), 466, s.words[s.step - 1],
      { class: "mid value" });
};

export const draw = (s) => chips(s)
  + svg(440, 474, says(s), s.gates.f?.length ? units(s) + story(s) : "");

export default picture({ traits, draw, says, act });
