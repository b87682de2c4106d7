// The drawing kit: elements, scales, axes, control rows, formula, messages, and the life of a view.
// It knows no figure and no Python; transport.js carries the questions, each figure has its own file.

const SVG = "http://www.w3.org/2000/svg";
let count = 0;

export const uid = (stem) => `an-${stem}-${++count}-${Math.random().toString(36).slice(2, 7)}`;

export function attr(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

// JupyterLab takes keys away from whatever its shortcuts' selectors match, a focused slider too. It looks for
// this attribute from the focused element outwards, so it has to stand on that element itself.
const KEYS_STAY = { "data-lm-suppress-shortcuts": "true" };
const FOCUSABLE = new Set(["input", "button", "select", "summary"]);

export function el(tag, attributes = {}, ...children) {
  const node = attr(document.createElement(tag), FOCUSABLE.has(tag) ? { ...KEYS_STAY, ...attributes } : attributes);
  node.append(...children);
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = attr(document.createElementNS(SVG, tag), "tabindex" in attributes ? { ...KEYS_STAY, ...attributes } : attributes);
  node.append(...children);
  return node;
}

// ---- pure functions, tested with node ----

export function format(value, digits = 2) {
  if (value === null || !Number.isFinite(value)) return "not a number";
  const rounded = Number(value.toFixed(digits));
  if (rounded === 0) return "0.0";
  return (Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded)).replace("-", "\u2212");
}

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export function ticks(low, high, wanted = 5) {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((m) => m * power >= rough);
  const marks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    marks.push(Number((i * step).toPrecision(12)));
  }
  return marks;
}

export function scale([a, b], [p, q]) {
  const to = (value) => p + ((value - a) / (b - a)) * (q - p);
  to.invert = (pixel) => a + ((pixel - p) / (q - p)) * (b - a);
  return to;
}

export function path(xs, ys, x, y, limit = 1e4) {
  let d = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i++) {
    if (ys[i] === null || !Number.isFinite(ys[i])) {
      pen = "M";
      continue;
    }
    d += `${pen}${x(xs[i]).toFixed(1)} ${clamp(y(ys[i]), -limit, limit).toFixed(1)}`;
    pen = "L";
  }
  return d;
}

export function floats(view) {
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

export function randomValue({ min, max, step }, random = Math.random) {
  const steps = Math.round((max - min) / step);
  return Number((min + step * Math.floor(random() * (steps + 1))).toFixed(6));
}

// ---- axes ----

export function plot(view, options) {
  const { xlabel, ylabel, title, square = false, height = 260, label, interactive = false } = options;
  const margin = { left: 46, right: 12, top: title ? 28 : 10, bottom: 42 };
  const picture = svg("svg", { role: interactive ? "group" : "img", "aria-label": label });
  const box = el("div", { class: `an-plot${square ? " an-square" : ""}` }, picture);
  const clip = uid("clip");
  const frame = svg("rect", {});
  const axes = svg("g", { class: "an-axes", "aria-hidden": "true" });
  const data = svg("g", { "clip-path": `url(#${clip})` });
  const over = svg("g");
  picture.append(svg("defs", {}, svg("clipPath", { id: clip }, frame)), axes, data, over);
  const self = { box, picture, data, over, x: null, y: null, inner: null, xlim: options.xlim, ylim: options.ylim };

  self.layout = () => {
    const width = Math.round(box.clientWidth || 360);
    const tall = square ? width - margin.left - margin.right + margin.top + margin.bottom : height;
    if (self.width === width && self.drawnFor === `${self.xlim}|${self.ylim}`) return false;
    self.width = width;
    self.drawnFor = `${self.xlim}|${self.ylim}`;
    const inner = { left: margin.left, right: width - margin.right, top: margin.top, bottom: tall - margin.bottom };
    self.inner = inner;
    self.x = scale(self.xlim, [inner.left, inner.right]);
    self.y = scale(self.ylim, [inner.bottom, inner.top]);
    attr(picture, { width, height: tall, viewBox: `0 0 ${width} ${tall}` });
    attr(frame, { x: inner.left, y: inner.top, width: inner.right - inner.left, height: inner.bottom - inner.top });
    const parts = [];
    for (const value of ticks(...self.xlim)) {
      const px = self.x(value);
      parts.push(svg("line", { class: value === 0 ? "an-zero-line" : "an-grid", x1: px, x2: px, y1: inner.top, y2: inner.bottom }));
      parts.push(svg("text", { class: "an-tick", x: px, y: inner.bottom + 17, "text-anchor": "middle" }, String(value).replace("-", "\u2212")));
    }
    for (const value of ticks(...self.ylim)) {
      const py = self.y(value);
      parts.push(svg("line", { class: value === 0 ? "an-zero-line" : "an-grid", y1: py, y2: py, x1: inner.left, x2: inner.right }));
      parts.push(svg("text", { class: "an-tick", x: inner.left - 7, y: py + 4, "text-anchor": "end" }, String(value).replace("-", "\u2212")));
    }
    parts.push(svg("text", { class: "an-axis", x: (inner.left + inner.right) / 2, y: tall - 6, "text-anchor": "middle" }, xlabel));
    const middle = (inner.top + inner.bottom) / 2;
    parts.push(svg("text", { class: "an-axis", x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` }, ylabel));
    if (title) parts.push(svg("text", { class: "an-plot-title", x: inner.left, y: 17 }, title));
    axes.replaceChildren(...parts);
    return true;
  };
  self.point = (event) => {
    const rect = picture.getBoundingClientRect();
    return [self.x.invert(event.clientX - rect.left), self.y.invert(event.clientY - rect.top)];
  };
  view.plots.push(self);
  return self;
}

export function drag(node, { start = () => {}, move, end = () => {} }) {
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || start(event) === false) return;
    event.preventDefault();
    event.stopPropagation();
    node.setPointerCapture(event.pointerId);
    const moved = (e) => move(e);
    const done = (e) => {
      node.removeEventListener("pointermove", moved);
      node.removeEventListener("pointerup", done);
      node.removeEventListener("pointercancel", done);
      end(e);
    };
    node.addEventListener("pointermove", moved);
    node.addEventListener("pointerup", done);
    node.addEventListener("pointercancel", done);
  });
}

// ---- controls ----

export function sliderRow(view, spec) {
  const id = uid("range");
  const range = el("input", { type: "range", id, min: spec.min, max: spec.max, step: spec.step });
  const number = el("input", { type: "number", step: spec.step, "aria-label": `${spec.name}, as a number` });
  const row = el("div", { class: "an-row", "data-hue": spec.hue }, el("label", { for: id }, spec.label), range, number);
  const show = (value) => {
    range.value = value;
    if (document.activeElement !== number || Number(number.value) !== value) number.value = Number(value.toFixed(4));
    range.setAttribute("aria-valuetext", `${spec.name} ${format(value)}`);
  };
  range.addEventListener("input", () => view.set({ [spec.key]: Number(range.value) }));
  number.addEventListener("input", () => {
    const value = Number(number.value);
    if (number.value !== "" && Number.isFinite(value)) view.set({ [spec.key]: clamp(value, -1e6, 1e6) });
  });
  for (const kind of ["pointerenter", "focusin"]) row.addEventListener(kind, () => view.mark(spec.key));
  for (const kind of ["pointerleave", "focusout"]) row.addEventListener(kind, () => view.mark(null));
  view.shown.push((params) => show(params[spec.key]));
  return row;
}

export function button(text, action, attributes = {}) {
  const node = el("button", { type: "button", class: "an-button", ...attributes }, text);
  node.addEventListener("click", action);
  return node;
}

export function panel(view, ...extra) {
  const { sliders = [] } = view.setup;
  const rows = el("div", { class: "an-rows" });
  for (const spec of sliders) rows.append(sliderRow(view, spec));
  const reset = button("Reset", () => view.set(structuredClone(view.initial)));
  const chance = button("Randomise", () => view.set(Object.fromEntries(sliders.map((s) => [s.key, randomValue(s)]))));
  return el("div", { class: "an-panel" }, rows, el("div", { class: "an-buttons" }, reset, ...(sliders.length ? [chance] : []), ...extra));
}

export function formula(view) {
  const box = el("div", { class: "an-formula" });
  const draw = (lines) => {
    box.replaceChildren(...lines.map((line) => el("div", {}, ...line.map((token) => {
      if (typeof token === "string") return token;
      const [text, key, hue] = token;
      return el("span", { "data-key": key || null, "data-hue": hue || null, class: key && key === view.marked ? "an-marked" : null }, text);
    }))));
  };
  return { box, draw };
}

// ---- the life of a view ----

function badges(box, shown) {
  const text = shown.join(", ");
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.replaceChildren("Drawn by ", ...shown.map((name) =>
    el("span", { class: name.startsWith("your") ? "an-badge an-yours" : "an-badge" }, name)));
}

function troubles(box, list) {
  const text = list.join("\n");
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.hidden = !list.length;
  box.replaceChildren(...list.map((line) => el("div", {}, line)));
}

function speaker(box, wait = 1000) {
  let timer = null;
  let next = "";
  return {
    say(text) {
      next = text;
      if (timer !== null) return;
      timer = setTimeout(() => { timer = null; if (box.textContent !== next) box.textContent = next; }, wait);
    },
    stop() { clearTimeout(timer); },
  };
}

// build(view) fills view.stage and returns { draw(frame, arrays, params), frame?(params), arrived?(frame, arrays, params) }:
// with `frame` the figure computes in the browser, without it Python is asked. An answer is drawn as it comes, or, with
// `arrived`, when the figure calls view.draw with it.
export function live(build) {
  return {
    render({ model, el: host }) {
      const { setup, params, frame, arrays } = model.get("state");
      const root = el("div", { class: "an", ...KEYS_STAY, role: "group", "aria-label": setup.title });
      const stage = el("div", { class: "an-stage" });
      const alert = el("div", { class: "an-alert", role: "alert", hidden: true });
      const spoken = el("div", { class: "an-spoken", "aria-live": "polite" });
      const by = el("div", { class: "an-by" });
      const twin = el("details", { class: "an-twin" }, el("summary", {}, "In words"), el("p"));
      root.append(el("div", { class: "an-head" }, el("strong", {}, setup.title), by), stage, alert, twin, spoken);
      host.append(root);
      const voice = speaker(spoken);
      const view = { root, stage, setup, params: structuredClone(params), initial: params, plots: [], shown: [], stops: [], say: voice.say };
      view.mark = (key) => {
        view.marked = key;
        for (const node of root.querySelectorAll("[data-key]")) node.classList.toggle("an-marked", node.dataset.key === key);
      };
      let last = null;
      const tell = () => { if (twin.open && last) twin.lastChild.textContent = last[0].words || ""; };
      twin.addEventListener("toggle", tell);
      const draw = (next, buffers, asked) => {
        last = [next, buffers, asked];
        figure.draw(next, buffers, asked);
        badges(by, next.shown_by || []);
        by.hidden = !(next.shown_by || []).length;
        troubles(alert, next.trouble || []);
        twin.hidden = !next.words;
        tell();
        root.dataset.frame = String(Number(root.dataset.frame || 0) + 1);
      };
      view.draw = (next, buffers, asked) => { draw(next, buffers, asked); voice.say(next.say || ""); };
      const figure = build(view);
      const line = figure.frame ? null : transport(model, {
        frame: figure.arrived || view.draw,
        silence: (text) => troubles(alert, [text]),
      });
      view.set = (changes) => {
        Object.assign(view.params, changes);
        for (const show of view.shown) show(view.params);
        if (line) line.ask(structuredClone(view.params));
        else view.draw(figure.frame(view.params), {}, view.params);
      };
      const fit = () => {
        const changed = view.plots.map((p) => p.layout());
        if (changed.some(Boolean) && last) figure.draw(...last);
      };
      for (const show of view.shown) show(view.params);
      fit();
      draw(frame, Object.fromEntries(Object.entries(arrays).map(([k, v]) => [k, floats(v)])), view.params);
      const watcher = new ResizeObserver(fit);
      watcher.observe(root);
      return () => {
        watcher.disconnect();
        voice.stop();
        if (line) line.close();
        for (const stop of view.stops) stop();
        root.remove();
      };
    },
  };
}
