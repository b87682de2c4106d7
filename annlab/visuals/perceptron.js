// One perceptron in the plane: its line, held by two ends, its field, and points that can be moved.

const STEP = 0.05;

// ---- pure functions, tested with node ----

export const rounded = (value) => Number(value.toFixed(3));

export function without(points, i) { return points.filter((_, k) => k !== i); }
export function replaced(points, i, changes) {
  return points.map((p, k) => (k === i ? [changes.x1 ?? p[0], changes.x2 ?? p[1], changes.label ?? p[2]] : p));
}

// ---- the figure ----

const figure = live((view) => {
  const { xlim, ylim, cells } = view.setup;
  const plane = plot(view, { xlim, ylim, xlabel: "x\u2081", ylabel: "x\u2082", square: true, interactive: true, label: "The plane of the two inputs" });
  const heat = field(plane);
  const line = boundaryLine(plane);
  const arrow = weightArrow(plane);
  const grip = svg("line", { stroke: "transparent", "stroke-width": 16, style: "cursor:move;touch-action:none" });
  const sides = [1, 0].map((label) => svg("text", { "text-anchor": "middle", "aria-hidden": "true", class: "an-halo", style: "font-weight:600" }, label ? "z > 0" : "z < 0"));
  const points = svg("g", { role: "group", "aria-label": "Points" });
  const handles = [0, 1].map(() => svg("circle", { class: "an-handle", r: 9, "aria-hidden": "true" }));
  plane.data.append(...sides);
  plane.over.append(grip, points, ...handles);

  let shown = null;
  let kind = 1;
  const w = () => [view.params.w1, view.params.w2];
  const setLine = (found) => found && view.set({ w1: rounded(found.w1), w2: rounded(found.w2), b: rounded(found.b) });
  const inside = ([x, y]) => [clamp(x, ...xlim), clamp(y, ...ylim)].map(rounded);

  handles.forEach((handle, i) => {
    let fixed = null;
    drag(handle, {
      start: () => { fixed = shown && shown[1 - i]; return Boolean(fixed); },
      move: (event) => setLine(through(...(i ? [fixed, plane.point(event)] : [plane.point(event), fixed]), w())),
    });
  });
  drag(grip, { move: (event) => {
    const [x, y] = plane.point(event);
    view.set({ b: rounded(-(view.params.w1 * x + view.params.w2 * y)) });
  } });

  const setPoints = (next, picked) => view.set({ points: next, picked: clamp(picked, 0, Math.max(next.length - 1, 0)) });
  const add = (at) => setPoints([...view.params.points, [...inside(at), kind]], view.params.points.length);
  const focusPicked = () => points.children[view.params.picked]?.focus();
  const keys = (event, i) => {
    const [x1, x2, label] = view.params.points[i];
    const size = event.shiftKey ? 4 * STEP : STEP;
    const moves = { ArrowLeft: [-size, 0], ArrowRight: [size, 0], ArrowUp: [0, size], ArrowDown: [0, -size] };
    if (moves[event.key]) {
      const [p, q] = inside([x1 + moves[event.key][0], x2 + moves[event.key][1]]);
      setPoints(replaced(view.params.points, i, { x1: p, x2: q }), i);
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      const n = view.params.points.length;
      view.set({ picked: (i + (event.key === "PageDown" ? 1 : n - 1)) % n });
      redraw();
    } else if (event.key === "Enter" || event.key === " ") {
      setPoints(replaced(view.params.points, i, { label: 1 - label }), i);
    } else if ((event.key === "Delete" || event.key === "Backspace") && view.params.points.length > 1) {
      setPoints(without(view.params.points, i), i);
    } else return;
    event.preventDefault();
    event.stopPropagation();
    redraw();
    focusPicked();
  };
  const point = ([x1, x2, label], i) => {
    const size = view.params.points.length > 60 ? 0.55 : 1;
    const ring = svg("circle", { r: 13, fill: "transparent", stroke: "var(--an-wrong)", "stroke-width": 3, "stroke-opacity": 0 });
    const node = svg("g", {
      role: "button", tabindex: i === view.params.picked ? 0 : -1, style: "cursor:grab;touch-action:none",
      "aria-label": `point ${i + 1}, class ${label}, at ${format(x1)}, ${format(x2)}`,
      transform: `translate(${plane.x(x1)} ${plane.y(x2)}) scale(${size})`,
    }, ring, mark(label));
    if (i === view.params.picked) node.append(svg("circle", { r: 2.5, fill: label ? "var(--an-face)" : "var(--an-ink)" }));
    return node;
  };
  points.addEventListener("keydown", (event) => {
    const i = [...points.children].indexOf(event.target);
    if (i >= 0) keys(event, i);
  });
  let held = null;
  drag(points, {
    start: (event) => {
      held = [...points.children].findIndex((node) => node.contains(event.target));
      if (held >= 0) { view.set({ picked: held }); redraw(); focusPicked(); }
      return held >= 0;
    },
    move: (event) => {
      const [x1, x2] = inside(plane.point(event));
      setPoints(replaced(view.params.points, held, { x1, x2 }), held);
      redraw();
    },
  });
  plane.picture.addEventListener("dblclick", (event) => {
    if (event.target.closest("g[role=button], .an-handle")) return;
    add(plane.point(event));
    redraw();
  });

  let wrong = new Set();
  let drawn = "";
  const redraw = () => {
    const { params } = view;
    const key = `${JSON.stringify(params.points)}|${params.picked}|${plane.width}`;
    if (key !== drawn) {
      drawn = key;
      const focused = points.contains(document.activeElement);
      points.replaceChildren(...params.points.map(point));
      wrong.forEach((i) => ringed(i, true));
      if (focused) focusPicked();
    }
  };
  const ringed = (i, on) => {
    const node = points.children[i];
    if (!node) return;
    attr(node.firstChild, { "stroke-opacity": on ? 1 : 0 });
    attr(node, { "aria-description": on ? "misclassified" : null });
  };
  const ringAll = (list) => {
    const next = new Set(list);
    for (const i of wrong) if (!next.has(i)) ringed(i, false);
    for (const i of next) if (!wrong.has(i)) ringed(i, true);
    wrong = next;
  };

  const choose = button("New points: class 1", () => {
    kind = 1 - kind;
    choose.textContent = `New points: class ${kind}`;
  });
  const more = button("Add a point", () => { add([(xlim[0] + xlim[1]) / 2, (ylim[0] + ylim[1]) / 2]); redraw(); });
  const text = formula(view);
  const verdict = el("div", { style: "font-weight:600" });
  const help = el("details", { class: "an-twin" }, el("summary", {}, "Mouse and keys"), el("p", {},
    "Drag the line by its two ends, or by its middle to shift it. Drag a point; double-click to add one. "
    + "Keys on a point: arrows move it (Shift: further), Page Up and Page Down go to the next, Enter changes its class, Delete removes it."));
  const side = el("div", { class: "an-panel" }, verdict, panel(view, choose, more), text.box, legend("ring: misclassified"), help);
  view.stage.append(plane.box, side);

  return {
    draw(frame, arrays, params) {
      const now = params || view.params;
      if (frame.failed) return;
      heat.place(arrays.field, cells);
      shown = line.place([now.w1, now.w2], now.b);
      arrow.place([now.w1, now.w2], shown);
      for (const node of [grip, ...handles]) attr(node, { visibility: shown ? null : "hidden" });
      if (shown) {
        attr(grip, Object.fromEntries(["x1", "y1", "x2", "y2"].map((k) => [k, line.getAttribute(k)])));
        const inset = (i, k) => shown[i][k] + 0.07 * (shown[1 - i][k] - shown[i][k]);
        handles.forEach((handle, i) => attr(handle, { cx: plane.x(inset(i, 0)), cy: plane.y(inset(i, 1)) }));
      }
      placeSides(sides, plane, [now.w1, now.w2], now.b, shown);
      ringAll(frame.wrong);
      redraw();
      verdict.textContent = frame.say;
      text.draw(frame.formula);
    },
  };
});

// "z > 0" and "z < 0" near one end of the line, each on its side.
function placeSides(sides, plane, [w1, w2], b, shown) {
  const length = Math.hypot(w1, w2);
  sides.forEach((node, i) => {
    attr(node, { visibility: shown && length > 1e-9 ? null : "hidden" });
    if (!shown || length <= 1e-9) return;
    const sign = i === 0 ? 1 : -1;
    const [p, q] = shown;
    const x = plane.x(p[0]) * 0.8 + plane.x(q[0]) * 0.2 + sign * (w1 / length) * 34;
    const y = plane.y(p[1]) * 0.8 + plane.y(q[1]) * 0.2 - sign * (w2 / length) * 24 + 4;
    attr(node, { x: clamp(x, plane.inner.left + 30, plane.inner.right - 30), y: clamp(y, plane.inner.top + 14, plane.inner.bottom - 6) });
    node.style.fill = i === 0 ? "var(--an-one)" : "var(--an-zero)";
  });
}
export default figure;
