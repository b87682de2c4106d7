// The film of a training: the network's map or curve on the left, the loss on the right, and a slider that winds through the steps.

const figure = live((view) => {
  const { dimensions, lims, cells, points, xs, loss } = view.setup;
  const flat = dimensions === 2;
  const values = points.map((row) => row[row.length - 1]);
  const ylim = flat ? lims[1] : [Math.min(...values) - 0.3, Math.max(...values) + 0.3];
  const left = dimensions > 2 ? null : plot(view, { xlim: lims[0], ylim, xlabel: flat ? "x\u2081" : "x", ylabel: flat ? "x\u2082" : "y", square: flat, label: flat ? "Map of what the network says, with the examples" : "The network's curve, with the examples" });
  const right = plot(view, { xlim: [0, 10], ylim: [0, 1], xlabel: "step", ylabel: loss, label: "The loss over the steps" });
  const heat = flat ? field(left) : null;
  const curve = svg("path", { class: "an-curve", stroke: "var(--an-sum)" });
  const marks = svg("g", { "aria-hidden": "true" });
  if (left) left.data.append(marks, curve);
  const line = svg("path", { class: "an-curve", stroke: "var(--an-sum)" });
  const now = svg("circle", { r: 6, fill: "var(--an-phi)" });
  right.data.append(line);
  right.over.append(now);
  const verdict = el("div", { style: "font-weight:600;font-variant-numeric:tabular-nums" });
  if (left) view.stage.append(left.box);
  view.stage.append(right.box, el("div", { class: "an-panel" }, verdict, panel(view), ...(flat ? [legend()] : [])));

  let placed = 0;
  const place = () => {
    if (!left || placed === left.width) return;
    placed = left.width;
    const at = ([a, b]) => `translate(${left.x(a)} ${left.y(b)})`;
    marks.replaceChildren(...points.map((row) => (flat
      ? svg("g", { transform: `${at(row)} scale(0.5)` }, mark(row[2] > 0.5 ? 1 : 0))
      : svg("circle", { transform: at(row), r: 4, fill: "var(--an-ink)" }))));
  };
  return {
    // A picture that Python sent of its own accord is of the newest step; whoever has wound back is not taken away from there.
    arrived(frame, arrays, question) { if (question || view.params.at >= 1) view.draw(frame, arrays, question); },
    draw(frame, arrays) {
      if (frame.failed) return;
      place();
      verdict.textContent = frame.say;
      if (heat) heat.place(arrays.shown, cells);
      else if (left) attr(curve, { d: arrays.shown ? path(xs, [...arrays.shown], left.x, left.y) : null });
      const all = arrays.losses || new Float32Array(0);
      const steps = all.filter((_, i) => i % 2 === 0);
      const losses = all.filter((_, i) => i % 2 === 1);
      [right.xlim, right.ylim] = [[0, roundUp(frame.steps, 10)], [0, roundUp(losses.reduce((most, v) => (v > most ? v : most), 0), 0.1)]];
      right.layout();
      attr(line, { d: path(steps, losses, right.x, right.y) });
      const known = Number.isFinite(frame.loss);
      attr(now, { visibility: known ? null : "hidden", ...(known ? { cx: right.x(frame.step), cy: right.y(frame.loss) } : {}) });
    },
  };
});
export default figure;
