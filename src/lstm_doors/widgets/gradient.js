// The gradient against the lag, on a logarithmic axis, from tables that
// Python computed: one row for each value on the grid of the slider.
import { fmt, frame, line, picture, svg, text } from "./draw.js";

export const traits = ["value", "name", "grid", "lags", "curves"];
const [LOW, HIGH] = [-16, 10];

// The row of the grid that is nearest to the slider.
export const numbers = ({ value, grid, curves }) => {
  const miss = grid.map((v) => Math.abs(v - value));
  const row = miss.indexOf(Math.min(...miss));
  return Object.fromEntries(Object.entries(curves).map(([k, rows]) => [k, rows[row] ?? []]));
};

const power = (v) => (v === null ? "nothing" : Math.abs(v) < 2 ? fmt(10 ** v)
  : `10 to the ${fmt(v, 1)}`);

export const says = (s) => {
  const last = s.lags.at(-1);
  const list = Object.entries(numbers(s)).map(([k, row]) => `${k} ${power(row.at(-1))}`);
  return `${s.name} ${fmt(s.value)}: what is left of the gradient ${last} steps back is: `
    + `${list.join(", ")}.`;
};

const STYLES = ["curve cell", "curve dashed", "curve thin dotted"];
const sups = (v) => [...String(v)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("");

export const draw = (s) => {
  const rows = Object.entries(numbers(s));
  const top = 34 + rows.length * 22;
  const at = frame(52, top, 368, 220, [0, s.lags.at(-1)], [LOW, HIGH]);
  const curve = (row, kind) => `<path class="${kind}" d="${row.map((v, k) =>
    `${k ? "L" : "M"}${at.x(s.lags[k]).toFixed(1)} ${at.y(v ?? LOW).toFixed(1)}`).join("")}"></path>`;
  return svg(440, top + 264, says(s),
    text(30, 20, "Size of the gradient, by steps back", { class: "title" })
    + rows.map(([name], k) => line(52, 38 + k * 22, 92, 38 + k * 22, { class: STYLES[k] })
      + text(100, 43 + k * 22, name, {})).join("")
    + at.ys([-15, -10, -5, 0, 5, 10], (v) => `10${sups(v)}`)
    + line(52, at.y(0), 420, at.y(0), { class: "axis" })
    + rows.map(([, row], k) => curve(row, STYLES[k])).join("")
    + at.xs([0, 10, 20, 30, 40, 50], "steps back"));
};

export default picture({ traits, draw, says });
