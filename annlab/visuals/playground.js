// The playground: settings above, the network with a small map in every unit, the large map, the losses. Python trains;
// while it plays, the view asks for the picture some steps further on, as often as pictures come and the screen can show them.

// ---- pure functions, tested with node ----

// The middle of every unit, layer by layer, in a drawing of this size; the last one is the output.
export function unitPlaces(sizes, width, height, side) {
  const across = (n) => side / 2 + 8 + (n * (width - side - 16)) / (sizes.length - 1);
  return sizes.map((size, n) => Array.from({ length: size }, (_, k) => [across(n), height * ((k + 0.5) / size)]));
}

// The number of a hidden unit, counted over all hidden layers; -1 for the output, null for an input.
export function unitNumber(sizes, n, k) {
  if (n === 0) return null;
  if (n === sizes.length - 1) return -1;
  return sizes.slice(1, n).reduce((sum, size) => sum + size, 0) + k;
}

// Pixels of a map of n x n values from 0 to 1, from the bottom left, between two colours.
export function pixels(values, start, n, one, zero) {
  const data = new Uint8ClampedArray(4 * n * n);
  for (let row = 0; row < n; row++) for (let column = 0; column < n; column++) {
    const value = clamp(values[start + row * n + column], 0, 1);
    const at = 4 * ((n - 1 - row) * n + column);
    for (let c = 0; c < 3; c++) data[at + c] = zero[c] + (one[c] - zero[c]) * value;
    data[at + 3] = 255;
  }
  return data;
}

// The three columns of a flat array of rows (step, loss, loss on fresh points).
export function columns(values) {
  return [0, 1, 2].map((c) => Array.from({ length: values.length / 3 }, (_, i) => values[3 * i + c]));
}

// The smallest of 1, 2, 5, 10, 20, ... that is at least value: limits of axes that do not change at every picture.
export function roundUp(value, least) {
  let limit = least;
  for (let i = 0; limit < value && i < 60; i++) limit *= [2, 2.5, 2][i % 3];
  return limit;
}

// ---- the figure ----

const FASTEST = 12;  // milliseconds between two questions

const LABELS = {
  data: "data", noise: "noise", activation: "hidden activation", init: "start", optimiser: "optimiser", eta: "learning rate",
  batch: "batch", l2: "L2", speed: "per picture",
};

const figure = live((view) => {
  const { choices, cells, small, xlim, ylim, most_layers, most_units, most_steps } = view.setup;
  const restart = (changes) => { pause(); view.set({ ...changes, t: 0, shown: -1 }); };

  // settings
  const select = (label, options, change) => {
    const id = uid("select");
    const node = el("select", { id }, ...options.map(([value, text]) => el("option", { value }, text)));
    node.addEventListener("change", () => change(node.value));
    return { node, box: el("span", {}, el("label", { for: id }, label), " ", node) };
  };
  const selects = choices.map(([key, options]) => {
    const known = options.map(([value]) => value);
    const made = select(LABELS[key], options, (text) => {
      const value = known.find((v) => String(v) === text);
      if (key === "speed") view.set({ speed: value });
      else restart({ [key]: value });
    });
    view.shown.push((params) => { made.node.value = String(params[key]); });
    return made.box;
  });
  const depth = select("hidden layers", Array.from({ length: most_layers + 1 }, (_, n) => [n, String(n)]), (text) => {
    const { hidden } = view.params;
    restart({ hidden: Array.from({ length: Number(text) }, (_, i) => hidden[i] ?? hidden[hidden.length - 1] ?? 4) });
  });
  const widths = Array.from({ length: most_layers }, (_, i) => {
    const made = select(`units in layer ${i + 1}`, Array.from({ length: most_units }, (_, n) => [n + 1, String(n + 1)]), (text) => {
      restart({ hidden: view.params.hidden.map((n, k) => (k === i ? Number(text) : n)) });
    });
    view.shown.push(({ hidden }) => { made.box.hidden = i >= hidden.length; if (i < hidden.length) made.node.value = String(hidden[i]); });
    return made.box;
  });
  view.shown.push(({ hidden }) => { depth.node.value = String(hidden.length); });

  // Playing: every picture that comes allows one more question. It is asked at once, or, where pictures come faster than
  // they can be seen or the page is not seen at all, when the screen is next drawn.
  let playing = false;
  let owed = 0;
  let request = null;
  let asked = 0;
  let halted = false;
  const next = () => {
    if (!playing || !owed) return;
    if (halted || view.params.t >= most_steps) { pause(); return; }
    owed -= 1;
    asked = performance.now();
    view.set({ t: Math.min(view.params.t + view.params.speed, most_steps) });
  };
  const tick = () => { request = null; next(); if (playing && owed) due(0); };
  const due = (more = 1) => {
    owed = Math.min(owed + more, 2);
    if (!playing || request !== null) return;
    if (!more || document.hidden || performance.now() - asked < FASTEST) request = requestAnimationFrame(tick);
    else next();
  };
  function pause() {
    playing = false;
    owed = 0;
    play.textContent = "Play";
    attr(play, { "aria-pressed": "false" });
  }
  const play = button("Play", () => {
    if (playing) { pause(); return; }
    playing = true;
    play.textContent = "Pause";
    attr(play, { "aria-pressed": "true" });
    due();
    due();
  }, { "aria-pressed": "false" });
  const step = button("One step", () => { pause(); view.set({ t: view.params.t + 1 }); });
  const reset = button("Reset", () => { pause(); view.set({ t: 0 }); });
  const again = button("Another start", () => restart({ seed: view.params.seed + 1 }));
  view.stops.push(() => { playing = false; cancelAnimationFrame(request); });
  const counter = el("output", { style: "font-weight:600;font-variant-numeric:tabular-nums;min-width:7em" });

  // the network
  const [width, side] = [430, 34];
  const drawing = el("div", { style: `position:relative;width:${width}px` });
  const canvas = el("canvas", { "aria-hidden": "true", style: "position:absolute;left:0;top:0" });
  const edges = svg("g", {});
  const boxes = svg("g", {});
  const picture = svg("svg", { role: "group", "aria-label": "The network: each unit with a map of what it says" }, edges, boxes);
  drawing.append(canvas, picture);
  let built = "";
  let lines = [];
  let nodes = [];
  let places = [];
  const choose = (number) => view.set({ shown: number });
  const tab = roving(picture, () => nodes.map((u) => u.node), {
    current: () => Math.max(nodes.findIndex((u) => u.number === view.params.shown), 0),
    pick: (i) => choose(nodes[i].number),
    move: (event, i) => ({ ArrowLeft: i - 1, ArrowUp: i - 1, ArrowRight: i + 1, ArrowDown: i + 1 }[event.key] ?? null),
  });
  const build = (sizes) => {
    if (built === sizes.join()) return;
    built = sizes.join();
    const height = Math.max(...sizes) * (side + 10) + 8;
    Object.assign(drawing.style, { height: `${height}px` });
    attr(picture, { width, height, viewBox: `0 0 ${width} ${height}` });
    places = unitPlaces(sizes, width, height, side);
    lines = [];
    nodes = [];
    for (let n = 1; n < sizes.length; n++) for (let k = 0; k < sizes[n]; k++) for (let j = 0; j < sizes[n - 1]; j++) {
      const [[x1, y1], [x2, y2]] = [places[n - 1][j], places[n][k]];
      const [from, to] = [x1 + side / 2, x2 - side / 2];
      const line = svg("path", { fill: "none", d: `M${from} ${y1}C${(from + to) / 2} ${y1} ${(from + to) / 2} ${y2} ${to} ${y2}` });
      const title = svg("title");
      line.append(title);
      lines.push({ line, title, n, k, j });
    }
    edges.replaceChildren(...lines.map((e) => e.line));
    const parts = [];
    sizes.forEach((size, n) => places[n].forEach(([x, y], k) => {
      const number = unitNumber(sizes, n, k);
      const frame = svg("rect", { x: -side / 2, y: -side / 2, width: side, height: side, rx: 4, fill: number === null ? "var(--an-raised)" : "transparent" });
      const node = svg("g", { transform: `translate(${x} ${y})` }, frame);
      if (number === null) node.append(svg("text", { y: 5, "text-anchor": "middle", "data-hue": "input", style: "font-weight:600" }, `x${"\u2081\u2082"[k]}`));
      else {
        attr(node, { role: "button", tabindex: -1, style: "cursor:pointer", "aria-label": number < 0 ? "output" : `layer ${n}, unit ${k + 1}` });
        node.addEventListener("click", () => choose(number));
        node.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          choose(number);
        });
        nodes.push({ node, frame, number, x, y });
      }
      parts.push(node);
    }));
    boxes.replaceChildren(...parts);
  };

  // the maps and the losses
  const plane = plot(view, { xlim, ylim, square: true, xlabel: "x\u2081", ylabel: "x\u2082", title: "what the output says", label: "Map of what the network says, with the points" });
  const heat = field(plane);
  const points = svg("g", { "aria-hidden": "true" });
  plane.data.append(points);
  const curves = plot(view, { xlim: [0, 100], ylim: [0, 1], xlabel: "step", ylabel: "loss", title: "loss", height: 170, label: "The losses over the steps" });
  const onExamples = svg("path", { class: "an-curve", stroke: "var(--an-sum)" });
  const onFresh = svg("path", { class: "an-curve", stroke: "var(--an-weight)", "stroke-dasharray": "6 4" });
  curves.data.append(onExamples, onFresh);
  const key = el("div", { class: "an-legend" }, "full line: on the examples; dashed: on fresh points of the same kind");
  const line = el("p", { class: "an-note", style: "min-height:3em;margin:0" });
  const codeBox = el("pre", { tabindex: 0, style: "margin:4px 0 0;padding:8px;overflow:auto;max-height:320px;font-size:12px;background:var(--an-raised);color:var(--an-ink)" });
  const code = el("details", { class: "an-twin" }, el("summary", {}, "Show me the code"), el("p", {}, "This makes the same network again, number by number:"), codeBox);
  code.addEventListener("toggle", () => view.set({ code: code.open }));

  const bar = (...nodes) => el("div", { class: "an-buttons an-flat", style: "flex:1 1 100%" }, ...nodes);
  const hint = el("p", { class: "an-note" }, "Choose a unit to see its map in large. Full lines: positive weights; dashed: negative; the thicker, the larger.");
  view.stage.append(
    bar(play, step, reset, again, counter), bar(...selects, depth.box, ...widths),
    el("div", { style: "flex:1 1 430px;min-width:0" }, el("div", { class: "an-scroll" }, drawing), hint, curves.box, key),
    el("div", { style: "flex:1 1 330px;min-width:0;max-width:440px" }, plane.box, line, code));

  const ink = (name) => {
    const text = getComputedStyle(view.root).getPropertyValue(name).trim();
    return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  };
  const paintUnits = (units, map) => {
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [width, parseFloat(drawing.style.height)];
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
      Object.assign(canvas, { width: Math.round(w * ratio), height: Math.round(h * ratio) });
      Object.assign(canvas.style, { width: `${w}px`, height: `${h}px` });
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, w, h);
    if (!view.root.isConnected) return;
    const colours = [ink("--an-one"), ink("--an-zero")];
    const paint = (values, start, n, x, y) => {
      const sheet = new OffscreenCanvas(n, n);
      sheet.getContext("2d").putImageData(new ImageData(pixels(values, start, n, ...colours), n, n), 0, 0);
      pen.drawImage(sheet, x - side / 2, y - side / 2, side, side);
    };
    for (const { number, x, y } of nodes) {
      if (number >= 0 && units.length) paint(units, number * small * small, small, x, y);
      if (number < 0 && map.length) paint(map, 0, cells, x, y);
    }
  };
  let [pointsKey, limited] = ["", ""];
  const placePoints = (rows, params) => {
    const shownFor = `${plane.width}|${params.data}|${params.noise}|${params.seed}|${rows.length}`;
    if (shownFor === pointsKey) return;
    pointsKey = shownFor;
    const values = Array.from({ length: rows.length / 3 }, (_, i) => rows[3 * i + 2]);
    const middle = (Math.min(...values) + Math.max(...values)) / 2;
    points.replaceChildren(...values.map((value, i) => svg("g", { transform: `translate(${plane.x(rows[3 * i])} ${plane.y(rows[3 * i + 1])}) scale(0.42)` }, mark(value > middle ? 1 : 0))));
  };

  return {
    draw(frame, arrays, asked) {
      if (frame.failed) { pause(); return; }
      const params = asked || view.params;
      halted = frame.halted;
      if (halted) pause();
      build(frame.sizes);
      const most = Math.max(0.5, ...frame.weights.flatMap(([W]) => W.flat().map((w) => Math.abs(w ?? 0))));
      for (const { line: node, title, n, k, j } of lines) {
        const w = frame.weights[n - 1][0][k][j] ?? 0;
        title.textContent = `w = ${format(w, 3)}`;
        attr(node, { stroke: `var(--an-${w < 0 ? "negative" : "positive"})`, "stroke-width": (0.4 + (5 * Math.abs(w)) / most).toFixed(2), "stroke-dasharray": w < 0 ? "5 4" : null, "stroke-opacity": 0.75 });
      }
      for (const { frame: box, number, node } of nodes) {
        const on = number === params.shown;
        attr(box, { stroke: on ? "var(--an-ink)" : "var(--an-edge)", "stroke-width": on ? 4 : 1.5, fill: number < 0 && params.shown >= 0 ? "var(--an-raised)" : "transparent" });
        attr(node, { "aria-pressed": String(on) });
      }
      tab();
      paintUnits(arrays.units || [], params.shown < 0 ? arrays.map || [] : []);
      heat.place(arrays.map || [], cells);
      placePoints(arrays.points || [], params);
      const picked = nodes.find((u) => u.number === params.shown);
      const title = picked && params.shown >= 0 ? `what ${picked.node.getAttribute("aria-label")} says` : "what the output says";
      const heading = plane.box.querySelector(".an-plot-title");
      if (heading.textContent !== title) heading.textContent = title;
      const [t, examples, fresh] = columns(arrays.losses || []);
      const limits = [roundUp(frame.t, 100), roundUp(Math.max(0.1, ...[...examples, ...fresh].filter(Number.isFinite)), 0.1)];
      if (limits.join() !== limited) {
        limited = limits.join();
        [curves.xlim, curves.ylim] = limits.map((most) => [0, most]);
        curves.layout();
      }
      attr(onExamples, { d: path(t, examples, curves.x, curves.y) });
      attr(onFresh, { d: path(t, fresh, curves.x, curves.y) });
      counter.textContent = `step ${frame.t}`;
      line.textContent = frame.line;
      if (frame.code) codeBox.textContent = frame.code;
      if (!halted) due();
    },
  };
});
export default figure;
