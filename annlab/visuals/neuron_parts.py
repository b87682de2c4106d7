"""The neuron with its parts named twice: a nerve cell above, the artificial neuron below, the same part in the same colour.

One drawing for all places: matplotlib makes it, print takes it as a picture, the notebook takes it as SVG
whose colours follow the theme. A number says it again, for whom colours do not tell the parts apart.
"""

import functools
import io
import re

import numpy as np

from annlab.visuals import palette
from annlab.visuals.figure import Figure, blank

PARTS = [  # key, colour, (name, place) in nature, (name, place) in the model
    ("input", palette.INPUT, ("dendrites", (3.9, 6.55)), ("inputs x", (1.0, 0.02))),
    ("weight", palette.WEIGHT, ("synapses", (1.4, 5.62)), ("weights w", (2.85, 0.02))),
    ("sum", palette.SUM, ("soma", (5.1, 3.42)), ("sum z, with bias b", (4.62, 2.42))),
    ("phi", palette.PHI, ("axon hillock", (5.95, 5.65)), ("activation φ", (6.85, 0.42))),
    ("output", palette.OUTPUT, ("axon", (8.2, 5.35)), ("output y", (8.95, 0.42))),
]
COLOUR = {key: colour for key, colour, *_ in PARTS}
WORDS = (
    "Above, a nerve cell; below, an artificial neuron; the same part in the same colour, with the same number. "
    "1: dendrites receive signals, as the inputs x do. 2: synapses pass a signal on strongly or weakly, as the "
    "weights w do. 3: the soma adds up what arrives, as the sum z = w₁x₁ + w₂x₂ + w₃x₃ + b does; the bias b says how "
    "ready it is without any signal. 4: the axon hillock decides whether and how much to fire, as the activation φ "
    "does. 5: the axon carries the signal on, as the output y = φ(z) does."
)


class NeuronParts(Figure):
    """Static: nothing to set. In a notebook, pointing at a part shows its counterpart."""

    scripts = ("neuron_parts.js",)
    size = (10.0, 6.2)

    def setup(self):
        return {"title": "One neuron, its parts named twice", "svg": vector(), "alt": WORDS}

    def first(self):
        return {}

    def frame(self, params):
        return {"words": WORDS}, {}

    def draw(self, canvas, params):
        draw_neuron_parts(canvas.subplots())


def draw_neuron_parts(axes):
    """Draw both neurons and the names of their parts on Axes."""
    axes.set(xlim=(0, 11), ylim=(-0.2, 6.9), aspect="equal")
    axes.axis("off")
    draw_cell(axes, 4.75)
    draw_artificial(axes, 1.3)
    draw_names(axes)


def draw_names(axes):
    """Write every part's number and name beside it, in both drawings."""
    for i, (key, colour, *named) in enumerate(PARTS):
        for name, (x, y) in named:
            badge = {"boxstyle": "circle,pad=0.22", "facecolor": colour, "edgecolor": colour}
            number = axes.text(x, y, str(i + 1), ha="center", va="center", color=palette.FACE, fontsize=11, weight="bold", bbox=badge)
            part(number, key)
            part(axes.text(x + 0.24, y - 0.01, name, va="center", color=colour, fontsize=13, weight="bold"), key)
    axes.text(0.1, 6.6, "in nature", fontsize=13, color=palette.MUTED, style="italic")
    axes.text(0.1, 2.62, "in the model", fontsize=13, color=palette.MUTED, style="italic")
    axes.text(0.1, 3.05, "from other neurons", fontsize=10, color=palette.MUTED)
    axes.text(10.85, 3.5, "to other neurons", fontsize=10, color=palette.MUTED, ha="right")


def draw_cell(axes, y):
    """Draw the nerve cell with its middle at height y."""
    tips = [(2.95, y + 1.35), (2.7, y + 0.45), (2.75, y - 0.45), (3.05, y - 1.2)]
    for i, (x, height) in enumerate(tips):
        away = [(0.2, height + 0.12 * (1.5 - i)), (1.3, height + 0.1 * (-1) ** i), (x - 0.28, height)]
        branch(axes, away, 0.035, 0.05, palette.EDGE, None)
        root = (5.0, y + 0.3 * (1.5 - i))
        knee = ((x + root[0]) / 2, height * 0.62 + root[1] * 0.38 + 0.1 * (-1) ** i)
        branch(axes, [(x, height), knee, root], 0.055, 0.17, COLOUR["input"], "input")
        twig = (x + 0.25, height + (0.55 if i < 2 else -0.5))
        start = (0.55 * x + 0.45 * knee[0], 0.55 * height + 0.45 * knee[1])
        branch(axes, [start, ((start[0] + twig[0]) / 2 - 0.1, (start[1] + twig[1]) / 2), twig], 0.08, 0.03, COLOUR["input"], "input")
        dot(axes, x - 0.17, height, 0.14, COLOUR["weight"], "weight")
    branch(axes, [(5.5, y), (6.35, y - 0.02), (7.05, y)], 0.44, 0.1, COLOUR["phi"], "phi")
    branch(axes, [(7.0, y), (8.4, y + 0.05), (9.9, y)], 0.08, 0.07, COLOUR["output"], "output")
    for x in (7.3, 7.95, 8.6, 9.25):
        branch(axes, [(x, y + 0.03), (x + 0.25, y + 0.05), (x + 0.5, y + 0.03)], 0.17, 0.17, COLOUR["output"], "output")
    for end in (y + 0.85, y + 0.28, y - 0.28, y - 0.85):
        branch(axes, [(9.85, y), (10.2, y + 0.55 * (end - y)), (10.65, end)], 0.06, 0.035, COLOUR["output"], "output")
        dot(axes, 10.7, end, 0.1, COLOUR["output"], "output")
    soma(axes, 5.45, y)


def soma(axes, x, y):
    """Draw the cell's body, slightly irregular, and its nucleus."""
    angle = np.linspace(0, 2 * np.pi, 90)
    radius = 0.78 + 0.06 * np.cos(3 * angle + 0.6) + 0.03 * np.cos(5 * angle)
    body = axes.fill(x + radius * np.cos(angle), y + radius * np.sin(angle), color=COLOUR["sum"], zorder=3, linewidth=0)[0]
    part(body, "sum")
    dot(axes, x + 0.05, y + 0.02, 0.27, palette.FACE, "sum", zorder=4, alpha=0.85)
    dot(axes, x + 0.09, y + 0.04, 0.1, COLOUR["sum"], "sum", zorder=5)


def draw_artificial(axes, y):
    """Draw the artificial neuron with its middle at height y."""
    for height, index in ((y + 0.8, "₁"), (y, "₂"), (y - 0.8, "₃")):
        arrow(axes, (1.85, height), (4.83, y + 0.3 * (height - y)), COLOUR["weight"], "weight", width=2.4)
        disc(axes, 1.55, height, 0.3, f"x{index}", "input")
        label = axes.text(3.3, y + 0.655 * (height - y), f"w{index}", ha="center", va="center", fontsize=13, color=COLOUR["weight"],
                          bbox={"boxstyle": "round,pad=0.18", "facecolor": palette.FACE, "edgecolor": "none"}, zorder=4)
        part(label, "weight")
    arrow(axes, (5.45, y - 1.2), (5.45, y - 0.66), palette.BIAS, "sum")
    part(axes.text(5.6, y - 1.12, "b", fontsize=13, color=palette.BIAS, va="center"), "sum")
    disc(axes, 5.45, y, 0.62, "Σ", "sum", fontsize=22)
    arrow(axes, (6.1, y), (6.9, y), palette.EDGE, None)
    draw_activation(axes, 7.4, y)
    arrow(axes, (7.92, y), (8.95, y), COLOUR["output"], "output", width=2.4)
    disc(axes, 9.4, y, 0.42, "y", "output", fontsize=15)
    arrow(axes, (9.85, y), (10.8, y), palette.EDGE, None)
    part(axes.text(6.5, y + 0.16, "z", fontsize=13, color=COLOUR["sum"], ha="center"), "sum")


def draw_activation(axes, x, y):
    """Draw the box of the activation, with a curve in it."""
    from matplotlib.patches import FancyBboxPatch

    box = FancyBboxPatch((x - 0.42, y - 0.42), 0.84, 0.84, boxstyle="round,pad=0.06", facecolor=palette.FACE,
                         edgecolor=COLOUR["phi"], linewidth=3)
    part(axes.add_patch(box), "phi")
    z = np.linspace(-1, 1, 50)
    part(axes.plot(x + 0.36 * z, y + 0.3 * np.tanh(3 * z), color=COLOUR["phi"], linewidth=3)[0], "phi")


def branch(axes, points, start, end, colour, key):
    """Draw a smooth tapering limb through points, half as wide as start and end at its ends."""
    points = np.array(points, dtype=float)
    t = np.linspace(0, 1, 40)[:, None]
    a, b, c = points[0], points[len(points) // 2], points[-1]
    bend = 2 * b - (a + c) / 2  # the quadratic curve that passes through the middle point
    curve = (1 - t) ** 2 * a + 2 * t * (1 - t) * bend + t**2 * c
    along = np.gradient(curve, axis=0)
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / np.linalg.norm(along, axis=1, keepdims=True)
    width = start + (end - start) * t**0.8
    outline = np.vstack([curve + normal * width, (curve - normal * width)[::-1]])
    artist = axes.fill(*outline.T, color=colour, linewidth=1.5, joinstyle="round", zorder=2)[0]
    part(artist, key)


def dot(axes, x, y, radius, colour, key, **style):
    """Draw a filled disc."""
    from matplotlib.patches import Circle

    part(axes.add_patch(Circle((x, y), radius, color=colour, **{"zorder": 3, "linewidth": 0} | style)), key)


def disc(axes, x, y, radius, text, key, fontsize=14):
    """Draw a ring with text in it."""
    from matplotlib.patches import Circle

    part(axes.add_patch(Circle((x, y), radius, facecolor=palette.FACE, edgecolor=COLOUR[key], linewidth=3, zorder=3)), key)
    part(axes.text(x, y - 0.02, text, ha="center", va="center", fontsize=fontsize, color=COLOUR[key], zorder=4), key)


def arrow(axes, start, end, colour, key, width=1.6):
    """Draw an arrow between two places."""
    style = {"arrowstyle": "-|>,head_width=0.28,head_length=0.5", "color": colour, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    part(axes.annotate("", end, start, arrowprops=style).arrow_patch, key)


def part(artist, key):
    """Name an artist for the part that it belongs to, so that the SVG can be asked for it."""
    if key:
        artist.set_gid(f"part-{key}")


@functools.cache
def vector():
    """Return the drawing as SVG whose colours are the kit's variables and whose parts carry data-part."""
    import matplotlib

    canvas, file = blank(NeuronParts.size), io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "annlab"}):
        draw_neuron_parts(canvas.subplots())
        canvas.savefig(file, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = file.getvalue()
    text = re.sub(r'id="part-(\w+)"', r'data-part="\1"', text[text.index("<svg") :])
    for name in ("ink", "muted", "edge", "face", "input", "weight", "sum", "phi", "output", "bias"):
        text = text.replace(getattr(palette, name.upper()), f"var(--an-{name})")
    return text


def show_neuron_parts():
    """Show a nerve cell and an artificial neuron, the same part in the same colour, with the same number."""
    from annlab.visuals.widget import show

    return show(NeuronParts())
