# %% [markdown]
# # 07 Gradient descent: downhill
#
# You stand on a hillside in thick fog and want to go down. You cannot see the valley, but you feel how steep the ground is, and which
# way. So you take a step downhill, feel again, and take another.
#
# Nearly every network was trained like this. One thing is yours to choose: how long is a step?
#
# **You will be able to**
#
# - find the slope of any function, and say how well you have found it;
# - walk downhill, and choose the length of the steps;
# - train a line and a sigmoid unit on data;
# - read a loss curve: too slow, too fast, or stuck?
#
# It takes about 60 minutes. You need chapters 00 to 06.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import binary_cross_entropy, check, d_mse, fit_line, hint, line
from annlab import mse, progress, sigmoid, use
from annlab.visuals import show_descent

# %% [markdown]
# ## Your prediction
#
# The simplest valley is $L(w) = w^2$, with slope $2w$ and its bottom at 0. You stand at $w = 8$. Each step takes away
# `eta` times the slope: `w` becomes `w - eta * 2 * w`. With `eta = 0.1` that is $8 - 1.6 = 6.4$, a small step in the right direction.
#
# And with `eta = 1`, a step ten times as long? Does the ball **arrive** at the bottom at once, does it jump **back and forth** for ever, or does
# it **fly off**, further out with each step?

# %%
my_guess = "?"  # "arrive", "back and forth" or "fly off"

# %% [markdown]
# We come back to it in section 3.
#
# ## 1. Feel for the slope
#
# Here is a landscape: the loss of the taxi rides over $w$ and $b$. `place` is an array that holds both.

# %%
km = np.array([0.5, 1.0, 1.5, 2.5, 3.0, 3.5])
price = np.array([3.0, 3.2, 4.5, 5.5, 6.8, 7.1])


def taxi_loss(place):
    return mse(line(km, place[0], place[1]), price)


h = 1e-5
here = np.array([0.0, 0.0])
east, west = here + np.array([h, 0.0]), here - np.array([h, 0.0])
print("loss here:", taxi_loss(here).round(4))
print("slope in the direction of w:", ((taxi_loss(east) - taxi_loss(west)) / (2 * h)).round(4))

# %% [markdown]
# Two calls of the function, a little to either side, and you know how steep it is in **one** direction. For every other direction do
# the same. Let $f$ be the function, $x$ the array of all that can move, and $e_i$ an array of zeros with a 1 in place $i$:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + h\,e_i) - f(x - h\,e_i)}{2h} \tag{7.1}$$
#
# Only one entry moves at a time; all the others stay where they are. This is called the **central difference**.
#
# Write it for an $x$ of any shape. Two tools for that:

# %%
for position in np.ndindex((2, 3)):  # every place of a table of 2 x 3
    print(position, end=" ")

table = np.array([[1, 2, 3], [4, 5, 6]])
moved = np.array(table, dtype=float)  # a copy that can hold fractions
moved[(1, 2)] = moved[(1, 2)] + 0.5
print("\n", moved)

# %% exercise="numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] = up[place] + h
        down[place] = down[place] - h
        slopes[place] = (f(up) - f(down)) / (2 * h)
    return slopes


# %%
print("at w = 0, b = 0:        ", use(numerical_gradient)(taxi_loss, here).round(4))

best = np.array(fit_line(km, price))
print("at the line of chapter 01:", use(numerical_gradient)(taxi_loss, best).round(4))

# %% [markdown]
# Both slopes at (0, 0) are negative: raise $w$, raise $b$, and it goes down. At the best line both are 0. The ground is flat there. That is
# how you recognise a bottom in the fog.
#
# ## 2. How small is small?
#
# The smaller $h$, the better? Try it on $e^x$, whose slope is known exactly: $e^x$ itself. Beside the central difference stands the
# one-sided one, $(f(x + h) - f(x)) / h$.

# %%
def exponential(x):
    return np.sum(np.exp(x))


x = np.array([1.0])
truth = np.exp(1.0)
steps = 10.0 ** -np.arange(1, 14)  # 0.1, 0.01, ..., 1e-13
central = [abs(use(numerical_gradient)(exponential, x, h)[0] - truth) for h in steps]
one_sided = [abs((exponential(x + h) - exponential(x)) / h - truth) for h in steps]

plt.figure(figsize=(5.5, 3))
plt.loglog(steps, one_sided, "s--", fillstyle="none", label="one-sided")
plt.loglog(steps, central, "o-", label="central")
plt.xlabel("h"), plt.ylabel("error")
plt.legend()
plt.show()
for h, one, two in zip(steps, one_sided, central):
    print(f"h = {h:.0e}   one-sided: off by {one:.0e}   central: off by {two:.0e}")

# %% [markdown]
# Both curves have the shape of a V. On the right $h$ is large, and a curve is mistaken for a straight line: when $h$ falls by 10, the
# central error falls by 100, the one-sided one only by 10. On the left, $f(x + h)$ and $f(x - h)$ agree in nearly all of their 16
# digits, and what is left is rounding. **About 1e-5 is best**, and hence the default.
#
# ### Do two gradients agree?
#
# A gradient by formula is checked against one that you felt for. A difference of 0.001 is little for a slope of 1000, and a lot for one
# of 0.002. So one divides by the lengths. $\lVert a \rVert$, `np.linalg.norm(a)`, is the root of the sum of squares:
#
# $$\frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert} \tag{7.2}$$

# %%
a = np.array([3.0, 4.0])
table = np.array([[2.0, 1.0], [2.0, 4.0]])
print("length of a:", np.linalg.norm(a), "  of a table:", np.linalg.norm(table))

# %% [markdown]
# Equal gradients have the **relative error** 0, opposite ones 1. If both are 0 they agree, and the error is 0.

# %% exercise="relative_error"
def relative_error(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(a - b) / size if size > 0 else 0.0


# %%
y_hat = line(km, 1.0, 2.5)


def loss_of_predictions(v):
    return mse(v, price)


felt = use(numerical_gradient)(loss_of_predictions, y_hat)
print(f"d_mse against the felt slope:  {use(relative_error)(d_mse(y_hat, price), felt):.0e}")
print(f"without its 2, it would be:    {use(relative_error)(d_mse(y_hat, price) / 2, felt):.2f}")

# %% [markdown]
# A rule of thumb: below 1e-7 the formula is right, above 1e-3 it is wrong, and in between look closer. From now on you can check
# any gradient that you write.
#
# ## 3. One step, and many
#
# The gradient points to where it goes up most steeply. So step the other way:
#
# $$w \leftarrow w - \eta\, \frac{\partial L}{\partial w} \tag{7.3}$$
#
# $\eta$ (`eta`) is the **learning rate**, as in chapter 02. Where it is steep the step is long, where it is flat it is short. At
# the bottom the walk ends by itself.

# %% exercise="gradient_step"
def gradient_step(w, grad, eta):
    return w - eta * grad


# %% [markdown]
# And now the whole walk, **gradient descent**. `grad` is a function: hand it a point, and it returns the gradient there. Collect every point,
# the start first. Three steps make four points:
#
# $$w_{t+1} = w_t - \eta\, \frac{\partial L}{\partial w}(w_t), \qquad t = 0, 1, \dots \tag{7.4}$$
#
# A point is an array with $d$ entries, so the path is a table of (steps + 1, d). A list of arrays becomes a table with `np.array(path)`.

# %% exercise="gradient_descent"
def gradient_descent(grad, w0, eta, steps):
    w = np.array(w0, dtype=float)
    path = [w]
    for _ in range(steps):
        w = gradient_step(w, grad(w), eta)
        path.append(w)
    return np.array(path)


# %% [markdown]
# ### Your prediction, resolved

# %%
def twice(w):  # the gradient of w squared
    return 2 * w


for eta in [0.01, 0.1, 0.5, 0.9, 1.0, 1.1]:
    path = use(gradient_descent)(twice, np.array([8.0]), eta, 6)
    print(f"eta = {eta:4}:", path[:, 0].round(2))

print("You said:", my_guess)

# %% [markdown]
# With $\eta = 1$ the ball jumps **back and forth** for ever: from 8 the step is 16 long. Each step multiplies $w$ by $1 - 2\eta$. At 0.01
# that is 0.98, and the ball creeps. At 0.5 it is 0, and one step is enough. Beyond 0.5 it jumps over the bottom, and beyond 1 it lands
# further out than it started.
#
# ### Two directions
#
# Real valleys are steeper one way than the other. This one is ten times as steep across as along.
#
# 1. With $\eta = 0.02$: why does the path bend?
# 2. Find the $\eta$ that gets lowest in 30 steps. How does the path look?
# 3. From which $\eta$ on does it explode, and in which direction? Press *Roll* and watch.

# %%
show_descent(use(gradient_descent), eta=0.02)

# %% [markdown]
# The steep direction decides how large $\eta$ may be. The shallow one decides how long it takes. The narrower the ravine, the
# longer the walk. Chapter 10 is about ways to cope.
#
# The same walk on the taxi rides, with the gradient that you feel for. The two axes are $w$ and $b$ now.

# %%
feel = use(numerical_gradient)


def taxi_gradient(place):
    return feel(taxi_loss, place)


show_descent(use(gradient_descent), taxi_gradient, taxi_loss, w0=(-1.0, 5.0), eta=0.02, steps=60,
             eta_max=0.2, xlim=(-2.0, 5.0), ylim=(-3.0, 6.0), names=("w", "b"))

# %% [markdown]
# ## 4. A line, trained
#
# Feeling is slow: two calls of the loss for each parameter, and a network has millions. So one works the gradient out. A line says
# $\hat y_i = \sum_j w_j x_{ij} + b$ about example $i$. Move $w_j$ a little, and $\hat y_i$ moves $x_{ij}$ times as much. Move $b$,
# and $\hat y_i$ moves by the same. And from chapter 06 you know how the loss changes with each $\hat y_i$. Multiply, and add up over the examples:
#
# $$\frac{\partial L}{\partial w_j} = \sum_{i=1}^{N} \frac{\partial L}{\partial \hat y_i}\, x_{ij}, \qquad \frac{\partial L}{\partial b} = \sum_{i=1}^{N} \frac{\partial L}{\partial \hat y_i} \tag{7.5}$$
#
# For all weights at once the first sum is a product: `X.T @ slope`, with `slope = d_mse(y_hat, y)`.

# %%
X = km[:, np.newaxis]  # the kilometres as a column, (6, 1): N examples, one feature
slope = d_mse(line(km, 0.0, 0.0), price)

print("by (7.5): ", (X.T @ slope).round(4), slope.sum().round(4))
print("felt for: ", taxi_gradient(here).round(4))

# %% [markdown]
# Write the training of a line:
#
# - begin with `w` all 0 and `b` 0;
# - in each step predict, and note the loss **before** you move: `losses[i]` is the loss before step `i`;
# - work out both slopes at the place where you are, and only then move `w` and `b`;
# - return `w`, `b` and the losses.
#
# `mse` and `d_mse` of chapter 06 are at hand.

# %% exercise="linear_regression_gd"
def linear_regression_gd(X, y, eta, steps):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        y_hat = X @ w + b
        losses.append(mse(y_hat, y))
        slope = d_mse(y_hat, y)
        w, b = w - eta * (X.T @ slope), b - eta * slope.sum()
    return w, b, np.array(losses)


# %%
for steps in [10, 100, 300]:
    w, b, losses = use(linear_regression_gd)(X, price, 0.15, steps)
    print(f"{steps:3} steps: w = {w[0]:.4f}, b = {b:.4f}, last loss {losses[-1]:.4f}")

best_w, best_b = fit_line(km, price)
print(f"by formula: w = {best_w:.4f}, b = {best_b:.4f}, loss {mse(line(km, best_w, best_b), price):.4f}")

# %% [markdown]
# The walk ends where the formula says. But the walk works for networks too, and the formula does not.
#
# ## 5. A sigmoid unit, trained
#
# Now for yes and no: $z = X w + b$, $p = \varphi(z)$ with the sigmoid, and the binary cross-entropy. Two slopes in a row: that
# of the loss with respect to $p$, (6.4), and that of the sigmoid, $p\,(1 - p)$. Multiplied, nearly everything cancels:
#
# $$\frac{\partial L}{\partial z_i} = \frac{1}{N} \cdot \frac{p_i - y_i}{p_i\,(1 - p_i)} \cdot p_i\,(1 - p_i) = \frac{1}{N} (p_i - y_i) \tag{7.6}$$
#
# What the unit said, minus what is true, as with softmax in (6.7). From $z$ on to $w$ and $b$ it goes as for the line:
#
# $$\frac{\partial L}{\partial w_j} = \frac{1}{N} \sum_{i=1}^{N} (p_i - y_i)\, x_{ij}, \qquad \frac{\partial L}{\partial b} = \frac{1}{N} \sum_{i=1}^{N} (p_i - y_i) \tag{7.7}$$

# %% exercise="logistic_gradient"
def logistic_gradient(X, y, w, b):
    slope = (sigmoid(X @ w + b) - y) / len(y)
    return X.T @ slope, slope.sum()


# %% [markdown]
# Check it by feeling, as every gradient should be:

# %%
links = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0], [3.0]])
spam = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])


def spam_loss(place):
    return binary_cross_entropy(sigmoid(links @ place[:1] + place[1]), spam)


somewhere = np.array([0.7, -0.3])
dw, db = use(logistic_gradient)(links, spam, somewhere[:1], somewhere[1])
by_formula = np.concatenate([dw, [db]])
felt = use(numerical_gradient)(spam_loss, somewhere)
print("by formula:", by_formula.round(6))
print("felt for:  ", felt.round(6))
print(f"relative error: {use(relative_error)(by_formula, felt):.0e}")

# %% [markdown]
# And train it, first on the messages, then on the lamp of chapter 02, which no single line can learn:

# %%
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
lamp = np.array([0.0, 1.0, 1.0, 0.0])
slopes, step = use(logistic_gradient), use(gradient_step)

for name, inputs, targets in [("spam", links, spam), ("lamp", corners, lamp)]:
    w, b = np.full(inputs.shape[1], 0.5), 0.5
    for _ in range(2000):
        dw, db = slopes(inputs, targets, w, b)
        w, b = step(w, dw, 0.5), step(b, db, 0.5)
    p = sigmoid(inputs @ w + b)
    print(f"{name}: p = {p.round(2)}, loss {binary_cross_entropy(p, targets):.3f}")

# %% [markdown]
# Where chapter 02's rule never came to an end on the lamp, this walk comes to rest. It says one half to everything, which is the most honest
# thing that a single unit can say, and its loss is $\log 2$, about 0.693: Ben's coin. It has arrived at the bottom. The bottom is not low.
#
# ### Bug hunt
#
# Somebody writes the gradient with one array that is moved up, then down, then put back. It was tested on $(3.0, 4.0)$ and
# found right. A week later, with $(3, 4)$, the training flies off.
#
# Tools: your own `numerical_gradient`, `print` in the loop, other numbers.

# %%
def broken_gradient(f, x, h=1e-5):
    moved = x.copy()                                # A
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        moved[i] = x[i] + h                         # B
        up = f(moved)
        moved[i] = x[i] - h                         # C
        down = f(moved)
        slopes[i] = (up - down) / (2 * h)           # D
        moved[i] = x[i]                             # E
    return slopes


def squares(x):
    return np.sum(x**2)


for x in [np.array([3.0, 4.0]), np.array([3, 4])]:
    print(x, "broken:", broken_gradient(squares, x).round(4))
    print(x, "right: ", use(numerical_gradient)(squares, x).round(4))

# %% decide="hunt_gradient"

# %% [markdown]
# ## 6. Decide: read four curves
#
# You will rarely see a landscape: a network has too many parameters. What you see is the loss, step by step. Here are four runs, on an axis in
# powers of ten. The cell says what was done to them; form your own opinion first.

# %%
train, walk = use(linear_regression_gd), use(gradient_descent)


def special(place):
    return taxi_gradient(place) * np.array([1.0, 0.0])


runs = {
    "P": train(X, price, 0.001, 60)[2],
    "Q": train(X, price, 0.12, 60)[2],
    "R": train(X, price, 0.175, 60)[2],
    "S": np.array([taxi_loss(place) for place in walk(special, here, 0.05, 59)]),
}
for (name, losses), style in zip(runs.items(), ["-", "--", "-.", ":"]):
    plt.semilogy(losses, style, label=name)
plt.xlabel("step"), plt.ylabel("loss"), plt.legend()
plt.show()
print("step" + "".join(f"{i:>11}" for i in [0, 5, 10, 30, 59]))
for name, losses in runs.items():
    print(f"{name:4}" + "".join(f"{losses[i]:11.4g}" for i in [0, 5, 10, 30, 59]))

# %% decide="read_curves"

# %% [markdown]
# ## Stretch (optional, no points)
#
# The distances in metres instead of kilometres. The same data, the same line, and the walk explodes. Find an `eta` that does not, and see how
# far it gets in 300 steps. Then make the column friendly: take off its mean, divide by its `std()`, and try `eta = 0.4` again.

# %%
metres = 1000 * X
eta = 0.1  # your number

with np.errstate(all="ignore"):
    w, b, losses = use(linear_regression_gd)(metres, price, eta, 300)
for i in [0, 1, 10, 299]:
    print(f"loss before step {i}: {losses[i]:.3g}")

# %% [markdown]
# ## To take away
#
# > - The slope of anything: move one entry by $h$, up and down, and divide the difference by $2h$. About 1e-5 is best.
# > - Check every gradient against it. A relative error below 1e-7: right.
# > - The step: $w \leftarrow w - \eta \cdot$ gradient, all parameters at once, all slopes from the same place.
# > - Falling steadily: larger $\eta$. Rising: smaller $\eta$. Flat: arrived, at whatever height.
# > - The steepest direction limits $\eta$, the shallowest decides how long it takes. Scale your inputs.
# > - A line: slopes `X.T @ d_mse` and their sum. A sigmoid unit: the same with $(p - y) / N$.
#
# ## Words
#
# - **gradient**: all the slopes of one number, one for each thing that can move.
# - **central difference**: $(f(x + h) - f(x - h)) / 2h$, a slope found by two calls.
# - **relative error**: the length of the difference, divided by both lengths.
# - **gradient descent**: step by step against the gradient.
# - **learning rate**: the length of a step, $\eta$.
# - **ravine**: a valley that is much steeper across than along.
# - **loss curve**: the loss after each step, as a line over the steps.
# - **logistic regression**: a sigmoid unit trained with the binary cross-entropy.

# %% [markdown]
# ## Sources
#
# - A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, *Comptes rendus* 25 (1847), 536–538: the method, for the orbits of planets.
# - D. R. Cox, The regression analysis of binary sequences, *Journal of the Royal Statistical Society B* 20 (1958), 215–242: the sigmoid unit.
# - Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient backprop, in *Neural Networks: Tricks of the Trade*, Springer (1998), section 4.
# - J. Nocedal, S. J. Wright, *Numerical Optimization*, 2nd edition, Springer (2006), sections 2.2 and 8.1.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), sections 3.1.3 and 4.3.2.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 4.3, 11.4 and 11.5.
# - Stanford CS231n, course notes, *Gradient checks*: the rule of thumb.

# %%
progress()

# %% [markdown]
# **Next: 08 Graphs.** You have worked out two gradients by hand, and each time things cancelled nicely. For a whole network one lets a rule do it:
# the chain rule, on a graph.
