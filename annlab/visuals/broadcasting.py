"""Broadcasting, drawn: two arrays as grids of cells, each stretched to the result, or why that cannot be.

The rule itself is NumPy's: shapes are compared from the right; two lengths fit where they are equal or one is 1.
"""

from annlab.visuals import palette
from annlab.visuals.figure import Figure

SHAPES = [(), (1,), (2,), (3,), (4,), (1, 3), (1, 4), (2, 3), (3, 1), (3, 3), (3, 4), (4, 1), (4, 3)]
LONGEST = 8  # cells a side


class Broadcasting(Figure):
    """a_shape, b_shape: tuples of none, one or two lengths from 1 to 8."""

    scripts = ("broadcasting.js",)
    offline = True
    size = (8.0, 3.0)

    def __init__(self, a_shape=(3,), b_shape=(3, 1)):
        self.a, self.b = shape(a_shape, "a_shape"), shape(b_shape, "b_shape")

    def setup(self):
        shapes = sorted({*SHAPES, self.a, self.b}, key=lambda s: (len(s), s))
        return {"title": "Broadcasting: a + b", "shapes": [list(s) for s in shapes]}

    def first(self):
        return {"a": list(self.a), "b": list(self.b)}

    def frame(self, params):
        a, b = tuple(params["a"]), tuple(params["b"])
        result, clash = broadcast(a, b)
        return {
            "a": aligned(a),
            "b": aligned(b),
            "result": None if result is None else aligned(result),
            "clash": clash,
            "verdict": verdict(a, b, result, clash),
            "say": verdict(a, b, result, clash),
            "words": describe(a, b, result, clash),
        }, {}

    def draw(self, canvas, params):
        frame = self.frame(params)[0]
        axes = canvas.subplots(1, 3, gridspec_kw={"wspace": 0.1})
        draw_array(axes[0], frame["a"], frame["result"], f"a {text(params['a'])}", palette.INPUT)
        draw_array(axes[1], frame["b"], frame["result"], f"b {text(params['b'])}", palette.WEIGHT)
        title = "no result" if frame["result"] is None else "a + b " + text(broadcast(tuple(params["a"]), tuple(params["b"]))[0])
        draw_array(axes[2], frame["result"], frame["result"], title, palette.SUM)
        canvas.suptitle(frame["verdict"], fontsize=10)


def shape(value, name):
    """Return a shape as a tuple, refusing what cannot be drawn."""
    value = (value,) if isinstance(value, int) else value
    if not isinstance(value, (tuple, list)) or not all(isinstance(n, int) for n in value):
        raise ValueError(f"{name} is {value!r}; a shape is a tuple of whole numbers, such as (3,) or (3, 1).")
    if len(value) > 2 or not all(1 <= n <= LONGEST for n in value):
        raise ValueError(f"{name} is {tuple(value)}; this figure draws up to two dimensions of 1 to {LONGEST} cells.")
    return tuple(value)


def broadcast(a, b):
    """Return (result shape, None), or (None, the two lengths that clash), by NumPy's rule."""
    longest = max(len(a), len(b))
    padded = [(1,) * (longest - len(s)) + tuple(s) for s in (a, b)]
    for m, n in reversed(list(zip(*padded, strict=True))):
        if m != n and 1 not in (m, n):
            return None, [m, n]
    return tuple(max(m, n) for m, n in zip(*padded, strict=True)), None


def aligned(s):
    """Return a shape as (rows, columns): one dimension is a row, none a single cell."""
    return [1] * (2 - len(s)) + list(s)


def text(s):
    """Return a shape as Python writes it: (3,)."""
    return repr(tuple(s))


def verdict(a, b, result, clash):
    """Return one sentence: the result's shape, or the lengths that clash."""
    both = f"{text(a)} with {text(b)}"
    if result is None:
        return f"{both} cannot be: {clash[0]} and {clash[1]} differ, and neither is 1."
    if result not in (a, b):
        return f"{both} gives {text(result)}: both are stretched. Is that what you wanted?"
    return f"{both} gives {text(result)}."


def describe(a, b, result, clash):
    """Return the text twin."""
    start = "Shapes are compared from the right; a missing length counts as 1, and a length of 1 is stretched. "
    if result is None:
        return start + verdict(a, b, result, clash)
    moves = []
    for name, s in (("a", a), ("b", b)):
        (rows, columns), (all_rows, all_columns) = aligned(s), aligned(result)
        stretched = []
        if rows != all_rows:
            stretched.append(f"its one row is repeated {all_rows} times")
        if columns != all_columns:
            stretched.append(f"its one column is repeated {all_columns} times")
        moves.append(f"{name} of shape {text(s)}: " + (" and ".join(stretched) or "stays as it is"))
    return start + "; ".join(moves) + f". The result has shape {text(result)}."


def draw_array(axes, own, full, title, colour):
    """Draw an array's own cells filled on Axes, and the copies that stretch it to full, hatched."""
    from matplotlib.patches import Rectangle

    rows, columns = full or own or (0, 0)
    for r in range(rows):
        for c in range(columns):
            mine = r < own[0] and c < own[1]
            style = {"facecolor": colour, "alpha": 0.75} if mine else {"facecolor": "white", "hatch": "///", "alpha": 0.45}
            axes.add_patch(Rectangle((c, -r), 0.92, 0.92, edgecolor=colour, **style))
    axes.set(xlim=(-0.3, max(columns, 4) + 0.3), ylim=(-max(rows, 3) + 0.7, 1.2), aspect="equal", title=title)
    axes.axis("off")


def show_broadcasting(a_shape=(3,), b_shape=(3, 1)):
    """Show how NumPy stretches two arrays of these shapes to add them, or why it cannot.

    a_shape, b_shape : tuples of up to two lengths, 1 to 8 each; others can be chosen in the figure.
    """
    from annlab.visuals.widget import show

    return show(Broadcasting(a_shape, b_shape))
