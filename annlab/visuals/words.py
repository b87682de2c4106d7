"""Numbers and formulas in words: the one way in which figures, twins and screen readers say them.

A formula is a list of tokens: a plain string, or [text, key, hue], where the key names the control that
sets the number (so that the browser can mark it) and the hue its colour.
"""

MINUS = "\u2212"
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(value, digits=2):
    """Return value with at most that many decimals, at least one, and a true minus: -0.5 is '−0.5'."""
    text = f"{float(value):.{digits}f}".rstrip("0")
    text = text + "0" if text.endswith(".") else text
    return "0.0" if float(text) == 0 else text.replace("-", MINUS)


def bracketed(value, digits=2):
    """Return number(value), in brackets where it is negative, as it stands behind + or ×."""
    text = number(value, digits)
    return f"({text})" if text.startswith(MINUS) else text


def indexed(letter, index):
    """Return the letter with the index below it, counted from one: indexed('w', 0) is 'w₁'."""
    return letter + str(index + 1).translate(SUBSCRIPTS)


def sum_tokens(w, x, b, w_keys, x_keys=None, b_key="b"):
    """Return tokens for w₁ × x₁ + ... + b with the numbers put in, each joined to its control."""
    tokens = []
    for i, (weight, value) in enumerate(zip(w, x, strict=True)):
        first = number(weight) if i == 0 else bracketed(weight)
        tokens += [" + "] * (i > 0)
        tokens += [[first, w_keys[i], "weight"], " × "]
        tokens += [[bracketed(value), x_keys[i] if x_keys else None, "input"]]
    return [*tokens, " + ", [bracketed(b), b_key, "bias"]]


def plain(tokens):
    """Return a formula's tokens as one string."""
    return "".join(token if isinstance(token, str) else token[0] for token in tokens)


def listed(items):
    """Return 'a', 'a and b' or 'a, b and c'."""
    items = list(items)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def counted(n, noun, plural=None):
    """Return '1 point' or '3 points'."""
    return f"{n} {noun if n == 1 else plural or noun + 's'}"
