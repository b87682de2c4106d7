// Two curves of the loss over the steps: a broad line by NumPy, dots by torch_fit.

const figure = live((view) => {
  const { steps, ylim } = view.setup;
  const made = plot(view, { xlim: [0, steps], ylim, xlabel: "step", ylabel: "loss, as a power of ten", title: "loss before every step", height: 360, label: "Loss over the steps, by NumPy and by torch_fit" });
  const line = svg("path", { fill: "none", stroke: "var(--an-weight)", "stroke-width": 6, "stroke-opacity": 0.55 });
  const dots = svg("g", {});
  made.data.append(line, dots);
  const verdict = el("div", { style: "font-weight:600" });
  const text = formula(view);
  const legend = el("div", { class: "an-legend" }, "broad line: NumPy; blue dots: torch_fit");
  view.stage.append(made.box, el("div", { class: "an-panel" }, verdict, panel(view), text.box, legend));

  return {
    draw(frame) {
      if (frame.failed) return;
      attr(line, { d: path(frame.ours.map((_, i) => i), frame.ours, made.x, made.y) });
      dots.replaceChildren(...(frame.theirs || []).map((v, i) =>
        svg("circle", { cx: made.x(i), cy: clamp(made.y(v), -1e4, 1e4), r: 3, fill: "var(--an-sum)" })));
      verdict.textContent = frame.say;
      text.draw(frame.formula);
    },
  };
});
export default figure;
