"""Chapter 01: from a straight line to a neuron, for one example and for many, and the bias as one more weight."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.exercises.chapter import Chapter

line = Exercise(
    reference=nn.line,
    points=1,
    cases=[
        Case("b = 0", 2.0, 3.0, 0.0),
        Case("w = 0", 2.0, 0.0, 1.5),
        Case("one x", 2.0, 3.0, 1.0),
        Case("three x at once", np.array([0.0, 1.0, 2.0]), 0.5, 1.0),
        Case("a falling line", np.array([-2.0, 0.0, 4.0]), -2.0, 0.5),
        Case("whole numbers", np.array([1, 2, 5]), 2, -1),
        Case("x in two rows", np.array([[1.0, -2.0, 0.5], [4.0, 0.0, 3.0]]), 1.5, -2.0),
        Drawn("random numbers", lambda rng: (rng.normal(size=5), *rng.normal(size=2))),
    ],
    laws=[
        Law(
            "One step to the right changes the height by w",
            lambda f, rng: (lambda x, w, b: (f(x + 1, w, b) - f(x, w, b), w))(*rng.normal(size=3)),
        ),
    ],
    mistakes=[
        Mistake(
            "w and b have changed places", lambda x, w, b: b * x + w,
            "Put x = 0 into your formula. Which of w and b is left, and which one is the height at x = 0?",
        ),
        Mistake(
            "the intercept b is left out", lambda x, w, b: w * x,
            "Your line passes through 0 at x = 0, whatever b is. At which height should it start?",
        ),
        Mistake(
            "the intercept b is subtracted instead of added", lambda x, w, b: w * x - b,
            "Try x = 0 with b = 1. Yours says -1. What does the formula y = w x + b say?",
        ),
        Mistake(
            "b is added to x before w multiplies", lambda x, w, b: w * (x + b),
            "Look at the brackets: w multiplies x alone, and b comes afterwards, untouched by w.",
        ),
        Mistake(
            "b is multiplied by x as well", lambda x, w, b: w * x + b * x,
            "Try x = 0. Yours says 0, whatever b is. b stands alone in the formula.",
        ),
        Mistake(
            "the slope w is left out", lambda x, w, b: x + b,
            "Try w = 0, a flat line. Yours still rises with x. Where does w come in?",
        ),
        Mistake(
            "w is added where it should multiply", lambda x, w, b: x + w + b,
            "The slope says how much the height changes for each step of x: two steps, twice w. That is a product.",
        ),
        Mistake(
            "everything is multiplied, b too", lambda x, w, b: w * x * b,
            "Try b = 0. Yours says 0 everywhere. b shifts the line up or down: which operation shifts?",
        ),
        Mistake(
            "the slope has the wrong sign", lambda x, w, b: b - w * x,
            "Try w = 1, b = 0. The line should rise to the right. Does yours?",
        ),
        Mistake(
            "x and b have changed places", lambda x, w, b: w * b + x,
            "The arguments come in the order x, w, b. Is that the order behind def in your function?",
        ),
        Mistake(
            "the formula is solved for x", lambda x, w, b: (x - b) / w,
            "You are given x and want the height. (x - b) / w goes the other way, from a height to its x.",
        ),
        Mistake(
            "the heights are added up into one number", lambda x, w, b: np.sum(w * x + b),
            "Three x want three heights. Is there a sum that should not be there?",
        ),
        Mistake(
            "only the first x gets its height", lambda x, w, b: w * np.ravel(x)[0] + b,
            "x may be a whole array. NumPy multiplies and adds entry by entry by itself: no index is needed.",
        ),
    ],
    accepted=[
        lambda x, w, b: b + np.multiply(x, w),
        lambda x, w, b: np.polyval([w, b], x),
        lambda x, w, b: np.array([w * e + b for e in x.ravel()]).reshape(x.shape) if np.ndim(x) else w * x + b,
        lambda x, w, b: np.asarray(x) * float(w) + float(b),
    ],
    hints=[
        "w is the slope, b is the height at x = 0.",
        "Start at b, and go up by w for every step of x. With x = 2, w = 3, b = 1: 1 + 3 + 3.",
        "y = w x + b is one line of Python: return, w times x, plus b.",
    ],
    source="James et al., An Introduction to Statistical Learning (2021), eq. 3.1",
)


def _centred(x, y):
    return x - x.mean(), y - y.mean()


def _above(x, y):
    """Return the sum above the fraction line of the slope: of (x - mean_x) * (y - mean_y)."""
    dx, dy = _centred(x, y)
    return (dx * dy).sum()


def _below(x):
    return ((x - x.mean()) ** 2).sum()


def _slope(x, y):
    return _above(x, y) / _below(x)


def _through_means(w, x, y):
    """Return (w, b) of the line of slope w through the point of the means."""
    return w, y.mean() - w * x.mean()


def _by_correlation(x, y):
    return _through_means(np.corrcoef(x, y)[0, 1] * y.std() / x.std(), x, y)


def _heights(x, y):
    w, b = _through_means(_slope(x, y), x, y)
    return w * x + b


def _through_points(x, y, i, j):
    w = (y[j] - y[i]) / (x[j] - x[i])
    return w, y[i] - w * x[i]


def _points_near_a_line(rng):
    x = rng.choice(np.arange(-9.0, 15.0), size=8, replace=False)  # whole numbers: their means are exact
    return x, rng.integers(-3, 4) * x + rng.integers(-9, 10, size=8)


def _fit_by_loop(x, y):
    n, above, below = len(x), 0.0, 0.0
    mean_x, mean_y = sum(x) / n, sum(y) / n
    for one, other in zip(x, y, strict=True):
        above += (one - mean_x) * (other - mean_y)
        below += (one - mean_x) ** 2
    return [above / below, mean_y - above / below * mean_x]


fit_line = Exercise(
    reference=nn.fit_line,
    points=2,
    cases=[
        Case("two points", np.array([0.0, 2.0]), np.array([1.0, 5.0])),
        Case("three points on a line", np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 7.0])),
        Case("points near a line", np.array([1.0, 2.0, 3.0, 6.0]), np.array([2.0, 1.0, 4.0, 5.0])),
        Case("a falling line", np.array([-1.0, 0.0, 2.0, 7.0]), np.array([7.0, 4.0, 4.0, -3.0])),
        Case("horizontal data", np.array([1.0, 2.0, 6.0]), np.array([4.0, 4.0, 4.0])),
        Case("x in no order and one of them twice", np.array([5.0, -3.0, 1.0, 1.0]), np.array([2.0, 0.0, 3.0, -1.0])),
        Case("whole numbers", np.array([0, 1, 3, 4]), np.array([1, 1, 2, 4])),
        Case("x far from 0", np.array([20.0, 21.0, 23.0, 24.0]), np.array([3.0, 1.0, 0.0, -4.0])),
        Drawn("random points", _points_near_a_line),
    ],
    laws=[
        Law(
            "The line passes through the point whose x and y are the two means",
            lambda f, rng: (lambda x, y: (lambda w, b: (w * x.mean() + b, y.mean()))(*f(x, y)))(
                *_points_near_a_line(rng)
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "the pair is returned as (b, w)", lambda x, y: _through_means(_slope(x, y), x, y)[::-1],
            "Both numbers are right; the slope w comes first, the intercept b second. (np.polyfit gives the slope first, "
            "numpy.polynomial the intercept.)",
        ),
        Mistake(
            "the line is forced through the origin", lambda x, y: ((x * y).sum() / (x * x).sum(), 0.0),
            "With b = 0 the line must pass through (0, 0). Subtract the means from x and y before you multiply, and work out "
            "b at the end.",
        ),
        Mistake(
            "w is computed without subtracting the means",
            lambda x, y: _through_means((x * y).sum() / (x * x).sum(), x, y),
            "In the formula for w each x has the mean of x taken away from it, and each y the mean of y, above the fraction "
            "line and below.",
        ),
        Mistake(
            "the means are subtracted below the fraction line, but not above",
            lambda x, y: _through_means((x * y).sum() / _below(x), x, y),
            "Below, you have the distances from the mean. Above, the plain x and y are still there.",
        ),
        Mistake(
            "the means are subtracted above the fraction line, but not below",
            lambda x, y: _through_means(_above(x, y) / (x**2).sum(), x, y),
            "Above, you have the distances from the means. Below, the plain x is still there.",
        ),
        Mistake(
            "brackets are missing round y - mean_y",
            lambda x, y: _through_means(((x - x.mean()) * y - y.mean()).sum() / _below(x), x, y),
            "* binds more tightly than -, so only y is multiplied, and its mean is taken away afterwards. Put brackets round "
            "both differences.",
        ),
        Mistake(
            "x and y have changed places everywhere", lambda x, y: _through_means(_slope(y, x), y, x),
            "You fitted x from y. Here y is predicted from x: the spread of x stands below the fraction line.",
        ),
        Mistake(
            "np.polyfit is given y before x", lambda x, y: tuple(np.polyfit(y, x, 1)),
            "np.polyfit wants x first, then y, then the degree.",
        ),
        Mistake(
            "the spread of y stands below the fraction line instead of that of x",
            lambda x, y: _through_means(_above(x, y) / _below(y), x, y),
            "Try points with all y equal: yours divides by 0. Which distances are squared below the line?",
        ),
        Mistake(
            "the distances below the fraction line are added up without being squared first",
            lambda x, y: _through_means(_above(x, y) / (x - x.mean()).sum(), x, y),
            "Print (x - x.mean()).sum(). The distances cancel out, to 0. What does the formula do to each of them first?",
        ),
        Mistake(
            "the distances are added up first and multiplied afterwards",
            lambda x, y: _through_means((y - y.mean()).sum() / (x - x.mean()).sum(), x, y),
            "Print (x - x.mean()).sum(). The distances cancel out, to 0. Multiply point by point, and sum the products.",
        ),
        Mistake(
            "the products above the fraction line are not summed",
            lambda x, y: _through_means(np.multiply(*_centred(x, y)) / _below(x), x, y),
            "Your w is an array with one entry for each point. Above the fraction line stands a sum.",
        ),
        Mistake(
            "nothing is divided: w is the sum above the fraction line alone",
            lambda x, y: _through_means(_above(x, y), x, y),
            "Only what stands above the fraction line is there. What is it divided by?",
        ),
        Mistake(
            "w is the mean of the products, the covariance, not divided by the spread of x",
            lambda x, y: _through_means(_above(x, y) / len(x), x, y),
            "A slope is a change of y for a change of x: something with x must stand below a fraction line.",
        ),
        Mistake(
            "w is np.cov's covariance, not divided by the spread of x",
            lambda x, y: _through_means(np.cov(x, y)[0, 1], x, y),
            "A slope is a change of y for a change of x: something with x must stand below a fraction line.",
        ),
        Mistake(
            "the covariance is divided by the standard deviation of x instead of its square",
            lambda x, y: _through_means(_above(x, y) / len(x) / x.std(), x, y),
            "The standard deviation is the root of the mean square. Below the line stand squares, with no root.",
        ),
        Mistake(
            "w is the correlation coefficient",
            lambda x, y: _through_means(_above(x, y) / np.sqrt(_below(x) * _below(y)), x, y),
            "The correlation never leaves -1 to 1, a slope may. Only x stands below the fraction line, squared.",
        ),
        Mistake(
            "the slope is taken from the correlation, which horizontal data do not have: there it is 0 / 0",
            _by_correlation,
            "Your formula is right for all other data. Cancel the spread of y in it: what is left never divides by 0.",
        ),
        Mistake(
            "the heights of the line are returned instead of its w and b",
            _heights,
            "Those are the predictions w * x + b. Hand back the two numbers that they are made of.",
        ),
        Mistake(
            "a parabola is fitted, with three numbers", lambda x, y: np.polyfit(x, y, 2),
            "The last argument of np.polyfit is the degree: a straight line has degree 1, and two numbers.",
        ),
        Mistake(
            "w is the standard deviation of y divided by that of x",
            lambda x, y: _through_means(y.std() / x.std(), x, y),
            "That can never be negative, and a line may fall. The products of the distances decide.",
        ),
        Mistake(
            "np.cov, which divides by N - 1, meets np.var, which divides by N",
            lambda x, y: _through_means(np.cov(x, y)[0, 1] / np.var(x), x, y),
            "Your slope is N / (N - 1) times too large. Give both functions the same ddof, or use plain sums.",
        ),
        Mistake(
            "a sum above the fraction line is divided by a mean below it",
            lambda x, y: _through_means(_above(x, y) / (_below(x) / len(x)), x, y),
            "Your slope is N times too large. Sum above and below, or take the mean above and below.",
        ),
        Mistake(
            "a mean above the fraction line is divided by a sum below it",
            lambda x, y: _through_means(_above(x, y) / len(x) / _below(x), x, y),
            "Your slope is N times too small. Sum above and below, or take the mean above and below.",
        ),
        Mistake(
            "the formula with plain sums lacks its N",
            lambda x, y: _through_means(((x * y).sum() - x.sum() * y.sum()) / ((x * x).sum() - x.sum() ** 2), x, y),
            "In that version of the formula the sums of x * y and of x * x are each multiplied by N.",
        ),
        Mistake(
            "in the formula with plain sums, the sum of the squares stands where the square of the sum belongs",
            lambda x, y: _through_means(
                (len(x) * (x * y).sum() - x.sum() * y.sum()) / (len(x) * (x * x).sum() - (x**2).sum()), x, y
            ),
            "(x**2).sum() and x.sum()**2 are not the same: try x = [1, 2]. The second one is taken away below the line.",
        ),
        Mistake(
            "the slope has the wrong sign", lambda x, y: _through_means(-_slope(x, y), x, y),
            "Is it x - x.mean() in one place and y.mean() - y in another? Take the mean away on the same side everywhere.",
        ),
        Mistake(
            "the line is drawn through the first and the last point", lambda x, y: _through_points(x, y, 0, -1),
            "Two points decide, and all the others are ignored. Move a point in the middle: does your line notice?",
        ),
        Mistake(
            "the line is drawn through the first two points", lambda x, y: _through_points(x, y, 0, 1),
            "Two points decide, and all the others are ignored. Move the third one: does your line notice?",
        ),
        Mistake(
            "the line is drawn through the points with the smallest and the largest x",
            lambda x, y: _through_points(x, y, x.argmin(), x.argmax()),
            "Two points decide, and all the others are ignored. Move a point in the middle: does your line notice?",
        ),
        Mistake(
            "the slopes from each point to the next are averaged",
            lambda x, y: _through_means(np.mean(np.diff(y) / np.diff(x)), x, y),
            "Two points close together can be joined by a very steep line, and here it counts in full. Sum first, above and "
            "below, and divide once.",
        ),
        Mistake(
            "every point's own slope is averaged, with no regard to its distance",
            lambda x, y: _through_means(np.mean((y - y.mean()) / (x - x.mean())), x, y),
            "Points far from the mean must count for more. Sum above, sum below, and divide once at the end.",
        ),
        Mistake(
            "b is the mean of y", lambda x, y: (_slope(x, y), y.mean()),
            "The mean of y is the height at the mean of x, and b is the height at x = 0. How far is it down from there?",
        ),
        Mistake(
            "in b, w times the mean of x is added instead of subtracted",
            lambda x, y: (_slope(x, y), y.mean() + _slope(x, y) * x.mean()),
            "Your slope is right. Put it into mean_y = w * mean_x + b, and solve that for b.",
        ),
        Mistake(
            "b has the wrong sign", lambda x, y: (_slope(x, y), _slope(x, y) * x.mean() - y.mean()),
            "Your slope is right. Put it into mean_y = w * mean_x + b, and solve that for b: what is taken from what?",
        ),
        Mistake(
            "in b, the two means have changed places", lambda x, y: (_slope(x, y), x.mean() - _slope(x, y) * y.mean()),
            "Your slope is right. b is a height, so it starts from the mean of y.",
        ),
        Mistake(
            "in b, the mean of x is left out", lambda x, y: (_slope(x, y), y.mean() - _slope(x, y)),
            "Your slope is right. From the mean of x back to 0 it is mean_x steps, and each of them costs w.",
        ),
        Mistake(
            "in b, w is left out", lambda x, y: (_slope(x, y), y.mean() - x.mean()),
            "Your slope is right. From the mean of x back to 0 it is mean_x steps, and each of them costs w.",
        ),
        Mistake(
            "in b, sums stand where means should be", lambda x, y: (_slope(x, y), y.sum() - _slope(x, y) * x.sum()),
            "Your slope is right. Your b is N times too large: it is made of the two means.",
        ),
        Mistake(
            "b is worked out for every point and not for the means", lambda x, y: (_slope(x, y), y - _slope(x, y) * x),
            "Your slope is right. b is one number, made of the two means.",
        ),
        Mistake(
            "the slope is right and b stays 0", lambda x, y: (_slope(x, y), 0.0),
            "Have you overwritten x and y with x - x.mean() and y - y.mean()? Then their means are 0 afterwards. Keep both "
            "means before you do that.",
        ),
        Mistake(
            "the line is made to pass through the first point", lambda x, y: (_slope(x, y), y[0] - _slope(x, y) * x[0]),
            "Your slope is right. There is one point through which the best line always passes, and it is not the first one "
            "of the data: it is made of two means.",
        ),
        Mistake(
            "b is the first y", lambda x, y: (_slope(x, y), y[0]),
            "Your slope is right. b is the height at x = 0, and the first point may lie anywhere.",
        ),
        Mistake(
            "// rounds the slope down to a whole number", lambda x, y: _through_means(_above(x, y) // _below(x), x, y),
            "// throws away what stands behind the decimal point. / divides.",
        ),
        Mistake("only the slope is returned", _slope, "Two numbers are asked for: return w, b."),
        Mistake(
            "only the intercept is returned", lambda x, y: _through_means(_slope(x, y), x, y)[1],
            "Two numbers are asked for: return w, b.",
        ),
    ],
    accepted=[
        lambda x, y: tuple(np.polyfit(x, y, 1)),
        lambda x, y: np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y)[0],
        lambda x, y: np.linalg.solve([[(x * x).sum(), x.sum()], [x.sum(), len(x)]], [(x * y).sum(), y.sum()]),
        lambda x, y: _through_means(
            (len(x) * (x * y).sum() - x.sum() * y.sum()) / (len(x) * (x * x).sum() - x.sum() ** 2), x, y
        ),
        lambda x, y: _through_means(((x - x.mean()) * y).sum() / ((x - x.mean()) * x).sum(), x, y),
        lambda x, y: _through_means(np.cov(x, y, bias=True)[0, 1] / np.var(x), x, y),
        _fit_by_loop,
    ],
    hints=[
        "Begin with dx = x - x.mean() and dy = y - y.mean(): how far each point lies from the means.",
        "w is (dx * dy).sum() divided by something that you build in the same way from dx alone.",
        "Below stands (dx**2).sum(). Then b = y.mean() - w * x.mean(), and return w, b.",
    ],
    source="James et al., An Introduction to Statistical Learning (2021), eq. 3.4",
)


SUM_FAULTS = (  # (name, z, hint): what goes wrong in the sum goes wrong in a neuron too, for one example or many
    (
        "the bias is left out", lambda x, w, b: np.dot(w, x),
        "Set every input to 0. Your z is 0 then. What should be left of it?",
    ),
    (
        "the bias is added once for every input", lambda x, w, b: (w * x + b).sum(),
        "With two inputs your bias counts twice. Sum the products first, and add b once, outside the sum or loop.",
    ),
    (
        "the bias is subtracted", lambda x, w, b: np.dot(w, x) - b,
        "Set every input to 0 and b to 1. Your z is -1. (Some books subtract a threshold; here the bias is added.)",
    ),
    (
        "the bias is counted twice in z", lambda x, w, b: np.dot(w, x) + 2 * b,
        "Set every input to 0. Your z is 2b. Does the sum start at b, or did weighted_sum add it already?",
    ),
    (
        "the bias multiplies the sum", lambda x, w, b: np.dot(w, x) * b,
        "Set b to 0. Your z is 0 then, whatever the inputs are. The bias shifts the sum.",
    ),
    (
        "the bias is added to each input, before the weights", lambda x, w, b: np.dot(w, x + b),
        "Set all weights to 0. z should be b then, and yours is 0. Look at the brackets.",
    ),
    (
        "the products are not summed", lambda x, w, b: w * x + b,
        "w * x is an array with one product for each input. A neuron adds them up: its z is one number.",
    ),
    (
        "the weights are left out", lambda x, w, b: x.sum() + b,
        "Set all weights to 0. The inputs should not matter then, and in yours they do.",
    ),
    (
        "the inputs are left out", lambda x, w, b: w.sum() + b,
        "Set every input to 0. Your sum does not notice. Each weight multiplies its own input.",
    ),
    (
        "inputs and weights are added instead of multiplied", lambda x, w, b: (w + x).sum() + b,
        "A weight of 0 should switch its input off. With + it does not; with * it does.",
    ),
    (
        "inputs and weights are summed first, and multiplied afterwards", lambda x, w, b: x.sum() * w.sum() + b,
        "Each input meets its own weight only. Multiply pair by pair, then sum.",
    ),
    (
        "the mean of the products is taken instead of their sum", lambda x, w, b: (w * x).mean() + b,
        "With d inputs yours is d times too small before the bias. The formula adds up and does not divide.",
    ),
    (
        "only the first input is used", lambda x, w, b: w[0] * x[0] + b,
        "Is there a return inside the loop over the inputs? It ends the function in the first round.",
    ),
    (
        "only the first two inputs are used", lambda x, w, b: w[0] * x[0] + w[1] * x[1] + b,
        "Your sum is written out for two inputs. There may be one, or a hundred: use a loop, or np.dot.",
    ),
    (
        "each product overwrites the one before, so that only the last one and b are left",
        lambda x, w, b: w[-1] * x[-1] + b,
        "In the loop, z = ... forgets the old z. z = z + ... keeps it. (z =+ ... is z = ... as well.)",
    ),
    (
        "each product overwrites z, and with it the bias", lambda x, w, b: w[-1] * x[-1],
        "In the loop, z = ... forgets the old z, and the b in it. z = z + ... keeps both.",
    ),
    (
        "the last input is left out", lambda x, w, b: np.dot(w[:-1], x[:-1]) + b,
        "range(d - 1) ends at d - 2. range(d) runs over all d inputs.",
    ),
    (
        "the first input is left out", lambda x, w, b: np.dot(w[1:], x[1:]) + b,
        "Python counts from 0: range(1, d) begins at the second input.",
    ),
    (
        "w and b have changed places", lambda x, w, b: b * x + w,
        "The arguments come in the order x, w, b. Look at the order in your call, and behind def.",
    ),
)


def _sum_by_loop(x, w, b):
    z = b
    for j in range(len(x)):
        z += w[j] * x[j]
    return z


weighted_sum = Exercise(
    reference=nn.weighted_sum,
    points=1,
    cases=[
        Case("b = 0", np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.0),
        Case("two inputs", np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.25),
        Case("one input", np.array([2.0]), np.array([-3.0]), 0.5),
        Case("four inputs", np.array([1.0, -2.0, 0.5, 4.0]), np.array([2.0, 1.0, -4.0, 0.25]), -1.5),
        Case("all inputs 0", np.array([0.0, 0.0, 0.0]), np.array([1.0, 2.0, 3.0]), -0.75),
        Case("all weights 0", np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.0, 0.0]), 0.5),
        Case("whole numbers", np.array([1, 2, 3]), np.array([4, 0, -1]), 2),
        Drawn("random numbers", lambda rng: (rng.normal(size=5), rng.normal(size=5), rng.normal())),
    ],
    laws=[
        Law(
            "Raising b by 1 raises z by 1",
            lambda f, rng: (lambda x, w: (f(x, w, 1.5) - f(x, w, 0.5), 1.0))(rng.normal(size=3), rng.normal(size=3)),
        ),
    ],
    mistakes=[
        *(Mistake(name, z, hint) for name, z, hint in SUM_FAULTS),
        Mistake(
            "the sum starts at the first weight, as if that were the bias",
            lambda x, w, b: w[0] + np.dot(w[1:], x[1:]) + b,
            "All entries of w are weights here, w[0] too. The bias is handed in separately, as b.",
        ),
        Mistake(
            "the bias is left out, and return stands in the loop", lambda x, w, b: w[0] * x[0],
            "A return inside the loop ends the function in the first round. Move it out, and add b once.",
        ),
        Mistake(
            "a sigmoid is applied to the sum", lambda x, w, b: nn.sigmoid(np.dot(w, x) + b),
            "Your z is right inside. The activation comes later, in neuron; here the bare sum is asked for.",
        ),
        Mistake(
            "tanh is applied to the sum", lambda x, w, b: np.tanh(np.dot(w, x) + b),
            "Your z is right inside. The activation comes later, in neuron; here the bare sum is asked for.",
        ),
        Mistake(
            "a step is applied to the sum", lambda x, w, b: nn.step(np.dot(w, x) + b),
            "Your z is right inside. The activation comes later, in neuron; here the bare sum is asked for.",
        ),
        Mistake(
            "negative sums are set to 0", lambda x, w, b: max(0.0, np.dot(w, x) + b),
            "That is an activation, called ReLU. It comes later, in neuron; here the bare sum is asked for, negative or not.",
        ),
        Mistake(
            "the sum is returned in an array of one", lambda x, w, b: np.array([np.dot(w, x) + b]),
            "The number is right, the box around it is not wanted. np.dot(w, x) of two (d,) arrays is a bare number.",
        ),
    ],
    accepted=[
        _sum_by_loop,
        lambda x, w, b: (w * x).sum() + b,
        lambda x, w, b: float(x @ w) + b,
        lambda x, w, b: np.einsum("j,j->", w, x) + b,
        lambda x, w, b: sum([wj * xj for wj, xj in zip(w, x, strict=True)], b),
        lambda x, w, b: np.inner([b, *w], [1, *x]),
    ],
    hints=[
        "Multiply each input by its own weight: w * x does that for all of them.",
        "Add up the products, then add b once. With x = [1, 2], w = [0.5, -1], b = 0.25: 0.5 - 2 + 0.25.",
        "np.dot(w, x), or w @ x, is the sum of the products. Add b, and return it.",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 5.2",
)


def _dot(x, w, b):
    return np.dot(w, x) + b


def _then_phi(z):
    return lambda x, w, b, phi: phi(z(x, w, b))


def _phi_in_every_round(x, w, b, phi):
    z = b
    for j in range(len(x)):
        z = phi(z + w[j] * x[j])
    return z


neuron = Exercise(
    reference=nn.neuron,
    points=3,
    cases=[
        Case("b = 0 and phi = identity", np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.0, nn.identity),
        Case("phi = identity", np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.25, nn.identity),
        Case("phi = square", np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.25, np.square),
        Case("phi = step at z = 0", np.array([1.0, 2.0]), np.array([0.5, -1.0]), 1.5, nn.step),
        Case("phi = sigmoid", np.array([1.0, -2.0, 3.0]), np.array([0.5, 0.25, -1.0]), 2.0, nn.sigmoid),
        Case("phi = tanh", np.array([0.5, -1.0, 2.0, 1.0]), np.array([1.0, 2.0, 0.5, -0.25]), 0.5, np.tanh),
        Case("one input", np.array([3.0]), np.array([-0.5]), 0.25, np.square),
        Case("all inputs 0", np.array([0.0, 0.0, 0.0]), np.array([1.0, 2.0, 3.0]), -0.75, np.square),
        Case("whole numbers", np.array([1, 2, 3]), np.array([2, 0, -1]), 4, np.square),
        Drawn("random numbers with tanh", lambda rng: (rng.normal(size=5), rng.normal(size=5), rng.normal(), np.tanh)),
        Drawn("random numbers with square", lambda rng: (rng.normal(size=4), rng.normal(size=4), rng.normal(), np.square)),
    ],
    laws=[
        Law(
            "The output with tanh is tanh of the output with the identity",
            lambda f, rng: (lambda x, w: (f(x, w, 0.5, np.tanh), np.tanh(f(x, w, 0.5, nn.identity))))(
                rng.normal(size=3), rng.normal(size=3)
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "phi is left out", lambda x, w, b, phi: _dot(x, w, b),
            "You have z. The neuron's output is what phi makes of it: phi(z). On a line of its own that is lost: return it.",
        ),
        Mistake(
            "phi and the bias are both left out", lambda x, w, b, phi: np.dot(w, x),
            "Two things are missing: the bias in z, and then phi around z.",
        ),
        Mistake(
            "the bias is added after phi", lambda x, w, b, phi: phi(np.dot(w, x)) + b,
            "phi takes the whole of z, and b is part of z. Look at where the bracket behind phi closes.",
        ),
        *(Mistake(name, _then_phi(z), hint) for name, z, hint in SUM_FAULTS),
        Mistake(
            "phi is applied to the sum and to the bias, each by itself",
            lambda x, w, b, phi: phi(np.dot(w, x)) + phi(b),
            "phi is called once, on the whole of z. b is part of z.",
        ),
        Mistake(
            "phi is applied to each product, before the sum", lambda x, w, b, phi: phi(w * x).sum() + b,
            "Sum first, then phi: it takes one number, z, and is called once.",
        ),
        Mistake(
            "phi is applied to each product and to the bias, before the sum",
            lambda x, w, b, phi: phi(w * x).sum() + phi(b),
            "Sum first, then phi: it takes one number, z, and is called once.",
        ),
        Mistake(
            "phi is applied to each product with the bias, before the sum", lambda x, w, b, phi: phi(w * x + b).sum(),
            "Two things happen too early: the bias joins every product, and phi comes before the sum. Work out z first, as "
            "one number.",
        ),
        Mistake(
            "phi is applied to the products and once more to the sum", lambda x, w, b, phi: phi(phi(w * x).sum() + b),
            "The products go into the sum as they are. phi is called once, on z.",
        ),
        Mistake(
            "phi is applied in every round of the loop", lambda x, w, b, phi: _phi_in_every_round(x, w, b, phi),
            "Finish the sum first. phi comes once, after the loop.",
        ),
        Mistake(
            "phi is applied to the inputs instead of the sum", lambda x, w, b, phi: np.dot(w, phi(x)) + b,
            "The inputs go into the sum as they are. phi stands at the other end, after the sum.",
        ),
        Mistake(
            "phi is applied to the inputs and again to the sum", lambda x, w, b, phi: phi(np.dot(w, phi(x)) + b),
            "The inputs go into the sum as they are. phi stands at one end only, after the sum.",
        ),
        Mistake(
            "phi is applied to the weights instead of the sum", lambda x, w, b, phi: np.dot(phi(w), x) + b,
            "The weights go into the sum as they are. phi stands at the other end, after the sum.",
        ),
        Mistake(
            "phi is applied twice", lambda x, w, b, phi: phi(phi(_dot(x, w, b))),
            "Count the phi between z and your result. Is one of them in a function that you call?",
        ),
        Mistake(
            "the bias is added inside and again outside of phi", lambda x, w, b, phi: phi(_dot(x, w, b)) + b,
            "b is in z already. After phi nothing is added.",
        ),
        Mistake(
            "sigmoid is used, whatever phi is handed in", lambda x, w, b, phi: nn.sigmoid(_dot(x, w, b)),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not sigmoid.",
        ),
        Mistake(
            "step is used, whatever phi is handed in", lambda x, w, b, phi: nn.step(_dot(x, w, b)),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not step.",
        ),
        Mistake(
            "tanh is used, whatever phi is handed in", lambda x, w, b, phi: np.tanh(_dot(x, w, b)),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not tanh.",
        ),
        Mistake(
            "max(0, z), called ReLU, is used, whatever phi is handed in", lambda x, w, b, phi: max(0.0, _dot(x, w, b)),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not max.",
        ),
        Mistake(
            "the output is cut to 1 or 0 at the end", lambda x, w, b, phi: 1.0 if phi(_dot(x, w, b)) > 0.5 else 0.0,
            "phi(z) is the output as it is, also where it is 0.3 or -2. Nothing is decided after it.",
        ),
        Mistake(
            "the sign of z is turned round", lambda x, w, b, phi: phi(-_dot(x, w, b)),
            "The minus in the formula of the sigmoid belongs to the sigmoid. phi takes z as it is.",
        ),
        Mistake(
            "z is multiplied by phi(z)", lambda x, w, b, phi: _dot(x, w, b) * phi(_dot(x, w, b)),
            "phi(z) is the output already. z itself is not needed again.",
        ),
        Mistake(
            "phi itself is returned, and not called", lambda x, w, b, phi: phi,
            "phi is the function. phi(z) is what it makes of z: that is the output.",
        ),
        Mistake(
            "z and y are both returned", lambda x, w, b, phi: (_dot(x, w, b), phi(_dot(x, w, b))),
            "Only the output is asked for: the second of your two numbers.",
        ),
        Mistake(
            "the output is returned in an array of one", lambda x, w, b, phi: np.array([phi(_dot(x, w, b))]).ravel(),
            "The number is right, the box around it is not wanted. np.dot(w, x) of two (d,) arrays is a bare number.",
        ),
    ],
    accepted=[
        lambda x, w, b, phi: phi(np.sum(x * w) + b),
        lambda x, w, b, phi: phi(x @ w + b),
        lambda x, w, b, phi: phi(_sum_by_loop(x, w, b)),
        lambda x, w, b, phi: float(phi(np.einsum("j,j->", x, w) + b)),
        lambda x, w, b, phi: phi(np.array([np.dot(x, w) + b]))[0],
    ],
    hints=[
        "Two steps: first z, one number; then the output, which is what phi makes of z.",
        "You have z already: it is weighted_sum(x, w, b). phi is a function like any other, and called like any other.",
        "z = weighted_sum(x, w, b), and then return phi(z).",
    ],
    source="Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3",
)


def _for_every_row(z):
    return lambda X, w, b, phi: phi(np.array([z(x, w, b) for x in X]))


def _by_rows(X, w, b, phi):
    outputs = np.zeros(len(X))
    for i, x in enumerate(X):
        outputs[i] = phi(_sum_by_loop(x, w, b))
    return outputs


def _carried_over(X, w, b, phi):
    z, outputs = b, []
    for x in X:
        z = z + np.dot(w, x)
        outputs.append(phi(z))
    return np.array(outputs)


def _into_the_kind_of_X(X, w, b, phi):
    outputs = np.zeros_like(X[:, 0])
    outputs[:] = phi(X @ w + b)
    return outputs


neuron_batch = Exercise(
    reference=nn.neuron_batch,
    points=2,
    cases=[
        Case("one example", np.array([[1.0, 2.0]]), np.array([0.5, -1.0]), 0.25, nn.identity),
        Case(
            "three examples, phi = square",
            np.array([[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]]),
            np.array([0.5, -1.0]),
            0.25,
            np.square,
        ),
        Case("as many examples as inputs", np.array([[1.0, 2.0], [0.0, -3.0]]), np.array([0.5, -1.0]), 0.5, nn.identity),
        Case("one input with phi = step at z = 0", np.array([[2.0], [-3.0], [4.0]]), np.array([0.5]), -1.0, nn.step),
        Case("a row of zeros", np.array([[0.0, 0.0, 0.0], [1.0, -1.0, 2.0]]), np.array([1.0, 2.0, 3.0]), -0.75, np.square),
        Case("whole numbers", np.array([[1, 2, 3], [-4, 0, 1]]), np.array([1, 1, -1]), 1, nn.sigmoid),
        Drawn("random numbers", lambda rng: (rng.normal(size=(7, 3)), rng.normal(size=3), rng.normal(), np.tanh)),
        Drawn("a random square X", lambda rng: (rng.normal(size=(4, 4)), rng.normal(size=4), rng.normal(), np.tanh)),
    ],
    laws=[
        Law(
            "Examples in reverse order give outputs in reverse order",
            lambda f, rng: (lambda X, w: (f(X[::-1].copy(), w, 0.5, np.tanh), np.flip(f(X, w, 0.5, np.tanh))))(
                rng.normal(size=(5, 3)), rng.normal(size=3)
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "rows and columns of X have changed places", lambda X, w, b, phi: phi(X.T @ w + b),
            "Each row of X is one example, so the rows must meet w. w @ X and X.T @ w take the columns: look at the shapes.",
        ),
        Mistake(
            "phi is left out", lambda X, w, b, phi: X @ w + b,
            "You have z for every example. phi makes the outputs of them, all at once.",
        ),
        Mistake(
            "phi and the bias are both left out", lambda X, w, b, phi: X @ w,
            "Two things are missing: the bias in each z, and then phi around all of them.",
        ),
        Mistake(
            "the bias is added after phi", lambda X, w, b, phi: phi(X @ w) + b,
            "b is part of z, and phi takes the whole of z. Look at where the bracket behind phi closes.",
        ),
        Mistake(
            "phi is applied to the sums and to the bias, each by itself", lambda X, w, b, phi: phi(X @ w) + phi(b),
            "phi takes the whole of z, and b is part of z.",
        ),
        *(Mistake(name, _for_every_row(z), hint) for name, z, hint in SUM_FAULTS),
        Mistake(
            "phi is applied to each product, before the sum", lambda X, w, b, phi: phi(X * w).sum(axis=1) + b,
            "Sum first, then phi: it takes the z of each example.",
        ),
        Mistake(
            "phi is applied to each product with the bias, before the sum",
            lambda X, w, b, phi: phi(X * w + b).sum(axis=1),
            "Sum along each row first, add b once, and let phi take the z of each example.",
        ),
        Mistake(
            "phi is applied to the inputs instead of the sums", lambda X, w, b, phi: phi(X) @ w + b,
            "The inputs go into the sums as they are. phi stands at the other end.",
        ),
        Mistake(
            "phi is applied to the inputs and again to the sums", lambda X, w, b, phi: phi(phi(X) @ w + b),
            "The inputs go into the sums as they are. phi stands at one end only.",
        ),
        Mistake(
            "phi is applied twice", lambda X, w, b, phi: phi(phi(X @ w + b)),
            "Count the phi on the way. If you call neuron for each row, phi is applied there already.",
        ),
        Mistake(
            "sigmoid is used, whatever phi is handed in", lambda X, w, b, phi: nn.sigmoid(X @ w + b),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not sigmoid.",
        ),
        Mistake(
            "tanh is used, whatever phi is handed in", lambda X, w, b, phi: np.tanh(X @ w + b),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not tanh.",
        ),
        Mistake(
            "step is used, whatever phi is handed in", lambda X, w, b, phi: nn.step(X @ w + b),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not step.",
        ),
        Mistake(
            "negative sums are set to 0, whatever phi is handed in", lambda X, w, b, phi: np.maximum(0.0, X @ w + b),
            "phi is an argument, like x: whoever calls your function chooses it. Call phi, not max or maximum.",
        ),
        Mistake(
            "the sum runs down the columns instead of along the rows",
            lambda X, w, b, phi: phi((X * w).sum(axis=0) + b),
            "axis=0 runs over the examples, axis=1 over the inputs. You want one number for each example.",
        ),
        Mistake(
            "all examples are summed into one number, before phi", lambda X, w, b, phi: phi((X * w).sum() + b),
            "sum() without axis adds up everything. N examples want N outputs: name the axis.",
        ),
        Mistake(
            "the outputs are added up into one number", lambda X, w, b, phi: phi(X @ w + b).sum(),
            "N examples want N outputs. Is there one sum too many, or a += where the outputs should be collected?",
        ),
        Mistake(
            "the outputs are averaged into one number", lambda X, w, b, phi: phi(X @ w + b).mean(),
            "N examples want N outputs, each by itself.",
        ),
        Mistake(
            "the result is kept as a column", lambda X, w, b, phi: phi(X @ w + b)[:, None],
            "(N, 1) is a table with one column; (N,) is N numbers. X @ w with w of shape (d,) gives the second.",
        ),
        Mistake(
            "the result is a table of one row", lambda X, w, b, phi: phi(X @ w + b)[None],
            "(1, N) is a table with one row; (N,) is N numbers. X @ w with w of shape (d,) gives the second.",
        ),
        Mistake(
            "the outputs are collected in a list and the list is returned", lambda X, w, b, phi: list(phi(X @ w + b)),
            "np.array(outputs) makes an array of a list.",
        ),
        Mistake(
            "only the first example is answered, with a single number", lambda X, w, b, phi: phi(X @ w + b)[0],
            "Is there a return inside the loop? It ends the function at the first row.",
        ),
        Mistake(
            "only the last example is answered, with a single number", lambda X, w, b, phi: phi(X @ w + b)[-1],
            "In the loop every output replaces the one before. Collect them: a list with append, or an array with an index.",
        ),
        Mistake(
            "the first example is answered again and again", lambda X, w, b, phi: np.full(len(X), phi(X[0] @ w + b)),
            "The loop runs N times, but X[0] does not move. Which row belongs to round i?",
        ),
        Mistake(
            "the last example's output stands in every place", lambda X, w, b, phi: np.full(len(X), phi(X[-1] @ w + b)),
            "outputs[:] = ... and outputs = ... write everywhere. outputs[i] = ... writes in one place.",
        ),
        Mistake(
            "the last example is left out", lambda X, w, b, phi: phi(X @ w + b)[:-1],
            "range(N - 1) ends at N - 2. range(N) runs over all N examples.",
        ),
        Mistake(
            "the loop over the examples runs as often as there are inputs",
            lambda X, w, b, phi: np.array([phi(X[i] @ w + b) for i in range(len(w))]),
            "len(w) and X.shape[1] count the inputs. len(X) and X.shape[0] count the examples.",
        ),
        Mistake(
            "z is not started afresh for each example", lambda X, w, b, phi: _carried_over(X, w, b, phi),
            "The second example begins where the first one ended. Put z = b inside the loop over the examples.",
        ),
        Mistake(
            "the outputs are put into an array of whole numbers",
            lambda X, w, b, phi: _into_the_kind_of_X(X, w, b, phi),
            "np.zeros_like(X) makes whole numbers where X holds whole numbers, and cuts what you put in. np.zeros(N) does not.",
        ),
    ],
    accepted=[
        _by_rows,
        lambda X, w, b, phi: phi((X * w).sum(axis=1) + b),
        lambda X, w, b, phi: phi(w @ X.T + b),
        lambda X, w, b, phi: np.array([float(phi(np.dot(x, w) + b)) for x in X]),
        lambda X, w, b, phi: phi(np.einsum("nd,d->n", X, w) + b),
        lambda X, w, b, phi: phi((X @ w.reshape(-1, 1) + b).ravel()),
        lambda X, w, b, phi: np.apply_along_axis(lambda x: phi(x @ w + b), 1, X),
    ],
    hints=[
        "One neuron, asked N times: every row of X gives one output.",
        "Rows of X times w, summed, for all rows at once: that is rows_dot of chapter 00, or X @ w. Its shape is (N,).",
        "z = X @ w + b adds b to each of the N sums. phi takes the whole array z.",
    ],
    source="Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3, a row at a time",
)


def _ones_over_first(X):
    X[:, 0] = 1
    return X


def _first_replaced(X):
    return np.column_stack([np.ones(len(X)), X[:, 1:]])


add_bias_input = Exercise(
    reference=nn.add_bias_input,
    points=1,
    cases=[
        Case("one example", np.array([[5.0, 7.0]])),
        Case("three examples", np.array([[5.0, 7.0], [6.0, 8.0], [-1.0, 0.5]])),
        Case("as many examples as inputs", np.array([[5.0, 7.0], [6.0, 8.0]])),
        Case("one input", np.array([[2.0], [-3.0], [4.0]])),
        Case("all inputs 0", np.zeros((2, 3))),
        Case("whole numbers", np.array([[1, 2, 3], [4, 5, 6]])),
        Drawn("random numbers", lambda rng: (rng.normal(size=(6, 3)),)),
    ],
    laws=[
        Law(
            "Row i of the result is made of row i of X alone",
            lambda f, rng: (lambda X: (f(X)[3:4], f(X[3:4].copy())))(rng.normal(size=(5, 2))),
        ),
    ],
    mistakes=[
        Mistake(
            "the ones come last instead of first", lambda X: np.column_stack([X, np.ones(len(X))]),
            "The bias input is x0, so its column stands in front of x1. Turn the order in the list round.",
        ),
        Mistake(
            "a row of ones is added instead of a column", lambda X: np.vstack([np.ones(X.shape[1]), X]),
            "You added an example. Every example should get one more input: the shape grows from (N, d) to (N, d + 1).",
        ),
        Mistake(
            "a row of ones is added below", lambda X: np.vstack([X, np.ones(X.shape[1])]),
            "You added an example. Every example should get one more input: the shape grows from (N, d) to (N, d + 1).",
        ),
        Mistake(
            "the new column holds zeros", lambda X: np.column_stack([np.zeros(len(X)), X]),
            "The bias is multiplied by this input. With 0 it would vanish. By what must it be multiplied to stay b?",
        ),
        Mistake(
            "the new column holds -1", lambda X: np.column_stack([-np.ones(len(X)), X]),
            "Some books use x0 = -1 and a threshold. Here x0 = +1, so that its weight is b itself.",
        ),
        Mistake(
            "the first column is replaced instead of moved", _first_replaced,
            "The shape must grow from (N, d) to (N, d + 1). Nothing of X may get lost.",
        ),
        Mistake(
            "the first column of X is overwritten with ones", _ones_over_first,
            "X[:, 0] = 1 destroys the first input, in the caller's own array. Make a new array with one more column.",
        ),
        Mistake(
            "1 is added to every entry", lambda X: X + 1,
            "X + 1 adds to the numbers. Here a new column is to be put beside them: np.column_stack takes a list of columns.",
        ),
        Mistake(
            "ones and X are strung together into one long array", lambda X: np.append(np.ones(len(X)), X),
            "np.append and np.r_ flatten X when they are not told an axis. np.column_stack puts columns side by side.",
        ),
        Mistake(
            "everything is strung out into one long array", lambda X: np.insert(X, 0, 1),
            "np.insert, np.append and np.r_ flatten X when they are not told an axis. Columns lie along axis=1.",
        ),
        Mistake(
            "everything is strung out into one long array with the 1 at its end", lambda X: np.append(X, 1),
            "np.append flattens X when it is not told an axis, and puts the new at the end. Columns lie along axis=1.",
        ),
        Mistake(
            "a block of ones as large as X is put in front", lambda X: np.hstack([np.ones_like(X), X]),
            "One column is asked for. np.ones(len(X)) has one entry for each example.",
        ),
        Mistake(
            "the result is transposed, with the examples as columns", lambda X: np.vstack([np.ones(len(X)), X.T]),
            "Examples are rows: the result has shape (N, d + 1). Yours has the examples side by side.",
        ),
        Mistake("only the column of ones is returned", lambda X: np.ones((len(X), 1)), "X itself belongs behind it."),
        Mistake(
            "X is returned without the new column", lambda X: X.copy(),
            "np.insert, np.append and np.column_stack return a new array and leave X alone. Return what they return.",
        ),
        Mistake(
            "the column of ones is added at both ends", lambda X: np.pad(X, ((0, 0), (1, 1)), constant_values=1),
            "np.pad with one pair of numbers fills both sides. In front of the columns only: ((0, 0), (1, 0)).",
        ),
        Mistake(
            "the ones have shape (N,), and are joined to a table without being made a column",
            lambda X: np.hstack([np.ones(len(X)), X]),
            "np.hstack and np.concatenate want a column of shape (N, 1) beside a table. np.ones((N, 1)) makes one; "
            "np.column_stack does it by itself.",
        ),
        Mistake(
            "np.concatenate is not told the axis", lambda X: np.concatenate([np.ones((len(X), 1)), X]),
            "Without axis, np.concatenate puts tables below each other. Beside each other is axis=1.",
        ),
        Mistake(
            "there is a 1 for each input instead of for each example",
            lambda X: np.column_stack([np.ones(X.shape[1]), X]),
            "X.shape[1] counts the inputs. The column needs len(X) entries, one for each example.",
        ),
        Mistake(
            "a table of ones is returned with no X in it", lambda X: np.ones((len(X), X.shape[1] + 1)),
            "The shape is right. Now X has to be put into the columns behind the first one.",
        ),
        Mistake(
            "the new column is put in the second place", lambda X: np.insert(X, 1, 1, axis=1),
            "Positions count from 0, and x0 stands in front of x1.",
        ),
        Mistake(
            "a list of rows is returned", lambda X: [[1.0, *row] for row in X.tolist()],
            "np.array(rows) makes an array of the list.",
        ),
        Mistake(
            "X and the ones are returned as a pair and not joined", lambda X: (np.ones(len(X)), X),
            "np.column_stack([...]) joins columns and tables into one table.",
        ),
    ],
    accepted=[
        lambda X: np.hstack([np.ones((X.shape[0], 1)), X]),
        lambda X: np.c_[np.ones(len(X)), X],
        lambda X: np.insert(X, 0, 1, axis=1),
        lambda X: np.concatenate((np.ones((len(X), 1)), X), axis=1),
        lambda X: np.array([[1, *row] for row in X]),
        lambda X: np.pad(X, ((0, 0), (1, 0)), constant_values=1),
    ],
    hints=[
        "The result is one column wider than X: its first column is 1 in every row.",
        "np.ones(len(X)) is the column: one 1 for each example.",
        "np.column_stack([first, second]) puts columns and tables side by side. Which of the two comes first?",
    ],
    source="Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3",
)


def _over_first_weight(w, b):
    w[0] = b
    return w


fold_bias = Exercise(
    reference=nn.fold_bias,
    points=1,
    cases=[
        Case("two weights", np.array([0.5, -1.0]), 0.25),
        Case("one weight", np.array([-3.0]), 2.0),
        Case("four weights", np.array([1.0, 2.0, -3.0, 0.5]), -1.5),
        Case("b = 0", np.array([1.0, 2.0, 3.0]), 0.0),
        Case("whole numbers", np.array([4, 0, -1]), 2),
        Drawn("random numbers", lambda rng: (rng.normal(size=5), rng.normal())),
    ],
    laws=[
        Law(
            "With x0 = 1 in front of x, the folded weights give the same z",
            lambda f, rng: (lambda w, x, b: (np.dot(f(w, b), [1.0, *x]), np.dot(w, x) + b))(
                rng.normal(size=3), rng.normal(size=3), rng.normal()
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "the bias comes last instead of first", lambda w, b: np.append(w, b),
            "add_bias_input puts x0 = +1 in front, so its weight w0 = b stands in front too.",
        ),
        Mistake(
            "the bias is added to every weight", lambda w, b: w + b,
            "w + b adds numbers. Here b becomes one more entry: the shape grows from (d,) to (d + 1,).",
        ),
        Mistake(
            "the bias is left out", lambda w, b: w.copy(),
            "The shape must grow from (d,) to (d + 1,). np.insert and np.append leave w alone and return a new array.",
        ),
        Mistake(
            "a 1 is put in front instead of the bias", lambda w, b: np.append(1.0, w),
            "The 1 is the input x0. Its weight w0 is b.",
        ),
        Mistake(
            "both a 1 and the bias are put in front", lambda w, b: np.array([1, b, *w]),
            "The 1 is the input x0, and add_bias_input takes care of it. Only b is folded into w.",
        ),
        Mistake(
            "the bias has the wrong sign", lambda w, b: np.append(-b, w),
            "With x0 = +1 the weight of the bias input is b itself, with no minus.",
        ),
        Mistake(
            "the bias replaces the first weight", lambda w, b: np.append(b, w[1:]),
            "The shape must grow from (d,) to (d + 1,). No weight may get lost.",
        ),
        Mistake(
            "the bias is written over the first weight, in the caller's own array", _over_first_weight,
            "w[0] = b destroys a weight and changes what was handed to you. Make a new, longer array.",
        ),
        Mistake(
            "the bias is added to the first weight", lambda w, b: np.append(w[0] + b, w[1:]),
            "b does not join a weight: it is one more entry, in front of all of them.",
        ),
        Mistake(
            "the bias multiplies the weights", lambda w, b: b * w,
            "b becomes one more entry, in front of all weights. They themselves do not change.",
        ),
        Mistake(
            "the result is a column", lambda w, b: np.append(b, w)[:, None],
            "(d + 1, 1) is a table with one column; (d + 1,) is d + 1 numbers.",
        ),
        Mistake(
            "the result is a table of one row", lambda w, b: np.append(b, w)[None],
            "(1, d + 1) is a table with one row; (d + 1,) is d + 1 numbers. One pair of brackets too many?",
        ),
        Mistake("a list is returned", lambda w, b: [b, *w.tolist()], "np.array(...) makes an array of the list."),
        Mistake(
            "b and w are returned as a pair and not joined", lambda w, b: (b, w),
            "np.concatenate([...]) joins arrays end to end. b is a number: [b] is a list that can be joined.",
        ),
        Mistake(
            "np.concatenate([b, w]) is asked to join a number and an array",
            lambda w, b: np.concatenate([b, w]),
            "np.concatenate joins lists or arrays, and b is a bare number. Put b into a list of its own: [b].",
        ),
        Mistake(
            "np.array([b, w]) is asked for an array whose second entry is an array",
            lambda w, b: np.array([b, w]),
            "An entry is a number. np.array([b, *w]) unpacks the weights; np.concatenate joins two lists or arrays.",
        ),
        Mistake(
            "a 0 is put in front instead of the bias", lambda w, b: np.append(0.0, w),
            "Has b been written into the first place? It still holds a 0.",
        ),
        Mistake(
            "the bias is put in the second place", lambda w, b: np.insert(w, 1, b),
            "Positions count from 0, and w0 stands in front of w1.",
        ),
        Mistake(
            "only the first two weights are kept", lambda w, b: np.array([b, w[0], w[1]]),
            "Your result is written out for two weights. There may be one, or a hundred.",
        ),
        Mistake(
            "the weights are multiplied by the bias, too", lambda w, b: np.append(b, b * w),
            "b stands in front, and w follows as it is.",
        ),
        Mistake(
            "the weights come in reverse order", lambda w, b: np.append(b, w[::-1]),
            "b in front, and then the weights in the order in which they came. If you insert in a loop, mind the place.",
        ),
    ],
    accepted=[
        lambda w, b: np.append(b, w),
        lambda w, b: np.r_[b, w],
        lambda w, b: np.hstack(([b], w)),
        lambda w, b: np.insert(w, 0, b),
        lambda w, b: np.array([b, *w]),
        lambda w, b: np.array([b] + list(w)),
        lambda w, b: np.concatenate((np.array([b]), w)),
    ],
    hints=[
        "The result is one entry longer than w, and b is its first entry.",
        "np.concatenate([first, second]) joins two lists or arrays end to end.",
        "b is a number, and [b] is a list with one entry: that one can be joined with w.",
    ],
    source="Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3",
)

hunt_neuron = Decision(
    name="hunt_neuron",
    question="Which line is wrong?",
    points=1,
    choices={
        "A": "`outputs = []` stands before the loops, so it is set only once.",
        "B": "`z = 0.0` stands in the loop over the examples.",
        "C": "`for j in range(len(w))` counts from 0 and stops before `len(w)`.",
        "D": "`z = z + w[j] * x[j] + b` stands in the loop over the inputs.",
        "E": "`outputs.append(phi(z))` stands outside the loop over the inputs.",
    },
    right="D",
    reasons={
        "1": "The outputs are wrong as soon as X has two rows or more: the first example leaks into the second.",
        "2": "The outputs are wrong as soon as there are two inputs or more: the bias counts once for each of them.",
        "3": "The outputs are wrong as soon as there are two inputs or more: the last of them is never looked at.",
        "4": "The outputs are wrong as soon as phi is not the identity: it is applied at the wrong moment.",
    },
    because="2",
    replies={
        "A": "The list collects one output for each example, so it must survive the whole loop over X. Set it afresh in there, "
        "and only the last output is left.",
        "B": "Ask the broken function about X_test[:1] and X_test[1:2] alone, and then about both together: the same outputs. Each example "
        "starts on its own, and this is the line that sees to it.",
        "C": "Print list(range(3)). Those are just the positions of three weights, first and last included.",
        "E": "phi takes the finished z of one example, so it must wait until the loop over the inputs is through. It does.",
        "1": "Try it: one row alone, and the same row among others. Does its output change?",
        "3": "Set the last weight to 0 and then to 5. The output changes, so that input is looked at.",
        "4": "Try it with identity for phi. Is the output right then?",
    },
    moral="With one input the broken neuron is right, and that is why such a fault can live long. A bias belongs to the neuron, "
    "and not to an input: it is added once.",
    hints=[
        "Compare both functions on X with one column, two columns, three columns. How does the error grow?",
        "Take the identity for phi, all weights 0 and b = 1. Every output should be 1. What is it with three inputs?",
        "Count how often each line runs for one example with three inputs, and ask which of them should run only once.",
    ],
    source="Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3: one bias for each neuron",
)

needs_bias = Decision(
    name="needs_bias",
    question="Which of these data need a bias? A, B, D and E are for a line, C and F for a sigmoid neuron that should say more than "
    "0.5 for every 1, and less than 0.5 for every 0. Name all that cannot be had with a weight alone.",
    points=1,
    choices={
        "A": "price of apples: x = 0, 1, 2, 3 kilograms, y = 0, 2, 4, 6",
        "B": "temperature: x = -10, 0, 10, 20 degrees Celsius, y = 14, 32, 50, 68 degrees Fahrenheit",
        "C": "spam: x = 0, 1, 2, 5, 6, 7 links in a message, y = 0, 0, 0, 1, 1, 1",
        "D": "a spring: x = -2, -1, 1, 2 centimetres of stretch, y = 6, 3, -3, -6, its force",
        "E": "a car park with one price: x = 1, 2, 3, 4 hours, y = 5, 5, 5, 5",
        "F": "is the water liquid: x = -20, -10, -5, 5, 10, 20 degrees Celsius, y = 0, 0, 0, 1, 1, 1",
    },
    right="BCE",
    reasons={
        "1": "A weight can only make an output larger. Where y falls or is negative, a bias must pull it down.",
        "2": "The mean of y is not 0. A bias is what makes up for the mean, as in the formula for b.",
        "3": "Without a bias z is 0 at x = 0: the line is stuck at (0, 0), the sigmoid at 0.5. These data do not agree with that.",
        "4": "A sigmoid neuron has a threshold, and the bias is the threshold. A line can do without.",
    },
    because="3",
    replies={
        "A": "Look for a single weight w with y = w x for all four points of A, the first one included.",
        "B": "What is y in B where x is 0? And what does w times 0 give?",
        "C": "Without a bias, the sigmoid is 0.5 at x = 0 and stays on one side of it for all positive x. Look at x = 2 and x = 5 in C.",
        "D": "A weight may be negative. Try w = -3 on every point of D.",
        "E": "A flat line has slope 0, and w = 0 alone gives y = 0. What else is there in E?",
        "F": "At which x must the sigmoid of F pass 0.5, and where does it pass it with b = 0?",
        "1": "A weight may be negative, and then outputs fall. D has such data: what does it need?",
        "2": "The mean of y in A is 3. Does A need a bias?",
        "4": "C and F are both for a sigmoid neuron. Do both need a bias? And is a line never in need of one?",
    },
    moral="A weight turns the line about (0, 0) and makes the sigmoid steeper or flatter, always with 0.5 at x = 0. Only a bias "
    "moves that point elsewhere. As we seldom know in advance, every neuron gets one.",
    hints=[
        "Set b to 0 in the figure and move w alone. Which point of the line never moves? Which of the sigmoid?",
        "For A, B, D and E run fit_line and look at b. Where it is 0, the weight alone is enough.",
        "For C and F ask where the output must pass 0.5. With b = 0 that is always at x = 0.",
    ],
    source="Haykin, Neural Networks and Learning Machines (2009), Introduction, section 3: what the bias does",
)

chapter = Chapter(
    "01_neuron",
    "01 Neuron",
    (
        line,
        fit_line,
        weighted_sum,
        neuron,
        neuron_batch,
        add_bias_input,
        fold_bias,
        hunt_neuron,
        needs_bias,
    ),
    tools=("identity", "sigmoid", "step"),
)
