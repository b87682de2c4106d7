"""Chapter 07: the slope of anything, felt for with two steps, and walking against it."""

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import as_array, compare
from annlab.exercises.chapter import Chapter

# ---- functions to go downhill on: named, at module level ----


def bowl(x):
    """Return the sum of squares."""
    return np.sum(x**2)


def slanted(x):
    """Return x0 + 2 x1 + 3 x2 + ..."""
    return np.sum(np.arange(1.0, np.size(x) + 1) * np.ravel(x))


def product(x):
    return np.prod(x)


def cubes(x):
    return np.sum(x**3)


def waves(x):
    """Return sin x0 + 2 sin x1 + 3 sin x2 + ..."""
    return np.sum(np.arange(1.0, np.size(x) + 1) * np.ravel(np.sin(x)))


def _entry_by_entry(slope):
    """Return the answer that takes slope(f, x, place, h) at every place."""

    def gradient(f, x, h=1e-5):
        x = np.array(x, dtype=float)
        slopes = np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            slopes[place] = slope(f, x, place, h)
        return slopes

    return gradient


def _moved(x, place, by):
    x = x.copy()
    x[place] += by
    return x


def _central(f, x, place, h):
    return (f(_moved(x, place, h)) - f(_moved(x, place, -h))) / (2 * h)


def _needs_h(f, x, h):
    """Return the one-sided difference; there is no default for h."""
    return _entry_by_entry(lambda f, x, i, h: (f(_moved(x, i, h)) - f(x)) / h)(f, x, h)


def _never_put_back(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        up = f(x)
        x[place] -= 2 * h
        slopes[place] = (up - f(x)) / (2 * h)
    return slopes


def _left_up(f, x, h=1e-5):
    """Move every entry up and never back; the way down starts from x as it was."""
    x = np.array(x, dtype=float)
    up, slopes = x.copy(), np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up[place] += h
        slopes[place] = (f(up) - f(_moved(x, place, -h))) / (2 * h)
    return slopes


def _left_on_both_sides(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    up, down, slopes = x.copy(), x.copy(), np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up[place] += h
        down[place] -= h
        slopes[place] = (f(up) - f(down)) / (2 * h)
    return slopes


def _in_a_copy_like_x(f, x, h=1e-5):
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        slopes[place] = _central(f, x, place, h)
    return slopes


def _slopes_like_x(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        slopes[place] = _central(f, x.astype(float), place, h)
    return slopes


def _all_like_x(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        slopes[place] = _central(f, x, place, h)
    return slopes


def _steps_of_a_row(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes[i] = (f(x + step) - f(x - step)) / (2 * h)
    return slopes


def _added_everywhere(f, x, h=1e-5):
    return np.full(x.shape, np.sum(nn.numerical_gradient(f, x, h)))


def _x_itself(f, x, h=1e-5):
    """Move the caller's own x, up and then down, and leave it there."""
    if x.dtype.kind != "f":
        return nn.numerical_gradient(f, x, h)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        up = f(x)
        x[place] -= 2 * h
        slopes[place] = (up - f(x)) / (2 * h)
    return slopes


def _one_name(f, x, h=1e-5):
    """Call x by two names, and move both."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x, x
        up[place] += h
        down[place] -= h
        slopes[place] = (f(up) - f(down)) / (2 * h)
    return slopes


def _row_by_row(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for i in range(len(x)):
        slopes[i] = _central(f, x, i, h)
    return slopes


def _first_axis(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    return np.array([_central(f, x, i, h) for i in range(len(x))])


def _diagonal_steps(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    return np.array([(f(up) - f(down)) / (2 * h) for up, down in zip(x + h * np.eye(x.size), x - h * np.eye(x.size), strict=True)])


def _five_points(f, x, i, h):
    return (8 * (f(_moved(x, i, h)) - f(_moved(x, i, -h))) - f(_moved(x, i, 2 * h)) + f(_moved(x, i, -2 * h))) / (12 * h)


numerical_gradient = Exercise(
    reference=nn.numerical_gradient,
    points=3,
    cases=[
        Case("one number", bowl, np.array([3.0]), 1e-5),
        Case("a slope for each entry", slanted, np.array([1.0, -2.0, 0.5]), 1e-5),
        Case("entries that depend on each other", product, np.array([2.0, 3.0, 4.0]), 0.5),
        Case("negative entries and zeros", waves, np.array([0.0, -2.0, -0.5]), 1e-5),
        Case("a wide h on a curve", cubes, np.array([1.0, -2.0]), 0.5),
        Case("h = 0.125", cubes, np.array([0.0, 4.0]), 0.125),
        Case("whole numbers in x", product, np.array([2, 3, 4]), 1e-5),
        Case("whole numbers, wide h", cubes, np.array([3, -1]), 0.25),
        Case("a table of 2 x 3", waves, np.array([[0.5, -1.0, 2.0], [0.0, 1.0, -0.25]]), 1e-5),
        Case("a table of 2 x 2", product, np.array([[1.0, 2.0], [3.0, -1.0]]), 1e-5),
        Drawn("random numbers", lambda rng: (waves, rng.normal(size=4), 1e-5), weight=2),
        Drawn("random numbers, wide h", lambda rng: (waves, rng.normal(size=3), 0.25)),
    ],
    laws=[
        Law("Left out, h is 1e-5", lambda f, rng: (f(cubes, np.array([0.0, 2.0])), f(cubes, np.array([0.0, 2.0]), 1e-5))),
    ],
    mistakes=[
        Mistake(
            "the slope is taken to one side: f(x + h) - f(x), divided by h",
            _needs_h,
            "Go to both sides, to x + h and to x - h, and divide by the whole distance, 2 h: the error is then far smaller.",
        ),
        Mistake(
            "the slope is taken to one side: f(x) - f(x - h), divided by h",
            _entry_by_entry(lambda f, x, i, h: (f(x) - f(_moved(x, i, -h))) / h),
            "Go to both sides, to x + h and to x - h, and divide by the whole distance, 2 h.",
        ),
        Mistake(
            "the distance between the two points is taken for h, and it is 2 h",
            _entry_by_entry(lambda f, x, i, h: 2 * _central(f, x, i, h)),
            "From x - h to x + h it is two h. Try f = 3 x: its slope is 3.",
        ),
        Mistake(
            "the difference is divided by 2, and multiplied by h",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(x, i, h)) - f(_moved(x, i, -h))) / 2 * h),
            "Python goes from left to right: a / 2 * h is (a / 2) * h. Put brackets round 2 * h.",
        ),
        Mistake(
            "brackets are missing, and only the second value is divided",
            _entry_by_entry(lambda f, x, i, h: f(_moved(x, i, h)) - f(_moved(x, i, -h)) / (2 * h)),
            "Python divides before it subtracts. Put brackets round the difference.",
        ),
        Mistake(
            "the difference is not divided at all",
            _entry_by_entry(lambda f, x, i, h: f(_moved(x, i, h)) - f(_moved(x, i, -h))),
            "A slope is a difference divided by a distance. How far apart are x + h and x - h?",
        ),
        Mistake(
            "the difference is divided by 2 and not by h",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(x, i, h)) - f(_moved(x, i, -h))) / 2),
            "A slope is a difference divided by a distance, and the distance is 2 h.",
        ),
        Mistake(
            "the difference is taken the wrong way round",
            _entry_by_entry(lambda f, x, i, h: -_central(f, x, i, h)),
            "Try f = 3 x: its slope is 3. What comes after the step up stands in front.",
        ),
        Mistake(
            "the way down ends at x itself, and the difference is divided by 2 h all the same",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(x, i, h)) - f(x)) / (2 * h)),
            "From x + h to x - h it is two h: the entry has to go down by 2 h, or start from a fresh copy.",
        ),
        Mistake(
            "each side is only h / 2 away",
            _entry_by_entry(lambda f, x, i, h: _central(f, x, i, h / 2)),
            "In formula (7.1) the points are x + h and x - h, and their distance is 2 h.",
        ),
        Mistake(
            "each side is 2 h away",
            _entry_by_entry(lambda f, x, i, h: _central(f, x, i, 2 * h)),
            "In formula (7.1) the points are x + h and x - h, and their distance is 2 h.",
        ),
        Mistake(
            "h is fixed at 1e-5, whatever the caller says",
            _entry_by_entry(lambda f, x, i, h: _central(f, x, i, 1e-5)),
            "Call it with h = 0.5 on x ** 3: the result changes with h. Is there a number where h should stand?",
        ),
        Mistake(
            "the step grows with x: h times the entry is added",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(x, i, h * x[i])) - f(_moved(x, i, -h * x[i]))) / (2 * h)),
            "x * (1 + h) is not x + h. Every entry moves by the same h.",
        ),
        Mistake(
            "an entry that has been moved is not put back before the next one moves",
            _never_put_back,
            "Only one entry may move at a time. Print x after your loop: is it what it was? Work on a fresh copy, or put the entry back.",
        ),
        Mistake(
            "entries stay moved up while the next one moves",
            _left_up,
            "Only one entry may move at a time. Make the copy inside the loop, or put the entry back.",
        ),
        Mistake(
            "entries stay moved, to both sides, while the next one moves",
            _left_on_both_sides,
            "Only one entry may move at a time. The copies belong inside the loop: a fresh pair for every entry.",
        ),
        Mistake(
            "all entries are moved at once",
            lambda f, x, h=1e-5: np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)),
            "x + h moves every entry. The slope of entry 0 is found by moving entry 0 alone: copy x, then change one place.",
        ),
        Mistake(
            "all entries are moved at once, and a single number comes back",
            lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h),
            "x + h moves every entry. Each entry has a slope of its own, found by moving it alone.",
        ),
        Mistake(
            "every place holds the sum of all slopes",
            _added_everywhere,
            "`slopes += ...` adds to every entry. Store each slope in its own place: slopes[place] = ...",
        ),
        Mistake(
            "the slopes of all entries are added up",
            lambda f, x, h=1e-5: np.sum(nn.numerical_gradient(f, x, h)),
            "Each entry has a slope of its own: the result has the shape of x.",
        ),
        Mistake(
            "the other entries are 0 while one moves: x itself is left out",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(0 * x, i, h)) - f(_moved(0 * x, i, -h))) / (2 * h)),
            "An array with h in one place and zeros elsewhere is a step. It has to be added to x.",
        ),
        Mistake(
            "the other entries are 0 while one moves",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(0 * x, i, x[i] + h)) - f(_moved(0 * x, i, x[i] - h))) / (2 * h)),
            "f wants the whole of x, with one entry moved. Copy x, and change one place of the copy.",
        ),
        Mistake(
            "the copy of a whole-number x holds whole numbers, and h is cut off",
            _in_a_copy_like_x,
            "Try a = np.array([3]); a[0] = 3.99; print(a). Make the copy a float array: np.array(x, dtype=float) or x.astype(float).",
        ),
        Mistake(
            "the slopes are stored in an array like x: where x holds whole numbers, they are cut to whole numbers",
            _slopes_like_x,
            "Print np.zeros_like(np.array([1, 2])).dtype. Slopes need a float array: np.zeros(x.shape).",
        ),
        Mistake(
            "copies and slopes are arrays like x: where x holds whole numbers, so do they, and h is cut off",
            _all_like_x,
            "Try a = np.array([3]); a[0] = 3.99; print(a). np.array(x, dtype=float) is a copy that can hold a small step.",
        ),
        Mistake(
            "the caller's x is moved, and not put back",
            _x_itself,
            "x belongs to the caller: copy it first. And only one entry may be moved at a time.",
        ),
        Mistake(
            "up and down are two names for x itself: nothing is copied",
            _one_name,
            "`up = x` copies nothing. Move up, and down has moved as well. x.copy() makes a new array.",
        ),
        Mistake(
            "up and down are two names for one and the same copy",
            _entry_by_entry(lambda f, x, i, h: 0.0),
            "`up = x` copies nothing. Move up, and down has moved as well. x.copy() makes a new array, once for each.",
        ),
        Mistake(
            "a whole row of a table is moved at once",
            _row_by_row,
            "In a table x[i] is a row. np.ndindex(x.shape) visits every place: use x[place], where place is a pair.",
        ),
        Mistake(
            "whole rows of a table are moved at once, and there is one slope for each row",
            _first_axis,
            "In a table x[i] is a row. np.ndindex(x.shape) visits every place, and np.zeros(x.shape) has a slot for each.",
        ),
        Mistake(
            "the slopes of a table come back in one row",
            lambda f, x, h=1e-5: nn.numerical_gradient(f, x, h).ravel(),
            "The numbers are right. The result has the shape of x: a table for a table.",
        ),
        Mistake(
            "the step is a row of len(x) numbers, which fits no table",
            _steps_of_a_row,
            "In a table len(x) counts the rows. np.zeros(x.shape) is a step of the right shape; np.ndindex(x.shape) visits every place.",
        ),
        Mistake(
            "a unit matrix of steps is added to x, which fits a row of numbers and no table",
            _diagonal_steps,
            "For a row of numbers that is neat. A table needs a step of its own shape: np.ndindex(x.shape) visits every place.",
        ),
        Mistake(
            "only the first entry's slope is found",
            _entry_by_entry(lambda f, x, i, h: _central(f, x, i, h) if not any(i) else 0.0),
            "Does `return` stand inside the loop, or does the loop end early? Every place of x gets a slope.",
        ),
        Mistake(
            "the last entry's slope is missing",
            _entry_by_entry(lambda f, x, i, h: 0.0 if i == tuple(n - 1 for n in x.shape) else _central(f, x, i, h)),
            "Does the loop end one short? range(n) already stops at n - 1.",
        ),
        Mistake(
            "the minus signs are lost",
            _entry_by_entry(lambda f, x, i, h: abs(_central(f, x, i, h))),
            "A slope may be negative: downhill to the right. Leave abs out.",
        ),
        Mistake(
            "the second derivative is computed, how the slope itself changes",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(x, i, h)) - 2 * f(x) + f(_moved(x, i, -h))) / h**2),
            "Here only the two outer points count, f(x + h) and f(x - h).",
        ),
        Mistake(
            "a formula with four points is used, and not the central difference",
            _entry_by_entry(_five_points),
            "That is more exact, and not what formula (7.1) says: two points, x + h and x - h.",
        ),
        Mistake(
            "the values at the two points are added",
            _entry_by_entry(lambda f, x, i, h: (f(_moved(x, i, h)) + f(_moved(x, i, -h))) / (2 * h)),
            "How much does f change between the two points? That is a difference.",
        ),
        Mistake(
            "f is called on one entry alone",
            _entry_by_entry(lambda f, x, i, h: (f(x[i] + h) - f(x[i] - h)) / (2 * h)),
            "f is a function of the whole array: it may mix the entries. Hand it a whole x with one entry moved.",
        ),
    ],
    accepted=[
        _entry_by_entry(_central),
        lambda f, x, h=1e-5: np.array([_central(f, np.array(x, dtype=float), i, h) for i in np.ndindex(x.shape)]).reshape(x.shape),
        lambda f, x, h=1e-5: _with_steps(f, np.asarray(x, dtype=float), h),
        lambda f, x, h=1e-5: _and_back(f, np.array(x, dtype=float), h),
    ],
    hints=[
        "One entry at a time: copy x, add h to one place of the copy, and call f on all of the copy. Then the same with -h. "
        "The difference, divided by 2 h, is that place's slope.",
        "Start with x = np.array(x, dtype=float) and slopes = np.zeros(x.shape). `for place in np.ndindex(x.shape):` visits every place, "
        "in a row of numbers and in a table.",
        "In the loop: up = x.copy() and up[place] = up[place] + h, the same for down with -h, and then "
        "slopes[place] = (f(up) - f(down)) / (2 * h).",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 11.5",
)


def _with_steps(f, x, h):
    slopes = []
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = h
        slopes.append((f(x + step.reshape(x.shape)) - f(x - step.reshape(x.shape))) / (2 * h))
    return np.reshape(slopes, x.shape)


def _and_back(f, x, h):
    slopes = np.empty_like(x)
    walk = np.nditer(x, flags=["multi_index"])
    for value in walk:
        place, before = walk.multi_index, float(value)
        x[place] = before + h
        up = f(x)
        x[place] = before - h
        slopes[place] = (up - f(x)) / (2 * h)
        x[place] = before
    return slopes


# ---- how far two gradients are apart ----

_norm = np.linalg.norm


def _guarded(f):
    """Return f, with 0 where both arrays are 0."""
    return lambda a, b: f(a, b) if np.any(a) or np.any(b) else 0.0


relative_error = Exercise(
    reference=nn.relative_error,
    points=1,
    cases=[
        Case("equal", np.array([1.0, 2.0]), np.array([1.0, 2.0])),
        Case("the same direction", np.array([3.0, 0.0]), np.array([1.0, 0.0])),
        Case("another direction", np.array([3.0, 4.0]), np.array([4.0, 3.0])),
        Case("opposite", np.array([1.0, -2.0]), np.array([-1.0, 2.0])),
        Case("one of them 0", np.array([0.0, 0.0]), np.array([3.0, 4.0])),
        Case("both 0", np.array([0.0, 0.0]), np.array([0.0, 0.0])),
        Case("whole numbers", np.array([5, 12, 0]), np.array([5, 0, 12])),
        Case("very small", np.array([3e-5, 4e-5]), np.array([4e-5, 3e-5])),
        Case("nearly equal", np.array([1.0, 2.0]), np.array([1.0, 2.000004])),
        Case("a single entry", np.array([0.5]), np.array([-0.25])),
        Case("a table", np.array([[1.0, 2.0], [0.0, -2.0], [1.0, 1.0]]), np.array([[1.0, 1.0], [0.5, -2.0], [0.0, 1.0]])),
        Drawn("random numbers", lambda rng: (rng.normal(size=5), rng.normal(size=5)), weight=2),
        Drawn("a random table", lambda rng: (rng.normal(size=(3, 3)), rng.normal(size=(3, 3)))),
    ],
    laws=[
        Law(
            "A thousand times both changes nothing",
            lambda f, rng: (lambda a, b: (f(1000 * a, 1000 * b), f(a, b)))(rng.normal(size=4), rng.normal(size=4)),
        ),
    ],
    mistakes=[
        Mistake(
            "0 is divided by 0 where both are 0",
            lambda a, b: _norm(a - b) / (_norm(a) + _norm(b)),
            "The formula is right. Two gradients that are both 0 agree: look at the denominator first, and return 0.0 if it is 0.",
        ),
        Mistake(
            "0 divided by 0 is avoided, but with 1 as the answer",
            lambda a, b: nn.relative_error(a, b) if np.any(a) or np.any(b) else 1.0,
            "Two gradients that are both 0 agree completely. Which error says so?",
        ),
        *[
            Mistake(
                f"as much as {more:g} is added to the denominator",
                lambda a, b, more=more: _norm(a - b) / (_norm(a) + _norm(b) + more),
                "Small gradients then seem to agree better than they do. Ask whether the denominator is 0, and add nothing.",
            )
            for more in (1e-8, 1e-7, 1e-6, 1e-5)
        ],
        Mistake(
            "gradients that are nearly equal are taken for equal",
            lambda a, b: 0.0 if np.allclose(a, b) else nn.relative_error(a, b),
            "How nearly is what this function should say. Ask whether the two lengths are 0, and nothing else.",
        ),
        Mistake(
            "the error is 0 as soon as one of the two is 0",
            lambda a, b: nn.relative_error(a, b) if np.any(a) and np.any(b) else 0.0,
            "If only one of them is 0, they disagree completely: the formula says 1. Only both lengths together make the denominator 0.",
        ),
        Mistake(
            "every entry is judged by itself, and an array comes back",
            lambda a, b: np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-300),
            "One number is asked for. np.linalg.norm of an array is its length: one number for the whole of it.",
        ),
        Mistake(
            "the worst entry's relative error is handed back",
            lambda a, b: np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-300)),
            "Some texts do that. Here the three lengths are taken first, over all entries: formula (7.2).",
        ),
        Mistake(
            "the relative errors of the entries are averaged",
            lambda a, b: np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-300)),
            "The three lengths are taken first, over all entries: formula (7.2). No mean is needed.",
        ),
        Mistake(
            "only the length of a divides",
            _guarded(lambda a, b: _norm(a - b) / _norm(a) if np.any(a) else np.inf),
            "Swap a and b: the error should be the same. Both lengths stand below the line, added.",
        ),
        Mistake(
            "only the length of b divides",
            _guarded(lambda a, b: _norm(a - b) / _norm(b)),
            "Swap a and b: the error should be the same. Both lengths stand below the line, added.",
        ),
        Mistake(
            "the larger of the two lengths divides, and not their sum",
            _guarded(lambda a, b: _norm(a - b) / max(_norm(a), _norm(b))),
            "Try opposite gradients, b = -a: the error should be 1. What is ||a|| + ||b|| there, and what the larger one?",
        ),
        Mistake(
            "the mean of the two lengths divides, and not their sum",
            _guarded(lambda a, b: 2 * nn.relative_error(a, b)),
            "Try opposite gradients, b = -a: the error should be 1. Is there a 2 too many?",
        ),
        Mistake(
            "the length of a + b divides, and not the sum of the two lengths",
            _guarded(lambda a, b: _norm(a - b) / _norm(a + b)),
            "Try opposite gradients, b = -a: a + b is 0. Take the two lengths first, then add them.",
        ),
        Mistake(
            "the product of the two lengths divides",
            _guarded(lambda a, b: _norm(a - b) / (_norm(a) * _norm(b))),
            "Multiply both by 1000: the error should stay the same. The lengths are added, not multiplied.",
        ),
        Mistake(
            "the difference is not divided at all",
            lambda a, b: _norm(a - b),
            "Multiply both by 1000: a relative error stays the same. Divide by the two lengths, added.",
        ),
        Mistake(
            "sums of squares stand in the place of lengths: the roots are missing",
            _guarded(lambda a, b: np.sum((a - b) ** 2) / (np.sum(a**2) + np.sum(b**2))),
            "A length is the root of a sum of squares. np.linalg.norm takes the root, too.",
        ),
        Mistake(
            "one root is taken, over the sum of all squares below the line",
            _guarded(lambda a, b: _norm(a - b) / np.sqrt(np.sum(a**2) + np.sum(b**2))),
            "Each length has its own root: np.linalg.norm(a) + np.linalg.norm(b).",
        ),
        Mistake(
            "sums of sizes stand in the place of lengths",
            _guarded(lambda a, b: np.sum(np.abs(a - b)) / (np.sum(np.abs(a)) + np.sum(np.abs(b)))),
            "A length is the root of the sum of squares, as in Pythagoras: [3, 4] is 5 long, and not 7.",
        ),
        Mistake(
            "np.linalg.norm is told to use its first kind, sums of sizes",
            _guarded(lambda a, b: _norm(a - b, 1) / (_norm(a, 1) + _norm(b, 1))),
            "Leave the second argument of np.linalg.norm out: then it is the root of the sum of all squares.",
        ),
        Mistake(
            "the largest entries stand in the place of lengths",
            _guarded(lambda a, b: np.max(np.abs(a - b)) / (np.max(np.abs(a)) + np.max(np.abs(b)))),
            "A length is the root of the sum of squares, as in Pythagoras: [3, 4] is 5 long, and not 4.",
        ),
        Mistake(
            "means of squares, rooted or not, stand in the place of lengths",
            _guarded(lambda a, b: np.mean((a - b) ** 2) / (np.sqrt(np.mean(a**2)) + np.sqrt(np.mean(b**2)))),
            "All three are lengths of the same kind: np.linalg.norm of a - b, of a, and of b.",
        ),
        Mistake(
            "the lengths are compared, and not the directions",
            _guarded(lambda a, b: abs(_norm(a) - _norm(b)) / (_norm(a) + _norm(b))),
            "[3, 4] and [4, 3] are equally long, and yet they differ. Subtract first, then take the length.",
        ),
        Mistake(
            "a and b are added above the line",
            _guarded(lambda a, b: _norm(a + b) / (_norm(a) + _norm(b))),
            "Try a = b: there is no error. What is subtracted?",
        ),
        Mistake(
            "the entries are added up, with their signs, before they are compared",
            _guarded(lambda a, b: abs(np.sum(a) - np.sum(b)) / (abs(np.sum(a)) + abs(np.sum(b)))),
            "[3, 4] and [4, 3] have the same sum, and yet they differ. np.linalg.norm is the length of an array.",
        ),
        Mistake(
            "the brackets round the sum below the line are missing",
            lambda a, b: _norm(a - b) / _norm(a) + _norm(b) if np.any(a) else np.inf if np.any(b) else np.nan,
            "Python divides before it adds. Put brackets round all that divides.",
        ),
        Mistake(
            "np.linalg.norm is told to use its second kind, which for a table is another measure",
            _guarded(lambda a, b: _norm(a - b, 2) / (_norm(a, 2) + _norm(b, 2))),
            "Leave the second argument of np.linalg.norm out: then it is the root of the sum of all squares, in tables too.",
        ),
        Mistake(
            "the absolute difference is divided by the signed sum, entry by entry",
            lambda a, b: np.divide(np.abs(a - b), a + b),
            "One number is asked for: the length of a - b, divided by the two lengths, added.",
        ),
        Mistake(
            "1 minus the error is handed back, an agreement",
            lambda a, b: 1 - nn.relative_error(a, b),
            "Equal gradients have error 0.",
        ),
        Mistake(
            "it comes out in per cent",
            lambda a, b: 100 * nn.relative_error(a, b),
            "Opposite gradients have error 1, and not 100.",
        ),
    ],
    accepted=[
        lambda a, b: _norm(a - b) / (_norm(a) + _norm(b)) if np.any(a) or np.any(b) else 0.0,
        lambda a, b: np.sqrt(((a - b) ** 2).sum()) / max(np.sqrt((a**2).sum()) + np.sqrt((b**2).sum()), 1e-300),
        lambda a, b: float(_norm(np.ravel(a - b)) / (_norm(a) + _norm(b) or 1)),
        lambda a, b: np.nan_to_num(np.divide(_norm(b - a), _norm(a) + _norm(b))),
    ],
    hints=[
        "Three lengths: that of a - b, that of a, that of b. For [3, 0] and [1, 0] they are 2, 3 and 1, and the error is 2 / 4.",
        "np.linalg.norm(v) is the length of v: the root of the sum of all squares, in a table too.",
        "Let size be the two lengths added. Return 0.0 if size is 0, and np.linalg.norm(a - b) / size otherwise.",
    ],
    source="Stanford CS231n, notes on gradient checks (there entry by entry)",
)


# ---- one step, and many ----


def _step_in_place(w, grad, eta):
    w -= eta * grad
    return w


gradient_step = Exercise(
    reference=nn.gradient_step,
    points=1,
    cases=[
        Case("one weight", np.array([1.0]), np.array([4.0]), 0.25),
        Case("two weights", np.array([1.0, 2.0]), np.array([10.0, -10.0]), 0.1),
        Case("eta = 1", np.array([0.5, -3.0, 2.0]), np.array([1.0, -2.0, 4.0]), 1.0),
        Case("a flat place", np.array([1.5, -2.5]), np.array([0.0, 0.0]), 0.5),
        Case("whole numbers", np.array([1, 2]), np.array([1, -3]), 0.5),
        Case("a table", np.array([[1.0, 2.0, 0.0], [-1.0, 0.5, 3.0]]), np.array([[0.5, -1.0, 2.0], [4.0, 1.0, -3.0]]), 0.125),
        Drawn("random numbers", lambda rng: (rng.normal(size=4), rng.normal(size=4), float(rng.uniform(0.05, 0.5))), weight=2),
    ],
    mistakes=[
        Mistake(
            "the step goes uphill: the gradient is added",
            lambda w, grad, eta: w + eta * grad,
            "The gradient points to where the loss grows. Which way should the step go? Try w = 1 and grad = 4.",
        ),
        Mistake(
            "the learning rate is left out",
            lambda w, grad, eta: w - grad,
            "Try eta = 0: nothing should move. Where does eta come in?",
        ),
        Mistake(
            "the learning rate is left out, and the step goes uphill",
            lambda w, grad, eta: w + grad,
            "Try eta = 0: nothing should move. And the gradient points uphill.",
        ),
        Mistake(
            "only the step is handed back, and not where it leads",
            lambda w, grad, eta: -eta * grad,
            "That is by how much w moves. Return where w is afterwards.",
        ),
        Mistake(
            "only eta times the gradient is handed back",
            lambda w, grad, eta: eta * grad,
            "That is the size of the step. Return where w is afterwards: w minus it.",
        ),
        Mistake(
            "the step is written into w",
            _step_in_place,
            "`w -= ...` changes the caller's array. `w - eta * grad` is a new one.",
        ),
        Mistake(
            "eta multiplies the difference of w and the gradient",
            lambda w, grad, eta: eta * (w - grad),
            "eta is the size of the step, and the step is eta * grad. Where are your brackets?",
        ),
        Mistake(
            "eta multiplies w, and not the gradient",
            lambda w, grad, eta: w * eta - grad,
            "Try a flat place, grad = 0: w should stay as it is.",
        ),
        Mistake(
            "w and the gradient have changed places",
            lambda w, grad, eta: grad - eta * w,
            "Try a flat place, grad = 0: w should stay as it is. What is subtracted from what?",
        ),
        Mistake(
            "the step is eta times w, and the gradient is not used",
            lambda w, grad, eta: w - eta * w,
            "Try a flat place, grad = 0: w should stay as it is.",
        ),
        Mistake(
            "the step is multiplied by w as well",
            lambda w, grad, eta: w - eta * grad * w,
            "Try w = 0: the step should still go against the gradient.",
        ),
        Mistake(
            "the gradient is divided by eta",
            lambda w, grad, eta: w - grad / eta,
            "A smaller eta should make a smaller step. Does it?",
        ),
        Mistake(
            "eta is divided by the gradient",
            lambda w, grad, eta: w - eta / grad,
            "Where it is steep, the step is long. At a flat place there is none.",
        ),
        Mistake(
            "the gradient is left out: every step is eta",
            lambda w, grad, eta: w - eta,
            "At a flat place nothing should move. Where does the gradient come in?",
        ),
        Mistake(
            "eta is taken off w before the gradient multiplies",
            lambda w, grad, eta: (w - eta) * grad,
            "Where are your brackets? eta multiplies grad, and the product is taken off w.",
        ),
        Mistake(
            "the gradient is squared",
            lambda w, grad, eta: w - eta * grad**2,
            "A square loses the sign, and with it the direction.",
        ),
        Mistake(
            "w moves towards the gradient, as if that were a place",
            lambda w, grad, eta: w - eta * (w - grad),
            "The gradient is a slope, not a place to go to. At a flat place nothing should move.",
        ),
        Mistake(
            "the step is divided by the number of weights",
            lambda w, grad, eta: w - eta * grad / len(w),
            "The N of a mean is in the gradient already. Formula (7.3) divides by nothing.",
        ),
        Mistake(
            "eta is squared",
            lambda w, grad, eta: w - eta**2 * grad,
            "Formula (7.3) has eta once.",
        ),
        Mistake(
            "the step is halved",
            lambda w, grad, eta: w - eta * grad / 2,
            "Formula (7.3) has no 2 in it.",
        ),
        Mistake(
            "the step is doubled",
            lambda w, grad, eta: w - 2 * eta * grad,
            "Formula (7.3) has no 2 in it. The 2 of a square's slope is in the gradient already.",
        ),
        Mistake(
            "the step is eta long, whatever the gradient's size",
            lambda w, grad, eta: w - eta * grad / max(np.linalg.norm(grad), 1e-300),
            "Where it is steep, the step is long. Leave the gradient's length in.",
        ),
        Mistake(
            "only the signs of the gradient count",
            lambda w, grad, eta: w - eta * np.sign(grad),
            "Where it is steep, the step is long. Use the gradient itself.",
        ),
        Mistake(
            "the signs of the gradient are lost",
            lambda w, grad, eta: w - eta * np.abs(grad),
            "A negative slope means: down is to the right, so w should grow there.",
        ),
        Mistake(
            "the slopes are added up, and every weight makes the same step",
            lambda w, grad, eta: w - eta * np.sum(grad),
            "Each weight has its own slope. NumPy subtracts entry by entry: no sum is needed.",
        ),
        Mistake(
            "the slopes are averaged, and every weight makes the same step",
            lambda w, grad, eta: w - eta * np.mean(grad),
            "Each weight has its own slope. NumPy subtracts entry by entry: no mean is needed.",
        ),
        Mistake(
            "only the first weight moves",
            lambda w, grad, eta: w - eta * np.where(np.arange(w.size).reshape(w.shape) == 0, grad, 0.0),
            "Every weight has a slope, and moves. No index is needed.",
        ),
        Mistake(
            "the result is stored in an array of whole numbers where w holds some",
            lambda w, grad, eta: (w - eta * grad).astype(w.dtype),
            "w - eta * grad is a float array by itself. Is there a zeros_like, a copy or an astype that cuts it?",
        ),
        Mistake(
            "w comes back as it was",
            lambda w, grad, eta: w,
            "Is the new value given a name, and the old one returned?",
        ),
    ],
    accepted=[
        lambda w, grad, eta: w - eta * grad,
        lambda w, grad, eta: np.array([a - eta * g for a, g in zip(w.flat, grad.flat, strict=True)]).reshape(w.shape),
        lambda w, grad, eta: np.subtract(w, np.multiply(grad, eta)),
        lambda w, grad, eta: -(eta * grad - w),
    ],
    hints=[
        "For w = 1, grad = 4 and eta = 0.25 the step is 1 long, and goes against the gradient: w becomes 0.",
        "The gradient points uphill. Take eta times it, and subtract that from w.",
        "One line, without +=, -= or *=: a new array is handed back, and w stays as it was.",
    ],
    source="Goodfellow et al., Deep Learning (2016), eq. 4.5",
)


def twice(w):
    """Return the gradient of the sum of squares."""
    return 2 * w


def ravine_gradient(w):
    """Return the gradient of a bowl that is steeper in every further direction."""
    return np.arange(1.0, len(w) + 1) * w


def towards_three(w):
    return w - 3.0


def cubic_gradient(w):
    return w**3


def neighbourly(w):
    """Return a gradient whose every entry depends on its neighbour too."""
    return 2 * w + np.roll(w, 1)


def level_slope(w):
    """Return the gradient of a slanted plane: the same everywhere."""
    return np.ones(len(w))


def _walk(next_w, start=None):
    """Return the answer whose every point is next_w(point, grad, eta, w0, number of the step)."""

    def walk(grad, w0, eta, steps):
        path = [np.array(w0, dtype=float) if start is None else start(w0)]
        for i in range(steps):
            path.append(next_w(path[-1], grad, eta, w0, i))
        return np.array(path)

    return walk


def _path(change):
    """Return the answer that is change(the right path)."""
    return lambda grad, w0, eta, steps: change(nn.gradient_descent(grad, w0, eta, steps))


def _one_array(grad, w0, eta, steps):
    """Append the same array again and again, and change it in place."""
    return _one_copy(grad, np.array(w0, dtype=float), eta, steps)


def _one_copy(grad, w0, eta, steps):
    w = w0.copy()
    path = [w]
    for _ in range(steps):
        w -= eta * grad(w)
        path.append(w)
    return np.array(path)


def _callers_array(grad, w0, eta, steps):
    w = w0
    path = [w.copy()]
    for _ in range(steps):
        w -= eta * grad(w)
        path.append(w.copy())
    return np.array(path, dtype=float)


def _stopping_early(grad, w0, eta, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        slope = grad(path[-1])
        if np.linalg.norm(slope) < 1e-6:
            break
        path.append(path[-1] - eta * slope)
    return np.array(path)


def _first_step_only(grad, w0, eta, steps):
    path = [w0]
    for _ in range(steps):
        path.append(w0 - eta * grad(w0))
        return np.array(path)


def _path_of_gradients(grad, w0, eta, steps):
    path = nn.gradient_descent(grad, w0, eta, steps)
    return np.array([path[0], *(grad(w) for w in path[:-1])])


def _weight_by_weight(grad, w0, eta, steps):
    """Move one weight after the other, and ask for the gradient anew each time."""
    w = np.array(w0, dtype=float)
    path = [w.copy()]
    for _ in range(steps):
        for j in range(len(w)):
            w[j] -= eta * grad(w)[j]
        path.append(w.copy())
    return np.array(path)


def _rows_like_w0(grad, w0, eta, steps):
    path = np.zeros((steps + 1, len(w0)), dtype=w0.dtype)
    path[0] = w0
    for i in range(steps):
        path[i + 1] = path[i] - eta * grad(path[i])
    return path


def _unfilled(grad, w0, eta, steps):
    """Fill a table of the right size, but leave its last row as it was."""
    path = nn.gradient_descent(grad, w0, eta, steps)
    return np.where(np.arange(len(path))[:, np.newaxis] < max(steps, 1), path, 0.0)


def _with_momentum(grad, w0, eta, steps):
    w, speed = np.array(w0, dtype=float), np.zeros(len(w0))
    path = [w]
    for _ in range(steps):
        speed = 0.9 * speed - eta * grad(w)
        w = w + speed
        path.append(w)
    return np.array(path)


gradient_descent = Exercise(
    reference=nn.gradient_descent,
    points=2,
    cases=[
        Case("one weight", twice, np.array([8.0]), 0.25, 3),
        Case("a single step", twice, np.array([1.0, -2.0]), 0.125, 1),
        Case("no step at all", twice, np.array([1.0, -2.0]), 0.125, 0),
        Case("two weights, different slopes", ravine_gradient, np.array([4.0, 2.0]), 0.125, 4),
        Case("a slope that is the same everywhere", level_slope, np.array([1.0, 2.0, 3.0]), 0.5, 3),
        Case("a minimum away from 0", towards_three, np.array([1.0, -1.0]), 0.5, 5),
        Case("weights that depend on each other", neighbourly, np.array([1.0, -2.0, 3.0]), 0.125, 3),
        Case("a start in whole numbers", ravine_gradient, np.array([8, -3]), 0.25, 3),
        Case("a start at the minimum", towards_three, np.array([3.0, 3.0]), 0.25, 2),
        Case("a start at 0", towards_three, np.array([0.0, 0.0]), 0.25, 2),
        Case("a step that overshoots", twice, np.array([1.0]), 1.5, 3),
        Case("as many rows as columns", ravine_gradient, np.array([1.0, 2.0, -1.0]), 0.25, 2),
        Drawn("a random start", lambda rng: (cubic_gradient, rng.normal(size=3), 0.05, 6), weight=2),
    ],
    laws=[
        Law(
            "Five steps are two steps, and three more from there",
            lambda f, rng: (lambda w: (f(ravine_gradient, w, 0.1, 5)[5], f(ravine_gradient, f(ravine_gradient, w, 0.1, 2)[2], 0.1, 3)[3]))(
                rng.normal(size=3)
            ),
        ),
    ],
    mistakes=[
        Mistake(
            "the start is left out of the path",
            lambda grad, w0, eta, steps: np.array(list(nn.gradient_descent(grad, w0, eta, steps)[1:])),
            "With no step at all, the path still has one row: where you stand. Put w0 into the list before the loop.",
        ),
        Mistake(
            "the last point is left out of the path",
            _path(lambda path: path[: max(len(path) - 1, 1)]),
            "Three steps make four points. Append after the step, and begin the list with the start.",
        ),
        Mistake(
            "only the last point is handed back",
            _path(lambda path: path[-1]),
            "The whole path is asked for, one row for each point. Collect the points in a list.",
        ),
        Mistake(
            "one step too many is made",
            lambda grad, w0, eta, steps: nn.gradient_descent(grad, w0, eta, steps + 1),
            "Three steps make four points, the start included. Over what does your loop run?",
        ),
        Mistake(
            "return stands in the loop, and ends it after one step",
            _first_step_only,
            "Is your return indented too far? It belongs behind the loop.",
        ),
        Mistake(
            "one weight moves after the other, and the later ones see the earlier ones moved",
            _weight_by_weight,
            "All weights move together, by the gradient of the place where the step starts. Ask for grad once in each step.",
        ),
        Mistake(
            "append stands behind the loop: only the start and the end are in the path",
            _path(lambda path: np.array([path[0], path[-1]])),
            "Is your append indented as far as the step? It belongs inside the loop.",
        ),
        Mistake(
            "after the start, the gradients are collected and not the points",
            _path_of_gradients,
            "A path is made of points: append where you are after each step.",
        ),
        Mistake(
            "the step is divided by the number of weights",
            _walk(lambda w, grad, eta, w0, i: w - eta * grad(w) / len(w)),
            "Each step is gradient_step(w, grad(w), eta), with nothing that divides.",
        ),
        Mistake(
            "the start stands in the path twice",
            _path(lambda path: np.vstack([path[:1], path])),
            "With no step at all, the path has one row. Append each point once, after its step.",
        ),
        Mistake(
            "the start stands in the path twice, and the last point is missing",
            _path(lambda path: np.vstack([path[:1], path[:-1]])),
            "Append each point after its step, and not before it.",
        ),
        Mistake(
            "the walk goes uphill: the gradient is added",
            _walk(lambda w, grad, eta, w0, i: w + eta * grad(w)),
            "The gradient points to where it goes up. Your gradient_step goes the other way.",
        ),
        Mistake(
            "the gradient is taken at the start, and never again",
            _walk(lambda w, grad, eta, w0, i: w - eta * grad(np.array(w0, dtype=float))),
            "The slope changes on the way. Ask for grad at the point where you stand now, inside the loop.",
        ),
        Mistake(
            "the walk stops early, where the slope is nearly 0, and rows are missing",
            _stopping_early,
            "The path has steps + 1 rows, whatever happens: where the slope is 0, the same point comes again.",
        ),
        Mistake(
            "every step starts from w0, though its slope is taken at the last point",
            _walk(lambda w, grad, eta, w0, i: np.asarray(w0) - eta * grad(w)),
            "Each step starts where the last one ended: the new w is made of the old w, and no more of w0.",
        ),
        Mistake(
            "every step starts from w0 again",
            _walk(lambda w, grad, eta, w0, i: w0 - eta * grad(np.array(w0, dtype=float))),
            "Print two rows of your path: they are equal. Each step starts where the one before has ended.",
        ),
        Mistake(
            "the learning rate is left out",
            _walk(lambda w, grad, eta, w0, i: w - grad(w)),
            "Try eta = 0: nothing should move. Is eta in your step?",
        ),
        Mistake(
            "all rows are one and the same array, which is changed in place",
            _one_array,
            "`w -= ...` changes the array that is already in your list. Make a new one: w = w - eta * grad(w), or append w.copy().",
        ),
        Mistake(
            "all rows are one and the same array, a copy of w0, which cannot hold fractions where w0 holds whole numbers",
            _one_copy,
            "`w -= ...` changes the array that is already in your list, and fails on whole numbers. Make a new one: w = w - eta * grad(w).",
        ),
        Mistake(
            "the steps are written into w0",
            _callers_array,
            "w0 belongs to the caller. Start from a copy, and make a new array in each step.",
        ),
        Mistake(
            "the path holds whole numbers where w0 does, and every step is cut",
            _rows_like_w0,
            "Print the dtype of your path for w0 = np.array([8, -3]). Begin with np.array(w0, dtype=float).",
        ),
        Mistake(
            "the last row of a prepared table is never filled",
            _unfilled,
            "The table has steps + 1 rows. Row i + 1 is made from row i, for every i in range(steps).",
        ),
        Mistake(
            "points stand in columns, and not in rows",
            _path(lambda path: path.T),
            "Examples are rows, and points are too: the path is (steps + 1, d).",
        ),
        Mistake(
            "all points stand in one long row",
            _path(np.ravel),
            "The path is (steps + 1, d), a row for each point. np.array of a list of points has that shape.",
        ),
        Mistake(
            "the steps are collected, and not the points",
            _path(lambda path: np.vstack([path[:1], np.diff(path, axis=0)])),
            "Row 0 is the start; row 1 is where the first step leads, not how far.",
        ),
        Mistake(
            "the gradients are collected, and not the points",
            lambda grad, w0, eta, steps: np.array([grad(w) for w in nn.gradient_descent(grad, w0, eta, steps)], dtype=float),
            "A path is made of points: where you are before and after each step.",
        ),
        Mistake(
            "the walk starts at 0, and not at w0",
            _walk(lambda w, grad, eta, w0, i: w - eta * grad(w), start=lambda w0: np.zeros(len(w0))),
            "The caller says where to start: w0.",
        ),
        Mistake(
            "the learning rate shrinks from step to step",
            _walk(lambda w, grad, eta, w0, i: w - eta / (i + 1) * grad(w)),
            "Some methods do that. Here every step has the same eta.",
        ),
        Mistake(
            "the learning rate becomes a tenth smaller in each step",
            _walk(lambda w, grad, eta, w0, i: w - eta * 0.9**i * grad(w)),
            "Some methods do that. Here every step has the same eta.",
        ),
        Mistake(
            "every step is equally long: the gradient is divided by its length",
            _walk(lambda w, grad, eta, w0, i: w - eta * grad(w) / max(np.linalg.norm(grad(w)), 1e-300)),
            "Where it is steep, the step is long. Use the gradient as it is.",
        ),
        Mistake(
            "only the signs of the gradient count",
            _walk(lambda w, grad, eta, w0, i: w - eta * np.sign(grad(w))),
            "Where it is steep, the step is long. Use the gradient as it is.",
        ),
        Mistake(
            "the step is halved",
            _walk(lambda w, grad, eta, w0, i: w - eta * grad(w) / 2),
            "Each step is gradient_step(w, grad(w), eta), with no 2 in it.",
        ),
        Mistake(
            "the step is doubled",
            _walk(lambda w, grad, eta, w0, i: w - 2 * eta * grad(w)),
            "Each step is gradient_step(w, grad(w), eta), with no 2 in it: the gradient has its own.",
        ),
        Mistake(
            "the ball keeps some of its speed from step to step",
            _with_momentum,
            "That is called momentum, and comes in chapter 10. Here each step knows only the slope where it starts.",
        ),
        Mistake(
            "nothing moves",
            _walk(lambda w, grad, eta, w0, i: w),
            "Is the new point given a name, and the old one appended? `w = ...` inside the loop.",
        ),
        Mistake(
            "the gradient is subtracted from the start, scaled by the number of the step",
            _walk(lambda w, grad, eta, w0, i: w0 - (i + 1) * eta * grad(w)),
            "Each step starts where the one before has ended: w = gradient_step(w, grad(w), eta).",
        ),
    ],
    accepted=[
        _walk(lambda w, grad, eta, w0, i: w - eta * grad(w)),
        lambda grad, w0, eta, steps: _in_a_table(grad, w0, eta, steps),
        lambda grad, w0, eta, steps: _by_recursion(grad, np.array(w0, dtype=float), eta, steps),
        lambda grad, w0, eta, steps: np.stack(_stacked(grad, w0, eta, steps)),
    ],
    hints=[
        "Begin a list with the start. Then, steps times: find the gradient where you stand, make one gradient_step, append the new point.",
        "Three steps from 8 with grad(w) = 2 w and eta = 0.25 make the rows 8, 4, 2 and 1. With steps = 0 there is one row, the start.",
        "w = np.array(w0, dtype=float) and path = [w]; in the loop w = gradient_step(w, grad(w), eta) and path.append(w); "
        "np.array(path) is the table.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 4.3",
)


def _in_a_table(grad, w0, eta, steps):
    path = np.zeros((steps + 1, len(w0)))
    path[0] = w0
    for i in range(steps):
        path[i + 1] = path[i] - eta * grad(path[i])
    return path


def _by_recursion(grad, w, eta, steps):
    rest = [] if steps == 0 else [_by_recursion(grad, w - eta * grad(w), eta, steps - 1)]
    return np.vstack([w[np.newaxis], *rest])


def _stacked(grad, w0, eta, steps):
    w = w0.astype(float)
    points = [w.copy()]
    for _ in range(steps):
        w -= eta * grad(w)
        points.append(w.copy())
    return points


# ---- a line, and a sigmoid unit ----


def _slopes(X, y, w, b):
    """Return (dw, db, loss) of a line under the mean squared error."""
    r = X @ w + b - y
    return 2 * X.T @ r / len(y), 2 * np.sum(r) / len(y), np.mean(r**2)


def _trained(update=None, loss=None, start=0.0, start_b=None, steps=lambda n: n):
    """Return the answer that trains a line with update(X, y, w, b, eta, step) -> (w, b), and notes loss(X, y, w, b)."""

    def plain_update(X, y, w, b, eta, i):
        dw, db, _ = _slopes(X, y, w, b)
        return w - eta * dw, b - eta * db

    def train(X, y, eta, n):
        w, b, losses = np.full(X.shape[1], start), start if start_b is None else start_b, []
        for i in range(steps(n)):
            losses.append((loss or (lambda *a: _slopes(*a)[2]))(X, y, w, b))
            w, b = (update or plain_update)(X, y, w, b, eta, i)
        return w, b, np.array(losses)

    return train


def _scaled_slopes(for_w, for_b):
    """Return the update whose slopes are multiplied by for_w(X) and for_b(X)."""

    def update(X, y, w, b, eta, i):
        dw, db, _ = _slopes(X, y, w, b)
        return w - eta * for_w(X) * dw, b - eta * for_b(X) * db

    return update


def _one_after_the_other(X, y, w, b, eta, i):
    w = w - eta * _slopes(X, y, w, b)[0]
    return w, b - eta * _slopes(X, y, w, b)[1]


def _b_first(X, y, w, b, eta, i):
    b = b - eta * _slopes(X, y, w, b)[1]
    return w - eta * _slopes(X, y, w, b)[0], b


def _one_example(X, y, w, b, eta, i):
    k = i % len(y)
    dw, db, _ = _slopes(X[k : k + 1], y[k : k + 1], w, b)
    return w - eta * dw, b - eta * db


def _line_result(change):
    return lambda X, y, eta, steps: change(*nn.linear_regression_gd(X, y, eta, steps))


def _losses_after(X, y, eta, steps):
    w, b, losses = nn.linear_regression_gd(X, y, eta, steps + 1)
    w, b, _ = nn.linear_regression_gd(X, y, eta, steps)
    return w, b, losses[1:]


def _solved_at_once(X, y, eta, steps):
    A = np.column_stack([X, np.ones(len(X))])
    best = np.linalg.lstsq(A, y, rcond=None)[0]
    return best[:-1], best[-1], np.full(steps, np.mean((A @ best - y) ** 2))


def _three(expected, got, *args):
    """Compare (w, b, losses); the losses may be a list."""
    if isinstance(got, (tuple, list)) and len(got) == 3 and isinstance(got[2], (tuple, list)):
        losses = as_array(got[2])
        got = (got[0], got[1], got[2] if losses is None else losses)
    return compare(expected, got)


def _a_line(rng, N, d):
    X = rng.normal(size=(N, d))
    return X, X @ rng.normal(size=d) + rng.normal() + 0.1 * rng.normal(size=N), 0.1, 5


linear_regression_gd = Exercise(
    reference=nn.linear_regression_gd,
    points=3,
    free_form=True,
    compare=_three,
    cases=[
        Case("one step", np.array([[1.0], [-1.0]]), np.array([2.0, -2.0]), 0.25, 1),
        Case("two steps", np.array([[1.0], [-1.0]]), np.array([2.0, -2.0]), 0.25, 2),
        Case("only a bias to learn", np.array([[1.0], [-1.0]]), np.array([3.0, 3.0]), 0.25, 2),
        Case("one example", np.array([[2.0]]), np.array([3.0]), 0.0625, 3),
        Case("two features", np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]), np.array([1.0, -1.0, 3.0]), 0.125, 4),
        Case("no step at all", np.array([[1.0, 2.0], [0.5, 1.0]]), np.array([1.0, 0.0]), 0.1, 0),
        Case("whole numbers", np.array([[1, 2], [3, -1], [0, 1], [2, 2]]), np.array([1, 0, 2, -3]), 0.03125, 3),
        Case("as many examples as features", np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([1.0, 4.0]), 0.0625, 3),
        Case("a single feature, off centre", np.array([[0.5], [1.0], [1.5], [2.5]]), np.array([3.0, 3.25, 4.5, 5.5]), 0.125, 6),
        Drawn("a random line", lambda rng: _a_line(rng, 7, 1), weight=2),
        Drawn("random data, three features", lambda rng: _a_line(rng, 6, 3), weight=2),
    ],
    laws=[
        Law(
            "The same examples once more change nothing",
            lambda f, rng: (lambda X, y, eta, n: (f(np.vstack([X, X]), np.tile(y, 2), eta, n)[0], f(X, y, eta, n)[0]))(*_a_line(rng, 5, 2)),
        ),
    ],
    mistakes=[
        Mistake(
            "the loss is noted after the step, and not before it",
            _losses_after,
            "losses[0] is the loss of w = 0 and b = 0. Note the loss first, then step.",
        ),
        Mistake(
            "one more loss is noted, after the last step",
            lambda X, y, eta, n: (*nn.linear_regression_gd(X, y, eta, n)[:2], nn.linear_regression_gd(X, y, eta, n + 1)[2]),
            "losses[i] is the loss before step i, so there are as many as steps.",
        ),
        Mistake(
            "one step too many is made",
            lambda X, y, eta, n: nn.linear_regression_gd(X, y, eta, n + 1),
            "With steps = 0 nothing happens: w and b are still 0, and there is no loss. Over what does your loop run?",
        ),
        Mistake(
            "one step too few is made",
            _trained(steps=lambda n: max(n - 1, 0)),
            "With steps = 1 there is one step. Over what does your loop run?",
        ),
        Mistake(
            "the loop makes a single step, because return stands in it",
            _trained(steps=lambda n: min(n, 1)),
            "Is your return indented too far? It belongs behind the loop.",
        ),
        Mistake(
            "w has moved already when the slope for b is worked out",
            _trained(_one_after_the_other),
            "Both slopes belong to the same point. Work out dw and db first, then move w and b.",
        ),
        Mistake(
            "b has moved already when the slope for w is worked out",
            _trained(_b_first),
            "Both slopes belong to the same point. Work out dw and db first, then move w and b.",
        ),
        Mistake(
            "the factor 2 of the slope is missing",
            _trained(_scaled_slopes(lambda X: 0.5, lambda X: 0.5)),
            "The slope of a square r ** 2 is 2 r. Your d_mse has the 2 in it.",
        ),
        Mistake(
            "the slopes are sums over the examples, and not divided by their number",
            _trained(_scaled_slopes(len, len)),
            "The loss is a mean over N examples, and so is its slope. Your d_mse has the N in it.",
        ),
        Mistake(
            "the slope for w is divided by the number of examples, that for b is not",
            _trained(_scaled_slopes(lambda X: 1, len)),
            "The loss is a mean, for b as well. With d_mse, db is just the sum of its entries.",
        ),
        Mistake(
            "the slope for b is divided by the number of examples, that for w is not",
            _trained(_scaled_slopes(len, lambda X: 1)),
            "The loss is a mean, for w as well. With d_mse, dw is X.T @ its entries.",
        ),
        Mistake(
            "the slope for b is averaged, though d_mse has divided by the number of examples already",
            _trained(_scaled_slopes(lambda X: 1, lambda X: 1 / len(X))),
            "The N is in d_mse already. db is the sum of its entries, not their mean.",
        ),
        Mistake(
            "both slopes are divided by the number of examples twice",
            _trained(_scaled_slopes(lambda X: 1 / len(X), lambda X: 1 / len(X))),
            "The N is in d_mse already. Is there a mean, or another division?",
        ),
        Mistake(
            "the factor 2 and the division by the number of examples are both missing",
            _trained(_scaled_slopes(lambda X: len(X) / 2, lambda X: len(X) / 2)),
            "The slope with respect to a prediction is 2 (y_hat - y) / N: that is your d_mse.",
        ),
        Mistake(
            "the factor 2 is missing for w",
            _trained(_scaled_slopes(lambda X: 0.5, lambda X: 1)),
            "Both slopes come from the same d_mse. Work that out once, and use it for both.",
        ),
        Mistake(
            "the factor 2 is missing for b",
            _trained(_scaled_slopes(lambda X: 1, lambda X: 0.5)),
            "Both slopes come from the same d_mse. Work that out once, and use it for both.",
        ),
        Mistake(
            "the walk goes uphill",
            _trained(_scaled_slopes(lambda X: -1, lambda X: -1)),
            "Print your losses: they grow. Is it y_hat - y, and are the slopes subtracted?",
        ),
        Mistake(
            "b goes uphill, and w downhill",
            _trained(_scaled_slopes(lambda X: 1, lambda X: -1)),
            "Both slopes are subtracted, each times eta.",
        ),
        Mistake(
            "w goes uphill, and b downhill",
            _trained(_scaled_slopes(lambda X: -1, lambda X: 1)),
            "Both slopes are subtracted, each times eta.",
        ),
        Mistake(
            "the bias is never changed",
            _trained(_scaled_slopes(lambda X: 1, lambda X: 0)),
            "Try targets that are 3 everywhere: only b can learn that. Where does b move?",
        ),
        Mistake(
            "the weights are never changed",
            _trained(_scaled_slopes(lambda X: 0, lambda X: 1)),
            "Try y = 2 x: only w can learn that. Where does w move?",
        ),
        Mistake(
            "the learning rate is left out",
            lambda X, y, eta, n: nn.linear_regression_gd(X, y, 1.0, n),
            "Try eta = 0: nothing should move. Where does eta come in?",
        ),
        Mistake(
            "one example is used in each step, and not all of them",
            _trained(_one_example),
            "That is another method, of chapter 10. Here each step uses all N examples at once.",
        ),
        Mistake(
            "the inputs are left out of the slope for w: every weight moves as the bias does",
            _trained(lambda X, y, w, b, eta, i: (w - eta * _slopes(X, y, w, b)[1], b - eta * _slopes(X, y, w, b)[1])),
            "A weight counts as much as its input does: its slope is the errors times that input, added up. X.T @ does it for all weights.",
        ),
        Mistake(
            "b is left out of the prediction",
            lambda X, y, eta, n: _without_b(X, y, eta, n),
            "y_hat is X @ w + b. Try targets that are 3 everywhere.",
        ),
        Mistake(
            "the walk starts at w = 1 and b = 0",
            _trained(start=1.0, start_b=0.0),
            "It starts at 0: np.zeros(X.shape[1]) for w.",
        ),
        Mistake(
            "the walk starts at w = 0 and b = 1",
            _trained(start_b=1.0),
            "It starts at 0, b as well.",
        ),
        Mistake(
            "the mean of the errors is multiplied by the mean of the inputs",
            _trained(lambda X, y, w, b, eta, i: (w - eta * _slopes(X, y, w, b)[1] * X.mean(axis=0), b - eta * _slopes(X, y, w, b)[1])),
            "Each example's error goes with its own inputs: multiply first, then add up. X.T @ does both.",
        ),
        Mistake(
            "the slope for w is divided by the number of features as well",
            _trained(_scaled_slopes(lambda X: 1 / X.shape[1], lambda X: 1)),
            "The mean is over the N examples. np.mean of a whole table, and X.size, count the features too.",
        ),
        Mistake(
            "X is not transposed: rows of X meet the examples' errors",
            _trained(lambda X, y, w, b, eta, i: (w - eta * 2 * X @ (X @ w + b - y) / len(y), b - eta * _slopes(X, y, w, b)[1])),
            "dw has one entry for each feature. Print the shapes of X and of the slopes: which axis has to disappear? X.T turns X round.",
        ),
        Mistake(
            "the walk starts at w = 1 and b = 1",
            _trained(start=1.0),
            "It starts at 0: np.zeros(X.shape[1]) for w, and 0.0 for b.",
        ),
        Mistake(
            "the losses are half of the mean squared error",
            _trained(loss=lambda *a: _slopes(*a)[2] / 2),
            "w and b are right. The loss is the mean squared error of chapter 06, with no half.",
        ),
        Mistake(
            "the loss is halved, and its slope with it",
            _trained(_scaled_slopes(lambda X: 0.5, lambda X: 0.5), loss=lambda *a: _slopes(*a)[2] / 2),
            "Some courses put a half in front of the loss. Here it is the mse of chapter 06, and its slope has a 2.",
        ),
        Mistake(
            "every weight gets the same slope, the mean over the whole table",
            _trained(lambda X, y, w, b, eta, i: (
                w - eta * 2 * np.mean(X * (X @ w + b - y)[:, np.newaxis]), b - eta * _slopes(X, y, w, b)[1],
            )),
            "Each weight has a slope of its own. Average over the examples alone: axis=0, or X.T @ .",
        ),
        Mistake(
            "the losses are squares of the mean error",
            _trained(loss=lambda X, y, w, b: np.mean(X @ w + b - y) ** 2),
            "w and b are right. Square each error first, then take the mean: your mse.",
        ),
        Mistake(
            "the losses are rows of squares, one for each example",
            _trained(loss=lambda X, y, w, b: (X @ w + b - y) ** 2),
            "w and b are right. The loss before a step is one number: the mean of these.",
        ),
        Mistake(
            "the losses are added up into one number",
            _line_result(lambda w, b, losses: (w, b, np.sum(losses))),
            "One loss for each step: hand back the list.",
        ),
        Mistake(
            "the losses are averaged into one number",
            _line_result(lambda w, b, losses: (w, b, np.mean(losses) if len(losses) else np.nan)),
            "One loss for each step: hand back the list.",
        ),
        Mistake(
            "the losses come in reverse order",
            _line_result(lambda w, b, losses: (w, b, losses[::-1])),
            "losses[0] is the loss of w = 0 and b = 0. Append each at the end of the list.",
        ),
        Mistake(
            "w is a column, (d, 1)",
            _line_result(lambda w, b, losses: (w[:, np.newaxis], b, losses)),
            "w has shape (d,): np.zeros(X.shape[1]). Then X @ w is (N,), as y is.",
        ),
        Mistake(
            "the losses are sums of squares, and not means",
            _trained(loss=lambda X, y, w, b: np.sum((X @ w + b - y) ** 2)),
            "w and b are right. The loss is the mean squared error of chapter 06.",
        ),
        Mistake(
            "the losses are roots of the mean squared error",
            _trained(loss=lambda *a: np.sqrt(_slopes(*a)[2])),
            "w and b are right. The loss is the mean squared error of chapter 06, with no root.",
        ),
        Mistake(
            "the losses are mean absolute errors",
            _trained(loss=lambda X, y, w, b: np.mean(np.abs(X @ w + b - y))),
            "w and b are right. The loss is the mean of the squared errors.",
        ),
        Mistake(
            "the losses are means of the errors, not of their squares",
            _trained(loss=lambda X, y, w, b: np.mean(X @ w + b - y)),
            "w and b are right. The loss is the mean of the squared errors: your mse.",
        ),
        Mistake(
            "only the last loss is handed back",
            _line_result(lambda w, b, losses: (w, b, losses[-1])),
            "One loss for each step: collect them in a list.",
        ),
        Mistake(
            "the losses are not handed back",
            _line_result(lambda w, b, losses: (w, b)),
            "Three things are asked for: return w, b, losses.",
        ),
        Mistake(
            "b comes first, and then w",
            _line_result(lambda w, b, losses: (b, w, losses)),
            "The order is w, b, losses.",
        ),
        Mistake(
            "b comes back as an array with one entry",
            _line_result(lambda w, b, losses: (w, np.array([b]), losses)),
            "b is a single number. Start it with 0.0, and let its slope be the sum over all examples.",
        ),
        Mistake(
            "every example has a bias of its own",
            _trained(lambda X, y, w, b, eta, i: (w - eta * 2 * X.T @ (X @ w + b - y) / len(y), b - eta * 2 * (X @ w + b - y) / len(y))),
            "b is one number, and its slope is the sum over all examples. Is a sum missing?",
        ),
        Mistake(
            "the best line is computed by formula, and no step is made",
            _solved_at_once,
            "That is where the walk would end. Here the walk itself is asked for, after so many steps.",
        ),
        Mistake(
            "a sigmoid is put over the line",
            _trained(lambda X, y, w, b, eta, i: (
                w - eta * 2 * X.T @ (nn.sigmoid(X @ w + b) - y) / len(y),
                b - eta * 2 * np.sum(nn.sigmoid(X @ w + b) - y) / len(y),
            ), loss=lambda X, y, w, b: np.mean((nn.sigmoid(X @ w + b) - y) ** 2)),
            "A linear unit has no activation: y_hat is X @ w + b.",
        ),
    ],
    accepted=[
        _trained(),
        lambda X, y, eta, n: _with_ones(X, y, eta, n),
        lambda X, y, eta, n: _in_loops(X, y, eta, n),
        _line_result(lambda w, b, losses: (w, b, list(losses))),
        _line_result(lambda w, b, losses: [w, float(b), tuple(losses.tolist())]),
    ],
    hints=[
        "In each step: y_hat = X @ w + b; note the loss; work out the slope of the loss for every prediction, d_mse(y_hat, y); "
        "turn that into dw and db with (7.5); move both.",
        "dw = X.T @ slope and db = slope.sum(), with slope = d_mse(y_hat, y). Both before anything moves.",
        "w, b, losses = np.zeros(X.shape[1]), 0.0, []; in the loop y_hat, losses.append(mse(y_hat, y)), slope, and then "
        "w, b = w - eta * (X.T @ slope), b - eta * slope.sum(). Return w, b, np.array(losses).",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), section 3.1.3",
)


def _without_b(X, y, eta, n):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(n):
        r = X @ w - y
        losses.append(np.mean(r**2))
        w, b = w - eta * 2 * X.T @ r / len(y), b - eta * 2 * np.sum(r) / len(y)
    return w, b, np.array(losses)


def _with_ones(X, y, eta, n):
    A, v, losses = np.column_stack([np.ones(len(X)), X]), np.zeros(X.shape[1] + 1), []
    for _ in range(n):
        losses.append(((A @ v - y) ** 2).mean())
        v = v - eta * (2 / len(y)) * A.T @ (A @ v - y)
    return v[1:], v[0], losses


def _in_loops(X, y, eta, n):
    (N, d), losses = X.shape, np.zeros(n)
    w, b = np.zeros(d), 0.0
    for step in range(n):
        dw, db = np.zeros(d), 0.0
        for i in range(N):
            r = sum(w[j] * X[i, j] for j in range(d)) + b - y[i]
            losses[step] += r**2 / N
            db += 2 * r / N
            for j in range(d):
                dw[j] += 2 * r * X[i, j] / N
        w, b = w - eta * dw, b - eta * db
    return w, b, losses


_s = nn.sigmoid


def _logistic(slope=None, dw=None, db=None):
    """Return the answer with these parts: slope(X, y, w, b) for every example, and what is made of it."""

    def answer(X, y, w, b):
        s = (slope or _unit_slope)(X, y, w, b)
        return (dw or (lambda X, s: X.T @ s))(X, s), (db or (lambda X, s: np.sum(s)))(X, s)

    return answer


def _unit_slope(X, y, w, b):
    return (_s(X @ w + b) - y) / len(y)


def _classified(rng, N, d):
    return rng.normal(size=(N, d)), rng.integers(0, 2, size=N).astype(float), rng.normal(size=d), float(rng.normal())


logistic_gradient = Exercise(
    reference=nn.logistic_gradient,
    points=2,
    cases=[
        Case("w = 0 and b = 0", np.array([[1.0], [3.0]]), np.array([0.0, 1.0]), np.array([0.0]), 0.0),
        Case("one example", np.array([[2.0, -1.0]]), np.array([1.0]), np.array([0.5, 0.25]), 0.5),
        Case("only a bias", np.array([[1.0], [2.0], [0.5]]), np.array([1.0, 0.0, 0.0]), np.array([0.0]), 1.5),
        Case(
            "three examples, two features",
            np.array([[1.0, 2.0], [0.5, -1.0], [-1.0, 0.0]]), np.array([1.0, 0.0, 1.0]), np.array([0.5, -1.0]), 0.25,
        ),
        Case(
            "two examples, three features",
            np.array([[1.0, 0.0, 2.0], [-1.0, 1.0, 0.5]]), np.array([0.0, 1.0]), np.array([1.0, -0.5, 0.25]), -1.0,
        ),
        Case("as many examples as features", np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1.0, 0.0]), np.array([0.5, 0.25]), -0.5),
        Case("whole numbers", np.array([[1, 2], [0, -3], [2, 1]]), np.array([1, 0, 0]), np.array([1, -1]), 0),
        Case("far out", np.array([[1000.0], [-1000.0]]), np.array([0.0, 0.0]), np.array([1.0]), 0.0),
        Drawn("random data", lambda rng: _classified(rng, 6, 3), weight=2),
        Drawn("random data, one feature", lambda rng: _classified(rng, 5, 1)),
    ],
    laws=[
        Law(
            "The same examples once more change nothing",
            lambda f, rng: (lambda X, y, w, b: (f(np.vstack([X, X]), np.tile(y, 2), w, b)[0], f(X, y, w, b)[0]))(*_classified(rng, 5, 2)),
        ),
    ],
    mistakes=[
        Mistake(
            "the slopes are sums over the examples, and not divided by their number",
            _logistic(lambda X, y, w, b: _s(X @ w + b) - y),
            "The loss is a mean over N examples. Try one example, then the same twice: the slopes should stay the same.",
        ),
        Mistake(
            "dw is divided by the number of examples, and db is not",
            _logistic(db=lambda X, s: np.sum(s) * len(X)),
            "The loss is a mean, for b as well. Divide p - y by N once, before it is used for both.",
        ),
        Mistake(
            "db is divided by the number of examples, and dw is not",
            _logistic(dw=lambda X, s: X.T @ s * len(X)),
            "The loss is a mean, for w as well. Divide p - y by N once, before it is used for both.",
        ),
        Mistake(
            "db is divided by the number of examples twice",
            _logistic(db=lambda X, s: np.mean(s)),
            "If p - y is divided by N already, db is the sum of that, not its mean.",
        ),
        Mistake(
            "both are divided by the number of examples twice",
            _logistic(lambda X, y, w, b: _unit_slope(X, y, w, b) / len(y)),
            "Is there a mean, and a division as well? Once is enough.",
        ),
        Mistake(
            "the sign is turned: y - p",
            _logistic(lambda X, y, w, b: -_unit_slope(X, y, w, b)),
            "If p is larger than y, raising z makes things worse: that slope is positive. It is p - y. The minus comes with the step.",
        ),
        Mistake(
            "the sign is turned, and the sum is not divided by the number of examples",
            _logistic(lambda X, y, w, b: y - _s(X @ w + b)),
            "If p is larger than y, raising z makes things worse: that slope is positive. And the loss is a mean over N examples.",
        ),
        Mistake(
            "the minus sign in exp(-z) is missing, and p is turned round",
            _logistic(lambda X, y, w, b: (_s(-(X @ w + b)) - y) / len(y)),
            "Try z = 2: p should be 0.8808, and yours is 0.1192. p = 1 / (1 + exp(-z)), or your own sigmoid of chapter 03.",
        ),
        Mistake(
            "the sigmoid is left out, and z is compared with y",
            _logistic(lambda X, y, w, b: (X @ w + b - y) / len(y)),
            "z is any number. What the unit claims is p = sigmoid(z): that is compared with y.",
        ),
        Mistake(
            "exp(z) / (1 + exp(z)) is typed anew, and is nan far out",
            _logistic(lambda X, y, w, b: (np.exp(X @ w + b) / (1 + np.exp(X @ w + b)) - y) / len(y)),
            "Your sigmoid of chapter 03 is right far out. Call it: sigmoid(X @ w + b).",
        ),
        Mistake(
            "a step stands in the place of the sigmoid",
            _logistic(lambda X, y, w, b: ((X @ w + b >= 0) - y) / len(y)),
            "That is the perceptron of chapter 02. Here p is a probability: sigmoid(z).",
        ),
        Mistake(
            "tanh stands in the place of the sigmoid",
            _logistic(lambda X, y, w, b: (np.tanh(X @ w + b) - y) / len(y)),
            "Try w = 0 and b = 0: p is one half. tanh(0) is 0.",
        ),
        Mistake(
            "the slope of the sigmoid is multiplied in once more",
            _logistic(lambda X, y, w, b: _unit_slope(X, y, w, b) * nn.d_sigmoid(X @ w + b)),
            "With the cross-entropy p (1 - p) cancels: p - y is what is left after it. It stays only with the squared error.",
        ),
        Mistake(
            "the squared error's slope is taken, 2 (p - y) p (1 - p)",
            _logistic(lambda X, y, w, b: 2 * _unit_slope(X, y, w, b) * nn.d_sigmoid(X @ w + b)),
            "The loss here is the binary cross-entropy. With it p (1 - p) cancels, and there is no 2.",
        ),
        Mistake(
            "the slope is twice as large: the 2 of a squared error",
            _logistic(lambda X, y, w, b: 2 * _unit_slope(X, y, w, b)),
            "The loss here is the binary cross-entropy. Its slope with respect to z is (p - y) / N, with no 2.",
        ),
        Mistake(
            "the slope with respect to p is not carried on to z",
            _logistic(lambda X, y, w, b: nn.d_binary_cross_entropy(_s(X @ w + b), y)),
            "From p the way goes on to z, through the sigmoid: times p (1 - p). Then p - y is left.",
        ),
        Mistake(
            "b is left out of z",
            _logistic(lambda X, y, w, b: _unit_slope(X, y, w, 0.0)),
            "z is X @ w + b. Try w = 0 and b = 1.5.",
        ),
        Mistake(
            "b is taken off z and not added",
            _logistic(lambda X, y, w, b: _unit_slope(X, y, w, -np.float64(b))),
            "z is X @ w + b. Try w = 0 and b = 1.5.",
        ),
        Mistake(
            "the inputs are left out: every weight gets the slope of the bias",
            _logistic(dw=lambda X, s: np.full(X.shape[1], np.sum(s))),
            "A weight counts as much as its input does. The slope of w_j is the sum of each example's slope times its x_j.",
        ),
        Mistake(
            "the mean of the inputs is multiplied by the sum of the errors",
            _logistic(dw=lambda X, s: X.mean(axis=0) * np.sum(s)),
            "Each example's error goes with its own inputs: multiply first, then add up. X.T @ does both.",
        ),
        Mistake(
            "X is not transposed: rows of X meet the examples' slopes",
            _logistic(dw=lambda X, s: X @ s),
            "dw has one entry for each feature. Print the shapes of X and of p - y: which axis has to disappear?",
        ),
        Mistake(
            "every example's slopes are handed back, and not their sum",
            _logistic(dw=lambda X, s: X * s[:, np.newaxis], db=lambda X, s: s),
            "dw is (d,), and db is one number: add up over the examples.",
        ),
        Mistake(
            "dw is right, and db holds one entry for each example",
            _logistic(db=lambda X, s: s),
            "db is one number: the sum of the examples' slopes.",
        ),
        Mistake(
            "dw is right, and db holds the errors p - y of the examples",
            _logistic(db=lambda X, s: s * len(X)),
            "db is one number: the mean of the examples' errors.",
        ),
        Mistake(
            "db is right, and dw holds a row for each example",
            _logistic(dw=lambda X, s: X * s[:, np.newaxis]),
            "dw is (d,): add up over the examples. X.T @ slope multiplies and adds up.",
        ),
        Mistake(
            "dw and db come back in one array",
            lambda X, y, w, b: np.append(*nn.logistic_gradient(X, y, w, b)),
            "Two things are asked for: return dw, db.",
        ),
        Mistake(
            "the loss is computed, and not its slopes",
            lambda X, y, w, b: nn.binary_cross_entropy(_s(X @ w + b), y),
            "Here the slopes of the loss are asked for: one for each weight, and one for the bias.",
        ),
        Mistake(
            "the sign of dw alone is turned",
            _logistic(dw=lambda X, s: -X.T @ s),
            "db is right. Both are made of the same p - y; is there a minus in dw?",
        ),
        Mistake(
            "the sign of db alone is turned",
            _logistic(db=lambda X, s: -np.sum(s)),
            "dw is right. Both are made of the same p - y; is there a minus in db?",
        ),
        Mistake(
            "the sigmoid is taken twice",
            _logistic(lambda X, y, w, b: (_s(_s(X @ w + b)) - y) / len(y)),
            "p = sigmoid(z) is a probability already. Compare that with y.",
        ),
        Mistake(
            "the sums run along the rows of X: one entry for each example",
            _logistic(dw=lambda X, s: np.sum(X * s[:, np.newaxis], axis=1)),
            "dw has one entry for each feature: the examples disappear in the sum, and they are axis 0.",
        ),
        Mistake(
            "dw is 0",
            _logistic(dw=lambda X, s: np.zeros(X.shape[1])),
            "Is dw prepared with zeros, and then never filled?",
        ),
        Mistake(
            "dw is averaged into one number",
            _logistic(dw=lambda X, s: np.mean(X.T @ s)),
            "Each weight has a slope of its own: dw has the shape of w.",
        ),
        Mistake(
            "dw is divided by the number of features as well",
            _logistic(dw=lambda X, s: X.T @ s / X.shape[1]),
            "The mean is over the N examples. np.mean over a whole table divides by the features too.",
        ),
        Mistake(
            "the sums are divided by the number of features, and not of examples",
            _logistic(lambda X, y, w, b: (_s(X @ w + b) - y) / X.shape[1]),
            "The mean is over the N examples: len(y), or X.shape[0].",
        ),
        Mistake(
            "only the first example is looked at",
            lambda X, y, w, b: nn.logistic_gradient(X[:1], y[:1], w, b),
            "Change the second row: the slopes should change too.",
        ),
        Mistake(
            "db comes first",
            lambda X, y, w, b: nn.logistic_gradient(X, y, w, b)[::-1],
            "The order is dw, db.",
        ),
        Mistake(
            "only dw is handed back",
            lambda X, y, w, b: nn.logistic_gradient(X, y, w, b)[0],
            "Two things are asked for: return dw, db.",
        ),
        Mistake(
            "db is 0",
            _logistic(db=lambda X, s: 0.0),
            "The bias is a weight whose input is always 1. So its slope is the sum of the examples' slopes, each times 1.",
        ),
        Mistake(
            "db is multiplied by b",
            lambda X, y, w, b: (nn.logistic_gradient(X, y, w, b)[0], b * nn.logistic_gradient(X, y, w, b)[1]),
            "The input of the bias is 1, not b.",
        ),
        Mistake(
            "p is rounded to 0 or 1",
            _logistic(lambda X, y, w, b: (np.round(_s(X @ w + b)) - y) / len(y)),
            "0.6 and 0.99 are different claims, and their slopes differ. Leave p as it is.",
        ),
        Mistake(
            "the new w and b are handed back, and not their slopes",
            lambda X, y, w, b: (w - nn.logistic_gradient(X, y, w, b)[0], b - nn.logistic_gradient(X, y, w, b)[1]),
            "Only the slopes are asked for. The step is made by whoever calls.",
        ),
        Mistake(
            "the target is left out",
            _logistic(lambda X, y, w, b: _s(X @ w + b) / len(y)),
            "Where p is as it should be, the slope is 0. What is taken off p?",
        ),
    ],
    accepted=[
        _logistic(),
        lambda X, y, w, b: (X.T.dot(_s(X.dot(w) + b) - y) / len(y), np.mean(_s(X.dot(w) + b) - y)),
        lambda X, y, w, b: (np.mean((_s(X @ w + b) - y)[:, None] * X, axis=0), np.average(_s(X @ w + b) - y)),
        lambda X, y, w, b: [np.einsum("n,nd->d", _unit_slope(X, y, w, b), X), _unit_slope(X, y, w, b).sum()],
        lambda X, y, w, b: _example_by_example(X, y, w, b),
    ],
    hints=[
        "First p = sigmoid(X @ w + b), one probability for each example. Then each example's slope with respect to z: (p - y) / N.",
        "Then as for the line: a weight's slope is the sum of the examples' slopes times their input, the bias's is their plain sum.",
        "slope = (sigmoid(X @ w + b) - y) / len(y), and then return X.T @ slope, slope.sum().",
    ],
    source="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.91",
)


def _example_by_example(X, y, w, b):
    dw, db = np.zeros(len(w)), 0.0
    for x, target in zip(X, y, strict=True):
        miss = _s(np.float64(x @ w + b)) - target
        dw, db = dw + miss * x / len(X), db + miss / len(X)
    return dw, db


hunt_gradient = Decision(
    name="hunt_gradient",
    question="**Bug hunt.** One of the lettered lines of `broken_gradient` is wrong. Which one, and what does it do?",
    points=1,
    choices={
        "A": "the line that makes `moved`",
        "B": "the line that makes the step up",
        "C": "the line that makes the step down",
        "D": "the line that divides",
        "E": "the line that puts the entry back",
    },
    right="A",
    reasons={
        "1": "An entry stays where it was moved to, so that the next slope is taken at another place.",
        "2": "The distance between the two points is 2 h, and something else is divided by.",
        "3": "Where x holds whole numbers, so does the copy: 3.00001 is stored as 3, and 2.99999 as 2.",
        "4": "The caller's own x is moved, and the second call of the function starts from another place.",
    },
    because="3",
    replies={
        "B": "Print moved[i] + h itself, before it is stored. Is it what it should be?",
        "C": "Print moved[i] - h itself, before it is stored. Is it what it should be?",
        "D": "Put floats into x: the slopes are right. Would a wrong division know the difference?",
        "E": "Print moved at the end of the loop, and compare it with x.",
        "1": "Print moved at the end of each round. Is any entry not where it was?",
        "2": "Put floats into x: the slopes are right. Would a wrong division know the difference?",
        "4": "Print x before and after the call. Has it changed?",
    },
    moral=(
        "An array keeps its dtype, whatever you put into it: a float is cut without a word. `np.array(x, dtype=float)` is a copy "
        "that can hold a step of 0.00001. In your own code, write 3.0 where you mean a number that may change."
    ),
    hints=[
        "Call it with [3.0, 4.0] instead of [3, 4], and with [3, 4] once more. One dot changes everything.",
        "Print moved after each line of the loop. Where does the h go?",
        "a = np.array([3]); a[0] = 3.99; print(a). Which line decided what `moved` can hold?",
    ],
    source="The NumPy user guide, \"Data types\", on assignment to arrays",
)

read_curves = Decision(
    name="read_curves",
    question=(
        "Four runs of 60 steps on the taxi rides, P, Q, R and S. You see each loss, step by step, and only that. "
        "Name all statements that fit what you see."
    ),
    points=1,
    choices={
        "A": "P: it has reached the bottom, for it hardly moves from step to step",
        "B": "P: a larger eta would bring it down sooner",
        "C": "Q: eta suits; leave it as it is",
        "D": "Q: eta is too large, for the loss falls so much at first",
        "E": "R: more steps would bring it down in the end",
        "F": "R: a smaller eta would cure it",
        "G": "S: a smaller eta would bring it lower",
        "H": "S: it stands at the bottom of its own landscape; something else than eta must change",
    },
    right="BCFH",
    reasons={
        "1": "The lower the last loss, the better was eta: the four last numbers say it all.",
        "2": "Still falling steadily: a larger eta. Rising: a smaller one. Flat: it has arrived, at whatever height.",
        "3": "A good curve falls by the same amount in every step: each bend in it shows an eta that does not suit.",
        "4": "An eta that suits one data set suits them all: look which of the four values stands in the literature.",
    },
    because="2",
    replies={
        "A": "Compare P at step 30 and at step 59. Has it stopped, or does it still fall by the same factor?",
        "B": "P still falls, only slowly. What decides how far a step goes?",
        "C": "Compare Q's last loss with the best line's, in section 5. What is there to mend?",
        "D": "At the start it is steep, and steps are long. Where does Q end, compared with the best line?",
        "E": "Extend R in your mind, or in a cell, by another 60 steps. Does it turn?",
        "F": "Each of R's steps overshoots further than the one before. What makes a step shorter?",
        "G": "S has not moved for many steps: the slope is 0 there. What would a smaller step find?",
        "H": "S has stopped at a loss that Q is far below of. What differs between stuck and arrived, if the slope is 0?",
        "1": "S ends higher than Q, and no eta can change that. Is S's eta bad?",
        "3": "Where the ground is less steep, steps are shorter. Look at Q: it bends, and arrives.",
        "4": "Multiply km by 10, and run Q once more. Does the same eta still suit?",
    },
    moral=(
        "Plot the loss before you change anything. P wants a larger eta, R a smaller one, Q nothing. S had its bias held at 0: it has "
        "found the best line through the origin, and no eta helps a model that cannot do better."
    ),
    hints=[
        "For each curve ask: falling, rising or flat at the end? Only one of these says that the walk is over.",
        "The axis is in powers of ten: a straight line down means a fall by the same factor in each step.",
        "Four of the eight fit, one for each run.",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 11.4.1; LeCun et al., Efficient backprop (1998), section 4.6",
)

chapter = Chapter(
    "07_gradient_descent",
    "07 Gradient descent",
    (
        numerical_gradient,
        relative_error,
        gradient_step,
        gradient_descent,
        linear_regression_gd,
        logistic_gradient,
        hunt_gradient,
        read_curves,
    ),
)
