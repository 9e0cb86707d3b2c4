// A door: any number z becomes an opening between 0 and 1.
import { doorway, fmt, frame, line, picture, rect, sigmoid, svg, tag, text, word }
  from "./draw.js";

export const traits = ["z"];
export const numbers = ({ z }) => ({ gate: sigmoid(z) });

export const says = (s) =>
  `z = ${fmt(s.z)}: the door stands at ${fmt(numbers(s).gate, 3)}, ${word(numbers(s).gate)}.`;

const CURVE = Array.from({ length: 81 }, (_, k) => sigmoid(k / 5 - 8));

export const draw = (s) => {
  const { gate } = numbers(s);
  const at = frame(214, 46, 204, 176, [-8, 8], [0, 1]);
  const curve = CURVE.map((v, k) => [k / 5 - 8, v]);
  return svg(440, 270, says(s),
    rect(16, 40, 150, 190, { class: "room" }) + line(8, 230, 174, 230, { class: "ground" })
    + doorway(46, 72, 90, 158, gate, "ink")
    + text(91, 30, word(gate), { class: "mid title" })
    + at.ys([0, 0.5, 1], (v) => fmt(v, 1))
    + tag("path", { class: "curve",
      d: "M" + curve.map(([z, v]) => `${at.x(z).toFixed(1)} ${at.y(v).toFixed(1)}`).join("L") })
    + line(at.x(s.z), at.y(0), at.x(s.z), at.y(gate), { class: "mark" })
    + line(at.x(-8), at.y(gate), at.x(s.z), at.y(gate), { class: "mark" })
    + tag("circle", { cx: at.x(s.z), cy: at.y(gate), r: 5, class: "dot" })
    + text(214, 30, `sigmoid(${fmt(s.z)}) = ${fmt(gate, 3)}`, { class: "title" })
    + at.xs([-8, -4, 0, 4, 8], "z"));
};

export default picture({ traits, draw, says });
