// The whole cell: every line carries its number, and time can step on.
import { arrow, bar, buttons, fmt, line, picture, rect, svg, tag, text }
  from "./draw.js";

export const traits = ["x", "h_prev", "c_prev", "f", "i", "o", "c", "h", "past"];
const ROOM = 24; // steps that fit below the cell

// The candidate has weights 1 and bias 0: g = tanh(x + h_prev).
// c and h come from Python when a student's own step drives the cell.
export const numbers = (s) => {
  const g = Math.tanh(s.x + s.h_prev);
  const kept = s.f * s.c_prev, written = s.i * g;
  const c = s.c ?? kept + written;
  const squashed = Math.tanh(c);
  return { g, kept, written, c, squashed, h: s.h ?? s.o * squashed };
};

export const says = (s) => {
  const n = numbers(s);
  return `Kept ${fmt(n.kept)}, written ${fmt(n.written)}: the memory becomes ${fmt(n.c)}. `
    + `Shown: h = ${fmt(n.h)}.`
    + (s.past.length ? ` ${s.past.length} ${s.past.length === 1 ? "step" : "steps"} taken.` : "");
};

const LABELS = [["write", "Write"], ["keep", "Keep"], ["forget", "Forget"],
  ["show", "Show"], ["step", "Step on"], ["again", "Start again"]];
const DOORS = { write: { f: 1, i: 1, o: 0 }, keep: { f: 1, i: 0, o: 0 },
  forget: { f: 0, i: 0, o: 0 }, show: { f: 1, i: 0, o: 1 } };

// What a button changes. Memories stay on their sliders, -2 to 2.
export const act = (s, name) => {
  if (DOORS[name]) return DOORS[name];
  if (name === "again") return { c_prev: 0, h_prev: 0, past: [] };
  const n = numbers(s), bound = (v, m) => Math.max(-m, Math.min(m, v));
  return { past: [...s.past, [n.c, n.h]].slice(-ROOM),
    c_prev: bound(n.c, 2), h_prev: bound(n.h, 1) };
};

// Straight pieces through all points, with an arrow head on the last one.
const pipe = (points, kind) => points.slice(1).map((p, k) =>
  (k === points.length - 2 ? arrow(...points[k], ...p, { class: kind })
    : line(...points[k], ...p, { class: `flow ${kind}` }))).join("");
const op = (x, y, sign) => tag("circle", { cx: x, cy: y, r: 12, class: "op" })
  + text(x, y + 6, sign, { class: "mid title" });
const layer = (x, name, kind) => rect(x - 24, 276, 48, 32, { class: `layer ${kind}`, rx: 4 })
  + text(x, 297, name, { class: "mid" });

const cell = (s, n) =>
  rect(44, 30, 334, 312, { class: "room", rx: 14 })
  // the memory's road
  + pipe([[0, 74], [78, 74]], "cell") + pipe([[102, 74], [208, 74]], "cell")
  + pipe([[232, 74], [440, 74]], "cell")
  + text(2, 62, `c_{t−1}`, {}) + text(2, 98, fmt(s.c_prev), { class: "value" })
  + text(154, 64, fmt(n.kept), { class: "mid value" })
  + text(438, 62, `c_{t}`, { class: "end" }) + text(438, 98, fmt(n.c), { class: "end value" })
  // the doors
  + pipe([[90, 276], [90, 86]], "forget") + text(98, 180, fmt(s.f), { class: "value" })
  + pipe([[166, 276], [166, 164], [208, 164]], "input")
  + text(158, 236, fmt(s.i), { class: "end value" })
  + pipe([[262, 276], [262, 164], [232, 164]], "candidate")
  + text(254, 236, fmt(n.g), { class: "end value" })
  + pipe([[220, 152], [220, 86]], "candidate")
  + text(228, 126, fmt(n.written), { class: "value" })
  + line(338, 74, 338, 96, { class: "flow cell" })
  + pipe([[338, 122], [338, 168]], "cell") + text(330, 150, fmt(n.squashed), { class: "end value" })
  + pipe([[338, 276], [338, 192]], "output") + text(330, 236, fmt(s.o), { class: "end value" })
  + pipe([[350, 180], [440, 180]], "hidden")
  + text(438, 168, `h_{t}`, { class: "end" }) + text(438, 204, fmt(n.h), { class: "end value" })
  // the road of what is seen
  + line(0, 326, 338, 326, { class: "flow hidden" })
  + [90, 166, 262, 338].map((x) => arrow(x, 326, x, 309, { class: "hidden" })).join("")
  + text(2, 316, `h_{t−1}`, {}) + text(2, 350, fmt(s.h_prev), { class: "value" })
  + pipe([[60, 366], [60, 327]], "") + text(68, 364, `x_{t} = ${fmt(s.x)}`, { class: "value" })
  + op(90, 74, "×") + op(220, 74, "+") + op(220, 164, "×") + op(338, 180, "×")
  + tag("ellipse", { cx: 338, cy: 109, rx: 25, ry: 13, class: "op" })
  + text(338, 114, "tanh", { class: "mid" })
  + layer(90, "f", "forget") + layer(166, "i", "input") + layer(262, "g", "candidate")
  + layer(338, "o", "output");

const story = (past) => {
  const wide = 372 / ROOM, zero = 432;
  const at = (k) => 44 + k * wide;
  return text(2, 392, "Steps taken: memory (wide bars), shown (narrow)", { class: "small" })
    + line(44, zero, 416, zero, { class: "axis" })
    + past.map(([c, h], k) => bar(at(k) + 1, zero, wide - 2, Math.max(-2, Math.min(2, c)), 20,
      { class: "cell" }) + bar(at(k) + wide / 2 - 2.5, zero, 5, h, 20,
      { class: "hidden edge" })).join("");
};

export const draw = (s) => {
  const n = numbers(s);
  return svg(440, 468, says(s), cell(s, n) + story(s.past)) + buttons(LABELS);
};

export default picture({ traits, draw, says, act });
