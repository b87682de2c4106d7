// Paper of 8 x 8 pixels to write on, with pointer or keys, and the ten shares that the network gives.

// ---- pure functions, tested with node ----

// The pixels after the pen has touched one of them: it is full of ink, and its four neighbours take a little.
export function touched(pixels, side, at, ink, full) {
  const next = pixels.slice();
  next[at] = ink;
  if (ink < full) return next;
  const [row, column] = [Math.floor(at / side), at % side];
  for (const [r, c] of [[row - 1, column], [row + 1, column], [row, column - 1], [row, column + 1]]) {
    if (r >= 0 && r < side && c >= 0 && c < side) next[r * side + c] = Math.max(next[r * side + c], Math.round(full / 3));
  }
  return next;
}

// Where an arrow key leads from a pixel; the edge holds.
export function arrow(key, at, side) {
  const [row, column] = [Math.floor(at / side), at % side];
  const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] || [0, 0];
  const keep = (value) => Math.min(side - 1, Math.max(0, value));
  return keep(row + down) * side + keep(column + right);
}

// ---- the figure ----

const figure = live((view) => {
  const { side, ink: full, offered, labels } = view.setup;
  let at = 0;
  let pen = full;
  let place = 1;
  const cells = [];
  const paper = el("div", {
    role: "grid", "aria-label": "Paper of 8 by 8 pixels. Arrow keys move, Space writes, Delete wipes.",
    style: "display:grid;box-sizing:border-box;width:256px;max-width:100%;aspect-ratio:1;border:2px solid var(--an-edge);touch-action:none;cursor:crosshair;user-select:none",
  });
  for (let row = 0; row < side; row++) {
    const line = el("div", { role: "row", style: `display:grid;grid-template-columns:repeat(${side},1fr)` });
    for (let column = 0; column < side; column++) {
      const drop = el("div", { style: "height:100%;background:var(--an-ink)", "aria-hidden": "true" });
      const cell = el("div", { role: "gridcell", ...KEYS_STAY, tabindex: "-1", style: "border:0.5px solid var(--an-grid)" }, drop);
      cells.push(cell);
      line.append(cell);
    }
    paper.append(line);
  }
  const go = (next) => {
    attr(cells[at], { tabindex: "-1" });
    at = next;
    attr(cells[at], { tabindex: "0" });
  };
  go(0);
  const write = (where, ink) => view.set({ pixels: touched(view.params.pixels, side, where, ink, full) });
  paper.addEventListener("focusin", (event) => {
    const found = cells.indexOf(event.target);
    if (found >= 0) go(found);
  });
  paper.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) { go(arrow(event.key, at, side)); cells[at].focus(); }
    else if (event.key === " " || event.key === "Enter") write(at, pen);
    else if (event.key === "Delete" || event.key === "Backspace") write(at, 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const under = (event) => {
    const box = paper.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map((v) => Math.floor(v * side));
    return x >= 0 && x < side && y >= 0 && y < side ? y * side + x : null;
  };
  let last = null;
  const paint = (event) => {
    const found = under(event);
    if (found === null || found === last) return;
    last = found;
    go(found);
    write(found, pen);
  };
  drag(paper, { start: (event) => { last = null; paint(event); }, move: paint });

  const tools = [["Pen", full], ["Eraser", 0]].map(([text, ink]) => button(text, () => choose(ink), { "aria-pressed": String(ink === pen) }));
  const choose = (ink) => {
    pen = ink;
    tools.forEach((tool, i) => attr(tool, { "aria-pressed": String((i === 0) === (ink > 0)) }));
  };
  const clear = button("Clear", () => view.set({ pixels: offered[0].map(() => 0) }));
  const another = button("Another digit", () => {
    place = (place + 1) % offered.length;
    view.set({ pixels: offered[place].slice() });
    view.say(`a ${labels[place]}`);
  });

  const verdict = el("div", { style: "font-weight:600" });
  const rows = Array.from({ length: 10 }, (_, k) => {
    const bar = el("div", { style: "height:100%;width:0;background:var(--an-output)" });
    const track = el("div", { style: "flex:1;height:14px;background:var(--an-raised);border:1px solid var(--an-grid)" }, bar);
    const value = el("span", { style: "flex:0 0 4em;text-align:right;font-variant-numeric:tabular-nums" });
    const name = el("span", { style: "flex:0 0 1.2em" }, String(k));
    const row = el("div", { style: "display:flex;gap:8px;align-items:center", role: "listitem" }, name, track, value);
    return { row, bar, value };
  });
  const bars = el("div", { role: "list", "aria-label": "The share of each digit" }, ...rows.map((r) => r.row));
  const left = el("div", { style: "flex:0 1 270px;min-width:0;max-width:100%" }, paper, el("div", { class: "an-buttons" }, ...tools, clear, another));
  view.stage.append(left, el("div", { class: "an-panel" }, verdict, bars));

  return {
    draw(frame, arrays, params) {
      if (frame.failed) return;
      const { pixels } = params || view.params;
      pixels.forEach((ink, i) => {
        cells[i].firstChild.style.opacity = String(ink / full);
        const label = `row ${Math.floor(i / side) + 1}, column ${(i % side) + 1}, ink ${ink}`;
        if (cells[i].getAttribute("aria-label") !== label) cells[i].setAttribute("aria-label", label);
      });
      verdict.textContent = frame.say;
      rows.forEach(({ row, bar, value }, k) => {
        const share = frame.shares ? frame.shares[k] : 0;
        bar.style.width = `${(100 * clamp(share, 0, 1)).toFixed(1)}%`;
        value.textContent = frame.shares ? format(share) : "";
        row.style.fontWeight = k === frame.label ? "700" : "400";
        row.style.outline = k === frame.label ? "2px solid var(--an-output)" : "";
      });
    },
  };
});
export default figure;
