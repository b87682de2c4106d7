# %% [markdown]
# # 06 Loss: what being wrong costs
#
# Two forecasters, ten days. Anna says every evening: "Rain tomorrow, with a probability of 99.99 %." Ben always says
# "50 %". On nine of the ten days it rains.
#
# Anna is right nine times out of ten; Ben tosses a coin. A network needs **one number** for how bad its predictions are.
# Whom should it prefer?
#
# **You will be able to**
#
# - write a loss for quantities, for yes or no, and for one of several classes;
# - write the slope of a loss, which is what learning starts from;
# - see a loss as a landscape over weight and bias;
# - choose the loss for a task, and say why accuracy is not one.
#
# It takes about 60 minutes. You need chapters 00 to 04.

# %%
import matplotlib.pyplot as plt
import numpy as np

from annlab import check, fit_line, hint, line, one_hot, predict_class
from annlab import progress, sigmoid, softmax, use
from annlab.visuals import show_loss_surface

# %% [markdown]
# ## Your prediction
#
# In section 5 you will work out the loss of both forecasters, with the loss that today's networks use for yes and no.
# **Who will have the smaller loss?** Write `"Anna"`, `"Ben"` or `"equal"`.

# %%
my_guess = "?"

# %% [markdown]
# ## 1. Quantities: the mean squared error
#
# The six taxi rides of chapter 01, and a first guess at their price. The predictions are $\hat y$ ("y hat"), the true values
# $y$. How wrong is the guess, in one number?

# %%
km = np.array([0.5, 1.0, 1.5, 2.5, 3.0, 3.5])
price = np.array([3.0, 3.2, 4.5, 5.5, 6.8, 7.1])

guess = line(km, 1.0, 2.5)
print("prediction minus truth:", guess - price)
print("squared:               ", (guess - price) ** 2)
print("added up, as they are: ", np.sum(guess - price).round(2))

# %% [markdown]
# Some predictions are too high and some too low. Added up, they would cancel. Squared, every miss counts, and a large
# miss counts more than several small ones. The mean of the squares is the **mean squared error**:
#
# $$L = \frac{1}{M} \sum_{i=1}^{M} (\hat y_i - y_i)^2 \tag{6.1}$$
#
# $M$ is the number of **all** entries: 6 here, and 12 for six examples with two outputs each. A number like $L$, which is
# small for good predictions and large for bad ones, is called a **loss**.

# %% exercise="mse"
def mse(y_hat, y):
    return np.mean((y_hat - y) ** 2)


# %% [markdown]
# ### The loss as a landscape
#
# The data stay. What can change is $w$ and $b$. To each pair belongs a line, and to each line a loss. So the loss is a
# height over the plane of $w$ and $b$: a landscape. On the right you see its map, and where you are.
#
# 1. Bring the loss below 0.1.
# 2. Go from there along the valley: raise $w$ by 0.5, and repair what you can with $b$. Why is there a valley?
# 3. Is there more than one lowest place?

# %%
show_loss_surface(use(mse), km, price)

# %%
w, b = fit_line(km, price)
loss = use(mse)(line(km, w, b), price)
print(f"chapter 01's formula: w = {w:.2f}, b = {b:.2f}, loss {loss:.4f}")

# %% [markdown]
# One bowl, one lowest place, and chapter 01's formula finds it. A steeper line that starts lower fits nearly as well: that is
# the valley. For networks there is no such formula. They will have to walk down, and for that they must know which way is down.
#
# ## 2. The slope of a loss
#
# How does the loss change if one prediction $\hat y_i$ moves a little, and all others stay? Every prediction has such a **slope**. Try
# it with a tiny step $h$, as in chapter 03:

# %%
h = 1e-5
for i in range(3):
    up, down = guess.copy(), guess.copy()
    up[i], down[i] = up[i] + h, down[i] - h
    slope = (use(mse)(up, price) - use(mse)(down, price)) / (2 * h)
    print(f"prediction {i}: off by {guess[i] - price[i]:5.2f}, slope {slope:8.5f}")

# %% [markdown]
# The slope of a square $r^2$ is $2r$, and the mean divides by $M$:
#
# $$\frac{\partial L}{\partial \hat y_i} = \frac{2}{M} (\hat y_i - y_i) \tag{6.2}$$
#
# It is 0 for a perfect prediction, and grows with the miss. Its sign says which way is up: where the prediction is too high, the slope
# is positive. All slopes together, in the shape of $\hat y$, are called the **gradient**. Write it.

# %% exercise="d_mse"
def d_mse(y_hat, y):
    return 2 * (y_hat - y) / y_hat.size


# %%
print(use(d_mse)(guess, price)[:3].round(5))

# %% [markdown]
# ## 3. Yes or no: what does it cost to be sure?
#
# Now the target $y$ is 0 or 1, and the network says a probability $p$ for the 1. Suppose that $y = 1$. What should each $p$ cost? Two
# proposals: the square $(p - 1)^2$, and minus the logarithm of $p$.

# %%
p = np.linspace(0.001, 1, 200)

plt.figure(figsize=(5.5, 3))
plt.plot(p, (p - 1) ** 2, "--", label="(p - 1)²")
plt.plot(p, -np.log(p), label="-log p")
plt.xlabel("p, for y = 1"), plt.ylabel("cost")
plt.legend()
plt.show()
for one in [0.99, 0.9, 0.5, 0.1, 0.01, 0.0001]:
    print(f"p = {one:<6}   square {(one - 1) ** 2:.4f}   -log p {-np.log(one):.4f}")

# %% [markdown]
# Both are 0 for $p = 1$. Towards $p = 0$ the square ends at 1: whether you give the truth one chance in a hundred or one in
# ten thousand is nearly the same to it. The logarithm goes on rising. To be wrong is one thing, to be wrong *and sure* another.
#
# And where $y = 0$? Then $1 - p$ is what was said about the truth. Both cases in one formula, the **binary cross-entropy**:
#
# $$L = -\frac{1}{M} \sum_{i=1}^{M} \Big( y_i \log p_i + (1 - y_i) \log (1 - p_i) \Big) \tag{6.3}$$
#
# $y_i$ and $1 - y_i$ are switches: one of them is 1 and the other 0, so that one term is on and the other off.

# %% [markdown]
# ### At the very ends
#
# A sigmoid far out *is* 0 or 1 for the computer. And there the formula breaks, even where the prediction is right:

# %%
with np.errstate(all="ignore"):
    print("np.log(0.0) =", np.log(0.0), "   0 * np.log(0.0) =", 0 * np.log(0.0))

print(np.clip(np.array([0.0, 0.3, 1.0]), 1e-12, 1 - 1e-12))
print("-np.log(1e-12) =", -np.log(1e-12).round(2))

# %% [markdown]
# One `nan`, and the whole mean is `nan`. The remedy is to keep $p$ a little away from both ends before the logarithm. `np.clip(a, low, high)`
# makes a new array in which nothing lies outside the two limits. With 1e-12 a certain error costs about 28: a lot, and finite.

# %% exercise="binary_cross_entropy"
def binary_cross_entropy(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% [markdown]
# ## 4. And its slope
#
# The slope of $\log p$ is $1/p$, and that of $\log(1 - p)$ is $-1/(1 - p)$. Put them into (6.3), and bring both over one line:
#
# $$\frac{\partial L}{\partial p_i} = \frac{1}{M} \left( -\frac{y_i}{p_i} + \frac{1 - y_i}{1 - p_i} \right) = \frac{1}{M} \cdot \frac{p_i - y_i}{p_i\,(1 - p_i)} \tag{6.4}$$
#
# Look at the division: the surer the error, the steeper the slope. Keep $p$ away from both ends here, too.

# %% exercise="d_binary_cross_entropy"
def d_binary_cross_entropy(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return (p - y) / (p * (1 - p)) / p.size


# %%
p, y = np.array([0.9, 0.5, 0.1, 0.01]), np.array([1.0, 1.0, 1.0, 1.0])
print("p                    ", p)
print("slope of the square  ", use(d_mse)(p, y).round(3))
print("slope of the log cost", use(d_binary_cross_entropy)(p, y).round(3))

# %% [markdown]
# ## 5. Your prediction, resolved

# %%
rain = np.array([1.0, 1, 1, 1, 1, 1, 1, 1, 1, 0])
loss = use(binary_cross_entropy)

for name, said in [("Anna", 0.9999), ("Ben", 0.5), ("Carla", 0.9)]:
    p = np.full(10, said)
    print(f"{name:5} says {said:6}: {loss(p, rain):.3f}   (squares: {use(mse)(p, rain):.3f})")

print("You said:", my_guess)

# %% [markdown]
# Ben wins, with nothing but a coin. On the one dry day Anna had given the truth one chance in ten thousand, and that one day costs her
# more than all of Ben's ten. Carla says what she knows: rain on nine days out of ten. Hers is the smallest
# loss, and no constant forecast does better. **Cross-entropy rewards honest probabilities.**
#
# Had we asked the square, Anna would have beaten Ben.
#
# ### The same unit, two landscapes
#
# A sigmoid unit, $p = \varphi(w x + b)$, for six messages: $x$ is the number of links in excess of the usual, $y = 1$ is spam. First
# with the square, then with the cross-entropy. Start far out, at $w = -6$: how steep is the ground?

# %%
links = np.array([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
spam = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])

show_loss_surface(use(mse), links, spam, sigmoid, w=-6.0, wlim=(-8, 8), blim=(-8, 8))

# %%
show_loss_surface(use(binary_cross_entropy), links, spam, sigmoid,
                  w=-6.0, wlim=(-8, 8), blim=(-8, 8))

# %%
for name, one_loss in [("square", use(mse)), ("cross-entropy", use(binary_cross_entropy))]:
    here, beside = [one_loss(sigmoid(w * links), spam) for w in (-6.0, -5.9)]
    print(f"{name:13} at w = -6: {here:.4f}; a step to -5.9 lowers it by {here - beside:.4f}")

# %% [markdown]
# Under the square lies a plateau: the unit is saturated, all is wrong, and hardly anything says where to go. Under the cross-entropy the
# ground falls towards the valley from everywhere. That is the second reason for the logarithm: it undoes the flat ends of the sigmoid.
#
# ## 6. One of several: cross-entropy
#
# For $K$ classes a softmax makes shares, one row $p_{n1}, \dots, p_{nK}$ for each example. The target is a one-hot row. Only one thing
# is charged: what was said about the right class.
#
# $$L = -\frac{1}{N} \sum_{n=1}^{N} \sum_{k=1}^{K} y_{nk} \log p_{nk} \tag{6.5}$$

# %%
P = np.array([[0.7, 0.2, 0.1],
              [0.1, 0.3, 0.6]])
Y = np.array([[1.0, 0.0, 0.0],
              [0.0, 1.0, 0.0]])

print((Y * np.log(P)).round(3))
print("costs of the two examples:", -np.log(np.array([0.7, 0.3])).round(3))

# %% [markdown]
# Mind the division. A row is **one** question with $K$ possible answers, not $K$ questions. So this loss is a mean over the $N$
# examples, while (6.1) and (6.3) are means over all $M$ entries. PyTorch does the same.
#
# A share may be exactly 0, so keep $P$ above 0 before the logarithm. At 1 nothing happens here.

# %% exercise="cross_entropy"
def cross_entropy(P, Y):
    return -np.sum(Y * np.log(np.clip(P, 1e-12, 1))) / len(P)


# %% [markdown]
# ### Straight from the scores
#
# Softmax takes an exponential and the loss takes a logarithm. Do both at once, and they undo each other:
#
# $$\log p_{nk} = z_{nk} - \log \sum_j e^{z_{nj}} \tag{6.6}$$
#
# What about the slope with respect to the scores $z$? Softmax has a whole table of slopes, (3.14). Put it together with
# $-1/p$ from the logarithm, and nearly everything cancels:
#
# $$\frac{\partial L}{\partial z_{nk}} = \frac{1}{N} (p_{nk} - y_{nk}) \tag{6.7}$$
#
# What the network said, minus what is true. Check it with a tiny step:

# %%
Z, Y = np.array([[2.0, 1.0, 0.0]]), np.array([[0.0, 1.0, 0.0]])
nudge = np.array([[1e-5, 0.0, 0.0]])
up, down = (use(cross_entropy)(softmax(Z + way * nudge), Y) for way in (1, -1))

print("softmax(Z):", softmax(Z).round(4))
print("slope for the first score, by a tiny step:", ((up - down) / 2e-5).round(4))

# %% [markdown]
# Write a function that returns both: the loss and `dZ`, the table of slopes (6.7). It must stand scores of 1000. Your `cross_entropy`
# and chapter 03's `softmax` are at hand.
#
# `dZ` is short for $\partial L / \partial Z$, and already holds the $1/N$. The whole course keeps to that.

# %% exercise="softmax_cross_entropy"
def softmax_cross_entropy(Z, Y):
    P = softmax(Z)
    return cross_entropy(P, Y), (P - Y) / len(Z)


# %% [markdown]
# ## 7. Accuracy
#
# In the end people ask: how often is it right? The network's choice is the class with the largest output, and the **accuracy** is the
# share of examples whose choice is the right one. The outputs may be shares or scores; only the place of the largest counts.
# `predict_class` of chapter 04 finds it.

# %% exercise="accuracy"
def accuracy(Y_hat, Y):
    return np.mean(predict_class(Y_hat) == predict_class(Y))


# %% [markdown]
# Why not make *that* the thing to improve? Let one score of one example rise slowly, and look at both:

# %%
Y = np.array([[0.0, 1.0]])
for score in [-2.0, -1.0, -0.5, -0.1, 0.1, 0.5, 1.0, 2.0]:
    Z = np.array([[0.0, score]])
    loss, dZ = use(softmax_cross_entropy)(Z, Y)
    print(f"score {score:4}: accuracy {use(accuracy)(Z, Y):.0f}, loss {loss:.3f}")

# %% [markdown]
# Accuracy is a staircase: flat, a jump, flat again. A small step changes nothing, so there is no slope to learn by. The loss feels
# every step. So one **learns from the loss and reports the accuracy**. They may even disagree: Anna is 90 % accurate.
#
# ### Bug hunt
#
# Two networks, both asked about the same two images. `timid` is right both times, but only just. `bold` is wrong both
# times, and very sure. `broken_loss` should be the cross-entropy, and prefers `bold`.
#
# Tools: your own `cross_entropy`, `print` for each line's result, and other targets.

# %%
def broken_loss(P, Y):
    logs = np.log(np.clip(P, 1e-12, 1))                # A
    marks = one_hot(predict_class(P), P.shape[1])      # B
    costs = -np.sum(marks * logs, axis=1)              # C
    return np.mean(costs)                              # D


timid = np.array([[0.60, 0.40], [0.45, 0.55]])
bold = np.array([[0.01, 0.99], [0.98, 0.02]])
Y = np.array([[1.0, 0.0], [0.0, 1.0]])

for name, P in [("timid", timid), ("bold", bold)]:
    print(f"{name:5} broken {broken_loss(P, Y):.3f}   right {use(cross_entropy)(P, Y):.3f}")

# %% decide="hunt_loss"

# %% [markdown]
# ## 8. Decide
#
# An output and its loss go together. Ask first what an output **means**: a quantity, a probability of its own, or a share of one whole?
# Then ask whether the loss has a slope everywhere.
#
# Here is one article with three of twenty topics, to try things on. `yes` is what twenty sigmoids said, `shares` what a softmax said.

# %%
topics = np.zeros((1, 20))
topics[0, [2, 7, 11]] = 1.0
yes = np.where(topics == 1, 0.9, 0.1)
shares = np.where(topics == 1, 0.3, 0.1 / 17)

print(f"yes adds up to {yes.sum():.1f}, binary cross-entropy {use(binary_cross_entropy)(yes, topics):.3f}")
print(f"shares add up to {shares.sum():.1f}, cross-entropy {use(cross_entropy)(shares, topics):.3f}")

# %% decide="which_loss"

# %% [markdown]
# ## Stretch (optional, no points)
#
# Somebody typed 71 instead of 7.1 for the price of the last ride. Where is the bottom of the bowl now? Then write a loss of your own that
# is less easily upset, the mean of $|\hat y - y|$, and look at *its* landscape. The figure takes any loss.

# %%
def my_loss(y_hat, y):
    return np.mean((y_hat - y) ** 2)  # your line


typed = price.copy()
typed[-1] = 71.0
show_loss_surface(my_loss, km, typed, wlim=(-4, 20), blim=(-24, 12))

# %% [markdown]
# ## To take away
#
# > | the output is | output activation | loss | mean over | slope with respect to the output |
# > |---|---|---|---|---|
# > | a quantity | none | mean squared error | all $M$ entries | $2\,(\hat y - y) / M$ |
# > | a probability | sigmoid | binary cross-entropy | all $M$ entries | $(p - y) / (p\,(1 - p)\,M)$ |
# > | one of $K$ shares | softmax | cross-entropy | $N$ examples | with respect to $z$: $(p - y) / N$ |
# >
# > - To be wrong costs; to be wrong and sure costs without end. Hence the logarithm.
# > - Keep probabilities away from 0 and 1 before a logarithm.
# > - Over weight and bias, a loss is a landscape. Learning is walking down.
# > - Learn from a loss, report the accuracy.
#
# ## Words
#
# - **loss**, $L$: one number for how bad the predictions are; 0 is perfect.
# - **mean squared error**, mse: the mean of the squared differences.
# - **binary cross-entropy**: the mean of minus the log of what was said about the truth, for yes or no.
# - **cross-entropy**: the same for one of $K$ classes, a mean over examples.
# - **one-hot**: a row of zeros with a single 1, in the place of the class.
# - **gradient**: all the slopes of one number, one for each thing that can move.
# - **accuracy**: the share of right choices.
# - **landscape**: the loss as a height over the parameters.

# %% [markdown]
# ## Sources
#
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), sections 1.5.5, 4.3.2 and 4.3.4.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 5.1.2, 6.2.1 and 6.2.2.
# - I. J. Good, Rational decisions, *Journal of the Royal Statistical Society B* 14 (1952), 107–114: the logarithm as the fee for forecasts.
# - T. Gneiting, A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, *Journal of the American Statistical Association* 102 (2007), 359–378.
# - S. A. Solla, E. Levin, M. Fleisher, Accelerated learning in layered neural networks, *Complex Systems* 2 (1988), 625–639: squares against logarithms.
# - P. J. Huber, Robust estimation of a location parameter, *Annals of Mathematical Statistics* 35 (1964), 73–101: losses that forgive a typing error.

# %%
progress()

# %% [markdown]
# **Next: 07 Gradient descent.** You know how high you stand and how steep the ground is under each prediction. Time to walk.
