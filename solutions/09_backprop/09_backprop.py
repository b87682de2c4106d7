# %% [markdown]
# # 09 Backprop: the gradients of a whole network
#
# A network says 3.0 and should say 1.75. Behind that number stand two layers of units, and each has had its part in it. Who is to
# blame, and for how much? Whoever can answer that can make every weight a little better.
#
# **You will be able to**
#
# - work out all gradients of a small network by hand;
# - send an error back through an activation, a layer, a whole network;
# - say where the way back begins, for each loss and last activation;
# - check gradients, and find the fault in those of others;
# - make a network learn.
#
# It takes about 60 minutes. You need chapters 03 to 07.

# %%
import numpy as np

from annlab import ACTIVATIONS, LOSSES, SLOPES, check, hint, progress, use
from annlab import d_mse, forward, init_network, mse, numerical_gradient, relative_error, softmax
from annlab.visuals import show_backprop

# %% [markdown]
# ## Your prediction
#
# The answer is too large. One hidden unit says something positive, and goes into the answer with a **negative** weight.
# **To make the answer better, should that unit say more or less?** Write `"more"` or `"less"`.

# %%
my_guess = "?"

# %% [markdown]
# ## 1. By hand
#
# Two inputs, two hidden units with relu, one output without activation:
#
# | unit | first weight | second weight | bias | activation |
# |---|---|---|---|---|
# | h1 | 0.5 | 0.25 | 0.5 | relu |
# | h2 | 1.0 | -1.0 | 0.25 | relu |
# | y | -2.0 (from h1) | -3.0 (from h2) | 6.0 | none |
#
# One example, $x_1 = 1$, $x_2 = 2$, with the target 1.75. On the way there, each unit computes
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad a = \varphi(z) \tag{9.1}$$
#
# where the inputs of y are the $a$ of h1 and of h2. Take a sheet of paper, and work out $z$ and $a$ of all three.

# %%
z_h1 = 0.5 * 1.0 + 0.25 * 2.0 + 0.5
print("z of h1:", z_h1, "  its a:", max(z_h1, 0.0))

# %% [markdown]
# Now back. The loss is the squared error, and its slope is where the way back begins:
#
# $$L = (a_y - 1.75)^2, \qquad \frac{\partial L}{\partial a_y} = 2\,(a_y - 1.75) \tag{9.2}$$
#
# For short, write $da$ for $\partial L/\partial a$, the **slope of the loss** with respect to $a$, and $dz$, $dw$, $db$ in the same way. $dz$ has a name of its own: it is the unit's
# **delta**. From chapter 08's rule, local slope times what comes from above, you get all of them:
#
# $$dz = da \cdot \varphi'(z), \qquad dw = dz \cdot x, \qquad db = dz, \qquad da_h = dz_y \cdot w \tag{9.3}$$
#
# In words: the delta goes through the activation's slope. A weight's slope is **delta times what came in** through it. And a hidden unit gets
# the delta of y, times **the weight in between**.

# %% [markdown]
# Fill the table. One row is begun. Remember that relu has slope 1 where $z$ is positive, and else 0.
#
# | | z | a | da | dz | dw1 | dw2 | db |
# |---|---|---|---|---|---|---|---|
# | **h1** | 1.5 | 1.5 | | | | | |
# | **h2** | | | | | | | |
# | **y** | | | | | | | |
#
# `hand_row` returns one row, as a list of seven numbers. Numbers from your paper are as good as arithmetic in Python. The check looks at each cell.

# %% exercise="hand_row"
def hand_row(unit):
    rows = {
        #       z      a     da    dz    dw1    dw2   db
        "h1": [1.5, 1.5, -5.0, -5.0, -5.0, -10.0, -5.0],
        "h2": [-0.75, 0.0, -7.5, 0.0, 0.0, 0.0, 0.0],
        "y": [3.0, 3.0, 2.5, 2.5, 3.75, 0.0, 2.5],
    }
    return rows[unit]


# %%
print("        z      a     da     dz    dw1    dw2     db")
for unit in ["h1", "h2", "y"]:
    print(f"{unit:3}", " ".join(f"{number:6.2f}" for number in use(hand_row)(unit)))

print("\nda of h1 is", use(hand_row)("h1")[2], "- you said:", my_guess)

# %% [markdown]
# The $da$ of h1 is negative: raise what h1 says, and the loss falls. So h1 should say **more**. Its weight turns that into a smaller answer.
# And h2 was silent, so no blame gets through its closed gate: all its $dw$ are 0.
#
# Is the table right? One number can be checked by moving a weight. Here is the first weight of h1:

# %% shows=["difference: -5.0   by hand: -5.0"]
def answer(w):
    a1 = max(w * 1.0 + 0.25 * 2.0 + 0.5, 0.0)
    a2 = max(1.0 * 1.0 - 1.0 * 2.0 + 0.25, 0.0)
    return -2.0 * a1 - 3.0 * a2 + 6.0


def loss_of(w):
    return (answer(w) - 1.75) ** 2


print("difference:", round((loss_of(0.5 + 1e-5) - loss_of(0.5 - 1e-5)) / 2e-5, 6), "  by hand:", use(hand_row)("h1")[4])

# %% [markdown]
# ## 2. Back through an activation
#
# Now for whole batches. $dA$, $dZ$, $dW$ and $db$ have the shapes of $A$, $Z$, $W$ and $b$, with one row for each example where those have one. The first
# rule of (9.3) becomes, entry by entry,
#
# $$dZ = dA \cdot \varphi'(Z) \tag{9.4}$$
#
# The slope is taken at $Z$, the number before the activation. The slope functions of chapter 03 are in a table, by name:

# %%
Z = np.array([[0.5, -1.0, 2.0]])
print(list(SLOPES))
print("slope of relu at Z:", SLOPES["relu"](Z))

# %% [markdown]
# softmax is not among them. Its units share: raise one score, and all shares move. With $p$ for the row's shares, chapter 03's table of slopes
# (3.14) gives, for each row,
#
# $$dz_j = p_j \Big( da_j - \sum_i da_i\, p_i \Big) \tag{9.5}$$
#
# In words: what arrives at a unit counts only as far as it differs from the row's mean, weighted by the shares.

# %%
dA = np.array([[1.0, 2.0, -3.0], [0.5, 0.5, 0.5]])
p = softmax(np.array([[0.5, -1.0, 2.0], [0.0, 0.0, 1.0]]))
print("the sums of (9.5), kept as a column:\n", (dA * p).sum(axis=1, keepdims=True).round(3))

# %% [markdown]
# Write `activation_backward(dA, Z, name)`, for each name in `SLOPES`, and for "softmax". And do not write into `dA`: the caller still needs it.

# %% exercise="activation_backward"
def activation_backward(dA, Z, name):
    if name == "softmax":
        P = softmax(Z)
        return P * (dA - np.sum(dA * P, axis=1, keepdims=True))
    return dA * SLOPES[name](Z)


# %% [markdown]
# ## 3. Back through a layer
#
# A layer is $Z = A_\text{prev} W^\top + b$, with examples as rows. The other rules of (9.3) become three products:
#
# $$dW = dZ^\top A_\text{prev} \qquad db = \sum_n dZ_n \qquad dA_\text{prev} = dZ\, W \tag{9.6}$$
#
# Let the shapes convince you. $dW$ has the shape of $W$: a row for each unit, a column for each input. Row $k$, column $j$ is the delta of
# unit $k$ times input $j$, added up over the examples. $dA_\text{prev}$ has the shape of $A_\text{prev}$: each unit sends its delta back through its own row of weights.

# %%
dZ = np.array([[1.0, -2.0], [0.5, 0.0], [3.0, 1.0]])          # 3 examples, 2 units
A_prev = np.array([[2.0], [4.0], [1.0]])                      # 3 examples, 1 input
print("dZ.T is", dZ.T.shape, "and A_prev is", A_prev.shape)
print("unit 1, input 1, example by example:", dZ[:, 0] * A_prev[:, 0], " sum:", dZ[:, 0] @ A_prev[:, 0])

# %% [markdown]
# Why a sum over examples and no mean? The loss is a mean, so its slope has put a 1/N into $dZ$ already. That is done once, at the very
# end of the network, and goes along.

# %% exercise="dense_backward"
def dense_backward(dZ, A_prev, W):
    dA_prev = dZ @ W
    dW = dZ.T @ A_prev
    db = dZ.sum(axis=0)
    return dA_prev, dW, db


# %% [markdown]
# ## 4. The whole way back
#
# Nothing new is needed. From the last layer to the first, in turn: through the layer, then through the activation of the layer before.
#
# `forward` of chapter 05 has kept what you need: `cache[layer]` is `(A_prev, Z)` of that layer, counted from 0.

# %%
params = init_network([3, 4, 4, 1], np.random.default_rng(9))
activations = ["tanh", "relu", "identity"]
rng = np.random.default_rng(0)
X, targets = rng.normal(size=(5, 3)), rng.normal(size=(5, 1))

y_hat, cache = forward(X, params, activations)
for layer in reversed(range(3)):
    A_prev, Z = cache[layer]
    print(f"layer {layer}: A_prev {A_prev.shape}, Z {Z.shape}, then {activations[layer]}")

# %% [markdown]
# Write `backward`. It begins at `dZ_out`, which is $dZ$ of the last layer. So the last activation is behind you already. It returns a list of
# `(dW, db)`, the first layer first.

# %% exercise="backward"
def backward(dZ_out, cache, params, activations):
    grads = []
    dZ = dZ_out
    for layer in reversed(range(len(params))):
        A_prev, _ = cache[layer]
        W, _ = params[layer]
        dA_prev, dW, db = dense_backward(dZ, A_prev, W)
        grads.append((dW, db))
        if layer > 0:
            _, Z = cache[layer - 1]
            dZ = activation_backward(dA_prev, Z, activations[layer - 1])
    return grads[::-1]


# %%
grads = use(backward)(d_mse(y_hat, targets), cache, params, activations)  # the last activation is identity
for layer, (dW, db) in enumerate(grads):
    print(f"layer {layer}: dW {dW.shape}, db {db.shape}")

# %% [markdown]
# ## 5. Where it begins
#
# What is `dZ_out`? The slope of the loss, $dA$, taken through the last activation. For the most common pairs something nice happens. Take sigmoid and
# binary cross-entropy, one output, with $a$ for the answer. By (6.4) and (3.11),
#
# $$dz = \underbrace{\frac{a - y}{a\,(1 - a)}}_{\text{slope of the loss}} \cdot \underbrace{a\,(1 - a)}_{\text{slope of the sigmoid}} = a - y \tag{9.7}$$
#
# The slopes cancel, and the error is left. Softmax with cross-entropy leaves the same, (6.7). Both keep their division: by the number of **entries** for
# binary cross-entropy, by the number of **rows** for cross-entropy.
#
# With mse it is not so. There $dA$ is `d_mse(y_hat, y)`, and the activation's slope stays.

# %% [markdown]
# You have no $z$ here, only the answer $a$. But each slope can be written with $a$ itself:
#
# | activation | slope, written with its output $a$ |
# |---|---|
# | identity | $1$ |
# | sigmoid | $a\,(1 - a)$ |
# | tanh | $1 - a^2$ |
# | relu | $1$ where $a > 0$, else $0$ |
# | softplus | $1 - e^{-a}$ |
# | softmax | (9.5), with $a$ for $p$ |
#
# $$dZ = dA \cdot (\text{slope from this table}) \qquad \text{for mse} \tag{9.8}$$

# %%
z = np.array([-1.0, 0.5, 2.0])
with_output = {"sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2, "softplus": lambda a: 1 - np.exp(-a)}
for name in with_output:
    a = ACTIVATIONS[name](z)
    print(f"{name:9} at z: {SLOPES[name](z).round(4)}   with a: {with_output[name](a).round(4)}")

# %% [markdown]
# Write `output_delta`. There are eight cases: "binary_cross_entropy" with "sigmoid", "cross_entropy" with "softmax", and "mse" with any of the six above.

# %% exercise="output_delta"
def output_delta(y_hat, y, loss, activation):
    if loss == "binary_cross_entropy":
        return (y_hat - y) / np.size(y)
    if loss == "cross_entropy":
        return (y_hat - y) / len(y)
    dA = d_mse(y_hat, y)
    if activation == "identity":
        return dA
    if activation == "sigmoid":
        return dA * y_hat * (1 - y_hat)
    if activation == "tanh":
        return dA * (1 - y_hat**2)
    if activation == "relu":
        return dA * np.where(y_hat > 0, 1.0, 0.0)
    if activation == "softplus":
        return dA * (1 - np.exp(-y_hat))
    return y_hat * (dA - np.sum(dA * y_hat, axis=1, keepdims=True))


# %% [markdown]
# Now watch it, on your own functions: the 3-4-4-1 network with one example. Each unit shows its $a$, and below its delta. The edges show $dw$,
# wide where it is large.
#
# 1. Go to the *Start of the way back*, then *One layer back*, again and again. Which unit of each layer gets the most blame?
# 2. Choose an edge: its $dw$ is the delta at its right end times the $a$ at its left end. Can an edge of a large weight have no slope at all?
# 3. Move the target to where the answer is. What becomes of the deltas?

# %%
show_backprop(use(backward), use(output_delta))

# %% [markdown]
# ## 6. Trust, and check
#
# A wrong gradient raises no error. The network learns a little worse, and one blames the data. So everybody who writes a backward pass
# **checks** it: against the numerical gradient of chapter 07, on a small network, once.
#
# `gradient_check` gets parameters and gradients from somebody, and says how far the gradients are off: `relative_error` between them and the numerical ones. The gradients that
# come in are on trial, so it must not trust any backprop, yours included.

# %% [markdown]
# `numerical_gradient(f, x)` wants a function of one array. So put all parameters into one long row, and cut it up again inside. The tools:

# %%
small = [
    (np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])),
    (np.array([[7.0, 8.0]]), np.array([9.0])),
]

row = np.concatenate([part.ravel() for pair in small for part in pair])
print("one row:", row)

first = row[:4].reshape(2, 2)  # the first 4, in the shape of the first W
print("cut out again:", first.tolist())
print("how many in the first W:", small[0][0].size, "  in the first b:", small[0][1].size)

# %% [markdown]
# Write `gradient_check`, for each loss in `LOSSES`. Anything within 1e-6 of annlab's result passes.

# %% exercise="gradient_check"
def gradient_check(params, grads, X, y, activations, loss):
    def rebuilt(row):
        made, start = [], 0
        for W, b in params:
            middle, end = start + W.size, start + W.size + b.size
            made.append((row[start:middle].reshape(W.shape), row[middle:end]))
            start = end
        return made

    def cost(row):
        y_hat, _ = forward(X, rebuilt(row), activations)
        return LOSSES[loss](y_hat, y)

    def in_a_row(pairs):
        return np.concatenate([part.ravel() for pair in pairs for part in pair])

    return relative_error(in_a_row(grads), numerical_gradient(cost, in_a_row(params)))


# %%
delta = use(output_delta)(y_hat, targets, "mse", "identity")
grads = use(backward)(delta, cache, params, activations)
error = use(gradient_check)(params, grads, X, targets, activations, "mse")
print(f"your gradients are off by {error:.0e}")

# %% [markdown]
# ### Bug hunt: six broken backprops
#
# Six people have written the backward pass of a network. All six ran without an error, and all six are wrong. These are the results,
# for a 3-4-4-1 network with relu, relu and sigmoid, mse, and six examples.

# %%
hunt_params = init_network([3, 4, 4, 1], np.random.default_rng(30))
hunt_params = [(W, rng.normal(size=b.shape) * 0.5) for W, b in hunt_params]
hunt_activations = ["relu", "relu", "sigmoid"]
hunt_X, hunt_y = rng.normal(size=(6, 3)), rng.integers(0, 2, size=(6, 1)) * 1.0
slope = SLOPES["relu"]


def backprop_A(X, y, params):
    y_hat, cache = forward(X, params, hunt_activations)
    dZ, grads = d_mse(y_hat, y), []
    for layer in [2, 1, 0]:
        A_prev, W = cache[layer][0], params[layer][0]
        grads.insert(0, (dZ.T @ A_prev, dZ.sum(axis=0)))
        if layer > 0:
            dZ = (dZ @ W) * slope(cache[layer - 1][1])
    return grads


def backprop_B(X, y, params):
    y_hat, cache = forward(X, params, hunt_activations)
    dZ, grads = d_mse(y_hat, y) * y_hat * (1 - y_hat), []
    for layer in [2, 1, 0]:
        A_prev, W = cache[layer][0], params[layer][0]
        grads.insert(0, (dZ.T @ A_prev / len(X), dZ.mean(axis=0)))
        if layer > 0:
            dZ = (dZ @ W) * slope(cache[layer - 1][1])
    return grads


def backprop_C(X, y, params):
    y_hat, cache = forward(X, params, hunt_activations)
    dZ, grads = d_mse(y_hat, y) * y_hat * (1 - y_hat), []
    for layer in [2, 1, 0]:
        A_prev, W = cache[layer][0], params[layer][0]
        grads.insert(0, (dZ.T @ A_prev, dZ.mean(axis=0)))
        if layer > 0:
            dZ = (dZ @ W) * slope(cache[layer - 1][1])
    return grads


# %%
def backprop_D(X, y, params):
    y_hat, cache = forward(X, params, hunt_activations)
    dZ, grads = d_mse(y_hat, y) * y_hat * (1 - y_hat), []
    for layer in [2, 1, 0]:
        A_prev, W = cache[layer][0], params[layer][0]
        grads.insert(0, (dZ.T @ A_prev, dZ.sum(axis=0)))
        if layer > 0:
            dA = dZ @ W
            dZ = dA * slope(dA)
    return grads


def backprop_E(X, y, params, eta=0.5):
    y_hat, cache = forward(X, params, hunt_activations)
    dZ, grads = d_mse(y_hat, y) * y_hat * (1 - y_hat), []
    for layer in [2, 1, 0]:
        A_prev, W = cache[layer][0], params[layer][0]
        grads.insert(0, (dZ.T @ A_prev, dZ.sum(axis=0)))
        if layer > 0:
            dZ = (dZ @ (W - eta * grads[0][0])) * slope(cache[layer - 1][1])
    return grads


def backprop_F(X, y, params):
    y_hat, cache = forward(X, params, hunt_activations)
    dZ, grads = d_mse(y_hat, y) * y_hat * (1 - y_hat), []
    for layer in [2, 1, 0]:
        came_in, W = cache[layer - 1][1] if layer > 0 else X, params[layer][0]
        grads.insert(0, (dZ.T @ came_in, dZ.sum(axis=0)))
        if layer > 0:
            dZ = (dZ @ W) * slope(cache[layer - 1][1])
    return grads


# %% [markdown]
# One number for the whole says *that* something is wrong. One for each layer says *where*. The table holds the relative error of each $W$ and each $b$,
# against the numerical gradient. Work from its pattern first, and read the code to confirm.

# %%
def numerical_part(layer, i):
    """Return the numerical gradient of the loss for W (i = 0) or b (i = 1) of a layer."""
    def cost(value):
        moved = [list(pair) for pair in hunt_params]
        moved[layer][i] = value
        return mse(forward(hunt_X, moved, hunt_activations)[0], hunt_y)

    return numerical_gradient(cost, hunt_params[layer][i])


right = [numerical_part(layer, i) for layer in range(3) for i in range(2)]
six = {"A": backprop_A, "B": backprop_B, "C": backprop_C, "D": backprop_D, "E": backprop_E, "F": backprop_F}
print("      W1    b1    W2    b2    W3    b3")
for letter in six:
    parts = [part for pair in six[letter](hunt_X, hunt_y, hunt_params) for part in pair]
    errors = [relative_error(part, true) for part, true in zip(parts, right)]
    print(letter, " ", "  ".join("right" if e < 1e-6 else f"{e:5.2f}" for e in errors))

# %% [markdown]
# Each of the six has another one of these faults. Two are left over.
#
# | number | what is wrong |
# |---|---|
# | 1 | W is changed before the error goes back through it |
# | 2 | dW is made with the Z of the layer before, instead of with its output |
# | 3 | the gate of relu looks at what comes back, instead of at Z |
# | 4 | the delta at the end lacks the slope of the last activation |
# | 5 | everything is averaged over the examples twice |
# | 6 | db is a mean over the examples instead of a sum |
# | 7 | the activations of the hidden layers are left out on the way back |
# | 8 | every gradient has the wrong sign |

# %% exercise="diagnose"
def diagnose(name):
    return {"A": 4, "B": 5, "C": 6, "D": 3, "E": 1, "F": 2}[name]


# %% [markdown]
# ## 7. A step that learns
#
# All is there for one step of gradient descent on all parameters at once: forward, the delta at the end, backward, and $W \leftarrow W - \eta\, dW$, $b \leftarrow b - \eta\, db$ in each layer.
#
# Write `train_step`. It returns the new parameters, and the loss **before** the step, which costs nothing extra. Loss functions are in `LOSSES`, by name.

# %% exercise="train_step"
def train_step(params, X, y, activations, loss, eta):
    y_hat, cache = forward(X, params, activations)
    dZ = output_delta(y_hat, y, loss, activations[-1])
    grads = backward(dZ, cache, params, activations)
    new_params = [(W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(params, grads)]
    return new_params, LOSSES[loss](y_hat, y)


# %% [markdown]
# Chapter 02 ended with a lamp that no perceptron could learn, and chapter 05 built a network for it by hand. Now one finds its own weights:

# %%
lamp_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
lamp_y = np.array([[0.0], [1.0], [1.0], [0.0]])
lamp_params, names = init_network([2, 4, 1], np.random.default_rng(1)), ["tanh", "sigmoid"]

step_once = use(train_step)
for step in range(2001):
    lamp_params, loss = step_once(lamp_params, lamp_X, lamp_y, names, "binary_cross_entropy", 0.5)
    if step in [0, 10, 100, 500, 2000]:
        print(f"step {step:4}: loss {loss:.4f}")

answers, _ = forward(lamp_X, lamp_params, names)
print("the four answers:", answers.ravel().round(3))

# %% [markdown]
# Four hidden units, 17 parameters, no hand in it but yours.
#
# ## 8. Decide
#
# A unit that is certain and wrong: $z = -6$, and the target is 1. (For tanh, the targets are -1 and 1.) What reaches $z$, for five pairs of last activation and loss?

# %%
delta_of = use(output_delta)
pairs = [("sigmoid", "mse"), ("sigmoid", "binary_cross_entropy"), ("tanh", "mse"), ("relu", "mse"), ("softmax", "cross_entropy")]
for name, loss in pairs:
    a = ACTIVATIONS[name](np.array([[-6.0]]))
    delta = delta_of(a, np.array([[1.0]]), loss, name)
    print(f"{name:8} {loss:21} answer {a[0, 0]:7.4f}   delta {delta[0, 0]:8.5f}")

# %% decide="which_last_layer"

# %% [markdown]
# ## Stretch (optional, no points)
#
# A network has `relu` in all hidden layers and starts with **all weights 0**. What do your gradients say? Predict first, then try. Chapter 11 comes back to it.

# %%
zeros = [(np.zeros((4, 2)), np.zeros(4)), (np.zeros((1, 4)), np.zeros(1))]
y_hat, cache = forward(lamp_X, zeros, ["relu", "sigmoid"])
# your lines: the delta at the end, then backward

# %% [markdown]
# ## To take away
#
# > - Each unit has a delta, $dz$: how the loss moves with its sum.
# > - A weight's slope is the delta behind it times what came in through it. A bias has the input 1.
# > - The delta goes back through the weights that the answer came through: $dA_\text{prev} = dZ\,W$, $dW = dZ^\top A_\text{prev}$, $db = \sum dZ$.
# > - Activations multiply by their slope at $Z$, not at what comes back.
# > - 1/N once, at the end. Then sums.
# > - $a - y$ is the delta for sigmoid with binary cross-entropy, and for softmax with cross-entropy. With mse the slope stays.
# > - Check every backward pass against differences. Look at each layer: the first wrong one on the way back has the fault.
#
# ## Words
#
# - **backpropagation**: all gradients of a network, by the chain rule, in one sweep from its end to its beginning.
# - **delta**: the slope of the loss with respect to a unit's weighted sum; $dz$, and $dZ$ for a whole layer.
# - **cache**: what the forward pass keeps for the way back: inputs and sums of each layer.
# - **gradient check**: the comparison of gradients with numerical ones.
# - **relu gate**: what relu is on the way back; open where $z$ was positive.

# %% [markdown]
# ## Sources
#
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating errors, *Nature* 323 (1986), 533–536.
# - P. J. Werbos, *Beyond Regression*, PhD thesis, Harvard University (1974): the idea, twelve years before.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 6.5 and 11.5.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), sections 5.2 and 5.3.

# %%
progress()

# %% [markdown]
# **Next: 10 Optimisers.** The gradient says which way is down. How far to go, and whether to remember where one came from, is another question.
