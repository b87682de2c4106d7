// The plane of two inputs: points of two classes, and the line w1 x1 + w2 x2 + b = 0 on it.

// ---- pure functions, tested with node ----

// The two ends of the line within the box, [[x1, x2], [x1, x2]], or null where it misses the box.
export function ends([w1, w2], b, [left, right], [low, high]) {
  const found = [];
  const add = (x, y) => {
    if (x >= left - 1e-9 && x <= right + 1e-9 && y >= low - 1e-9 && y <= high + 1e-9
      && !found.some(([p, q]) => Math.hypot(p - x, q - y) < 1e-9)) found.push([x, y]);
  };
  if (Math.abs(w2) > 1e-12) for (const x of [left, right]) add(x, -(b + w1 * x) / w2);
  if (Math.abs(w1) > 1e-12) for (const y of [low, high]) add(-(b + w2 * y) / w1, y);
  if (found.length < 2) return null;
  let best = [found[0], found[1]];
  for (const p of found) for (const q of found) {
    if (Math.hypot(p[0] - q[0], p[1] - q[1]) > Math.hypot(best[0][0] - best[1][0], best[0][1] - best[1][1])) best = [p, q];
  }
  return best;
}

// The weights and bias of the line through p and q: as long as the old w, and pointing to the same side.
export function through(p, q, [w1, w2]) {
  const length = Math.hypot(w1, w2) || 1;
  const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
  const far = Math.hypot(dx, dy);
  if (far < 1e-6) return null;
  let [n1, n2] = [(-dy / far) * length, (dx / far) * length];
  if (n1 * w1 + n2 * w2 < 0) [n1, n2] = [-n1, -n2];
  return { w1: n1, w2: n2, b: -(n1 * p[0] + n2 * p[1]) };
}

// ---- drawing ----

export function mark(label) {
  return label === 1
    ? svg("circle", { r: 7, fill: "var(--an-one-fill)", stroke: "var(--an-one)", "stroke-width": 2.5 })
    : svg("rect", { x: -6.5, y: -6.5, width: 13, height: 13, fill: "var(--an-zero-fill)", stroke: "var(--an-zero)", "stroke-width": 2.5 });
}

export function legend(...items) {
  const key = (label, text) => {
    const icon = svg("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true", style: "display:inline-block;vertical-align:-4px" }, mark(label));
    return el("span", {}, icon, ` ${text}`);
  };
  return el("div", { class: "an-legend" }, key(1, "class 1"), key(0, "class 0"), ...items.map((text) => el("span", {}, text)));
}

export function boundaryLine(plane, attributes = {}) {
  const line = svg("line", { stroke: "var(--an-ink)", "stroke-width": 2.5, ...attributes });
  plane.data.append(line);
  line.place = (w, b) => {
    const found = ends(w, b, plane.xlim, plane.ylim);
    attr(line, { visibility: found ? null : "hidden" });
    if (found) attr(line, { x1: plane.x(found[0][0]), y1: plane.y(found[0][1]), x2: plane.x(found[1][0]), y2: plane.y(found[1][1]) });
    return found;
  };
  return line;
}

// The arrow w, from the middle of the boundary towards the side that says 1; its length is that of w, within bounds.
export function weightArrow(plane) {
  const shaft = svg("line", { "stroke-width": 3, stroke: "var(--an-weight)" });
  const head = svg("path", { fill: "var(--an-weight)" });
  const name = svg("text", { "data-hue": "weight", "text-anchor": "middle", style: "font-weight:600;font-style:italic" }, "w");
  const arrow = svg("g", { "aria-hidden": "true" }, shaft, head, name);
  plane.data.append(arrow);
  arrow.place = ([w1, w2], found) => {
    const length = Math.hypot(w1, w2);
    attr(arrow, { visibility: found && length > 1e-9 ? null : "hidden" });
    if (!found || length <= 1e-9) return;
    const unit = plane.x(1) - plane.x(0);
    const reach = clamp(length * unit * 0.35, 26, 120);
    const [ux, uy] = [w1 / length, -w2 / length];
    const x = (plane.x(found[0][0]) + plane.x(found[1][0])) / 2;
    const y = (plane.y(found[0][1]) + plane.y(found[1][1])) / 2;
    const [tx, ty] = [x + ux * reach, y + uy * reach];
    attr(shaft, { x1: x, y1: y, x2: tx - ux * 6, y2: ty - uy * 6 });
    attr(head, { d: `M${tx} ${ty}L${tx - ux * 12 - uy * 6} ${ty - uy * 12 + ux * 6}L${tx - ux * 12 + uy * 6} ${ty - uy * 12 - ux * 6}Z` });
    attr(name, { x: tx + ux * 13, y: ty + uy * 13 + 4 });
  };
  return arrow;
}

// A coloured field of what a function says: values[row * n + column], from the bottom left.
export function field(plane) {
  const canvas = el("canvas", { class: "an-heat", "aria-hidden": "true" });
  plane.box.prepend(canvas);
  let theme = null;
  let colours = null;
  const colour = (name) => {
    const text = getComputedStyle(plane.box).getPropertyValue(name).trim();
    return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  };
  canvas.place = (values, n) => {
    const { left, right, top, bottom } = plane.inner;
    canvas.hidden = !values || !values.length;
    if (canvas.hidden) return;
    Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
    if (!canvas.isConnected) {  // not on the page yet: its colours are not known, so paint it once it is
      new ResizeObserver((_, watcher) => {
        watcher.disconnect();
        if (canvas.isConnected) canvas.place(values, n);
      }).observe(canvas);
      return;
    }
    if (canvas.width !== n) canvas.width = canvas.height = n;
    if (!colours || theme !== document.body.dataset.jpThemeLight) {
      theme = document.body.dataset.jpThemeLight;
      colours = [colour("--an-one"), colour("--an-zero")];
    }
    const [one, zero] = colours;
    const image = new ImageData(n, n);
    for (let row = 0; row < n; row++) for (let column = 0; column < n; column++) {
      const value = values[row * n + column];
      const at = 4 * ((n - 1 - row) * n + column);
      for (let c = 0; c < 3; c++) image.data[at + c] = zero[c] + (one[c] - zero[c]) * clamp(value, 0, 1);
      image.data[at + 3] = Number.isFinite(value) ? 255 : 0;
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  };
  return canvas;
}
