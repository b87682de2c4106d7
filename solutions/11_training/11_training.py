# %% [markdown]
# # 11 Training: problems without straight lines
#
# Everything is there: layers, losses, gradients, optimisers. In this chapter you put them into one loop of a dozen lines, and let it loose on points
# that no straight line parts. Then you learn what to do when it does *not* work, by examining six networks that are ill.
#
# **You will be able to**
#
# - start the weights so that signals neither die nor explode;
# - write the whole training loop, for any network, loss and optimiser;
# - draw what a network has learned;
# - find out why a training run fails, from a few numbers.
#
# It takes about 60 minutes. You need chapters 03, 05, 06, 09 and 10.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import check, hint, progress, use
from annlab import LOSSES, SLOPES, adam_step, backward, count_parameters, forward, init_network
from annlab import minibatches, output_delta, predict, relu, sgd_step, train_step
from annlab import patient, toy_data
from annlab.visuals import show_film, show_playground

# %% [markdown]
# ## Your prediction
#
# A network 2-8-1 with tanh in its hidden layer learns XOR well. Now start it with **all weights and biases 0**, and make 500 steps downhill. How
# well does it learn? Write `"as well"`, `"more slowly"` or `"not at all"`.

# %%
my_guess = "?"

# %% [markdown]
# We run it in section 2.
#
# ## 1. Four problems in the plane
#
# `toy_data(name, n, noise, rng)` draws `n` points, `X` of shape (n, 2), and says of each which of two classes it is of, `y` of shape (n, 1).

# %%
rng = np.random.default_rng(11)
names = ["xor", "moons", "circles", "spirals"]
problems = {name: toy_data(name, 200, 0.05, rng) for name in names}

fig, axes = plt.subplots(1, 4, figsize=(11, 2.8), sharex=True, sharey=True)
for ax, (name, (X, y)) in zip(axes, problems.items()):
    one = y.ravel() == 1
    ax.scatter(*X[one].T, marker="o", color="tab:blue", s=14)
    ax.scatter(*X[~one].T, marker="s", facecolor="none", edgecolor="tab:orange", s=14)
    ax.set(title=name, aspect="equal")
    print(f"{name}: {one.sum()} points of class 1 (dots), {(~one).sum()} of class 0 (squares)")
plt.show()

# %% [markdown]
# Four quarters, two crescents, a ring in a ring, two arms wound into each other. **For which of them would one straight line get most
# points right? For which hardly any better than guessing?**
#
# ## 2. Where to start
#
# ### All zeros
#
# Row $k$ of $W$ holds the weights into unit $k$. The simplest start of all is a table of zeros, with $n_\text{out}$ rows and $n_\text{in}$ columns. Write it; `rng` is
# not needed this time, and is there so that all starts are called alike.

# %% exercise="init_zeros"
def init_zeros(n_out, n_in, rng):
    return np.zeros((n_out, n_in))


# %% [markdown]
# Now the run that you made a guess about. `network` makes the parameters of a whole network with one of these starts, and biases 0:

# %%
def network(init, sizes, rng):
    """Return params for layers of these sizes; init(n_out, n_in, rng) makes each W."""
    return [(init(n_out, n_in, rng), np.zeros(n_out)) for n_in, n_out in zip(sizes, sizes[1:])]


X, y = problems["xor"]
tanh_net = ["tanh", "sigmoid"]
params = network(use(init_zeros), [2, 8, 1], rng)
for step in range(500):
    params, loss = train_step(params, X, y, tanh_net, "binary_cross_entropy", 0.5)

print("loss after 500 steps:  ", round(float(loss), 4))
print("to guess 0.5 for all is", round(float(np.log(2)), 4))
print("largest weight:", max(np.abs(W).max() for W, b in params))
print("You said", my_guess)

# %% [markdown]
# Not at all. With $W = 0$ every hidden unit says tanh(0) = 0, so the output weights get no gradient. And through output weights of 0 no gradient comes
# back. No weight ever moves.
#
# Any other number for all of them is hardly better. Here all weights start at 0.5:

# %%
params = [(np.full((8, 2), 0.5), np.zeros(8)), (np.full((1, 8), 0.5), np.zeros(1))]
for step in range(500):
    params, loss = train_step(params, X, y, tanh_net, "binary_cross_entropy", 0.5)

print("loss after 500 steps:", round(float(loss), 4))
print("the weights into the first three hidden units:")
print(params[0][0][:3].round(3))

# %% [markdown]
# They have moved, all by the same amounts. Units that start alike say the same, get the same gradient, and stay alike for ever: **twins**. Eight of them do the
# work of one. Only chance can tell them apart.
#
# ### How much chance?
#
# Chapter 05 drew weights of variance $1/n_\text{in}$, so that sums keep their size on the way forward. On the way *back* a gradient is summed over the
# $n_\text{out}$ units of the layer, which asks for $1/n_\text{out}$. Glorot and Bengio took the middle (it is called after Glorot's first name):
#
# $$\operatorname{Var}(w) = \frac{2}{n_\text{in} + n_\text{out}} \qquad \text{(Xavier)} \tag{11.1}$$
#
# Write `init_xavier`. It returns `W` alone, of shape $(n_\text{out}, n_\text{in})$, with mean 0 and this variance. `rng.normal` takes the mean first,
# then the *standard deviation*, which is the root of the variance, and then the size.

# %% exercise="init_xavier"
def init_xavier(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(2.0 / (n_in + n_out)), size=(n_out, n_in))


# %% [markdown]
# That is for activations that are nearly the identity around 0, such as tanh. A ReLU lets only half of the sums through, and halves the mean square
# of what goes on. He and colleagues put a factor of 2 against that:
#
# $$\operatorname{Var}(w) = \frac{2}{n_\text{in}} \qquad \text{(He)} \tag{11.2}$$
#
# Write `init_he`, in the same way.

# %% exercise="init_he"
def init_he(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(2.0 / n_in), size=(n_out, n_in))


# %% [markdown]
# Does the factor matter? Twenty layers of 100 ReLU units, and the root mean square of what each fifth one says:

# %%
starts = {"variance 1/n_in": lambda n_out, n_in, rng: rng.normal(0, np.sqrt(1 / n_in), (n_out, n_in)),
          "variance 2/n_in": use(init_he)}

for name, init in starts.items():
    A, sizes = rng.normal(size=(300, 100)), []
    for layer in range(1, 21):
        A = relu(A @ init(100, 100, rng).T)
        if layer % 5 == 0:
            sizes.append(f"{np.sqrt(np.mean(A**2)):.4f}")
    print(name, *sizes)

# %% [markdown]
# Without the 2 each layer loses a factor of $\sqrt 2$, and after twenty layers a thousandth is left. With it the size stays.
#
# Rule of thumb: **He for ReLU, Xavier for tanh and sigmoid, biases 0.** In two or three layers the difference is small; in deep networks it decides.
#
# ## 3. The loop
#
# This is all that training is:
#
# | | |
# |---|---|
# | once | draw the parameters; the optimiser remembers nothing yet |
# | in every epoch | shuffle the examples, cut them into batches |
# | in every batch | forward, loss, gradient of the output's sums, backward, one step of the optimiser |
# | after every epoch | write down the mean loss of its examples |
#
# You have written each line of it. Should you have forgotten how one of them is called: `help(backward)`, in a cell of its own, says it, and so with the others.
#
# $B$ is a batch, $\theta$ all parameters together, and *step* is the optimiser's:
#
# $$g = \frac{1}{|B|} \sum_{n \in B} \frac{\partial L_n}{\partial \theta}, \qquad \theta \leftarrow \text{step}(\theta, g) \tag{11.3}$$
#
# The optimiser will be a **function** that `fit` is handed: `optimizer(params, grads, state)` returns the new parameters and the new state. So the same loop
# serves all five of chapter 10:

# %%
def sgd(params, grads, state):
    return sgd_step(params, grads, 0.5), None


def adam(params, grads, state):
    t, memory = (0, None) if state is None else state
    params, memory = adam_step(params, grads, memory, t + 1, 0.02, 0.9, 0.999, 1e-8)
    return params, (t + 1, memory)


# %% [markdown]
# `state` is the optimiser's own business: None at first, and then what the last call gave back.
#
# An optimiser knows no layers, and takes flat lists of arrays. A network's parameters are a list of pairs. Two lines go there and back:

# %%
pairs = [("W1", "b1"), ("W2", "b2")]

flat = [part for pair in pairs for part in pair]
print(flat)
print(list(zip(flat[::2], flat[1::2])))   # every second from 0, every second from 1

# %% [markdown]
# Now the whole loop. Start with `init_network` of chapter 05. `LOSSES[loss]` is the function of that name.
#
# About the history: one number for each epoch, the mean loss of **all** its examples. Take each batch's loss before its step. It is a mean already,
# and the last batch may be short: weigh each loss with the number of its examples, and divide by $N$ at the end.

# %% exercise="fit"
def fit(X, y, layer_sizes, activations, loss, optimizer, epochs, batch_size, rng):
    params, state, history = init_network(layer_sizes, rng), None, []
    for epoch in range(epochs):
        total = 0.0
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            y_hat, cache = forward(X_batch, params, activations)
            total += LOSSES[loss](y_hat, y_batch) * len(X_batch)
            dZ = output_delta(y_hat, y_batch, loss, activations[-1])
            grads = backward(dZ, cache, params, activations)
            flat_params = [part for pair in params for part in pair]
            flat_grads = [part for pair in grads for part in pair]
            flat, state = optimizer(flat_params, flat_grads, state)
            params = list(zip(flat[::2], flat[1::2]))
        history.append(total / len(X))
    return params, history


# %% [markdown]
# Let it loose. Circles first, with both optimisers:

# %%
X, y = problems["circles"]
for optimizer in (sgd, adam):
    params, history = use(fit)(
        X, y, [2, 8, 1], tanh_net, "binary_cross_entropy", optimizer, 100, 20, np.random.default_rng(1))
    right = np.mean((predict(X, params, tanh_net) > 0.5) == y)
    print(f"{optimizer.__name__:4}  loss {history[0]:.3f} -> {history[-1]:.3f}   right: {right:.0%}")

# %% [markdown]
# Only two numbers of a hundred epochs. **Watch it.** An optimiser is called at every step and sees all parameters, so it is the place for a camera: one that
# shows them to a film, and then does what Adam does. Run both cells, and look at the first one's figure while the second runs. Then wind back with the slider:
# at which step is the inner ring enclosed for the first time?

# %%
film = show_film(X, y, tanh_net)
film

# %%
def filmed(params, grads, state):
    film.add(params)
    return adam(params, grads, state)


params, history = use(fit)(
    X, y, [2, 8, 1], tanh_net, "binary_cross_entropy", filmed, 100, 20, np.random.default_rng(1))

# %% [markdown]
# Put `sgd` in `adam`'s place, and run it again: a new film. It works with any loop of yours: `film.add(params)` after every step.
#
# ## 4. What has it learned?
#
# A network with two inputs can be asked everywhere. Lay a grid over the plane, ask at every point, and colour it: a map of its opinions.
#
# `np.meshgrid` makes the grid, as two tables: one holds the x of every point, the other its y.

# %%
xx, yy = np.meshgrid([1, 2, 3], [10, 20])
print(xx)
print(yy)
print(np.column_stack([xx.ravel(), yy.ravel()]))   # the six points, as rows

# %% [markdown]
# Write `decision_grid`: $n$ places between the limits along each side, ends included, so $n^2$ points. `predict` takes them as rows, (M, 2), and says one
# number for each, (M,). Fold these into a table of the grid's shape, and return `xx, yy, Z`.
#
# `np.linspace(low, high, n)` makes the places along a side; `Z.reshape(xx.shape)` folds.

# %% exercise="decision_grid"
def decision_grid(predict, xlim, ylim, n):
    xx, yy = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    Z = predict(np.column_stack([xx.ravel(), yy.ravel()]))
    return xx, yy, Z.reshape(xx.shape)


# %% [markdown]
# Now all four problems, each with the same network 2-16-16-1 and Adam:

# %%
deep = ["tanh", "tanh", "sigmoid"]
trained = {}
for name, (X, y) in problems.items():
    trained[name], history = use(fit)(
        X, y, [2, 16, 16, 1], deep, "binary_cross_entropy", adam, 200, 20, np.random.default_rng(2))
    right = np.mean((predict(X, trained[name], deep) > 0.5) == y)
    print(f"{name:8} loss {history[0]:.3f} -> {history[-1]:.4f}   right: {right:.0%}")

# %%
fig, axes = plt.subplots(1, 4, figsize=(11, 2.8), sharex=True, sharey=True)
for ax, (name, (X, y)) in zip(axes, problems.items()):
    def says(points):
        return predict(points, trained[name], deep).ravel()

    xx, yy, Z = use(decision_grid)(says, (-1.6, 1.6), (-1.6, 1.6), 80)
    ax.contourf(xx, yy, Z, levels=[0, 0.1, 0.5, 0.9, 1], cmap="PuOr", alpha=0.7)
    ax.contour(xx, yy, Z, levels=[0.5], colors="black")
    one = y.ravel() == 1
    ax.scatter(*X[one].T, marker="o", color="black", s=5)
    ax.scatter(*X[~one].T, marker="s", facecolor="none", edgecolor="black", s=7)
    ax.set(title=name, aspect="equal")
    print(f"{name}: the network says more than 0.5 on {np.mean(Z > 0.5):.0%} of the square")
plt.show()

# %% [markdown]
# The black line is where the network says 0.5. On the purple side it says more, and means the dots; on the brown side less. Nobody told it about rings or spirals: it found the shape of the line from points alone. **Where, outside of the
# points, would you believe it?**
#
# ## 5. A curve
#
# The same loop learns a curve: one input, the identity at the output, the mean squared error. Forty noisy points of a sine:

# %%
rng = np.random.default_rng(3)
x = rng.uniform(-np.pi, np.pi, size=(40, 1))
target = np.sin(x) + 0.1 * rng.normal(size=x.shape)

curve_net = ["tanh", "identity"]
curve, history = use(fit)(x, target, [1, 10, 1], curve_net, "mse", adam, 400, 10, rng)
print(f"mean squared error {history[0]:.3f} -> {history[-1]:.4f}; the noise alone makes about {0.1**2:.2f}")

wide = np.linspace(-6, 6, 121)[:, None]
says = predict(wide, curve, curve_net)
inside = np.abs(wide) <= np.pi
print(f"largest distance from the sine: {np.abs(says - np.sin(wide))[inside].max():.2f} among the points,",
      f"{np.abs(says - np.sin(wide))[~inside].max():.2f} outside")

fig, ax = plt.subplots(figsize=(7, 2.6))
ax.plot(wide, np.sin(wide), "--", color="tab:grey", label="sine")
ax.plot(wide, says, color="tab:blue", label="network")
ax.plot(x, target, "o", color="tab:orange", markersize=4, label="examples")
ax.legend()
plt.show()

# %% [markdown]
# Among its examples the network follows the sine. Outside it knows nothing, and says something all the same.
#
# ## 6. The playground
#
# Choose a problem and a network, and press **Play**. The large map is the output, each small one what a hidden unit says. It runs on your `init_he`,
# `init_xavier`, `init_zeros` and `decision_grid`, and on annlab's functions until yours pass.
#
# Things to try. **How few hidden units are enough for circles? And on $x_1^2$ and $x_2^2$? What does the start "zeros" do? Which learning rate breaks
# SGD, and does Adam mind it?**

# %%
show_playground(init_zeros=use(init_zeros), init_xavier=use(init_xavier), init_he=use(init_he),
                decision_grid=use(decision_grid))

# %% [markdown]
# **Pull an edge up or down, or move its slider: that sets a weight by hand. Pull one of a trained network far away and let go. Does it come back?**
#
# *Show me the code* gives Python that makes the network you see.
# You may hand over any function of an earlier chapter, too, by its name: `forward=forward`, `adam_step=adam_step`. And your own data: `X=X, y=y`, with
# `y` of classes 0 and 1 or of any numbers.
#
# ## 7. Bug hunt
#
# Somebody's `fit`. It runs, the loss falls, and after 40 epochs the moons are still not parted. With the same settings yours does it. One line stands where it
# should not.

# %%
def broken_fit(X, y, layer_sizes, activations, loss, optimizer, epochs, batch_size, rng):
    params, state, history = init_network(layer_sizes, rng), None, []               # A
    for epoch in range(epochs):
        total = 0.0                                                                 # B
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            y_hat, cache = forward(X_batch, params, activations)
            dZ = output_delta(y_hat, y_batch, loss, activations[-1])
            grads = backward(dZ, cache, params, activations)
            total += LOSSES[loss](y_hat, y_batch) * len(X_batch)                    # C
        flat, state = optimizer([a for p in params for a in p], [a for g in grads for a in g], state)
        params = list(zip(flat[::2], flat[1::2]))                                   # D (with the line above)
        history.append(total / len(X))                                              # E
    return params, history


X, y = problems["moons"]
for which in (broken_fit, use(fit)):
    params, history = which(
        X, y, [2, 8, 1], tanh_net, "binary_cross_entropy", adam, 40, 20, np.random.default_rng(4))
    print(f"loss {history[0]:.3f} -> {history[-1]:.3f}")

# %% decide="hunt_training"

# %% [markdown]
# ## 8. Six patients
#
# Six people tried to part the moons with a network 2-8-1, and all six complain. `patient(k)` gives you the run of number `k`: `X, y, params, activations, history`.
# First the histories, all of 60 epochs, beside one of a sound network:

# %%
X, y = toy_data("moons", 200, 0.1, np.random.default_rng(5))
relu_net = ["relu", "sigmoid"]
params, history = use(fit)(
    X, y, [2, 8, 1], relu_net, "binary_cross_entropy", sgd, 60, 20, np.random.default_rng(5))
runs = {"sound": (X, y, params, relu_net, history)} | {k: patient(k) for k in range(1, 7)}

fig, axes = plt.subplots(1, 7, figsize=(12, 2.2))
for ax, (name, run) in zip(axes, runs.items()):
    ax.plot(run[-1])
    ax.set(title=name, xlabel="epoch", ylim=(0, max(0.8, 1.05 * max(run[-1]))))
    print(f"{name}: loss {run[-1][0]:.2f} -> {run[-1][-1]:.2f}")
plt.tight_layout()
plt.show()

# %% [markdown]
# A curve alone does not say what is wrong. Look inside. `examine` measures seven things:

# %%
def examine(X, y, params, activations, history):
    """Return what a doctor of networks would measure."""
    y_hat, cache = forward(X, params, activations)
    hidden_sums, hidden = cache[0][1], cache[1][0]
    return {
        "loss at the end": f"{history[-1]:.3f}",
        "largest leap up": f"{max(0, *np.diff(history)):.3f}",
        "right answers": f"{np.mean((y_hat > 0.5) == y):.0%}",
        "units at 0 for all": f"{np.sum(np.all(hidden == 0, axis=0))} of 8",
        "different rows of W": f"{len(np.unique(params[0][0].round(6), axis=0))} of 8",
        "mean slope of units": f"{np.mean(SLOPES[activations[0]](hidden_sums)):.3f}",
        "spread of x1, x2": " ".join(f"{s:.1f}" for s in X.std(axis=0)),
    }


table = {name: examine(*run) for name, run in runs.items()}
print(" " * 20, *[f"{name!s:>9}" for name in table])
for row in table["sound"]:
    print(f"{row:20}", *[f"{table[name][row]:>9}" for name in table])

# %% [markdown]
# Read it column by column, each against the sound one. Two numbers often stand out; ask which of them would bring the other about. Your own measurements are welcome:
# `X, y, params, activations, history = patient(3)`.

# %% decide="patient_1"

# %% decide="patient_2"

# %% decide="patient_3"

# %% decide="patient_4"

# %% decide="patient_5"

# %% decide="patient_6"

# %% [markdown]
# ## Stretch (optional, no points)
#
# The spirals with as few parameters as you can. At least 95 % of the points right; 2-16-16-1 takes 337 parameters. Which width and depth, which optimiser, how many epochs? Write down
# what you tried: the next chapter asks how much of such a result is luck.

# %%
X, y = problems["spirals"]
my_sizes = None  # such as [2, 16, 16, 1]

if my_sizes is None:
    print("not done yet")
else:
    my_names = ["tanh"] * (len(my_sizes) - 2) + ["sigmoid"]
    params, history = use(fit)(
        X, y, my_sizes, my_names, "binary_cross_entropy", adam, 200, 20, np.random.default_rng(6))
    print("parameters:", count_parameters(my_sizes))
    print("right:     ", np.mean((predict(X, params, my_names) > 0.5) == y))

# %% [markdown]
# ## To take away
#
# > - Weights start at random, so that units differ: He for ReLU, Xavier for tanh. Biases start at 0.
# > - Training: for every epoch, for every batch: forward, loss, backward, step.
# > - The optimiser's state is made once, and handed on from step to step.
# > - When it fails, look inside: units that are 0, rows that are equal, slopes, spreads of the inputs, leaps of the loss, and the data themselves.
# > - A network says something everywhere. Believe it where there were examples.
#
# ## Words
#
# - **training loop**: epochs of batches, and in each forward, loss, backward, step.
# - **history**: the mean training loss of every epoch; drawn over the epochs, a loss curve.
# - **Xavier's, He's start**: random weights of variance $2/(n_\text{in} + n_\text{out})$ and $2/n_\text{in}$.
# - **twins**: units that start alike, and stay alike.
# - **dead unit**: a relu whose $z$ is negative for every example.
# - **saturation**: sums so far out that the activation is flat there, and its slope next to nothing.
# - **decision boundary**: where a classifier changes its mind; here, where it says 0.5.
# - **extrapolation**: asking a model where it has seen no examples.
#
# ## Sources
#
# - X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, *AISTATS* (2010), equation 12.
# - K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, *ICCV* (2015), equation 10.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 8.2, 8.4 and 11.5, Algorithm 8.1.
# - K. J. Lang, M. J. Witbrock, Learning to tell two spirals apart, *Proceedings of the 1988 Connectionist Models Summer School* (1988).
# - D. Smilkov, S. Carter, D. Sculley, F. Viégas, M. Wattenberg, Direct-manipulation visualization of deep networks, *ICML workshop on visualization* (2016): the idea of the playground.

# %%
progress()

# %% [markdown]
# **Next: 12 Overfitting.** Your networks got nearly all of their own examples right. Whether they would do so with new ones is another question.
