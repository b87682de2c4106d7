# %% [markdown]
# # 03 Activations: functions, slopes, numerics
#
# Most of a neuron is a straight line. Only the **activation** bends it. It is the smallest part of a network, and
# without it a thousand layers are worth no more than one.
#
# What must such a function be able to do? And what happens to it when $z$ is 1000?
#
# **You will be able to**
#
# - say why an activation must not be a straight line, and why it needs a slope;
# - write five of them, also for $z$ so large that $e^z$ is too much for the computer;
# - write their slopes, and check a slope with a difference;
# - choose the activation of an output.
#
# It takes about 60 minutes. You need chapters 00 to 02.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import check, hint, progress, step, use
from annlab.visuals import show_activation

# %% [markdown]
# ## Your prediction
#
# Ten sigmoids stand in a row: each takes the output of the one before it, and each is set to the place where it is steepest.
# Now the first input is nudged a little. The last output moves too.
#
# How large is its movement, compared with the nudge? Choose `"all"` of it, `"a half"`, `"a tenth"`, `"a thousandth"` or
# `"a millionth"`.

# %%
my_guess = "?"

# %% [markdown]
# We come back to it in section 6.
#
# ## 1. Why bend at all?
#
# Two units in a row, with no activation. The first makes $w_1 x + b_1$, and the second takes that as its input:
#
# $$w_2\,(w_1 x + b_1) + b_2 = \underbrace{w_2 w_1}_{w}\,x + \underbrace{w_2 b_1 + b_2}_{b} \tag{3.1}$$
#
# That is one line again, with another $w$ and another $b$. Two units have done the work of one. Numbers agree:

# %%
x = np.linspace(-3, 3, 7)  # 7 numbers from -3 to 3
w1, b1, w2, b2 = 2.0, 2.0, -0.5, 3.0

first = w1 * x + b1
print("two units:", w2 * first + b2)
print("one unit: ", (w2 * w1) * x + (w2 * b1 + b2))

# %% [markdown]
# Now a hinge in between: what is negative after the first unit becomes 0.

# %%
bent = w2 * np.maximum(first, 0) + b2

plt.figure(figsize=(5, 2.6))
plt.plot(x, w2 * first + b2, "--", label="nothing in between")
plt.plot(x, bent, label="a hinge in between")
plt.xlabel("x")
plt.legend()
plt.show()
print("nothing in between, step by step:", np.diff(w2 * first + b2))
print("a hinge in between, step by step:", np.diff(bent))

# %% [markdown]
# The dashed line falls by the same amount everywhere. The other one is flat, and then falls: it has a corner, and no single unit
# can draw that. With many corners one can come close to any curve. So an activation must be **non-linear**: anything
# but a straight line.
#
# ### And why a slope?
#
# Chapter 02's step is not straight either. But look at it as somebody who learns by small changes. A weight has moved a
# little, and $z$ with it:

# %%
for z in [-1.0, 0.7, 2.0]:
    moved = z + 0.01
    print(f"z = {z:4}:  step moves by {step(moved) - step(z):.4f},  np.tanh moves by {np.tanh(moved) - np.tanh(z):.4f}")

# %% [markdown]
# From the step comes no answer. Was the change good, and would more of it be better? It does not say. From chapter 07 on, networks
# learn by asking just this. So a good activation is smooth, or nearly so, and its **slope** is not 0 everywhere.
#
# ## 2. Two soft steps
#
# ### The sigmoid
#
# It is made of one function that you have to know: $e^z$, in Python `np.exp(z)`. It is 1 at $z = 0$, always positive, and every step to
# the right multiplies it by 2.718:

# %%
for z in [-2.0, -1.0, 0.0, 1.0, 2.0]:
    print(f"z = {z:4}   np.exp(z) = {np.exp(z):6.3f}   np.exp(-z) = {np.exp(-z):6.3f}   1 / (1 + np.exp(-z)) = {1 / (1 + np.exp(-z)):.3f}")

# %% [markdown]
# The last column is the **sigmoid**:
#
# $$\varphi(z) = \frac{1}{1 + e^{-z}} \tag{3.2}$$
#
# Its range is from 0 to 1. Far to the right $e^{-z}$ is nearly nothing, and the sigmoid nearly 1. Far to the left $e^{-z}$ is huge, and
# the sigmoid nearly 0. It never quite gets there. That makes it fit for a probability.
#
# ### Too large for the computer
#
# How huge? There is a largest number that the computer's floats can hold. Beyond it they say `inf`, infinity, and NumPy warns
# of an **overflow**. (Here the warnings are switched off. In your own function they are not.)

# %%
with np.errstate(all="ignore"):
    print("the largest float:", np.finfo(float).max)
    print("np.exp of 709, 710 and -1000:", np.exp(709.0), np.exp(710.0), np.exp(-1000.0))
    print("1 / (1 + inf):", 1 / (1 + np.exp(1000.0)), "   inf / inf:", np.exp(1000.0) / np.exp(1000.0))

# %% [markdown]
# Too small is no trouble: it becomes 0. Too large is: `inf` leads to warnings, and `inf / inf` to `nan`, "not a number", which spoils
# all that it touches. So here is the rule of this chapter: **take `np.exp` only of what is not positive.**
#
# For the sigmoid, multiply (3.2) above and below by $e^z$. It is the same curve:
#
# $$\varphi(z) = \frac{e^z}{1 + e^z} \tag{3.3}$$
#
# One of the two forms is safe for positive $z$, the other for negative. A caution about choosing between them: `np.where(z >= 0, a, b)`
# works out both `a` and `b` for every entry, and picks afterwards. But what goes into `np.exp` can be chosen before:

# %%
z = np.array([-1000.0, -2.0, 0.0, 2.0, 1000.0])
print("-np.abs(z):        ", -np.abs(z))
print("np.exp(-np.abs(z)):", np.exp(-np.abs(z)))

# %% [markdown]
# Write the sigmoid for numbers and arrays of any shape: right, and without a warning, from -1000 to 1000. (Type (3.2) first and look at
# what the check says. Then mend the far end.)

# %% exercise="sigmoid"
def sigmoid(z):
    t = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, t) / (1.0 + t)


# %% [markdown]
# ### tanh
#
# The same S, stretched to the range from -1 to 1, and steeper. It is called **tanh** ("tan-h", hyperbolic tangent):
#
# $$\varphi(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}} \tag{3.4}$$
#
# At $z = 0$ it is 0, and it treats both sides alike: $\varphi(-z) = -\varphi(z)$. For a unit in the middle of a network that is
# often better than the sigmoid, whose outputs are all positive.
#
# Typed as it stands, (3.4) is `nan` at 1000. Do you see why? Divide above and below by the larger of the two exponentials, and only
# $e^{-2|z|}$ is left. What is then still missing is the sign: `np.sign(z)` is -1, 0 or 1.
#
# NumPy has `np.tanh`, and you may use it. Write it with `np.exp` once, all the same.

# %% exercise="tanh"
def tanh(z):
    t = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - t) / (1 + t)


# %% [markdown]
# Look at both; the menu beside the curve switches from one to the other. Move $z$: where does the output hardly change any more,
# however far you go? There the unit is **saturated**. (The right half is for section 5.)

# %%
show_activation([use(sigmoid), use(tanh)])

# %% [markdown]
# ## 3. Two hinges
#
# ### relu
#
# The rectified linear unit is the hinge from section 1, and the one most used today. It lets positive $z$ through, and stops the rest:
#
# $$\varphi(z) = \max(z, 0) \tag{3.5}$$
#
# Its range begins at 0 and has no end: on the right it never saturates. Python's own `max` compares two numbers; `np.maximum`
# compares entry by entry. Hand back a new array. The caller still needs z.

# %% exercise="relu"
def relu(z):
    return np.maximum(z, 0)


# %% [markdown]
# ### softplus
#
# A hinge without a corner. Far to the left it is nearly 0, far to the right nearly $z$, and it is positive everywhere:
#
# $$\varphi(z) = \log(1 + e^z) \tag{3.6}$$
#
# $\log$ is the natural logarithm, `np.log`. It undoes `np.exp`, and turns products into sums. At $z = 1000$ the result is 1000, a
# harmless number. Yet on the way there is $e^{1000}$. So take $e^z$ out of the bracket, $1 + e^z = e^z\,(e^{-z} + 1)$, and the logarithm
# becomes $z + \log(1 + e^{-z})$, which is safe for positive $z$. Both forms in one:
#
# $$\varphi(z) = \max(z, 0) + \log(1 + e^{-|z|}) \tag{3.7}$$
#
# The first part is relu. The second is the rounding of its corner. `np.log1p(a)` is $\log(1 + a)$, more exact where $a$ is tiny.

# %% exercise="softplus"
def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


# %% [markdown]
# Both in one figure. How far from the corner can you still tell them apart?

# %%
show_activation([use(relu), use(softplus)])

# %% [markdown]
# ## 4. One of several: softmax
#
# A network looks at three animals, one in each row, and has a score for cat, dog and horse. Scores are any numbers. We want
# **shares**: positive, and together 1 in each row. Make every score positive with `np.exp`. Then divide by the row's sum:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} \tag{3.8}$$

# %%
Z = np.array([[2.0, 1.0, 0.0],
              [0.0, 0.0, 0.0],
              [0.0, 3.0, -1.0]])

E = np.exp(Z)
print(E.round(2))
print("sums of the rows:", E.sum(axis=1).round(2), "shape", E.sum(axis=1).shape)
print("kept as a column: shape", E.sum(axis=1, keepdims=True).shape)

# %% [markdown]
# Mind the shapes. `E / E.sum(axis=1)` lines (3,) up with the columns, as chapter 00 showed, and divides the wrong way with no error.
# `keepdims=True` keeps a column, (3, 1), and each row meets its own sum.
#
# Scores of 1000 overflow again. But a number $m$ that is taken off a whole row cancels:
#
# $$\frac{e^{z_k - m}}{\sum_j e^{z_j - m}} = \frac{e^{-m}\, e^{z_k}}{e^{-m} \sum_j e^{z_j}} = p_k \tag{3.9}$$
#
# With the row's own largest score as $m$, the largest exponent is 0. All others are negative, and nothing can overflow.

# %%
print(Z.max(axis=1, keepdims=True))

# %% [markdown]
# Write softmax for a table of N rows and K columns: every row on its own, right and silent with scores of 1000 and -1000.

# %% exercise="softmax"
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


# %%
for scores, shares in zip(Z, use(softmax)(Z)):
    print(scores, "->", shares.round(3))

# %% [markdown]
# Equal scores get equal shares. The largest score gets most, but not all: hence *soft* max. It is the only one of the five that looks at
# several numbers at once. It belongs in the last layer, where one of K classes is to be named.
#
# ## 5. Slopes
#
# The **slope** of $\varphi$ at $z$ says how much the output moves for a small movement of $z$. Go a tiny step $h$ to both sides, and divide:
#
# $$\varphi'(z) \approx \frac{\varphi(z + h) - \varphi(z - h)}{2h} \tag{3.10}$$

# %%
def slope_by_difference(phi, z, h=1e-5):
    return (phi(z + h) - phi(z - h)) / (2 * h)


for z in np.array([0.0, 2.0, 5.0, 10.0]):
    print(f"z = {z:4}   sigmoid = {use(sigmoid)(z):.6f}   its slope = {slope_by_difference(use(sigmoid), z):.6f}")

# %% [markdown]
# In the saturated part hardly anything is left of the slope. There a unit can hardly learn.
#
# The difference is good for checking. For use there are formulas, which are exact and faster. For the sigmoid,
# with $s = \varphi(z)$ for short:
#
# $$\varphi'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = s\,(1 - s) \tag{3.11}$$
#
# Try it at $z = 0$: $s$ is one half, and one half times one half is what the table above says.
#
# In this course a slope function takes $z$, the number **before** the activation. So it computes $s$ itself, with your sigmoid.
# It is to be silent at 1000 too, as all slopes below are.

# %% exercise="d_sigmoid"
def d_sigmoid(z):
    s = sigmoid(z)
    return s * (1 - s)


# %% [markdown]
# tanh is similar, with $t = \varphi(z)$:
#
# $$\varphi'(z) = 1 - t^2 \tag{3.12}$$
#
# How steep is it at $z = 0$, compared with the sigmoid?

# %% exercise="d_tanh"
def d_tanh(z):
    return 1 - tanh(z) ** 2


# %% [markdown]
# relu is made of two straight pieces, and each has one slope. At the corner they meet, and there is no single slope. Somebody has to
# choose, and this course chooses 0, as PyTorch does:
#
# $$\varphi'(z) = \begin{cases} 1 & \text{if } z > 0 \\ 0 & \text{if } z \le 0 \end{cases} \tag{3.13}$$

# %% exercise="d_relu"
def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


# %% [markdown]
# softplus is for you. The slope of $\log(u)$ is the slope of $u$, divided by $u$. Here $u = 1 + e^z$, and $e^z$ is its own slope. Write the
# fraction down. Have you met it in this chapter?

# %% exercise="d_softplus"
def d_softplus(z):
    return sigmoid(z)


# %% [markdown]
# Now all four with their slopes. The tangent leans with the slope that **your** function gives, right or wrong, and red crosses
# mark where it disagrees with (3.10). For each of the four: where is it steepest, and where has it no slope to learn by?

# %%
show_activation(
    [sigmoid, tanh, relu, softplus],
    [d_sigmoid, d_tanh, d_relu, d_softplus],
)

# %%
grid = np.linspace(-1000, 1000, 20001)
pairs = [(sigmoid, d_sigmoid), (tanh, d_tanh), (relu, d_relu), (softplus, d_softplus)]
for phi, d_phi in pairs:
    y, slope = use(phi)(grid), use(d_phi)(grid)
    print(f"{phi.__name__:9} values from {y.min():5.2f} to {y.max():7.2f}   slopes from {slope.min():.2f} to {slope.max():.2f}")

# %% [markdown]
# ## 6. Your prediction, resolved
#
# Ten in a row. Each is moved up or down so that its output is the next one's start: 0 for sigmoid, where it is steepest, for tanh and for
# softplus; 1 for relu, on the right of its corner.

# %%
nudge = 0.001
for phi, start in [(sigmoid, 0.0), (tanh, 0.0), (softplus, 0.0), (relu, 1.0)]:
    f, z = use(phi), np.array([start, start + nudge])  # without the nudge, and with it
    shift = start - f(z)[0]
    for _ in range(10):
        z = f(z) + shift
    print(f"{phi.__name__:9} hands on {(z[1] - z[0]) / nudge:.7f} of the nudge")

print("0.25 ten times:", 0.25**10)
print("You said:", my_guess)

# %% [markdown]
# Each sigmoid hands on at most a quarter, and ten quarters multiply to **a millionth**. That is why deep networks of sigmoids
# learned so badly, and why relu, which hands on all or nothing, has taken their place in the hidden layers. The price: a relu whose
# $z$ is negative for every example has slope 0 for all of them, and does not come back. It is called a **dead unit**.
#
# ## 7. The slopes of softmax
#
# softmax has K inputs and K outputs, and each output depends on every input. When one share grows, the others shrink. So there is
# not one slope but a table of K x K, the **Jacobian**:
#
# $$\frac{\partial p_i}{\partial z_j} = p_i\,\big([i = j] - p_j\big) \tag{3.14}$$
#
# Row $i$ belongs to output $p_i$, column $j$ to input $z_j$. The square bracket is 1 where $i = j$, and 0 elsewhere. (The round
# $\partial$ says: only this one input moves.)

# %%
p = np.array([0.5, 0.25, 0.25])

print("np.diag(p):\n", np.diag(p))
print("np.outer(p, p), all products:\n", np.outer(p, p))

# %% [markdown]
# Your `z` is one row of scores, (K,), and `softmax` wants a table. `z[np.newaxis]` makes a table with one row, and `[0]` takes the row
# out again. Two loops are as good as the tools above.

# %% exercise="softmax_jacobian"
def softmax_jacobian(z):
    p = softmax(z[np.newaxis])[0]
    return np.diag(p) - np.outer(p, p)


# %%
z = np.array([2.0, 1.0, 0.0])
nudges = np.array([0.0, 1e-5, 0.0])  # only the second score moves
both = use(softmax)(np.array([z + nudges, z - nudges]))
by_difference = (both[0] - both[1]) / 2e-5

print("column 1 of the table:", use(softmax_jacobian)(z)[:, 1].round(6))
print("by difference:        ", by_difference.round(6))
print("sums of the rows:     ", use(softmax_jacobian)(z).sum(axis=1).round(6))

# %% [markdown]
# Whatever one share gains, the others lose: each column adds up to 0, and each row as well.
#
# ## 8. Bug hunt
#
# Somebody wanted to see where a sigmoid is saturated, and printed $z$, the output and the slope. The conclusion was: "a
# sigmoid has a good slope everywhere". One line of the function is wrong. Experiment, and compare with your own functions. Then name
# the line, and what it does, as in `return "A1"`.

# %%
def slope_table(Z):
    s, d_s = use(sigmoid), use(d_sigmoid)
    rows = []
    for z in Z:                         # A
        y = s(z)                        # B
        slope = d_s(y)                  # C
        rows.append((z, y, slope))      # D
    return rows


for z, y, slope in slope_table(np.array([-1000.0, -4.0, 0.0, 4.0, 1000.0])):
    print(f"z = {z:7.1f}   y = {y:.4f}   slope = {slope:.4f}")

# %% decide="hunt_slope"

# %% [markdown]
# ## 9. Decide
#
# In hidden layers there is much freedom: start with relu. At the **output** there is little, as the question that the network answers
# decides it. Two things to ask: which numbers can occur, and is there a slope to learn by?
#
# Your tools are the ranges from section 5, and your own functions. Try a few scores before you choose.

# %%
some = np.array([-3.0, -0.5, 0.0, 2.0, 250.0])
print("z        ", *[f"{z:8.3f}" for z in some])
for phi in [step, use(sigmoid), use(tanh), use(relu), use(softplus)]:
    print(f"{phi.__name__:9}", *[f"{y:8.3f}" for y in phi(some)])

# %% decide="which_output"

# %% [markdown]
# ## Stretch (optional, no points)
#
# Invent an activation. Write its value and its slope, and let the figure judge: it shows in red where the two do not
# agree. Here is one to start with. Its value is $z\,s$ with $s$ the sigmoid, and it is called *swish*. Its slope is wrong: a product of
# two things that both move has two terms.

# %%
s = use(sigmoid)


def mine(z):
    return z * s(z)


def d_mine(z):
    return s(z)  # what is missing?


show_activation(mine, d_mine)

# %% [markdown]
# ## To take away
#
# > | | $\varphi(z)$ | range | slope | used for |
# > |---|---|---|---|---|
# > | identity | $z$ | all numbers | 1 | an output that may be any number |
# > | step | 1 if $z \ge 0$, else 0 | 0 and 1 | 0 | nothing that has to learn |
# > | sigmoid | $1 / (1 + e^{-z})$ | (0, 1) | $s\,(1 - s)$, at most 0.25 | an output that is a probability |
# > | tanh | $(e^z - e^{-z}) / (e^z + e^{-z})$ | (-1, 1) | $1 - t^2$, at most 1 | hidden units |
# > | relu | $\max(z, 0)$ | 0 and above | 0 or 1 | hidden units |
# > | softplus | $\log(1 + e^z)$ | above 0 | sigmoid, from 0 to 1 | a positive output |
# > | softmax | $e^{z_k} / \sum_j e^{z_j}$ | (0, 1), row sum 1 | a table | one of K classes |
# >
# > - Linear units in a row are one linear unit. Something between them must bend.
# > - Where the slope is 0, nothing is learned.
# > - Take `np.exp` only of what is not positive.
#
# ## Words
#
# - **activation**, $\varphi$: the function that makes the output of $z$.
# - **non-linear**: not a straight line.
# - **slope**, $\varphi'(z)$: how much the output moves for a small movement of $z$; also called derivative.
# - **saturated**: so far out that the output hardly moves any more.
# - **overflow**: a result that is too large for the computer's floats; it becomes `inf`.
# - **nan**: "not a number", what is left of `inf / inf` or 0 / 0.
# - **relu**: rectified linear unit, $\max(z, 0)$.
# - **softmax**: makes shares, positive and together 1, of any K numbers.
# - **dead unit**: a relu whose $z$ is negative for every example.
# - **Jacobian**: the table of slopes of several outputs with respect to several inputs.

# %% [markdown]
# ## Sources
#
# - V. Nair, G. E. Hinton, Rectified linear units improve restricted Boltzmann machines, *ICML* (2010).
# - X. Glorot, A. Bordes, Y. Bengio, Deep sparse rectifier neural networks, *AISTATS* (2011): relu and softplus side by side.
# - Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient backprop, in *Neural Networks: Tricks of the Trade*, Springer (1998): why tanh rather than sigmoid.
# - S. Hochreiter, *Untersuchungen zu dynamischen neuronalen Netzen*, diploma thesis, TU München (1991): slopes that vanish when multiplied.
# - P. Blanchard, D. J. Higham, N. J. Higham, Accurately computing the log-sum-exp and softmax functions, *IMA Journal of Numerical Analysis* 41 (2021).
# - P. Ramachandran, B. Zoph, Q. V. Le, Searching for activation functions, arXiv:1710.05941 (2017): swish.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), sections 4.2, 4.3 and 5.1.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 3.10, 4.1, 6.2 and 6.3.

# %%
progress()

# %% [markdown]
# **Next: 04 Layers.** One unit gives one output. Put several side by side, with the same inputs and an activation for all, and you have a layer.
