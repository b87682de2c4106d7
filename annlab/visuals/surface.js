// A map of heights: shades, and lines of equal height found by marching squares.

// ---- pure functions, tested with node ----

// The line pieces [x1, y1, x2, y2] along which the values (n x n, from the bottom left) pass the level, in cells.
export function pieces(values, n, level) {
  const found = [];
  const known = (v) => v !== null && Number.isFinite(v);
  for (let row = 0; row < n - 1; row++) for (let column = 0; column < n - 1; column++) {
    const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]];
    const at = corners.map(([x, y]) => values[y * n + x]);
    if (!at.every(known)) continue;
    const crossed = [];
    for (let k = 0; k < 4; k++) {
      const [p, q] = [at[k], at[(k + 1) % 4]];
      if ((p < level) === (q < level)) continue;
      const share = (level - p) / (q - p);
      const [a, b] = [corners[k], corners[(k + 1) % 4]];
      crossed.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
    }
    for (let k = 0; k + 1 < crossed.length; k += 2) found.push([...crossed[k], ...crossed[k + 1]]);
  }
  return found;
}

// ---- drawing ----

export function heightMap(view, options) {
  const { shades, cells, levels, xlim, ylim } = view.setup.map;
  const plane = plot(view, { xlim, ylim, square: true, interactive: true, ...options });
  const shade = field(plane);
  const lines = svg("path", { fill: "none", stroke: "var(--an-edge)", "stroke-width": 1 });
  plane.data.append(lines);
  const all = levels.flatMap((level) => pieces(shades, cells, level));
  const x = (column) => plane.x(xlim[0] + ((column + 0.5) * (xlim[1] - xlim[0])) / cells).toFixed(1);
  const y = (row) => plane.y(ylim[0] + ((row + 0.5) * (ylim[1] - ylim[0])) / cells).toFixed(1);
  plane.paint = () => {
    shade.place(shades, cells);
    attr(lines, { d: all.map(([a, b, c, d]) => `M${x(a)} ${y(b)}L${x(c)} ${y(d)}`).join("") });
  };
  return plane;
}
