// One unit with its data (left), and the place of its w and b on the map of the loss (right).

const figure = live((view) => {
  const { name, points, xs, ylim } = view.setup;
  const left = plot(view, { xlim: [xs[0], xs[xs.length - 1]], ylim, xlabel: "x", ylabel: "y", title: "the data and the unit", height: 400, label: "The data and the unit's output over x" });
  const gaps = svg("path", { stroke: "var(--an-wrong)", "stroke-width": 2, "stroke-dasharray": "2 3", fill: "none" });
  const curve = svg("path", { class: "an-curve", stroke: "var(--an-sum)" });
  const dots = points.x.map(() => svg("circle", { r: 4.5, fill: "var(--an-ink)" }));
  left.data.append(gaps, curve, ...dots);
  const right = heightMap(view, { xlabel: "w", ylabel: "b", title: "blue is low", label: `Map of ${name} over w and b` });
  const cross = svg("path", { stroke: "var(--an-weight)", "stroke-dasharray": "3 4", fill: "none", "aria-hidden": "true" });
  const ball = svg("circle", { class: "an-handle", r: 9, "aria-hidden": "true", style: "fill:var(--an-weight)" });
  right.data.append(cross);
  right.over.append(ball);
  const near = (value, [low, high]) => Number((Math.round(clamp(value, low, high) / 0.05) * 0.05).toFixed(2));
  const move = (event) => {
    const [w, b] = right.point(event);
    view.set({ w: near(w, right.xlim), b: near(b, right.ylim) });
  };
  drag(right.picture, { start: move, move });
  attr(right.picture, { style: "cursor:crosshair;touch-action:none" });
  const text = formula(view);
  view.stage.append(left.box, right.box, panel(view), text.box);

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      const { w, b } = params || view.params;
      right.paint();
      dots.forEach((dot, i) => attr(dot, { cx: left.x(points.x[i]), cy: left.y(points.y[i]) }));
      const end = (i) => clamp(left.y(frame.fitted[i]), -1e4, 1e4);
      attr(gaps, { d: points.x.map((x, i) => (frame.fitted[i] === null ? "" : `M${left.x(x)} ${left.y(points.y[i])}V${end(i)}`)).join("") });
      attr(curve, { d: path(xs, frame.curve, left.x, left.y) });
      const inside = w >= right.xlim[0] && w <= right.xlim[1] && b >= right.ylim[0] && b <= right.ylim[1];
      for (const node of [ball, cross]) attr(node, { visibility: inside ? null : "hidden" });
      if (inside) {
        attr(ball, { cx: right.x(w), cy: right.y(b) });
        attr(cross, { d: `M${right.x(w)} ${right.inner.bottom}V${right.y(b)}H${right.inner.left}` });
      }
      text.draw(frame.formula);
    },
  };
});
export default figure;
