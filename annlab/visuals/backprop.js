// A network's error on its way back: deltas on the units, dW on the edges, layer by layer; a check beside each layer.

const figure = live((view) => {
  const { layers, specs, inputs, activations } = view.setup;
  const last = layers.length - 1;
  const [width, height] = [Math.max(560, 150 * layers.length), 64 * Math.max(...layers, 3) + 60];
  const places = spots(layers, width, height);
  const picture = svg("svg", { role: "group", "aria-label": "The network", viewBox: `0 -26 ${width} ${height + 56}`, style: `width:100%;min-width:430px;max-width:${width + 40}px;height:auto` });
  const edit = picker(view, specs);
  const choose = (key) => {
    const { layer, unit } = parse(key);
    view.set({ picked: key, unit: [layer, unit] });
  };
  edit.box.querySelector("select").addEventListener("change", (event) => choose(event.target.value));

  const edges = specs.filter((s) => s.key[0] === "w").map(({ key }) => {
    const { layer, unit, from } = parse(key);
    const ends = { x1: places[layer - 1][from][0], y1: places[layer - 1][from][1], x2: places[layer][unit][0], y2: places[layer][unit][1] };
    const line = svg("line", ends);
    const hit = svg("line", { ...ends, stroke: "transparent", "stroke-width": 11, style: "cursor:pointer" });
    hit.addEventListener("click", () => choose(key));
    return { key, layer, unit, from, line, hit };
  });
  picture.append(...edges.map((e) => e.line), ...edges.map((e) => e.hit));
  layers.forEach((_, n) => picture.append(svg("text", { x: places[n][0][0], y: -10, "text-anchor": "middle", "data-hue": n ? "phi" : "input", style: "font-weight:600" }, n ? activations[n - 1] : "inputs")));
  const checks = layers.map((_, n) => svg("text", { x: places[n][0][0], y: height + 18, "text-anchor": "middle", style: "font-size:12px" }));
  picture.append(...checks.slice(1));

  const units = [];
  const small = "font-size:12.5px;font-variant-numeric:tabular-nums;font-weight:600";
  layers.forEach((size, n) => {
    for (let k = 0; k < size; k++) {
      const [x, y] = places[n][k];
      const hue = n === 0 ? "input" : n === last ? "output" : "sum";
      const ring = svg("circle", { r: n ? 31 : 23, fill: "var(--an-face)" });
      const top = svg("text", { y: n ? -3 : 5, "text-anchor": "middle", "data-hue": hue, style: small });
      const low = svg("text", { y: 13, "text-anchor": "middle", "data-hue": "weight", style: small });
      const node = svg("g", n ? { role: "button", tabindex: -1, style: "cursor:pointer", transform: `translate(${x} ${y})` } : { transform: `translate(${x} ${y})` }, ring, top, low);
      if (n) node.addEventListener("click", () => choose(`b${n - 1}_${k}`));
      units.push({ n, k, hue, node, ring, top, low });
      picture.append(node);
    }
  });
  const reachable = units.filter((u) => u.n);
  const nearest = (n, k, stepN, stepK) => {
    const to = clamp(n + stepN, 1, last);
    const at = stepN ? Math.round((k / Math.max(layers[n] - 1, 1)) * (layers[to] - 1)) : clamp(k + stepK, 0, layers[n] - 1);
    return reachable.findIndex((u) => u.n === to && u.k === at);
  };
  const tab = roving(picture, () => reachable.map((u) => u.node), {
    current: () => reachable.findIndex((u) => u.n === view.params.unit[0] && u.k === view.params.unit[1]),
    pick: (i) => choose(`b${reachable[i].n - 1}_${reachable[i].k}`),
    move: (event, i) => {
      const { n, k } = reachable[i];
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === "Enter" || event.key === " ") { edit.box.querySelector("select").focus(); event.preventDefault(); return null; }
      return step ? nearest(n, k, ...step) : null;
    },
  });

  const go = (reached) => {
    const to = clamp(reached, 0, last);
    const changes = { reached: to };
    if (to > 0) Object.assign(changes, { unit: [last + 1 - to, 0], picked: `b${last - to}_0` });
    view.set(changes);
  };
  const start = button("Start of the way back", () => go(0));
  const next = button("One layer back", () => go(view.params.reached + 1));
  const words = formula(view);
  const note = el("p", { class: "an-note" });
  const rows = el("div", {}, ...inputs.map((s) => sliderRow(view, s)));
  const buttons = el("div", { class: "an-buttons" }, button("Reset", () => view.set(structuredClone(view.initial))), button("Randomise", edit.random));
  view.stage.append(
    el("div", { style: "flex:1 1 430px;min-width:0;max-width:640px" }, el("div", { class: "an-scroll" }, picture),
      el("div", { class: "an-buttons", style: "margin-bottom:8px" }, start, next), words.box,
      el("p", { class: "an-note" }, "Point at an edge or a unit, or walk between units with the arrow keys; Enter goes to the parameters. Edges: dW, dashed where negative.")),
    el("div", { class: "an-panel" }, rows, edit.box, buttons, note));

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      const now = params || view.params;
      const seen = (n) => n > last - frame.reached; // whether the way back has come through layer n, counted from 1
      const strongest = Math.max(1e-9, ...(frame.dW || []).flat(2).map(Math.abs));
      for (const { key, layer, unit, from, line } of edges) {
        const slope = frame.dW && seen(layer) ? frame.dW[layer - 1][unit][from] : null;
        const picked = key === now.picked;
        attr(line, {
          stroke: slope === null ? "var(--an-grid)" : `var(--an-${slope < 0 ? "negative" : "positive"})`,
          "stroke-width": ((slope === null ? 1.5 : 0.7 + (7 * Math.abs(slope)) / strongest) + (picked ? 2 : 0)).toFixed(2),
          "stroke-dasharray": slope !== null && slope < 0 ? "7 5" : null,
          "stroke-opacity": picked || slope === null || (layer === now.unit[0] && unit === now.unit[1]) ? 1 : 0.6,
        });
      }
      for (const { n, k, hue, node, ring, top, low } of units) {
        const picked = n === now.unit[0] && k === now.unit[1];
        const wrong = seen(n) && frame.wrong.some(([p, q]) => p === n && q === k);
        attr(ring, { stroke: `var(--an-${wrong ? "wrong" : hue})`, "stroke-width": picked ? 5 : 2.5, "stroke-dasharray": wrong ? "6 3" : null });
        if (!n) { top.textContent = format(frame.a[0][k]); continue; }
        const delta = frame.db && seen(n) ? format(frame.db[n - 1][k]) : "?";
        top.textContent = `a ${format(frame.a[n][k])}`;
        low.textContent = `\u03b4 ${delta}`;
        attr(node, { "aria-label": `layer ${n}, unit ${k + 1}, a ${format(frame.a[n][k])}, delta ${delta}${wrong ? ", differs from the chain rule" : ""}`, "aria-pressed": String(picked) });
      }
      checks.forEach((text, n) => {
        if (!n) return;
        const error = frame.check && seen(n) ? frame.check[n - 1] : null;
        text.textContent = error === null ? "" : error < 1e-5 ? "\u2713 checked" : `\u2717 off by ${format(error, 2)}`;
        attr(text, { "data-hue": error !== null && error >= 1e-5 ? "wrong" : "input" });
      });
      next.disabled = frame.reached === last;
      start.disabled = frame.reached === 0;
      note.textContent = `The loss is ${format(frame.loss, 3)}. \u03b4 is the delta of a unit. Below each layer: its gradients against numerical ones.`;
      tab();
      words.draw(frame.formula);
    },
  };
});
export default figure;
