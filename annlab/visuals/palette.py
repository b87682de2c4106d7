"""The colours of every figure, safe for colour blindness, named for what they stand for.

The same names and values are the light theme of kit.css (a test holds the two equal). Colour is never
the only cue: a sign is also a line style, a class also a shape, a part also a number or a word.
"""

INK = "#1f2328"
MUTED = "#57606a"
GRID = "#e3e7eb"
EDGE = "#8c959f"
FACE = "#ffffff"
INPUT = "#00735c"
WEIGHT = "#b84300"
SUM = "#0064a4"
PHI = "#8e3a80"
OUTPUT = "#7a5c00"
BIAS = "#55606e"
ONE = "#0064a4"
ZERO = "#b84300"
POSITIVE = "#0064a4"
NEGATIVE = "#b84300"
WRONG = "#c4006a"
