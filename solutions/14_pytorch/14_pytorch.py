# %% [markdown]
# # 14 PyTorch: the same network in a framework
#
# You have written all of it: layers, losses, gradients, optimisers, training. Networks of real size are trained with a framework, and PyTorch is one of the
# most used. There it takes a page. And it says whether what you built is right: NumPy and PyTorch compute the same 41 gradients here, and you count the
# digits in which they agree.
#
# **You will be able to**
#
# - write a network as an `nn.Sequential`, and carry parameters across and back;
# - read gradients off `loss.backward()`, and hold yours against them;
# - write the training loop, its five lines in the right order;
# - say what automatic differentiation saves you, and what it does not.
#
# It takes about 50 minutes. You need chapters 05, 09 and 10.

# %%
import numpy as np

from annlab import check, hint, progress, use
from annlab import adam_step, backward, count_parameters, forward, init_network
from annlab import mse, output_delta, predict, relative_error
from annlab.visuals import show_twins

# %% [markdown]
# PyTorch is large, so the course does not bring it. `pip install "annlab[torch]"`, and then a restart of the kernel, does. Without it you can do the whole chapter too: a
# small **stand-in** then speaks for PyTorch. It is made of NumPy, has the same names, and is held to figures that PyTorch gave.

# %%
try:
    import torch
except ImportError:
    from annlab import standin as torch  # not PyTorch: what this chapter needs of it, in NumPy

if torch.__version__ == "stand-in":
    print("PyTorch is not installed here. annlab's stand-in speaks for it, in the cells and in the checks.")
else:
    print("PyTorch", torch.__version__)
torch.set_num_threads(1)  # small networks are fastest on one

# %% [markdown]
# ## Your prediction
#
# A 3-4-4-1 network, 20 examples. Your `backward` finds 41 gradients, and PyTorch finds 41, with other code. How large will the relative error
# between the two be? Write `"exactly 0"`, `"around 1e-16"` or `"around 1e-7"`.

# %%
my_guess = "?"

# %% [markdown]
# You will see in section 4.
#
# ## 1. A tensor is an array with a memory
#
# A **tensor** is PyTorch's array. With `requires_grad=True` it remembers what is computed with it, as your `Value` of chapter 08 did. `backward()` then
# walks back along that memory, and leaves the slope in `.grad`. This is automatic differentiation; PyTorch calls it **autograd**. `.item()` takes the number out
# of a tensor that holds one.

# %%
w = torch.tensor([3.0], requires_grad=True)
loss = ((w * 2.0 - 1.0) ** 2).mean()
loss.backward()

print("loss", loss.item(), "  slope", w.grad.item(), "  by hand: 2 (2w - 1) 2 =", 2 * (2 * 3.0 - 1) * 2)

# %% [markdown]
# Three things that nobody guesses:
#
# | | |
# |---|---|
# | `torch.tensor([3.0])` is **float32** | seven digits; of a NumPy array of float64 it makes float64 |
# | `.grad` **adds up** | a second `backward()` adds to what is there |
# | to NumPy with `.detach().numpy()` | `detach` leaves the memory behind; the numbers are still shared with the tensor |

# %%
((w * 2.0 - 1.0) ** 2).mean().backward()
print("after a second backward:", w.grad.item())

array = np.array([1.0, 2.0])
print("float64 from an array:", torch.tensor(array).dtype, "  from a list:", torch.tensor([1.0, 2.0]).dtype)

# %% [markdown]
# ## 2. Layers as arguments
#
# `torch.nn.Linear(n_in, n_out)` is a layer. Its `weight` has the shape (n_out, n_in), as your $W$ has, and it computes the same:
#
# $$Z = X W^\top + b \tag{14.1}$$
#
# So parameters go across with no transpose. `torch.nn.Sequential` puts layers behind each other. It takes them **as arguments**, and activations are modules of
# their own in between. Here is the network of many tutorials:

# %%
model = torch.nn.Sequential(
    torch.nn.Linear(3, 4), torch.nn.ReLU(),
    torch.nn.Linear(4, 4), torch.nn.ReLU(),
    torch.nn.Linear(4, 1),
)
print(model)
print("weight of the first layer:", tuple(model[0].weight.shape))
print("numbers in all:", sum(p.numel() for p in model.parameters()))

# %% [markdown]
# Two mistakes that many tutorials make. Handing over one list is refused. Leaving the activations out is not: that model runs, and is the straight line of chapter 05.

# %%
try:
    torch.nn.Sequential([torch.nn.Linear(3, 4), torch.nn.Linear(4, 1)])
except TypeError as error:
    print("TypeError:", error)

# %% [markdown]
# A new layer has random numbers in it. To put yours in, copy them, while PyTorch is told not to remember it:

# %%
linear = torch.nn.Linear(2, 1, dtype=torch.float64)
with torch.no_grad():
    linear.weight.copy_(torch.tensor(np.array([[1.0, -2.0]])))
    linear.bias.copy_(torch.tensor(np.array([0.5])))

print("1 - 2 * 3 + 0.5 =", linear(torch.tensor(np.array([[1.0, 3.0]]))).item())

# %% [markdown]
# Write `to_torch`. For each layer it makes a `Linear` in float64 with your numbers in it, and behind it the module of its activation. `MODULES` has these; `"identity"` needs
# none. A list of layers becomes arguments with a star: `torch.nn.Sequential(*layers)`.

# %%
MODULES = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}

# %% exercise="to_torch"
def to_torch(params, activations):
    layers = []
    for (W, b), name in zip(params, activations):
        linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(W))
            linear.bias.copy_(torch.tensor(b))
        layers.append(linear)
        if name in MODULES:
            layers.append(MODULES[name]())
    return torch.nn.Sequential(*layers)


# %%
rng = np.random.default_rng(14)
params, activations = init_network([3, 4, 4, 1], rng), ["relu", "relu", "identity"]
X, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))

model = use(to_torch)(params, activations)
theirs = model(torch.tensor(X)).detach().numpy()
print("largest difference to predict:", np.abs(theirs - predict(X, params, activations)).max())

# %% [markdown]
# ## 3. And back
#
# What a model has learned, you may want in NumPy again. Write `from_torch`. A model can be gone through like a list. `isinstance(module, torch.nn.Linear)` says whether a module is a layer. Its
# `weight` and `bias` become arrays with `.detach().numpy()`, and `.copy()` makes them yours, so that they stay as they are when the model is trained on.

# %% exercise="from_torch"
def from_torch(model):
    params = []
    for module in model:
        if isinstance(module, torch.nn.Linear):
            params.append((module.weight.detach().numpy().copy(), module.bias.detach().numpy().copy()))
    return params


# %%
again = use(from_torch)(use(to_torch)(params, activations))
pairs = zip([a for pair in params for a in pair], [a for pair in again for a in pair])
print("there and back, nothing changed:", all(np.array_equal(a, b) for a, b in pairs))

# %% [markdown]
# ## 4. 41 gradients
#
# Chapter 09 took you hours. In PyTorch it is one line, `loss.backward()`. Then each parameter $p$ has its slope in `p.grad`, and `model.parameters()` gives them in the
# order $W_1, b_1, W_2, b_2, \dots$ Do both find the same? Put all of them into one long row each, $a$ and $b$, and take chapter 07's relative error:
#
# $$\frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert} \tag{14.2}$$
#
# Rows of different pieces are joined by `np.concatenate`, each piece made flat by `ravel`:

# %%
pieces = [np.ones((2, 3)), np.zeros(2)]
print(np.concatenate([piece.ravel() for piece in pieces]))

# %% [markdown]
# Write `compare_gradients`: relu in the hidden layers, identity in the last one, and the mean squared error, `torch.nn.functional.mse_loss(y_hat, y)`. Make the model with your own
# `to_torch`, and your side with `forward`, `output_delta` and `backward`. In some checks one of PyTorch's gradients is made wrong on purpose: yours must notice.

# %% exercise="compare_gradients"
def compare_gradients(params, X, y):
    activations = ["relu"] * (len(params) - 1) + ["identity"]
    y_hat, cache = forward(X, params, activations)
    grads = backward(output_delta(y_hat, y, "mse", "identity"), cache, params, activations)
    ours = np.concatenate([g.ravel() for pair in grads for g in pair])

    model = to_torch(params, activations)
    loss = torch.nn.functional.mse_loss(model(torch.tensor(X)), torch.tensor(y))
    loss.backward()
    theirs = np.concatenate([p.grad.numpy().ravel() for p in model.parameters()])
    return relative_error(ours, theirs)


# %%
print("numbers compared:", count_parameters([3, 4, 4, 1]))
print(f"relative error here: {use(compare_gradients)(params, X, y):.1e}", "  by", torch.__version__)

# %% [markdown]
# And here are PyTorch's own gradients of this very network, **stored figures**, whatever is installed on your machine:

# %%
from annlab.standin import figures

stored = figures()
print("made by:", stored["made_by"], "\nwith:   ", stored["with"])

y_hat, cache = forward(stored["X"], stored["params"], stored["activations"])
grads = backward(output_delta(y_hat, stored["y"], "mse", "identity"), cache, stored["params"], stored["activations"])
ours = np.concatenate([g.ravel() for pair in grads for g in pair])

print("\nthe first three:", ours[:3].round(6), "\nPyTorch's:      ", stored["gradients"][:3].round(6))
error = relative_error(ours, stored["gradients"])
print("relative error of all", ours.size, f"numbers: {error:.1e}   You said", my_guess)

# %% [markdown]
# They agree to the last digit or two of float64, **around 1e-16**. Not always exactly: a sum of the same numbers in another order is rounded in another way. Your chapter 09 was
# right.
#
# ## 5. Five lines
#
# The training loop of PyTorch, as it stands in thousands of programs:
#
# | line | what it does | in your words |
# |---|---|---|
# | `optimizer.zero_grad()` | clears `.grad` | slopes start from 0 |
# | `loss = mse_loss(model(inputs), targets)` | forward pass | `forward`, `mse` |
# | `loss.backward()` | fills `.grad` | `output_delta`, `backward` |
# | `optimizer.step()` | moves the parameters | `adam_step` |
# | `losses.append(loss.item())` | notes the number | `history` |
#
# `mse_loss` is short for `torch.nn.functional.mse_loss`; write it in full. `inputs` and `targets` are X and y as tensors.
#
# The optimiser is made once, in front of the loop, `torch.optim.Adam(model.parameters(), lr=eta)`. It holds the parameters and its own memory, so that no state has to be handed
# on.
#
# Write `torch_fit`. It hands back the parameters as `from_torch` does, and the losses as an array.

# %% exercise="torch_fit"
def torch_fit(params, activations, X, y, eta, steps):
    model, losses = to_torch(params, activations), []
    optimizer = torch.optim.Adam(model.parameters(), lr=eta)
    inputs, targets = torch.tensor(X), torch.tensor(y)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return from_torch(model), np.array(losses)


# %% [markdown]
# Twenty steps, beside twenty of your own, and beside the stored ones:

# %%
def numpy_fit(params, activations, X, y, eta, steps):
    flat, state, losses = [p for pair in params for p in pair], None, []
    for t in range(1, steps + 1):
        now = list(zip(flat[::2], flat[1::2]))
        y_hat, cache = forward(X, now, activations)
        losses.append(mse(y_hat, y))
        grads = backward(output_delta(y_hat, y, "mse", "identity"), cache, now, activations)
        flat, state = adam_step(flat, [g for pair in grads for g in pair], state, t, eta, 0.9, 0.999, 1e-8)
    return list(zip(flat[::2], flat[1::2])), np.array(losses)


_, by_torch = use(torch_fit)(stored["params"], stored["activations"], stored["X"], stored["y"], stored["eta"], 20)
_, by_numpy = numpy_fit(stored["params"], stored["activations"], stored["X"], stored["y"], stored["eta"], 20)

print("step   torch_fit    NumPy        PyTorch, stored")
for i in (0, 1, 2, 10, 19):
    print(f"{i:4}   {by_torch[i]:.8f}   {by_numpy[i]:.8f}   {stored['losses'][i]:.8f}")
apart = [np.abs(by_numpy - other).max() for other in (by_torch, stored["losses"])]
print("largest difference:", f"{max(apart):.0e}")

# %% [markdown]
# Another start, another learning rate: do the two still make one curve? Move eta to its upper end. Who is to blame when it goes wrong there?

# %%
show_twins(use(torch_fit))

# %% [markdown]
# A framework does not make a bad learning rate good. The two go wrong together, digit by digit.
#
# ## 6. Bug hunt
#
# A training loop that runs without a word of complaint. The targets come as one number for each example, as they often do. The loss should be near that of
# your `torch_fit`.
#
# Tools: your functions, `print`, and the `.shape` of everything.

# %%
def broken_fit(params, activations, X, y, steps):
    model = use(to_torch)(params, activations)
    inputs, targets = torch.tensor(X), torch.tensor(y)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)    # A
    for _ in range(steps):
        optimizer.zero_grad()                                    # B
        y_hat = model(inputs)                                    # C
        loss = ((y_hat - targets) ** 2).mean()                   # D
        loss.backward()
        optimizer.step()                                         # E
    return loss.item()


rng = np.random.default_rng(3)
inputs = rng.normal(size=(40, 3))
targets = np.tanh(inputs[:, 0]) * inputs[:, 1] + 0.5 * inputs[:, 2]
start, names = init_network([3, 8, 1], rng), ["tanh", "identity"]

print("broken:   ", round(broken_fit(start, names, inputs, targets, 300), 4))
_, losses = use(torch_fit)(start, names, inputs, targets.reshape(-1, 1), 0.05, 300)
print("torch_fit:", round(float(losses[-1]), 4))
print("to say the mean of the targets for all:", targets.var().round(4))

# %% decide="hunt_twins"

# %% [markdown]
# ## 7. Decide
#
# What did autograd save you, and what must you still know?

# %% decide="what_autograd_saves"

# %% [markdown]
# ## Stretch (optional, no points)
#
# PyTorch's own choice is float32: half the memory, faster on a graphics card, seven digits. Train the network in it, and look where the two runs part.

# %%
model32 = use(to_torch)(params, activations).float()
inputs32, targets32 = torch.tensor(X).float(), torch.tensor(y).float()
optimizer = torch.optim.Adam(model32.parameters(), lr=0.05)
for step in range(20):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model32(inputs32), targets32)
    loss.backward()
    optimizer.step()

print(f"float32 {loss.item():.10f}\nfloat64 {numpy_fit(params, activations, X, y, 0.05, 20)[1][-1]:.10f}")

# %% [markdown]
# ## To take away
#
# > - A tensor with `requires_grad` remembers; `loss.backward()` fills `.grad`, and adds to what is there.
# > - `nn.Sequential` takes layers as arguments, with activations between. `Linear.weight` is (n_out, n_in).
# > - zero_grad, forward, backward, step: in this order.
# > - Your gradients and PyTorch's are the same numbers, up to rounding.
# > - Autograd differentiates what you wrote. Whether you meant it, you must know.
#
# ## Words
#
# - **framework**: a library with the parts of a trade, here of training networks.
# - **tensor**: PyTorch's array; it can remember what was computed with it.
# - **autograd**: PyTorch's automatic differentiation, in reverse order.
# - **module**: a part of a model, such as a layer or an activation.
# - **detach**: the same numbers without the memory of how they came about.
# - **float32, float64**: numbers of about 7 and about 16 digits.
# - **stand-in**: what speaks for PyTorch in this chapter where PyTorch is not installed.

# %% [markdown]
# ## Sources
#
# - A. Paszke and others, PyTorch: an imperative style, high-performance deep learning library, *Advances in Neural Information Processing Systems* 32 (2019).
# - The PyTorch documentation: [torch.nn](https://pytorch.org/docs/stable/nn.html) and [torch.optim](https://pytorch.org/docs/stable/optim.html).
# - D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, *International Conference on Learning Representations* (2015).
# - A. Sulmont, E. Patitsas, J. R. Cooperstock, What is hard about teaching machine learning to non-majors?, *ACM Transactions on Computing Education* 19 (2019).

# %%
progress()

# %% [markdown]
# **Next: 15 Capstone.** Handwritten digits, with your own network.
