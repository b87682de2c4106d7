// The same w and b on a line (left) and on a sigmoid neuron (right).

const figure = live((view) => {
  const { span, height, points, xs } = view.setup;
  const left = plot(view, { xlim: [-span, span], ylim: [-height, height], xlabel: "x", ylabel: "y", title: "a line", label: "The line over x" });
  const right = plot(view, { xlim: [-span, span], ylim: [-0.1, 1.1], xlabel: "x", ylabel: "y", title: "a sigmoid neuron", label: "The sigmoid neuron's output over x" });
  const dots = points.x.map(() => svg("circle", { r: 4.5, fill: "var(--an-ink)" }));
  const line = svg("path", { class: "an-curve", stroke: "var(--an-sum)" });
  const cross = svg("circle", { r: 5, fill: "var(--an-bias)" });
  const gaps = svg("path", { stroke: "var(--an-muted)", "stroke-dasharray": "2 3", fill: "none" });
  left.data.append(gaps, ...dots, line, cross);
  const curve = svg("path", { class: "an-curve", stroke: "var(--an-phi)" });
  const drop = svg("path", { stroke: "var(--an-muted)", "stroke-dasharray": "3 4", fill: "none" });
  const half = svg("rect", { width: 10, height: 10, fill: "var(--an-phi)" });
  right.data.append(drop, curve, half);
  const text = formula(view);
  view.stage.append(left.box, right.box, panel(view), text.box);

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      dots.forEach((dot, i) => attr(dot, { cx: left.x(points.x[i]), cy: left.y(points.y[i]) }));
      attr(gaps, { d: (frame.fitted || []).map((y, i) => (y === null ? "" : `M${left.x(points.x[i])} ${left.y(points.y[i])}V${left.y(y)}`)).join("") });
      attr(line, { d: frame.line ? path(xs, frame.line, left.x, left.y) : null });
      attr(curve, { d: frame.curve ? path(xs, frame.curve, right.x, right.y) : null });
      const b = (params || view.params).b;
      attr(cross, { cx: left.x(0), cy: left.y(b), visibility: frame.line ? null : "hidden" });
      const shown = frame.curve && frame.middle !== null && Math.abs(frame.middle) <= span;
      if (shown) {
        const at = right.x(frame.middle);
        attr(half, { x: at - 5, y: right.y(0.5) - 5 });
        attr(drop, { d: `M${at} ${right.y(0.5)}V${right.inner.bottom}` });
      }
      for (const node of [half, drop]) attr(node, { visibility: shown ? null : "hidden" });
      text.draw(frame.formula);
    },
  };
});
export default figure;
