# %% [markdown]
# # 00 Start: how this course works, and NumPy for neurons
#
# A program predicts tomorrow's temperature in three towns. The next day you read three thermometers.
# How far off was it? Three numbers minus three numbers.
#
# In NumPy, the tool that everybody uses for this, that subtraction can come out wrong **without any error**.
# By the end of this chapter you know why, and your own function is safe from it.
#
# **You will be able to**
#
# - replace loops by one line of array arithmetic;
# - predict what NumPy does with two different shapes;
# - read what a check tells you.
#
# It takes about 45 minutes. You need Python (functions, lists, loops).
#
# Now click into the next cell and press **Shift+Enter**. That runs it and moves on. Run all cells in this way.

# %%
import time

import numpy as np

from annlab import check, hint, progress, use
from annlab.visuals import show_broadcasting

# %% [markdown]
# ## Your prediction
#
# Here are the three predictions and the three readings. The readings come from a table, so they stand in a column.
#
# **How many numbers will `y_hat - y` hold?** Do not try it out yet. Put 3, 9 or error in the place of the question mark,
# between the quotes, and run the cell.

# %%
y_hat = np.array([19.0, 21.0, 24.0])  # predicted
y = np.array([[20.0], [20.0], [25.0]])  # read from the thermometers

my_guess = "?"

# %% [markdown]
# We come back to it.
#
# ## 1. Arrays
#
# An **array** is a block of numbers. Arithmetic acts on every number of it at once. A list does something else.

# %%
w = np.array([1.0, -2.0, 4.0])

print("array:", 2 * w)
print("list: ", 2 * [1.0, -2.0, 4.0])
print("sum and difference:", w + w, w - 1)

# %% [markdown]
# An array is also a thing with an address. `v = w` does not copy it: it gives the same array a second name.

# %%
v = w
v *= 2  # multiplies in place: writes into the array itself

print("v:", v)
print("w:", w, "  <- w has changed as well")

# %% [markdown]
# A function's argument is such a second name too. A function that says `w *= 2` changes the numbers of whoever called
# it. In this course **no function changes what it is given**, and every check looks.
#
# ## 2. How a check works
#
# You will write many small functions. After each stands a cell that checks it. To see how, here is a function that is
# **wrong on purpose**. `scaled(w, factor)` should return factor times w. This one forgets the factor. Run it and read
# what comes back.

# %%
def first_try(w, factor):
    return w


check("scaled", first_try)

# %% [markdown]
# A report has up to five parts. Find each of them above:
#
# | part | here |
# |---|---|
# | the verdict and your points | *not yet*, and a share for what already holds |
# | the **symptom**, with numbers | what went in, what you returned, what is right |
# | the likely **mistake** | named, if it is a known one |
# | **Next** | one thing to do now |
# | **Right so far** | what you need not touch |
#
# There is no penalty for being wrong, and no limit. Check early, check often. If the report is not enough, ask for a
# hint. Each call says a little more.

# %%
hint("scaled")

# %% [markdown]
# ### Your first function
#
# Each entry of the result is the entry of $w$ in the same place, times the factor:
#
# $$\text{result}_j = \text{factor} \cdot w_j \tag{0.1}$$
#
# For $w = [1, -2]$ and a factor of 0.5 that is $[0.5, -1]$. Hand back a **new** array, and leave `w` alone.
#
# In the description inside the function, `(d,)` means an array of d numbers, and the line below `>>>` is what comes out.
# Put your line in the place of `raise NotImplementedError()`. Run the cell, then the check below it.

# %% exercise="scaled"
def scaled(w, factor):
    return factor * w


# %% [markdown]
# If you have time for a minute of mischief: put `w *= factor` into your function, hand back `w`, and read the report. Then mend it.
#
# ### `use` and `progress`
#
# Later cells build on your functions. So that you are never stuck, they say `use(scaled)`: your function, once its check
# passes, and annlab's own until then. `progress()` shows what is done.

# %%
mine_or_not = use(scaled)
whose = "annlab's" if mine_or_not.__module__.startswith("annlab") else "yours"

print(mine_or_not(np.array([1.0, 2.0]), 10), "was computed by", whose)

# %%
progress()

# %% [markdown]
# If things get strange (a variable holds something old, a cell hangs), choose **Kernel > Restart Kernel** and run the
# cells again from the top. Your text stays.
#
# ## 3. Shapes: examples are rows
#
# Three people buy fruit. Each of them is one **example**; apples and pears are the **features**.
# We write one example in each row:

# %%
X = np.array([[2.0, 1.0],
              [0.0, 3.0],
              [4.0, 5.0]])

print("shape      ", X.shape, "     3 examples, 2 features")
print("len(X)     ", len(X), "          the number of examples")
print("X[0]       ", X[0], "    the first example")
print("X[:, 1]    ", X[:, 1], " the second feature of all of them")
print("X[2, 0]    ", X[2, 0], "        one number: row 2, column 0")

# %% [markdown]
# `shape` is a tuple with one size for each **axis**. Axis 0 runs down the rows, axis 1 along them. Python counts from 0,
# formulas from 1.
#
# For a table of $N$ examples with $d$ features we write $(N, d)$. Such a table is a **batch**, and its name is always $X$. A plain
# row of $N$ numbers is $(N,)$, with a comma and nothing behind it: one axis only. `X[0]` and `X[:, 1]` are no copies:
# they are windows onto X, called **views**.
#
# ### A row times weights
#
# An apple costs 0.50, a pear 2.00. What does each person pay? Multiply along the row, and add up:
#
# $$z_i = \sum_{j=1}^{d} X_{ij}\, w_j \tag{0.2}$$
#
# That is the **dot product** of row $i$ with $w$. A neuron does just this, with weights in the place of prices. Here it is with loops:

# %%
prices = np.array([0.5, 2.0])
bills = []
for i in range(len(X)):
    total = 0.0
    for j in range(len(prices)):
        total += X[i, j] * prices[j]
    bills.append(total)

print(np.array(bills))

# %% [markdown]
# Two loops can go. `X * prices` multiplies every row by the prices, entry by entry. `.sum(axis=...)` adds up along one axis,
# and **the axis that you name is the one that disappears**. Look at the shapes:

# %%
products = X * prices
print("products   ", products.shape)
print(products)
print("sum(axis=0)", products.sum(axis=0), products.sum(axis=0).shape)
print("sum(axis=1)", products.sum(axis=1), products.sum(axis=1).shape)

# %% [markdown]
# One of the two is the three bills. There is also an operator that multiplies and sums at once: `@`. In `A @ B` the rows of
# A meet the columns of B, so the last size of A must be the first size of B. Two arrays of shape $(d,)$ give one number, their
# dot product.
#
# Write `rows_dot`: one number for each row of X. Loops are allowed, one line is enough.

# %% exercise="rows_dot"
def rows_dot(X, w):
    return X @ w


# %% [markdown]
# ### Why not loops?
#
# The same sums, for 2,000 examples of 100 features, by two Python loops and by your line (annlab's, until yours passes):

# %%
rng = np.random.default_rng(0)  # a source of random numbers, the same ones at every run
many, weights = rng.normal(size=(2000, 100)), rng.normal(size=100)
one_line = use(rows_dot)

start = time.perf_counter()
slow = [sum(row[j] * weights[j] for j in range(len(weights))) for row in many]
loops = time.perf_counter() - start

start = time.perf_counter()
fast = one_line(many, weights)
yours = time.perf_counter() - start

print(f"loops {1000 * loops:.1f} ms, rows_dot {1000 * yours:.2f} ms; the same numbers: {np.allclose(slow, fast)}")

# %% [markdown]
# ### Down the columns
#
# How many apples, and how many pears, does a person buy on average? Now the *examples* disappear, and one number for each feature is left:
#
# $$m_j = \frac{1}{N} \sum_{i=1}^{N} X_{ij} \tag{0.3}$$
#
# For our three people $m = [2, 3]$. Which axis has to go? Arrays have `.mean(axis=...)` beside `.sum(axis=...)`.

# %% exercise="column_mean"
def column_mean(X):
    return X.mean(axis=0)


# %%
print("apples and pears, on average:", use(column_mean)(X))

# %% [markdown]
# ## 4. Broadcasting: how shapes meet
#
# `X * prices` worked, though X is (3, 2) and prices is (2,). NumPy **stretches** the smaller one. Its rule, read from the right end of both shapes:
#
# - sizes that are equal fit;
# - a size of 1, or a missing one, is stretched to the other;
# - anything else is an error.
#
# Choose shapes and see what happens. Try (3, 2) with (2,), then (3, 2) with (3,), then (3,) with (3, 1).

# %%
show_broadcasting((3, 2), (2,))

# %% [markdown]
# In words, the same three pairs:

# %%
for a, b in [((3, 2), (2,)), ((3, 2), (3,)), ((3,), (3, 1))]:
    try:
        print(a, "with", b, "gives", np.broadcast_shapes(a, b))
    except ValueError:
        print(a, "with", b, "is an error: from the right,", a[-1], "meets", b[-1])

# %% [markdown]
# The last pair is the one from the beginning. `(3,)` lies flat, as a row; `(3, 1)` stands, as a column. Both are stretched,
# and every prediction meets every reading. Your prediction, resolved:

# %%
difference = y_hat - y

print("You said", my_guess, "- it holds", difference.size, "numbers.")
print("Shape", difference.shape)
print(difference)

# %% [markdown]
# No error, no warning. And the average of these squares looks like a real measure of error, and is not:

# %%
by_hand = np.array([19.0 - 20.0, 21.0 - 20.0, 24.0 - 25.0])

print("average square of the table:       ", (difference**2).mean().round(2))
print("average square of the three errors:", (by_hand**2).mean())

# %% [markdown]
# ### The residual
#
# The **residual** is prediction minus target, one for each example:
#
# $$r_i = \hat y_i - y_i \tag{0.4}$$
#
# $\hat y$ ("y hat", `y_hat`) is what was predicted, $y$ what was right, the **target**. Each of them may come as (N,) or as (N, 1). The result has
# the shape of `y_hat`, and never N × N.
#
# What helps: `a.reshape(shape)` gives the same numbers in another shape, and `a.shape` is a shape like any other.

# %%
six = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
print(six.reshape((2, 3)))
print(six.reshape((6, 1)).shape, six.reshape((6, 1)).reshape((6,)).shape)

# %% exercise="residual"
def residual(y_hat, y):
    return y_hat - y.reshape(y_hat.shape)


# %%
print("in each town, too warm (+) or too cold (-):", use(residual)(y_hat, y))

# %% [markdown]
# ## 5. Bug hunt
#
# **Centring** takes the mean of each column away, so that every column is spread around 0. The function below does that: the
# means of its result are 0, as they should be.
#
# But look at the last line that it prints. Something else has happened. Use `print`, and what you know from section 1.
# Then answer with a letter and the number of your reason, as in `return "B4"`, with the quotes.

# %%
def centred(X):
    result = X                                # A
    for j in range(X.shape[1]):               # B
        result[:, j] -= X[:, j].mean()        # C
    return result                             # D


data = np.array([[1.0, 10.0], [3.0, 20.0], [5.0, 60.0]])
print("means of data     ", use(column_mean)(data))
print("means of result   ", use(column_mean)(centred(data)))
print("means of data now ", use(column_mean)(data))

# %% decide="hunt_means"

# %% [markdown]
# ## 6. Decide
#
# A shape does not say what it means. Somebody has to decide which axis holds the examples, and everybody has to keep to it.

# %% decide="which_batch"

# %% [markdown]
# ## 7. The course's conventions, said once
#
# You need only the first two lines today. The rest is here so that you can look it up.
#
# | we write | in code | what it is |
# |---|---|---|
# | $X$ | `X`, (N, d) | a batch: examples are **rows** |
# | $w$, $b$ | `w` (d,), `b` a number | one neuron's weights and its bias |
# | $W$, $b$ | `W` (n_out, n_in), `b` (n_out,) | a layer: row k holds the weights *into* unit k |
# | $z$, $Z$ | `Z = X @ W.T + b` | the weighted sums; `.T` swaps rows and columns |
# | $\varphi$ | `phi` | the activation, applied to every $z$ |
# | $\hat y$, $y$ | `y_hat`, `y` | prediction and target, in the same shape |
# | $\eta$ | `eta` | the learning rate |
# | $\partial L / \partial Z$ | `dZ` | the slope of the loss $L$; the 1/N of a mean is already in it |
# | $\log$ | `np.log` | the natural logarithm, everywhere |
#
# Numbers are float64. step(0) = 1; the slope of ReLU at 0 is 0. Chance comes from `rng`, an explicit argument. No function
# changes what it is given.

# %% [markdown]
# ### Rosetta table
#
# Every text has its own letters. Come back to this table whenever you open another book.
#
# | text | a layer, in its letters | examples are | shape of its W |
# |---|---|---|---|
# | **annlab** | $Z = X W^\top + b$ | rows | (n_out, n_in) |
# | PyTorch, `nn.Linear` | $y = x A^\top + b$, `weight`, `bias` | rows | (n_out, n_in) |
# | scikit-learn, `MLPClassifier` | `X @ coefs_[i] + intercepts_[i]` | rows | (n_in, n_out) |
# | Goodfellow et al. (2016) | $h = g(W^\top x + b)$ | rows of $X$, one column $x$ in formulas | (n_in, n_out) |
# | Bishop (2006) | $z_j = h(a_j)$, $a_j = \sum_i w_{ji} x_i + w_{j0}$ | rows of $X$, one column $x$ in formulas | (n_out, n_in) |
# | Nielsen (2015) | $a^l = \sigma(w^l a^{l-1} + b^l)$ | columns | (n_out, n_in) |
# | Prince (2023) | $h = a[\beta + \Omega x]$ | columns | (n_out, n_in) |
# | Ng's Deep Learning Specialization | $Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$ | columns of $X$ | (n_out, n_in) |
#
# And their letters for ours:
#
# | text | our $z$ | our $\varphi$ | our $\hat y$, $y$ | our $\eta$ |
# |---|---|---|---|---|
# | **annlab** | $z$ | $\varphi$ | $\hat y$, $y$ | $\eta$ |
# | PyTorch, `nn.Linear` | logits (last layer) | `nn.ReLU()`, ... | output, target | `lr` |
# | scikit-learn, `MLPClassifier` | – | `activation` | `predict(X)`, `y` | `learning_rate_init` |
# | Goodfellow et al. (2016) | $z$; $a$ in Algorithm 6.3 | $g$, also $f$ | $\hat y$, $y$ | $\epsilon$ |
# | Bishop (2006) | $a$ | $h$, $\sigma$ | $y$, $t$ | $\eta$ |
# | Nielsen (2015) | $z^l$ | $\sigma$ | $a^L$, $y$ | $\eta$ |
# | Prince (2023) | $f$ | $a[\cdot]$ | $f[x, \phi]$, $y$ | $\alpha$ |
# | Ng's Deep Learning Specialization | $z$ | $g$ | $\hat y$, $y$ | $\alpha$ |

# %% [markdown]
# Four traps:
#
# - Bishop's $a$ is our $z$, and his $z$ comes *out* of a hidden unit.
# - Prince's $\phi$ is all the parameters; ours is the activation.
# - Goodfellow et al. write $W^\top x$ in the text and $W h$ in Algorithm 6.3: their W turns over in between.
# - Ng's `dZ` does not hold the 1/N, ours does. Nielsen's perceptron says 0 at $z = 0$, ours says 1.

# %% [markdown]
# ## Stretch (optional, no points)
#
# Sometimes the N × N table is what you want. Four towns have a thermometer, at kilometre 0, 10, 40 and 45 of a road.
# How far is each from each? One line, with broadcasting and no loop. `at[:, None]` turns (N,) into (N, 1).

# %%
at = np.array([0.0, 10.0, 40.0, 45.0])
distances = None  # your line: a table of shape (4, 4) with zeros on its diagonal

print("not done yet" if distances is None else distances)

# %% [markdown]
# ## To take away
#
# > - Examples are rows: X is (N, d), and `len(X)` is N.
# > - The axis that you name is the one that disappears.
# > - Shapes meet from the right; 1 stretches. (N,) with (N, 1) gives N × N, in silence.
# > - `=` names, it does not copy. `*=` writes into the array itself.
# > - When in doubt, print the shape.
#
# ## Words
#
# - **array**: a block of numbers of one type; arithmetic acts on all of them at once.
# - **axis**: one direction of an array; axis 0 runs down the rows, axis 1 along them.
# - **shape**: the sizes of an array along its axes, as in (3, 2).
# - **example**: one thing that was observed; one row of X.
# - **feature**: one number that is known about every example; one column of X.
# - **batch**: several examples together, as a table X of shape (N, d).
# - **dot product**: the sum of the products of what stands in the same places.
# - **broadcasting**: NumPy's way of stretching arrays so that their shapes fit.
# - **view**: a second name or a window for the same numbers; writing into it changes the original.
# - **copy**: new memory with the same numbers; `w.copy()` makes one.
# - **target**: what a prediction should have been.
# - **residual**: prediction minus target.

# %% [markdown]
# ## Sources
#
# - C. R. Harris et al., Array programming with NumPy, *Nature* 585 (2020), 357–362.
# - The NumPy user guide: "NumPy: the absolute basics for beginners", "Broadcasting", "Copies and views".
# - M. P. Deisenroth, A. A. Faisal, C. S. Ong, *Mathematics for Machine Learning*, Cambridge (2020), sections 2.2 and 6.4.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), section 5.1.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 5.1.4, 6.1, 6.3 and Algorithm 6.3.
# - M. A. Nielsen, *Neural Networks and Deep Learning*, Determination Press (2015), chapters 1 and 2.
# - S. J. D. Prince, *Understanding Deep Learning*, MIT Press (2023), chapters 3, 4 and 6.
# - The documentation of `torch.nn.Linear` and of `sklearn.neural_network.MLPClassifier`.

# %%
progress()

# %% [markdown]
# **Next: 01 Neuron.** The bill of section 3 becomes a neuron: inputs in the place of fruit, weights in the place of prices, and one
# more number, the bias.
