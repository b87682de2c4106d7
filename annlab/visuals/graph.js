// A formula as a graph: nodes with value and slope, edges with their local slopes; a chosen node says where its slope comes from.

// ---- pure functions, tested with node ----

// The path from one place to another, and the middle of it; bend in pixels, to the left of the way.
export function bow([x1, y1], [x2, y2], bend, [before, after]) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [cx, cy] = [(x1 + x2) / 2 + dy * bend, (y1 + y2) / 2 - dx * bend];
  const towards = (x, y, r) => { const l = Math.hypot(cx - x, cy - y); return [x + ((cx - x) / l) * r, y + ((cy - y) / l) * r]; };
  const [sx, sy] = towards(x1, y1, before);
  const [ex, ey] = towards(x2, y2, after);
  return { d: `M${sx.toFixed(1)} ${sy.toFixed(1)}Q${cx.toFixed(1)} ${cy.toFixed(1)} ${ex.toFixed(1)} ${ey.toFixed(1)}`,
    middle: [(sx + 2 * cx + ex) / 4, (sy + 2 * cy + ey) / 4], end: [ex, ey], from: [cx, cy] };
}

export function arrowhead([x, y], [cx, cy], size = 9) {
  const angle = Math.atan2(y - cy, x - cx);
  const side = (turn) => `${(x - size * Math.cos(angle + turn)).toFixed(1)} ${(y - size * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${side(0.45)}L${x.toFixed(1)} ${y.toFixed(1)}L${side(-0.45)}`;
}

// ---- the figure ----

const figure = live((view) => {
  const { nodes, edges } = view.setup;
  const [RADIUS, STEP, ROW] = [33, 148, 92];
  const columns = Math.max(...nodes.map((n) => n.at[0]));
  const rows = nodes.map((n) => n.at[1]);
  const [low, high] = [Math.min(...rows), Math.max(...rows)];
  const spot = Object.fromEntries(nodes.map((n) => [n.name, [50 + n.at[0] * STEP, 72 + (n.at[1] - low) * ROW]]));
  const [width, height] = [100 + columns * STEP, 130 + (high - low) * ROW];
  const picture = svg("svg", { role: "group", "aria-label": "The graph", viewBox: `0 0 ${width} ${height}`, style: `width:100%;min-width:${Math.min(width, 400)}px;max-width:${width + 60}px;height:auto` });
  const small = "font-size:12.5px;font-variant-numeric:tabular-nums;font-weight:600";

  const drawn = edges.map((edge) => {
    const way = bow(spot[edge.from], spot[edge.to], edge.bend * ROW, [RADIUS + 2, RADIUS + 4]);
    const line = svg("path", { d: way.d, fill: "none" });
    const head = svg("path", { d: arrowhead(way.end, way.from), fill: "none" });
    const text = svg("text", { x: way.middle[0], y: way.middle[1] + 4, "text-anchor": "middle", "data-hue": "phi", class: "an-halo", style: small });
    picture.append(line, head);
    return { ...edge, line, head, text };
  });
  picture.append(...drawn.map((e) => e.text));
  const circles = nodes.map((node) => {
    const hue = node.op ? "output" : "input";
    const ring = svg("circle", { r: RADIUS, fill: "var(--an-face)" });
    const name = svg("text", { y: -RADIUS - 6, "text-anchor": "middle", style: "font-weight:600" }, node.op ? `${node.name}: ${node.op}` : node.name);
    const value = svg("text", { y: -4, "text-anchor": "middle", "data-hue": hue, style: small });
    const slope = svg("text", { y: 15, "text-anchor": "middle", "data-hue": "weight", style: small });
    const group = svg("g", { role: "button", tabindex: -1, style: "cursor:pointer", transform: `translate(${spot[node.name]})` }, ring, name, value, slope);
    group.addEventListener("click", () => view.set({ at: node.name }));
    picture.append(group);
    return { ...node, hue, ring, value, slope, group };
  });
  const current = () => circles.findIndex((c) => c.name === view.params.at);
  const go = (i) => view.set({ at: circles[clamp(i, 0, circles.length - 1)].name });
  const tab = roving(picture, () => circles.map((c) => c.group), {
    current, pick: go,
    move: (event, i) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      return step ? clamp(i + step, 0, circles.length - 1) : event.key === "End" ? circles.length - 1 : event.key === "Home" ? 0 : null;
    },
  });
  const next = button("Next", () => go(current() - 1));
  const previous = button("Previous", () => go(current() + 1));
  const words = formula(view);
  view.stage.append(
    el("div", { style: columns > 3 ? "flex:1 1 100%;min-width:0" : "flex:1 1 430px;min-width:0;max-width:700px" }, el("div", { class: "an-scroll" }, picture), words.box,
      el("div", { class: "an-buttons" }, previous, next, el("span", { class: "an-note", style: "margin:0" }, "the way back, node by node"))),
    el("div", { class: "an-panel" }, panel(view),
      el("p", { class: "an-note" }, "In each circle: the value above, the slope below. On each arrow: the local slope. Thick arrows bring the chosen node its slope.")));

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      const at = params ? params.at : view.params.at;
      for (const edge of drawn) {
        const chosen = edge.from === at;
        for (const part of [edge.line, edge.head]) attr(part, { stroke: chosen ? "var(--an-phi)" : "var(--an-edge)", "stroke-width": chosen ? 4 : 1.6 });
        edge.text.textContent = format(frame.local[edge.to][edge.i]);
      }
      for (const circle of circles) {
        const wrong = frame.wrong.includes(circle.name);
        const chosen = circle.name === at;
        const slope = frame.slopes ? format(frame.slopes[circle.name]) : "?";
        circle.value.textContent = format(frame.values[circle.name]);
        circle.slope.textContent = slope;
        attr(circle.ring, { stroke: `var(--an-${wrong ? "wrong" : circle.hue})`, "stroke-width": chosen ? 5 : 2.5, "stroke-dasharray": wrong ? "6 3" : null });
        attr(circle.group, { "aria-pressed": String(chosen),
          "aria-label": `${circle.name}, value ${format(frame.values[circle.name])}, slope ${slope}${wrong ? ", differs from the chain rule" : ""}` });
      }
      next.disabled = current() <= 0;
      previous.disabled = current() === circles.length - 1;
      tab();
      words.draw(frame.lines);
    },
  };
});
export default figure;
