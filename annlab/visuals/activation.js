// An activation with its tangent (left), its slope and the measured one (right).

const figure = live((view) => {
  const { zs, spans, names } = view.setup;
  const lim = [zs[0], zs[zs.length - 1]];
  const left = plot(view, { xlim: lim, ylim: spans[0], xlabel: "z", ylabel: "activation", title: "the activation", label: "The activation over z" });
  const right = plot(view, { xlim: lim, ylim: [-0.25, 1.25], xlabel: "z", ylabel: "slope", title: "its slope", label: "The slope over z" });
  const tangent = svg("path", { stroke: "var(--an-weight)", "stroke-width": 2, "stroke-dasharray": "8 5", fill: "none" });
  const curve = svg("path", { class: "an-curve", stroke: "var(--an-phi)" });
  const dot = svg("circle", { r: 6.5, fill: "var(--an-sum)", stroke: "var(--an-face)", "stroke-width": 1.5 });
  left.data.append(tangent, curve, dot);
  const measured = svg("path", { class: "an-curve", stroke: "var(--an-edge)", "stroke-width": 8, "stroke-opacity": 0.5 });
  const claimed = svg("path", { class: "an-curve", stroke: "var(--an-weight)" });
  const crosses = svg("path", { stroke: "var(--an-wrong)", "stroke-width": 2, fill: "none" });
  const mark2 = svg("circle", { r: 6, fill: "var(--an-sum)", stroke: "var(--an-face)", "stroke-width": 1.5 });
  right.data.append(measured, claimed, crosses, mark2);
  const id = uid("pick");
  const select = el("select", { id }, ...names.map((name, i) => el("option", { value: i }, name)));
  select.addEventListener("change", () => view.set({ picked: Number(select.value) }));
  view.shown.push((params) => { select.value = params.picked; });
  const chooser = el("span", { hidden: names.length < 2 }, el("label", { for: id }, "activation "), select);
  const text = formula(view);
  const verdict = el("p", { class: "an-note" });
  const legend = el("div", { class: "an-legend" }, el("span", {}, "wide grey: measured slope"), el("span", {}, "dashed: tangent"), el("span", {}, "red crosses: they differ"));
  view.stage.append(left.box, right.box, panel(view, chooser), el("div", { class: "an-panel" }, text.box, verdict, legend));

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      const { z, picked } = params || view.params;
      left.ylim = spans[picked];
      left.layout();
      right.layout();
      const ok = frame.curve && frame.at !== null;
      attr(curve, { d: frame.curve ? path(zs, frame.curve, left.x, left.y) : null });
      for (const node of [tangent, dot, mark2]) attr(node, { visibility: ok && frame.slope !== null ? null : "hidden" });
      attr(dot, { visibility: ok ? null : "hidden" });
      if (ok) {
        attr(dot, { cx: left.x(z), cy: left.y(frame.at) });
        if (frame.slope !== null) {
          const at = (x) => frame.at + frame.slope * (x - z);
          attr(tangent, { d: path(lim, lim.map(at), left.x, left.y) });
          attr(mark2, { cx: right.x(z), cy: right.y(frame.slope) });
        }
      }
      attr(measured, { d: frame.measured ? path(zs, frame.measured, right.x, right.y) : null });
      attr(claimed, { d: frame.claimed ? path(zs, frame.claimed, right.x, right.y) : null });
      attr(crosses, { d: frame.wrong.filter((_, i) => i % 3 === 0).map((i) => {
        const [x, y] = [right.x(zs[i]), right.y(frame.claimed[i] ?? 0)];
        return `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`;
      }).join("") });
      text.draw(frame.formula);
      verdict.textContent = frame.verdict;
    },
  };
});
export default figure;
