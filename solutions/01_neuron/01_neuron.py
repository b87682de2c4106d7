# %% [markdown]
# # 01 Neuron: from the brain's neuron to the artificial one
#
# You know the straight line $y = w x + b$ from school. Give it more inputs and bend its output a little,
# and you have an **artificial neuron**: the part of which all the networks in this course are made.
#
# How much of a nerve cell is left in it? And what do $w$ and $b$ do, once the line has become a neuron?
#
# **You will be able to**
#
# - name the parts of both neurons, and say where the comparison fails;
# - fit a straight line to data by a formula;
# - write a neuron, for one example and for many at once;
# - say what the bias does, and when data need one.
#
# It takes 45 to 60 minutes. You need Python and chapter 00.

# %%
import numpy as np

from annlab import check, hint, identity, progress, sigmoid, step, use
from annlab.visuals import show_line_and_sigmoid, show_neuron, show_neuron_parts

# %% [markdown]
# ## Your prediction
#
# Here is the output of a neuron with one input $x$, for a few $x$. Its weight is $w = 2$, its bias is $b = 0$. The outputs climb
# from 0 to 1 in the shape of an S, and pass one half at $x = 0$. (Section 3 says what `sigmoid` is.)

# %%
for x in [-3, -2, -1, 0, 1, 2, 3]:
    y = sigmoid(2 * x + 0)  # w = 2, b = 0
    print(f"x = {x:2}   y = {y:.2f}   " + "#" * round(40 * y))

# %% [markdown]
# Now the bias is raised from 0 to 2. Does the S move **up**, to the **left**, to the **right**, or does it get **steeper**?
# Write your choice between the quotes. We come back to it in section 3.

# %%
my_guess = "?"  # "up", "left", "right" or "steeper"

# %% [markdown]
# ## 1. Two neurons
#
# Above a nerve cell, below an artificial neuron. Parts with the same colour and number do the same job.
# Before you read on: which part of the nerve cell would you compare with a weight?

# %%
show_neuron_parts()

# %% [markdown]
# | | nerve cell | its job | artificial neuron | symbol |
# |---|---|---|---|---|
# | 1 | **dendrites** | take in signals from other cells | **inputs** | $x_1, x_2, \dots$ |
# | 2 | **synapses** | pass each signal on, strongly or weakly; some excite, some inhibit | **weights** | $w_1, w_2, \dots$ |
# | 3 | **soma**, the cell body | gathers all that comes in | **weighted sum** | $z$ |
# | 3 | its readiness | says how little it takes to fire | **bias** | $b$ |
# | 4 | **axon hillock** | makes a signal of what was gathered: the cell fires, or not | **activation** | $\varphi$ ("phi") |
# | 5 | **axon** | carries the signal to other cells | **output** | $y$ |
#
# ### Plasticity and learning
#
# Synapses change with use. Where two cells are often active together, the connection between them tends to grow stronger.
# That is **plasticity**, and memory is thought to rest on it. An artificial neuron learns in the same spirit: its inputs are
# what they are, its activation stays, and **learning means changing $w$ and $b$**. Nothing else.

# %% [markdown]
# ### Three ways in which the comparison fails
#
# It fails in many ways. Before you read three of them: what does a living cell have that this picture has not? Write one thing down.

# %%
my_difference = "?"

# %% [markdown]
# 1. **Time.** A nerve cell sends short pulses, and their timing matters. Our neuron says one number, with no time in it.
# 2. **Size.** One nerve cell is a small machine of its own: Beniaguev and colleagues (2021) needed a network
#    of five to eight layers to imitate one.
# 3. **Learning.** A synapse changes by what happens near it. Our weights are changed by a calculation that looks at the
#    whole network's error. Nobody has found it in the brain.
#
# So take the nerve cell as the origin of the idea, and no more. From here on it is arithmetic.

# %% [markdown]
# ## 2. A line: one weight, one bias
#
# A taxi ride costs a fixed amount, plus something for each kilometre. That is a straight line:
#
# $$y = w\,x + b \tag{1.1}$$
#
# $w$ is the **slope**: how much $y$ grows for each step of $x$. $b$ is the **intercept**: the height at $x = 0$. In a
# neuron they are called **weight** and **bias**.
#
# With $w = 3$ and $b = 1$, the line is at height 7 where $x = 2$. Write `line`. If you use plain arithmetic, it will work for
# arrays as well.

# %% exercise="line"
def line(x, w, b):
    return w * x + b


# %% [markdown]
# ### Fit it by hand
#
# Six taxi rides. Move $w$ and $b$ until the line on the left lies well among the points. What does each of them do?
# (The right half is for later.)

# %%
km = np.array([0.5, 1.0, 1.5, 2.5, 3.0, 3.5])
price = np.array([3.0, 3.2, 4.5, 5.5, 6.8, 7.1])

show_line_and_sigmoid(use(line), x=km, y=price)

# %% [markdown]
# $w$ turns the line about its height at $x = 0$. $b$ moves all of it up or down. Put your two numbers here. The less is left over
# in total, the better the fit:

# %%
def left_over(w, b):
    return ((price - use(line)(km, w, b)) ** 2).sum()


my_w, my_b = 1.0, 2.0  # your numbers from the sliders
print(f"squared distances, summed: {left_over(my_w, my_b):.3f}")

# %% [markdown]
# ### Fit it by formula
#
# How far is each point above or below the line? Square these distances and add them up, as above. The line with the smallest sum
# is the **least-squares** line. It can be written down at once, when all is measured from the middle of the
# data, the means $\bar x$ and $\bar y$:
#
# $$w = \frac{\sum_i (x_i - \bar x)\,(y_i - \bar y)}{\sum_i (x_i - \bar x)^2}, \qquad b = \bar y - w\,\bar x \tag{1.2}$$
#
# Above the fraction line: do $x$ and $y$ leave their means together? Below it: how far is $x$ spread out? And
# the second formula says that the line passes through the point $(\bar x, \bar y)$. Here are the pieces for three points:

# %%
x, y = np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 7.0])

print("means         ", x.mean(), y.mean())
print("x - mean of x ", x - x.mean())
print("y - mean of y ", y - y.mean())
print("squares of x's", (x - x.mean()) ** 2)

# %% [markdown]
# These three lie on $y = 2x + 1$, so `fit_line` should say $(2, 1)$. To return two numbers, write `return w, b`.

# %% exercise="fit_line"
def fit_line(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    w = (dx * dy).sum() / (dx**2).sum()
    return w, y.mean() - w * x.mean()


# %%
w, b = use(fit_line)(km, price)

print(f"by formula: w = {w:.2f}, b = {b:.2f}, squared distances {left_over(w, b):.3f}")
print(f"by hand:    w = {my_w:.2f}, b = {my_b:.2f}, squared distances {left_over(my_w, my_b):.3f}")

# %% [markdown]
# No line does better than that. This taxi takes $b$ for getting in and $w$ for each kilometre. You have just done *regression*, and
# a weight and a bias have been learned from data.
#
# ## 3. A neuron: many weights, one bias, an activation
#
# Shall we cycle to work? Sunshine speaks for it, wind against. So there are two inputs, $x_1$ (hours of sun) and $x_2$ (strength of the
# wind), and each has a weight of its own. A weight below 0 speaks against. All is added up, and the bias comes in **once**:
#
# $$z = \sum_{j=1}^{d} w_j x_j + b = w_1 x_1 + w_2 x_2 + \dots + b \tag{1.3}$$
#
# For one day:

# %%
x = np.array([1.5, 2.0])   # sun, wind
w = np.array([0.5, -1.0])  # sun is welcome, wind is not
b = 0.25                   # we rather like cycling

print("products:", w * x)
print("z =", w[0] * x[0] + w[1] * x[1] + b)

# %% [markdown]
# Write `weighted_sum`, for any number of inputs. With one input, it is your line again.

# %% exercise="weighted_sum"
def weighted_sum(x, w, b):
    return np.dot(w, x) + b


# %% [markdown]
# ### The activation
#
# $z$ can be any number. A nerve cell fires or stays silent. The **activation** $\varphi$ turns $z$ into the output. Four of them:
# `identity` leaves $z$ as it is, `step` says 0 or 1, `sigmoid` is a soft step, $1 / (1 + e^{-z})$, and `np.tanh` runs from -1 to 1.
#
# A function can be handed on like a number. Below, `phi` is each of the four in turn, and `phi(z)` calls it:

# %%
for phi in [identity, step, sigmoid, np.tanh]:
    values = [round(float(phi(z)), 2) for z in (-2.0, -0.5, 0.0, 0.5, 2.0)]
    print(f"{phi.__name__:10}", values)

# %% [markdown]
# Now put the two halves together. First the sum, then the activation of it:
#
# $$y = \varphi(z) \tag{1.4}$$
#
# For our day $z = -1$. With `np.abs` as `phi`, which drops the minus sign, the output would be 1. Which `phi` it is, is for the
# caller to say: it comes in as an argument, and your function calls it by that name. You may call your `weighted_sum` as well, once it
# passes.

# %% exercise="neuron"
def neuron(x, w, b, phi):
    return phi(weighted_sum(x, w, b))


# %% [markdown]
# Here it is at work. Read the formula while you move things.
#
# - Leave the inputs as they are, and bring the output above 0.9 with the weights alone. That is what learning will do.
# - Set both inputs to 0. Which slider still matters?

# %%
show_neuron(x=(1.5, 2.0), w=(0.5, -1.0), b=0.25, phi=sigmoid, neuron=use(neuron))

# %% [markdown]
# ### Your prediction, resolved
#
# The same two knobs once more. Left your line, right your neuron with one input and a sigmoid. Move only $b$, and watch both.

# %%
show_line_and_sigmoid(use(line), use(neuron), w=2.0, b=0.0)

# %%
mine = use(neuron)
for place in [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]:
    before = mine(np.array([place]), np.array([2.0]), 0.0, sigmoid)
    after = mine(np.array([place]), np.array([2.0]), 2.0, sigmoid)
    print(f"x = {place:4}   b = 0: y = {before:.2f}   b = 2: y = {after:.2f}")

print("You said:", my_guess)

# %% [markdown]
# The line goes **up**. The S goes **left**: with $b = 2$ each output comes one step of $x$ earlier. It cannot go up, as its
# ends stay at 0 and 1. A larger bias means that less input is needed for the same output. The sigmoid is at one half where $z = w x + b = 0$, that is at
#
# $$x = -\frac{b}{w} \tag{1.5}$$
#
# And the weight makes the S steeper, or turns it round. Try a negative $w$ in the figure.

# %% [markdown]
# ## 4. Many examples at once
#
# One neuron, three days. Each row of $X$ is one day, as in chapter 00. We want one output for each row:
#
# $$z_i = \sum_{j=1}^{d} X_{ij}\, w_j + b, \qquad y_i = \varphi(z_i) \tag{1.6}$$
#
# $w$, $b$ and $\varphi$ are the same for all rows. A loop will do. So will one line: `X @ w` gives the sum for every row, and
# `phi` takes whole arrays.

# %%
X = np.array([[1.5, 2.0],   # the day from above
              [6.0, 0.5],   # sunny, calm
              [0.0, 0.0]])  # neither sun nor wind

print("X @ w:", X @ w, "  shape", (X @ w).shape)

# %% exercise="neuron_batch"
def neuron_batch(X, w, b, phi):
    return phi(X @ w + b)


# %%
print("z     ", use(neuron_batch)(X, w, b, identity))
print("output", use(neuron_batch)(X, w, b, sigmoid).round(2))
print("cycle?", use(neuron_batch)(X, w, b, step))

# %% [markdown]
# On the last day all inputs are 0, and only the bias speaks.
#
# ## 5. The bias trick
#
# The bias is the odd one out: it has no input. Give it one that is always +1, and call it $x_0$. Then the bias is a weight like
# the others, $w_0 = b$, and the sum has one term more and no remainder:
#
# $$z = \sum_{j=0}^{d} w_j x_j \qquad \text{with } x_0 = +1,\; w_0 = b \tag{1.7}$$
#
# Books use this often, because every formula gets shorter. Three new tools: `np.ones` makes ones, and two others put arrays
# together, side by side or end to end. Those two take **one list** of arrays, so mind the square brackets.

# %%
print(np.ones(3))
print(np.column_stack([np.array([10.0, 20.0, 30.0]), X]))
print(np.concatenate([[7.0, 8.0], w]))

# %% [markdown]
# First the input: put a column of ones **in front of** X, for any number of rows.

# %% exercise="add_bias_input"
def add_bias_input(X):
    return np.column_stack([np.ones(len(X)), X])


# %% [markdown]
# Then the weights: put $b$ in front of $w$. For $w = [0.5, -1]$ and $b = 0.25$ that is $[0.25, 0.5, -1]$.

# %% exercise="fold_bias"
def fold_bias(w, b):
    return np.concatenate([[b], w])


# %% [markdown]
# Both ways give the same sums:

# %%
print("with a bias    ", X @ w + b)
print("with the trick ", use(add_bias_input)(X) @ use(fold_bias)(w, b))

# %% [markdown]
# ## 6. Where neurons are used
#
# Put many of them together, and the recipe stays the same: numbers in, numbers out, weights learned from examples.
#
# | task | inputs | outputs |
# |---|---|---|
# | read a handwritten postcode (LeCun et al., 1989) | the grey values of the pixels | one of ten digits |
# | find fraud among card payments | amount, place, time | is it fraud? |
# | translate a sentence (Vaswani et al., 2017) | its words, as numbers | the next word of the translation |
# | predict the shape of a protein (Jumper et al., 2021) | its chain of building blocks | the place of each atom |
#
# They are not always the best choice. With little data, or with a rule that can be written down, other methods do as well or better.
# Chapter 13 measures that.
#
# ### Five dates
#
# | year | who | what | here |
# |---|---|---|---|
# | 1943 | McCulloch and Pitts | a nerve cell as a unit that computes logic; weights set by hand | today |
# | 1958 | Rosenblatt | the perceptron: its weights are learned from examples | chapter 02 |
# | 1969 | Minsky and Papert | what a single layer can never do; interest fades | chapter 02 |
# | 1986 | Rumelhart, Hinton and Williams | backpropagation: layers in between learn, too | chapter 09 |
# | 2012 | Krizhevsky, Sutskever and Hinton | a deep network wins the ImageNet contest by far | chapter 11 |

# %% [markdown]
# ## 7. Bug hunt
#
# Somebody wrote a neuron for many examples with loops, tried it with one input, found the right outputs, and was content.
# It is wrong. Experiment: change `X_test`, `w_test` and `b_test`, and compare. Then name the line and the consequence,
# as in `return "A1"`.

# %%
def broken_neuron(X, w, b, phi):
    outputs = []                        # A
    for x in X:
        z = 0.0                         # B
        for j in range(len(w)):         # C
            z = z + w[j] * x[j] + b     # D
        outputs.append(phi(z))          # E
    return np.array(outputs)


X_test = np.array([[2.0], [-1.0], [0.5]])
w_test = np.array([1.5])
b_test = 0.5
print("broken:", broken_neuron(X_test, w_test, b_test, identity))
print("right: ", use(neuron_batch)(X_test, w_test, b_test, identity))

# %% decide="hunt_neuron"

# %% [markdown]
# ## 8. Decide
#
# Could we do without a bias? Sometimes. Your tools: `fit_line` for the lines, formula (1.5) and the figure for the sigmoids.
# Here is A; try the others.

# %%
data = {
    "A": ([0, 1, 2, 3], [0, 2, 4, 6]),  # kilograms of apples, price
    "B": ([-10, 0, 10, 20], [14, 32, 50, 68]),  # degrees Celsius, Fahrenheit
    "C": ([0, 1, 2, 5, 6, 7], [0, 0, 0, 1, 1, 1]),  # links in a message, spam?
    "D": ([-2, -1, 1, 2], [6, 3, -3, -6]),  # stretch of a spring, force
    "E": ([1, 2, 3, 4], [5, 5, 5, 5]),  # hours in a car park, price
    "F": ([-20, -10, -5, 5, 10, 20], [0, 0, 0, 1, 1, 1]),  # degrees Celsius, liquid?
}
xs, ys = data["A"]
best = use(fit_line)(np.array(xs), np.array(ys))
print(f"w = {best[0]:.2f}, b = {best[1]:.2f}")

# %% decide="needs_bias"

# %% [markdown]
# ## Stretch (optional, no points)
#
# One sigmoid neuron can only climb or fall. Two of them can make a bump: the first switches on, the second switches off again. Choose
# the two biases so that the difference is near 1 at $x = 1.5$, and near 0 at $x = 0$ and at $x = 3$. Formula (1.5) tells you where each S
# should be. You are building your first network.

# %%
first_bias, second_bias = 0.0, 0.0  # change these; both weights are 10

spots = np.array([[0.0], [1.5], [3.0]])
first = use(neuron_batch)(spots, np.array([10.0]), first_bias, sigmoid)
second = use(neuron_batch)(spots, np.array([10.0]), second_bias, sigmoid)
print("difference at 0, 1.5 and 3:", (first - second).round(2))

# %% [markdown]
# ## To take away
#
# > - A neuron: multiply each input by its weight, add up, add the bias once, apply the activation.
# > - $z = \sum_j w_j x_j + b$ and then $y = \varphi(z)$, in this order.
# > - On a line, $w$ turns and $b$ lifts. On a sigmoid, $w$ makes it steeper, and $b$ moves it sideways, to $x = -b/w$.
# > - Without a bias, $z = 0$ wherever all inputs are 0.
# > - With $x_0 = +1$ the bias is one more weight.
#
# ## Words
#
# - **weight**: the number by which an input is multiplied; how much it counts, and in which direction.
# - **bias**: the number that is added to the sum; what is there without any input.
# - **weighted sum**, $z$: the inputs times their weights, added up, plus the bias; also called pre-activation.
# - **activation**, $\varphi$: the function that makes the output of $z$.
# - **sigmoid**: the soft step $1 / (1 + e^{-z})$, from 0 to 1.
# - **least squares**: the choice that makes the sum of the squared distances smallest.
# - **regression**: predicting a number from other numbers.
# - **plasticity**: the change of synapses with use.
# - **bias trick**: a constant input $x_0 = +1$ whose weight is the bias.

# %% [markdown]
# ## Sources
#
# - W. S. McCulloch, W. Pitts, A logical calculus of the ideas immanent in nervous activity, *Bulletin of Mathematical Biophysics* 5 (1943), 115–133.
# - D. O. Hebb, *The Organization of Behavior*, Wiley (1949).
# - F. Rosenblatt, The perceptron, *Psychological Review* 65 (1958), 386–408.
# - M. Minsky, S. Papert, *Perceptrons*, MIT Press (1969).
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating errors, *Nature* 323 (1986), 533–536.
# - Y. LeCun et al., Backpropagation applied to handwritten zip code recognition, *Neural Computation* 1 (1989), 541–551.
# - A. Krizhevsky, I. Sutskever, G. E. Hinton, ImageNet classification with deep convolutional neural networks, *NIPS* (2012).
# - A. Vaswani et al., Attention is all you need, *NIPS* (2017).
# - D. Beniaguev, I. Segev, M. London, Single cortical neurons as deep artificial neural networks, *Neuron* 109 (2021), 2727–2739.
# - J. Jumper et al., Highly accurate protein structure prediction with AlphaFold, *Nature* 596 (2021), 583–589.
# - S. Haykin, *Neural Networks and Learning Machines*, 3rd ed., Pearson (2009), chapter "Introduction", sections 1 to 3.
# - G. James, D. Witten, T. Hastie, R. Tibshirani, *An Introduction to Statistical Learning*, 2nd ed., Springer (2021), section 3.1.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer (2006), section 5.1.

# %%
progress()

# %% [markdown]
# **Next: 02 Perceptron.** So far you have set weights by hand, or by a formula for lines. The perceptron finds its own, from examples, one
# mistake at a time.
