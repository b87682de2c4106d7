# %% [markdown]
# # 02 Perceptron: a threshold unit that learns
#
# A staircase has one lamp and two switches, one upstairs, one downstairs. Flip either of them and the lamp changes:
#
# | upstairs $x_1$ | downstairs $x_2$ | lamp $y$ |
# |---|---|---|
# | 0 (down) | 0 (down) | 0 (off) |
# | 0 | 1 (up) | 1 (on) |
# | 1 | 0 | 1 |
# | 1 | 1 | 0 |
#
# In 1958 the *New York Times* reported on the perceptron, a machine that learned from its mistakes. It would one day,
# the Navy expected, be able to "walk, talk, see, write, reproduce itself and be conscious of its existence".
#
# Can a perceptron learn these four rows?
#
# **You will be able to**
#
# - turn a neuron into a unit that says yes or no, and see that as the two sides of a line;
# - choose weights for a logic gate by hand;
# - write the rule by which the unit learns, and read its record;
# - say which data one perceptron can learn, and what to do about the others.
#
# It takes 60 to 75 minutes. You need chapters 00 and 01.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import check, hint, progress, use
from annlab.visuals import show_perceptron, show_perceptron_steps

# %% [markdown]
# ## Your prediction
#
# Here is the table as arrays. `corners` holds the two switches, one row for each of the four positions.
#
# Imagine the best perceptron there is, with any two weights and any bias. **For how many of the four rows can it give the
# right answer?** Write `"2"`, `"3"` or `"4"` between the quotes.

# %%
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
lamp = np.array([0.0, 1.0, 1.0, 0.0])

my_guess = "?"

# %% [markdown]
# We come back to it in section 6.
#
# ## 1. Yes or no
#
# The neuron of chapter 01 computes a weighted sum $z$ and hands it to an activation $\varphi$. A perceptron's activation is the
# most abrupt there is. It **fires** (says 1) as soon as $z$ reaches 0, and is silent (says 0) below:
#
# $$\varphi(z) = \begin{cases} 1 & \text{if } z \ge 0 \\ 0 & \text{if } z < 0 \end{cases} \tag{2.1}$$
#
# It is called a **step**. Mind the equal sign: step(0) = 1 in this course.

# %%
plt.figure(figsize=(4.5, 2))
plt.plot([-2, 0], [0, 0], color="tab:blue")
plt.plot([0, 2], [1, 1], color="tab:blue")
plt.plot(0, 0, "o", color="tab:blue", fillstyle="none")
plt.plot(0, 1, "o", color="tab:blue")
plt.xlabel("z"), plt.ylabel("step(z)")
plt.show()
print("Flat at 0 left of z = 0; a jump at z = 0; flat at 1 from there on, z = 0 included.")

# %% [markdown]
# `z` may be a single number or an array of any shape, and so is the answer. A plain `if` cannot do that: it decides once.
# Two things that work on all numbers at once:

# %%
some = np.array([4.0, 7.0, 1.0])

print("comparison:", some >= 4)
print("np.where:  ", np.where(some >= 4, 10.0, -some))  # 10.0 where it holds, -some elsewhere

# %% [markdown]
# Write `step`, formula (2.1).

# %% exercise="step"
def step(z):
    return np.where(z >= 0, 1.0, 0.0)


# %% [markdown]
# ## 2. A line and its two sides
#
# A **perceptron** is a neuron with a step. For a whole batch `X`, one example in each row:
#
# $$\hat y = \varphi(X w + b), \qquad z = w_1 x_1 + w_2 x_2 + b \text{ in each row} \tag{2.2}$$
#
# Read the bias as readiness. With all inputs at 0 the sum is $b$ alone, so a unit with $b \ge 0$ fires on nothing, and one with
# $b < 0$ has to be convinced.
#
# Write `perceptron` for a batch. Your `step` is at hand.

# %% exercise="perceptron"
def perceptron(X, w, b):
    return step(X @ w + b)


# %% [markdown]
# With two inputs one can see what a perceptron does. It switches where the sum is exactly 0:
#
# $$w_1 x_1 + w_2 x_2 + b = 0 \tag{2.3}$$
#
# That is a straight line in the plane of $x_1$ and $x_2$, the **boundary**. On one side the unit fires, on the other it is
# silent. The arrow $w$ stands at a right angle to the line, and points to where it fires.
#
# The four points are AND: 1 only if both inputs are 1. Wrong answers have a ring.
#
# 1. Move only $b$. How does the line move?
# 2. Move only $w_1$. What changes now?
# 3. Get rid of all rings.

# %%
show_perceptron(use(perceptron), corners, np.array([0.0, 0.0, 0.0, 1.0]))

# %% [markdown]
# The weights turn the line, the bias shifts it. One thing the picture hides: many weights draw the same line.

# %%
w, b = np.array([1.0, 1.0]), -1.5
for factor in [1, 2, 100]:
    print("times", factor, "->", use(perceptron)(corners, factor * w, factor * b))

# %% [markdown]
# ## 3. Gates by hand
#
# Warren McCulloch and Walter Pitts showed in 1943 that such units can do logic. A **gate** takes inputs of 0 and 1 and
# answers 0 or 1. NOT has one input; these four have two:
#
# | $x_1$ | $x_2$ | AND | OR | NAND | NOR |
# |---|---|---|---|---|---|
# | 0 | 0 | 0 | 0 | 1 | 1 |
# | 0 | 1 | 0 | 1 | 1 | 0 |
# | 1 | 0 | 0 | 1 | 1 | 0 |
# | 1 | 1 | 1 | 1 | 0 | 0 |
#
# NAND is "not and", NOR is "not or". In the plane, each is four points and a line between the 0s and the 1s.
# OR, for example. Move the line with the sliders, or with the mouse by its ends:

# %%
show_perceptron(use(perceptron), corners, np.array([0.0, 1.0, 1.0, 1.0]), w=(1.0, 1.0), b=-1.5)

# %% [markdown]
# Write `gate_weights`: for each of the five names, weights `w` and a bias `b` with which a perceptron is that gate. `w` is an
# array with one weight for each input: two entries, and one for NOT.
#
# There are many right answers. The check looks at what your unit says to every row, not at your numbers. And a row with $z = 0$
# counts as 1, as always.

# %% exercise="gate_weights"
def gate_weights(name):
    if name == "NOT":
        return np.array([-1.0]), 0.5
    if name == "AND":
        return np.array([1.0, 1.0]), -1.5
    if name == "OR":
        return np.array([1.0, 1.0]), -0.5
    if name == "NAND":
        return np.array([-1.0, -1.0]), 1.5
    return np.array([-1.0, -1.0]), 0.5


# %%
for name in ["AND", "OR", "NAND", "NOR"]:
    w, b = use(gate_weights)(name)
    print(f"{name:5}", use(perceptron)(corners, w, b))

# %% [markdown]
# ## 4. Learning from one mistake
#
# With two inputs you can find the line by eye. With two hundred you cannot. Frank Rosenblatt's idea of 1958: let the unit answer,
# and change it only when the answer is wrong. Let $y$ be the target and $\hat y$ the answer, both 0 or 1. Their difference says
# what to do:
#
# | $y$ | $\hat y$ | $y - \hat y$ | what to do |
# |---|---|---|---|
# | 1 | 1 | 0 | nothing |
# | 0 | 0 | 0 | nothing |
# | 1 | 0 | +1 | it was too silent: raise $z$ for this example |
# | 0 | 1 | -1 | it was too eager: lower $z$ for this example |

# %% [markdown]
# How does one raise $z$? A weight counts as much as its input does. So each weight moves in proportion to its own input, and the
# bias, whose input is always +1, moves by the error alone:
#
# $$w \leftarrow w + \eta\,(y - \hat y)\,x \qquad\qquad b \leftarrow b + \eta\,(y - \hat y) \tag{2.4}$$
#
# The arrow means "becomes". $\eta$ (`eta`) is the **learning rate**, a number above 0 that sets the length of the step.
#
# One step with numbers. The unit fires and should not:

# %%
w, b = np.array([0.5, 1.0]), 0.25
x, y, eta = np.array([1.0, 2.0]), 0.0, 1.0

z = w @ x + b  # w @ x is the dot product: one number
error = y - use(step)(z)
print("z =", z, " so it says", use(step)(z), " and the error is", error)

new_w, new_b = w + eta * error * x, b + eta * error
print("w becomes", new_w, " b becomes", new_b, " and z becomes", new_w @ x + new_b)

# %% [markdown]
# Put (2.4) into $z$ and you see that the step always goes the right way. $x \cdot x$, the dot product of x with itself, is never
# negative:
#
# $$z_{\text{new}} = z + \eta\,(y - \hat y)\,(x \cdot x + 1) \tag{2.5}$$

# %%
print("by (2.5):", z + eta * error * (x @ x + 1))

# %% [markdown]
# Write `perceptron_update`: one step on one example. `x` is a single example, of shape (d,). Return the new `w` and the new `b`,
# and leave the old ones alone.

# %% exercise="perceptron_update"
def perceptron_update(w, b, x, y, eta):
    error = y - step(w @ x + b)
    return w + eta * error * x, b + eta * error


# %% [markdown]
# Now watch it, one example at a time. It begins with $w = 0$ and $b = 0$: every sum is 0, so the unit fires for everything.
# As long as $w$ is 0 there is no line to draw. The points are AND.
#
# Before each press of *Next*, say whether the line will move, and which way. When an example is put right, do the others stay right?

# %%
show_perceptron_steps(use(perceptron_update), corners, np.array([0.0, 0.0, 0.0, 1.0]), eta=1.0)

# %% [markdown]
# They do not always. Putting one example right can spoil another. So one goes through them again and again. A pass through
# all examples is an **epoch**.
#
# ## 5. Epoch by epoch
#
# `perceptron_fit` is the whole training:
#
# - begin with `w` all 0 and `b` 0;
# - in each epoch take the examples in the order given, and update after each one (that is called **online**);
# - count the updates of the epoch, and append that number to a list;
# - stop after an epoch without an update, or after `max_epochs`.
#
# Such a clean epoch changes nothing, so neither would the next. Its 0 is the last entry of the list.
#
# Two tools: `zip` goes through two things at once, and `np.zeros` makes zeros.

# %%
for x_i, y_i in zip(corners, lamp):  # both at once: a row, and its target
    print(x_i, y_i)
print(np.zeros(3), " corners has", corners.shape[1], "features")

# %% exercise="perceptron_fit"
def perceptron_fit(X, y, eta, max_epochs):
    w, b, errors_per_epoch = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        errors = 0
        for x_i, y_i in zip(X, y):
            if step(w @ x_i + b) != y_i:
                errors += 1
            w, b = perceptron_update(w, b, x_i, y_i, eta)
        errors_per_epoch.append(errors)
        if errors == 0:
            break
    return w, b, errors_per_epoch


# %% [markdown]
# What you wrote in section 3 by hand, learned from the four rows of each table:

# %%
targets = {
    "AND": np.array([0.0, 0.0, 0.0, 1.0]),
    "OR": np.array([0.0, 1.0, 1.0, 1.0]),
    "NAND": np.array([1.0, 1.0, 1.0, 0.0]),
    "NOR": np.array([1.0, 0.0, 0.0, 0.0]),
}
for name, y in targets.items():
    w, b, errors = use(perceptron_fit)(corners, y, 1.0, 20)
    print(f"{name:5} w = {w}  b = {b}  updates in each epoch: {errors}")

# %% [markdown]
# The numbers go up before they come down, and that is no fault. What counts is the 0 at the end.
#
# Does a smaller learning rate help? Compare the lists:

# %%
for eta in [0.125, 1.0, 8.0]:
    w, b, errors = use(perceptron_fit)(corners, targets["AND"], eta, 20)
    print(f"eta = {eta}: w = {w}  b = {b}  updates: {errors}")

# %% [markdown]
# The lists are the same. From a start at 0, $\eta$ multiplies all weights and the bias by one number, and that draws the same line, as
# you saw in section 2. In later chapters, with smooth activations, $\eta$ will matter a great deal.
#
# ### Bug hunt
#
# `broken_fit` differs from a right one in a single place. It learns OR. On AND it never comes to an end. Its record of
# errors shows that something is wrong; now find out what.
#
# Tools: your own `perceptron_fit` beside it, `print` inside the loop, and a pencil for the first three examples of AND.

# %%
fires = use(step)


def broken_fit(X, y, eta, max_epochs):
    w, b, errors_per_epoch = np.zeros(X.shape[1]), 0.0, []            # A
    for epoch in range(max_epochs):
        errors = 0                                                    # B
        for x_i, y_i in zip(X, y):
            errors = errors + (fires(w @ x_i + b) != y_i)             # C
            w = w + eta * (y_i - fires(w @ x_i + b)) * x_i            # D
            b = b + eta * (y_i - fires(w @ x_i + b))                  # E
        errors_per_epoch.append(int(errors))
        if errors == 0:                                               # F
            break
    return w, b, errors_per_epoch


for name in ["OR", "AND"]:
    print(name, "broken:", broken_fit(corners, targets[name], 1.0, 12)[2])
    print(name, "right: ", use(perceptron_fit)(corners, targets[name], 1.0, 12)[2])

# %% decide="hunt_fit"

# %% [markdown]
# ## 6. The lamp on the stairs
#
# Back to the two switches. The lamp's table has a name: **XOR**, "exclusive or", one or the other and not both. Can a perceptron learn it?

# %%
w, b, errors = use(perceptron_fit)(corners, lamp, 1.0, 20)
print("updates in each epoch:", errors)

# %% [markdown]
# No clean epoch in 20. Is the rule too weak, or is there nothing to find? Try it yourself, with the line in your own hand.
# How few rings can you reach?

# %%
show_perceptron(use(perceptron), corners, lamp, w=(1.0, 1.0), b=-0.5)

# %% [markdown]
# Now a search. It tries every combination of many values for $w_1$, $w_2$ and $b$, and keeps the best count of right rows:

# %%
unit = use(perceptron)
best, tried = 0, 0
for w1 in np.arange(-2, 2.25, 0.25):  # -2, -1.75, ..., 2
    for w2 in np.arange(-2, 2.25, 0.25):
        for b in np.arange(-3, 3.25, 0.25):
            right = np.sum(unit(corners, np.array([w1, w2]), b) == lamp)
            best, tried = max(best, right), tried + 1

print("tried", tried, "perceptrons; the best has", best, "of 4 rows right. You said", my_guess)

# %% [markdown]
# A search over some values proves nothing about the others. Four lines do. Put the four rows into (2.2); each says something about $z$:
#
# $$\begin{aligned}
# (0, 0) \text{ must be silent:} \quad & b < 0 \\
# (0, 1) \text{ must fire:} \quad & w_2 + b \ge 0 \\
# (1, 0) \text{ must fire:} \quad & w_1 + b \ge 0 \\
# (1, 1) \text{ must be silent:} \quad & w_1 + w_2 + b < 0
# \end{aligned} \tag{2.6}$$
#
# Add the two in the middle: $w_1 + w_2 + 2b \ge 0$, so $w_1 + w_2 + b \ge -b$. But $-b$ is above 0 by the first line, and the last line
# says below 0. No weights can do all four.

# %% [markdown]
# Marvin Minsky and Seymour Papert made this kind of argument in 1969, for far more than XOR. Interest and money went elsewhere
# for years, for this reason among others. Yet the way out was known: **more than one unit**.
#
# XOR is "at least one of the two, and not both". You have a gate for each part of that sentence:

# %%
w, b = use(gate_weights)("OR")
either = use(perceptron)(corners, w, b)
w, b = use(gate_weights)("NAND")
not_both = use(perceptron)(corners, w, b)

print(" x1  x2   OR NAND  lamp")
print(np.column_stack([corners, either, not_both, lamp]))

# %% [markdown]
# The last three columns hold the trick: the lamp is on where OR **and** NAND say 1. `np.column_stack` puts columns side by side,
# and `np.column_stack([either, not_both])` is a new batch of shape (N, 2), the input of a third gate.
#
# Write `xor` from three gates. X may have any number of rows, in any order. The check asks which side of 0.5 your outputs fall on.

# %% exercise="xor"
def xor(X):
    w, b = gate_weights("OR")
    either = perceptron(X, w, b)
    w, b = gate_weights("NAND")
    not_both = perceptron(X, w, b)
    w, b = gate_weights("AND")
    return perceptron(np.column_stack([either, not_both]), w, b)


# %% [markdown]
# What have the two first gates done? They moved the points. In this figure $x_1$ is `either` and $x_2$ is `not_both`. Two rows of the
# table fall on the same spot, (1, 1), and a single line is enough:

# %%
print("lamp:", use(xor)(corners))
show_perceptron(use(perceptron), np.column_stack([either, not_both]), lamp, w=(1.0, 1.0), b=-1.5)

# %% [markdown]
# That is your first network with a hidden layer: two units that prepare, one that decides. You chose its weights by hand.
# How such a network can *learn* them is what chapters 05 to 09 are about.
#
# ## 7. Decide
#
# Six data sets. Filled circles are 1, hollow squares are 0. What you see is also said in words below. The first cell makes the
# points; you need not read it.

# %%
rng = np.random.default_rng(2)


def box(n, x1, x2):
    """Return n random points with x1 and x2 in these ranges."""
    return np.column_stack([rng.uniform(*x1, size=n), rng.uniform(*x2, size=n)])


def both(ones, *zeros):
    """Return X and y of some groups of points."""
    X = np.vstack([ones, *zeros])
    return X, np.where(np.arange(len(X)) < len(ones), 1.0, 0.0)


along, apart = rng.uniform(0, 4, size=15), rng.uniform(0.3, 0.9, size=15)
above = np.column_stack([along, along + apart])
below = np.column_stack([along, along - apart])
angle, away = rng.uniform(0, 2 * np.pi, size=24), rng.uniform(1.5, 2.0, size=24)
ring = 2 + np.column_stack([away * np.cos(angle), away * np.sin(angle)])

sets = {
    "A": both(above, below),
    "B": both(box(12, (1.6, 2.4), (1.6, 2.4)), ring),
    "C": both(box(16, (2.5, 3.5), (2.5, 3.5)), box(16, (0, 1), (0, 1)), [[3.0, 3.0]]),
    "D": both(box(12, (6.2, 7.0), (5, 6)), box(12, (5.0, 5.5), (5, 6))),
    "E": both(box(12, (1.5, 2.5), (0, 4)), box(12, (0, 1), (0, 4)), box(12, (3, 4), (0, 4))),
    "F": both([[3.0, 3.0]], box(19, (0, 2), (0, 2))),
}

# %%
figure, axes = plt.subplots(2, 3, figsize=(9, 6), layout="constrained")
for ax, (name, (X, y)) in zip(axes.flat, sets.items()):
    ax.plot(X[y == 1, 0], X[y == 1, 1], "o", color="tab:blue")
    ax.plot(X[y == 0, 0], X[y == 0, 1], "s", color="tab:orange", markerfacecolor="white")
    ax.set(title=name, xlabel="x1", ylabel="x2")
plt.show()

for name, (X, y) in sets.items():
    print(name, "- ones:", int(y.sum()), " zeros:", int((1 - y).sum()),
          " x1 from", X[:, 0].min().round(1), "to", X[:, 0].max().round(1))

# %% [markdown]
# Answer with your eyes first, and with a reason. Then test yourself, in a cell of your own: `X, y = sets["A"]`, then
# `use(perceptron_fit)(X, y, 1.0, 1000)[2][-1]`. That trains for up to 1000 epochs, and shows the last entry of the record. Which entry
# says that no mistake is left?

# %% decide="which_learnable"

# %% [markdown]
# ## Stretch (optional, no points)
#
# One perceptron *can* learn the lamp if it is given a third input made of the other two. Which? Replace the column of zeros
# by your idea. The record must end in 0.

# %%
third = np.zeros(4)  # your line: four numbers, from corners[:, 0] and corners[:, 1]

w, b, errors = use(perceptron_fit)(np.column_stack([corners, third]), lamp, 1.0, 50)
print("updates in the last epoch:", errors[-1], "  w =", w, "  b =", b)

# %% [markdown]
# ## To take away
#
# > - A perceptron is a neuron with a step. It answers 1 on one side of a line and 0 on the other.
# > - The weights turn the line, the bias shifts it. All of them times one positive number: the same line.
# > - The rule: wrong? Then $w \leftarrow w + \eta (y - \hat y) x$ and $b \leftarrow b + \eta (y - \hat y)$. Right? Then nothing.
# > - Compute the error once, then use it for $w$ and $b$.
# > - If some line separates the classes, the rule finds one in finitely many steps. If none does, it never ends: use max_epochs.
# > - XOR needs more than one unit: two that prepare, one that decides.
#
# ## Words
#
# - **threshold unit**: a unit that answers 0 or 1, by whether its sum reaches a threshold.
# - **step**: the activation that is 0 below 0, and 1 from 0 on.
# - **perceptron**: a neuron whose activation is a step.
# - **fire**: to answer 1.
# - **boundary**: where the sum is exactly 0; a line for two inputs, a plane for three.
# - **gate**: a function from zeros and ones to zero or one.
# - **error**: target minus answer, here -1, 0 or 1.
# - **update**: one change of w and b.
# - **online**: learning after every single example.
# - **epoch**: one pass through all examples.
# - **learning rate**: the length of a step, $\eta$.
# - **linearly separable**: said of data for which one straight boundary has each class on its own side.
# - **XOR**: one or the other, and not both.
# - **hidden layer**: units between the inputs and the units that give the answer.

# %% [markdown]
# ## Sources
#
# - W. S. McCulloch, W. Pitts, A logical calculus of the ideas immanent in nervous activity, *Bulletin of Mathematical Biophysics* 5 (1943), 115–133.
# - F. Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the brain, *Psychological Review* 65 (1958), 386–408.
# - New Navy device learns by doing, *The New York Times*, 8 July 1958.
# - A. B. J. Novikoff, On convergence proofs on perceptrons, *Symposium on the Mathematical Theory of Automata* 12 (1962), 615–622: the finitely many steps.
# - M. Minsky, S. Papert, *Perceptrons*, MIT Press (1969).
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), section 4.1.7.
# - S. Haykin, *Neural Networks and Learning Machines*, 3rd edition, Pearson (2009), chapter 1.

# %%
progress()

# %% [markdown]
# **Next: 03 Activations.** A step gives no hint how far one is from the right answer. Smooth activations do, and that is what will
# make whole networks learn.
