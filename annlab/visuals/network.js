// A network: units with z and a, edges as thick as their weights; every edge, bias and unit can be pointed at.

// ---- the figure ----

const figure = live((view) => {
  const { layers, specs, inputs, reach, sweep } = view.setup;
  const [width, height] = [Math.max(560, 150 * layers.length), 64 * Math.max(...layers, 3) + 60];
  const places = spots(layers, width, height);
  const byKey = Object.fromEntries([...specs, ...inputs].map((s) => [s.key, s]));
  const picture = svg("svg", { role: "group", "aria-label": "The network", viewBox: `0 -26 ${width} ${height + 26}`, style: `width:100%;min-width:430px;max-width:${width + 40}px;height:auto` });
  const edit = picker(view, specs);
  const choose = (key) => {
    const { layer, unit } = parse(key);
    view.set({ picked: key, unit: layer ? [layer, unit] : view.params.unit });
  };
  edit.box.querySelector("select").addEventListener("change", (event) => choose(event.target.value));

  const edges = specs.filter((s) => s.key[0] === "w").map(({ key }) => {
    const { layer, unit, from } = parse(key);
    const ends = { x1: places[layer - 1][from][0], y1: places[layer - 1][from][1], x2: places[layer][unit][0], y2: places[layer][unit][1] };
    const line = svg("line", ends);
    const hit = svg("line", { ...ends, stroke: "transparent", "stroke-width": 11, style: "cursor:pointer" });
    hit.addEventListener("click", () => choose(key));
    return { key, line, hit };
  });
  picture.append(...edges.map((e) => e.line), ...edges.map((e) => e.hit));
  const names = ["inputs", ...layers.slice(1).map(() => "")].map((_, n) => svg("text", {
    x: places[n][0][0], y: -10, "text-anchor": "middle", "data-hue": n ? "phi" : "input", style: "font-weight:600",
  }));
  picture.append(...names);

  const units = [];
  layers.forEach((size, n) => {
    for (let k = 0; k < size; k++) {
      const [x, y] = places[n][k];
      const hue = n === 0 ? "input" : n === layers.length - 1 ? "output" : "sum";
      const ring = svg("circle", { r: n ? 31 : 23, fill: "var(--an-face)", "stroke-width": 2.5 });
      const top = svg("text", { y: n ? -3 : 5, "text-anchor": "middle", "data-hue": hue, style: "font-size:12.5px;font-variant-numeric:tabular-nums;font-weight:600" });
      const low = svg("text", { y: 13, "text-anchor": "middle", "data-hue": hue, style: "font-size:12.5px;font-variant-numeric:tabular-nums;font-weight:600" });
      const node = svg("g", n ? { role: "button", tabindex: -1, style: "cursor:pointer", transform: `translate(${x} ${y})` } : { transform: `translate(${x} ${y})` }, ring, top, low);
      if (n) node.addEventListener("click", () => view.set({ unit: [n, k], picked: `b${n - 1}_${k}` }));
      units.push({ n, k, hue, node, ring, top, low });
      picture.append(node);
    }
  });
  const reachable = units.filter((u) => u.n);
  const nearest = (n, k, stepN, stepK) => {
    const to = clamp(n + stepN, 1, layers.length - 1);
    const at = stepN ? Math.round((k / Math.max(layers[n] - 1, 1)) * (layers[to] - 1)) : clamp(k + stepK, 0, layers[n] - 1);
    return reachable.findIndex((u) => u.n === to && u.k === at);
  };
  const tab = roving(picture, () => reachable.map((u) => u.node), {
    current: () => reachable.findIndex((u) => u.n === view.params.unit[0] && u.k === view.params.unit[1]),
    pick: (i) => view.set({ unit: [reachable[i].n, reachable[i].k], picked: `b${reachable[i].n - 1}_${reachable[i].k}` }),
    move: (event, i) => {
      const { n, k } = reachable[i];
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === "Enter" || event.key === " ") { edit.box.querySelector("select").focus(); event.preventDefault(); return null; }
      return step ? nearest(n, k, ...step) : null;
    },
  });

  const id = uid("on");
  const on = el("input", { type: "checkbox", id });
  on.addEventListener("change", () => view.set({ on: on.checked }));
  view.shown.push((params) => { on.checked = params.on; });
  const overId = uid("over");
  const over = el("select", { id: overId }, ...inputs.map((s, j) => el("option", { value: j }, s.label)));
  over.addEventListener("change", () => view.set({ over: Number(over.value) }));
  view.shown.push((params) => { over.value = params.over; });
  const small = plot(view, { xlim: [-3, 3], ylim: [-1, 1], xlabel: "input", ylabel: "output", height: 190, label: "The output over one input" });
  const curve = svg("path", { class: "an-curve", stroke: "var(--an-output)" });
  const here = svg("circle", { r: 6, fill: "var(--an-input)", stroke: "var(--an-face)", "stroke-width": 1.5 });
  small.data.append(curve, here);
  const line = el("p", { class: "an-note", style: "min-height:3em" });
  const words = formula(view);
  const rows = el("div", {}, ...inputs.map((s) => sliderRow(view, s)));
  const buttons = el("div", { class: "an-buttons" }, button("Reset", () => view.set(structuredClone(view.initial))), button("Randomise", edit.random),
    el("span", {}, on, " ", el("label", { for: id }, "activations on")));
  const main = el("div", { style: "flex:1 1 430px;min-width:0;max-width:640px" }, el("div", { class: "an-scroll" }, picture), words.box,
    el("p", { class: "an-note" }, "Point at an edge or a unit, or walk between units with the arrow keys; Enter goes to the parameters. Dashed: negative."));
  view.stage.append(main, el("div", { class: "an-panel" }, rows, edit.box, buttons,
    el("div", { class: "an-buttons" }, el("label", { for: overId }, "the output over"), over), small.box, line));

  const limits = (values) => {
    const known = values.filter((v) => v !== null && Number.isFinite(v));
    const [low, high] = [Math.min(0, ...known), Math.max(1, ...known)];
    const unit = 10 ** Math.floor(Math.log10(high - low));
    return [Math.floor(low / unit) * unit, Math.ceil(high / unit) * unit];
  };
  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      const now = params || view.params;
      for (const { key, line: node } of edges) {
        const picked = key === view.params.picked;
        attr(node, {
          stroke: `var(--an-${now[key] < 0 ? "negative" : "positive"})`, "stroke-width": (0.6 + (5 * Math.min(Math.abs(now[key]), reach)) / reach + (picked ? 2 : 0)).toFixed(2),
          "stroke-dasharray": now[key] < 0 ? "7 5" : null, "stroke-opacity": picked || (parse(key).layer === now.unit[0] && parse(key).unit === now.unit[1]) ? 1 : 0.45,
        });
      }
      for (const { n, k, hue, node, ring, top, low } of units) {
        const picked = n === now.unit[0] && k === now.unit[1];
        const wrong = frame.wrong.some(([p, q]) => p === n && q === k);
        attr(ring, { stroke: `var(--an-${wrong ? "wrong" : hue})`, "stroke-width": picked ? 5 : 2.5, "stroke-dasharray": wrong ? "6 3" : null });
        if (!n) { top.textContent = format(now[`x${k}`]); continue; }
        top.textContent = frame.z ? `z ${format(frame.z[n - 1][k])}` : "?";
        low.textContent = frame.a ? `a ${format(frame.a[n - 1][k])}` : "";
        attr(node, {
          "aria-label": `layer ${n}, unit ${k + 1}, ${frame.z ? `z ${format(frame.z[n - 1][k])}, a ${format(frame.a[n - 1][k])}` : "no numbers"}${wrong ? ", differs from the arithmetic" : ""}`,
          "aria-pressed": String(picked),
        });
      }
      names.forEach((node, n) => { node.textContent = n ? frame.names[n - 1] : "inputs"; });
      small.ylim = limits(frame.curve || []);
      small.layout();
      attr(curve, { d: frame.curve ? path(sweep, frame.curve, small.x, small.y) : null });
      const out = frame.a && frame.a[frame.a.length - 1][0];
      attr(here, { visibility: out === null || out === undefined ? "hidden" : null });
      if (out !== null && out !== undefined) attr(here, { cx: small.x(clamp(now[`x${now.over}`], -3, 3)), cy: small.y(out) });
      line.textContent = frame.line || "With activations the curve bends; without them it cannot.";
      tab();
      words.draw(frame.formula);
    },
  };
});
export default figure;
