"""Chapter 03: activations, their slopes, and how to compute both far out, where exp overflows."""

import math

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.exercises.chapter import Chapter


def _table(label="two rows of three"):
    return Case(label, np.array([[-0.5, 4.0, 0.25], [1.0, -3.0, -1.5]]))


def _far(*labels):
    """Return the probes far out: each end alone, so that each way of overflowing is told apart, and both ends."""
    up, down, both = labels or ("z = 1000", "z = -1000", "both ends at once")
    return (
        Case(up, np.array([1000.0, 800.0])),
        Case(down, np.array([-1000.0, -800.0])),
        Case(both, np.array([[-1000.0], [0.5], [1000.0]])),
    )


_random = Drawn("random numbers", lambda rng: (2 * rng.normal(size=6),), weight=2)
_random_table = Drawn("a random table", lambda rng: (2 * rng.normal(size=(4, 3)),))


def _cases():
    """Return the probes that every elementwise function gets."""
    return [
        Case("z = 0", np.float64(0.0)),
        Case("one number", np.float64(2.0)),
        Case("a negative number", np.float64(-1.5)),
        Case("positive z", np.array([0.5, 1.0, 3.0, 11.0])),
        Case("negative z", np.array([-0.25, -2.0, -11.0])),
        Case("whole numbers", np.array([-2, 0, 1, 5])),
        _table(),
        *_far(),
        _random,
        _random_table,
    ]


def _one_by_one(f):
    """Return an array version of f that visits one number after the other."""
    return lambda z: np.array([f(float(v)) for v in np.ravel(z)]).reshape(np.shape(z))


def _into_an_array_like_z(f):
    """Return f with its results stored in np.zeros_like(z), which holds whole numbers where z does."""

    def stored(z):
        result = np.zeros_like(z)
        result[...] = f(z)
        return result

    return stored


def _in_place(f):
    """Return f with its results written into z."""

    def written(z):
        z = np.asarray(z)
        if z.ndim == 0 or z.dtype.kind == "i":
            return f(z)
        z[...] = f(z)
        return z

    return written


def _only_first(f):
    return lambda z: f(np.ravel(z)[0])


def _added_up(f):
    return lambda z: np.sum(f(z))


def _forward_difference(f, h=1e-5):
    return lambda z: (f(z + h) - f(z)) / h


def _asks_if(f):
    """Return f as a function with `if z > 0:` in it."""

    def asking(z):
        if z > 0:
            return f(z)
        return f(z)

    return asking


_ASKS_IF = "`if`, or Python's own max, wants one yes or no and meets a whole array"
_MATH = "math.exp and its like, which take one number, meet a whole array"
_LIKE_Z = "the results are stored in an array like z: where z holds whole numbers, they are cut to whole numbers"
_LIKE_Z_HINT = "Print np.zeros_like(np.array([1, 2])).dtype. Numbers with a fraction need a float array: say dtype=float."
_BOTH_BRANCHES = "np.where works out both of its branches for every entry, and the branch not wanted overflows"
_BOTH_BRANCHES_HINT = (
    "np.where chooses afterwards: both formulas have run by then. Choose what goes into np.exp instead, so that it is never "
    "a large positive number. What is -np.abs(z), whatever the sign of z?"
)



def _entry_by_entry(f):
    """Return the mistakes of forgetting that every entry of z has a result of its own."""
    return [
        Mistake(
            "only the first entry of z is used",
            _only_first(f),
            "z may be a number, a row of numbers or a table. NumPy works on every entry by itself: no index is needed.",
        ),
        Mistake(
            "a table is laid out flat",
            lambda z: np.ravel(f(z)),
            "The numbers are right. The result has the shape of z: a table for a table. Is there a ravel or a flatten?",
        ),
        Mistake(
            "the results are added up into one number",
            _added_up(f),
            "Every entry of z has a result of its own. Three z want three results: is there a sum too many?",
        ),
    ]


def _whatever_the_formula(f):
    """Return the mistakes that can be made with any right formula."""
    return [
        Mistake(_LIKE_Z, _into_an_array_like_z(f), _LIKE_Z_HINT),
        Mistake(
            "the results are written into z",
            _in_place(f),
            "z belongs to the caller. `z[...] =`, `*=` and out=z all write into it; an expression like 2 * z makes a new array.",
        ),
        *_entry_by_entry(f),
    ]


_s, _t = nn.sigmoid, nn.tanh

sigmoid = Exercise(
    reference=nn.sigmoid,
    points=2,
    silent=True,
    cases=_cases(),
    laws=[
        Law(
            "What sigmoid says of z and what it says of -z add up to 1",
            lambda f, rng: (lambda z: (f(z) + f(-z), np.ones(4)))(3 * rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "exp(-z) is taken of z = -1000 and overflows",
            lambda z: 1 / (1 + np.exp(-z)),
            "The values are right, and the warning is for the other end: at z = -1000 this asks for exp(1000). For negative z "
            "use exp(z) / (1 + exp(z)), which is the same curve. Or put -np.abs(z) into np.exp, and see what both have in common.",
        ),
        Mistake(
            "exp(z) / (1 + exp(z)) is infinity divided by infinity at z = 1000",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "Print np.exp(1000.0), and that number divided by itself. Your formula is safe where z is negative. Which of the "
            "two formulas is safe where z is positive?",
        ),
        Mistake(
            _BOTH_BRANCHES,
            lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))),
            _BOTH_BRANCHES_HINT,
        ),
        Mistake(
            "the minus sign in exp(-z) is missing, and the curve falls",
            lambda z: _s(-np.asarray(z)),
            "Try z = 3 and z = -3. A neuron with a large z should say nearly 1. Which of the two says so in yours?",
        ),
        Mistake(
            "exp(-|z|) stands for exp(-z) where z is negative too",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
            "Try z = -3 and z = 3: yours says the same for both. For negative z the tail belongs in the numerator as well.",
        ),
        Mistake(
            "the brackets round 1 + exp(-z) are missing",
            lambda z: 1 / 1 + np.exp(-z),
            "Python divides before it adds: 1 / 1 + 2 is 3. Put brackets round all that 1 is divided by.",
        ),
        Mistake(
            "tanh is computed, with its range from -1 to 1",
            lambda z: np.tanh(z),
            "Try z = 0. The sigmoid runs from 0 to 1, and says 0.5 halfway. What does yours say?",
        ),
        Mistake(
            "tanh is moved to the range from 0 to 1, but z is not halved first",
            lambda z: (1 + np.tanh(z)) / 2,
            "Close. Compare with 1 / (1 + exp(-1)) at z = 1: yours climbs twice as fast.",
        ),
        Mistake(
            "the slope of sigmoid is computed",
            lambda z: nn.d_sigmoid(z),
            "s (1 - s) is a slope, and comes later in this chapter. Here the value s itself is asked for.",
        ),
        Mistake(
            "it steps from 0 to 1, with nothing in between",
            lambda z: np.where(z >= 0, 1.0, 0.0),
            "That is chapter 02's step. Try z = 0.5 in formula (3.2): it is between 0.5 and 1.",
        ),
        Mistake(
            "the result is rounded to 0 or 1",
            lambda z: np.round(_s(z)),
            "0.62 and 0.98 are different news. Hand back the number before it is rounded.",
        ),
        Mistake(
            "a straight line from 0 to 1 replaces the curve",
            lambda z: np.clip(0.2 * np.asarray(z) + 0.5, 0, 1),
            "The sigmoid is a curve, made with np.exp. Formula (3.2) has no straight piece in it.",
        ),
        Mistake(
            "a straight line from 0 to 1, of slope 1/6, replaces the curve",
            lambda z: np.clip(np.asarray(z) / 6 + 0.5, 0, 1),
            "The sigmoid is a curve, made with np.exp. Formula (3.2) has no straight piece in it.",
        ),
        Mistake(
            "1 is subtracted where it should be added",
            lambda z: 1 / (1 - np.exp(-np.asarray(z, dtype=float))),
            "Try z = 0: exp(0) is 1, and 1 - 1 is 0. What stands in front of exp(-z) in formula (3.2)?",
        ),
        Mistake(
            "2 to the power of -z replaces exp(-z)",
            lambda z: np.where(np.asarray(z) >= 0, 1.0, 2.0 ** -np.abs(z)) / (1 + 2.0 ** -np.abs(z)),
            "Try z = 1: exp(-1) is 0.3679, and 2 ** -1 is 0.5. np.exp is what formula (3.2) asks for.",
        ),
        Mistake(
            "exp(-z) alone is computed, without the fraction",
            lambda z: np.exp(-z),
            "Try z = 0: exp(0) is 1, and the sigmoid says 0.5. exp(-z) is one part of formula (3.2).",
        ),
        Mistake(
            "the entries are divided by their sum, as in softmax",
            lambda z: np.exp(np.asarray(z) - np.max(z)) / np.sum(np.exp(np.asarray(z) - np.max(z))),
            "Every entry of z stands alone here: sigmoid(z)[0] must not change with z[1]. Divide by 1 + exp(-z), not by a sum.",
        ),
        Mistake(
            "z is cut off so early that the tail is seen to be wrong",
            lambda z: 1 / (1 + np.exp(-np.clip(z, -10, 10))),
            "At z = -1000 yours still says 0.0000454. A cut at -500 would do no harm: exp(500) does not overflow.",
        ),
        Mistake(
            "the tail exp(-|z|) / (1 + exp(-|z|)) stands on both sides",
            lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
            "Try z = 3: yours says 0.047, as it does for -3. For positive z the numerator is 1.",
        ),
        Mistake(
            "tanh(z / 2) is computed, with its range from -1 to 1",
            lambda z: np.tanh(np.asarray(z) / 2),
            "Right steepness, wrong range. Yours runs from -1 to 1, twice as wide as from 0 to 1, and is at 0 for z = 0.",
        ),
        Mistake(
            "the sigmoid is moved down by a half",
            lambda z: _s(z) - 0.5,
            "Try z = 0. The sigmoid runs from 0 to 1, and says 0.5 halfway.",
        ),
        Mistake(
            "the sigmoid is squared",
            lambda z: _s(z) ** 2,
            "Try z = 0: yours says 0.25, the sigmoid 0.5. Formula (3.2) has no square.",
        ),
        Mistake(
            "negative z gives 0",
            lambda z: np.where(np.asarray(z) >= 0, _s(z), 0.0),
            "Try z = -1: the sigmoid says 0.2689 there. Each side has a formula of its own, and neither is 0.",
        ),
        Mistake(
            "it is rounded up or down to a truth value",
            lambda z: _s(z) > 0.5,
            "Whether the unit says more than a half is a question for later. Here the number itself is asked for.",
        ),
        Mistake(
            "z is cut off at -20, and the tail left there is seen to be wrong",
            lambda z: 1 / (1 + np.exp(-np.clip(z, -20, 20))),
            "At z = -1000 yours still says 0.000000002. A cut at -500 would do no harm: exp(500) does not overflow.",
        ),
        Mistake(_MATH, lambda z: 1 / (1 + math.exp(-z)), "np.exp works on numbers and on arrays. math.exp takes one number."),
        Mistake(
            _ASKS_IF,
            _asks_if(_s),
            "np.where(z >= 0, a, b) chooses for every entry, a where the condition holds and b elsewhere.",
        ),
        *_whatever_the_formula(nn.sigmoid),
    ],
    accepted=[
        lambda z: np.exp(-np.logaddexp(0, -np.asarray(z))),
        lambda z: 0.5 * (1 + np.tanh(np.asarray(z) / 2)),
        lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
        lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z))),
        _one_by_one(lambda v: 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))),
    ],
    hints=[
        "Print yours at z = 0, 2, -2 and 1000. Formula (3.2), 1 / (1 + np.exp(-z)), says 0.5, 0.8808, 0.1192 and 1, and what is left "
        "to do is z = -1000.",
        "np.exp(-z) overflows where z is very negative. There, exp(z) / (1 + exp(z)) is the same number, and is safe. "
        "Let t = np.exp(-np.abs(z)): it is exp(-z) on the right, and exp(z) on the left.",
        "On the right the answer is 1 / (1 + t), on the left t / (1 + t). The denominators agree; np.where(z >= 0, 1.0, t) "
        "chooses the numerator.",
    ],
    source="Goodfellow et al., Deep Learning (2016), eq. 3.30",
)


def _tanh_ratio(z, scale=1.0):
    """Return the ratio of differences to sums, with both divided by the larger exponential."""
    z = np.asarray(z, dtype=float)
    t = np.exp(-2 * scale * np.abs(z))
    return np.sign(z) * (1 - t) / (1 + t)


tanh = Exercise(
    reference=nn.tanh,
    points=1,
    cases=_cases(),
    laws=[
        Law(
            "tanh(-z) is -tanh(z)",
            lambda f, rng: (lambda z: (f(-z), -f(z)))(2 * rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "exp(z) and exp(-z) overflow far out, and infinity divided by infinity is nan",
            lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
            "The formula is right, and good up to |z| = 709. Beyond, use only exp(-2 |z|), which cannot overflow, and give the "
            "result the sign of z. Or look for what NumPy has: np.tanh is accepted.",
        ),
        Mistake(
            "exp(2z) overflows at z = 1000, and infinity divided by infinity is nan",
            lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
            "Your formula is safe where z is negative. For positive z multiply numerator and denominator by exp(-2z). "
            "Or let the exponent be -2 |z| throughout, and give the result the sign of z.",
        ),
        Mistake(
            "exp(-2z) overflows at z = -1000, and infinity divided by infinity is nan",
            lambda z: (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z)),
            "Your formula is safe where z is positive. For negative z multiply numerator and denominator by exp(2z). "
            "Or let the exponent be -2 |z| throughout, and give the result the sign of z.",
        ),
        Mistake(
            "2 sigmoid(z) - 1 is computed: the range of tanh, but half its steepness",
            lambda z: 2 * _s(z) - 1,
            "Compare with np.tanh(1.0), which is 0.7616. The range from -1 to 1 is right. What must go into sigmoid instead of z, "
            "for the curve to climb twice as fast?",
        ),
        Mistake(
            "sigmoid(2z) is doubled, but not moved down by 1",
            lambda z: 2 * _s(2 * np.asarray(z)),
            "Try z = 0. tanh(0) is 0, and yours is 1. The range should be from -1 to 1.",
        ),
        Mistake(
            "sigmoid is computed, with its range from 0 to 1",
            lambda z: _s(z),
            "Try z = 0. tanh(0) is 0: its range is from -1 to 1.",
        ),
        Mistake(
            "the sign of z is lost",
            lambda z: np.abs(np.tanh(z)),
            "Try z = 1 and z = -1: yours says the same for both. exp(-2 |z|) knows nothing of the sign. np.sign(z) does.",
        ),
        Mistake(
            "exp(z) and exp(-z) have changed places, and the curve falls",
            lambda z: -np.tanh(z),
            "Try z = 1. tanh rises: the result has the sign of z. Which of the two exponentials comes first in (3.4)?",
        ),
        Mistake(
            "the sum is divided by the difference, upside down",
            lambda z: 1 / np.tanh(np.asarray(z, dtype=float)),
            "Try z = 0: exp(0) - exp(0) is 0, and it stands below the line in yours. Which of the two stands there in (3.4)?",
        ),
        Mistake(
            "the difference is divided by 2, which is sinh",
            lambda z: (np.exp(z) - np.exp(-z)) / 2,
            "Try z = 3: yours is about 10, and tanh never passes 1. What stands below the line in (3.4)?",
        ),
        Mistake(
            "the brackets above and below the line are missing",
            lambda z: np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z),
            "Python divides before it subtracts. Numerator and denominator both need brackets.",
        ),
        Mistake(
            "tan, without the h, is computed",
            lambda z: np.tan(z),
            "np.tan is the tangent of an angle. What you want ends in h: it is made of exp.",
        ),
        Mistake(
            "z is cut off at -1 and 1, with a straight line between",
            lambda z: np.clip(z, -1.0, 1.0),
            "Try z = 0.5: tanh bends from the start, and says 0.4621. It is made of np.exp.",
        ),
        Mistake(
            "the arc tangent is computed",
            lambda z: np.arctan(z),
            "np.arctan ends at about 1.57, tanh at 1. They are different curves: tanh is made of np.exp.",
        ),
        Mistake(
            "z / (1 + |z|) is computed, a curve without exp",
            lambda z: np.asarray(z) / (1 + np.abs(z)),
            "That is called softsign. It reaches 0.5 at z = 1, where tanh is at 0.7616. Formula (3.4) is made of np.exp.",
        ),
        Mistake(
            "the slope of tanh is computed",
            lambda z: nn.d_tanh(z),
            "1 - tanh(z)^2 is a slope, and comes later in this chapter. Here the value itself is asked for.",
        ),
        Mistake(
            "only the sign of z is left",
            lambda z: np.sign(z).astype(float),
            "-1 and 1 are the far ends. In between, tanh(0.5) is 0.4621: it has every value from -1 to 1.",
        ),
        Mistake(
            "the range is that of sigmoid, from 0 to 1: sigmoid(2z) is not stretched yet, or tanh was squeezed",
            lambda z: _s(2 * np.asarray(z)),
            "Right steepness, wrong range: yours runs from 0 to 1. Try z = 0, where tanh says 0.",
        ),
        Mistake(
            "both brackets have the same sign between their terms, so that the fraction is always 1",
            lambda z: np.ones(np.shape(z)),
            "Above the line the second exponential is subtracted, below it is added. Try z = 0: the difference is 0.",
        ),
        Mistake(
            "the sum is divided by 2, which is cosh",
            lambda z: (np.exp(z) + np.exp(-z)) / 2,
            "Try z = 0: yours says 1, and tanh is 0 there. The difference of both, divided by their sum, is asked for.",
        ),
        Mistake(_MATH, lambda z: math.tanh(z), "np.exp and np.tanh work on numbers and arrays. Those of math take one number."),
        Mistake(
            _ASKS_IF,
            _asks_if(_t),
            "np.where(z >= 0, a, b) chooses for every entry, and np.sign(z) hands back the sign of each.",
        ),
        *_whatever_the_formula(nn.tanh),
    ],
    accepted=[
        np.tanh,
        _tanh_ratio,
        lambda z: 2 * _s(2 * np.asarray(z)) - 1,
        lambda z: 2 / (1 + np.exp(-2 * z)) - 1,
        lambda z: np.sinh(np.clip(z, -300, 300)) / np.cosh(np.clip(z, -300, 300)),
        _one_by_one(math.tanh),
    ],
    hints=[
        "Print yours at z = 0, 0.5, -0.5 and 1000. tanh says 0, 0.4621, -0.4621 and 1. Formula (3.4) can be typed as it stands, with "
        "brackets above and below the line, and then comes to grief at 1000.",
        "Divide numerator and denominator by the larger of exp(z) and exp(-z). What is left is 1 and t = exp(-2 |z|): "
        "t never overflows.",
        "(1 - t) / (1 + t) is right for positive z, and np.sign(z) gives it the sign of z. Or take np.tanh(z), or 2 sigmoid(2z) - 1.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 5.59",
)


def _relu_zeroed_in_place(z):
    z[z < 0] = 0
    return z


relu = Exercise(
    reference=nn.relu,
    points=1,
    cases=_cases(),
    laws=[
        Law(
            "A z three times as large makes relu three times as large",
            lambda f, rng: (lambda z: (f(3 * z), 3 * f(z)))(rng.normal(size=4)),
        ),
        Law(
            "relu(z) minus relu(-z) is z",
            lambda f, rng: (lambda z: (f(z) - f(-z), z))(rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "the zeros are written into z, with `z[z < 0] = 0` or out=z",
            _relu_zeroed_in_place,
            "The caller still needs z: chapter 09 asks where it was negative. np.maximum(z, 0) and np.where make a new array.",
        ),
        Mistake(
            "np.max(z, 0) is called, which looks for the largest entry along axis 0",
            lambda z: np.max(z, 0),
            "np.max takes the largest entry of one array. The function that compares two things entry by entry has a longer name.",
        ),
        Mistake(
            "the largest entry of all is compared with 0",
            lambda z: np.maximum(np.max(z), 0.0),
            "Every entry of z has a result of its own: three z want three results. Leave out the function that picks one of them.",
        ),
        Mistake(
            "minus signs are dropped",
            lambda z: np.abs(z),
            "Try z = -2. A unit that is off says 0, not 2.",
        ),
        Mistake(
            "the negative side is kept and the positive one cut",
            lambda z: np.minimum(z, 0.0),
            "Try z = 3: relu lets it through. Which of the larger and the smaller of z and 0 is 3?",
        ),
        Mistake(
            "1 comes out wherever z is positive, not z",
            lambda z: np.where(z > 0, 1.0, 0.0),
            "Try z = 3. relu lets z itself through, so 3 comes out. 1 is the slope there.",
        ),
        Mistake(
            "z comes out as it went in",
            lambda z: z,
            "Try z = -2. Everything below 0 becomes 0.",
        ),
        Mistake(
            "it is cut off at 1 as well",
            lambda z: np.clip(z, 0.0, 1.0),
            "Try z = 3. relu has no upper end.",
        ),
        Mistake(
            "it is cut off at 6 as well",
            lambda z: np.clip(z, 0.0, 6.0),
            "Try z = 8. relu has no upper end; the one with an end at 6 is called relu6.",
        ),
        Mistake(
            "a hundredth of z is let through where z is negative",
            lambda z: np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z)),
            "That is the leaky relu. Here exactly 0 comes out for every negative z.",
        ),
        Mistake(
            "a tenth of z is let through where z is negative",
            lambda z: np.where(np.asarray(z) > 0, z, 0.1 * np.asarray(z)),
            "That is a leaky relu. Here exactly 0 comes out for every negative z.",
        ),
        Mistake(
            "exp(z) - 1 is let through where z is negative",
            lambda z: np.where(np.asarray(z) > 0, z, np.expm1(np.minimum(z, 0))),
            "That is the elu. Here exactly 0 comes out for every negative z.",
        ),
        Mistake(
            "its smooth neighbour softplus is computed",
            lambda z: nn.softplus(z),
            "Try z = 0: yours says 0.6931. relu has a corner there, and needs no exp and no log.",
        ),
        Mistake(
            "a positive z must be larger than 1 to be let through",
            lambda z: np.where(np.asarray(z) > 1, z, 0),
            "Try z = 0.5. Everything above 0 comes through.",
        ),
        Mistake(
            "1 is the least that comes out",
            lambda z: np.maximum(z, 1.0),
            "Try z = -2. The floor is at 0.",
        ),
        Mistake(
            "z is squared where it is positive",
            lambda z: np.maximum(z, 0.0) ** 2,
            "Try z = 3: a unit with z = 3 says 3. Leave the square out, or write z * (z > 0).",
        ),
        Mistake(
            "the sign is turned",
            lambda z: np.maximum(-np.asarray(z), 0.0),
            "Try z = 3 and z = -3. The positive one is let through.",
        ),
        Mistake(
            "fractions are cut off",
            lambda z: np.maximum(z, 0).astype(int),
            "Try z = 0.5: 0.5 comes out. Is there an int in your function?",
        ),
        Mistake(
            "the answers are True and False",
            lambda z: np.asarray(z) > 0,
            "`z > 0` says where z is positive, as True and False. np.where, or a product with z, makes numbers of it.",
        ),
        Mistake(
            "-1 comes out where z is negative",
            lambda z: np.where(np.asarray(z) > 0, z, -1.0),
            "Try z = -2. A unit that is off says 0.",
        ),
        Mistake(
            "1 comes out where z is negative",
            lambda z: np.where(np.asarray(z) > 0, z, 1.0),
            "Try z = -2. A unit that is off says 0. np.where(condition, a, b): b is for all where the condition does not hold.",
        ),
        Mistake(
            "a fifth of z is let through where z is negative",
            lambda z: np.where(np.asarray(z) > 0, z, 0.2 * np.asarray(z)),
            "That is a leaky relu. Here exactly 0 comes out for every negative z.",
        ),
        Mistake(
            "np.max(0, z) is called, for which z is the name of an axis",
            lambda z: np.max(0, z),
            "np.max takes the largest entry of one array. The function that compares two things entry by entry has a longer name.",
        ),
        Mistake(
            "nothing but zeros comes out",
            lambda z: np.zeros(np.shape(z)),
            "Try z = 3: it comes through as it is. Is a result prepared with zeros, and then never filled?",
        ),
        Mistake(
            _ASKS_IF,
            lambda z: max(z, 0) + (0 * z),
            "Python's max(z, 0) and `if z > 0` work on one number. np.maximum and np.where work on every entry.",
        ),
        Mistake(
            "the negative entries are taken out, and the result is shorter than z",
            lambda z: np.asarray(z)[np.asarray(z) > 0],
            "z[z > 0] keeps only some entries. relu keeps the place of every entry, and says 0 in the others.",
        ),
        *_entry_by_entry(nn.relu),
    ],
    accepted=[
        lambda z: np.maximum(0, z),
        lambda z: z * (np.asarray(z) > 0),
        lambda z: (z + np.abs(z)) / 2,
        lambda z: np.where(np.asarray(z) > 0, z, 0.0),
        lambda z: np.clip(z, 0, None),
        _one_by_one(lambda v: max(0.0, v)),
    ],
    hints=[
        "Positive z comes through as it is. All others become 0.",
        "It is the larger of the two numbers z and 0, for every entry. Python's own max does not work on arrays.",
        "np.maximum(a, b) takes the larger of a and b entry by entry, and b may be the number 0.",
    ],
    source="Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines (2010); Goodfellow et al. (2016), section 6.3.1",
)

softplus = Exercise(
    reference=nn.softplus,
    points=2,
    silent=True,
    cases=_cases(),
    laws=[
        Law(
            "softplus(z) minus softplus(-z) is z",
            lambda f, rng: (lambda z: (f(z) - f(-z), z))(3 * rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "exp(z) is taken of z = 1000 and overflows, and the result is infinity",
            lambda z: np.log(1 + np.exp(z)),
            "softplus(1000) is 1000, a harmless number; only the way to it is too steep. Take z out of the log: formula (3.7) "
            "needs exp of -|z| alone.",
        ),
        Mistake(
            "z is taken out of the log for negative z too, and exp(-z) overflows at z = -1000",
            lambda z: z + np.log(1 + np.exp(-z)),
            "Your formula is safe for positive z. For negative z the first one, log(1 + exp(z)), is safe. -|z| in the exponent "
            "serves both. What must stand in front of the log for each of the two?",
        ),
        Mistake(
            _BOTH_BRANCHES,
            lambda z: np.where(np.asarray(z) > 30, z, np.log1p(np.exp(z))),
            _BOTH_BRANCHES_HINT,
        ),
        Mistake(
            "the hinge relu is computed, without the smooth part",
            lambda z: np.maximum(z, 0.0),
            "Try z = 0: log(1 + exp(0)) is log(2), about 0.6931. relu is one of two terms; the log is missing.",
        ),
        Mistake(
            "only log(1 + exp(-|z|)) is left: the part max(z, 0) is missing",
            lambda z: np.log1p(np.exp(-np.abs(z))),
            "Try z = 3 and z = -3: yours says the same for both. softplus(3) - softplus(-3) should be 3.",
        ),
        Mistake(
            "z stands where max(z, 0) should stand",
            lambda z: z + np.log1p(np.exp(-np.abs(z))),
            "Right for positive z. Try z = -3: softplus is never negative. What stands in front of the log in (3.7)?",
        ),
        Mistake(
            "|z| stands where max(z, 0) should stand",
            lambda z: np.abs(z) + np.log1p(np.exp(-np.abs(z))),
            "Right for positive z. Try z = -3: softplus falls towards 0 there. What stands in front of the log in (3.7)?",
        ),
        Mistake(
            "the sign of z is turned, and the curve falls",
            lambda z: nn.softplus(-np.asarray(z)),
            "Try z = 3 and z = -3. softplus rises with z: which sign has z in formula (3.6)?",
        ),
        Mistake(
            "the 1 in the log is missing, and only z is left",
            lambda z: np.asarray(z) * 1.0,
            "log(exp(z)) is z again. It is the 1 + that bends the line.",
        ),
        Mistake(
            "the sigmoid is computed",
            lambda z: _s(z),
            "That is the slope of softplus. Here its value is asked for: log(1 + exp(z)).",
        ),
        Mistake(
            "the logarithm is left out",
            lambda z: 1 + np.exp(z),
            "Try z = 0: yours says 2, and log(2) is 0.6931.",
        ),
        Mistake(
            "the logarithm is to base 10",
            lambda z: nn.softplus(z) / np.log(10),
            "np.log is the natural logarithm, and is the one that belongs to np.exp.",
        ),
        Mistake(
            "the logarithm is to base 2",
            lambda z: nn.softplus(z) / np.log(2),
            "np.log is the natural logarithm, and is the one that belongs to np.exp.",
        ),
        Mistake(
            "log(1 + z) is computed: exp is missing",
            lambda z: np.log1p(np.maximum(z, 0)),
            "np.log1p(a) is log(1 + a), and a is exp(z) here. log1p does not bring an exp along.",
        ),
        Mistake(
            "1 is added twice: by you, and by log1p",
            lambda z: np.maximum(z, 0.0) + np.log1p(1 + np.exp(-np.abs(z))),
            "np.log1p(a) is log(1 + a) already. Hand it exp(-|z|) alone, or use np.log.",
        ),
        Mistake(
            "1 is added twice, by you and by log1p, and exp(z) overflows",
            lambda z: np.log1p(1 + np.exp(z)),
            "np.log1p(a) is log(1 + a) already. Hand it exp alone, or use np.log. Then see to z = 1000.",
        ),
        Mistake(
            "log(exp(z) - 1) is computed, its inverse",
            lambda z: np.log(np.expm1(np.asarray(z, dtype=float))),
            "Try z = 0: exp(0) - 1 is 0, which has no logarithm. Is it 1 + or -1 in formula (3.6)?",
        ),
        Mistake(
            "z is cut off so early that large values are too small",
            lambda z: np.log1p(np.exp(np.clip(z, -500, 500))),
            "softplus(1000) is 1000, and yours stays at 500. Cutting off suits a curve that flattens; this one goes on rising.",
        ),
        Mistake(
            "the log is subtracted from max(z, 0) instead of added",
            lambda z: np.maximum(z, 0.0) - np.log1p(np.exp(-np.abs(z))),
            "Try z = 0: yours says -0.6931. softplus lies above relu everywhere.",
        ),
        Mistake(
            "min stands where max should stand",
            lambda z: np.minimum(z, 0.0) + np.log1p(np.exp(-np.abs(z))),
            "Try z = 3: yours says 0.0486, and softplus lies above relu everywhere. Which of z and 0 stands in front of the log?",
        ),
        Mistake(
            "max(z, 0) is added to log(1 + exp(z)), which has it already",
            lambda z: np.maximum(z, 0.0) + np.log1p(np.exp(z)),
            "Try z = 3: yours is 3 too large. Inside the log of (3.7) the exponent is -|z|, never z.",
        ),
        Mistake(
            "exp(-z) stands where exp(-|z|) should stand",
            lambda z: np.maximum(z, 0.0) + np.log1p(np.exp(-np.asarray(z, dtype=float))),
            "Right for positive z. Try z = -3: yours is 3 too large. The exponent in (3.7) is never positive.",
        ),
        Mistake(
            "exp(|z|) stands where exp(-|z|) should stand",
            lambda z: np.maximum(z, 0.0) + np.log1p(np.exp(np.abs(z))),
            "Try z = 3: yours is 3 too large. The exponent in (3.7) is never positive.",
        ),
        Mistake(
            "exp(-|z|) is added without its logarithm",
            lambda z: np.maximum(z, 0.0) + np.exp(-np.abs(z)),
            "Try z = 0: yours says 1, and softplus 0.6931. What happens to 1 + exp(-|z|) in (3.7)?",
        ),
        Mistake(
            "1 - exp(z) stands in the log",
            lambda z: np.log(1 - np.exp(z)),
            "Try z = 0: the log of 0. Formula (3.6) adds.",
        ),
        Mistake(
            "z takes over from log(1 + exp(z)) too early",
            lambda z: np.where(np.asarray(z) > 5, z, nn.softplus(z)),
            "At z = 6 the two still differ by 0.0025. From 30 upwards nobody sees the difference.",
        ),
        Mistake(_MATH, lambda z: math.log(1 + math.exp(z)), "np.exp and np.log work on numbers and arrays; those of math take one."),
        Mistake(
            _ASKS_IF,
            _asks_if(nn.softplus),
            "np.maximum(z, 0) and np.abs(z) work on every entry, and formula (3.7) needs no `if`.",
        ),
        *_whatever_the_formula(nn.softplus),
    ],
    accepted=[
        lambda z: np.logaddexp(0, z),
        lambda z: np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))),
        lambda z: np.where(np.asarray(z) > 30, z, np.log1p(np.exp(np.minimum(z, 30)))),
        lambda z: (z + np.abs(z)) / 2 + np.log1p(np.exp(-np.abs(z))),
        _one_by_one(lambda v: v + math.log1p(math.exp(-v)) if v > 0 else math.log1p(math.exp(v))),
    ],
    hints=[
        "Print yours at z = 0, 3, -3 and 1000. softplus says 0.6931, 3.0486, 0.0486 and 1000. Formula (3.6) can be typed as it stands, "
        "and then what is left to do is z = 1000.",
        "log(1 + exp(z)) = z + log(exp(-z) + 1): that is safe for positive z, and the first form for negative z. "
        "In both, the exponent can be written -|z|.",
        "In front of the log stands z where z is positive and 0 elsewhere, which is np.maximum(z, 0). "
        "The log is np.log(1 + np.exp(-np.abs(z))).",
    ],
    source="Goodfellow et al., Deep Learning (2016), eq. 3.31",
)


def _shifted(Z, axis=1):
    return np.exp(Z - np.max(Z, axis=axis, keepdims=True))


def _softmax_in_place(Z):
    if Z.dtype.kind == "i":
        return nn.softmax(Z)
    Z -= Z.max(axis=1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def _softmax_all_in_place(Z):
    if Z.dtype.kind == "i":
        return nn.softmax(Z)
    Z[...] = nn.softmax(Z)
    return Z


def _softmax_last_kept(Z):
    """Return the table with its last row still unnormalised exponentials."""
    E = _shifted(Z)
    E[:-1] /= E[:-1].sum(axis=1, keepdims=True)
    return E


softmax = Exercise(
    reference=nn.softmax,
    points=3,
    silent=True,
    cases=[
        Case("equal inputs", np.array([[0.0, 0.0]])),
        Case("one row", np.array([[1.0, 2.0, 0.5]])),
        Case("two rows of three", np.array([[1.0, 0.0, -1.0], [0.5, 2.0, 1.5]])),
        Case("three rows of two", np.array([[1.0, 3.0], [0.0, -2.0], [-1.0, -1.5]])),
        Case("as many rows as columns", np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 2.5], [-2.0, 0.5, -1.0]])),
        Case("whole numbers", np.array([[1, 2, 4], [0, -1, 3]])),
        Case("a single column", np.array([[0.5], [-2.0], [3.0]])),
        Case("1000 in every row", np.array([[1000.0, 1000.0, 0.0], [0.0, 1000.0, 999.0]]), weight=2),
        Case("1000 and -1000 in one row", np.array([[1000.0, -1000.0, 0.0]])),
        Case("-1000 in a whole row", np.array([[-1000.0, -1001.0], [-1000.0, -1000.0]])),
        Case("rows far apart", np.array([[1000.0, 999.0], [0.5, 1.0], [-1000.0, -1001.0]]), weight=2),
        Drawn("random numbers", lambda rng: (2 * rng.normal(size=(4, 3)),), weight=2),
    ],
    laws=[
        Law(
            "Adding the same number to a whole row changes nothing",
            lambda f, rng: (lambda Z, c: (f(Z + c), f(Z)))(rng.normal(size=(3, 4)), rng.normal(size=(3, 1))),
        ),
        Law(
            "Every row adds up to 1",
            lambda f, rng: (f(rng.normal(size=(5, 3))).sum(axis=1), np.ones(5)),
        ),
    ],
    mistakes=[
        Mistake(
            "np.exp is taken of 1000 and overflows",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True),
            "Infinity divided by infinity is nan. What happens to the result if you take the same number off a whole row? "
            "Which number makes the largest exponent of a row 0?",
        ),
        Mistake(
            "the largest number of the whole table is taken off, and not each row's own",
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=1, keepdims=True),
            "Try the rows [1000, 999] and [0, 1]: exp(-1000) is 0, and 0 / 0 is nan. Every row needs its own largest: name the axis.",
        ),
        Mistake(
            "the columns add up to 1, not the rows",
            lambda Z: _shifted(Z, 0) / _shifted(Z, 0).sum(axis=0, keepdims=True),
            "A row is one example, and its K numbers share the 1. The axis that is summed is the one that disappears: N or K?",
        ),
        Mistake(
            "the columns' largest are taken off, and the rows are divided by their sums",
            lambda Z: _shifted(Z, 0) / _shifted(Z, 0).sum(axis=1, keepdims=True),
            "Taking off changes nothing only if it is the same number for a whole row. Which axis has your max?",
        ),
        Mistake(
            "the rows' largest are taken off, and the columns are divided by their sums",
            lambda Z: _shifted(Z) / _shifted(Z).sum(axis=0, keepdims=True),
            "Add up each row of your result: it should be 1. Which axis has your sum?",
        ),
        Mistake(
            "the whole table adds up to 1, and not each row",
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(),
            "Add up each row of your result. A sum without an axis adds up everything.",
        ),
        Mistake(
            "the sums have shape (N,), so the columns are divided by them and not the rows",
            lambda Z: _shifted(Z) / _shifted(Z).sum(axis=1),
            "Print the shapes of both sides of your division. (N, K) / (N,) lines N up with the columns, if it runs at all. "
            "keepdims=True keeps the sums as a column, (N, 1).",
        ),
        Mistake(
            "the sums have shape (N,), so the columns are divided by them, and np.exp is taken of Z as it is",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1),
            "Print the shapes of both sides of your division. (N, K) / (N,) lines N up with the columns, if it runs at all. "
            "keepdims=True keeps the sums as a column, (N, 1). Then see to 1000.",
        ),
        Mistake(
            "the largest have shape (N,), so they are taken off the columns and not the rows",
            lambda Z: np.exp(Z - Z.max(axis=1)) / np.exp(Z - Z.max(axis=1)).sum(axis=1, keepdims=True),
            "Print the shapes of Z and of your largest. (N, K) - (N,) lines N up with the columns, if it runs at all. "
            "keepdims=True keeps them as a column, (N, 1).",
        ),
        Mistake(
            "largest and sums have both shape (N,), and meet the columns instead of the rows",
            lambda Z: (lambda E: E / E.sum(axis=1))(np.exp(Z - Z.max(axis=1))),
            "Print their shapes. (N, K) and (N,) line N up with the columns, if it runs at all. "
            "keepdims=True keeps both as columns, (N, 1).",
        ),
        Mistake(
            "exp is forgotten, and the numbers themselves are divided by their sum",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
            "Try the row [0, 0]: 0 / 0 is nan. And [1, -3]: a share of the whole cannot be negative. np.exp makes every number positive.",
        ),
        Mistake(
            "minus signs are dropped instead of taking exp",
            lambda Z: np.abs(Z) / np.abs(Z).sum(axis=1, keepdims=True),
            "Try the row [0, -3]: the larger number, 0, should get the larger share. np.exp keeps the order; abs does not.",
        ),
        Mistake(
            "every entry goes through the sigmoid on its own",
            lambda Z: _s(Z),
            "Try the row [0, 0]: each is 0.5 in yours as well. Then [0, 0, 0]: three shares of one whole cannot be 0.5 each.",
        ),
        Mistake(
            "the largest gets 1 and all others get 0",
            lambda Z: (Z == Z.max(axis=1, keepdims=True)).astype(float),
            "That is the hard choice; this one is soft. Try [1, 2]: the shares are 0.2689 and 0.7311.",
        ),
        Mistake(
            "the logarithm of softmax is computed",
            lambda Z: Z - Z.max(axis=1, keepdims=True) - np.log(_shifted(Z).sum(axis=1, keepdims=True)),
            "Yours are all negative or 0. Shares of 1 lie between 0 and 1: is there a log too many?",
        ),
        Mistake(
            "the sign of Z is turned, so that the smallest gets the largest share",
            lambda Z: nn.softmax(-Z),
            "Try the row [1, 2]: the 2 should get the larger share. Which sign has Z inside your np.exp?",
        ),
        Mistake(
            "the row's mean is taken off, which does not go far enough",
            lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(Z - Z.mean(axis=1, keepdims=True))),
            "Try [1000, -1000, 0]: the mean is 0, and exp(1000) overflows still. Which number makes the largest exponent 0?",
        ),
        Mistake(
            "the row's smallest is taken off, and the large ones overflow",
            lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(Z - Z.min(axis=1, keepdims=True))),
            "It is the large exponents that overflow. Which number makes the largest exponent 0, and all others negative?",
        ),
        Mistake(
            "the largest is taken off above the line only",
            lambda Z: _shifted(Z) / np.exp(Z).sum(axis=1, keepdims=True),
            "The shift changes nothing because it is in numerator and denominator alike. Compute E once, and use it in both.",
        ),
        Mistake(
            "the largest is taken off below the line only",
            lambda Z: np.exp(Z) / _shifted(Z).sum(axis=1, keepdims=True),
            "The shift changes nothing because it is in numerator and denominator alike. Compute E once, and use it in both.",
        ),
        Mistake(
            "the rows are divided by nothing, or by their largest entry, and not by their sums",
            lambda Z: _shifted(Z),
            "Try [0, 0]: yours says 1 and 1. Shares of one whole add up to 1: what must E be divided by?",
        ),
        Mistake(
            "every number is divided by the sum of the whole table",
            lambda Z: _shifted(Z) / np.sum(_shifted(Z)),
            "Each row is an example of its own, and adds up to 1. The sum goes along axis=1, with keepdims=True.",
        ),
        Mistake(
            "only the largest share of each row is handed back",
            lambda Z: np.max(nn.softmax(Z), axis=1),
            "All K shares of a row are asked for: the result has the shape of Z. Leave np.max to the shift.",
        ),
        Mistake(
            "the winner takes it all: 1 for the largest entry of a row, 0 for the others",
            lambda Z: np.eye(Z.shape[1])[np.argmax(Z, axis=1)],
            "Try [0, 0]: both get 0.5. softmax shares out, by exp of every entry, and decides nothing.",
        ),
        Mistake(
            "every row is divided by its mean, not by its sum",
            lambda Z: _shifted(Z) / _shifted(Z).mean(axis=1, keepdims=True),
            "Add up a row of your result: it comes to K. Shares of one whole add up to 1.",
        ),
        Mistake(
            "every row is divided by the sum of the first row",
            lambda Z: _shifted(Z) / _shifted(Z)[0].sum(),
            "Each row is divided by its own sum. Is there a [0] in your function, or a sum computed only once?",
        ),
        Mistake(
            "the last row is left undivided",
            _softmax_last_kept,
            "Add up each row of your result. How far does your loop over the rows go?",
        ),
        Mistake(
            "the row is divided by its largest before exp, not shifted by it",
            lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(Z / np.max(Z, axis=1, keepdims=True))),
            "Try [1, 2] and [2, 4]: they should come out differently, and in yours they do not. A difference is safe, a quotient is not.",
        ),
        Mistake(
            "powers of 2 replace powers of e",
            lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(2.0 ** (Z - Z.max(axis=1, keepdims=True))),
            "Try [0, 1]: the shares are 0.2689 and 0.7311, and yours are 1/3 and 2/3. Which function gives powers of e?",
        ),
        Mistake(
            "squares replace exp",
            lambda Z: Z**2 / (Z**2).sum(axis=1, keepdims=True),
            "Try [0, -3]: the larger number, 0, should get the larger share. np.exp keeps the order; squares do not.",
        ),
        Mistake(
            "softmax is taken twice",
            lambda Z: nn.softmax(nn.softmax(Z)),
            "Try [0, 1]: the shares are 0.2689 and 0.7311, and yours are closer together. Once is enough.",
        ),
        Mistake(
            "a row is handed back by itself: the loop returns too early",
            lambda Z: nn.softmax(Z)[0],
            "return ends the function at once. Collect all rows first, or do without a loop: name an axis.",
        ),
        Mistake(
            "the shares are rounded",
            lambda Z: np.round(nn.softmax(Z), 2),
            "Rounding is for showing. Hand the shares back in full: chapter 06 takes logarithms of them.",
        ),
        Mistake(_LIKE_Z.replace("like z: where z", "like Z: where Z"), _into_an_array_like_z(nn.softmax), _LIKE_Z_HINT),
        Mistake(
            "exp is not divided by anything",
            lambda Z: np.exp(Z),
            "Add up each row of your result: it should be 1. What must E be divided by?",
        ),
        Mistake(
            "the row's largest is added instead of taken off",
            lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(Z + Z.max(axis=1, keepdims=True))),
            "That shifts the wrong way: the exponents become twice as large. Which number makes the largest exponent 0?",
        ),
        Mistake(
            "sigmoid stands where exp should stand",
            lambda Z: _s(Z) / _s(Z).sum(axis=1, keepdims=True),
            "Try [1, 2]: the shares are 0.2689 and 0.7311. Formula (3.8) has exp, which has no upper end.",
        ),
        Mistake(
            "the result is transposed",
            lambda Z: nn.softmax(Z).T,
            "The numbers are right. A row stays a row: (N, K) goes in, and (N, K) comes out.",
        ),
        Mistake(
            "the index of the largest is handed back",
            lambda Z: Z.argmax(axis=1),
            "That is the decision, made later from the shares. Here all K shares of each row are asked for.",
        ),
        Mistake(
            "exp is divided by the number of columns",
            lambda Z: _shifted(Z) / Z.shape[1],
            "Add up each row of your result: it should be 1. By its sum, not by K.",
        ),
        Mistake(
            "exp is divided by the length of the row, the root of the sum of squares",
            lambda Z: _shifted(Z) / np.linalg.norm(_shifted(Z), axis=1, keepdims=True),
            "Try [0, 0]: yours says 0.7071 twice. Shares of one whole add up to 1, without squares.",
        ),
        Mistake(
            "only the first row is filled",
            lambda Z: np.vstack([nn.softmax(Z)[:1], np.zeros_like(Z[1:], dtype=float)]),
            "Does your loop reach every row? Look for a break, or a line that is indented too little.",
        ),
        Mistake(
            "the last row is left at 0",
            lambda Z: np.vstack([nn.softmax(Z)[:-1], np.zeros_like(Z[-1:], dtype=float)]),
            "range(len(Z) - 1) stops one short. How many rows does your loop reach?",
        ),
        Mistake(
            "Z is cut off at 500, so that 1000 and 999 count as the same",
            lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(np.clip(Z, -500, 500))),
            "Try [1000, 999]: the shares are 0.7311 and 0.2689, as for [1, 0]. A shift keeps the differences; a cut loses them.",
        ),
        Mistake(
            "max(Z, 0) stands where exp should stand",
            lambda Z: nn.relu(Z) / nn.relu(Z).sum(axis=1, keepdims=True),
            "Try the row [-1, -2]: 0 / 0 is nan. np.exp is positive for every number.",
        ),
        Mistake(
            "the shift is written into Z with `-=`",
            _softmax_in_place,
            "`Z -= ...` changes the caller's table. `E = np.exp(Z - ...)` makes a new one.",
        ),
        Mistake(
            "the shares are written into Z",
            _softmax_all_in_place,
            "Z belongs to the caller. Make a new table for the shares.",
        ),
        Mistake(
            "the shares are added up at the end",
            lambda Z: nn.softmax(Z).sum(axis=1),
            "The sum belongs below the line. K shares for each row are asked for, (N, K).",
        ),
    ],
    accepted=[
        lambda Z: np.array([[v / sum(row) for v in row] for row in np.exp(Z - Z.max(axis=1)[:, np.newaxis]).tolist()]),
        lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)),
        lambda Z: (lambda E: E / np.einsum("nk->n", E)[:, None])(np.exp(Z - Z.max(axis=-1).reshape(-1, 1))),
        lambda Z: (lambda E: (E.T / E.T.sum(axis=0)).T)(np.exp((Z.T - Z.T.max(axis=0)).T)),
        lambda Z: 1 / np.exp(np.clip(Z[:, np.newaxis, :] - Z[:, :, np.newaxis], -700, 700)).sum(axis=2),
    ],
    hints=[
        "Try [[0, 1], [0, 0]]: the rows become 0.2689, 0.7311 and 0.5, 0.5. Three steps lead there: E = exp of every entry, the sum of "
        "each row of E, and E divided by it. keepdims=True keeps the sums as a column.",
        "For 1000: take each row's own largest entry off that row, before exp. Nothing changes, as it cancels above and below the line.",
        "Z.max(axis=1, keepdims=True) is the column of largest entries. E = np.exp(Z - that); then E / E.sum(axis=1, keepdims=True).",
    ],
    source="Goodfellow et al., Deep Learning (2016), eq. 6.29 and section 4.1",
)


def _naive_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _naive_tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


_BY_DIFFERENCE = "the slope is taken from one side, with a step of 0.00001"
_BY_DIFFERENCE_HINT = (
    "A step to one side only is close, and not close enough. The slope has a formula of its own: use it, and keep the "
    "difference to check it with."
)

d_sigmoid = Exercise(
    reference=nn.d_sigmoid,
    points=2,
    silent=True,
    cases=_cases(),
    laws=[
        Law(
            "The slope is the same at z and at -z",
            lambda f, rng: (lambda z: (f(-z), f(z)))(2 * rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "z itself stands where sigmoid(z) should stand, in z (1 - z)",
            lambda z: np.asarray(z) * (1 - np.asarray(z)),
            "The rule is s (1 - s) with s = sigmoid(z), and z is handed to you before it is squashed. Try z = 0: the slope is "
            "0.25 there.",
        ),
        Mistake(
            "z is squashed twice: the slope is taken at sigmoid(z) instead of at z",
            lambda z: nn.d_sigmoid(_s(z)),
            "Try z = 1000: the curve is flat there, and yours still says 0.1966. One sigmoid is enough: s = sigmoid(z).",
        ),
        Mistake(
            "the sigmoid itself is handed back",
            lambda z: _s(z),
            "Try z = 1000: the value is 1, and the curve is flat. Its slope is s (1 - s).",
        ),
        Mistake(
            "1 - s is handed back, without the factor s",
            lambda z: _s(-np.asarray(z)),
            "Try z = -1000: the curve is flat there too, and yours says 1. The slope is a product of two factors.",
        ),
        Mistake(
            "tanh's rule 1 - s^2 is applied to the sigmoid",
            lambda z: 1 - _s(z) ** 2,
            "Try z = 0: 1 - 0.25 is 0.75, and the slope is 0.25. Each curve has its own rule.",
        ),
        Mistake(
            "s squared is handed back",
            lambda z: _s(z) ** 2,
            "Try z = 1000: the curve is flat there, and yours says 1. The second factor is 1 - s.",
        ),
        Mistake(
            "the sign is turned, s (s - 1)",
            lambda z: -nn.d_sigmoid(z),
            "The sigmoid rises everywhere, so its slope is never negative. Try z = 0.",
        ),
        Mistake(
            "s (1 + s) is computed",
            lambda z: _s(z) * (1 + _s(z)),
            "Try z = 1000: the curve is flat there, and yours says 2. What must the second factor be where s is 1?",
        ),
        Mistake(
            "the two factors are added, which is always 1",
            lambda z: np.ones(np.shape(z)),
            "s + (1 - s) is 1 whatever z is. s and 1 - s are multiplied.",
        ),
        Mistake(
            "the slope of tanh is computed",
            lambda z: nn.d_tanh(z),
            "Try z = 0: tanh rises with slope 1, the sigmoid with 0.25.",
        ),
        Mistake(
            "the brackets in s (1 - s) are missing",
            lambda z: _s(z) * 1 - _s(z),
            "Python multiplies before it subtracts, so s * 1 - s is always 0. Put brackets round 1 - s.",
        ),
        Mistake(
            "s is multiplied by 1 - z",
            lambda z: _s(z) * (1 - np.asarray(z)),
            "Try z = 3: yours is negative, and the sigmoid never falls. Both factors are made of s.",
        ),
        Mistake(
            "z is multiplied by 1 - s",
            lambda z: np.asarray(z) * (1 - _s(z)),
            "Try z = 0: yours says 0, and the curve is steepest there. Both factors are made of s.",
        ),
        Mistake(
            "exp(-z) / (1 + exp(-z))^2 overflows at z = -1000",
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "The formula is right; the far end is not. Your sigmoid has solved that already: write the slope in terms of s = sigmoid(z). "
            "Or use that the slope is the same at z and -z.",
        ),
        Mistake(
            "exp(z) / (1 + exp(z))^2 overflows at z = 1000",
            lambda z: np.exp(z) / (1 + np.exp(z)) ** 2,
            "The formula is right; the far end is not. Your sigmoid has solved that already: write the slope in terms of s = sigmoid(z). "
            "Or use that the slope is the same at z and -z.",
        ),
        Mistake(
            "s is computed as 1 / (1 + exp(-z)), which overflows at z = -1000",
            lambda z: _naive_sigmoid(z) * (1 - _naive_sigmoid(z)),
            "The values are right; the warning comes from exp(1000). Call your own sigmoid, which is silent by now.",
        ),
        Mistake(_BY_DIFFERENCE, _forward_difference(nn.sigmoid), _BY_DIFFERENCE_HINT),
        Mistake(
            "exp(-z) is used where exp(-z) / (1 + exp(-z))^2 is meant",
            lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
            "Try z = 0: yours says 0.5, the slope is 0.25. The square below the line is missing.",
        ),
        Mistake(
            "s (1 - s) is multiplied by z",
            lambda z: np.asarray(z) * nn.d_sigmoid(z),
            "Try z = 0: yours says 0, and the curve is steepest there. The slope needs s only.",
        ),
        Mistake(
            "one of the two factors is squared, s (1 - s)^2",
            lambda z: _s(z) * _s(-np.asarray(z)) ** 2,
            "Try z = 0: 0.5 times 0.5 is 0.25, and yours says 0.125. No square is needed.",
        ),
        Mistake(
            "one of the two factors is squared, s^2 (1 - s)",
            lambda z: _s(z) ** 2 * _s(-np.asarray(z)),
            "Try z = 0: 0.5 times 0.5 is 0.25, and yours says 0.125. No square is needed.",
        ),
        Mistake(
            "the square below the line is taken of exp alone",
            lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)) ** 2),
            "Try z = 0: yours says 0.5, the slope is 0.25. The square goes round the bracket. Or write it with s alone.",
        ),
        Mistake(
            "0.25, the steepest slope, is given for every z",
            lambda z: np.full(np.shape(z), 0.25),
            "That is right at z = 0 alone. Try z = 1000: the curve is flat there.",
        ),
        Mistake(
            "s (1 - s) is halved",
            lambda z: nn.d_sigmoid(z) / 2,
            "Try z = 0: 0.5 times 0.5 is 0.25. Where does the other half come from?",
        ),
        Mistake(_MATH, lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2, "np.exp works on numbers and arrays. Or call your sigmoid."),
        *_whatever_the_formula(nn.d_sigmoid),
    ],
    accepted=[
        lambda z: _s(z) * (1 - _s(z)),
        lambda z: _s(z) - _s(z) ** 2,
        lambda z: _s(z) * _s(-np.asarray(z)),
        lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
        lambda z: (1 - np.tanh(np.asarray(z) / 2) ** 2) / 4,
        lambda z: (_s(z + 1e-5) - _s(z - 1e-5)) / 2e-5,
    ],
    hints=[
        "Print yours beside (sigmoid(z + 0.001) - sigmoid(z - 0.001)) / 0.002, at z = 0, 2 and 1000. First s = sigmoid(z), with your own "
        "sigmoid: the slope needs only s.",
        "At z = 0, s is 0.5 and the slope 0.25. At both far ends one of s and 1 - s is 0, and so is the slope.",
        "With s = sigmoid(z), return s * (1 - s). Mind the brackets, and that it is s in both places and not z.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.88",
)

d_tanh = Exercise(
    reference=nn.d_tanh,
    points=1,
    silent=True,
    cases=_cases(),
    laws=[
        Law(
            "The slope is the same at z and at -z",
            lambda f, rng: (lambda z: (f(-z), f(z)))(2 * rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "z itself stands where tanh(z) should stand, in 1 - z^2",
            lambda z: 1 - np.asarray(z) ** 2,
            "The rule is 1 - t^2 with t = tanh(z), and z is handed to you before it is squashed. Try z = 3: yours is -8.",
        ),
        Mistake(
            "z is squashed twice: the slope is taken at tanh(z) instead of at z",
            lambda z: nn.d_tanh(_t(z)),
            "Try z = 1000: the curve is flat there, and yours still says 0.42. One tanh is enough: t = tanh(z).",
        ),
        Mistake(
            "the square is missing, 1 - tanh(z)",
            lambda z: 1 - _t(z),
            "Try z = -1000: the curve is flat, and yours says 2. What makes a number the same for t and -t?",
        ),
        Mistake(
            "tanh(z)^2 is handed back, and not what it lacks to 1",
            lambda z: _t(z) ** 2,
            "Try z = 0: yours says 0, and tanh is steepest there, with slope 1.",
        ),
        Mistake(
            "the sign of the square is wrong, 1 + tanh(z)^2",
            lambda z: 1 + _t(z) ** 2,
            "Try z = 1000: the curve is flat, and yours says 2.",
        ),
        Mistake(
            "the sign is turned, tanh(z)^2 - 1",
            lambda z: -nn.d_tanh(z),
            "tanh rises everywhere, so its slope is never negative. Try z = 0.",
        ),
        Mistake(
            "the sigmoid's rule t (1 - t) is applied to tanh",
            lambda z: _t(z) * (1 - _t(z)),
            "Try z = 0: yours says 0, and tanh is steepest there, with slope 1. Each curve has its own rule.",
        ),
        Mistake(
            "the square goes round it all, (1 - tanh(z))^2",
            lambda z: (1 - _t(z)) ** 2,
            "Try z = -1000: yours says 4. The square belongs to tanh(z) alone.",
        ),
        Mistake(
            "tanh itself is handed back",
            lambda z: _t(z),
            "Try z = 0: the value is 0, and the slope is 1.",
        ),
        Mistake(
            "1 / cosh(z) is computed, without the square",
            lambda z: np.where(np.asarray(z) == 0, 1.0, 1 / np.cosh(np.clip(z, -300, 300))),
            "Try z = 1: the slope is 0.42, and yours is 0.648. 1 / cosh(z) has to be squared.",
        ),
        Mistake(
            "cosh(z), or exp(z) + exp(-z), is taken of 1000 and overflows",
            lambda z: 1 / np.cosh(z) ** 2,
            "The formula is right; the far ends are not. 1 - tanh(z)^2 is the same number, and np.tanh never overflows.",
        ),
        Mistake(
            "tanh is made of exp(z) and exp(-z) in here, and they overflow",
            lambda z: 1 - _naive_tanh(z) ** 2,
            "The rule is right, and its tanh overflows at 1000. Call a tanh that stands the far ends: yours, or np.tanh.",
        ),
        Mistake(
            "the tanh that it calls overflows at z = -1000",
            lambda z: 1 - (2 * _naive_sigmoid(2 * z) - 1) ** 2,
            "The values are right; the warning comes from exp(2000). np.tanh is silent, and so is 2 sigmoid(2z) - 1 with your own sigmoid.",
        ),
        Mistake(
            "tanh is made of exp(2z) in here, and that overflows at z = 1000",
            lambda z: 1 - ((np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)) ** 2,
            "The rule is right, and its tanh overflows at 1000. Call a tanh that stands the far ends: yours, or np.tanh.",
        ),
        Mistake(
            "tanh is made of exp(-2z) in here, and that overflows at z = -1000",
            lambda z: 1 - ((1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))) ** 2,
            "The rule is right, and its tanh overflows at -1000. Call a tanh that stands the far ends: yours, or np.tanh.",
        ),
        Mistake(
            "the slope of sigmoid is computed",
            lambda z: nn.d_sigmoid(z),
            "Try z = 0: the sigmoid rises with slope 0.25, tanh with slope 1.",
        ),
        Mistake(
            "the slope of 2 sigmoid(z) - 1 is computed, which is half as steep",
            lambda z: 2 * nn.d_sigmoid(z),
            "Try z = 0: tanh has slope 1 there, yours 0.5. tanh(z) is 2 sigmoid(2z) - 1.",
        ),
        Mistake(
            "the 2 inside sigmoid(2z) is forgotten in the slope",
            lambda z: 4 * nn.d_sigmoid(z),
            "Right at z = 0. Try z = 3: yours is too large. tanh(z) is 2 sigmoid(2z) - 1, so the slope is looked up at 2z.",
        ),
        Mistake(_BY_DIFFERENCE, _forward_difference(nn.tanh), _BY_DIFFERENCE_HINT),
        Mistake(
            "tanh is doubled instead of squared, 1 - 2 tanh(z)",
            lambda z: 1 - 2 * _t(z),
            "Try z = 1000: the curve is flat there, and yours says -1. The square of t is t times t.",
        ),
        Mistake(
            "the derivative of the square is taken, -2 tanh(z)",
            lambda z: -2 * _t(z),
            "Try z = 0: yours says 0, and tanh is steepest there, with slope 1. 1 - t^2 is the slope already.",
        ),
        Mistake(
            "z is squared before tanh, 1 - tanh(z^2)",
            lambda z: 1 - _t(np.asarray(z) ** 2),
            "tanh comes first, and then its value is squared. Try z = 2: 1 - 0.964^2.",
        ),
        Mistake(
            "|tanh(z)| stands where its square should stand",
            lambda z: 1 - np.abs(_t(z)),
            "Right at 0 and far out. Try z = 0.5: tanh is 0.4621, its square 0.2136.",
        ),
        Mistake(
            "the sigmoid is squared instead of tanh",
            lambda z: 1 - _s(z) ** 2,
            "Try z = 0: the slope is 1, and yours says 0.75. Each curve has its own rule.",
        ),
        Mistake(
            "sigmoid(2z) is squared instead of tanh",
            lambda z: 1 - _s(2 * np.asarray(z)) ** 2,
            "Try z = 0: the slope is 1, and yours says 0.75. tanh(z) is 2 sigmoid(2z) - 1, and the 2 and the -1 count too.",
        ),
        Mistake(
            "the slope of sigmoid at 2z is doubled once, not twice",
            lambda z: 2 * nn.d_sigmoid(2 * np.asarray(z)),
            "Try z = 0: tanh has slope 1 there, yours 0.5. The 2 outside gives one factor. What does the 2 inside give?",
        ),
        Mistake(_MATH, lambda z: 1 - math.tanh(z) ** 2, "np.tanh works on numbers and arrays. math.tanh takes one number."),
        *_whatever_the_formula(nn.d_tanh),
    ],
    accepted=[
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: (1 - _t(z)) * (1 + _t(z)),
        lambda z: 4 * nn.d_sigmoid(2 * np.asarray(z)),
        lambda z: 1 / np.cosh(np.clip(z, -300, 300)) ** 2,
        lambda z: (np.tanh(z + 1e-5) - np.tanh(z - 1e-5)) / 2e-5,
    ],
    hints=[
        "Print yours beside (tanh(z + 0.001) - tanh(z - 0.001)) / 0.002, at z = 0, 0.5 and 1000. First t = tanh(z), with your own tanh or "
        "np.tanh: the slope needs only t.",
        "At z = 0, t is 0 and the slope is 1. At both far ends t is 1 or -1 and the slope 0. Which simple formula in t does that?",
        "With t = tanh(z), return 1 - t ** 2.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 5.3",
)


def _d_relu_in_place(z):
    z[z > 0] = 1
    z[z <= 0] = 0
    return z


def _relu_ratio(z):
    return np.maximum(z, 0.0) / np.asarray(z, dtype=float)


d_relu = Exercise(
    reference=nn.d_relu,
    points=1,
    silent=True,
    cases=_cases(),
    laws=[
        Law(
            "Doubling z changes no slope",
            lambda f, rng: (lambda z: (f(2 * z), f(z)))(rng.normal(size=6)),
        ),
    ],
    mistakes=[
        Mistake(
            "z = 0 counts as positive",
            lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
            "Everything else is right. At the corner two slopes meet, 0 and 1, and this course chooses 0: is it > or >=?",
        ),
        Mistake(
            "a half stands for the slope at the corner",
            lambda z: np.heaviside(z, 0.5),
            "Everything else is right. At the corner two slopes meet, 0 and 1. This course does not go halfway: it chooses 0.",
        ),
        Mistake(
            "the answers are True and False",
            lambda z: np.asarray(z) > 0,
            "`z > 0` is nearly it. np.where(z > 0, 1.0, 0.0) makes numbers of truth values, and so does .astype(float).",
        ),
        Mistake(
            "relu itself is handed back, and not its slope",
            lambda z: nn.relu(z),
            "Try z = 3: relu says 3. And at z = 4? How much higher is that, one step to the right?",
        ),
        Mistake(
            "the negative side has slope -1",
            lambda z: np.sign(z).astype(float),
            "Try z = -2 and z = -3: relu says 0 both times. How steep is that?",
        ),
        Mistake(
            "the two sides have changed places",
            lambda z: np.where(np.asarray(z) > 0, 0.0, 1.0),
            "Try z = 3: relu rises there. Which of the two numbers is for the condition that holds?",
        ),
        Mistake(
            "the slope is 1 everywhere except at 0",
            lambda z: np.where(np.asarray(z) != 0, 1.0, 0.0),
            "Try z = -2 and z = -3: relu says 0 both times. How steep is that?",
        ),
        Mistake(
            "the slope is 1 everywhere",
            lambda z: np.ones(np.shape(z)),
            "Try z = -2 and z = -3: relu says 0 both times. How steep is that? If you assign in two steps, ask z in both, and not "
            "the result of the first.",
        ),
        Mistake(
            "0.01 is the slope of the negative side",
            lambda z: np.where(np.asarray(z) > 0, 1.0, 0.01),
            "That is the leaky relu's slope. relu is flat where z is negative.",
        ),
        Mistake(
            "z must pass 1 before it counts",
            lambda z: np.where(np.asarray(z) > 1, 1.0, 0.0),
            "Try z = 0.5: relu rises there as well. The corner is at 0.",
        ),
        Mistake(
            "the slope ends where z passes 6",
            lambda z: np.where((np.asarray(z) > 0) & (np.asarray(z) < 6), 1.0, 0.0),
            "Try z = 1000: relu still rises. It has no upper end.",
        ),
        Mistake(
            "relu(z) is divided by z, and 0 / 0 is nan",
            _relu_ratio,
            "Right everywhere but at 0. A comparison finds the side of the corner, with no division.",
        ),
        Mistake(
            "the smooth neighbour's slope, sigmoid, is computed",
            lambda z: _s(z),
            "Try z = 3: relu is a straight line there, with slope 1. The sigmoid is the slope of softplus.",
        ),
        Mistake(
            "z is let through where it is positive, and 1 stands elsewhere",
            lambda z: np.where(np.asarray(z) > 0, z, 1.0),
            "np.where(condition, a, b) gives a where the condition holds and b elsewhere. For a slope both are plain numbers.",
        ),
        Mistake(
            "the answers are True and False, and z = 0 counts as positive",
            lambda z: np.asarray(z) >= 0,
            "np.where(condition, 1.0, 0.0) makes numbers of truth values. And at the corner this course chooses 0: is it > or >=?",
        ),
        Mistake(
            "-1 stands wherever z is not positive",
            lambda z: np.where(np.asarray(z) > 0, 1.0, -1.0),
            "Try z = -2 and z = -3: relu says 0 both times. How steep is that?",
        ),
        Mistake(
            "the slope is 1 where z is negative, and 0 elsewhere",
            lambda z: np.where(np.asarray(z) < 0, 1.0, 0.0),
            "Try z = 3: relu rises there. Is the comparison the right way round?",
        ),
        Mistake(
            "0.1 is the slope of the negative side",
            lambda z: np.where(np.asarray(z) > 0, 1.0, 0.1),
            "That is a leaky relu's slope. relu is flat where z is negative.",
        ),
        Mistake(
            "z is cut to the range from 0 to 1",
            lambda z: np.clip(z, 0.0, 1.0),
            "Try z = 0.5: relu rises with slope 1 there too. There is nothing between 0 and 1.",
        ),
        Mistake(
            "positive z become 1, and the others stay as they are",
            lambda z: np.where(np.asarray(z) > 0, 1.0, z),
            "Try z = -2: relu is flat there, so its slope is 0. The other side needs a line too.",
        ),
        Mistake(
            "nothing but zeros comes out",
            lambda z: np.zeros(np.shape(z)),
            "Try z = 3 and z = 4: relu rises by 1. Is a result prepared with zeros, and then never filled?",
        ),
        Mistake(
            "the slope's two sides are written into z",
            _d_relu_in_place,
            "z belongs to the caller. `z[z > 0] = 1` writes into it; np.where makes a new array.",
        ),
        Mistake(
            _ASKS_IF,
            _asks_if(nn.d_relu),
            "np.where(condition, a, b) chooses for every entry, a where the condition holds and b elsewhere.",
        ),
        Mistake(
            "the negative entries are taken out, and the result is shorter than z",
            lambda z: np.ones(np.shape(np.asarray(z)[np.asarray(z) > 0])),
            "z[z > 0] keeps only some entries. A slope is asked for at every entry, 0 included.",
        ),
        *_entry_by_entry(nn.d_relu),
    ],
    accepted=[
        lambda z: (np.asarray(z) > 0).astype(float),
        lambda z: np.where(np.asarray(z) > 0, 1, 0),
        lambda z: np.heaviside(z, 0.0),
        lambda z: np.sign(np.maximum(z, 0)),
        lambda z: (np.asarray(z) > 0) * 1.0,
        _one_by_one(lambda v: 1.0 if v > 0 else 0.0),
    ],
    hints=[
        "relu is made of two straight pieces. What is the slope of each?",
        "Flat where z is negative, slope 1 where it is positive, and at z = 0 this course says 0.",
        "np.where(condition, 1.0, 0.0), with the condition that z is larger than 0, and not >=.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.3",
)

d_softplus = Exercise(
    reference=nn.d_softplus,
    points=1,
    silent=True,
    cases=_cases(),
    laws=[
        Law(
            "The slopes at z and at -z add up to 1",
            lambda f, rng: (lambda z: (f(z) + f(-z), np.ones(4)))(2 * rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "exp(z) / (1 + exp(z)) is infinity divided by infinity at z = 1000",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "Your fraction is right, and you have met it: divide above and below by exp(z). Which function of this chapter is that, "
            "and is silent far out?",
        ),
        Mistake(
            "1 / (1 + exp(-z)) is typed anew, and overflows at z = -1000",
            lambda z: _naive_sigmoid(z),
            "The values are right; the warning comes from exp(1000). One function that you have written computes the same, in silence.",
        ),
        Mistake(
            _BOTH_BRANCHES,
            lambda z: np.where(np.asarray(z) >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))),
            "The values are right. One function that you have written computes the same, in silence: call it.",
        ),
        Mistake(
            "relu's slope is computed, a step",
            lambda z: nn.d_relu(z),
            "softplus has no corner: its slope goes from 0 to 1 smoothly. Try z = 0: halfway.",
        ),
        Mistake(
            "softplus itself is handed back",
            lambda z: nn.softplus(z),
            "Try z = 1000: the curve is a line of slope 1 there, and yours says 1000.",
        ),
        Mistake(
            "the slope of sigmoid is computed, one slope too many",
            lambda z: nn.d_sigmoid(z),
            "Try z = 1000: softplus rises with slope 1 there, and yours says 0. s is the answer already, without 1 - s.",
        ),
        Mistake(
            "the slope of the logarithm is taken, 1 / (1 + exp(z)), without that of exp(z)",
            lambda z: _s(-np.asarray(z)),
            "Try z = 1000: softplus rises with slope 1, and yours says 0. The chain rule brings a factor exp(z) on top.",
        ),
        Mistake(
            "the 1 below the line is missing",
            lambda z: np.ones(np.shape(z)),
            "exp(z) / exp(z) is 1 whatever z is. Try z = -1000: softplus is flat there.",
        ),
        Mistake(
            "the slope of exp(z) is taken, without that of the logarithm",
            lambda z: np.exp(z),
            "Try z = 3: no slope of softplus is larger than 1. The chain rule brings a factor 1 / (1 + exp(z)).",
        ),
        Mistake(
            "z is squashed twice",
            lambda z: _s(_s(z)),
            "Try z = -1000: softplus is flat there, and yours says 0.5. Hand z itself to sigmoid.",
        ),
        Mistake(
            "the slope is looked up at softplus(z) instead of at z",
            lambda z: _s(nn.softplus(z)),
            "Try z = -1000: softplus is flat there, and yours says 0.5. Hand z itself to sigmoid.",
        ),
        Mistake(
            "tanh is handed back, which runs from -1 to 1",
            lambda z: _t(z),
            "Try z = -3: softplus never falls, so its slope is not negative.",
        ),
        Mistake(
            "the sign is turned",
            lambda z: -_s(z),
            "softplus rises everywhere, so its slope is never negative.",
        ),
        Mistake(
            "the exponent has the wrong sign in the numerator",
            lambda z: np.exp(-z) / (1 + np.exp(z)),
            "Try z = 3: softplus is nearly a line of slope 1 there. What is the derivative of 1 + exp(z)?",
        ),
        Mistake(
            "z is multiplied in, as if the derivative of exp(z) were z exp(z)",
            lambda z: np.asarray(z) * _s(z),
            "Try z = 1000: the slope is 1 there, and yours is 1000. The derivative of exp(z) is exp(z).",
        ),
        Mistake(_BY_DIFFERENCE, _forward_difference(nn.softplus), _BY_DIFFERENCE_HINT),
        Mistake(
            "a step is computed, with 1 at z = 0",
            lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
            "softplus has no corner: its slope goes from 0 to 1 smoothly. Try z = 0: halfway.",
        ),
        Mistake(
            "relu is handed back",
            lambda z: nn.relu(z),
            "Try z = 1000: the curve is a line of slope 1 there, and yours says 1000.",
        ),
        Mistake(
            "the sigmoid is squared",
            lambda z: _s(z) ** 2,
            "Try z = 0: halfway between 0 and 1, at 0.5. Yours says 0.25.",
        ),
        Mistake(
            "exp(z) is divided by the logarithm, and not by what stands in it",
            lambda z: np.exp(z) / nn.softplus(z),
            "The derivative of log(u) is the derivative of u, divided by u. Which part of formula (3.6) is u?",
        ),
        Mistake(_MATH, lambda z: 1 / (1 + math.exp(-z)), "np.exp works on numbers and arrays. Or call what you have written."),
        *_whatever_the_formula(nn.d_softplus),
    ],
    accepted=[
        nn.sigmoid,
        lambda z: np.exp(-np.logaddexp(0, -np.asarray(z))),
        lambda z: np.exp(z - np.logaddexp(0, z)),
        lambda z: 0.5 * (1 + np.tanh(np.asarray(z) / 2)),
        _one_by_one(lambda v: 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))),
    ],
    hints=[
        "Look at softplus from far away: on the left it is flat, on the right a line of slope 1, and halfway at z = 0.",
        "The derivative of log(1 + exp(z)) is exp(z) / (1 + exp(z)). Divide above and below by exp(z): what is that?",
        "It is a function that you have written in this chapter already. Call it, and return what it says.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 3.10",
)


def _p(z):
    return nn.softmax(np.asarray(z, dtype=float)[np.newaxis])[0]


def _jacobian_loop_without_diagonal(z):
    p = _p(z)
    return -np.outer(p, p) * (1 - np.eye(len(p)))


softmax_jacobian = Exercise(
    reference=nn.softmax_jacobian,
    points=2,
    cases=[
        Case("two equal inputs", np.array([0.0, 0.0])),
        Case("two inputs", np.array([1.0, -1.0])),
        Case("three inputs", np.array([1.0, 2.0, 0.5])),
        Case("three equal inputs", np.array([1.0, 1.0, 1.0])),
        Case("whole numbers", np.array([0, 1, -1, 2])),
        Case("one input", np.array([0.5])),
        Case("negative inputs", np.array([-3.0, -1.5])),
        Drawn("random numbers", lambda rng: (rng.normal(size=5),), weight=2),
    ],
    laws=[
        Law(
            "Every row adds up to 0",
            lambda f, rng: (f(rng.normal(size=4)).sum(axis=1), np.zeros(4)),
        ),
        Law(
            "Adding the same number to all inputs changes nothing",
            lambda f, rng: (lambda z: (f(z + 1.5), f(z)))(rng.normal(size=3)),
        ),
    ],
    mistakes=[
        Mistake(
            "only the diagonal is filled, as if each output depended on its own input alone",
            lambda z: np.diag(_p(z) * (1 - _p(z))),
            "Try [0, 0] and then [1, 0]: raising one input lowers the other output. That is what the entries off the diagonal say.",
        ),
        Mistake(
            "the sigmoid's rule gives K slopes, where a table of K x K is asked for",
            lambda z: _p(z) * (1 - _p(z)),
            "These are the right numbers for the diagonal. Every output also changes with every other input: entry (i, j) says how.",
        ),
        Mistake(
            "z is taken for the outputs: softmax is forgotten",
            lambda z: np.diag(z) - np.outer(z, z),
            "The formula is made of p, the outputs, and z comes in before softmax. Compute p first.",
        ),
        Mistake(
            "softmax is taken twice",
            lambda z: (lambda p: np.diag(p) - np.outer(p, p))(_p(_p(z))),
            "Once is enough: p = softmax of z. Print p for z = [1, -1]: the first is 0.8808.",
        ),
        Mistake(
            "the off-diagonal entries have lost their minus sign",
            lambda z: (lambda p: np.diag(p - 2 * p**2) + np.outer(p, p))(_p(z)),
            "Add up a row: it should be 0, as all outputs together always make 1. What one gains, the others lose.",
        ),
        Mistake(
            "the signs of all entries are turned",
            lambda z: -nn.softmax_jacobian(z),
            "Look at the diagonal: raising an input raises its own output, so these are positive.",
        ),
        Mistake(
            "the diagonal holds p and not p (1 - p)",
            lambda z: (lambda p: np.diag(p) + _jacobian_loop_without_diagonal(z))(_p(z)),
            "Add up a row: it should be 0. On the diagonal i = j, so that formula (3.14) has p_i times what there?",
        ),
        Mistake(
            "the diagonal is left empty",
            _jacobian_loop_without_diagonal,
            "Add up a row: it should be 0. Off the diagonal yours is right. What stands where i = j?",
        ),
        Mistake(
            "-p_i p_j stands on the diagonal too: the term with i = j is missing",
            lambda z: -np.outer(_p(z), _p(z)),
            "Look at the diagonal: raising an input raises its own output, so it is positive. np.diag(p) is the missing term.",
        ),
        Mistake(
            "a (K,) array p acts on the columns, so that p_j p_j stands where p_i p_j should",
            lambda z: (lambda p: np.diag(p) - p * p)(_p(z)),
            "Is your table symmetric? Print (p * p).shape. All products p_i p_j are np.outer(p, p), or a column times a row: "
            "p[:, np.newaxis] is p as a column.",
        ),
        Mistake(
            "p @ p is one number, and not the table of all products",
            lambda z: (lambda p: np.diag(p) - p @ p)(_p(z)),
            "Print p @ p: a single number. A table of all products p_i p_j is np.outer(p, p), or a column times a row.",
        ),
        Mistake(
            "p_i is missing in front of the bracket",
            lambda z: np.eye(len(z)) - _p(z),
            "Entry (i, j) is p_i times a bracket, and yours is the bracket alone. p[:, np.newaxis] is a column, and multiplies row by row.",
        ),
        Mistake(
            "ones stand on the diagonal where p should stand",
            lambda z: np.eye(len(z)) - np.outer(_p(z), _p(z)),
            "Add up a row: it should be 0. The unit matrix has ones, and formula (3.14) multiplies them by p_i.",
        ),
        Mistake(
            "1 - p_j multiplies off the diagonal as well",
            lambda z: np.outer(_p(z), 1 - _p(z)),
            "The 1 is there only where i = j. Off the diagonal the bracket is just -p_j.",
        ),
        Mistake(
            "exp(z) is not divided by its sum",
            lambda z: (lambda p: np.diag(p) - np.outer(p, p))(np.exp(z)),
            "Print your p and its sum: it should be 1.",
        ),
        Mistake(
            "the sigmoid is taken of every input, instead of softmax",
            lambda z: (lambda p: np.diag(p) - np.outer(p, p))(_s(z)),
            "Print your p and its sum: it should be 1. Each of the K outputs is a share of one whole.",
        ),
        Mistake(
            "only one row is handed back",
            lambda z: nn.softmax_jacobian(z)[0],
            "return ends the function at once. Fill the whole table first: K rows, one for each output.",
        ),
        Mistake(
            "the rows are added up",
            lambda z: nn.softmax_jacobian(z).sum(axis=1),
            "A table of K x K is asked for: leave the sum out. (And did you expect what it says?)",
        ),
        Mistake(
            "p itself, of shape (K,), is handed back",
            lambda z: _p(z),
            "That is the first step. Entry (i, j) of the table says how p_i changes with z_j: K x K numbers.",
        ),
        Mistake(
            "only p stands on the diagonal, and 0 elsewhere",
            lambda z: np.diag(_p(z)),
            "Add up a row: it should be 0. Something is taken off in every entry.",
        ),
        Mistake(
            "the products are added to the diagonal, not taken off",
            lambda z: np.diag(_p(z)) + np.outer(_p(z), _p(z)),
            "Add up a row: it should be 0. What one output gains, the others lose.",
        ),
        Mistake(
            "only the table of products p_i p_j is left",
            lambda z: np.outer(_p(z), _p(z)),
            "Add up a row: it should be 0. What stands in the bracket of formula (3.14), apart from p_j?",
        ),
        Mistake(
            "p_i^2 is taken off twice on the diagonal",
            lambda z: np.diag(_p(z) * (1 - _p(z))) - np.outer(_p(z), _p(z)),
            "Off the diagonal yours is right. np.outer takes p_i p_i off the diagonal already: what does it take that off?",
        ),
        Mistake(
            "1 - p_j multiplies off the diagonal too, with a minus sign",
            lambda z: np.diag(2 * _p(z) * (1 - _p(z))) - np.outer(_p(z), 1 - _p(z)),
            "The 1 is there only where i = j. Off the diagonal the bracket is just -p_j.",
        ),
        Mistake(
            "only one half of the table is filled",
            lambda z: np.tril(nn.softmax_jacobian(z)),
            "Does your inner loop run over all j, or only up to i? Both halves are the same, and both are asked for.",
        ),
        Mistake(
            "the last row is left at 0",
            lambda z: (np.arange(len(z)) < len(z) - 1)[:, np.newaxis] * nn.softmax_jacobian(z),
            "range(K - 1) stops one short. How many rows does your loop reach?",
        ),
        Mistake(
            "every unit gets the sigmoid's slope, on the diagonal",
            lambda z: np.diag(nn.d_sigmoid(z)),
            "Here the outputs share one whole. Compute p with softmax; and raising one input lowers the other outputs.",
        ),
        Mistake(
            _LIKE_Z,
            lambda z: np.diag(np.asarray(_p(z)).astype(np.asarray(z).dtype)) - np.outer(*2 * [_p(z).astype(np.asarray(z).dtype)]),
            _LIKE_Z_HINT,
        ),
        Mistake(
            "softmax's outputs are written into z",
            lambda z: (lambda p: np.diag(p) - np.outer(p, p))(_written_softmax(z)),
            "z belongs to the caller. Give the outputs an array and a name of their own, such as p.",
        ),
    ],
    accepted=[
        lambda z: (lambda p: np.diag(p) - np.outer(p, p))(_p(z)),
        lambda z: (lambda p: p[:, None] * (np.eye(len(p)) - p))(_p(z)),
        lambda z: (lambda p: np.array([[p[i] * ((i == j) - p[j]) for j in range(len(p))] for i in range(len(p))]))(_p(z)),
        lambda z: (lambda p: np.diag(p) - np.einsum("i,j->ij", p, p))(np.exp(z) / np.exp(z).sum()),
        lambda z: np.stack([(_p(z + h) - _p(z - h)) / 2e-5 for h in 1e-5 * np.eye(len(z))], axis=1),
    ],
    hints=[
        "First the outputs p. Your softmax takes a table: softmax(z[np.newaxis])[0] makes one row of z, and takes it out again.",
        "Write two loops over i and j, and fill in formula (3.14). `i == j` counts as 1 where it holds, and as 0 elsewhere.",
        "Without loops: p on the diagonal, np.diag(p), minus the table of all products, np.outer(p, p).",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.106",
)


def _written_softmax(z):
    if z.dtype.kind == "i":
        return _p(z)
    z[:] = _p(z)
    return z


hunt_slope = Decision(
    name="hunt_slope",
    question="Which line of `slope_table` makes the column of slopes wrong?",
    points=1,
    choices={
        "A": "`for z in Z:`",
        "B": "`y = s(z)`",
        "C": "`slope = d_s(y)`",
        "D": "`rows.append((z, y, slope))`",
    },
    right="C",
    reasons={
        "1": "The slopes are right near z = 0, and drift off by rounding as z grows.",
        "2": "All slopes are too small by the same factor, so a network would learn as before, only more slowly.",
        "3": "The slopes on the left have the wrong sign, so units with negative z would learn in the wrong direction.",
        "4": "The slope is asked for at a number between 0 and 1, whatever z is: no unit ever seems saturated.",
    },
    because="4",
    replies={
        "A": "Print the first column of the table: every z of Z is there, once, and in its order.",
        "B": "The second column agrees with sigmoid of the first. Compare it entry by entry.",
        "D": "It stores three numbers as they are. Ask which of them was already wrong before.",
        "1": "Compare the column with your own d_sigmoid(Z), above all at z = 0. Is it right there?",
        "2": "Divide the column by your own d_sigmoid(Z), entry by entry. Is it the same factor everywhere?",
        "3": "Look for a minus sign in the column. The sigmoid rises everywhere.",
    },
    moral=(
        "`d_s(z)` mends it. In this course a slope function takes z, the number before squashing. Some texts write y (1 - y) "
        "and take y, the number after it: both are right, and mixing them raises no error."
    ),
    asks_why="What comes of it?",
    hints=[
        "Print d_sigmoid(Z) of your own beside the last column.",
        "The sigmoid is flat at z = 1000. What does the table say there, and for which input does d_sigmoid say that?",
        "d_sigmoid wants z, the number that went into the sigmoid. Which line hands it something else?",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.88: the slope at a, written with the value at a",
)

which_output = Decision(
    name="which_output",
    question=(
        "A company builds four networks. Their outputs are: the **price** of electricity in the next hour, which on windy days falls "
        "below zero; **yes or no**, is this mail spam, as a probability; **one of ten**, which digit an image shows, as "
        "ten probabilities; and a **count**, how many bicycles are hired in an hour on average: never negative, with no upper end. "
        "Name all proposals that suit their output, for a network that is to learn."
    ),
    points=1,
    choices={
        "A": "price: relu",
        "B": "count: sigmoid",
        "C": "one of ten: softmax",
        "D": "yes or no: step",
        "E": "price: no activation, z as it is",
        "F": "yes or no: sigmoid",
        "G": "one of ten: ten tanh units",
        "H": "count: softplus",
    },
    right="CEFH",
    reasons={
        "1": "An output activation should be bounded, so that no output can run away while the network learns.",
        "2": "It should be able to give every answer that can occur, none that cannot, and have a slope to learn by.",
        "3": "It should be the activation that the hidden units have, so that the whole network has the same slopes.",
        "4": "It should give the same answers as the data hold, so that a yes comes out as exactly 1, a digit as one whole choice.",
    },
    because="2",
    replies={
        "A": "The price can fall below zero. Which answers can relu not give?",
        "B": "On a sunny day 250 bicycles are hired. What is the largest number that a sigmoid gives?",
        "C": "Ten probabilities, of which one must be right. What should they add up to, and which activation sees to that?",
        "D": "It answers 0 or 1. But how does its output change when a weight changes a little?",
        "E": "The price may be any number, above zero and below. Which numbers can z be?",
        "F": "A probability lies between 0 and 1, and the unit is to learn. Which values does the sigmoid give, and has it a slope?",
        "G": "Try ten numbers between -1 and 1. Could one of them be a probability of -0.5? What would they add up to?",
        "H": "An average count may be 0.3 or 250, and never negative. Which numbers can softplus give, and has it a slope?",
        "1": "Two of the four outputs have no bound themselves. What would a bounded activation do to them?",
        "3": "Two of your outputs have different ranges. Could one activation serve both?",
        "4": "step gives exactly 0 and 1. What is its slope, and what would tell a weight which way to go?",
    },
    moral=(
        "Read the range off the question, and then choose: any number, z itself; a probability, sigmoid; one of K, softmax; "
        "positive and unbounded, softplus. Chapter 06 gives each of them its loss."
    ),
    hints=[
        "Write down for each of the four outputs which numbers can occur. Then write down the range of each activation.",
        "The list of ranges is in the take-away card. Two things to ask: can every answer come out, and is there a slope?",
        "Each of the four outputs has exactly one proposal that suits. A range that is too narrow, too wide or without slope is out.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.2.2; McCullagh and Nelder, Generalized Linear Models (1989), section 2.2",
)

chapter = Chapter(
    "03_activations",
    "03 Activations",
    (
        sigmoid,
        tanh,
        relu,
        softplus,
        softmax,
        d_sigmoid,
        d_tanh,
        d_relu,
        d_softplus,
        softmax_jacobian,
        hunt_slope,
        which_output,
    ),
)
