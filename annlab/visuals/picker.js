// One slider for many parameters: choose one from a list (or by pointing at it in the drawing), then set it.

export function picker(view, specs) {
  const byKey = Object.fromEntries(specs.map((spec) => [spec.key, spec]));
  const [rangeId, selectId] = [uid("range"), uid("parameter")];
  const select = el("select", { id: selectId }, ...specs.map((spec) => el("option", { value: spec.key }, spec.label)));
  const range = el("input", { type: "range", id: rangeId });
  const number = el("input", { type: "number" });
  const label = el("label", { for: rangeId });
  const row = el("div", { class: "an-row" }, label, range, number);
  const spec = () => byKey[view.params.picked];
  select.addEventListener("change", () => view.set({ picked: select.value }));
  range.addEventListener("input", () => view.set({ [spec().key]: Number(range.value) }));
  number.addEventListener("input", () => {
    const value = Number(number.value);
    if (number.value !== "" && Number.isFinite(value)) view.set({ [spec().key]: clamp(value, -1e6, 1e6) });
  });
  view.shown.push((params) => {
    const { key, label: text, name, min, max, step, hue } = spec();
    const value = params[key];
    select.value = key;
    if (label.dataset.key !== key) {
      label.dataset.key = key;
      label.textContent = text.split(": ").at(-1);
      attr(row, { "data-hue": hue });
      attr(range, { min, max, step });
      attr(number, { step, "aria-label": `${name}, as a number` });
    }
    range.value = value;
    if (document.activeElement !== number || Number(number.value) !== value) number.value = Number(value.toFixed(4));
    attr(range, { "aria-valuetext": `${name} ${format(value)}` });
  });
  const box = el("div", { class: "an-picker" }, el("div", { class: "an-buttons an-flat" }, el("label", { for: selectId }, "parameter"), select), row);
  return { box, specs, random: () => view.set(Object.fromEntries(specs.map((s) => [s.key, randomValue(s)]))) };
}

// Arrow keys within a group of focusable nodes, one of them in the tab order: move(event, index) gives the next index or null.
export function roving(group, nodes, { current, move, pick }) {
  const tab = () => nodes().forEach((node, i) => attr(node, { tabindex: i === current() ? 0 : -1 }));
  group.addEventListener("keydown", (event) => {
    const i = nodes().indexOf(event.target);
    const next = i < 0 ? null : move(event, i);
    if (next === null || next === undefined || !nodes()[next]) return;
    event.preventDefault();
    event.stopPropagation();
    pick(next);
    nodes()[next].focus();
  });
  return tab;
}
