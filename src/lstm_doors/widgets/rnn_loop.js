// One recurrent unit, unrolled: one input at step 1, then 49 steps without.
import { arrow, bar, fmt, frame, line, picture, rect, svg, text } from "./draw.js";

export const traits = ["x", "u", "w", "hs"];
const STEPS = 50, SHOWN = 6;

// hs comes from Python when a student's own step drives the loop.
export const numbers = ({ x, u, w, hs }) => {
  const run = (squash) => {
    const out = [];
    for (let t = 0; t < STEPS; t += 1)
      out.push(squash((t ? w * out[t - 1] : 0) + (t ? 0 : u * x)));
    return out;
  };
  return { hs: hs?.length ? hs : run(Math.tanh), linear: run((v) => v) };
};

export const says = (s) => {
  const { hs, linear } = numbers(s);
  return `The input ${fmt(s.x)} makes h = ${fmt(hs[0])} at step 1. At step ${STEPS} `
    + `h = ${fmt(hs[STEPS - 1], 3)}; without tanh it would be ${fmt(linear[STEPS - 1], 3)}.`;
};

const unit = (s, hs, t) => {
  const x = 44 + t * 70, last = t === SHOWN - 1;
  return text(x, 22, `h_{${t + 1}}`, { class: "mid" })
    + line(x - 20, 62, x + 20, 62, { class: "axis" })
    + bar(x - 12, 62, 24, hs[t], 32, { class: "hidden", rx: 1 })
    + rect(x - 22, 98, 44, 34, { class: "layer", rx: 4 })
    + text(x, 120, "tanh", { class: "mid" })
    + text(x, 152, fmt(hs[t]), { class: "mid value" })
    + arrow(x + 22, 115, x + (last ? 40 : 47), 115, { class: "hidden" })
    + (t ? "" : arrow(x, 190, x, 158, {}))
    + text(x, 206, `x_{${t + 1}} = ${fmt(t ? 0 : s.x, t ? 0 : 2)}`,
      { class: "mid small" });
};

export const draw = (s) => {
  const { hs, linear } = numbers(s);
  const leaves = linear.findIndex((v) => Math.abs(v) > 2); // the frame, for good
  const inside = leaves < 0 ? linear : linear.slice(0, leaves + 1);
  const at = frame(46, 256, 376, 120, [1, STEPS], [-2, 2]);
  return svg(440, 418, says(s),
    hs.slice(0, SHOWN).map((_, t) => unit(s, hs, t)).join("")
    + text(30, 242, "h over 50 steps", { class: "title" })
    + line(196, 237, 224, 237, { class: "curve thin dashed" })
    + text(230, 242, "the same without tanh", { class: "small" })
    + at.ys([-2, -1, 0, 1, 2]) + line(46, at.y(0), 422, at.y(0), { class: "axis" })
    + at.curve(inside, { class: "curve thin dashed" }, 1)
    + at.curve(hs, { class: "curve hidden" }, 1)
    + at.xs([1, 10, 20, 30, 40, 50], "step"));
};

export default picture({ traits, draw, says });
