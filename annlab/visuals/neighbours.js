// A new example in the plane, lines to its k nearest neighbours, and the label predicted at every place.

const figure = live((view) => {
  const { xlim, ylim, cells, points } = view.setup;
  const plane = plot(view, { xlim, ylim, xlabel: "x\u2081", ylabel: "x\u2082", square: true, interactive: true, label: "The plane of the two features" });
  const heat = field(plane);
  const links = svg("path", { stroke: "var(--an-ink)", "stroke-width": 1.5, fill: "none", "aria-hidden": "true" });
  plane.data.append(links);
  const marks = points.map(([x1, x2, label]) => {
    const node = mark(label);
    attr(node, { role: "img", "aria-label": `class ${label}, at ${format(x1)}, ${format(x2)}` });
    plane.data.append(node);
    return node;
  });
  const query = svg("rect", { class: "an-handle", x: -8, y: -8, width: 16, height: 16, "aria-hidden": "true", style: "fill:var(--an-weight)" });
  plane.over.append(query);
  const near = (value, [low, high]) => Number((Math.round(clamp(value, low, high) / 0.05) * 0.05).toFixed(2));
  const move = (event) => {
    const [x1, x2] = plane.point(event);
    view.set({ x1: near(x1, xlim), x2: near(x2, ylim) });
  };
  drag(plane.picture, { start: move, move });
  attr(plane.picture, { style: "cursor:crosshair;touch-action:none" });
  const verdict = el("div", { style: "font-weight:600" });
  const text = formula(view);
  const side = el("div", { class: "an-panel" }, verdict, panel(view), text.box, legend("diamond: the new example; press on the plane to move it"));
  view.stage.append(plane.box, side);

  return {
    draw(frame, arrays, params) {
      if (frame.failed) return;
      const { x1, x2 } = params || view.params;
      const [x, y] = [plane.x(x1), plane.y(x2)];
      heat.place(arrays.field, cells);
      points.forEach(([p, q], i) => attr(marks[i], { transform: `translate(${plane.x(p)} ${plane.y(q)})` }));
      attr(query, { transform: `translate(${x} ${y}) rotate(45)` });
      attr(links, { d: (frame.near || []).map((i) => `M${x} ${y}L${plane.x(points[i][0])} ${plane.y(points[i][1])}`).join("") });
      verdict.textContent = frame.say;
      text.draw(frame.formula);
    },
  };
});
export default figure;
