// The output door: how much of the memory is shown; the memory itself stays.
import { fmt, house, line, picture, rect, svg, text, word } from "./draw.js";

export const traits = ["o", "c", "h"];

// h comes from Python when a student's own functions drive the door.
export const numbers = ({ o, c, h }) => {
  const squashed = Math.tanh(c);
  return { squashed, h: h ?? o * squashed };
};

export const says = (s) => {
  const n = numbers(s);
  return `The output door is ${word(s.o)}, o = ${fmt(s.o)}. The memory c = ${fmt(s.c)} is `
    + `squashed to ${fmt(n.squashed)} and shown as h = ${fmt(n.h)}; c itself stays ${fmt(s.c)}.`;
};

const row = (y, name, value, kind) => {
  const [zero, scale] = [250, Math.min(50, 165 / Math.max(Math.abs(value), 1e-9))];
  const end = zero + value * scale;
  return text(30, y + 16, name, {}) + line(zero, y - 4, zero, y + 26, { class: "axis" })
    + rect(Math.min(zero, end), y, Math.abs(end - zero), 22, { class: kind, rx: 2 })
    + text(value < 0 ? zero + 8 : zero - 8, y + 16, fmt(value),
      { class: value < 0 ? "value" : "end value" });
};

export const draw = (s) => {
  const n = numbers(s);
  return svg(440, 424, says(s), house(["o", s.o, "output"], ["tanh c", n.squashed, "cell"],
    ["h", n.h, "hidden"], s.h == null && "o")
    + row(310, "kept, c", s.c, "cell") + row(348, "squashed, tanh c", n.squashed, "cell")
    + row(386, "shown, h", n.h, "hidden"));
};

export default picture({ traits, draw, says });
