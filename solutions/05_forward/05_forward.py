# %% [markdown]
# # 05 Forward: layers behind layers
#
# In chapter 02 one perceptron failed at XOR, and three gates behind each other did it. Is it depth that counts, then? In this chapter you build a
# network three layers deep, switch one small thing off, and it can do no more than a single neuron.
#
# **You will be able to**
#
# - set up a network of any size with random weights of a sensible size;
# - write the forward pass, and keep what training will need;
# - show why layers without activations are one layer;
# - choose weights by hand that compute XOR;
# - weigh a wide network against a deep one.
#
# It takes about 60 minutes. You need chapters 00 to 04.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import check, hint, progress, use
from annlab import ACTIVATIONS, count_parameters, dense, multi_output, relu
from annlab.visuals import show_network

# %% [markdown]
# ## Your prediction
#
# A network has one input $x$, three hidden layers of 8 units, and one output: 1-8-8-8-1. All weights are random. All activations are the identity, so
# that each unit says its sum. You draw the output over $x$. What does the curve look like? Write `"a line"`, `"a few bends"`
# or `"many waves"`.

# %%
my_guess = "?"

# %% [markdown]
# We draw it in section 4.
#
# ## 1. What a layer says, the next one reads
#
# Take chapter 04's `dense` twice. The second call does not read $X$: it reads what the first has said.

# %%
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

W1, b1 = np.array([[2.0, 1.0], [-1.0, 3.0], [1.0, -1.0]]), np.array([0.0, 1.0, -0.5])
W2, b2 = np.array([[0.5, 1.0, -2.0]]), np.array([-1.0])

A1 = dense(X, W1, b1, relu)    # 3 units read 2 inputs
A2 = dense(A1, W2, b2, relu)   # 1 unit reads those 3

print(A1)
print(A2)

# %% [markdown]
# Nobody outside sees the numbers in between, `A1`: their layer is a **hidden layer**. The last layer is the **output layer**. The inputs
# compute nothing, and are not counted as a layer, though they are often drawn as one.
#
# A network is named by its sizes. The one of this chapter is **3-4-4-1**:
#
# | | inputs | hidden layer 1 | hidden layer 2 | output layer |
# |---|---|---|---|---|
# | numbers | 3 | 4 | 4 | 1 |
# | $W$ | | (4, 3) | (4, 4) | (1, 4) |
# | $b$ | | (4,) | (4,) | (1,) |
# | in code | `X` | `params[0]` | `params[1]` | `params[2]` |
#
# Information runs in one direction, from the inputs to the output: hence **feed-forward** network. All its numbers are in one list, `params`, with a pair
# `(W, b)` for each layer. With two hidden layers and more a network is called **deep**, with one **shallow**.

# %%
count = count_parameters
print("parameters of each layer:", count([3, 4]), count([4, 4]), count([4, 1]))
print("together:                ", count([3, 4, 4, 1]))

# %% [markdown]
# ## 2. Numbers to start from
#
# Before a network has learned anything, its weights are random. They cannot all be equal: units of a layer that start alike would learn alike, and
# four units would do the work of one.
#
# How large should they be? A sum of many random terms is large, and the next layer sums those sums. Here are five layers of 100 units, and
# the spread of what they say, for three sizes of weights:

# %%
rng = np.random.default_rng(5)

for name, scale in [("1", 1.0), ("1/sqrt(n_in)", 1 / np.sqrt(100)), ("1/n_in", 1 / 100)]:
    A = rng.normal(size=(200, 100))
    spreads = []
    for _ in range(5):
        A = A @ rng.normal(0, scale, size=(100, 100)).T
        spreads.append(f"{A.std():.1e}")
    print(f"weights of size {name:13}", *spreads)

# %% [markdown]
# Weights of size 1 make the numbers explode, weights of size $1/n_\text{in}$ make them vanish. In between, the spread stays near 1 all the way:
# a sum of $n$ independent terms has $n$ times the variance of one, and that is what the factor makes up for.
#
# $$w_{kj} \sim \mathcal{N}\!\left(0, \tfrac{1}{n_\text{in}}\right), \qquad b_k = 0 \tag{5.1}$$
#
# Read: drawn from a normal distribution with mean 0 and **variance** $1/n_\text{in}$. NumPy asks for the **standard deviation**, its root:
# `rng.normal(mean, standard_deviation, size=(rows, columns))`.
#
# `rng` is a random **generator**. Whoever calls your function makes it, from a **seed**. The same seed gives the same network again, if
# your function draws from `rng` and from nothing else.

# %% exercise="init_network"
def init_network(layer_sizes, rng):
    params = []
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
        W = rng.normal(0.0, 1.0 / np.sqrt(n_in), size=(n_out, n_in))
        params.append((W, np.zeros(n_out)))
    return params


# %%
params = use(init_network)([3, 4, 4, 1], np.random.default_rng(1))

for W, b in params:
    print("W", W.shape, " b", b.shape, " first weight", W[0, 0].round(3))

# %% [markdown]
# ## 3. The forward pass
#
# Let $A_l$ be what layer $l$ says, and $A_0 = X$ what comes in. Then each layer does the same:
#
# $$Z_l = A_{l-1} W_l^\top + b_l, \qquad A_l = \varphi_l(Z_l) \qquad (l = 1, \dots, L) \tag{5.2}$$
#
# and the last one says the answer, $\hat y = A_L$. Each layer has an activation of its own. We hand them over by name,
# `["tanh", "relu", "sigmoid"]`, and the dictionary `ACTIVATIONS` holds the functions of chapter 03:

# %%
print(list(ACTIVATIONS))
print(ACTIVATIONS["relu"](np.array([-2.0, 3.0])))

# %% [markdown]
# Training will have to go back through all of this, in chapter 09, and will ask two things of each layer: what did it read, and what were its sums? So
# `forward` keeps them in a list, the **cache**: `cache[l]` is the pair (A_prev, Z) of the layer `params[l]`. It returns the output and the cache.
#
# | | reads | sums | says |
# |---|---|---|---|
# | `params[0]` | $A_0 = X$ | $Z_1$ | $A_1$ |
# | `params[1]` | $A_1$ | $Z_2$ | $A_2$ |
# | `params[2]` | $A_2$ | $Z_3$ | $A_3 = \hat y$ |
#
# Formulas count layers from 1, Python counts from 0. `cache[0]` is $(A_0, Z_1)$.

# %% exercise="forward"
def forward(X, params, activations):
    A, cache = X, []
    for (W, b), name in zip(params, activations):
        Z = multi_output(A, W, b)
        cache.append((A, Z))
        A = ACTIVATIONS[name](Z)
    return A, cache


# %%
X3 = np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]])
y_hat, cache = use(forward)(X3, params, ["tanh", "tanh", "sigmoid"])

print("y_hat", y_hat.shape, y_hat.round(3).tolist())
for place, (A_prev, Z) in enumerate(cache):
    print(f"cache[{place}]: read {A_prev.shape}, sums {Z.shape}")

# %% [markdown]
# Often you want the answer alone. `predict` says it, for all rows of $X$, in the shape (N, K). It may use your `forward`.

# %% exercise="predict"
def predict(X, params, activations):
    return forward(X, params, activations)[0]


# %% [markdown]
# ### The network, live
#
# Every unit shows its sum $z$ and what it says, $a$. Pick a unit to see its sum term by term. Pick a line or a bias, all 41 of them, and move its slider.
# **Which units change when you move a weight of the first layer? Which when you move one of the last?**

# %%
show_network(use(forward), params, ["tanh", "tanh", "identity"])

# %% [markdown]
# A change travels to the right only: through the unit that the weight leads into, and from there to all units behind it.
#
# There is also a switch for the activations. Turn them off and on, and watch the curve. Why it does what it does, you find out now.
#
# ## 4. Layers without activations
#
# Now your prediction. The network 1-8-8-8-1, all activations the identity, and beside it the same network with tanh in its hidden layers:

# %%
deep_params = use(init_network)([1, 8, 8, 8, 1], np.random.default_rng(7))
x = np.linspace(-4, 4, 9).reshape(-1, 1)
without = use(predict)(x, deep_params, ["identity"] * 4)
with_tanh = use(predict)(x, deep_params, ["tanh"] * 3 + ["identity"])

print("from one x to the next, the output rises by")
print("identity:", np.diff(without.ravel()).round(3))
print("tanh:    ", np.diff(with_tanh.ravel()).round(3))
print("You said", my_guess)

# %% [markdown]
# Without activations the output rises by the same amount everywhere: a straight line, whatever the weights are. For one example $x$, written as a
# column, two such layers are
#
# $$W_2 (W_1 x + b_1) + b_2 = \underbrace{W_2 W_1}_{W}\, x + \underbrace{W_2 b_1 + b_2}_{b} \tag{5.3}$$
#
# and that is *one* layer, with the weights $W$ and the biases $b$. A third layer joins in the same way, and so on. In code `W2 @ W1` is a product of two
# tables, and `W2 @ b1` a table times a row of numbers.
#
# Write `collapse_linear`: it takes the `params` of any stack, and returns the one layer `(W, b)` that says the same.

# %% exercise="collapse_linear"
def collapse_linear(params):
    W, b = params[0]
    for W_next, b_next in params[1:]:
        W, b = W_next @ W, W_next @ b + b_next
    return W, b


# %%
W, b = use(collapse_linear)(params)

print("3-4-4-1 without activations is a 3-1 layer: W", W.shape, "b", b.shape)
print("numbers needed:", W.size + b.size, "instead of", count_parameters([3, 4, 4, 1]))
stack = use(predict)(X3, params, ["identity"] * 3)
print("same answers:", np.allclose(multi_output(X3, W, b), stack))

# %% [markdown]
# So depth alone is nothing. It is the bend of the activations between the layers that makes a deep network more than a line.
#
# ## 5. XOR by hand
#
# | $x_1$ | $x_2$ | XOR |
# |---|---|---|
# | 0 | 0 | 0 |
# | 0 | 1 | 1 |
# | 1 | 0 | 1 |
# | 1 | 1 | 0 |
#
# One line cannot part the 0s from the 1s. A hidden layer can: each of its units draws a line of its own, and the output puts them together. In words, XOR is "at
# least one, and not both".
#
# Choose the weights yourself. `xor_network` takes no arguments and returns `(params, activations)`: two inputs, one output, and in between what you like. An output above 0.5
# counts as 1, below 0.5 as 0. Do the four rows on paper first.

# %% exercise="xor_network"
def xor_network():
    hidden = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    output = np.array([[1.0, -2.0]]), np.array([0.0])
    return [hidden, output], ["relu", "identity"]


# %%
xor_params, xor_activations = use(xor_network)()
y_hat, cache = use(forward)(X, xor_params, xor_activations)

print("inputs, what the output layer reads, output:")
print(np.hstack([X, cache[-1][0], y_hat]))

# %% [markdown]
# Look at the middle columns: this is where the hidden layer has put the four corners. The output layer is a single neuron still, and draws a single line, but in
# *that* space, where one line is enough. Hidden layers make new features out of old ones.
#
# ## 6. Wide or deep?
#
# A unit with a ReLU makes one bend. So eight hidden units in one layer make at most eight bends, at eight places:

# %%
def zigzag(n):
    """Return where n ReLU units bend, and how much, for a zigzag of n pieces."""
    bends = np.arange(n) / n
    steps = np.where(np.arange(n) % 2 == 0, 2.0 * n, -2.0 * n)
    steps[0] = n
    return bends, steps


bends, steps = zigzag(8)
wide = [(np.ones((8, 1)), -bends), (steps[None, :], np.zeros(1))]

bends, steps = zigzag(4)
deep = [(np.ones((4, 1)), -bends),
        (np.ones((4, 1)) * steps, -bends),
        (steps[None, :], np.zeros(1))]

x = np.linspace(0, 1, 129).reshape(-1, 1)
curves = {"1 x 8": use(predict)(x, wide, ["relu", "identity"]).ravel(),
          "2 x 4": use(predict)(x, deep, ["relu", "relu", "identity"]).ravel()}

# %% [markdown]
# Both networks have eight hidden units, and both draw the most regular zigzag that they can, between 0 and 1. In the deep one, the second
# layer reads a curve that the first has bent already. Look, and count the straight pieces.

# %%
fig, axes = plt.subplots(1, 2, figsize=(9, 2.4), sharey=True)
for ax, (name, y) in zip(axes, curves.items()):
    slopes = np.diff(y)
    pieces = 1 + np.count_nonzero(np.abs(np.diff(slopes)) > 1e-9)
    ax.plot(x, y, color="tab:blue" if name == "1 x 8" else "tab:orange")
    ax.set(title=f"{name}: {pieces} pieces", xlabel="x")
    print(f"{name}: a zigzag between 0 and 1 with {pieces} straight pieces")
axes[0].set_ylabel("output")
plt.show()

print("parameters:", count_parameters([1, 8, 1]), "and", count_parameters([1, 4, 4, 1]))

# %% [markdown]
# With enough units, *one* hidden layer can follow any continuous curve as closely as you like (Cybenko 1989). "Enough" can be very many. The two pictures show where
# a second layer saves some.
#
# ## 7. Bug hunt
#
# Somebody's forward pass. It runs on this network, and the shapes are right. The outputs are not. Which line is it? Your own functions and
# `print` are at hand; change weights, and look at the cache.

# %%
def broken_forward(X, params, activations):
    A, cache = X, []                                  # A
    for (W, b), name in zip(params, activations):     # B
        Z = X @ W.T + b                               # C
        cache.append((A, Z))                          # D
        A = ACTIVATIONS[name](Z)                      # E
    return A, cache


square = use(init_network)([2, 2, 2, 2], np.random.default_rng(3))
names = ["tanh", "relu", "sigmoid"]

print("broken:", broken_forward(X, square, names)[0].round(3).tolist())
print("right: ", use(forward)(X, square, names)[0].round(3).tolist())

# %% decide="hunt_forward"

# %% [markdown]
# ## 8. Decide
#
# You have seen what eight hidden units can do side by side, and behind each other. Now somebody has to choose.

# %% decide="wide_or_deep"

# %% [markdown]
# ## Stretch (optional, no points)
#
# **Parity**: three inputs, each 0 or 1, and the answer is 1 if the number of ones is odd. Choose the weights of a network with one hidden layer of
# three units. (All three may read $x_1 + x_2 + x_3$.) How would you go on for four inputs?

# %%
cube = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)], dtype=float)
parity = None  # your network, as (params, activations)

print("not done yet" if parity is None else use(predict)(cube, *parity).ravel())
print("should be:  ", cube.sum(axis=1) % 2)

# %% [markdown]
# ## To take away
#
# > - Each layer reads what the one before it says: $Z_l = A_{l-1} W_l^\top + b_l$, $A_l = \varphi_l(Z_l)$, and $A_0 = X$.
# > - Keep $(A_{l-1}, Z_l)$ of each layer: training goes back over them.
# > - Weights start at random, with variance $1/n_\text{in}$. Biases start at 0.
# > - Layers without activations collapse into one layer.
# > - Width adds bends, depth multiplies them.
#
# ## Words
#
# - **hidden layer**: units between the inputs and the units that give the answer.
# - **output layer**: the last layer; it says the answer.
# - **feed-forward network**: a network in which information runs from the inputs to the outputs, with no way back; also *multilayer perceptron*.
# - **deep, shallow**: with two hidden layers or more, with one.
# - **forward pass**: working out the outputs, layer by layer.
# - **cache**: what the forward pass keeps for the way back: inputs and sums of each layer.
# - **initialisation**: the choice of the parameters before anything is learned.
# - **generator, seed**: a source of random numbers, and the number that it starts from; the same seed gives the same numbers.
# - **variance, standard deviation**: the mean squared distance from the mean, and its root.
# - **linear layer**: a layer without an activation; a stack of them is one of them.
#
# ## Sources
#
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), section 6.1 (XOR), 6.4 and Algorithm 6.3.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), section 5.1.
# - Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, in *Neural Networks: Tricks of the Trade*, Springer (1998), section 4.6.
# - G. Cybenko, Approximation by superpositions of a sigmoidal function, *Mathematics of Control, Signals, and Systems* 2 (1989), 303–314.
# - G. Montúfar, R. Pascanu, K. Cho, Y. Bengio, On the number of linear regions of deep neural networks, *NeurIPS* (2014).
# - M. Telgarsky, Benefits of depth in neural networks, *COLT* (2016).

# %%
progress()

# %% [markdown]
# **Next: 06 Loss.** A network answers, and it is wrong. How wrong? Before it can learn, that has to be a number.
