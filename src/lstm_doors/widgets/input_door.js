// The input door: how much of the candidate is written to the memory.
import { arrow, fmt, frame, house, line, picture, svg, tag, text, word } from "./draw.js";

export const traits = ["i", "g", "kept", "c"];

// c comes from Python when a student's own functions drive the door.
export const numbers = ({ i, g, kept, c }) => {
  const after = c ?? kept + i * g;
  return { written: after - kept, c: after };
};

export const says = (s) => {
  const n = numbers(s);
  return `The input door is ${word(s.i)}, i = ${fmt(s.i)}. Of the candidate ${fmt(s.g)} it `
    + `writes ${fmt(n.written)}: the memory goes from ${fmt(s.kept)} to ${fmt(n.c)}.`;
};

export const draw = (s) => {
  const n = numbers(s);
  const reach = Math.max(3, Math.ceil(Math.abs(n.c)));
  const at = frame(40, 340, 360, 30, [-reach, reach], [0, 1]);
  const [a, b] = [at.x(s.kept), at.x(n.c)];
  const ticks = Array.from({ length: 7 }, (_, k) => ((k - 3) * reach) / 3);
  return svg(440, 420, says(s), house(["i", s.i, "input"], ["g", s.g, "candidate"],
    ["i g", n.written, "candidate"], s.c == null && "i")
    + text(30, 318, "The memory: kept, then written to", { class: "title" })
    + line(40, 370, 400, 370, { class: "axis" })
    + ticks.map((v) => line(at.x(v), 366, at.x(v), 374, { class: "axis" })
      + text(at.x(v), 390, fmt(v, reach > 3 ? 1 : 0), { class: "mid small" })).join("")
    + tag("circle", { cx: a, cy: 370, r: 6, class: "dot" })
    + tag("circle", { cx: b, cy: 370, r: 6, class: "cell" })
    + (Math.abs(b - a) > 10 ? arrow(a, 350, b, 350, { class: "candidate" }) : "")
    + text(40, 412, `kept ${fmt(s.kept)}`, { class: "value" })
    + text(400, 412, `c_{t} = ${fmt(n.c)}`, { class: "end value" }));
};

export default picture({ traits, draw, says });
