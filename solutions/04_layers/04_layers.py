# %% [markdown]
# # 04 Layers: many units at once
#
# One neuron answers one question with one number. A letter sorter must tell ten digits apart.
#
# So you let several neurons read the same inputs, side by side: a **layer**. You could write it as a loop over neurons. What do you gain if
# you do not, and what goes wrong without any error?
#
# **You will be able to**
#
# - write a layer as one matrix product, and say what each row of $W$ is for;
# - turn class labels into targets for a layer, and outputs of a layer into class labels;
# - count the parameters of any network;
# - say which neurons can share a layer, and which cannot.
#
# It takes about 45 minutes. You need chapters 00 to 03.

# %%
import time

import numpy as np

from annlab import check, hint, progress, use
from annlab import identity, neuron_batch, relu, sigmoid, softmax
from annlab.visuals import show_layer

# %% [markdown]
# ## Your prediction
#
# A network for handwritten digits: 64 pixels in, two layers of 128 neurons behind each other, 10 outputs. **How many weights
# and biases does it have?** Take a guess without counting: about `"300"`, `"3,000"`, `"26,000"` or `"1,000,000"`.

# %%
my_guess = "?"

# %% [markdown]
# We count them in section 5.
#
# ## 1. Units side by side
#
# A machine at a fruit market measures two things: the length of a fruit in decimetres, and how red it is, from 0 to 1. Three
# neurons watch, one for each kind of fruit. The higher its $z$, the more a neuron is in favour of its own kind.

# %%
kinds = ["apple", "banana", "cherry"]

fruit = np.array([[0.8, 0.7],   # one row for each fruit: length, redness
                  [1.9, 0.1],
                  [0.2, 0.9],
                  [0.7, 0.4]])

w_apple, b_apple = np.array([0.5, 0.5]), 0.5
w_banana, b_banana = np.array([4.0, -2.0]), -3.0
w_cherry, b_cherry = np.array([-5.0, 1.0]), 3.0

print("apple ", neuron_batch(fruit, w_apple, b_apple, identity).round(2))
print("banana", neuron_batch(fruit, w_banana, b_banana, identity).round(2))
print("cherry", neuron_batch(fruit, w_cherry, b_cherry, identity).round(2))

# %% [markdown]
# Each line comes from chapter 01's `neuron_batch`: four fruits in, four numbers out. Read down a column: whose number is the largest for the second fruit?
#
# Three neurons with names of their own are clumsy. Write their weights under each other instead, and you have a table with **one row for each neuron**:

# %%
W = np.array([w_apple, w_banana, w_cherry])
b = np.array([b_apple, b_banana, b_cherry])

print("W", W.shape, "- 3 units, 2 inputs")
print(W)
print("b", b.shape, "- one bias for each unit:", b)

# %% [markdown]
# A neuron in a layer is called a **unit**. Unit $k$ has row $k$ of $W$ for its weights, and $b_k$ for its bias. $w_{kj}$ is the
# weight *into* unit $k$ *from* input $j$: first where it goes, then where it comes from. With $K$ units and $d$ inputs
# $W$ is $(K, d)$, and unit $k$ says about example $n$
#
# $$z_{nk} = \sum_{j=1}^{d} w_{kj}\, x_{nj} + b_k \tag{4.1}$$
#
# Row $n$ of $X$ meets row $k$ of $W$. The operator `@` lets rows meet *columns*, so $W$ has to be turned round: `W.T`, the **transpose** of W, has the
# rows of W for its columns.

# %%
print("W.T", W.T.shape)
print(W.T)

# %% [markdown]
# Now the shapes fit, and one product does it all:
#
# $$Z = X W^\top + b \tag{4.2}$$
#
# | | $X$ | @ | $W^\top$ | + | $b$ | = | $Z$ |
# |---|---|---|---|---|---|---|---|
# | shape | (N, d) | | (d, K) | | (K,) | | (N, K) |
# | here | (4, 2) | | (2, 3) | | (3,) | | (4, 3) |
#
# The $d$ in the middle disappears: that is the axis which is summed. $b$ is stretched down the rows, so that every example gets the same
# biases. Examples are rows, before and after.
#
# Write `multi_output`: the sums alone, without an activation. Loops are welcome.

# %% exercise="multi_output"
def multi_output(X, W, b):
    return X @ W.T + b


# %%
print(use(multi_output)(fruit, W, b).round(2))

# %% [markdown]
# These are the numbers of the three neurons above, turned: a row for each fruit, a column for each kind.
#
# ## 2. A loop, or one product?
#
# The same numbers, worked out in two ways, for 1,000 examples of 64 inputs and a layer of 128 units. First one product at a
# time, for a part of the examples only, then your `multi_output` (annlab's, until yours passes) for all of them.

# %%
rng = np.random.default_rng(0)
X_many = rng.normal(size=(1000, 64))
W_many, b_many = rng.normal(size=(128, 64)), rng.normal(size=128)
layer, part = use(multi_output), 20

start = time.perf_counter()
Z_loop = np.zeros((part, 128))
for n in range(part):
    for k in range(128):
        z = b_many[k]
        for j in range(64):
            z = z + W_many[k, j] * X_many[n, j]
        Z_loop[n, k] = z
loop = (time.perf_counter() - start) / part

start = time.perf_counter()
Z_product = layer(X_many, W_many, b_many)
product = (time.perf_counter() - start) / len(X_many)

print(f"loop:    {1e6 * loop:10.1f} millionths of a second for each example")
print(f"product: {1e6 * product:10.1f}")
print(f"that is a factor of {loop / product:,.0f} on this machine")
print("the same numbers:", np.allclose(Z_loop, Z_product[:part]))

# %% [markdown]
# Both do the same multiplications. In the loop, Python looks up names and makes number objects for each of them. In the product,
# compiled code runs through memory from end to end. Graphics cards, on which large networks are trained, are built for matrix products.
#
# ## 3. The activation joins in
#
# A **dense** layer (also: *fully connected*, or in PyTorch *Linear* and an activation) is the sums and one activation $\varphi$ for
# all of them:
#
# $$Y = \varphi(Z) = \varphi(X W^\top + b) \tag{4.3}$$
#
# $\varphi$ acts on every entry of $Z$ by itself. NumPy functions take the whole table at once, and so do your activations of chapter 03.

# %%
Z = np.array([[-1.0, 0.0, 2.0]])
print("relu   ", relu(Z))
print("sigmoid", sigmoid(Z).round(3))

# %% exercise="dense"
def dense(X, W, b, phi):
    return phi(X @ W.T + b)


# %%
Y = use(dense)(fruit, W, b, sigmoid)
print(Y.round(2))

# %% [markdown]
# Look at the rows. They need not sum to 1: three sigmoids are three independent answers, and may all say yes, or all say no.
#
# Here is the fruit layer, with the first fruit as its input. Each row of coloured cells holds the weights into one unit. Pick a cell and move its
# slider. **How many outputs change when you move one weight? One bias? One input?**

# %%
show_layer(use(dense), W, b, sigmoid, x=fruit[0])

# %% [markdown]
# One weight or one bias moves one output: it belongs to one unit. An input moves them all, because all units read it.
#
# A single layer like this one is called the **multi-output perceptron**. Nothing that a unit does depends on another unit: take one away, and
# the others say what they said before. Here is the test:

# %%
without_banana = use(dense)(fruit, W[[0, 2]], b[[0, 2]], sigmoid)
print("apple and cherry as before:", np.array_equal(without_banana, Y[:, [0, 2]]))

# %% [markdown]
# ## 4. Classes in and out
#
# ### Labels become rows
#
# The market tells us what the four fruits were: apple, banana, cherry, apple. As numbers: 0, 1, 2, 0. Such numbers are **labels**,
# names and no quantities: a cherry is not two bananas.
#
# A layer with a unit for each class needs a target for each unit: 1 for the unit of the right class, 0 for the others. This is the
# **one-hot** code, with $\delta$ for "1 if equal, else 0":
#
# $$y_{nk} = \delta_{k,\,\text{label}_n} \tag{4.4}$$
#
# Label 2 of three classes becomes $[0, 0, 1]$. Write `one_hot` for a whole array of labels. It may help to know `np.eye`, and that an
# array of row numbers picks rows:

# %%
print(np.eye(3))
print(W[np.array([2, 2, 0])])  # rows 2, 2 and 0 of W

# %% exercise="one_hot"
def one_hot(labels, K):
    return np.eye(K)[labels]


# %%
labels = np.array([0, 1, 2, 0])
print(use(one_hot)(labels, 3))

# %% [markdown]
# ### Rows become labels
#
# Back again: a layer has spoken, and you want to know which class it means. The largest entry of each row wins:
#
# $$\text{class}_n = \operatorname*{arg\,max}_k\; y_{nk} \tag{4.5}$$
#
# "arg max" is the *place* of the maximum, not the maximum itself. `np.argmax` finds it; like `sum` and `mean` it takes an axis, and the axis that
# you name disappears. Classes are used as indices later, so hand back whole numbers (ints), not floats.

# %% exercise="predict_class"
def predict_class(Y):
    return np.argmax(Y, axis=1)


# %%
Z = use(multi_output)(fruit, W, b)
classes = use(predict_class)(Z)
print("the layer says:", [kinds[k] for k in classes])
print("it was:        ", [kinds[k] for k in labels])
print("right:         ", (classes == labels).mean())

# %% [markdown]
# That was a vote on the bare sums. Does an activation change it? Sigmoid and softmax (which makes shares of a whole row) both rise with $z$: the
# largest $z$ stays the largest.

# %%
for phi in (identity, sigmoid, softmax):
    print(f"{phi.__name__:9}", use(predict_class)(phi(Z)))

# %% [markdown]
# ## 5. What has to be learned
#
# The weights and biases above were chosen by hand. In a real network all of them are learned: they are its **parameters**. How many are there?
#
# Between a layer of $n_\text{in}$ numbers and the next of $n_\text{out}$ units stand $W$ of shape $(n_\text{out}, n_\text{in})$ and $b$ of
# shape $(n_\text{out},)$. A network with the sizes $n_0, n_1, \dots, n_L$ (inputs first) has
#
# $$\sum_{l=1}^{L} (n_{l-1} + 1)\, n_l \tag{4.6}$$
#
# parameters. The $+1$ is the bias. For our fruit, `[2, 3]`, that is $(2 + 1) \cdot 3$: the six entries of $W$ and the three of $b$.
#
# Chapter 05 builds a network with the sizes 3-4-4-1: three inputs, two layers of four units, one output. Write `count_parameters` for any list of sizes.

# %% exercise="count_parameters"
def count_parameters(layer_sizes):
    return sum((n_in + 1) * n_out for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]))


# %%
count = use(count_parameters)
print("fruit   ", count([2, 3]), "=", W.size, "+", b.size)
print("3-4-4-1 ", count([3, 4, 4, 1]))
print("digits  ", count([64, 128, 128, 10]), "- you said about", my_guess)
print("layer by layer:", count([64, 128]), count([128, 128]), count([128, 10]))

# %% [markdown]
# Most parameters stand between the two widest layers, because there the sizes *multiply*. Twice as many units in both of them make that
# table four times as large.
#
# ## 6. Bug hunt
#
# Somebody has written a layer with a loop over the examples. It runs, and its shape is right. Some of its outputs are wrong. Compare it with
# `dense`, on these numbers and on your own.

# %%
def broken_layer(X, W, b, phi):
    N, K = len(X), len(W)          # A
    Y = np.empty((N, K))           # B  a table that nobody has filled yet
    for n in range(N):
        z = X[n] @ W + b           # C
        Y[n] = phi(z)              # D
    return Y


X_test = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
W_test = np.array([[1.0, 2.0], [3.0, -1.0]])
b_test = np.array([0.5, -0.5])

print(broken_layer(X_test, W_test, b_test, relu))
print(use(dense)(X_test, W_test, b_test, relu))

# %% decide="hunt_layer"

# %% [markdown]
# ## 7. Decide
#
# A layer is quick and short, and it asks for something in return. Not any heap of neurons can be written as one.

# %% decide="perceptrons_or_layer"

# %% [markdown]
# ## Stretch (optional, no points)
#
# Exchange two units: swap two rows of `W`, and the same two entries of `b`. What happens to the columns of the output? So how many
# different tables $W$ describe one and the same layer of $K$ units, apart from the order of its outputs? (In chapter 05 layers follow each other, and there
# nobody sees the order of the hidden units.)

# %%
order = [0, 1, 2]  # change the order, as in [2, 0, 1]

print(use(dense)(fruit, W[order], b[order], identity).round(2))

# %% [markdown]
# ## To take away
#
# > - A layer is K neurons on the same inputs: each with its own row of $W$ and its own bias, all with one $\varphi$.
# > - $Z = X W^\top + b$: (N, d) @ (d, K) + (K,) is (N, K).
# > - In a square layer a forgotten transpose raises no error. Test layers that are not square.
# > - One-hot: from labels to targets. Arg max: from outputs to labels.
# > - A layer has $(n_\text{in} + 1)\, n_\text{out}$ parameters.
#
# ## Words
#
# - **unit**: a neuron as a part of a layer.
# - **layer**: units that read the same inputs, worked out together.
# - **dense layer**: a layer in which every unit reads every input; also *fully connected*.
# - **multi-output perceptron**: a single layer of several units, with nothing hidden behind it.
# - **transpose**: the table with rows and columns exchanged; `W.T`.
# - **class**: one of the kinds that examples belong to.
# - **label**: the number of a class, counted from 0; a name, not a quantity.
# - **one-hot**: a row of zeros with a single 1, in the place of the class.
# - **arg max**: the place of the largest entry.
# - **parameters**: all the numbers that a network learns, its weights and biases.
#
# ## Sources
#
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), sections 2.1, 2.2 and 6.4.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), section 4.1.2 (one-hot code, several classes).
# - S. Haykin, *Neural Networks and Learning Machines*, Pearson (2009), section 1.6 (single-layer networks).
# - The documentation of `torch.nn.Linear`, whose weights have the same layout as $W$ here.

# %%
progress()

# %% [markdown]
# **Next: 05 Forward.** The outputs of one layer become the inputs of the next. Then a network can do what no single layer can, XOR to begin with.
