// A layer: W as coloured rows; a cell is pointed at or walked to with the arrow keys, and set with the slider.

const CELL = { w: 70, h: 44 };
const SUB = ["\u2081", "\u2082", "\u2083", "\u2084", "\u2085", "\u2086"];

export function cellLook(value, reach) {
  return { opacity: 0.1 + 0.6 * Math.min(Math.abs(value) / reach, 1), negative: value < 0 };
}

const figure = live((view) => {
  const { K, d, phi, reach, specs } = view.setup;
  const byKey = Object.fromEntries(specs.map((s) => [s.key, s]));
  const left = 48;
  const biasX = left + d * CELL.w + 16;
  const sumX = biasX + CELL.w + 14;
  const outX = sumX + 112;
  const [width, height] = [outX + 96, 56 + K * (CELL.h + 8)];
  const picture = svg("svg", { role: "group", "aria-label": "The weights and biases", viewBox: `0 0 ${width} ${height}`, style: `width:100%;min-width:430px;max-width:${width}px;height:auto` });
  const edit = picker(view, specs);
  const cells = [];
  const text = (x, y, hue, extra = {}) => svg("text", { x, y, "data-hue": hue, "text-anchor": "middle", style: "font-weight:600", "aria-hidden": "true", ...extra });
  const cell = (key, x, y) => {
    const box = svg("rect", { width: CELL.w - 6, height: CELL.h - 4, rx: 6, "stroke-width": 2 });
    const label = svg("text", { x: (CELL.w - 6) / 2, y: CELL.h / 2 + 3, "text-anchor": "middle", style: "font-size:15px;font-variant-numeric:tabular-nums" });
    const node = svg("g", { role: "button", tabindex: -1, transform: `translate(${x} ${y})`, style: "cursor:pointer" }, box, label);
    node.addEventListener("click", () => { view.set({ picked: key }); });
    cells.push({ key, node, box, label });
    return node;
  };
  const rowY = (k) => 48 + k * (CELL.h + 8);
  const band = svg("rect", { x: left - 48, width: width - left + 46, height: CELL.h + 4, rx: 8, fill: "var(--an-raised)" });
  picture.append(band);
  for (let j = 0; j < d; j++) picture.append(cell(`x${j}`, left + j * CELL.w, 0));
  const sums = [];
  const outs = [];
  for (let k = 0; k < K; k++) {
    picture.append(text(left - 26, rowY(k) + 26, "sum", {}));
    picture.lastChild.textContent = `unit ${k + 1}`;
    attr(picture.lastChild, { style: "font-weight:600;font-size:12px" });
    for (let j = 0; j < d; j++) picture.append(cell(`w${k}_${j}`, left + j * CELL.w, rowY(k)));
    picture.append(cell(`b${k}`, biasX, rowY(k)));
    sums.push(text(sumX + 48, rowY(k) + 26, "sum"));
    outs.push(text(outX + 44, rowY(k) + 26, "output"));
    picture.append(sums[k], outs[k]);
  }
  const heads = [[biasX + CELL.w / 2 - 3, "bias", "b"], [sumX + 48, "sum", "z = W x + b"], [outX + 44, "output", `y = ${phi}(z)`]];
  for (const [x, hue, name] of heads) { picture.append(text(x, 26, hue)); picture.lastChild.textContent = name; }
  const columns = d + 1;
  const nodes = () => cells.map((c) => c.node);
  const at = (r, c) => cells.findIndex(({ key }) => key === (r === 0 ? `x${Math.min(c, d - 1)}` : c === d ? `b${r - 1}` : `w${r - 1}_${c}`));
  const where = (i) => {
    const [, letter, a, b] = cells[i].key.match(/([xwb])(\d+)_?(\d*)/);
    return letter === "x" ? [0, Number(a)] : letter === "b" ? [Number(a) + 1, d] : [Number(a) + 1, Number(b)];
  };
  const tab = roving(picture, nodes, {
    current: () => cells.findIndex((c) => c.key === view.params.picked),
    pick: (i) => view.set({ picked: cells[i].key }),
    move: (event, i) => {
      const [r, c] = where(i);
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (event.key === "Enter" || event.key === " ") { edit.box.querySelector("input[type=range]").focus(); event.preventDefault(); return null; }
      return step ? at(clamp(r + step[0], 0, K), clamp(c + step[1], 0, columns - 1)) : null;
    },
  });
  const words = formula(view);
  const buttons = el("div", { class: "an-buttons" }, button("Reset", () => view.set(structuredClone(view.initial))), button("Randomise", edit.random));
  const note = el("p", { class: "an-note" }, "Point at a cell, or walk with the arrow keys; Enter goes to its slider. Dashed: negative.");
  view.stage.append(el("div", { style: "flex:1 1 380px;min-width:0;max-width:600px" }, el("div", { class: "an-scroll" }, picture), note), el("div", { class: "an-panel" }, edit.box, buttons, words.box));

  return {
    draw(frame, _arrays, params) {
      if (frame.failed) return;
      const now = params || view.params;
      for (const { key, node, box, label } of cells) {
        const { opacity, negative } = cellLook(now[key], reach);
        const hue = key[0] === "x" ? "input" : negative ? "negative" : "positive";
        const picked = key === view.params.picked;
        attr(box, { fill: `var(--an-${hue})`, "fill-opacity": opacity.toFixed(3), stroke: `var(--an-${picked ? "ink" : hue})`, "stroke-dasharray": negative && key[0] !== "x" ? "5 3" : null, "stroke-width": picked ? 3.5 : 1.5 });
        label.textContent = format(now[key]);
        attr(node, { "aria-label": `${byKey[key].name}, ${format(now[key])}`, "aria-pressed": String(picked) });
      }
      attr(band, { y: rowY(frame.unit) - 4 });
      sums.forEach((node, k) => { node.textContent = `z${SUB[k]} = ${format(frame.z[k])}`; });
      outs.forEach((node, k) => {
        node.textContent = `y${SUB[k]} = ${frame.y ? format(frame.y[k], 3) : "?"}`;
        attr(node, { "data-hue": frame.wrong.includes(k) ? "wrong" : "output", "text-decoration": frame.wrong.includes(k) ? "underline" : null });
      });
      tab();
      words.draw(frame.formula);
    },
  };
});
export default figure;
