// One unit of the playground's network: its formula with the numbers of now, and a slider for each of its weights and its bias.

const REACH = 5;

// told: pull(key, value, held) a weight or bias.
export function playgroundUnit(view, told) {
  const words = formula(view);
  const rows = el("div", { style: "display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:0 10px;margin-top:6px" });
  let built = "";
  let own = [];

  const row = (key, name, spoken) => {
    const id = uid("weight");
    const range = el("input", { type: "range", id, min: -REACH, max: REACH, step: 0.05 });
    const number = el("input", { type: "number", step: 0.05, "aria-label": `${spoken}, as a number` });
    let [grabbed, typed] = [false, false];
    range.addEventListener("pointerdown", () => { grabbed = true; });
    for (const kind of ["pointerup", "pointercancel", "change"]) range.addEventListener(kind, () => {
      if (grabbed) told.pull(key, null, false);
      grabbed = false;
    });
    range.addEventListener("input", () => told.pull(key, Number(range.value), grabbed));
    number.addEventListener("input", () => {
      const value = Number(number.value);
      typed = true;
      if (number.value !== "" && Number.isFinite(value)) told.pull(key, clamp(value, -1e6, 1e6), false);
    });
    number.addEventListener("blur", () => { typed = false; });
    const box = el("div", { class: "an-row", "data-hue": key[0] === "b" ? "bias" : "weight" }, el("label", { for: id, style: "flex:0 0 3.6em", "aria-label": spoken }, name), range, number);
    for (const kind of ["pointerenter", "focusin"]) box.addEventListener(kind, () => view.mark(key));
    for (const kind of ["pointerleave", "focusout"]) box.addEventListener(kind, () => view.mark(null));
    return {
      key, box,
      show(value) {
        const reach = roundUp(Math.abs(value), REACH);
        if (Number(range.max) !== reach) attr(range, { min: -reach, max: reach });
        if (!grabbed) range.value = value;
        if (!typed) number.value = Number(value.toFixed(3));
        attr(range, { "aria-valuetext": `${spoken} ${format(value)}` });
      },
    };
  };
  return {
    box: el("div", { "data-unit": "" }, words.box, rows),
    draw(frame, names, places) {
      const { layer, unit } = places;
      const [W, b] = frame.weights[layer];
      const key = `${layer}|${unit}|${layer ? W[unit].length : names}`;
      if (key !== built) {
        built = key;
        const from = W[unit].map((_, j) => (layer ? `a${"\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088"[j]}` : names[j]));
        own = [...from.map((name, j) => row(`w${layer}_${unit}_${j}`, `\u00d7 ${name}`, `weight of ${name}`)), row(`b${layer}_${unit}`, "b", "bias")];
        rows.replaceChildren(...own.map((one) => one.box));
      }
      own.forEach((one, j) => one.show((j < W[unit].length ? W[unit][j] : b[unit]) ?? 0));
      words.draw(frame.formula);
    },
  };
}
