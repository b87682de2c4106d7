// Losses over the steps of one network (left), and at the end over depth, width or examples (right), with error bars.

const LOOKS = {
  training: { stroke: "var(--an-sum)", "stroke-dasharray": "7 4" },
  validation: { stroke: "var(--an-wrong)" },
};

// ---- pure functions, tested with node ----

// The outline of a band between two curves, as a path.
export function band(xs, low, high, x, y) {
  const point = (k, values) => `${x(xs[k]).toFixed(1)} ${y(values[k]).toFixed(1)}`;
  const there = xs.map((_, k) => point(k, high));
  const back = xs.map((_, k) => point(k, low)).reverse();
  return `M${[...there, ...back].join("L")}Z`;
}

// The highest end of any error bar, rounded up to a half.
export function ceiling(bars) {
  const tops = bars.flatMap((bar) => Object.keys(LOOKS).map((name) => bar[name][0] + bar[name][1]));
  return Math.max(0.5, Math.ceil(Math.max(...tops) * 2) / 2);
}

// ---- drawing ----

function chooser(view, key, label, options) {
  const id = uid("choice");
  const select = el("select", { id }, ...options.map(([value, text]) => el("option", { value }, text)));
  select.addEventListener("change", () => view.set({ [key]: options.find(([value]) => String(value) === select.value)[0] }));
  view.shown.push((params) => { select.value = params[key]; });
  return el("div", { class: "an-buttons an-flat" }, el("label", { for: id, style: "min-width:8em" }, label), select);
}

const figure = live((view) => {
  const { choices, over, times, ylim } = view.setup;
  const last = times[times.length - 1];
  const left = plot(view, { xlim: [0, last], ylim, xlabel: "step", ylabel: "loss", title: "loss during training", height: 340, label: "Training and validation loss over the steps" });
  const right = plot(view, { xlim: [-0.5, 5.5], ylim: [0, 2], xlabel: " ", ylabel: "loss", title: "loss at the end", height: 340, label: "Training and validation loss at the end" });
  const drawn = Object.fromEntries(Object.entries(LOOKS).map(([name, look]) => {
    const area = svg("path", { fill: look.stroke, opacity: 0.18 });
    const line = svg("path", { fill: "none", "stroke-width": 2.5, ...look });
    const across = svg("path", { fill: "none", "stroke-width": 2, ...look });
    const errors = svg("path", { fill: "none", "stroke-width": 2, stroke: look.stroke });
    const dots = svg("g");
    left.data.append(area, line);
    right.data.append(across, errors, dots);
    return [name, { area, line, across, errors, dots }];
  }));
  const marks = { best: svg("line", { stroke: "var(--an-output)", "stroke-width": 2, "stroke-dasharray": "2 4" }), stop: svg("line", { stroke: "var(--an-output)", "stroke-width": 2 }) };
  const names = { best: svg("text", { "data-hue": "output", class: "an-halo" }, "best"), stop: svg("text", { "data-hue": "output", class: "an-halo" }, "stop") };
  left.over.append(...Object.values(marks), ...Object.values(names));
  const ticks = svg("g", { "aria-hidden": "true" });
  right.over.append(ticks);
  const verdict = el("div", { style: "font-weight:600" });
  const text = formula(view);
  const rows = choices.map(({ key, label, values }) => chooser(view, key, label, values.map((v) => [v, String(v)])));
  const against = chooser(view, "over", "right: over the", over.map(({ value, label }) => [value, label]));
  view.stage.append(left.box, right.box, el("div", { class: "an-panel" }, verdict, ...rows, against, panel(view), text.box,
    el("div", { class: "an-legend" }, "blue, dashed, squares: training; pink, circles: validation. Bands and bars: two standard errors. Wait is the patience, in looks; a look is 20 steps.")));

  const dot = (name, x, y) => name === "training"
    ? svg("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9, fill: LOOKS[name].stroke })
    : svg("circle", { cx: x, cy: y, r: 5, fill: LOOKS[name].stroke });
  const mark = (key, place) => {
    for (const node of [marks[key], names[key]]) attr(node, { visibility: place === null ? "hidden" : null });
    if (place === null) return;
    const x = left.x(times[place]);
    attr(marks[key], { x1: x, x2: x, y1: left.inner.top, y2: left.inner.bottom });
    const right = key === "stop" || x < left.inner.left + 40;
    attr(names[key], { x: x + (right ? 5 : -5), y: left.inner.top + (key === "stop" ? 14 : 30), "text-anchor": right ? "start" : "end" });
  };
  const sides = (frame) => {
    const { bars } = frame;
    right.xlim = [-0.5, bars.length - 0.5];
    right.ylim = [0, ceiling(bars)];
    right.layout();
    for (const old of right.picture.querySelectorAll(".an-axes .an-tick[text-anchor=middle]")) old.remove();
    ticks.replaceChildren(...bars.map((bar, k) => svg("text", { class: "an-tick", x: right.x(k), y: right.inner.bottom + 17, "text-anchor": "middle" }, String(bar.value))),
      svg("text", { class: "an-axis", x: (right.inner.left + right.inner.right) / 2, y: right.inner.bottom + 36, "text-anchor": "middle" }, over.find((o) => o.value === view.params.over).label));
    for (const [name, own] of Object.entries(drawn)) {
      const at = bars.map((bar, k) => [right.x(k), ...[0, -1, 1].map((s) => right.y(bar[name][0] + s * bar[name][1]))]);
      attr(own.across, { d: at.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") });
      attr(own.errors, { d: at.map(([x, , low, high]) => `M${x - 5} ${low}h10M${x} ${low}V${high}M${x - 5} ${high}h10`).join("") });
      own.dots.replaceChildren(...at.map(([x, y]) => dot(name, x, y)));
    }
  };
  return {
    draw(frame) {
      if (frame.failed) return;
      for (const [name, own] of Object.entries(drawn)) {
        const curve = frame.curves[name];
        attr(own.area, { d: band(times, curve.low, curve.high, left.x, left.y) });
        attr(own.line, { d: path(times, curve.mean, left.x, left.y) });
      }
      mark("best", frame.best);
      mark("stop", frame.stop);
      sides(frame);
      verdict.textContent = frame.verdict;
      text.draw(frame.formula);
    },
  };
});
export default figure;
