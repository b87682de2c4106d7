# %% [markdown]
# # 13 Neighbours: a network, or the k nearest?
#
# Here is a method that learns nothing. It keeps all examples. Asked about a new one, it looks up the most similar ones, and says what most of
# them are. It is from 1951, fits in five lines, and has beaten many a network. When is a network worth its trouble? In this chapter you measure it.
#
# **You will be able to**
#
# - write k nearest neighbours, and say what k does;
# - compare two methods fairly: same examples, same test, several sizes;
# - weigh accuracy against time and memory;
# - say what irrelevant features do to distances;
# - recommend a method from numbers of your own.
#
# It takes about 55 minutes. You need chapters 10 to 12.

# %%
import time

import numpy as np

from annlab import check, hint, progress, use
from annlab import adam_step, apply_scaler, count_parameters, fit, fit_scaler, predict
from annlab.visuals import show_experiment, show_neighbours

# %% [markdown]
# ## Your prediction
#
# Two features say to which of two classes an example belongs, and 1,000 examples are there to learn from. Now somebody adds 198 features that mean nothing:
# random numbers. Which method loses more accuracy? Write `"k-NN"` (k nearest neighbours), `"the network"` or `"both alike"`.

# %%
my_guess = "?"

# %% [markdown]
# You will see in section 4.
#
# ## 1. How far apart?
#
# "Similar" has to become a number. Take the features of an example as a place, and the distance between two places as the crow flies:
#
# $$D_{ij} = \sqrt{\sum_{k=1}^{d} (a_{ik} - b_{jk})^2} \tag{13.1}$$
#
# Row $i$ of $A$ is one example, row $j$ of $B$ another. From (0, 0) to (3, 4):

# %%
a, b = np.array([0.0, 0.0]), np.array([3.0, 4.0])

print("differences", a - b, "  squares", (a - b) ** 2, "  distance", np.sqrt(np.sum((a - b) ** 2)))

# %% [markdown]
# We need the distance of *every* row of $A$ from *every* row of $B$: a table with a row for each row of $A$, and a column for each row of $B$. Two loops do it. Without
# loops it takes an axis more. `A[:, None]` has the shape (M, 1, d), and minus `B`, which is (N, d), it gives all differences, (M, N, d):

# %%
A = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
B = np.array([[3.0, 4.0], [0.0, 1.0]])
differences = A[:, None] - B

print("shape", differences.shape, "  from row 0 of A to row 0 of B:", differences[0, 0])

# %% [markdown]
# Write `pairwise_distances`, with loops or without.

# %% exercise="pairwise_distances"
def pairwise_distances(A, B):
    return np.sqrt(np.sum((A[:, None] - B) ** 2, axis=2))


# %%
print(use(pairwise_distances)(A, B))

# %% [markdown]
# A distance adds up features, whatever their units. Here a bean has a length in metres and a weight in milligrams. Which is the first one more like, the second
# or the third?

# %%
beans = np.array([[0.012, 300.0], [0.013, 330.0], [0.030, 301.0], [0.010, 160.0], [0.021, 420.0]])
distance = use(pairwise_distances)

print("as they are: ", distance(beans[:1], beans[1:3]).round(2))
scaled = apply_scaler(beans, fit_scaler(beans))
print("scaled:      ", distance(scaled[:1], scaled[1:3]).round(2))

# %% [markdown]
# As they are, the length counts for nothing, and a bean nearly three times as long is the nearest. So scale first, with chapter 12's `fit_scaler`. k nearest
# neighbours needs it even more than a network does.
#
# ## 2. The vote
#
# For a new example $x$, take the $k$ training examples with the smallest distance, $\mathcal{N}_k(x)$, and let each vote for its label:
#
# $$\hat y(x) = \text{the label } c \text{ with the largest count } \#\{\, i \in \mathcal{N}_k(x) : y_i = c \,\} \tag{13.2}$$
#
# $\#$ means "how many": here, how many of the neighbours $i$ have the label $c$.
#
# Labels are whole numbers here, one for each example: no one-hot rows. They are names. The mean of 0 and 2 is not class 1.
#
# Two of NumPy's functions help. `np.argsort` says where the smallest stands, then the next, and so on; `np.unique` counts.

# %%
distances = np.array([4.0, 0.5, 2.0, 0.7, 3.0])
labels = np.array([7, 3, 7, 7, 3])

rows = np.argsort(distances)
print("rows from near to far:", rows, "  labels of the nearest three:", labels[rows[:3]])
print("labels and their counts:", np.unique(labels[rows[:3]], return_counts=True))

# %% [markdown]
# Write `knn_predict`: one label for each row of `X`. Two labels with equally many votes are a tie, and then either is right.

# %% exercise="knn_predict"
def knn_predict(X_train, y_train, X, k):
    labels = []
    for distances in pairwise_distances(X, X_train):
        found, counts = np.unique(y_train[np.argsort(distances)[:k]], return_counts=True)
        labels.append(found[np.argmax(counts)])
    return np.array(labels)


# %% [markdown]
# Now on a plane, with your functions. The shading says which label each place would get. The diamond is a new example, with a line to each
# of its neighbours: press anywhere to move it.
#
# 1. Set $k = 1$. How many pieces do the shaded areas have? Which examples own an island?
# 2. Raise $k$ to 24, the number of all examples. What is left?
# 3. Back to $k = 3$. Raise the number of irrelevant features, "noise". From where on are the neighbours no longer near?

# %%
show_neighbours(use(pairwise_distances), use(knn_predict))

# %% [markdown]
# A small $k$ follows every example, also the odd ones: with other examples it would draw another map. That is called **high variance**. A large $k$ asks the whole
# neighbourhood, at last everyone, and misses the shape whatever the examples: **high bias**, a word that has nothing to do with $b$ here. It is overfitting and its
# opposite, as with the large and the small networks of chapter 12. And $k$ is chosen as there, on validation examples.
#
# The data of this chapter: **moons**, two half circles that reach into each other, and **pairs**, 20 features that only count in pairs, $y = 1$ where
# $x_1 x_2 + x_3 x_4 + \dots + x_{19} x_{20} > 0$. Both can be given more columns, of random numbers that have nothing to do with $y$.

# %%
def moons(N, irrelevant, rng):
    y = rng.integers(0, 2, size=N)
    angle = rng.uniform(0, np.pi, size=N)
    bow = np.column_stack([np.cos(angle) + y, np.sin(angle) * (1 - 2 * y) + 0.5 * y])
    X = (bow - [0.5, 0.25]) / [0.87, 0.5] + rng.normal(0, 0.25, size=(N, 2))
    return np.hstack([X, rng.normal(size=(N, irrelevant))]), y


def pairs(N, irrelevant, rng):
    X = rng.normal(size=(N, 20 + irrelevant))
    return X, (np.sum(X[:, 0:20:2] * X[:, 1:20:2], axis=1) > 0).astype(int)


# %%
X, y = moons(300, 0, np.random.default_rng(1))
X_val, y_val = moons(200, 0, np.random.default_rng(2))
knn = use(knn_predict)

for k in (1, 5, 25, 299):
    print(f"k = {k:3}   right on the training examples {np.mean(knn(X, y, X, k) == y):.3f}   "
          f"on validation examples {np.mean(knn(X, y, X_val, k) == y_val):.3f}")

# %% [markdown]
# With $k = 1$ every training example finds itself, at distance 0: always 1.000, and it says nothing.
#
# ## 3. A fair comparison
#
# How good is a method? That depends on how many examples it has. So let it learn from the first 30, from the first 100, and so on, and ask the same test examples
# each time. Accuracy over the number of examples is a **learning curve**:
#
# $$\text{curve}_i = \frac{1}{M} \#\{\, m : \hat y_m = y^{\text{test}}_m \,\}, \qquad \text{trained on rows } 1, \dots, n_i \tag{13.3}$$
#
# $M$ is the number of test examples. They stay the same; only $n_i$ grows.
#
# A method is a function here, `fit_predict(X_train, y_train, X_test)`: it learns, and hands back labels for `X_test`. One that learns very little:

# %%
def most_frequent(X_train, y_train, X_test):
    found, counts = np.unique(y_train, return_counts=True)
    return np.full(len(X_test), found[np.argmax(counts)])


says = most_frequent(X[:10], y[:10], X_val)
print(says[:4], "  right:", np.mean(says == y_val))

# %% [markdown]
# Write `learning_curve`. It is handed such a function, and calls it once for every size.

# %% exercise="learning_curve"
def learning_curve(fit_predict, X, y, X_test, y_test, sizes):
    accuracies = []
    for n in sizes:
        labels = fit_predict(X[:n], y[:n], X_test)
        accuracies.append(np.mean(labels == y_test))
    return np.array(accuracies)


# %% [markdown]
# Now two methods as such functions. The network is d-32-32-1, with relu and Adam, in at least 2,000 steps. Nothing is tuned, for either.

# %%
def five_neighbours(X_train, y_train, X_test):
    return knn(X_train, y_train, X_test, 5)


def train(X_train, y_train):
    steps = [0]

    def adam(params, grads, state):
        steps[0] += 1
        return adam_step(params, grads, state, steps[0], 0.003, 0.9, 0.999, 1e-8)

    epochs = max(10, round(2000 / max(1, len(X_train) / 32)))
    sizes = [X_train.shape[1], 32, 32, 1]
    layers = ["relu", "relu", "sigmoid"]
    params, history = fit(X_train, y_train[:, None], sizes, layers, "binary_cross_entropy",
                          adam, epochs, 32, np.random.default_rng(0))
    return params


def labels_of(params, X):
    return (predict(X, params, ["relu", "relu", "sigmoid"])[:, 0] > 0.5).astype(int)


def network(X_train, y_train, X_test):
    return labels_of(train(X_train, y_train), X_test)


# %% [markdown]
# Your experiment, live. It takes some seconds, since twelve networks are trained.

# %%
sizes = [30, 100, 300, 1000]
curves = {}
for name, make, irrelevant in [("moons", moons, 0), ("moons + 198", moons, 198), ("pairs", pairs, 0)]:
    X, y = make(1400, irrelevant, np.random.default_rng(13))
    print(f"{name:12} examples   " + "".join(f"{n:7}" for n in sizes))
    for method in (five_neighbours, network):
        curve = use(learning_curve)(method, X[:1000], y[:1000], X[1000:], y[1000:], sizes)
        curves[name, method.__name__] = curve
        print(f"   {method.__name__:20}    " + "".join(f"{v:7.2f}" for v in curve))

# %% [markdown]
# Simple data, 2 features that both count: the two are close from the start. With many features the network has to see some hundreds of examples, and then it
# moves away.
#
# One draw of examples is one draw. Change the 13 and run it again: by how much do the numbers move? A difference smaller than that says nothing.
#
# Accuracy is not all. What does **one prediction** cost, in microseconds (us), and what has to be **kept**?

# %%
X, y = pairs(1200, 0, np.random.default_rng(3))
X, y, asked = X[:1000], y[:1000], X[1000:]
params = train(X, y)


def microseconds(predict_labels):
    """Return what one prediction took, in the best of five runs."""
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        predict_labels(asked)
        seconds.append(time.perf_counter() - started)
    return 1e6 * min(seconds) / len(asked)


of_neighbours = microseconds(lambda rows: knn(X, y, rows, 5))
of_network = microseconds(lambda rows: labels_of(params, rows))
print(f"k-NN:    {of_neighbours:7.1f} us each, {X.size + y.size} numbers kept")
print(f"network: {of_network:7.1f} us each, {count_parameters([20, 32, 32, 1])} numbers kept")

# %% [markdown]
# The network pays in advance, in training. k nearest neighbours pays with every question, more with each example it knows.
#
# scikit-learn has the same method, written with care: a tree to search in where there are few features, fast matrix products where there are many.
# Where a computer is busy its threads wait for each other, and it can be the slower one: section 4 has both on a single thread.

# %%
from sklearn.neighbors import KNeighborsClassifier

theirs = KNeighborsClassifier(n_neighbors=5).fit(X, y)
print("same labels as yours:", np.mean(theirs.predict(asked) == knn(X, y, asked, 5)))
print(f"{microseconds(theirs.predict):.1f} us each")

# %% [markdown]
# ## 4. From 30 to 30,000
#
# The whole experiment takes about ten minutes, so it is **not** run here: these are stored numbers. `benchmarks/neighbours.py` made them, on one processor, with three draws of
# the examples for each point, and $k$ chosen among 1, 5 and 25 on validation examples.
#
# The slider "case" runs from 0, moons, over moons with 18 and 198 irrelevant features, to pairs, and pairs with 180 more. Find for each case the number of examples from
# which on the network is ahead, if there is one.

# %%
show_experiment()

# %% [markdown]
# The same as a table. A prediction's time is in microseconds, memory in kilobytes.

# %%
from annlab.visuals.experiment import averaged, stored, table

print(stored()["made_by"], "\n" + stored()["with"], "\n")
print(*table(), sep="\n")

# %% [markdown]
# Now your prediction.

# %%
Ns, plain_moons = averaged("moons")
_, with_noise = averaged("moons + 198")
at = Ns.index(1000)

for method in ("knn", "network"):
    before, after = (each["accuracy"][method][at] for each in (plain_moons, with_noise))
    print(f"{method:8} {before:.2f} with 2 features, {after:.2f} with 198 more: {before - after:.2f} lost")
print("You said", my_guess)

# %% [markdown]
# Both lose, k nearest neighbours more. A network can learn to weigh a column with 0. A distance weighs all columns alike, and 198 random ones drown the two that count.
#
# There is more to it. In many dimensions all points are nearly equally far away, so that "nearest" hardly means anything: the **curse of dimensionality**. The nearest of 1,000 random
# points, as a part of the distance to the farthest:

# %% shows=["  2 features: 0.015", " 20 features: 0.390", "200 features: 0.759"]
rng = np.random.default_rng(0)
for d in (2, 20, 200):
    distances = use(pairwise_distances)(rng.normal(size=(20, d)), rng.normal(size=(1000, d)))
    print(f"{d:3} features: {np.mean(distances.min(axis=1) / distances.max(axis=1)):.3f}")

# %% [markdown]
# ## 5. Bug hunt
#
# Somebody scales as they have learned to. For 400 new examples at once it looks fine. Then the program goes into use, where examples come one at a time.
#
# Tools: `fit_scaler`, `apply_scaler`, your `knn_predict`, and `print`.

# %%
def broken_predict(X, y, X_new):
    mean, std = fit_scaler(X)                            # A
    X = apply_scaler(X, (mean, std))                     # B
    X_new = apply_scaler(X_new, fit_scaler(X_new))       # C
    k = 5                                                # D
    return use(knn_predict)(X, y, X_new, k)              # E


X, y = moons(600, 0, np.random.default_rng(8))
X = X * [0.005, 80.0] + [0.02, 300.0]                    # metres and milligrams
X, y, X_new, y_new = X[:200], y[:200], X[200:], y[200:]

print("right, 400 at once:  ", np.mean(broken_predict(X, y, X_new) == y_new))
print("labels of the first eight:", broken_predict(X, y, X_new)[:8])
print("the same, one at a time:  ", np.array([broken_predict(X, y, X_new[i : i + 1])[0] for i in range(8)]))

# %% decide="hunt_scale"

# %% [markdown]
# ## 6. Recommend
#
# You have a table, and you have your own runs. Look the rows up before you answer.

# %% decide="which_method"

# %% [markdown]
# ## Stretch (optional, no points)
#
# The table of differences, (M, N, d), is large. With $\lVert a - b \rVert^2 = \lVert a \rVert^2 - 2\, a \cdot b + \lVert b \rVert^2$ one matrix product replaces it. It is faster, and
# it is less exact where points are close together and far from 0. Why? Compare with yours:

# %%
def by_product(A, B):
    squares = np.sum(A**2, axis=1)[:, None] - 2 * A @ B.T + np.sum(B**2, axis=1)
    return np.sqrt(np.maximum(squares, 0.0))


near_zero = rng.normal(size=(50, 20))
for shift in (0.0, 1e3, 1e6):
    moved = near_zero + shift
    apart = np.abs(by_product(moved, moved) - use(pairwise_distances)(moved, moved))
    print(f"shift {shift:9.0f}: largest difference {apart.max():.1e}")

# %% [markdown]
# ## To take away
#
# > - k nearest neighbours keeps all examples, and lets the k nearest vote. Nothing is trained.
# > - Scale first, with the mean and spread of the training examples, new examples too.
# > - Small $k$: high variance. Large $k$: high bias. Choose it on validation examples.
# > - Little, simple data: as good as a network. Many examples, many features, irrelevant ones: not.
# > - A network pays once, in training. Neighbours pay with each question, in time and memory.
# > - Begin with the simple method. Then you know what has to be beaten.
#
# ## Words
#
# - **k nearest neighbours (k-NN)**: a new example gets the label that most of its k nearest training examples have.
# - **Euclidean distance**: the root of the sum of squared differences; the way as the crow flies.
# - **vote, tie**: each neighbour counts once for its label; a tie is when two labels have equally many votes.
# - **learning curve**: accuracy on the same test examples, over the number of training examples.
# - **high variance**: with other examples it would have become another model.    **high bias**: it misses the shape, whatever the examples.
# - **baseline**: a simple method whose result a better one has to beat.
# - **irrelevant feature**: a column that has nothing to do with the label.
# - **curse of dimensionality**: with many features all examples are about equally far apart.

# %% [markdown]
# ## Sources
#
# - E. Fix, J. L. Hodges, *Discriminatory analysis: nonparametric discrimination: consistency properties*, USAF School of Aviation Medicine (1951).
# - T. Cover, P. Hart, Nearest neighbor pattern classification, *IEEE Transactions on Information Theory* 13 (1967), 21–27.
# - K. Beyer, J. Goldstein, R. Ramakrishnan, U. Shaft, When is "nearest neighbor" meaningful?, *International Conference on Database Theory* (1999), 217–235.
# - T. Hastie, R. Tibshirani, J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer (2009), chapter 13.
# - F. Pedregosa and others, Scikit-learn: machine learning in Python, *Journal of Machine Learning Research* 12 (2011), 2825–2830.

# %%
progress()

# %% [markdown]
# **Next: 14 PyTorch.** The same network in a framework, and what you can say about it now.
