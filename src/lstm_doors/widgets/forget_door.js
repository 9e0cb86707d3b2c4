// The forget door: what it lets through of the memory, now and in 50 steps.
import { fmt, frame, house, line, path, picture, svg, tag, text, word }
  from "./draw.js";

export const traits = ["f", "c_prev", "kept", "memory"];
const STEPS = 50;

// f in [0, 1] -> steps until half is left: 0 (at once) to Infinity (never).
export const half_life = (f) =>
  f <= 0 ? 0 : f >= 1 ? Infinity : Math.log(0.5) / Math.log(f);

// kept and memory come from Python when a student's own functions drive the door.
export const numbers = ({ f, c_prev, kept, memory }) => ({
  kept: kept ?? f * c_prev,
  memory: memory?.length ? memory
    : Array.from({ length: STEPS + 1 }, (_, k) => c_prev * f ** k),
  half: half_life(f),
});

const ends = (half) =>
  half === 0 ? "nothing is left after one step"
    : half === Infinity ? "nothing is ever lost"
      : `half is left after ${fmt(half, 1)} steps`;

export const says = (s) => {
  const n = numbers(s);
  return `The forget door is ${word(s.f)}, f = ${fmt(s.f)}. Of the memory `
    + `${fmt(s.c_prev)} it lets ${fmt(n.kept)} through`
    + (s.memory?.length ? "." : `; held there, ${ends(n.half)}.`);
};

const note = (half) => {
  if (!(half >= 0)) return "";
  if (half === Infinity) return "never halves";
  if (half === 0) return "cleared at once";
  return `half-life ${fmt(half, 1)} steps${half > STEPS ? ", beyond this picture" : ""}`;
};

const chart = (s, n) => {
  const sign = s.c_prev < 0 ? -1 : 1;
  const top = Math.max(2, ...n.memory.map(Math.abs));
  const at = frame(52, 330, 368, 88, [0, STEPS], [0, top]);
  const curve = n.memory.map((c) => sign * c);
  const half = s.memory?.length ? NaN : n.half;
  const [hx, hy] = [at.x(half), at.y(Math.abs(s.c_prev) / 2)];
  const mark = half > 0 && half <= STEPS ? line(hx, at.y(0), hx, hy, { class: "mark" })
    + tag("circle", { cx: hx, cy: hy, r: 4.5, class: "dot" }) : "";
  return text(30, 318, "The memory, if the door stays so", { class: "title" })
    + at.ys([0, top / 2, top], (v) => fmt(sign * v, top > 2 ? 1 : 0))
    + path([[at.x(0), at.y(0)], ...curve.map((c, k) => [at.x(k), at.y(c)]),
      [at.x(STEPS), at.y(0)]], { class: "area cell" })
    + at.curve(curve, { class: "curve cell" }) + mark
    + at.xs([0, 10, 20, 30, 40, 50], "steps from now")
    + text(52, 454, note(half), { class: "title" });
};

export const draw = (s) => {
  const n = numbers(s);
  return svg(440, 462, says(s), house(["f", s.f, "forget"], ["c_{t−1}", s.c_prev, "cell"],
    ["f c_{t−1}", n.kept, "cell"], s.kept == null && "f") + chart(s, n));
};

export default picture({ traits, draw, says });
