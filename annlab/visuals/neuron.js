// One neuron: inputs, edges as thick as their weights, the sum, the activation's curve with z on it, the output.

// ---- pure, tested with node ----

export function edgeLook(weight, strongest) {
  return { width: 1 + (6 * Math.min(Math.abs(weight), strongest)) / strongest, negative: weight < 0 };
}

// ---- the figure ----

const figure = live((view) => {
  const { d, zs, curve, phi, sliders } = view.setup;
  const strongest = sliders[0].max;
  const [W, gap] = [600, d > 3 ? 62 : 84];
  const middle = ((d - 1) * gap) / 2 + 48;
  const H = middle * 2 + 40;
  const picture = svg("svg", { role: "img", "aria-label": "The neuron", viewBox: `0 0 ${W} ${H}`, style: `width:100%;max-width:${W + 80}px;height:auto` });
  const at = (i) => 48 + i * gap;
  const [cx, sx, px, yx] = [56, 300, 420, 540];
  const name = (x, y, hue, text, extra = {}) => svg("text", { x, y, "data-hue": hue, "text-anchor": "middle", style: "font-weight:600", ...extra }, text);
  const disc = (x, y, r, hue) => svg("circle", { cx: x, cy: y, r, fill: "var(--an-face)", stroke: `var(--an-${hue})`, "stroke-width": 3 });
  const edges = [];
  const values = [];
  for (let i = 0; i < d; i++) {
    const line = svg("line", { x1: cx + 28, y1: at(i), x2: sx - 36, y2: middle });
    const share = 0.42;
    const label = name(cx + 28 + (sx - 64 - cx) * share, at(i) + (middle - at(i)) * share - 9, "weight", "", { class: "an-halo", "data-key": `w${i}` });
    const value = name(cx, at(i) + 5, "input", "", { "data-key": `x${i}` });
    edges.push([line, label]);
    values.push(value);
    picture.append(line, label, disc(cx, at(i), 28, "input"), value, name(cx - 42, at(i) + 5, "input", sliders[i].label));
  }
  const stem = svg("line", { x1: sx, y1: middle + 76, x2: sx, y2: middle + 36, stroke: "var(--an-bias)", "stroke-width": 3 });
  const bias = name(sx, middle + 94, "bias", "", { "data-key": "b" });
  const arrow = (x1, x2) => svg("path", { d: `M${x1} ${middle}H${x2 - 2}M${x2 - 9} ${middle - 6}L${x2} ${middle}L${x2 - 9} ${middle + 6}`, fill: "none", stroke: "var(--an-ink)", "stroke-width": 2 });
  const z = name(sx, middle + 16, "sum", "");
  const y = name(yx, middle + 5, "output", "");
  const small = { x: scale([zs[0], zs[zs.length - 1]], [px - 34, px + 34]), y: null };
  const known = (curve || []).filter((v) => v !== null);
  const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
  small.y = scale([low - 0.05 * (high - low || 1), high + 0.05 * (high - low || 1)], [middle + 28, middle - 28]);
  const dot = svg("circle", { r: 5.5, fill: "var(--an-sum)", stroke: "var(--an-face)", "stroke-width": 1.5 });
  picture.append(stem, bias, disc(sx, middle, 36, "sum"), name(sx, middle - 4, "sum", "\u03a3"), z,
    arrow(sx + 38, px - 40),
    svg("rect", { x: px - 38, y: middle - 34, width: 76, height: 68, rx: 10, fill: "var(--an-face)", stroke: "var(--an-phi)", "stroke-width": 3 }),
    svg("path", { class: "an-curve", stroke: "var(--an-phi)", d: curve ? path(zs, curve, small.x, small.y) : "" }), dot,
    name(px, middle - 44, "phi", phi), arrow(px + 40, yx - 38), disc(yx, middle, 36, "output"), y, name(yx, middle - 44, "output", "y"));
  const text = formula(view);
  view.stage.append(el("div", { style: "flex:1 1 420px;min-width:0;max-width:640px" }, picture, text.box), panel(view));

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      const now = params || view.params;
      edges.forEach(([line, label], i) => {
        const look = edgeLook(now[`w${i}`], strongest);
        attr(line, {
          stroke: look.negative ? "var(--an-negative)" : "var(--an-positive)", "stroke-width": look.width.toFixed(2),
          "stroke-dasharray": look.negative ? "9 6" : null,
        });
        label.textContent = `w${"\u2081\u2082\u2083\u2084\u2085\u2086"[i]} = ${format(now[`w${i}`])}`;
        values[i].textContent = format(now[`x${i}`]);
      });
      bias.textContent = `b = ${format(now.b)}`;
      z.textContent = format(frame.z);
      y.textContent = frame.y === null ? "?" : format(frame.y, 3);
      const shown = curve && frame.a !== null;
      attr(dot, { visibility: shown ? null : "hidden" });
      if (shown) attr(dot, { cx: small.x(clamp(frame.z, zs[0], zs[zs.length - 1])), cy: clamp(small.y(frame.a), middle - 31, middle + 31) });
      text.draw(frame.formula);
    },
  };
});
export default figure;
