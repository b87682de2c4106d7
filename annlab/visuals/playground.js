// The playground: settings above, the network with a small map in every unit, the large map, the losses. Python trains;
// while it plays, the view asks for the picture some steps further on, and shows one with every frame of the screen.

const AHEAD = 5;  // pictures that were asked for and not shown yet: answers come in bursts, the eye wants them evenly
const PAIR = 2;  // pictures in an answer: the notebook's own work on an answer costs more than a picture does
const CALM = 400;  // milliseconds between two pictures for those who asked their system for less motion
const READABLE = 100;  // milliseconds between two changes of a text or a number while it plays
const MOST_CHANGES = 1000;

const figure = live((view) => {
  const { cells, small, xlim, ylim, most_steps, features, live: changeable } = view.setup;
  const labels = Object.fromEntries(features.map(([name, label]) => [name, label]));
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  Object.assign(view.params, { hurry: true, run: 0, by: 0 });
  let last = null;  // the newest picture: { frame, arrays }

  let playing = false;
  let open = 0;  // questions without an answer
  let stale = 0;  // the same when it was paused: of their pictures only the last is shown
  let queue = [];  // pictures that are not shown yet
  let newest = null;  // the frame of the last that came
  let [request, timer] = [null, null];
  let behind = false;  // Python trains for a while only; where it did not get as far as it was asked to, it is asked again
  let stride = view.params.speed;
  const ended = () => newest && (newest.halted || newest.stopped || view.params.t >= most_steps);
  const ask = () => {
    while (playing && (calm.matches ? !open && !queue.length : PAIR * (open + 1) + queue.length <= AHEAD)) {
      if (ended()) { pause(); return; }
      open += 1;
      view.set(behind ? { by: 0 } : ahead(view.params.t, stride, most_steps, calm.matches ? 1 : PAIR));
    }
  };
  const tick = () => {
    request = timer = null;
    if (!playing) return;
    if (queue.length) view.draw(...queue.shift());
    ask();
    if (!playing) return;
    if (calm.matches) timer = setTimeout(tick, CALM);
    else request = requestAnimationFrame(tick);
  };
  const finished = () => {
    const { stop } = view.params;
    const so = last && stop > 0 && last.frame.epochs >= stop;
    if (so) view.note(`It has had all its epochs (${stop}). Choose more at \u201cstop after\u201d, or Reset.`);
    return so;
  };
  function pause() {
    if (playing) {
      stale = open;
      if (newest) view.params.t = newest.t;
      cancelAnimationFrame(request);
      clearTimeout(timer);
    }
    playing = behind = false;
    view.params.by = 0;
    play.textContent = "Play";
    attr(play, { "aria-pressed": "false" });
    const rest = queue.pop();
    queue = [];
    if (rest) view.draw(...rest);
    else if (last) slowly();
  }
  const play = button("Play", () => {
    if (playing) { pause(); return; }
    if (finished()) return;
    playing = true;
    stride = view.params.speed;
    play.textContent = "Pause";
    attr(play, { "aria-pressed": "true" });
    open = stale = 0;
    tick();
  }, { "aria-pressed": "false" });

  // What begins anew, and what is changed on the way.
  const note = el("p", { class: "an-note", role: "status", style: "margin:0;flex:1 1 100%;min-height:1.5em" },
    "Other data or another network begins again at step 0; an activation and all of the training may change on the way.");
  view.note = (text) => { note.textContent = text; };
  view.quietly = (changes) => { Object.assign(view.params, changes); stride = view.params.speed; for (const show of view.shown) show(view.params); if (last && !playing) view.set({}); };
  const begin = (changes) => {
    pause();
    const now = settingsNow(view.params, changeable);
    const known = { ...view.params, ...changes };
    const hidden = known.hidden.reduce((sum, n) => sum + n, 0);
    view.set({ ...now, ...changes, t: 0, changes: [], run: view.params.run + 1, shown: view.params.shown < hidden && !changes.hidden ? view.params.shown : -1 });
  };
  const restart = (changes, why) => {
    view.note(view.params.t ? `Begun again at step 0, with ${why}.` : "");
    begin(changes);
  };
  const record = (change) => {
    const changes = withChange(view.params.changes, change);
    if (changes.length > MOST_CHANGES) { view.note("That is as many changes as one run can remember. Reset begins another."); return; }
    if (playing) { view.params.changes = changes; for (const show of view.shown) show(view.params); }
    else view.set({ changes });
  };
  const change = (key, value, what) => {
    const { t } = view.params;
    if (t === 0) { view.note(""); view.set({ [key]: value }); return; }
    view.note(`From step ${t + 1} on: ${what}.`);
    record([t, key, value]);
  };
  let pulled = {};  // what a hand holds: { key: value }
  const weight = (key) => {
    const { layer, unit, from } = parse(key);
    const [W, b] = last.frame.weights[layer - 1];
    return (from === undefined ? b[unit] : W[unit][from]) ?? 0;
  };
  const pull = (key, value, held) => {
    const known = value ?? pulled[key];
    if (known === undefined) return;
    record([view.params.t, key, known, held && playing]);
    if (held) pulled[key] = known;
    else pulled = {};
    if (!held) view.note(`By hand, before step ${view.params.t + 1}: ${key[0]} = ${format(known, 3)}.`);
  };
  const choose = (shown) => { if (shown !== view.params.shown) { view.params.shown = shown; if (!playing) view.set({}); } };

  const step = button("One step", () => { pause(); if (!finished()) view.set({ t: Math.min(view.params.t + 1, most_steps) }); });
  const reset = button("Reset", () => { view.note(""); begin({}); });
  const again = button("Another start", () => { view.note("Other points, other first weights."); begin({ seed: view.params.seed + 1 }); });
  view.stops.push(() => { playing = false; cancelAnimationFrame(request); clearTimeout(timer); });
  const counter = el("output", { "aria-live": "off", style: "font-weight:600;font-variant-numeric:tabular-nums;min-width:5em" });
  const epochs = el("span", { style: "color:var(--an-muted);font-variant-numeric:tabular-nums" });

  // The picture.
  const paint = painter(view, () => { if (last) { net.again(); redraw(); } });
  const net = playgroundNet(view, paint, { choose, pull, weight });
  view.plots.push(net);
  const unit = playgroundUnit(view, { pull });
  const plane = plot(view, { xlim, ylim, square: true, xlabel: "x\u2081", ylabel: "x\u2082", title: " ", label: "Map of what the network says, with the points" });
  const heat = el("canvas", { "aria-hidden": "true", style: "position:absolute" });
  plane.box.prepend(heat);
  const points = svg("g", { "aria-hidden": "true" });
  plane.data.append(points);
  const curves = plot(view, { xlim: [0, 100], ylim: [0, 1], xlabel: "step", ylabel: "loss", title: view.setup.own ? "loss" : "loss (dashed: on fresh points)", height: 170, label: "The losses over the steps" });
  const onExamples = svg("path", { class: "an-curve", stroke: "var(--an-sum)" });
  const onFresh = svg("path", { class: "an-curve", stroke: "var(--an-weight)", "stroke-dasharray": "6 4" });
  curves.data.append(onExamples, onFresh);
  const scale = el("p", { class: "an-note", style: "margin:2px 0 8px" });
  const line = el("p", { class: "an-note", style: "min-height:4.5em;margin:0" });
  const codeBox = el("pre", { tabindex: 0, style: "margin:4px 0 0;padding:8px;overflow:auto;max-height:320px;font-size:12px;background:var(--an-raised);color:var(--an-ink)" });
  const code = el("details", { class: "an-twin" }, el("summary", {}, "Show me the code"), el("p", {}, "This makes the same network again, number by number:"), codeBox);
  code.addEventListener("toggle", () => view.quietly({ code: code.open }));
  const controls = playgroundControls(view, { restart, change });
  const bar = el("div", { class: "an-buttons an-flat", style: "flex:1 1 100%" }, play, step, reset, again, counter, epochs, ...controls.playing);
  const hint = el("p", { class: "an-note" }, "In each small map: what that unit says about every point of the plane. Choose a unit to see it in large, with its formula. Pull an edge up or down to change its weight. Full: positive; dashed: negative.");
  const left = el("div", { style: "flex:1 1 430px;min-width:0" }, net.box, hint, unit.box);
  const right = el("div", { style: "flex:1 1 330px;min-width:0;max-width:440px" }, plane.box, scale, line, curves.box, code);
  view.stage.append(bar, ...controls.groups, note, left, right);

  let known = null;  // the points: { key, values }, sent once
  let placed = "";
  const place = (frame) => {
    const key = `${plane.width}|${known.key}`;
    if (key === placed) return;
    placed = key;
    const rows = known.values;
    const values = Array.from({ length: rows.length / 3 }, (_, i) => rows[3 * i + 2]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const put = (value, i) => {
      const at = `translate(${plane.x(rows[3 * i])} ${plane.y(rows[3 * i + 1])})`;
      if (frame.kind === "sigmoid") return svg("g", { transform: `${at} scale(0.42)` }, mark(value > 0.5 ? 1 : 0));
      const share = (value - low) / (high - low || 1);
      const [hue, much] = [share < 0.5 ? "zero" : "one", Math.round(200 * Math.abs(share - 0.5))];
      return svg("circle", { transform: at, r: 4, stroke: "var(--an-ink)", "stroke-width": 1, style: `fill:color-mix(in srgb, var(--an-${hue}) ${much}%, var(--an-face))` });
    };
    points.replaceChildren(...values.map(put));
  };
  const maps = ({ frame, arrays }) => {
    const units = frame.sizes.slice(1).reduce((sum, n) => sum + n, 0);
    const map = bytes(arrays.map, cells * cells);
    net.draw(frame, view.params.features, bytes(arrays.units, units * small * small));
    const { left, right, top, bottom } = plane.inner;
    const where = `left:${left}px;top:${top}px;width:${right - left}px;height:${bottom - top}px;position:absolute`;
    if (heat.dataset.where !== where) attr(heat, { style: where, "data-where": where });
    heat.hidden = !map.length;
    if (map.length) paint.fill(heat, map, cells, 0.6);
  };
  let [limited, read] = ["", 0];
  const slowly = () => {
    const { frame, arrays } = last;
    read = performance.now();
    const heading = plane.box.querySelector(".an-plot-title");
    if (heading.textContent !== frame.title) heading.textContent = frame.title;
    const [t, examples, fresh] = columns(arrays.losses || []);
    const limits = [roundUp(frame.t, 100), roundUp(Math.max(0.1, ...[...examples, ...fresh].filter(Number.isFinite)), 0.1)];
    if (limits.join() !== limited) {
      limited = limits.join();
      [curves.xlim, curves.ylim] = limits.map((most) => [0, most]);
      curves.layout();
    }
    attr(onExamples, { d: path(t, examples, curves.x, curves.y) });
    attr(onFresh, { d: path(t, fresh, curves.x, curves.y) });
    counter.textContent = `step ${frame.t}`;
    epochs.textContent = `${frame.epochs} epoch${frame.epochs === 1 ? "" : "s"}`;
    scale.textContent = frame.scale;
    line.textContent = frame.line;
    if (frame.code && codeBox.textContent !== frame.code) codeBox.textContent = frame.code;
    unit.draw(frame, view.params.features.map((name) => labels[name]), placeOf(frame.sizes, view.params.shown));
  };
  const redraw = () => { place(last.frame); maps(last); slowly(); };

  const trained = (frame, goal) => {
    behind = frame.t < goal && !frame.halted && !frame.stopped;
    if (playing) stride = behind ? Math.max(1, frame.t - (frame.before ?? newest).t) : Math.min(view.params.speed, 2 * stride);
    newest = frame;
    if (frame.halted || frame.stopped || frame.pause) {
      if (playing && frame.stopped) view.note(`Stopped after ${frame.epochs} epoch${frame.epochs === 1 ? "" : "s"}.`);
      pause();
    }
  };

  return {
    arrived(frame, arrays, question) {
      const of = question || view.params;
      open = Math.max(open - 1, 0);
      const superseded = !playing && stale > 0 && (stale -= 1) > 0;
      if (frame.failed) { pause(); view.draw(frame, arrays, question); return; }
      if ((of.run ?? 0) !== view.params.run) { ask(); return; }  // an answer about a network that is no more
      const was = playing;
      if (was && frame.before) queue.push([frame.before, earlier(arrays), question]);
      if (was) queue.push([frame, arrays, question]);
      trained(frame, of.t);
      if (playing) { ask(); return; }  // before it is drawn: Python trains while the browser paints
      if (behind && of.t === view.params.t && !frame.pause) view.set({});
      else if (of.t >= view.params.t) view.params.t = frame.t;
      if (!was && !superseded) view.draw(frame, arrays, question);
    },
    draw(frame, arrays) {
      if (frame.failed) return;
      if (arrays.points) { known = { key: frame.points, values: arrays.points }; view.params.have = frame.points; }
      newest ??= frame;
      frame.weights = weightsOf(arrays.weights, frame.sizes);
      last = { frame, arrays };
      if (!playing || performance.now() - read >= READABLE) redraw();
      else { place(frame); maps(last); }
    },
  };
});
export default figure;
