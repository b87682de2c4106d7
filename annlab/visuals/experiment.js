// Three plots over the number of examples, one line for every method; a thin line marks the chosen N.

const LOOKS = {
  knn: { stroke: "var(--an-weight)" },
  sklearn: { stroke: "var(--an-weight)", "stroke-dasharray": "7 5" },
  network: { stroke: "var(--an-sum)" },
};

const figure = live((view) => {
  const { panels, xlim } = view.setup;
  const plots = panels.map(({ title, ylabel, ylim }) => {
    const made = plot(view, { xlim, ylim, xlabel: "examples N, as a power of ten", ylabel, title, height: 330, label: `${title} over the number of examples` });
    made.rule = svg("line", { stroke: "var(--an-edge)", "stroke-width": 1.5 });
    made.data.append(made.rule);
    made.curves = Object.fromEntries(Object.entries(LOOKS).map(([name, look]) => {
      const line = svg("path", { fill: "none", "stroke-width": 2.5, ...look });
      const dots = svg("g", {});
      made.data.append(line, dots);
      return [name, { line, dots }];
    }));
    return made;
  });
  const dot = (name, x, y) => name === "network"
    ? svg("circle", { cx: x, cy: y, r: 4.5, fill: LOOKS[name].stroke })
    : svg("rect", { x: x - 4, y: y - 4, width: 8, height: 8, fill: name === "knn" ? LOOKS[name].stroke : "var(--an-face)", stroke: LOOKS[name].stroke, "stroke-width": 2 });
  const verdict = el("div", { style: "font-weight:600" });
  const text = formula(view);
  const legend = el("div", { class: "an-legend" }, "orange squares: k-NN; hollow, dashed: scikit-learn's k-NN; blue circles: network");
  view.stage.append(...plots.map((p) => p.box), el("div", { class: "an-panel" }, verdict, panel(view), text.box, legend));

  return {
    draw(frame) {
      if (frame.failed) return;
      plots.forEach((p, i) => {
        const x = p.x(frame.logs[frame.at]);
        attr(p.rule, { x1: x, x2: x, y1: p.inner.top, y2: p.inner.bottom });
        for (const [name, { line, dots }] of Object.entries(p.curves)) {
          const values = frame.curves[i][name];
          attr(line, { d: values ? path(frame.logs, values, p.x, p.y) : "" });
          dots.replaceChildren(...(values || []).map((v, k) => dot(name, p.x(frame.logs[k]), p.y(v))));
        }
      });
      verdict.textContent = frame.say;
      text.draw(frame.formula);
    },
  };
});
export default figure;
