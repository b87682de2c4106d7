// A ball on a map (left) and the loss after every step (right); Roll plays the steps one after the other.

const PAUSE = 120;

const figure = live((view) => {
  const { steps, names, powers } = view.setup;
  const left = heightMap(view, { xlabel: names[0], ylabel: names[1], title: "blue is low", label: `Map of the loss over ${names[0]} and ${names[1]}` });
  const trail = svg("path", { fill: "none", stroke: "var(--an-ink)", "stroke-width": 1.5 });
  const marks = svg("path", { fill: "none", stroke: "var(--an-ink)", "stroke-width": 5, "stroke-linecap": "round" });
  const start = svg("rect", { width: 12, height: 12, fill: "var(--an-face)", stroke: "var(--an-ink)", "stroke-width": 2.5, "aria-hidden": "true" });
  const ball = svg("circle", { r: 9, fill: "var(--an-weight)", stroke: "var(--an-face)", "stroke-width": 2, "aria-hidden": "true" });
  left.data.append(trail, marks, start, ball);
  const right = plot(view, { xlim: [0, steps], ylim: powers, xlabel: "step", ylabel: "loss, as a power of ten", title: "the loss", height: 400, label: "The loss after every step" });
  const curve = svg("path", { class: "an-curve", stroke: "var(--an-wrong)" });
  const dot = svg("circle", { r: 6, fill: "var(--an-weight)" });
  right.data.append(curve, dot);

  let timer = null;
  const stop = () => { clearInterval(timer); timer = null; roll.textContent = "Roll"; };
  const roll = button("Roll", () => {
    if (timer) { stop(); return; }
    view.set({ t: 0 });
    roll.textContent = "Stop";
    timer = setInterval(() => {
      if (view.params.t >= steps) stop();
      else view.set({ t: view.params.t + 1 });
    }, PAUSE);
  });
  view.stops.push(() => clearInterval(timer));
  const near = (value, [low, high]) => Number((Math.round(clamp(value, low, high) / 0.1) * 0.1).toFixed(1));
  const move = (event) => {
    const [x, y] = left.point(event);
    view.set({ x: near(x, left.xlim), y: near(y, left.ylim) });
  };
  drag(left.picture, { start: (event) => { stop(); move(event); }, move });
  attr(left.picture, { style: "cursor:crosshair;touch-action:none" });
  const text = formula(view);
  const verdict = el("div", { style: "font-weight:600" });
  const side = el("div", { class: "an-panel" }, verdict, panel(view, roll), text.box,
    el("div", { class: "an-legend" }, "square: start; circle: the ball. Press on the map to move the start."));
  view.stage.append(left.box, right.box, side);

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      left.paint();
      const t = clamp((params || view.params).t, 0, steps);
      const found = Boolean(frame.path);
      for (const node of [trail, marks, start, ball, curve, dot]) attr(node, { visibility: found ? null : "hidden" });
      verdict.textContent = frame.verdict;
      text.draw(frame.formula);
      if (!found) return;
      const place = ([x, y]) => (x === null || y === null ? null : [clamp(left.x(x), -1e4, 1e4), clamp(left.y(y), -1e4, 1e4)]);
      const places = frame.path.map(place);
      const known = places.filter(Boolean);
      attr(trail, { d: known.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") });
      attr(marks, { d: known.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("") });
      attr(start, { x: known[0][0] - 6, y: known[0][1] - 6 });
      attr(ball, places[t] ? { cx: places[t][0], cy: places[t][1] } : { visibility: "hidden" });
      attr(curve, { d: path(frame.logs.map((_, i) => i), frame.logs, right.x, right.y) });
      const height = frame.logs[t];
      attr(dot, height === null ? { visibility: "hidden" } : { cx: right.x(t), cy: clamp(right.y(height), -1e4, 1e4) });
    },
  };
});
export default figure;
