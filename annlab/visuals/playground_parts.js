// The playground's arithmetic: where units stand, what was changed and when, and the colours of its maps.

// ---- pure functions, tested with node ----

// The middle of every unit, layer by layer, in a drawing of this size; the last one is the output.
export function unitPlaces(sizes, width, height, side) {
  const across = (n) => side / 2 + 8 + (n * (width - side - 16)) / (sizes.length - 1);
  return sizes.map((size, n) => Array.from({ length: size }, (_, k) => [across(n), height * ((k + 0.5) / size)]));
}

// The number of a hidden unit, counted over all hidden layers; -1 for the output, null for an input.
export function unitNumber(sizes, n, k) {
  if (n === 0) return null;
  if (n === sizes.length - 1) return -1;
  return sizes.slice(1, n).reduce((sum, size) => sum + size, 0) + k;
}

// The layer (from 0, inputs left out) and the unit in it, of hidden unit `number`; of the output for any other number.
export function placeOf(sizes, number) {
  for (let n = 1, rest = number; n < sizes.length - 1 && rest >= 0; rest -= sizes[n], n++) if (rest < sizes[n]) return { layer: n - 1, unit: rest };
  return { layer: sizes.length - 2, unit: 0 };
}

// What the settings are by now: those that a run began with, and the changes made since.
export function settingsNow(params, live) {
  const now = Object.fromEntries(live.map((key) => [key, params[key]]));
  for (const [, key, value] of params.changes) if (live.includes(key)) now[key] = value;
  return now;
}

// The changes with one more, made before the step after t; it takes the place of an earlier one of the same thing at the same t.
export function withChange(changes, change) {
  return [...changes.filter(([t, key]) => t !== change[0] || key !== change[1]), change];
}

// The bytes that came four to a float; as many as there are in the maps, or none.
export function bytes(values, count) {
  return values && values.byteLength >= count ? new Uint8Array(values.buffer, values.byteOffset, count) : new Uint8Array(0);
}

// What to ask for after t: the step of one picture (by: 0), or of a pair, so many steps apart.
export function ahead(t, stride, most, pictures) {
  const goal = Math.min(t + pictures * stride, most);
  return { t: goal, by: goal - t > stride ? stride : 0 };
}

// The arrays of the picture before, of those that came with two pictures.
export function earlier(arrays) {
  const of = "before ";
  return Object.fromEntries(Object.entries(arrays).filter(([name]) => name.startsWith(of)).map(([name, values]) => [name.slice(of.length), values]));
}

// The weights and biases of every layer, [[W, b], ...] with W as rows, from all of them in a row.
export function weightsOf(flat, sizes) {
  let at = 0;
  const take = (n) => Array.from(flat.subarray(at, (at += n)));
  return sizes.slice(1).map((size, n) => [Array.from({ length: size }, () => take(sizes[n])), take(size)]);
}

// 256 colours as 32-bit words (alpha first): zero's, over face in the middle, to one's. Colours are [r, g, b].
export function colours(zero, face, one, strength = 1) {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const v = (2 * i) / 255 - 1;
    const share = strength * Math.sqrt(Math.abs(v));
    const [r, g, b] = face.map((f, c) => Math.round(f + ((v < 0 ? zero : one)[c] - f) * share));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

// The pixels of n x n bytes, which run from the bottom left, as 32-bit words from the top left.
export function pixels(values, start, n, table) {
  const words = new Uint32Array(n * n);
  for (let row = 0; row < n; row++) for (let column = 0; column < n; column++) {
    words[(n - 1 - row) * n + column] = table[values[start + row * n + column]];
  }
  return words;
}

// The three columns of a flat array of rows (step, loss, loss on fresh points).
export function columns(values) {
  return [0, 1, 2].map((c) => Array.from({ length: values.length / 3 }, (_, i) => values[3 * i + c]));
}

// The smallest of 1, 2, 5, 10, 20, ... times least that is at least value: limits that do not change at every picture.
export function roundUp(value, least) {
  let limit = least;
  for (let i = 0; limit < value && i < 60; i++) limit *= [2, 2.5, 2][i % 3];
  return limit;
}

// ---- drawing ----

// Paints maps in the colours of the theme; table(strength) gives them, painted() is called when the theme changes.
export function painter(view, painted) {
  let tables = {};
  const sheet = el("canvas", {});
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  const colour = (name) => {
    const text = getComputedStyle(view.root).getPropertyValue(name).trim();
    return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  };
  const fresh = () => { tables = {}; painted(); };
  const watcher = new MutationObserver(fresh);
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  const arrival = new ResizeObserver(() => { if (view.root.isConnected) { arrival.disconnect(); fresh(); } });
  arrival.observe(view.root);  // before it is on the page its colours are not known
  view.stops.push(() => { watcher.disconnect(); arrival.disconnect(); });
  const table = (strength) => (tables[strength] ??= colours(colour("--an-zero"), colour("--an-face"), colour("--an-one"), strength));
  return {
    table,
    colour: (name) => (tables[name] ??= getComputedStyle(view.root).getPropertyValue(name).trim()),
    // Make a canvas the map of n x n bytes; the page stretches it.
    fill(canvas, values, n, strength) {
      if (canvas.width !== n) canvas.width = canvas.height = n;
      canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(pixels(values, 0, n, table(strength)).buffer), n, n), 0, 0);
    },
    // Draw the map at `start` of `values`, n x n, into a square of another canvas's pen.
    stamp(to, values, start, n, strength, x, y, side) {
      if (sheet.width !== n) sheet.width = sheet.height = n;
      pen.putImageData(new ImageData(new Uint8ClampedArray(pixels(values, start, n, table(strength)).buffer), n, n), 0, 0);
      to.drawImage(sheet, x, y, side, side);
    },
  };
}

// A canvas of this size in CSS pixels, as sharp as the screen; gives its pen.
export function sharpen(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    Object.assign(canvas, { width: w, height: h });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}
