// Five paths on the map of a ravine (left), their losses (right); Race plays the steps, a press on the map moves the start.

const BEAT = 60;

// The place (along, across) in a ravine turned by tilt degrees, for a place (x, y) on the map.
export function inRavine([x, y], tilt) {
  const [c, s] = [Math.cos((tilt * Math.PI) / 180), Math.sin((tilt * Math.PI) / 180)];
  return [c * x + s * y, c * y - s * x];
}

// The numbers of runner i (of n) in a flat array, as pairs or one by one.
export function part(values, i, n, width) {
  const size = values.length / n;
  const own = Array.from(values.slice(i * size, (i + 1) * size));
  return width === 1 ? own : Array.from({ length: size / width }, (_, k) => own.slice(k * width, (k + 1) * width));
}

const figure = live((view) => {
  const { steps, runners, powers, lim, cells, levels } = view.setup;
  const n = runners.length;
  const left = plot(view, { xlim: lim, ylim: lim, square: true, interactive: true, xlabel: "w1", ylabel: "w2", title: "blue is low", label: "Map of the ravine, with the five paths" });
  const shade = field(left);
  const contours = svg("path", { fill: "none", stroke: "var(--an-edge)", "stroke-width": 1 });
  left.data.append(contours);
  const right = plot(view, { xlim: [0, steps], ylim: powers, xlabel: "step", ylabel: "loss, as a power of ten", title: "loss after every step", height: 400, label: "The loss of the five after every step" });
  const now = svg("line", { stroke: "var(--an-edge)", "stroke-width": 1.5 });
  right.data.append(now);
  const hue = (runner) => `var(--an-${runner.hue})`;
  const drawn = runners.map((runner) => {
    const line = { fill: "none", stroke: hue(runner), "stroke-width": 2.2, "stroke-dasharray": runner.dash || null, "stroke-linecap": "round" };
    const own = {
      trail: svg("path", line),
      curve: svg("path", line),
      ball: svg("circle", { r: 7, fill: hue(runner), stroke: "var(--an-face)", "stroke-width": 2 }),
      dot: svg("circle", { r: 5, fill: hue(runner) }),
      name: svg("text", { class: "an-halo", "data-hue": runner.hue, style: "font-weight:600;font-size:12px" }, runner.short),
    };
    left.data.append(own.trail);
    right.data.append(own.curve, own.dot);
    return own;
  });
  for (const own of drawn) left.data.append(own.ball);
  for (const own of drawn) left.data.append(own.name);

  let timer = null;
  const stop = () => { clearInterval(timer); timer = null; race.textContent = "Race"; };
  const race = button("Race", () => {
    if (timer) { stop(); return; }
    view.set({ t: 0 });
    race.textContent = "Stop";
    timer = setInterval(() => {
      if (view.params.t >= steps) stop();
      else view.set({ t: view.params.t + 1 });
    }, BEAT);
  });
  view.stops.push(() => clearInterval(timer));
  const move = (event) => {
    const [along, across] = inRavine(left.point(event), view.params.tilt);
    view.set({ along: clamp(along, ...lim), across: clamp(across, ...lim) });
  };
  drag(left.picture, { start: (event) => { stop(); move(event); }, move });
  attr(left.picture, { style: "cursor:crosshair;touch-action:none" });
  const text = formula(view);
  const sample = (runner) => el("span", {}, svg("svg", { width: 34, height: 10, "aria-hidden": "true", style: "display:inline-block;vertical-align:1px" },
    svg("path", { d: "M1 5H33", fill: "none", stroke: hue(runner), "stroke-width": 2.5, "stroke-dasharray": runner.dash || null })), ` ${runner.name}`);
  const side = el("div", { class: "an-panel" }, el("div", { class: "an-legend" }, ...runners.map(sample)), text.box, panel(view, race),
    el("div", { class: "an-legend" }, "The first five sliders are learning rates. Press on the map to move the start."));
  view.stage.append(left.box, right.box, side);

  let mapped = null;
  const map = (shades) => {
    shade.place(shades, cells);
    const key = `${left.width}|${shades.join()}`;
    if (key === mapped) return;
    mapped = key;
    const at = (scale) => (cell) => scale(lim[0] + ((cell + 0.5) * (lim[1] - lim[0])) / cells).toFixed(1);
    const [x, y] = [at(left.x), at(left.y)];
    const all = levels.flatMap((level) => pieces(Array.from(shades), cells, level));
    attr(contours, { d: all.map(([a, b, c, d]) => `M${x(a)} ${y(b)}L${x(c)} ${y(d)}`).join("") });
  };
  return {
    draw(frame, arrays, params) {
      if (frame.failed) return;
      const t = clamp((params || view.params).t, 0, steps);
      map(arrays.shades);
      text.draw(frame.formula);
      attr(now, { x1: right.x(t), x2: right.x(t), y1: right.inner.top, y2: right.inner.bottom });
      drawn.forEach((own, i) => {
        const places = part(arrays.paths, i, n, 2).slice(0, t + 1);
        const logs = part(arrays.logs, i, n, 1);
        attr(own.trail, { d: path(places.map((p) => p[0]), places.map((p) => p[1]), (v) => clamp(left.x(v), -1e4, 1e4), left.y) });
        attr(own.curve, { d: path(logs.map((_, k) => k), logs, right.x, right.y) });
        const there = places[t] && Number.isFinite(places[t][0]);
        const [px, py] = there ? [clamp(left.x(places[t][0]), -1e4, 1e4), clamp(left.y(places[t][1]), -1e4, 1e4)] : [0, 0];
        for (const node of [own.ball, own.name, own.dot]) attr(node, { visibility: there ? null : "hidden" });
        attr(own.ball, { cx: px, cy: py });
        attr(own.name, { x: px + 10, y: py + 4 + (i - 2) * 13 });
        attr(own.dot, { cx: right.x(t), cy: there ? clamp(right.y(logs[t]), -1e4, 1e4) : 0 });
      });
    },
  };
});
export default figure;
