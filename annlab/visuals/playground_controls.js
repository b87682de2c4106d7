// The playground's settings, in three groups: what begins the network anew, and what may change while it trains.

const LABELS = {
  data: "data set", noise: "noise", init: "start", optimiser: "optimiser", eta: "learning rate", batch: "batch", l2: "L2",
  speed: "per picture", stop: "stop after",
};

// restart(changes, why) begins anew; change(key, value, what) does not; both also say so.
export function playgroundControls(view, { restart, change }) {
  const { choices, features, most_layers, most_units, classes, live } = view.setup;
  const now = (params) => ({ ...params, ...settingsNow(params, live) });
  const fill = (select, options) => select.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
  const choice = (label, options, set, shown, spoken) => {
    const id = uid("select");
    const node = el("select", { id, "aria-label": spoken || null });
    fill(node, options);
    node.addEventListener("change", () => set(options.find(([value]) => String(value) === node.value)));
    view.shown.push((params) => { node.value = String(shown(now(params))); });
    return { node, box: el("span", {}, el("label", { for: id }, label), " ", node) };
  };
  const again = (key, what) => choice(LABELS[key], choices[key], ([value, text]) => restart({ [key]: value }, `${what}: ${text}`), (now) => now[key]);
  const onTheWay = (key, told) => choice(LABELS[key], choices[key], ([value, text]) => change(key, value, told(text)), (now) => now[key]);
  const atOnce = (key) => choice(LABELS[key], choices[key], ([value]) => view.quietly({ [key]: value }), (now) => now[key]);

  // data
  const data = again("data", "data set");
  if (!view.setup.own) {
    const sorts = [["two classes", true], ["a number", false]];
    data.node.replaceChildren(...sorts.map(([label, two]) => el("optgroup", { label },
      ...choices.data.filter(([name]) => classes.includes(name) === two).map(([value, text]) => el("option", { value }, text)))));
  }
  const boxes = features.map(([name, label]) => {
    const id = uid("feature");
    const box = el("input", { type: "checkbox", id });
    box.addEventListener("change", () => {
      const chosen = features.map(([other]) => other).filter((other) => (other === name ? box.checked : view.params.features.includes(other)));
      if (chosen.length) restart({ features: chosen }, `the network reads ${chosen.length === 1 ? "one feature" : `${chosen.length} features`}`);
      else { box.checked = true; view.note("A network reads at least one feature."); }
    });
    view.shown.push((params) => { box.checked = params.features.includes(name); });
    return el("span", { style: "white-space:nowrap" }, box, " ", el("label", { for: id }, label));
  });

  // network
  const { hidden: opened } = view.params;
  const depth = choice("hidden layers", Array.from({ length: most_layers + 1 }, (_, n) => [n, String(n)]), ([n]) => {
    const { hidden, activations } = now(view.params);
    const sized = (old, other) => Array.from({ length: n }, (_, i) => old[i] ?? old[old.length - 1] ?? other);
    restart({ hidden: sized(hidden, opened[0] ?? 4), activations: sized(activations, "tanh") }, `hidden layers: ${n}`);
  }, ({ hidden }) => hidden.length);
  const layers = Array.from({ length: most_layers }, (_, i) => {
    const own = (set) => ({ hidden }) => hidden[i] ?? set;
    const width = choice(`layer ${i + 1}`, Array.from({ length: most_units }, (_, n) => [n + 1, `${n + 1} unit${n ? "s" : ""}`]), ([n]) => {
      restart({ hidden: view.params.hidden.map((old, k) => (k === i ? n : old)) }, `layer ${i + 1}: ${n} unit${n > 1 ? "s" : ""}`);
    }, own(1), `units in layer ${i + 1}`);
    const phi = choice("", choices.activation, ([name, text]) => {
      const names = now(view.params).activations.map((old, k) => (k === i ? name : old));
      change("activations", names, `layer ${i + 1} with ${text}, on the same weights`);
    }, ({ activations }) => activations[i] ?? "tanh", `activation of layer ${i + 1}`);
    phi.box.querySelector("label").remove();
    const box = el("span", {}, width.box, " ", phi.box);
    view.shown.push(({ hidden }) => { box.hidden = i >= hidden.length; });
    return box;
  });

  // training
  const stays = "What was learned stays";
  const training = [
    onTheWay("optimiser", (text) => `${text}. ${stays}; what the optimiser before it remembered is gone`),
    onTheWay("eta", (text) => `learning rate ${text}. ${stays}`),
    onTheWay("batch", (text) => `batch ${text}; the examples are dealt anew. ${stays}`),
    onTheWay("l2", (text) => `L2 ${text}. ${stays}`),
  ];
  const group = (name, ...nodes) => {
    const id = uid("group");
    return el("div", { role: "group", "aria-labelledby": id, class: "an-buttons an-flat", style: "flex:1 1 100%;min-width:0;gap:6px 14px" },
      el("span", { id, style: "font-weight:600;min-width:4.6em" }, name), ...nodes.map((node) => node.box || node));
  };
  const playing = ["speed", "stop"].map((key) => atOnce(key).box);
  return { playing, groups: [
    group("Data", data, ...(view.setup.own ? [] : [again("noise", "noise")]), el("span", { class: "an-buttons an-flat", role: "group", "aria-label": "features", style: "gap:4px 12px" }, "reads", ...boxes)),
    group("Network", depth, ...layers, again("init", "start")),
    group("Training", ...training),
  ] };
}
