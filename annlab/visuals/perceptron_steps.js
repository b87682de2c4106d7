// The perceptron rule, one example at a time: back, next, play; the run itself comes whole from Python.

const PAUSE = 1100;

const figure = live((view) => {
  const { xlim, ylim, points } = view.setup;
  const plane = plot(view, { xlim, ylim, xlabel: "x\u2081", ylabel: "x\u2082", square: true, label: "The plane of the two inputs" });
  const old = boundaryLine(plane, { "stroke-dasharray": "7 6", stroke: "var(--an-edge)", "stroke-width": 2 });
  const line = boundaryLine(plane);
  const arrow = weightArrow(plane);
  const halo = svg("circle", { r: 17, fill: "none", stroke: "var(--an-phi)", "stroke-width": 4 });
  const marks = points.map(([, , label]) => mark(label));
  plane.over.append(halo, ...marks);

  let run = null;
  let at = 0;
  let timer = null;
  const id = uid("step");
  const range = el("input", { type: "range", id, min: 0, max: 0, step: 1 });
  const output = el("output", { for: id, style: "text-align:right" });
  const where = el("div", { style: "font-weight:600;min-height:1.5em" });
  const text = formula(view);
  const now = el("div", { style: "font-variant-numeric:tabular-nums" });
  const stop = () => { clearInterval(timer); timer = null; play.textContent = "Play"; };
  const go = (k) => {
    at = clamp(k, 0, run.steps.length);
    if (at === run.steps.length) stop();
    paint();
    view.say(where.textContent);
  };
  const back = button("Back", () => { stop(); go(at - 1); });
  const next = button("Next", () => { stop(); go(at + 1); });
  const play = button("Play", () => {
    if (timer) { stop(); return; }
    if (at === run.steps.length) go(0);
    play.textContent = "Pause";
    timer = setInterval(() => go(at + 1), PAUSE);
  });
  const reset = button("Reset", () => { stop(); go(0); view.set(structuredClone(view.initial)); });
  range.addEventListener("input", () => { stop(); go(Number(range.value)); });
  view.stops.push(() => clearInterval(timer));
  const etaId = uid("eta");
  const eta = el("input", { type: "number", id: etaId, min: 0.1, step: 0.1, style: "width:5.4em" });
  eta.addEventListener("change", () => { if (Number(eta.value) > 0) { stop(); at = 0; view.set({ eta: Number(eta.value) }); } });
  view.shown.push((params) => { eta.value = params.eta; });
  const side = el("div", { class: "an-panel" }, where, text.box, now,
    el("div", { class: "an-row" }, el("label", { for: id }, "step"), range, output),
    el("div", { class: "an-buttons" }, back, next, play, reset, el("span", { style: "white-space:nowrap" }, el("label", { for: etaId }, "eta "), eta)),
    legend("ring: this example", "dashed: the line before"));
  view.stage.append(plane.box, side);

  function paint() {
    const step = at > 0 ? run.steps[at - 1] : null;
    const [w1, w2, b] = step ? step.after : [0, 0, 0];
    const found = line.place([w1, w2], b);
    arrow.place([w1, w2], found);
    if (step && step.changed) old.place(step.before.slice(0, 2), step.before[2]);
    else attr(old, { visibility: "hidden" });
    points.forEach(([x1, x2], i) => attr(marks[i], { transform: `translate(${plane.x(x1)} ${plane.y(x2)})` }));
    attr(halo, { visibility: step ? null : "hidden" });
    if (step) attr(halo, { cx: plane.x(points[step.i][0]), cy: plane.y(points[step.i][1]) });
    const n = run.steps.length;
    attr(range, { max: n, "aria-valuetext": `step ${at} of ${n}` });
    range.value = at;
    output.textContent = `${at} of ${n}`;
    back.disabled = at === 0;
    next.disabled = at === n;
    const end = at === n && n > 0 ? (run.clean ? " A whole epoch without a mistake: done." : " Not done, and here the figure stops.") : "";
    where.textContent = step
      ? `Epoch ${step.epoch}, example ${step.i + 1} of ${points.length}: ${step.wrong ? "wrong" : "right"}.${end}`
      : "Start: w and b are 0, so there is no line yet.";
    text.draw(step ? step.formula : [["z = 0 everywhere, so step(z) = 1 for every example"]]);
    now.textContent = `w\u2081 = ${format(w1)}, w\u2082 = ${format(w2)}, b = ${format(b)}`;
  }

  return {
    draw(frame) {
      if (frame.failed) return;
      run = frame;
      at = Math.min(at, run.steps.length);
      paint();
    },
  };
});
export default figure;
