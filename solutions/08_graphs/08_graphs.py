# %% [markdown]
# # 08 Graphs: the chain rule on a computational graph
#
# A formula has 1000 inputs, and its value takes one second to compute. How does the value change with each of them? Move them a
# little, one after the other, and a quarter of an hour is gone.
#
# A network is such a formula. Its inputs are its weights, millions of them. How is it done?
#
# **You will be able to**
#
# - read a formula as a graph, with the local slopes of each node;
# - put the nodes into an order in which one can work;
# - send slopes back through a graph;
# - write a small engine that differentiates what you write;
# - say why one goes back from the loss.
#
# It takes about 60 minutes. You need chapters 00, 03 and 05.

# %%
import numpy as np

from annlab import backward, forward, init_network, mse, numerical_gradient, output_delta
from annlab import check, hint, progress, use
from annlab.visuals import show_graph

# %% [markdown]
# ## Your prediction
#
# One second for the value of the formula. **How long for its value and all 1000 slopes, if it is done as well as it can be?** Choose
# `"1000 s"`, `"30 s"` or `"3 s"`.

# %%
my_guess = "?"

# %% [markdown]
# We come back to it in section 6.
#
# ## 1. One link after another
#
# Three gears in a row. Turn the first by one, and the second turns by 2. Turn the second by one, and the third turns by 3. So one
# turn of the first makes six turns of the third.
#
# Slopes behave like gears. Let $u$ be made from $x$, and $v$ from $u$, and $y$ from $v$. The **local slope** of a link says how much it
# hands on of a small movement: $\partial u/\partial x$ is "how $u$ moves, for a movement of $x$". Along the chain they multiply:
#
# $$\frac{\partial y}{\partial x} = \frac{\partial y}{\partial v}\cdot\frac{\partial v}{\partial u}\cdot\frac{\partial u}{\partial x} \tag{8.1}$$
#
# This is the **chain rule**. Try it with numbers:

# %% shows=["x = 2.0  u = 6.0  v = 36.0  y = 37.0", "moved by 0.001, y moves by 0.036"]
def links(x):
    u = 3 * x    # local slope 3
    v = u * u    # local slope 2 u
    y = v + 1    # local slope 1
    return u, v, y


u, v, y = links(2.0)
print("x = 2.0  u =", u, " v =", v, " y =", y)
print("moved by 0.001, y moves by", round(links(2.001)[2] - y, 4))

# %% [markdown]
# At $x = 2$ the local slopes are 3, then $2u = 12$, then 1. Their product is 36, and 36 times the nudge of 0.001 is what you see.
#
# Write `chain`: from a list of local slopes to the slope of the whole chain.

# %% exercise="chain"
def chain(local_slopes):
    slope = 1.0
    for local in local_slopes:
        slope = slope * local
    return slope


# %%
print("by your links:", use(chain)([3.0, 12.0, 1.0]))
print("ten sigmoids at their steepest:", use(chain)([0.25] * 10))

# %% [markdown]
# The last line is chapter 03's prediction in one call: a millionth.
#
# ## 2. A formula is a graph
#
# Few formulas are chains. Take
#
# $$y = (a\,b)\,(a\,b + b) \tag{8.2}$$
#
# A computer works it out in steps, one small operation in each:
#
# $$c = a\,b \qquad d = c + b \qquad y = c\,d \tag{8.3}$$
#
# Draw a circle for each number, and an arrow to it from each number that it is made from. That is the **computational graph**. The circles are its
# **nodes**. The numbers that a node is made from are its **parents**: $d$ has the parents $c$ and $b$. Two nodes are used twice here. Which?

# %% shows=["c = 6.0  d = 9.0  y = 54.0"]
a, b = 2.0, 3.0
c = a * b
d = c + b
y = c * d
print("c =", c, " d =", d, " y =", y)

# %% [markdown]
# ($b$ and $c$.) Each operation knows its own local slopes, one for each parent, and needs nothing but the numbers that came in:
#
# | operation | value | local slopes |
# |---|---|---|
# | add | $a + b$ | $1$ and $1$ |
# | mul | $a\,b$ | $b$ for $a$, and $a$ for $b$ |
# | tanh | $t = \tanh(a)$ | $1 - t^2$ |
# | exp | $e^a$ | $e^a$ |
# | log | $\log(a)$ | $1/a$ |
# | relu | $\max(a, 0)$ | $1$ if $a > 0$, else $0$ |
#
# Look at mul. Raise $a$ by a little: the product rises by $b$ times that. So each factor gets **the other** as its slope:
#
# $$\frac{\partial (a\,b)}{\partial a} = b \qquad\qquad \frac{\partial (a\,b)}{\partial b} = a \tag{8.4}$$

# %% [markdown]
# Write `local_gradients(op, *inputs)`. The star means: all further arguments arrive together, in a tuple.

# %%
def show_inputs(op, *inputs):
    print(op, inputs, "how many:", len(inputs))


show_inputs("mul", 2.0, 3.0)
show_inputs("tanh", 0.5)
print((4.0,), "is a tuple of one;", (4.0), "is a number")

# %% exercise="local_gradients"
def local_gradients(op, *inputs):
    if op == "add":
        return 1.0, 1.0
    if op == "mul":
        a, b = inputs
        return b, a
    a = inputs[0]
    if op == "tanh":
        return (1 - np.tanh(a) ** 2,)
    if op == "exp":
        return (np.exp(a),)
    if op == "log":
        return (1 / a,)
    return (1.0 if a > 0 else 0.0,)


# %% [markdown]
# ## 3. Who waits for whom
#
# Before you can work on a node, all its parents must be ready. In (8.3) that is plain. In a large graph somebody has to find
# such an order. It is called a **topological order**: every node stands behind all its parents.
#
# The graph comes as a dict. Each node is a key, and its value is the list of its parents:

# %%
parents = {"y": ["c", "d"], "d": ["c", "b"], "c": ["a", "b"], "b": [], "a": []}

for node in parents:
    print(node, "is made from", parents[node])

# %% [markdown]
# For this graph `["a", "b", "c", "d", "y"]` is right, and `["b", "a", "c", "d", "y"]` is right too.
#
# One way to find such an order takes two sentences. *To visit a node: if it is in the list already, do nothing. Otherwise visit all its
# parents, and then append the node.* A function that calls itself can say that almost word for word. It is called
# recursion. A small example, which counts the ways from a node down to the inputs:

# %% shows=["ways from y down to the inputs: 5"]
def ways(node):
    if not parents[node]:
        return 1
    return sum(ways(parent) for parent in parents[node])


print("ways from y down to the inputs:", ways("y"))

# %% [markdown]
# Write `topological_order`. Any right order will do. A function may be defined inside another one, and then sees its variables.

# %% exercise="topological_order"
def topological_order(parents):
    order = []

    def visit(node):
        if node not in order:
            for parent in parents[node]:
                visit(parent)
            order.append(node)

    for node in parents:
        visit(node)
    return order


# %%
print(use(topological_order)(parents))

# %% [markdown]
# ## 4. The way back
#
# Now the slopes. We want to know how the **last** node changes with every other. For short, write $\bar u$ for $\partial y / \partial u$: the
# **slope of the node** $u$. Begin at the end, where it is easy:
#
# $$\bar y = \frac{\partial y}{\partial y} = 1 \tag{8.5}$$
#
# and go back, node by node. Each node hands to each of its parents its own slope times the local slope. Where several ways
# meet, what arrives is added up:
#
# $$\bar u = \sum_{v \text{ made from } u} \bar v \cdot \frac{\partial v}{\partial u} \tag{8.6}$$
#
# Along a way slopes multiply; ways that meet add. There is no more to it.

# %% [markdown]
# By hand, with $a = 2$, $b = 3$, $c = 6$, $d = 9$:

# %% shows=["y: 1.0", "d: 6.0", "c: 9.0 from y, and 6.0 from d, together 15.0", "b: 6.0 from d, and 30.0 from c, together 36.0", "a: 45.0"]
y_bar = 1.0
d_bar = y_bar * c                  # y = c d: the local slope for d is c
c_bar = y_bar * d + d_bar * 1.0    # from y, and from d = c + b
b_bar = d_bar * 1.0 + c_bar * a    # from d, and from c = a b
a_bar = c_bar * b

print("y:", y_bar)
print("d:", d_bar)
print("c:", y_bar * d, "from y, and", d_bar * 1.0, "from d, together", c_bar)
print("b:", d_bar * 1.0, "from d, and", c_bar * a, "from c, together", b_bar)
print("a:", a_bar)

# %% [markdown]
# Is that right? Move $b$ by a little and see whether $y$ moves by 36 times as much:

# %%
nudge = 1e-5
moved = (a * (b + nudge)) * (a * (b + nudge) + (b + nudge))
print("difference:", round((moved - y) / nudge, 2), "  by hand:", b_bar)

# %% [markdown]
# Now the same for any graph. It comes as a list of nodes in topological order. Each is a tuple: its name, the names of its
# parents, and its local slopes, in the same order as the parents.

# %%
nodes = [
    ("a", [], []),
    ("b", [], []),
    ("c", ["a", "b"], [3.0, 2.0]),
    ("d", ["c", "b"], [1.0, 1.0]),
    ("y", ["c", "d"], [9.0, 6.0]),
]
for name, made_from, local_slopes in reversed(nodes):  # backwards, and the list stays as it is
    for parent, local in zip(made_from, local_slopes):
        print(name, "hands something on to", parent, "- local slope", local)

# %% [markdown]
# Write `backward_graph`. It returns a dict with the slope of every node. A node on which the end does not depend has slope 0.0.

# %% exercise="backward_graph"
def backward_graph(nodes):
    slopes = {name: 0.0 for name, parents, local_slopes in nodes}
    last_name, _, _ = nodes[-1]
    slopes[last_name] = 1.0
    for name, parents, local_slopes in reversed(nodes):
        for parent, local in zip(parents, local_slopes):
            slopes[parent] += slopes[name] * local
    return slopes


# %%
print(use(backward_graph)(nodes))

# %% [markdown]
# Now with your functions, live. Each node shows its value and, below, its slope. Choose a node, by mouse or with the arrow keys: the line
# under the picture says where its slope comes from.
#
# 1. Walk back from $y$ with *Next*. Which node is the first with two contributions?
# 2. Move $b$ to 0. Which slopes become 0, and why not the one of $b$ itself?

# %%
show_graph(use(local_gradients), use(backward_graph))

# %% [markdown]
# And a neuron with its error: $z = w x + b$, $p = \tanh(z)$, and the loss $L = (p - t)^2$ for the target $t$. (The node `m` is $-t$.) Find a
# place where the slope of $w$ is nearly 0 although the loss is large. What does the local slope of tanh say there?

# %%
neuron_and_loss = [
    ("u", "mul", ["w", "x"]),
    ("z", "add", ["u", "b"]),
    ("p", "tanh", ["z"]),
    ("e", "add", ["p", "m"]),
    ("L", "mul", ["e", "e"]),
]
start = {"w": 0.5, "x": 1.5, "b": 0.25, "m": -1.0}
show_graph(use(local_gradients), use(backward_graph), neuron_and_loss, start)

# %% [markdown]
# ### Bug hunt
#
# `broken_slopes` wants to do without a topological order. It begins at the end, hands on, and takes whoever is next. Of the two graphs it gets the
# plain chain right, and the other one wrong.
#
# Tools: your `backward_graph`, `print` inside the loop, pencil and paper.

# %%
def broken_slopes(parents, local_slopes, last):
    slopes = {node: 0.0 for node in parents}
    slopes[last] = 1.0                                                # A
    waiting, done = [last], []
    while waiting:
        node = waiting.pop(0)                                         # B: the first in the queue
        done.append(node)
        for parent, local in zip(parents[node], local_slopes[node]):  # C
            slopes[parent] += slopes[node] * local                    # D
            if parent not in waiting + done:
                waiting.append(parent)                                # E: to the end of the queue
    return slopes


graphs = {
    "a chain": [("x", [], []), ("u", ["x"], [2.0]), ("v", ["u"], [3.0]), ("y", ["v"], [5.0])],
    "u used twice": [("x", [], []), ("u", ["x"], [2.0]), ("v", ["u"], [3.0]), ("y", ["u", "v"], [1.0, 5.0])],
}
for title, graph in graphs.items():
    made_from = {name: its_parents for name, its_parents, _ in graph}
    local_slopes = {name: its_slopes for name, _, its_slopes in graph}
    print(title, "broken:", broken_slopes(made_from, local_slopes, "y"))
    print(title, "right: ", use(backward_graph)(graph))

# %% decide="hunt_order"

# %% [markdown]
# ## 5. An engine
#
# So far somebody had to write the graph down. Numbers can do that themselves. A `Value` is a number that remembers which Values it was made
# from, and the local slope for each. Add two of them, and you get a third that knows its two parents. When you have written your formula, the graph
# is there, and `backward` walks through it.
#
# This is **automatic differentiation**. PyTorch, JAX and TensorFlow are large versions of what you are about to write.

# %% [markdown]
# ### Python for it
#
# A **class** says what its objects hold and can do. `__init__` runs when an object is made. For `a + b` Python calls `a.__add__(b)`,
# for `a - b` it calls `a.__sub__(b)`, and for `a * b` it calls `a.__mul__(b)`. An example:

# %%
class Note:
    def __init__(self, text, parents=()):
        self.text, self.parents = text, parents

    def __add__(self, other):
        return Note(self.text + " and " + other.text, (self, other))

    def loud(self):
        return Note(self.text.upper(), (self,))


both = (Note("bread") + Note("butter")).loud()
print(both.text, "  made from:", [parent.text for parent in both.parents])

# %% [markdown]
# Write `Value`, in three parts.
#
# 1. `__init__` keeps what it is given, and a slope of 0.0.
# 2. Each operation is one line: `return Value(...)` with the number, the parents, and the local slopes, which your `local_gradients` knows
#    (all but those of `-`). `other` is always a Value too.
# 3. `backward` collects all nodes below `self` in a topological order (`visit` once more, over `node.parents`). It sets every slope to 0.0 and
#    its own to 1.0. Then it walks back, as in `backward_graph`.
#
# The slopes go into `node.slope`, and nothing is returned. Check as often as you like: each method that is right counts.

# %% exercise="Value"
class Value:
    def __init__(self, data, parents=(), local_slopes=()):
        self.data = data
        self.parents = parents
        self.local_slopes = local_slopes
        self.slope = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), local_gradients("add", self.data, other.data))

    def __sub__(self, other):
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), local_gradients("mul", self.data, other.data))

    def tanh(self):
        return Value(np.tanh(self.data), (self,), local_gradients("tanh", self.data))

    def exp(self):
        return Value(np.exp(self.data), (self,), local_gradients("exp", self.data))

    def log(self):
        return Value(np.log(self.data), (self,), local_gradients("log", self.data))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), local_gradients("relu", self.data))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.slope = 0.0
        self.slope = 1.0
        for node in reversed(order):
            for parent, local in zip(node.parents, node.local_slopes):
                parent.slope += node.slope * local


# %% [markdown]
# The formula (8.2) once more, just written down:

# %% shows=["y = 54.0   slope of a: 45.0   slope of b: 36.0"]
Number = use(Value)  # yours once it is right, annlab's until then

a, b = Number(2.0), Number(3.0)
y = (a * b) * (a * b + b)
y.backward()
print("y =", y.data, "  slope of a:", a.slope, "  slope of b:", b.slope)

# %% [markdown]
# ### A whole network
#
# Chapter 05's 3-4-4-1 network has 41 weights and biases. Here it is, unit by unit, in plain arithmetic on Values, with the mean squared error
# over five examples. No line of it mentions a slope.

# %%
rng = np.random.default_rng(8)
activations = ["tanh", "tanh", "identity"]
params = init_network([3, 4, 4, 1], rng)
X, targets = rng.normal(size=(5, 3)), rng.normal(size=(5, 1))


def network(x, layers):
    """Return the output for one example."""
    a = [Number(v) for v in x]
    for (rows, biases), name in zip(layers, activations):
        z = biases
        for j in range(len(a)):
            z = [z_k + row[j] * a[j] for z_k, row in zip(z, rows)]
        a = [z_k.tanh() for z_k in z] if name == "tanh" else z
    return a[0]


layers = []
for W, bias in params:
    layers.append(([[Number(w) for w in row] for row in W], [Number(v) for v in bias]))

loss = Number(0.0)
for x, target in zip(X, targets):
    error = network(x, layers) - Number(target[0])
    loss = loss + error * error * Number(1 / len(X))
loss.backward()

y_hat, cache = forward(X, params, activations)
print("loss by Values:              ", round(loss.data, 6))
print("by annlab's forward and mse: ", round(float(mse(y_hat, targets)), 6))

# %% [markdown]
# Each of the 41 Values now holds its slope. Two independent ways to the same numbers: chapter 07's numerical gradient, and `backward`
# from annlab, which you will write in chapter 09.

# %%
from_engine = []
for rows, biases in layers:
    dW = np.array([[w.slope for w in row] for row in rows])
    from_engine.append((dW, np.array([v.slope for v in biases])))

delta = output_delta(y_hat, targets, "mse", "identity")
from_backprop = backward(delta, cache, params, activations)


def loss_for_first_W(W):
    moved = [(W, params[0][1]), *params[1:]]
    return mse(forward(X, moved, activations)[0], targets)


numerical = numerical_gradient(loss_for_first_W, params[0][0])
apart = 0.0
for (dW, db), (W_slopes, b_slopes) in zip(from_engine, from_backprop):
    apart = max(apart, np.abs(dW - W_slopes).max(), np.abs(db - b_slopes).max())

print("the first layer by the engine:\n", from_engine[0][0].round(4))
print("numerically:\n", numerical.round(4))
print("all 41 agree with backprop to 1e-10:", bool(apart < 1e-10))

# %% [markdown]
# ## 6. Forward or back?
#
# One can go through the graph in the other direction too. Begin at **one input**, with slope 1, and let each node tell how it
# changes with that input. That is the **forward order**, and it costs one multiplication for each arrow as well. But it answers for one
# input only. The **reverse order**, yours, answers for all inputs at once, for one output.
#
# Count the arrows for a formula with 1000 inputs, $\tanh(w_1 x_1 + \dots + w_{1000}\,x_{1000})$, whose slopes for all $w$ are wanted:

# %% shows=["operations for the value: 2000", "multiplications, reverse order: 3999", "multiplications, forward order: 3999000"]
n = 1000
made_from = {}
for i in range(n):
    made_from[f"product {i}"] = [f"w {i}", f"x {i}"]
    if i == 1:
        made_from["sum 1"] = ["product 0", "product 1"]
    if i > 1:
        made_from[f"sum {i}"] = [f"sum {i - 1}", f"product {i}"]
made_from["y"] = [f"sum {n - 1}"]  # tanh
operations = len(made_from)
arrows = sum(len(each) for each in made_from.values())

print("operations for the value:", operations)
print("multiplications, reverse order:", arrows)
print("multiplications, forward order:", arrows * n)

# %%
times = (operations + arrows) / operations
print("value and all slopes, beside the value alone:", round(times, 1), "times - you said:", my_guess)

# %% [markdown]
# So it is **3 s**: one second forward, and two seconds back. However many inputs there are. (A theorem says: at most about five times the
# value, for any formula of this kind.) The price is memory, since the values must be kept until the sweep comes back.

# %% decide="which_direction"

# %% [markdown]
# ## Stretch (optional, no points)
#
# Teach your engine division: $a / b = a \cdot e^{-\log b}$ for positive $b$, so it can be made of what is there. Python calls
# `a.__truediv__(b)`. Or write a `sigmoid` for it, from `exp` and your division, and compare its slope with chapter 03's.

# %%
positive, minus_one = Number(4.0), Number(-1.0)
reciprocal = (minus_one * positive.log()).exp()
reciprocal.backward()
print("1 / 4 =", round(reciprocal.data, 6))
print("its slope:", round(positive.slope, 6), "  by the rule -1 / b**2:", -1 / 16)

# %% [markdown]
# ## To take away
#
# > - A formula is a graph. Each operation knows its local slopes, from the numbers that came in.
# > - Along a way slopes multiply. Where ways meet, they add.
# > - Back from the end, in topological order: a node hands on its slope times the local slope.
# > - `+=`, not `=`; each slope set to 0 before a new start.
# > - One output, many inputs: reverse order, about the cost of three values. Many outputs, one input: forward order.
# > - Numbers that remember how they were made differentiate whatever you write.
#
# ## Words
#
# - **local slope**: how much a single operation moves, for a small movement of one of its inputs.
# - **chain rule**: along a chain of operations the local slopes multiply.
# - **computational graph**: a formula drawn as circles for numbers, and arrows for what is made from what.
# - **node**: a number in a computational graph.
# - **parents**: the nodes that a node is made from.
# - **topological order**: an order of the nodes in which each stands behind its parents.
# - **slope of a node**: how the last node changes, for a small movement of this one.
# - **forward order**: one sweep from one input to all nodes (also: forward mode).
# - **reverse order**: one sweep from one output back to all nodes (also: reverse mode).
# - **automatic differentiation**: exact slopes of whatever a program computes, by the chain rule, in the machine.

# %% [markdown]
# ## Sources
#
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press (2016), section 6.5.
# - A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd edition, SIAM (2008), chapters 3 and 4.
# - W. Baur, V. Strassen, The complexity of partial derivatives, *Theoretical Computer Science* 22 (1983), 317–330: the theorem on the cost.
# - T. H. Cormen, C. E. Leiserson, R. L. Rivest, C. Stein, *Introduction to Algorithms*, 3rd edition, MIT Press (2009), section 22.4.
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, Automatic differentiation in machine learning: a survey, *Journal of Machine
#   Learning Research* 18 (2018), 1–43.
# - A. Karpathy, *micrograd* (2020): an engine of about a hundred lines.

# %%
progress()

# %% [markdown]
# **Next: 09 Backprop.** An engine that goes number by number is slow. A layer does the same with two matrix products.
