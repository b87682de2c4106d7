// The playground's network: a small map in every unit, an edge for every weight, which can be pulled up and down.

const SIDE = 34;
const PULL = 0.02;  // of a weight, for every pixel

// told: choose(number) a unit; pull(key, value, held) a weight; weight(key) gives it as it is now.
export function playgroundNet(view, paint, told) {
  const { small, features } = view.setup;
  const maps = Object.fromEntries(features.map(([name, label, map]) => [name, { label, map: Uint8Array.from(map) }]));
  const sheets = [0, 1].map(() => el("canvas", { "aria-hidden": "true", style: "position:absolute;left:0;top:0" }));
  const hits = svg("g", {});
  const boxes = svg("g", {});
  const picture = svg("svg", { role: "group", "aria-label": "The network: each unit with a map of what it says" }, hits, boxes);
  const bubble = el("div", { "aria-hidden": "true", hidden: true, style: "position:absolute;pointer-events:none;padding:1px 7px;border:1px solid var(--an-ink);border-radius:4px;background:var(--an-face);font-variant-numeric:tabular-nums;white-space:nowrap;z-index:2" });
  const drawing = el("div", { style: "position:relative;touch-action:pan-x" }, ...sheets, picture, bubble);
  const box = el("div", { class: "an-scroll" }, drawing);
  let [built, drawn, wanted, width, height] = ["", "", 430, 0, 0];
  let [edges, nodes, inputs] = [[], [], []];
  let hovered = null;  // an edge or a unit: { x, y, text() }
  let last = null;

  const show = (thing) => { hovered = thing; bubble.hidden = !thing; tell(); if (last) edgesOf(last, true); };
  const tell = () => {
    if (!hovered) return;
    const text = hovered.text();
    if (bubble.textContent !== text) bubble.textContent = text;
    Object.assign(bubble.style, { top: `${Math.max(hovered.y - 34, 0)}px`, ...(hovered.x > width / 2 ? { left: "auto", right: `${width - hovered.x}px` } : { right: "auto", left: `${hovered.x}px` }) });
  };
  const over = (node, thing) => {
    node.addEventListener("pointerenter", () => show(thing));
    node.addEventListener("pointerleave", () => { if (!thing.pulled) show(null); });
  };
  const tab = roving(picture, () => nodes.map((u) => u.node), {
    current: () => Math.max(nodes.findIndex((u) => u.number === view.params.shown), 0),
    pick: (i) => told.choose(nodes[i].number),
    move: (event, i) => ({ ArrowLeft: i - 1, ArrowUp: i - 1, ArrowRight: i + 1, ArrowDown: i + 1 }[event.key] ?? null),
  });

  const edge = (places, n, k, j, number, from) => {
    const [[x1, y1], [x2, y2]] = [places[n - 1][j], places[n][k]];
    const [a, b] = [x1 + SIDE / 2, x2 - SIDE / 2];
    const key = `w${n - 1}_${k}_${j}`;
    const thing = { key, n, k, j, number, a, b, y1, y2, x: (a + b) / 2, y: (y1 + y2) / 2, text: () => `from ${from}: w = ${format(told.weight(key), 3)}` };
    const hit = svg("path", { fill: "none", stroke: "transparent", "stroke-width": 10, style: "cursor:ns-resize;touch-action:none", d: `M${a} ${y1}L${b} ${y2}`, "data-edge": key });
    over(hit, thing);
    let [value, y] = [0, 0];
    drag(hit, {
      start: (event) => { thing.pulled = true; [value, y] = [told.weight(key), event.clientY]; told.choose(number); show(thing); },
      move: (event) => { told.pull(key, Number((value + (y - event.clientY) * PULL).toFixed(3)), true); show(thing); },
      end: () => { thing.pulled = false; told.pull(key, null, false); show(null); },
    });
    return { ...thing, hit };
  };
  const unit = (n, k, number, [x, y], from) => {
    const frame = svg("rect", { x: -SIDE / 2, y: -SIDE / 2, width: SIDE, height: SIDE, rx: 4, fill: "transparent" });
    const node = svg("g", { transform: `translate(${x} ${y})`, ...(number === null ? {} : { role: "button", tabindex: -1, style: "cursor:pointer" }) }, frame);
    if (number === null) {
      attr(frame, { stroke: "var(--an-edge)", "stroke-width": 1.5 });
      node.append(svg("text", { x: -SIDE / 2 - 6, y: 5, "text-anchor": "end", "data-hue": "input", style: "font-weight:600" }, maps[from].label));
      inputs.push({ x, y, map: maps[from].map });
      return node;
    }
    const name = number < 0 ? "output" : `layer ${n}, unit ${k + 1}`;
    attr(node, { "aria-label": name });
    node.addEventListener("click", () => told.choose(number));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      told.choose(number);
    });
    over(node, { x, y: y - SIDE / 2, text: () => `${name}: b = ${format(told.weight(`b${n - 1}_${k}`), 3)}` });
    nodes.push({ node, frame, number, x, y });
    return node;
  };
  const build = (sizes, names) => {
    const key = `${sizes}|${names}|${wanted}`;
    if (built === key) return;
    [built, drawn, width] = [key, "", wanted];
    height = Math.round(Math.max(...sizes) * clamp(250 / Math.max(...sizes), SIDE + 10, 62)) + 8;
    Object.assign(drawing.style, { width: `${width}px`, height: `${height}px` });
    attr(picture, { width, height, viewBox: `0 0 ${width} ${height}` });
    const labels = 14 + 6.5 * Math.max(...names.map((name) => maps[name].label.length));
    const places = unitPlaces(sizes, width - labels, height, SIDE).map((layer) => layer.map(([x, y]) => [x + labels, y]));
    [edges, nodes, inputs] = [[], [], []];
    for (let n = 1; n < sizes.length; n++) for (let k = 0; k < sizes[n]; k++) for (let j = 0; j < sizes[n - 1]; j++) {
      edges.push(edge(places, n, k, j, unitNumber(sizes, n, k), n === 1 ? maps[names[j]].label : `unit ${j + 1} of layer ${n - 1}`));
    }
    hits.replaceChildren(...edges.map((e) => e.hit));
    boxes.replaceChildren(...sizes.flatMap((size, n) => places[n].map((place, k) => unit(n, k, unitNumber(sizes, n, k), place, names[k]))));
    show(null);
  };

  // The edges stand on a sheet of their own, painted again only where one has changed by what the eye can see.
  const edgesOf = ({ weights }, force = false) => {
    const most = roundUp(Math.max(1, ...weights.flatMap(([W]) => W.flat().map((w) => Math.abs(w ?? 0)))), 1);
    const widths = edges.map(({ n, k, j }) => {
      const w = weights[n - 1][0][k][j] ?? 0;
      return Math.sign(w) * (Math.round((2.5 + 22 * Math.abs(w)) / most) / 4 + 0.25);
    });
    const key = `${widths}|${view.params.shown}|${hovered && hovered.key}`;
    if (key === drawn && !force) return;
    drawn = key;
    const pen = sharpen(sheets[0], width, height);
    pen.clearRect(0, 0, width, height);
    const colour = { plus: paint.colour("--an-positive"), minus: paint.colour("--an-negative") };
    edges.forEach((e, i) => {
      const held = hovered && hovered.key === e.key;
      pen.globalAlpha = held || e.number === view.params.shown ? 1 : 0.45;
      pen.lineWidth = Math.abs(widths[i]) + (held ? 2 : 0);
      pen.strokeStyle = widths[i] < 0 ? colour.minus : colour.plus;
      pen.setLineDash(widths[i] < 0 ? [5, 4] : []);
      pen.beginPath();
      pen.moveTo(e.a, e.y1);
      pen.lineTo(e.b, e.y2);
      pen.stroke();
    });
    pen.globalAlpha = 1;
  };
  const unitsOf = (units) => {
    const pen = sharpen(sheets[1], width, height);
    pen.clearRect(0, 0, width, height);
    const put = (values, start, { x, y }) => paint.stamp(pen, values, start, small, 1, x - SIDE / 2, y - SIDE / 2, SIDE);
    for (const input of inputs) put(input.map, 0, input);
    if (units.length) nodes.forEach((node, i) => put(units, i * small * small, node));  // the output is the last of both
  };
  return {
    box,
    draw(frame, names, units) {
      last = frame;
      build(frame.sizes, names);
      edgesOf(frame);
      unitsOf(units);
      for (const { frame: rect, number, node } of nodes) {
        const on = number === view.params.shown;
        if (node.getAttribute("aria-pressed") === String(on)) continue;
        attr(rect, { stroke: on ? "var(--an-ink)" : "var(--an-edge)", "stroke-width": on ? 4 : 1.5 });
        attr(node, { "aria-pressed": String(on) });
      }
      tab();
      tell();
    },
    layout: () => {
      const before = built;
      wanted = clamp(Math.floor(box.clientWidth || 430) - 8, 330, 560);  // asked here alone: it makes the page lay itself out
      if (last) build(last.sizes, view.params.features);
      return built !== before;
    },
    again: () => { if (last) edgesOf(last, true); },
  };
}
