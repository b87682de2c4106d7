# %% [markdown]
# # 10 Optimisers: what to make of a gradient
#
# A gradient says which way is down, here and now. It does not say how far to go. In a narrow valley chapter 07's steps were too long across, and too
# short along.
#
# Five answers are in use today. They differ by a line or two of code. Each **remembers** something else.
#
# **You will be able to**
#
# - cut the examples into minibatches, and say why;
# - write SGD, momentum, AdaGrad, RMSProp and Adam, step for step as PyTorch makes them;
# - say what each remembers, and see it in its path;
# - choose one, and keep its memory where it belongs.
#
# It takes about 60 minutes. You need chapters 05 to 07.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import binary_cross_entropy, logistic_gradient, sigmoid
from annlab import check, hint, progress, use
from annlab.visuals import show_race

# %% [markdown]
# ## Your prediction
#
# In section 7, five methods walk down a ravine that is 50 times as steep across as along. It runs from left to right. Then we turn the
# ravine by 45 degrees, and the start with it. Nothing else changes.
#
# How many of the five will notice, and come to another loss? Write `"none"`, `"some"` or `"all"`.

# %%
my_guess = "?"

# %% [markdown]
# ## 1. A few examples at a time
#
# The loss is a mean over all examples, and so is its gradient. A mean of 2,000 numbers can be estimated from 20 of them. Here are 2,000
# examples with two features, and a unit with a sigmoid:

# %%
rng = np.random.default_rng(10)
X = rng.normal(size=(2000, 2))
y = (sigmoid(X @ np.array([2.0, -1.0]) + 0.5) > rng.random(2000)).astype(float)

w, b = np.zeros(2), 0.0
print("all 2,000:", logistic_gradient(X, y, w, b)[0].round(3))
for k in range(3):
    some = rng.integers(0, 2000, 20)
    print("some 20:  ", logistic_gradient(X[some], y[some], w, b)[0].round(3))

# %% [markdown]
# Twenty examples point roughly the same way, for a hundredth of the work. Such a small sample is called a **minibatch**, or batch. With
# $B$ the examples in it, and $|B|$ their number:
#
# $$\frac{\partial L}{\partial w} \approx \frac{1}{|B|} \sum_{n \in B} \frac{\partial L_n}{\partial w} \tag{10.1}$$
#
# One walk through all examples, batch by batch, is an **epoch**. Shuffle them first, anew in every epoch: data often come sorted, and a
# batch of one class only points the wrong way.
#
# Two things to know: `rng.permutation(5)` gives the numbers 0 to 4 in random order, and `X[order]` takes the rows of `X` in the order of such
# indices.

# %%
order = np.random.default_rng(0).permutation(5)
print(order, order[0:2], order[4:6])

# %% [markdown]
# The last slice asks for more than there is, and is just shorter. Write `minibatches`: all batches of one epoch, as a list of pairs. Every
# example comes once, together with its target. If the last batch is short, keep it.

# %% exercise="minibatches"
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    batches = []
    for start in range(0, len(X), batch_size):
        piece = order[start : start + batch_size]
        batches.append((X[piece], y[piece]))
    return batches


# %% [markdown]
# One epoch, with batches of several sizes. The work is nearly the same each time: 2,000 examples are looked at.

# %%
cut = use(minibatches)

for batch_size in [2000, 200, 20, 1]:
    w, b, steps = np.zeros(2), 0.0, 0
    for X_batch, y_batch in cut(X, y, batch_size, np.random.default_rng(1)):
        dw, db = logistic_gradient(X_batch, y_batch, w, b)
        w, b, steps = w - 0.5 * dw, b - 0.5 * db, steps + 1
    loss = binary_cross_entropy(sigmoid(X @ w + b), y)
    print(f"batches of {batch_size:4}: {steps:4} steps, loss {loss:.3f}")

# %% [markdown]
# With all examples in one batch there is one careful step. With batches of 20 there are 100 rough ones, and they get much further. With
# single examples the noise wins: some steps spoil what others have gained.
#
# ## 2. Five ways, one form
#
# A network has many parameters: a $W$ and a $b$ for each layer. From here on they come as a plain list of arrays, `params`, and their
# gradients as another, `grads`, shape by shape the same. The simplest step treats all alike:
#
# $$p \leftarrow p - \eta\, g \tag{10.2}$$
#
# $p$ is one of the arrays, $g$ its gradient. With gradients from batches this is called **stochastic gradient descent**, or SGD.
#
# `zip` walks over both lists at once:

# %%
params = [np.array([[1.0, 2.0]]), np.array([3.0])]
grads = [np.array([[10.0, 0.0]]), np.array([-10.0])]

for p, g in zip(params, grads):
    print("a parameter", p, "and its gradient", g)

# %% [markdown]
# Write `sgd_step`: a new list of new arrays. What you are handed stays as it is.

# %% exercise="sgd_step"
def sgd_step(params, grads, eta):
    return [p - eta * g for p, g in zip(params, grads)]


# %%
print(use(sgd_step)(params, grads, 0.1))


# %% [markdown]
# ### A memory that is handed round
#
# The other four remember something from step to step. Your functions are pure and keep nothing. So the memory, called **state**, comes in as
# an argument and goes out as a result. At the first call it is `None`. What it looks like is up to you: nobody else opens it.
#
# Here is a function that remembers how often it was called:

# %%
def count(word, state):
    if state is None:
        state = 0
    state = state + 1
    return f"{word}, call {state}", state


state = None
for word in ["one", "two", "three"]:
    said, state = count(word, state)
    print(said)

# %% [markdown]
# ## 3. Momentum: a ball that rolls
#
# In the ravine, the gradient across changes its sign at every step, the one along always has the same. Add them up, and the first cancels
# while the second grows. That is what a heavy ball does. It has a **velocity** $v$, which keeps the share $\beta$ of itself and gains the gradient:
#
# $$v \leftarrow \beta v + g, \qquad p \leftarrow p - \eta\, v \tag{10.3}$$
#
# $v$ starts at 0, and has the shape of $p$: `np.zeros_like(p)`. There is one for each parameter, so a list of them makes a good state.
#
# Work out two steps by hand: $p = 1$, both gradients 2, $\eta = 0.25$, $\beta = 0.5$. The velocities are 2 and 3, and $p$ ends at
# $1 - 0.5 - 0.75 = -0.25$.

# %% exercise="momentum_step"
def momentum_step(params, grads, state, eta, beta):
    if state is None:
        state = [np.zeros_like(p) for p in params]
    velocity = [beta * v + g for v, g in zip(state, grads)]
    return [p - eta * v for p, v in zip(params, velocity)], velocity


# %%
def lengths(step, settings, gradient=1.0, steps=10_000, counted=False):
    """Return how far each step goes under a gradient that is always the same."""
    params, state, found = [np.array([0.0])], None, []
    for t in range(1, steps + 1):
        given = (t, *settings) if counted else settings
        new, state = step(params, [np.array([gradient])], state, *given)
        found.append(abs(new[0] - params[0])[0])
        params = new
    return found


found = lengths(use(momentum_step), (0.1, 0.9), steps=100)
for t in [1, 2, 5, 20, 100]:
    print(f"step {t:3}: length {found[t - 1]:.3f}")

# %% [markdown]
# Under a steady push the ball gets faster until the steps are $1/(1 - \beta)$ times as long: ten times for $\beta = 0.9$. So with momentum $\eta$
# is usually chosen smaller.
#
# ## 4. AdaGrad: a learning rate for each weight
#
# Another idea: each single weight gets its own step size. Where gradients have been large, take short steps; where they have been small, or
# seldom anything but 0, take long ones. AdaGrad gathers the squares $s$ of all gradients so far, entry by entry:
#
# $$s \leftarrow s + g^2, \qquad p \leftarrow p - \eta\, \frac{g}{\sqrt{s} + \varepsilon} \tag{10.4}$$
#
# $\varepsilon$ ("epsilon", `eps` in code) is tiny, such as 1e-10. It is there for weights whose gradients have all been 0: no 0/0. The root is taken first,
# $\varepsilon$ is added to it.

# %%
for g in [0.01, 3.0, 500.0]:
    s = 0 + g**2
    print(f"gradient {g:6}: first step {0.5 * g / (np.sqrt(s) + 1e-10):.3f}")


# %% [markdown]
# The first step has the length $\eta$, whatever the size of the gradient. Write it. All of it works on whole arrays at once.

# %% exercise="adagrad_step"
def adagrad_step(params, grads, state, eta, eps):
    if state is None:
        state = [np.zeros_like(p) for p in params]
    squares = [s + g**2 for s, g in zip(state, grads)]
    return [p - eta * g / (np.sqrt(s) + eps) for p, g, s in zip(params, grads, squares)], squares


# %% [markdown]
# Now the steady push once more, for a long time:

# %%
found = lengths(use(adagrad_step), (0.1, 1e-10))
for t in [1, 4, 100, 10_000]:
    print(f"step {t:6}: length {found[t - 1]:.4f}")

# %% [markdown]
# The gradient is 1 all the time, and the steps become shorter and shorter, like $\eta / \sqrt{t}$. The sum $s$ can only grow.
#
# ## 5. RMSProp: forget the distant past
#
# Make a fading memory of it. A **running mean** keeps the share $\rho$ ("rho") of its old value, and takes $1 - \rho$ of the new one:
#
# $$s \leftarrow \rho\, s + (1 - \rho)\, g^2, \qquad p \leftarrow p - \eta\, \frac{g}{\sqrt{s} + \varepsilon} \tag{10.5}$$
#
# With $\rho = 0.99$ it looks back over about a hundred steps. What was before is forgotten.

# %% exercise="rmsprop_step"
def rmsprop_step(params, grads, state, eta, rho, eps):
    if state is None:
        state = [np.zeros_like(p) for p in params]
    squares = [rho * s + (1 - rho) * g**2 for s, g in zip(state, grads)]
    return [p - eta * g / (np.sqrt(s) + eps) for p, g, s in zip(params, grads, squares)], squares


# %%
found = lengths(use(rmsprop_step), (0.1, 0.99, 1e-8))
for t in [1, 4, 100, 10_000]:
    print(f"step {t:6}: length {found[t - 1]:.4f}")

# %% [markdown]
# No more stalling: under a steady push the steps come to rest at the length $\eta$. But look at the first one. The memory starts at 0, so
# that after one step it holds a hundredth of $g^2$, and its root is a tenth of $g$. The first step is ten times too long.
#
# ## 6. Adam: both, and a fair start
#
# Adam keeps **two** running means: $m$ of the gradients, as momentum does, and $v$ of their squares, as RMSProp does. ($v$ is no velocity here; the
# letters are those of the paper.)
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \qquad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2 \tag{10.6}$$
#
# Both start at 0, and are too small for a while. By how much, under a gradient that is always 1?

# %%
m, beta1 = 0.0, 0.9
for t in range(1, 6):
    m = beta1 * m + (1 - beta1) * 1.0
    share = 1 - beta1**t
    print(f"t = {t}: m = {m:.4f}   1 - beta1**t = {share:.4f}   quotient {m / share:.4f}")

# %% [markdown]
# After $t$ steps a share of $1 - \beta_1^t$ has come in. Divide by it, and the start is fair:
#
# $$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat v = \frac{v}{1 - \beta_2^t}, \qquad p \leftarrow p - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon} \tag{10.7}$$
#
# $t$ is the number of the step, 1 at the first. Whoever calls you hands it in. $\hat m$ and $\hat v$ are for this step only: what goes into the state is
# $m$ and $v$, uncorrected. The state holds two lists now; a pair of them will do.

# %% exercise="adam_step"
def adam_step(params, grads, state, t, eta, beta1, beta2, eps):
    if state is None:
        zeros = [np.zeros_like(p) for p in params]
        state = (zeros, zeros)
    means = [beta1 * m + (1 - beta1) * g for m, g in zip(state[0], grads)]
    squares = [beta2 * v + (1 - beta2) * g**2 for v, g in zip(state[1], grads)]
    stepped = []
    for p, m, v in zip(params, means, squares):
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        stepped.append(p - eta * m_hat / (np.sqrt(v_hat) + eps))
    return stepped, (means, squares)


# %%
found = lengths(use(adam_step), (0.1, 0.9, 0.999, 1e-8), gradient=700.0, counted=True)
for t in [1, 4, 100, 10_000]:
    print(f"step {t:6}: length {found[t - 1]:.4f}")

# %% [markdown]
# From the first step to the last, under a steady gradient of any size: the length $\eta$. That is why Adam's $\eta$ is easy to choose. It *is* about how far a
# weight moves in a step.
#
# ## 7. The race
#
# All five, on one map, with your own functions. They start together, at the left, and each has a learning rate of its own.
#
# 1. Press Race, below the sliders, or move "step". Who goes down the wall first, who runs along the valley?
# 2. Raise SGD's learning rate until it is lost. How far is that from the best one?
# 3. Read the losses after 100 steps. Then turn the ravine by 45 degrees with the slider "tilt".

# %%
show_race(use(sgd_step), use(momentum_step), use(adagrad_step), use(rmsprop_step), use(adam_step))

# %% [markdown]
# ### Your prediction, resolved

# %%
def run(step, settings, tilt, counted=False, steps=100):
    """Return the loss after a walk in a ravine that lies so many degrees askew."""
    c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    Q = np.array([[c, -s], [s, c]])                 # its columns: along the ravine, across it
    params, state = [Q @ np.array([-8.0, 2.0])], None
    for t in range(1, steps + 1):
        along, across = Q.T @ params[0]
        grads = [Q @ np.array([along, 50 * across])]
        given = (t, *settings) if counted else settings
        params, state = step(params, grads, state, *given)
    along, across = Q.T @ params[0]
    return 0.5 * along**2 + 25 * across**2


plain = use(sgd_step)


def sgd_with_state(params, grads, state, eta):
    return plain(params, grads, eta), None


runners = [
    ("SGD", sgd_with_state, (0.035,), False),
    ("momentum", use(momentum_step), (0.01, 0.9), False),
    ("AdaGrad", use(adagrad_step), (2.0, 1e-10), False),
    ("RMSProp", use(rmsprop_step), (0.2, 0.9, 1e-8), False),
    ("Adam", use(adam_step), (0.5, 0.9, 0.999, 1e-8), True),
]
for name, step, settings, counted in runners:
    straight, askew = [run(step, settings, tilt, counted) for tilt in (0, 45)]
    print(f"{name:9} straight {straight:.1e}   askew {askew:.1e}   the same: {np.isclose(straight, askew)}")

print("You said:", my_guess)

# %% [markdown]
# SGD and momentum see nothing but the ground, and do not notice. The other three scale **each coordinate by itself**. Along an axis, one scale
# fits the valley and another the wall, and AdaGrad beats everybody. Askew, no scale for $w_1$ and $w_2$ fits.
#
# And RMSProp hovers: near the bottom its steps still have about the length $\eta$. In practice $\eta$ is lowered towards the end.
#
# ### Bug hunt
#
# A unit is trained with Adam, a hundred batches to an epoch. It learns, but **every epoch begins with a jolt**, and the longer it trains, the worse.
#
# Tools: your own `adam_step`, `print` inside the loop, and other numbers of epochs and batches.

# %%
adam = use(adam_step)


def broken_training(X, y, epochs, rng):
    params, t, moved = [np.zeros(2), np.array(0.0)], 0, []
    for epoch in range(epochs):
        batches = cut(X, y, 10, rng)                                             # A
        state = None                                                             # B
        for X_batch, y_batch in batches:
            t = t + 1                                                            # C
            grads = logistic_gradient(X_batch, y_batch, *params)                 # D
            new, state = adam(params, grads, state, t, 0.01, 0.9, 0.999, 1e-8)
            moved.append(np.linalg.norm(new[0] - params[0]))
            params = new
    return moved


moved = broken_training(X[:1000], y[:1000], 20, np.random.default_rng(0))
for epoch in [0, 4, 9, 19]:
    steps = moved[100 * epoch : 100 * (epoch + 1)]
    print(f"epoch {epoch:2}: first step {steps[0]:.3f}, median of the epoch {np.median(steps):.3f}")

# %% decide="hunt_state"

# %% [markdown]
# ## 8. Decide
#
# No optimiser is the best for everything. What do the gradients look like? Which are rare, which are always there? How long will the training last?
#
# A small experiment for the first question. Mails are vectors of zeros and ones: ten words come in every second mail, 500 words in one of 500, and these say
# most about the topic. Each of 5,000 mails is seen once.
#
# The table says how well new mails are sorted that hold a rare word, and how much the weights of the ten frequent words still **wobble**: how widely they vary
# over the last 1,000 mails.

# %%
rng = np.random.default_rng(3)
share = np.concatenate([np.full(10, 0.5), np.full(500, 0.002)])
true_w = np.concatenate([rng.normal(0, 0.3, 10), rng.choice([-4.0, 4.0], 500)])
mails = (rng.random((7000, 510)) < share).astype(float)
topic = (sigmoid(mails @ true_w) > rng.random(7000)).astype(float)
seen, new = slice(0, 5000), np.arange(5000, 7000)
with_rare = new[mails[new, 10:].any(axis=1)]


def one_pass(step, settings):
    params, state, path = [np.zeros(510)], None, []
    for x, target in zip(mails[seen], topic[seen]):
        gradient = (sigmoid(x @ params[0]) - target) * x
        params, state = step(params, [gradient], state, *settings)
        path.append(params[0][:10])
    right = np.mean((mails[with_rare] @ params[0] > 0) == topic[with_rare])
    return right, np.std(path[-1000:], axis=0).mean()


print("               right on new mails with a rare word   wobble of the frequent words' weights")
for name, step, settings in [("SGD, eta 0.02", sgd_with_state, (0.02,)),
                             ("SGD, eta 2", sgd_with_state, (2.0,)),
                             ("momentum", use(momentum_step), (0.02, 0.9)),
                             ("AdaGrad", use(adagrad_step), (0.5, 1e-10))]:
    right, wobble = one_pass(step, settings)
    print(f"{name:13}  {right:35.0%}   {wobble:37.2f}")

# %% [markdown]
# One $\eta$ for all is too small for the rare words or too large for the frequent ones. **Which method does well in both columns?**

# %% decide="sparse_features"

# %% decide="adagrad_stalls"

# %% [markdown]
# ## Stretch (optional, no points)
#
# In 2018 it was found that Adam and weight decay get on better when the decay is kept out of $m$ and $v$ (AdamW). Weight decay pulls every weight a little
# towards 0; chapter 12 says what for. It is one term more: $p$ also loses $\eta \lambda p$. Write it ($\lambda$ is `decay`), and let it race: the figure takes any function with Adam's arguments.

# %%
def my_adam(params, grads, state, t, eta, beta1, beta2, eps, decay=0.0):
    stepped, state = adam(params, grads, state, t, eta, beta1, beta2, eps)
    return stepped, state  # your line


show_race(adam_step=my_adam)

# %% [markdown]
# ## To take away
#
# > | method | remembers | step | usual settings |
# > |---|---|---|---|
# > | SGD | nothing | $\eta g$ | $\eta$ to be tuned |
# > | momentum | $v \leftarrow \beta v + g$ | $\eta v$ | $\beta = 0.9$ |
# > | AdaGrad | $s \leftarrow s + g^2$ | $\eta g / (\sqrt{s} + \varepsilon)$ | $\eta = 0.01$ |
# > | RMSProp | $s \leftarrow \rho s + (1 - \rho) g^2$ | $\eta g / (\sqrt{s} + \varepsilon)$ | $\rho = 0.99$, $\eta = 0.01$ |
# > | Adam | $m$ and $v$, running means of $g$ and $g^2$ | $\eta\, \hat m / (\sqrt{\hat v} + \varepsilon)$ | $\beta_1 = 0.9$, $\beta_2 = 0.999$, $\eta = 0.001$ |
# >
# > - Rough steps, many of them, beat few careful ones. Shuffle in every epoch, X and y together.
# > - Momentum averages directions. AdaGrad and RMSProp level out sizes, weight by weight. Adam does both.
# > - AdaGrad never forgets: good for one pass over rare features, a brake in long trainings.
# > - State and $t$ go on for the whole training.
#
# ## Words
#
# - **minibatch**, batch: the few examples that one step looks at.
# - **epoch**: one pass through all examples.
# - **stochastic gradient descent**, SGD: steps along the gradients of minibatches.
# - **optimiser**: what turns gradients into steps.
# - **state**: what an optimiser remembers from step to step.
# - **momentum**: steps along a velocity that gathers the gradients and fades by $\beta$.
# - **running mean**: a mean that keeps a share of its old value and takes the rest from the new one.
# - **bias correction**: dividing a running mean that started at 0 by the share that has come in.

# %% [markdown]
# ## Sources
#
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 8.1.3, 8.3 and 8.5.
# - B. T. Polyak, Some methods of speeding up the convergence of iteration methods, *USSR Computational Mathematics and Mathematical Physics* 4 (1964), 1–17: momentum.
# - I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep learning, *ICML* (2013), 1139–1147.
# - J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and stochastic optimization, *Journal of Machine Learning Research* 12 (2011), 2121–2159: AdaGrad.
# - T. Tieleman, G. Hinton, *Neural Networks for Machine Learning*, lecture 6.5, Coursera (2012): RMSProp.
# - D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, *ICLR* (2015), [arXiv:1412.6980](https://arxiv.org/abs/1412.6980).
# - I. Loshchilov, F. Hutter, Decoupled weight decay regularization, *ICLR* (2019), [arXiv:1711.05101](https://arxiv.org/abs/1711.05101): AdamW.

# %%
progress()

# %% [markdown]
# **Next: 11 Training.** Forward, loss, backward, step: put together, they learn what no line can separate.
