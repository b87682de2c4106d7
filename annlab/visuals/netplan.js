// Where the units of a network stand, and which of its parameters a key means. For every figure that draws a network.

// ---- pure functions, tested with node ----

export function spots(layers, width, height) {
  const most = Math.max(...layers);
  const across = (n) => 46 + (n * (width - 100)) / (layers.length - 1);
  const down = (size, k) => height / 2 + (k - (size - 1) / 2) * ((height - 60) / Math.max(most - 1, 1));
  return layers.map((size, n) => Array.from({ length: size }, (_, k) => [across(n), down(size, k)]));
}

export function parse(key) {
  const [letter, ...numbers] = [key[0], ...key.slice(1).split("_").map(Number)];
  return letter === "x" ? { layer: 0, unit: numbers[0] } : { layer: numbers[0] + 1, unit: numbers[1], from: numbers[2] };
}
