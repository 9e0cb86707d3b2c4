// What every picture shares: numbers, pieces of SVG, and the life of a picture.
// Python puts this file in front of each module, so keep it small.

export const sigmoid = (z) =>
  z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));

// 0.9 -> "0.90", -1 -> "−1.00" with a true minus, never "−0.00".
export const fmt = (v, digits = 2) => {
  if (!Number.isFinite(v)) return Number.isNaN(v) ? "nan" : v > 0 ? "∞" : "−∞";
  const size = Math.abs(v);
  const text =
    (size >= 1e4 || (size > 0 && size < 0.5 * 10 ** -digits && digits > 2))
      ? size.toExponential(1).replace("+", "") : size.toFixed(digits);
  return v < 0 && Number(text) !== 0 ? "−" + text : text;
};

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escape = (s) => String(s).replace(/[&<>"]/g, (c) => ESCAPES[c]);

const r1 = (v) => (typeof v === "number" ? Math.round(v * 10) / 10 : escape(v));

// tag("rect", { x: 1, class: "forget" }) -> '<rect x="1" class="forget"></rect>'
export const tag = (name, attrs = {}, inside = "") => {
  const list = Object.entries(attrs).map(([k, v]) => ` ${k}="${r1(v)}"`);
  return `<${name}${list.join("")}>${inside}</${name}>`;
};
export const rect = (x, y, width, height, attrs) =>
  tag("rect", { x, y, width: Math.max(0, width), height: Math.max(0, height), ...attrs });
export const line = (x1, y1, x2, y2, attrs) =>
  tag("line", { x1, y1, x2, y2, ...attrs });
export const path = (points, attrs) =>
  tag("path", { d: "M" + points.map((p) => p.map(r1).join(" ")).join("L"), ...attrs });

// "c_{t−1} = 1" -> the same with a lowered t−1.
export const maths = (s) =>
  escape(s).replace(/_\{([^}]*)\}/g,
    '<tspan dy="4" font-size="75%">$1</tspan><tspan dy="-4">&#8203;</tspan>');
export const text = (x, y, s, attrs) => tag("text", { x, y, ...attrs }, maths(s));

// A bar from a zero line: up for positive, down for negative.
export const bar = (x, zero, width, value, scale, attrs) =>
  rect(x, value >= 0 ? zero - value * scale : zero, width, Math.abs(value) * scale, attrs);

// A line with an arrow head at its end; `width` is the thickness.
export const arrow = (x1, y1, x2, y2, attrs = {}) => {
  const a = Math.atan2(y2 - y1, x2 - x1), n = 8;
  const at = (turn, back) =>
    [x2 - back * Math.cos(a + turn), y2 - back * Math.sin(a + turn)];
  return line(x1, y1, ...at(0, n * 0.7), { ...attrs, class: `flow ${attrs.class || ""}` })
    + tag("path", { d: `M${[[x2, y2], at(0.45, n), at(-0.45, n)]
      .map((p) => p.map(r1).join(" ")).join("L")}Z`,
      class: `head ${attrs.class || ""}` });
};

export const svg = (width, height, label, inside) =>
  tag("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    inside);

export const word = (gate) =>
  gate < 0 || gate > 1 ? "outside 0 to 1" : gate < 0.005 ? "shut" : gate < 0.35 ? "nearly shut" : gate < 0.65 ? "ajar"
    : gate < 0.995 ? "nearly open" : "open";

// A door in its frame: hinge on the left, its leaf swings towards the reader.
export const doorway = (x, y, w, h, open, gate) => {
  const turn = (Math.max(0, Math.min(1, open)) * 82 * Math.PI) / 180;
  const edge = x + w * Math.cos(turn), out = w * 0.16 * Math.sin(turn);
  const at = (u, v) => // u along the leaf, v down it, both in 0..1
    [x + (edge - x) * u, y - out * u + (h + 2 * out * u) * v];
  const panel = (v0, v1) => path([at(0.18, v0), at(0.82, v0), at(0.82, v1), at(0.18, v1),
    at(0.18, v0)], { class: "panel" });
  const knob = at(0.88, 0.54);
  return rect(x, y, w, h, { class: "beyond" })
    + rect(x - 5, y - 5, w + 10, h + 5, { class: "frame" })
    + path([at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)], { class: `leaf ${gate}` })
    + panel(0.08, 0.44) + panel(0.56, 0.92)
    + tag("circle", { cx: knob[0], cy: knob[1], r: 3.5, class: "knob" });
};

// A shelf with an amount on it: above the board when positive, below when not.
const shelf = (x, [name, value, kind]) => {
  const scale = Math.min(36, 76 / Math.max(Math.abs(value), 1e-9));
  return line(x - 40, 178, x + 40, 178, { class: "axis" })
    + bar(x - 22, 178, 44, value, scale, { class: kind, rx: 2 })
    + text(x, 284, `${name} = ${fmt(value)}`, { class: "mid value" });
};

// One house, one door: an amount before it, the door, what came through.
// gate is [letter, value, colour]; before and after are [name, value, colour].
export const house = (gate, before, after, drag) => {
  const [letter, open, kind] = gate;
  return path([[14, 84], [220, 14], [426, 84], [14, 84]], { class: "roof" })
    + rect(30, 84, 380, 180, { class: "room" })
    + shelf(94, before) + arrow(138, 178, 171, 178, { class: before[2] })
    + (open > 0 ? arrow(270, 178, 303, 178,
      { class: after[2], "stroke-width": 0.5 + 3.5 * Math.min(1, open) }) : "")
    + shelf(346, after)
    + line(14, 264, 426, 264, { class: "ground" })
    + doorway(180, 120, 80, 144, open, kind)
    + text(220, 68, `${letter} = ${fmt(open)}`, { class: `mid big ${kind}` })
    + text(220, 101, word(open), { class: "mid" })
    + (drag ? rect(180, 108, 80, 160, { class: "grip", "data-drag": drag }) : "");
};

// A frame for curves: x in [x0, x1] and y in [y0, y1] to the plot's pixels.
export const frame = (left, top, width, height, [x0, x1], [y0, y1]) => ({
  x: (v) => left + ((v - x0) / (x1 - x0)) * width,
  y: (v) => top + height
    - ((Math.max(y0, Math.min(y1, v)) - y0) / (y1 - y0)) * height,
  xs(values, name) {
    const y = top + height;
    return values.map((v) => text(this.x(v), y + 18, fmt(v, 0), { class: "mid small" }))
      .join("") + text(left + width, y + 36, name, { class: "end small" });
  },
  ys(values, label = (v) => fmt(v, 0)) {
    return values.map((v) => line(left, this.y(v), left + width, this.y(v), { class: "grid" })
      + text(left - 7, this.y(v) + 5, label(v), { class: "end small" })).join("");
  },
  curve(values, attrs, start = 0) {
    return path(values.map((v, k) => [this.x(start + k), this.y(v)]), attrs);
  },
});

// [["write", "Write"], ...] -> a row of buttons.
export const buttons = (list) => tag("div", { class: "doors-buttons" },
  list.map(([name, label]) =>
    tag("button", { type: "button", "data-act": name }, escape(label))).join(""));

// Change what differs and leave the rest, so that focus and hover survive.
const walk = (a, b) => {
  if (a.nodeType !== 1) {
    if (a.nodeValue !== b.nodeValue) a.nodeValue = b.nodeValue;
    return;
  }
  for (const { name, value } of b.attributes)
    if (a.getAttribute(name) !== value) a.setAttribute(name, value);
  for (const { name } of [...a.attributes])
    if (!b.hasAttribute(name)) a.removeAttribute(name);
  const [as, bs] = [[...a.childNodes], [...b.childNodes]];
  if (as.length === bs.length && as.every((n, i) => n.nodeName === bs[i].nodeName))
    as.forEach((n, i) => walk(n, bs[i]));
  else a.replaceChildren(...bs);
};

const make = (parent, name, attrs) => {
  const node = parent.appendChild(document.createElement(name));
  for (const [k, v] of Object.entries(attrs)) node.setAttribute(k, v);
  return node;
};

// ipywidgets' sliders have no spoken name and a rounded value: give them both.
const nameSliders = (el) => {
  for (const row of el.closest(".doors-live")?.querySelectorAll(".widget-slider") || []) {
    const [label, handle, readout] = [".widget-label", ".noUi-handle", ".widget-readout"]
      .map((part) => row.querySelector(part));
    if (!label || !handle || !readout) continue;
    handle.setAttribute("aria-label", label.textContent);
    handle.setAttribute("aria-valuetext", readout.textContent);
    readout.setAttribute("role", "textbox");
    readout.setAttribute("aria-label", `${label.textContent}, exact value`);
  }
};

// The anywidget made of a picture: draw(state) -> markup, says(state) -> text,
// act(state, name, value) -> the traits that a button or a word changes.
export const picture = ({ traits, draw, says, act }) => ({
  render({ model, el }) {
    el.classList.add("doors");
    const box = make(el, "div", { class: "doors-picture" });
    const caption = make(el, "p", { class: "doors-says", "aria-hidden": "true" });
    const status = make(el, "p", { class: "doors-status", role: "status" });
    const state = () => Object.fromEntries(traits.map((n) => [n, model.get(n)]));
    let timer, first = true;
    const show = () => {
      const s = state(), error = model.get("error");
      const now = error || says(s);
      const next = document.createElement("div");
      next.className = box.className;
      next.innerHTML = error ? tag("p", { class: "doors-error" }, escape(error)) : draw(s);
      walk(box, next);
      caption.textContent = error ? "" : now;
      clearTimeout(timer); // speak when the hand rests, not while it moves
      if (!first) timer = setTimeout(() => { status.textContent = now; }, 700);
      first = false;
      setTimeout(nameSliders, 0, el);
    };
    const does = (event) => {
      const at = event.target.closest?.("[data-act]");
      if (!at || !act || (event.type === "pointerover" && !("hover" in at.dataset))) return;
      const { act: name, value } = at.dataset;
      for (const [k, v] of Object.entries(act(state(), name, value))) model.set(k, v);
      model.save_changes();
    };
    let held = null; // the door that a hand is on
    const swing = (event) => {
      if (!held) return;
      const edge = Math.max(0, Math.min(1, (event.clientX - held.left) / held.width));
      const open = Math.min(1, Math.acos(edge) / ((82 * Math.PI) / 180));
      model.set(held.name, Math.round(open * 100) / 100);
      model.save_changes();
    };
    box.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest?.("[data-drag]");
      if (!grip) return;
      const { left, width } = grip.getBoundingClientRect();
      held = { name: grip.dataset.drag, left, width };
      box.setPointerCapture(event.pointerId); // the box outlives each drawing
      swing(event);
    });
    box.addEventListener("pointermove", swing);
    for (const end of ["pointerup", "pointercancel"])
      box.addEventListener(end, () => { held = null; });
    box.addEventListener("click", does);
    box.addEventListener("pointerover", does);
    const names = [...traits, "error"];
    names.forEach((n) => model.on(`change:${n}`, show));
    show();
    const placed = new ResizeObserver(() => nameSliders(el)); // once laid out
    placed.observe(el);
    return () => {
      placed.disconnect();
      clearTimeout(timer);
      names.forEach((n) => model.off(`change:${n}`, show));
    };
  },
});
