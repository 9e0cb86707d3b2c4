// Makes the widgets saved in a page alive without a kernel and without a
// network: reads the widget state, draws native controls for the sliders, and
// gives each anywidget picture a stand-in for its model.
(() => {
  "use strict";
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const id = (ref) => String(ref).replace("IPY_MODEL_", "");

  class Model {
    constructor({ model_name, state }) {
      this.kind = model_name;
      this.state = { ...state };
      this.heard = new Map();
      this.changed = new Set();
    }
    get(name) { return this.state[name]; }
    set(name, value) {
      if (Object.is(this.state[name], value)) return;
      this.state[name] = value;
      this.tell(`change:${name}`, value);
      this.tell("change");
    }
    save_changes() {} // there is no kernel to save to
    send() {}
    on(names, back) {
      for (const name of names.split(" ")) {
        if (!this.heard.has(name)) this.heard.set(name, new Set());
        this.heard.get(name).add(back);
      }
    }
    off(names, back) {
      for (const name of (names || [...this.heard.keys()].join(" ")).split(" "))
        back ? this.heard.get(name)?.delete(back) : this.heard.delete(name);
    }
    tell(name, value) {
      for (const back of [...(this.heard.get(name) || [])]) {
        try { back(this, value); } catch (error) { console.error(error); }
      }
    }
  }

  const make = (parent, name, attrs = {}, text) => {
    const node = parent.appendChild(document.createElement(name));
    for (const [k, v] of Object.entries(attrs)) if (v !== null) node.setAttribute(k, v);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const say = (el, sentence) =>
    make(el, "p", { class: "doors-sentence" }, sentence);
  let count = 0;
  const row = (el, m) => {
    const name = `door-control-${(count += 1)}`;
    const div = make(el, "div", { class: "doors-knob" });
    make(div, "label", { for: name }, m.get("description") || "value");
    return [div, name];
  };
  const watch = (m, show, name = "value") => { m.on(`change:${name}`, show); show(); };

  // As many decimals as the step has: 0.05 -> 2.
  const decimals = (step) => {
    const [digits, power] = String(step).split("e-");
    return (digits.split(".")[1] || "").length + Number(power || 0);
  };
  const slider = (m, el) => {
    const [div, name] = row(el, m);
    const low = m.get("min"), high = m.get("max"), step = m.get("step") ?? 1;
    const limits = { min: low, max: high };
    const range = make(div, "input", { type: "range", id: name, ...limits, step });
    const exact = make(div, "input", { type: "number", ...limits, step: "any",
      inputmode: "decimal", "aria-label": `${m.get("description")}, exact value` });
    const take = (input) => {
      const value = input.valueAsNumber;
      if (value >= low && value <= high) m.set("value", value);
    };
    const places = decimals(step);
    const shown = () => {
      const v = m.get("value"), fixed = v.toFixed(places);
      return Math.abs(Number(fixed) - v) < 1e-12 ? fixed : String(v);
    };
    const show = () => {
      range.valueAsNumber = m.get("value");
      range.setAttribute("aria-valuetext", shown());
      if (document.activeElement !== exact) exact.value = shown();
    };
    range.addEventListener("input", () => take(range));
    exact.addEventListener("input", () => take(exact));
    exact.addEventListener("change", () => { exact.value = shown(); });
    watch(m, show);
  };

  const choice = (m, el) => {
    const [div, name] = row(el, m);
    const select = make(div, "select", { id: name });
    for (const label of m.get("_options_labels")) make(select, "option", {}, label);
    select.addEventListener("change", () => m.set("index", select.selectedIndex));
    watch(m, () => { select.selectedIndex = m.get("index") ?? -1; }, "index");
  };
  const check = (m, el) => {
    const [div, name] = row(el, m);
    const box = make(div, "input", { type: "checkbox", id: name });
    box.addEventListener("change", () => m.set("value", box.checked));
    watch(m, () => { box.checked = m.get("value"); });
  };
  const play = (m, el) => {
    const button = make(el, "button", { type: "button" });
    let timer = null;
    const label = () => { button.textContent = timer ? "Stop" : "Play"; };
    const stop = () => { clearInterval(timer); timer = null; label(); };
    const next = () => {
      const value = m.get("value") + m.get("step");
      if (value > m.get("max")) stop(); else m.set("value", value);
    };
    button.addEventListener("click", () => {
      if (timer) { stop(); return; }
      if (m.get("value") >= m.get("max")) m.set("value", m.get("min"));
      timer = setInterval(next, m.get("interval"));
      label();
    });
    label();
  };
  const words = (markup) => (m, el) => {
    const p = make(el, "div", { class: "doors-label" });
    watch(m, () => {
      if (markup) p.innerHTML = m.get("value"); else p.textContent = m.get("value");
    });
  };

  const styles = new Set();
  const picture = async (m, el) => {
    const css = m.get("_css");
    if (css && !styles.has(css)) { styles.add(css); make(document.head, "style", {}, css); }
    const url = URL.createObjectURL(new Blob([m.get("_esm")], { type: "text/javascript" }));
    try {
      let widget = (await import(url)).default;
      if (typeof widget === "function") widget = await widget();
      await widget.initialize?.({ model: m });
      await widget.render({ model: m, el: make(el, "div") });
    } finally {
      URL.revokeObjectURL(url);
    }
  };

  const box = async (m, el, models) => {
    const div = make(el, "div", { class: (m.get("_dom_classes") || []).join(" ") });
    if (div.classList.contains("doors-yours")) {
      say(div, "This door is moved by your own code: open this notebook in JupyterLab"
        + " and run it.");
      return true;
    }
    const fine = m.get("children").map((child) => // none waits for another
      draw(child, make(div, "div"), models));
    return (await Promise.all(fine)).every(Boolean);
  };

  const KINDS = {
    AnyModel: picture, VBoxModel: box, HBoxModel: box, BoxModel: box, GridBoxModel: box,
    FloatSliderModel: slider, IntSliderModel: slider, LabelModel: words(false),
    HTMLModel: words(true), HTMLMathModel: words(true), DropdownModel: choice,
    ToggleButtonsModel: choice, RadioButtonsModel: choice, SelectModel: choice,
    CheckboxModel: check, ToggleButtonModel: check, PlayModel: play,
  };
  const draw = async (ref, el, models) => {
    const m = models.get(id(ref));
    const kind = KINDS[m?.kind];
    if (!kind) {
      say(el, m ? `This page cannot move a ${m.kind.replace(/Model$/, "")}: open the`
        + " notebook in JupyterLab." : "The state of this widget is not in the page:"
        + " build the book again.");
      return false;
    }
    try {
      return (await kind(m, el, models)) ?? true;
    } catch (error) {
      console.error(error);
      say(el, `This picture could not be drawn (${error.message}).`);
      return false;
    }
  };

  const tie = (m, models) => {
    const [[a, from], [b, to]] = ["source", "target"].map((end) => {
      const [ref, name] = m.get(end);
      return [models.get(id(ref)), name];
    });
    if (!a || !b) return;
    const push = (x, p, y, q) => { x.on(`change:${p}`, () => y.set(q, x.get(p))); };
    push(a, from, b, to);
    if (m.kind === "LinkModel") push(b, to, a, from);
    b.set(to, a.get(from));
  };

  // The still stays for paper: let it show where this door starts.
  const replace = (still, host) => {
    const drawn = host.querySelector(".doors-picture svg");
    if (drawn) still?.querySelector(":scope > svg")?.replaceWith(drawn.cloneNode(true));
    still?.classList.add("doors-replaced");
  };

  const start = async () => {
    const models = new Map();
    for (const script of document.querySelectorAll(STATE)) {
      try {
        for (const [key, saved] of Object.entries(JSON.parse(script.textContent).state))
          models.set(key, new Model(saved));
      } catch (error) { console.error(error); }
    }
    for (const m of models.values())
      if (/^(Directional)?LinkModel$/.test(m.kind)) tie(m, models);
    await Promise.all([...document.querySelectorAll(VIEW)].map(async (script) => {
      const host = document.createElement("div");
      host.className = "doors-host";
      let ref = "";
      try { ref = JSON.parse(script.textContent).model_id; } catch (e) { console.error(e); }
      const still = script.parentNode.querySelector(":scope > .doors-still");
      host.hidden = true; // until sliders and picture are there together
      script.after(host);
      if (await draw(ref, host, models)) replace(still, host);
      host.hidden = false;
    }));
    document.documentElement.dataset.doors = "alive";
  };
  // As soon as the page is read, before its deferred scripts have come.
  if (document.readyState !== "loading") start();
  else document.addEventListener("readystatechange", start, { once: true });
})();
