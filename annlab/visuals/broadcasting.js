// Broadcasting, drawn and computed in the browser: the same rule as broadcasting.py (a test compares them).

// ---- pure functions, tested with node ----

export const shapeText = (s) => `(${s.join(", ")}${s.length === 1 ? "," : ""})`;
export const aligned = (s) => [...Array(2 - s.length).fill(1), ...s];

export function broadcast(a, b) {
  const n = Math.max(a.length, b.length);
  const pad = (s) => [...Array(n - s.length).fill(1), ...s];
  const [p, q] = [pad(a), pad(b)];
  for (let i = n - 1; i >= 0; i--) {
    if (p[i] !== q[i] && p[i] !== 1 && q[i] !== 1) return { result: null, clash: [p[i], q[i]] };
  }
  return { result: p.map((m, i) => Math.max(m, q[i])), clash: null };
}

export function broadcastFrame({ a, b }) {
  const { result, clash } = broadcast(a, b);
  const both = `${shapeText(a)} with ${shapeText(b)}`;
  const same = (s) => result && shapeText(s) === shapeText(result);
  let verdict = `${both} gives ${result && shapeText(result)}.`;
  if (!result) verdict = `${both} cannot be: ${clash[0]} and ${clash[1]} differ, and neither is 1.`;
  else if (!same(a) && !same(b)) verdict = `${both} gives ${shapeText(result)}: both are stretched. Is that what you wanted?`;
  return { a: aligned(a), b: aligned(b), result: result && aligned(result), clash, verdict, say: verdict, words: broadcastWords(a, b, result, verdict) };
}

function broadcastWords(a, b, result, verdict) {
  const start = "Shapes are compared from the right; a missing length counts as 1, and a length of 1 is stretched. ";
  if (!result) return start + verdict;
  const [allRows, allColumns] = aligned(result);
  const moves = [["a", a], ["b", b]].map(([name, s]) => {
    const [rows, columns] = aligned(s);
    const stretched = [];
    if (rows !== allRows) stretched.push(`its one row is repeated ${allRows} times`);
    if (columns !== allColumns) stretched.push(`its one column is repeated ${allColumns} times`);
    return `${name} of shape ${shapeText(s)}: ${stretched.join(" and ") || "stays as it is"}`;
  });
  return `${start}${moves.join("; ")}. The result has shape ${shapeText(result)}.`;
}

// ---- the figure ----

const CELL = 34;

const figure = live((view) => {
  const hatch = uid("hatch");
  const grids = ["a", "b", "sum"].map((key) => ({ key, hue: { a: "input", b: "weight", sum: "sum" }[key] }));
  const verdict = el("div", { class: "an-formula", style: "flex-basis:100%" });
  const chooser = (key) => {
    const id = uid("shape");
    const select = el("select", { id }, ...view.setup.shapes.map((s, i) => el("option", { value: i }, shapeText(s))));
    select.addEventListener("change", () => view.set({ [key]: view.setup.shapes[Number(select.value)] }));
    view.shown.push((params) => { select.value = view.setup.shapes.findIndex((s) => shapeText(s) === shapeText(params[key])); });
    return el("div", { class: "an-buttons an-flat", "data-hue": key === "a" ? "input" : "weight" }, el("label", { for: id }, `shape of ${key}`), select);
  };
  const boxes = grids.map(({ key, hue }) => {
    const picture = svg("svg", { role: "img", "aria-label": key === "sum" ? "The result" : `The array ${key}` });
    const title = el("div", { style: "font-weight:600;min-height:1.5em" });
    return { key, hue, picture, title, box: el("div", { style: "flex:0 1 auto;min-width:130px" }, title, picture) };
  });
  const sign = (text) => el("div", { style: "align-self:center;font-size:26px;color:var(--an-muted)", "aria-hidden": "true" }, text);
  const reset = button("Reset", () => view.set(structuredClone(view.initial)));
  view.stage.append(el("div", { class: "an-buttons an-flat", style: "flex-basis:100%;gap:18px" }, chooser("a"), chooser("b"), reset),
    boxes[0].box, sign("+"), boxes[1].box, sign("="), boxes[2].box, verdict);

  // a holds 1, 2, 3 and so on, b holds 10, 20, 30: the sum shows which two met.
  const value = (key, own, r, c) => (key === "a" ? 1 : 10) * ((own[0] === 1 ? 0 : r) * own[1] + (own[1] === 1 ? 0 : c) + 1);
  const cells = ({ picture, hue, title, key }, own, full, heading, clashing, both) => {
    const [rows, columns] = full || own || [1, 1];
    const parts = [svg("defs", {}, svg("pattern", { id: `${hatch}-${key}`, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("line", { x1: 0, y1: 0, x2: 0, y2: 8, stroke: `var(--an-${hue})`, "stroke-width": 1.5 })))];
    title.textContent = heading;
    for (let r = 0; own && r < rows; r++) for (let c = 0; c < columns; c++) {
      const mine = r < own[0] && c < own[1];
      parts.push(svg("rect", {
        x: c * CELL + 1, y: r * CELL + 1, width: CELL - 4, height: CELL - 4, rx: 4, stroke: `var(--an-${clashing ? "wrong" : hue})`,
        "stroke-width": mine ? 2 : 1.2, "stroke-dasharray": mine ? null : "3 3",
        fill: mine ? `var(--an-${hue})` : `url(#${hatch}-${key})`, "fill-opacity": mine ? 0.8 : 0.5,
      }), svg("text", {
        x: c * CELL + CELL / 2 - 1, y: r * CELL + CELL / 2 + 4, "text-anchor": "middle", "aria-hidden": "true", class: mine ? "an-on" : "",
      }, String(key === "sum" ? value("a", both.a, r, c) + value("b", both.b, r, c) : value(key, own, r, c))));
    }
    if (!own) parts.push(svg("text", { x: 0, y: 22, style: "font-size:24px", "data-hue": "wrong" }, "\u2715"));
    attr(picture, { width: columns * CELL, height: rows * CELL, viewBox: `0 0 ${columns * CELL} ${rows * CELL}` });
    picture.replaceChildren(...parts);
  };

  return {
    frame: broadcastFrame,
    draw(frame, _arrays, params) {
      const now = params || view.params;
      cells(boxes[0], frame.a, frame.result, `a ${shapeText(now.a)}`, frame.clash);
      cells(boxes[1], frame.b, frame.result, `b ${shapeText(now.b)}`, frame.clash);
      const shape = frame.result && broadcast(now.a, now.b).result;
      cells(boxes[2], frame.result, frame.result, frame.result ? `a + b ${shapeText(shape)}` : "no result", null, frame);
      verdict.textContent = frame.verdict;
    },
  };
});
export default figure;
