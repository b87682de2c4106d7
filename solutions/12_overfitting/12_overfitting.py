# %% [markdown]
# # 12 Overfitting: when more is worse
#
# A pupil knows the whole table from 1 times 1 to 10 times 10 by heart. Asked for 12 times 13, she is lost. Did she learn to multiply?
#
# A network with enough units can learn fifty examples by heart, wrong labels too. Its training loss goes to 0, and
# says nothing about the fifty-first. That is **overfitting**.
#
# **You will be able to**
#
# - keep examples aside, and know what each part is for;
# - bring all features to one scale, without looking where you must not;
# - stop in time, keep weights small, and drop units by chance;
# - choose a model, and report an honest number for it.
#
# It takes about 60 minutes. You need chapters 05 to 10.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import adam_step, backward, binary_cross_entropy, forward, init_network
from annlab import logistic_gradient, output_delta, predict, sigmoid
from annlab import check, hint, progress, use
from annlab.visuals import show_overfit
from annlab.visuals.overfit import table

# %% [markdown]
# ## Your prediction
#
# Two networks learn from the same 50 examples, for 1,000 steps. One has a hidden layer of 4 units, the other three hidden layers of 64. Which
# one has the smaller loss on **new** examples in the end? Write `"small"`, `"large"` or `"equal"`.

# %%
my_guess = "?"

# %% [markdown]
# The answer was measured, with eight pairs of networks. You find it in section 4.
#
# ## 1. Three parts
#
# Here are 450 points of two kinds. The noise is so strong that no boundary is always right.

# %%
rng = np.random.default_rng(12)
kind = rng.integers(0, 2, size=450)
angle = rng.uniform(0, np.pi, size=450)
bow = np.column_stack([np.cos(angle) + kind - 0.5, np.sin(angle) * (1 - 2 * kind) + 0.5 * kind - 0.25])
X, y = bow + rng.normal(0, 0.35, size=(450, 2)), kind[:, None].astype(float)

plt.figure(figsize=(5, 3))
for k, marker, colour in [(0, "s", "tab:orange"), (1, "o", "tab:blue")]:
    plt.scatter(*X[kind == k].T, marker=marker, color=colour, s=12, label=f"class {k}")
plt.legend()
plt.show()
print(f"Two half moons that overlap: {450 - kind.sum()} points of class 0, {kind.sum()} of class 1.")

# %% [markdown]
# Every example may be used for one thing only:
#
# | part | what for | how often looked at |
# |---|---|---|
# | **training** | the weights are fitted to it | all the time |
# | **validation** | choices: how long, how large, which method | at every choice |
# | **test** | the number that is reported | once |
#
# Write `split`. It shuffles once, and cuts the examples into parts of the given fractions. A part of fraction $f$ holds $\mathrm{round}(f N)$ examples,
# and the last one takes the rest. Each part is a pair (X, y). It is `minibatches` of chapter 10 with cuts at other places.

# %% exercise="split"
def split(X, y, fractions, rng):
    order = rng.permutation(len(X))
    parts, start = [], 0
    for f in fractions[:-1]:
        end = start + round(f * len(X))
        parts.append((X[order[start:end]], y[order[start:end]]))
        start = end
    parts.append((X[order[start:]], y[order[start:]]))
    return parts


# %%
parts = use(split)(X, y, [1 / 9, 4 / 9, 4 / 9], np.random.default_rng(0))
(X_train, y_train), (X_val, y_val), (X_test, y_test) = parts
print("training", X_train.shape, " validation", X_val.shape, " test", X_test.shape)

# %% [markdown]
# Most of the time the training part is the largest. Here it is small on purpose: with 50 examples, overfitting is easy to see.
#
# ## 2. One scale
#
# Features come in all sizes: an age of 40, an income of 40,000. A step that is right for one weight is far too long for the other. So every
# column is shifted to the mean 0, and divided by its **standard deviation**, its spread:
#
# $$\mu_j = \frac{1}{N} \sum_n x_{nj}, \qquad \sigma_j = \sqrt{\frac{1}{N} \sum_n (x_{nj} - \mu_j)^2} \tag{12.1}$$
#
# A column that is the same everywhere has the spread 0. It gets a 1 in its place, so that nothing is divided by 0.
#
# Write `fit_scaler`. `X.mean(axis=0)` and `X.std(axis=0)` go down the columns. `std[std == 0] = 1` writes a 1 wherever there is a 0.

# %% exercise="fit_scaler"
def fit_scaler(X):
    std = X.std(axis=0)
    std[std == 0] = 1
    return X.mean(axis=0), std


# %% [markdown]
# Fitting and applying are two functions, for a reason. $\mu$ and $\sigma$ are **learned from the training part**, like weights. Validation and test examples are
# scaled with the same numbers. They are not asked for their own: a single new customer has no mean.
#
# $$x'_{nj} = \frac{x_{nj} - \mu_j}{\sigma_j} \tag{12.2}$$
#
# Write `apply_scaler`. A row of numbers for each column may be taken from a whole table at once, as in chapter 00.

# %% exercise="apply_scaler"
def apply_scaler(X, scaler):
    mean, std = scaler
    return (X - mean) / std


# %%
def train(layer_sizes, X, y, X_val, y_val, steps=600, extra=None, seed=1):
    """Return (params, losses): both losses, every 20 steps. extra(params): slopes to be added."""
    names = ["tanh"] * (len(layer_sizes) - 2) + ["sigmoid"]
    params, state, losses = init_network(layer_sizes, np.random.default_rng(seed)), None, []
    for t in range(1, steps + 1):
        y_hat, cache = forward(X, params, names)
        if t % 20 == 1:
            now = predict(X_val, params, names)
            losses.append((binary_cross_entropy(y_hat, y), binary_cross_entropy(now, y_val)))
        grads = backward(output_delta(y_hat, y, "binary_cross_entropy", "sigmoid"), cache, params, names)
        if extra is not None:
            grads = [(dW + eW, db + eb) for (dW, db), (eW, eb) in zip(grads, extra(params))]
        flat, flat_grads = [a for pair in params for a in pair], [a for pair in grads for a in pair]
        flat, state = adam_step(flat, flat_grads, state, t, 0.01, 0.9, 0.999, 1e-8)
        params = list(zip(flat[::2], flat[1::2]))
    return params, np.array(losses)


large = np.array([1000.0, 1.0])                     # the first feature in millimetres
scaler = use(fit_scaler)(X_train * large)
raw = train([2, 8, 1], X_train * large, y_train, X_val * large, y_val)[1]
scaled = train([2, 8, 1], use(apply_scaler)(X_train * large, scaler), y_train,
               use(apply_scaler)(X_val * large, scaler), y_val)[1]
print("best validation loss, first feature in millimetres:", raw[:, 1].min().round(3))
print("the same, scaled:                                  ", scaled[:, 1].min().round(3))

# %% [markdown]
# In millimetres the network is hardly better than a guess of 0.5 for all, which costs 0.69. Scaled, it learns. $\mu$ and $\sigma$ come from the
# 50 training examples alone.
#
# ## 3. Watch it happen
#
# Now a large network, 2-32-32-1, with the 50 examples. Both losses, every 20 steps:

# %%
sizes = [2, 32, 32, 1]
params, losses = train(sizes, X_train, y_train, X_val, y_val)

plt.figure(figsize=(5.5, 3))
plt.plot(20 * np.arange(len(losses)), losses[:, 0], "--", label="training")
plt.plot(20 * np.arange(len(losses)), losses[:, 1], label="validation")
plt.xlabel("step"), plt.ylabel("loss"), plt.legend()
plt.show()
for look in [0, 3, 5, 10, 29]:
    print(f"step {20 * look:3}: training {losses[look, 0]:.3f}, validation {losses[look, 1]:.3f}")

# %% [markdown]
# At first both fall: what is learned holds for all points. Then the training loss goes on to nearly 0, and the validation loss turns: now
# the network learns the noise of these fifty points.
#
# ### Stop in time
#
# Look at the validation loss now and then, keep a copy of the weights when it is the lowest so far, and stop once it has not been
# lower for a while. How many looks one waits is the **patience**.
#
# `early_stopping(val_losses, patience)` says what would have happened. First the **best** look, the first of them if several are equal. Then the look
# at which training **stops**: best + patience, or the last one. What comes after the stop has never been seen.
#
# | look | 0 | 1 | 2 | 3 | 4 |
# |---|---|---|---|---|---|
# | validation loss | 5 | 3 | 4 | 3 | 1 |
#
# With a patience of 2 this gives (1, 3). Write it. The docstring speaks of epochs, as most people do: an epoch is a look here, and the first is number 0.

# %% exercise="early_stopping"
def early_stopping(val_losses, patience):
    best = 0
    for epoch, value in enumerate(val_losses):
        if value < val_losses[best]:
            best = epoch
        if epoch == best + patience:
            break
    return best, epoch


# %%
best, stop = use(early_stopping)(losses[:, 1], 4)
print(f"stopped after {20 * stop} steps, kept the weights of step {20 * best}")
print(f"validation loss there {losses[best, 1]:.3f}, without stopping {losses[-1, 1]:.3f}")

# %% [markdown]
# ## 4. Measured: depth, width, number of examples
#
# One run proves nothing. Here are 72 networks, with one to three hidden layers, 2 to 64 units in each, and 20 to 500 examples. Each was
# trained eight times, with other examples and other weights to start from. Bands and bars reach two standard errors up and down: the mean may be off by that.
#
# Your `early_stopping` draws the two lines.
#
# 1. Stay at 50 examples. Which widths overfit? Does depth matter?
# 2. Now 500 examples, same network. What has become of the gap?
# 3. With a patience of 1 (the slider "wait"), is the stop ever too early?

# %%
show_overfit(use(early_stopping))

# %% [markdown]
# ### Your prediction, resolved

# %%
lines = table(50)
print(lines[0])
for line in lines[1:]:
    depth, width = line.split()[:2]
    if (depth, width) in [("1", "4"), ("3", "64")]:
        print(line)

print("You said:", my_guess)

# %% [markdown]
# The large network has learned all 50 examples, and does far worse on new ones. At its best, early in the training, it was hardly worse
# than the small one.
#
# So a large network is not bad. It needs **more examples**, the best remedy of all, or something that holds it back. Stopping is one such thing. Here
# are two others.
#
# ## 5. Small weights
#
# To bend sharply around single points, a network needs large weights. So let weights cost something: add to the loss a **penalty**, the sum of all squared
# weights. $\lambda$ ("lambda", `lam` in code) says how dear they are.
#
# $$L' = L + R, \qquad R = \frac{\lambda}{2} \sum_l \sum_{k,j} w_{l,kj}^2 \tag{12.3}$$
#
# $l$ runs over the layers. Biases are left out: they shift, and do not bend. This is called **L2 regularisation**. First write the penalty $R$ alone:

# %% exercise="l2_penalty"
def l2_penalty(params, lam):
    return lam / 2 * sum(np.sum(W**2) for W, b in params)


# %% [markdown]
# The slope of $\tfrac{\lambda}{2} w^2$ is $\lambda w$. The half was put there for that. A large weight is pulled hard towards 0, a small one gently, a bias not at all:
#
# $$\frac{\partial R}{\partial W_l} = \lambda W_l, \qquad \frac{\partial R}{\partial b_l} = 0 \tag{12.4}$$
#
# Return it in the form of the other gradients, a list of pairs (dW, db), so that they can be added.

# %% exercise="d_l2_penalty"
def d_l2_penalty(params, lam):
    return [(lam * W, np.zeros_like(b)) for W, b in params]


# %%
pull = use(d_l2_penalty)
for lam in [0.0, 0.003, 0.01, 0.03, 0.3]:
    trained, found = train(sizes, X_train, y_train, X_val, y_val,
                           extra=lambda params: pull(params, lam))
    print(f"lam = {lam:5}: training {found[-1, 0]:.3f}, validation {found[-1, 1]:.3f}, "
          f"penalty for lam = 1: {use(l2_penalty)(trained, 1.0):5.1f}")

# %% [markdown]
# Without a price the weights grow and the noise is learned. With too high a price nothing is learned. In between lies a good $\lambda$, and the
# **validation** part is there to find it.
#
# ## 6. Dropout: never rely on a single unit
#
# In a team where any member may be ill tomorrow, nobody can be the only one who knows. Dropout does that to units: in every training step each entry of
# a hidden layer's output $A$ becomes 0 with probability $p$. Which ones, is drawn anew every time.
#
# $$A' = \frac{A \odot M}{1 - p}, \qquad M_{nk} = \begin{cases} 0 & \text{with probability } p \\ 1 & \text{otherwise} \end{cases} \tag{12.5}$$
#
# $\odot$ means entry by entry. $M$ is the **mask**. What is left is divided by $1 - p$, so that the sums of the next layer keep their size on average. When
# the network is *used*, nothing is dropped, and $A$ stays as it is.

# %%
rng = np.random.default_rng(0)
draws = rng.random((2, 5))
print(draws.round(2))
print(np.where(draws < 0.4, 0.0, 1.0))

# %% [markdown]
# `rng.random(shape)` draws evenly from 0 to 1. A draw is below 0.4 with probability 0.4. And `np.where` makes a mask of it.
#
# Write `dropout`. It returns the pair (A', mask): the way back will need the mask. With `training=False` return `A` as it is, and a mask of ones.

# %% exercise="dropout"
def dropout(A, p, rng, training):
    if not training:
        return A, np.ones(A.shape)
    mask = np.where(rng.random(A.shape) < p, 0.0, 1.0)
    return A * mask / (1 - p), mask


# %%
A = np.full((1000, 20), 2.0)
out, mask = use(dropout)(A, 0.25, np.random.default_rng(0), True)
print("values that come out:", np.unique(out).round(3))
print("share dropped:", np.mean(mask == 0).round(3), " mean:", out.mean().round(2))

# %% [markdown]
# On the way back, the same: an entry that was dropped had no say, so its gradient is 0. The others pass it on with the same factor. Write `dropout_backward`.

# %% exercise="dropout_backward"
def dropout_backward(dA, mask, p):
    return dA * mask / (1 - p)


# %% [markdown]
# One hidden layer of 64 units, with dropout in between. The training is written out, so that you see where it goes:

# %%
drop, drop_back = use(dropout), use(dropout_backward)


def train_with_dropout(p, steps=600):
    rng = np.random.default_rng(2)
    params, state = [part for pair in init_network([2, 64, 1], rng) for part in pair], None
    for t in range(1, steps + 1):
        W1, b1, W2, b2 = params
        A = np.tanh(X_train @ W1.T + b1)
        A_dropped, mask = drop(A, p, rng, True)
        dZ2 = (sigmoid(A_dropped @ W2.T + b2) - y_train) / len(y_train)
        dZ1 = drop_back(dZ2 @ W2, mask, p) * (1 - A**2)
        grads = [dZ1.T @ X_train, dZ1.sum(axis=0), dZ2.T @ A_dropped, dZ2.sum(axis=0)]
        params, state = adam_step(params, grads, state, t, 0.02, 0.9, 0.999, 1e-8)
    W1, b1, W2, b2 = params
    return [binary_cross_entropy(sigmoid(np.tanh(part @ W1.T + b1) @ W2.T + b2), target)
            for part, target in [(X_train, y_train), (X_val, y_val)]]


for p in [0.0, 0.2, 0.5, 0.8]:
    fitted, new = train_with_dropout(p)
    print(f"p = {p}: training {fitted:.3f}, validation {new:.3f}")

# %% [markdown]
# Without dropout the gap is wide, as in section 3. **What do the four lines say about the training loss, and what about the gap?** Each step trains another, thinner
# network, and in use all of them vote together.
#
# ### Bug hunt
#
# Eighty examples with a thousand features, all of it noise. The labels are **coin tosses**: no honest method foretells more than a half of new
# ones. This one claims far more.
#
# Tools: the shapes, your `split` and `fit_scaler`, `print`, and the order of the lines.

# %%
cut, fit, scale = use(split), use(fit_scaler), use(apply_scaler)


def broken_study(seed):
    rng = np.random.default_rng(seed)
    noise, coin = rng.normal(size=(80, 1000)), rng.integers(0, 2, 80).astype(float)
    fitting = np.abs((coin - coin.mean()) @ noise)            # how well each column goes with the labels
    ten = noise[:, np.argsort(fitting)[-10:]]                                          # A
    (X1, y1), (X2, y2) = cut(ten, coin, [0.5, 0.5], rng)                               # B
    scaler = fit(X1)                                                                   # C
    w, b = np.zeros(10), 0.0
    for step in range(200):
        dw, db = logistic_gradient(scale(X1, scaler), y1, w, b)                        # D
        w, b = w - 0.1 * dw, b - 0.1 * db
    return np.mean((scale(X2, scaler) @ w + b > 0) == y2)


accuracies = [broken_study(seed) for seed in range(20)]
print(f"right on the test part, mean of 20 studies: {np.mean(accuracies):.0%}")

# %% decide="hunt_leak"

# %% [markdown]
# ## 7. Decide
#
# A last experiment: twenty networks, all of them right in exactly 80 of 100 cases. They are tried on 200 validation examples, the best one is chosen, and it is tried
# on 200 test examples. A thousand times over:

# %%
rng = np.random.default_rng(0)
on_validation = rng.binomial(200, 0.8, size=(1000, 20)) / 200
on_test = rng.binomial(200, 0.8, size=(1000, 20)) / 200
winner = on_validation.argmax(axis=1)

print("the winner on the validation part:", f"{on_validation.max(axis=1).mean():.1%}")
print("the same network on the test part:", f"{on_test[np.arange(1000), winner].mean():.1%}")
print("the best of the twenty on the test part:", f"{on_test.max(axis=1).mean():.1%}")

# %% decide="which_model"

# %% [markdown]
# ## Stretch (optional, no points)
#
# Learn coin tosses by heart: give the 50 training examples labels by chance, and train the large network. How far does the training loss go? Then do the same with a
# $\lambda$ of 0.03. What does that say about the training loss as a measure?

# %%
tosses = np.random.default_rng(5).integers(0, 2, size=(50, 1)).astype(float)
_, found = train(sizes, X_train, tosses, X_val, y_val)
print(f"training loss on coin tosses: {found[-1, 0]:.3f}")

# %% [markdown]
# ## To take away
#
# > | remedy | what it does | set by |
# > |---|---|---|
# > | more examples | noise has less of a say | what can be had |
# > | a smaller network | less can be learned by heart | depth, width |
# > | early stopping | ends before the noise is learned | patience |
# > | L2 penalty | keeps weights small, and curves smooth | $\lambda$ |
# > | dropout | no unit can rely on another | $p$ |
# >
# > - Train on one part, choose on a second, report from a third, once.
# > - Everything that looks at examples is learned: the scaler, the choice of columns, the patience. It may see the training part, or the validation part, and never the test part.
# > - Fit the scaler on the training part, apply it everywhere.
# > - Dropout belongs to training. In use nothing is dropped.
#
# ## Words
#
# - **overfitting**: learning what holds for the training examples only.
# - **training part**, **validation part**, **test part**: examples to fit with, to choose with, and to report from.
# - **standard deviation**: the root of the mean squared distance from the mean.
# - **scaler**: mean and standard deviation of every column, fitted on the training part.
# - **early stopping**: ending a training when the validation loss no longer falls.
# - **patience**: how many looks without anything better one waits.
# - **L2 regularisation**: adding the sum of squared weights to the loss.
# - **dropout**: setting entries to 0 by chance during training.
# - **mask**: 1 where an entry is kept, 0 where it is dropped.
# - **leak**: a way by which test examples have a say in the training.
# - **standard error**: how far a mean of several runs may be off.

# %% [markdown]
# ## Sources
#
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), chapters 5 and 7.
# - T. Hastie, R. Tibshirani, J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer (2009), sections 7.2 and 7.10.2.
# - Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, in *Neural Networks: Tricks of the Trade*, Springer (1998), section 4.3: scaling inputs.
# - L. Prechelt, Early stopping – but when?, in *Neural Networks: Tricks of the Trade*, Springer (1998), 55–69.
# - A. Krogh, J. A. Hertz, A simple weight decay can improve generalization, *Advances in Neural Information Processing Systems* 4 (1991), 950–957.
# - N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, Dropout: a simple way to prevent neural networks from overfitting, *Journal of Machine Learning Research* 15 (2014), 1929–1958.
# - C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals, Understanding deep learning requires rethinking generalization, *ICLR* (2017), [arXiv:1611.03530](https://arxiv.org/abs/1611.03530): labels by chance, learned by heart.

# %%
progress()

# %% [markdown]
# **Next: 13 Neighbours.** Would a method without any training have done as well?
