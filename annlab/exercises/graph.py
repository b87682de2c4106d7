"""Chapter 08: the chain rule, link by link, on a graph, and as an engine that differentiates whatever one writes."""

import graphlib
import math

import numpy as np

from annlab import nn
from annlab.checking import Case, Decision, Drawn, Exercise, Law, Mistake
from annlab.checking.compare import VALUE, Difference, compare, describe
from annlab.checking.values import close, is_number, show, show_apart
from annlab.exercises.chapter import Chapter
from annlab.nn.graph import LOCAL_GRADIENTS


def _some_slopes(rng, least=2):
    return [float(s) for s in rng.uniform(0.5, 2, size=rng.integers(least, 7)) * rng.choice([-1, 1])]


def _multiplied_in_place(slopes):
    product = 1.0
    while slopes:
        product *= slopes.pop()
    return product


chain = Exercise(
    reference=nn.chain,
    points=1,
    cases=[
        Case("two links", [2.0, 3.0]),
        Case("one link", [3.0]),
        Case("three links, one negative", [2.0, -3.0, 0.5]),
        Case("a link that is flat", [4.0, 0.0, 2.0]),
        Case("slopes below 1", [0.5, 0.25, 0.5, 0.5]),
        Case("whole numbers", [2, 3, 4]),
        Case("two negative links", [-2.0, 0.5, -4.0]),
        Drawn("random slopes", lambda rng: (_some_slopes(rng),)),
    ],
    laws=[
        Law(
            "Of two chains, one behind the other, the slopes multiply",
            lambda f, rng: (lambda a, b: (f(a + b), f(a) * f(b)))(_some_slopes(rng), _some_slopes(rng)),
        ),
    ],
    mistakes=[
        Mistake(
            "the slopes are added up", sum,
            "Two gears, each doubling the speed: together they make it 4 times as fast, and with a third gear 8 times. "
            "Which operation is that?",
        ),
        Mistake(
            "the mean of the slopes is taken", lambda s: sum(s) / len(s),
            "A link of slope 2 behind a link of slope 2: a nudge is doubled, and doubled again. How much is that in all?",
        ),
        Mistake(
            "only the last link counts", lambda s: s[-1],
            "Make the first link flat, with slope 0: then nothing gets through. Does yours notice?",
        ),
        Mistake(
            "only the first link counts: `return` stands inside the loop, or there is none", lambda s: s[0],
            "Make the last link flat, with slope 0: then nothing comes out. Does yours notice? Every link has a say.",
        ),
        Mistake(
            "the first and the last link count, and none in between", lambda s: s[0] * s[-1] if len(s) > 1 else s[0],
            "Make a link in the middle flat, with slope 0. Does yours notice?",
        ),
        Mistake(
            "the last link is left out", lambda s: math.prod(s[:-1]),
            "Try one link alone, chain([3.0]). How far does your loop go?",
        ),
        Mistake(
            "the first link is left out", lambda s: math.prod(s[1:]),
            "Try one link alone, chain([3.0]). Where does your loop begin?",
        ),
        Mistake(
            "the product begins at 0", lambda s: 0.0 * math.prod(s),
            "0 times anything is 0. From which number does a product begin, so that the first factor stays itself?",
        ),
        Mistake(
            "the minus signs are lost", lambda s: abs(math.prod(s)),
            "A falling link turns a rise into a fall. Try chain([-1.0]).",
        ),
        Mistake(
            "all products on the way are returned", lambda s: np.cumprod(s),
            "Your last entry is the slope of the whole chain. The others belong to shorter chains.",
        ),
        Mistake(
            "every link's slope is squared", lambda s: math.prod(v * v for v in s),
            "Try one link alone, chain([3.0]): each slope goes in once.",
        ),
        Mistake(
            "the slopes divide instead of multiply", lambda s: math.prod(1 / v if v else np.inf for v in s),
            "Try one link alone, chain([2.0]). A nudge is doubled, not halved.",
        ),
        Mistake(
            "each slope is added to 1 before multiplying", lambda s: math.prod(1 + v for v in s),
            "That is how interest works. A slope is the whole factor: with slope 0 nothing gets through.",
        ),
        Mistake(
            "1 is added: the total begins at 1, and the slopes are added to it", lambda s: 1 + sum(s),
            "Starting at 1 is right for a product. Which sign stands in your loop, += or *=?",
        ),
        Mistake(
            "the steepest link alone decides", max,
            "Make another link flat, with slope 0: then nothing comes out. Does yours notice?",
        ),
        Mistake(
            "only the first two links count", lambda s: s[0] * s[1] if len(s) > 1 else s[0],
            "Make the third link of three flat, with slope 0. Does yours notice?",
        ),
        Mistake(
            "the last slope is divided by the first", lambda s: s[-1] / s[0],
            "Slopes of links that stand one behind the other multiply. Try chain([2.0, 3.0]).",
        ),
        Mistake(
            "the geometric mean is taken: a root of the product", lambda s: np.prod(s) ** (1 / len(s)),
            "Your product is right, and then something is taken of it. The slope of the whole chain is the product itself.",
        ),
        Mistake(
            "logarithms are added up, and a logarithm knows no negative numbers", lambda s: np.exp(np.sum(np.log(s))),
            "Slopes may be negative or 0. Multiply them as they are.",
        ),
        Mistake(
            "the slopes come back as they went in, one for each link", lambda s: np.array(s, dtype=float),
            "One number is asked for: how much comes out at the end of the chain for a nudge of 1 at its beginning.",
        ),
        Mistake(
            "the list that came in is emptied on the way", _multiplied_in_place,
            "pop takes the entries out of the caller's own list. A for loop reads them and leaves them there.",
        ),
    ],
    accepted=[
        lambda s: math.prod(s),
        lambda s: s[0] if len(s) == 1 else s[0] * nn.chain(s[1:]),
        lambda s: np.multiply.reduce(np.array(s)),
        lambda s: float(np.cumprod(s)[-1]),
    ],
    hints=[
        "A nudge of 1 goes into the first link. What comes out of it, and goes into the second?",
        "With slopes 2 and 3: a nudge of 0.01 becomes 0.02, and that becomes 0.06. Six times the nudge.",
        "The slope of the chain is the product of all slopes. Begin with 1.0, go through the list, and multiply. "
        "(Or ask NumPy: np.prod.)",
    ],
    source="Goodfellow et al., Deep Learning (2016), eq. 6.44",
)


def _with(**rules):
    """Return local_gradients with other rules for some operations."""
    table = LOCAL_GRADIENTS | rules
    return lambda op, *inputs: table[op](*inputs)


def _by_difference(op, *inputs):
    f = {"add": lambda a, b: a + b, "mul": lambda a, b: a * b, "tanh": np.tanh, "exp": np.exp, "log": np.log}
    if op == "relu":
        return [float(inputs[0] > 0)]
    slopes = []
    for i in range(len(inputs)):
        up, down = list(map(float, inputs)), list(map(float, inputs))
        up[i] += 1e-5
        down[i] -= 1e-5
        slopes.append((f[op](*up) - f[op](*down)) / 2e-5)
    return slopes


LOOK = {  # where to look, for what no declared mistake explains
    "add": "Raise one input of a + b by 0.1 and leave the other: by how much does the sum rise, divided by 0.1?",
    "mul": "Raise one input of a * b by 0.1 and leave the other: by how much does the product rise, divided by 0.1?",
    "tanh": "Look at your line for tanh. In the table, what is squared, and what is it taken away from?",
    "exp": "Look at your line for exp. What does the table say about the slope of e**a?",
    "log": "Look at your line for log. At a = 4 the slope is a quarter, at a = 0.25 it is 4.",
    "relu": "Look at your line for relu. Left of 0 it is flat, right of 0 it is the line y = a, and 0 counts as flat.",
}


def _compare_slopes(expected, got, op, *inputs):
    difference = compare(expected, got)
    if difference is None:
        return None
    if not isinstance(got, (tuple, list, np.ndarray)) or len(got) != len(inputs):
        wanted = "a tuple of one number is" if len(inputs) == 1 else "two numbers, one for each input, are"
        return Difference(difference.grade, f"you returned {describe(got)}; {wanted} asked for.", LOOK[op])
    return Difference(difference.grade, difference.symptom, difference.way_out or f"The slope of {op} is wrong. {LOOK[op]}")


def _an_operation(rng):
    a, b = (float(v) for v in rng.uniform(0.25, 2.0, size=2))
    return [("mul", a, -b), ("tanh", a), ("exp", -b), ("log", a)][rng.integers(4)]


local_gradients = Exercise(
    reference=nn.local_gradients,
    points=2,
    cases=[
        Case("add", "add", 3.0, -1.5),
        Case("mul", "mul", 3.0, -2.0),
        Case("mul of whole numbers", "mul", 2, 5),
        Case("mul with a 0", "mul", 0.0, 4.0),
        Case("tanh at 0", "tanh", 0.0),
        Case("tanh", "tanh", 0.5),
        Case("tanh at a negative number", "tanh", -1.5),
        Case("exp at 0", "exp", 0.0),
        Case("exp", "exp", 2.0),
        Case("exp at a negative number", "exp", -1.5),
        Case("log", "log", 4.0),
        Case("log of a number below 1", "log", 0.25),
        Case("relu on its slope", "relu", 2.5),
        Case("relu on its flat side", "relu", -1.5),
        Case("relu at its corner", "relu", 0.0),
        Drawn("a random operation", _an_operation),
        Drawn("another one", _an_operation),
    ],
    mistakes=[
        Mistake(
            "mul hands each input its own value instead of the other's", _with(mul=lambda a, b: (a, b)),
            "Take 3 * 5 and raise the 3 by 0.1: the product rises by 0.5. Which of the two numbers does that show?",
        ),
        Mistake(
            "mul gives the product itself for both inputs", _with(mul=lambda a, b: (a * b, a * b)),
            "The product is the value. Raise the first input by 0.1: by how much does the product change, divided by 0.1?",
        ),
        Mistake(
            "mul gives 1 for both inputs, as if it were add", _with(mul=lambda a, b: (1.0, 1.0)),
            "Take 3 * 5 and raise the 3 by 0.1. Does the product rise by 0.1?",
        ),
        Mistake(
            "mul adds up the two slopes", _with(mul=lambda a, b: (a + b, a + b)),
            "One slope for each input, while the other input stays as it is. Raise the 3 of 3 * 5 by 0.1, and nothing else.",
        ),
        Mistake(
            "add hands each input its own value", _with(add=lambda a, b: (a, b)),
            "Take 3 + 5 and raise the 3 by 0.1. By how much does the sum rise?",
        ),
        Mistake(
            "add hands each input the other's value, as mul does", _with(add=lambda a, b: (b, a)),
            "Take 3 + 5 and raise the 3 by 0.1. By how much does the sum rise? The 5 plays no part.",
        ),
        Mistake(
            "add splits the slope in two halves", _with(add=lambda a, b: (0.5, 0.5)),
            "Raise the first input by 0.1: the sum rises by the whole 0.1. Nothing is shared out.",
        ),
        Mistake(
            "add gives the sum itself for both inputs", _with(add=lambda a, b: (a + b, a + b)),
            "The sum is the value. Raise the first input by 0.1: by how much does the sum change, divided by 0.1?",
        ),
        Mistake(
            "the slope of tanh is computed as 1 - a**2, as if the input had been through tanh already",
            _with(tanh=lambda a: (1 - a * a,)),
            "1 - t**2 is right with t = tanh(a), as in chapter 03. Which number have you squared?",
        ),
        Mistake(
            "the slope of tanh lacks its square", _with(tanh=lambda a: (1 - math.tanh(a),)),
            "Try a = -1.5: yours is above 1, and tanh is nowhere steeper than 1. In the table, what is squared?",
        ),
        Mistake(
            "tanh gives its value instead of its slope", _with(tanh=lambda a: (math.tanh(a),)),
            "At a = 0 tanh is 0, and there it is steepest, with slope 1. Yours says 0.",
        ),
        Mistake(
            "tanh has the sigmoid's slope, t (1 - t)", _with(tanh=lambda a: (math.tanh(a) * (1 - math.tanh(a)),)),
            "t (1 - t) belongs to the sigmoid. For tanh see the table. At a = 0 the slope is 1.",
        ),
        Mistake(
            "the slope of tanh is 1 + t**2", _with(tanh=lambda a: (1 + math.tanh(a) ** 2,)),
            "Far out tanh is flat, so its slope goes to 0. Yours goes to 2. Which sign is it?",
        ),
        Mistake(
            "the slope of tanh is 1 / cosh(a), without the square", _with(tanh=lambda a: (1 / math.cosh(a),)),
            "The slope is 1 / cosh(a)**2. With t = tanh(a), 1 - t**2 is the same.",
        ),
        Mistake(
            "exp is treated like a power: a e**(a - 1)", _with(exp=lambda a: (a * math.exp(a - 1),)),
            "That rule is for a**n, with a number n above. In e**a the input stands above. At a = 0 the slope is 1.",
        ),
        Mistake(
            "exp gives its input as its slope", _with(exp=lambda a: (a,)),
            "At a = 0, e**a is 1 and rises with slope 1. Yours says 0. What is special about e**a?",
        ),
        Mistake(
            "exp always has slope 1", _with(exp=lambda a: (1.0,)),
            "At a = 0 that is right. Look at a = 2: the curve has become much steeper.",
        ),
        Mistake(
            "log gives its value instead of its slope", _with(log=lambda a: (math.log(a),)),
            "At a = 1, log is 0, and rises with slope 1. For the slope of log see the table.",
        ),
        Mistake(
            "log gives its input as its slope", _with(log=lambda a: (a,)),
            "log gets flatter and flatter to the right. Yours gets steeper. What is upside down?",
        ),
        Mistake(
            "the slope of log is 1 / a**2", _with(log=lambda a: (1 / a**2,)),
            "1 / a**2 belongs to 1 / a, with a minus sign. At a = 4 the slope of log is a quarter.",
        ),
        Mistake(
            "the slope of log is minus 1 / a", _with(log=lambda a: (-1 / a,)),
            "log rises everywhere. What does your slope say?",
        ),
        Mistake(
            "log is taken to base 10", _with(log=lambda a: (1 / (a * math.log(10)),)),
            "In this course log is the natural logarithm, and its slope is 1 / a with no further factor.",
        ),
        Mistake(
            "relu has slope 1 at its corner", _with(relu=lambda a: (1.0 if a >= 0 else 0.0,)),
            "At 0 one has to choose, and this course chooses 0, as in chapter 03. Is it > or >=?",
        ),
        Mistake(
            "relu has slope 0.5 at its corner", _with(relu=lambda a: (0.5 * (np.sign(a) + 1),)),
            "Half way is a choice too, but this course chooses 0 at the corner.",
        ),
        Mistake(
            "relu gives its value instead of its slope", _with(relu=lambda a: (max(a, 0.0),)),
            "Right of 0 relu is the line y = a. It is as steep at a = 2.5 as anywhere. How steep?",
        ),
        Mistake(
            "relu lets everything through, the negative side too", _with(relu=lambda a: (1.0,)),
            "Left of 0 relu is 0 everywhere, a flat line. What is the slope of that?",
        ),
        Mistake(
            "relu has slope -1 on its flat side", _with(relu=lambda a: (1.0 if a > 0 else -1.0 if a < 0 else 0.0,)),
            "Left of 0 relu is flat: it neither rises nor falls.",
        ),
        Mistake(
            "a bare number is returned for one input, where a tuple of one is asked for",
            lambda op, *inputs: nn.local_gradients(op, *inputs) if len(inputs) > 1 else nn.local_gradients(op, *inputs)[0],
            "A tuple of one needs a comma: (5.0,) is a tuple, (5.0) is a number in brackets.",
        ),
        Mistake(
            "only the first input gets its slope", lambda op, *inputs: nn.local_gradients(op, *inputs)[:1],
            "add and mul have two inputs, so two slopes are asked for, in the order of the inputs.",
        ),
        Mistake(
            "the value of the operation is returned",
            lambda op, *inputs: ({"add": lambda a, b: a + b, "mul": lambda a, b: a * b, "tanh": np.tanh, "exp": np.exp,
                                  "log": np.log, "relu": lambda a: max(a, 0.0)}[op](*inputs),),
            "Slopes are asked for, one for each input: by how much does the value change, for a small change of this input?",
        ),
    ],
    accepted=[
        lambda op, *inputs: list(nn.local_gradients(op, *inputs)),
        lambda op, *inputs: np.array(nn.local_gradients(op, *inputs)),
        _by_difference,
        lambda op, a, b=None: {
            "add": (1, 1), "mul": (b, a), "tanh": (1 / math.cosh(a) ** 2,), "exp": (np.exp(a),),
            "log": (a**-1.0 if a else None,), "relu": (int(a > 0),),
        }[op],
    ],
    hints=[
        "For each operation ask: if I raise this input a little and leave the other alone, how much does the result move?",
        "The table in section 2 has a line for each: 1 and 1 for add; the two inputs, crosswise, for mul; 1 - tanh(a)**2; e**a; "
        "1 / a; and 1 or 0 for relu.",
        'One `if` for each name. `a, b = inputs` unpacks two inputs, `a = inputs[0]` one. For "mul": return b, a. '
        'For "exp": return (np.exp(a),), with a comma.',
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.5.2",
    compare=_compare_slopes,
    free_form=True,
)


def _compare_order(expected, got, parents):
    """Return what is wrong with an order of the nodes, or None: any order with the parents first is right."""

    def wrong(symptom, way_out):
        return Difference(VALUE, symptom, way_out)

    if not isinstance(got, (list, tuple)):
        return f"you returned {describe(got)}; a list of nodes is asked for."
    for node in got:
        if not isinstance(node, (str, int)) or node not in parents:
            return wrong(f"your list holds {describe(node)}, which is no node.", "The nodes are the keys of the dict.")
        if list(got).count(node) > 1:
            again = "Before you append a node, ask whether it is in the list already; it may have got there in the meantime."
            return wrong(f"your list holds {node!r} more than once: {list(got)}.", again)
    missing = [node for node in parents if node not in got]
    if missing:
        lost = "Does your code start from every node of the dict? And can a node wait for something that never comes?"
        return wrong(f"your list {list(got)} lacks {', '.join(map(repr, missing))}.", lost)
    for place, node in enumerate(got):
        late = [parent for parent in parents[node] if parent not in got[:place]]
        if late:
            early = "A node may go into the list only when all its parents are in. Follow your code by hand through this graph."
            return wrong(f"in your list {list(got)}, {node!r} comes before its parent {late[0]!r}.", early)
    return None


def _a_graph(rng):
    """Return a random graph of 6 to 8 nodes, its keys in no order."""
    names = rng.permutation(list("abcdefgh"))[: rng.integers(6, 9)]
    parents = {str(name): [str(p) for p in rng.choice(names[:i], size=min(i, 2))] for i, name in enumerate(names)}
    return ({key: parents[key] for key in sorted(parents)},)


def _kahn(parents):
    left, order = {node: set(p) for node, p in parents.items()}, []
    while left:
        ready = next(node for node, p in left.items() if not p)
        order.append(ready)
        del left[ready]
        for p in left.values():
            p.discard(ready)
    return order


def _by_passes(parents):
    order = []
    while len(order) < len(parents):
        for node in parents:
            if node not in order and all(p in order for p in parents[node]):
                order.append(node)
    return order


def _sorted_by_depth(deepest):
    def order(parents):
        def depth(node):
            return 1 + deepest(map(depth, parents[node])) if parents[node] else 0

        return sorted(parents, key=depth)

    return order


def _first_met(parents):
    """Return the nodes as they are met, level by level, from the nodes that nobody uses; then turned round."""
    used = {p for each in parents.values() for p in each}
    order, waiting = [], [node for node in parents if node not in used]
    while waiting:
        node = waiting.pop(0)
        if node not in order:
            order.append(node)
            waiting.extend(parents[node])
    return order[::-1]


def _node_before_parents(parents):
    order = []

    def visit(node):
        if node not in order:
            order.append(node)
            for parent in parents[node]:
                visit(parent)

    for node in parents:
        visit(node)
    return order


def _visited(parents, starts, again=False):
    order = []

    def visit(node):
        if again or node not in order:
            for parent in parents[node]:
                visit(parent)
            order.append(node)

    for node in starts:
        visit(node)
    return order


def _emptied(parents):
    order = []
    while len(order) < len(parents):
        ready = next(node for node in parents if node not in order and not parents[node])
        order.append(ready)
        for each in parents.values():
            while ready in each:
                each.remove(ready)
    return order


def _counted_once(parents):
    left, order = {n: len(p) for n, p in parents.items()}, []
    ready = [n for n in parents if not left[n]]
    while ready:
        node = ready.pop()
        order.append(node)
        for other in parents:
            if node in parents[other]:
                left[other] -= 1
                if not left[other]:
                    ready.append(other)
    return order


def _appended_anyway(parents):
    order = []

    def visit(node):
        for parent in parents[node]:
            if parent not in order:
                visit(parent)
        order.append(node)

    for node in parents:
        visit(node)
    return order


def _parents_only(parents):
    order = []
    for node in parents:
        order += [n for n in dict.fromkeys([*parents[node], node]) if n not in order]
    return order


topological_order = Exercise(
    reference=nn.topological_order,
    points=2,
    cases=[
        Case("a chain in order", {"x": [], "u": ["x"], "y": ["u"]}),
        Case("a chain, the last node first", {"y": ["u"], "u": ["x"], "x": []}),
        Case("one node", {"x": []}),
        Case("two inputs", {"a": [], "sum": ["a", "b"], "b": []}),
        Case("a node used twice by one other", {"y": ["x", "x"], "x": []}),
        Case("a fork that joins again", {"y": ["u", "v"], "v": ["x"], "u": ["x"], "x": []}),
        Case("a short and a long way", {"y": ["x", "v"], "v": ["u"], "u": ["x"], "x": []}),
        Case("a long and a short way", {"x": [], "y": ["v", "x"], "u": ["x"], "v": ["u", "x"]}),
        Case("names against the alphabet", {"a": ["b", "c"], "b": ["c"], "c": ["d"], "d": []}),
        Case("a node without parents late in the graph", {"p": [], "q": ["p", "p"], "s": ["q", "r"], "r": [], "t": ["s"]}),
        Case("two graphs side by side", {"a": [], "b": ["a"], "n": ["m"], "m": []}),
        Drawn("a random graph", _a_graph),
        Drawn("another random graph", _a_graph),
    ],
    mistakes=[
        Mistake(
            "the nodes stay in the order in which the dict holds them", lambda parents: list(parents),
            "A dict may hold a node before its parents: try {'y': ['x'], 'x': []}. Who must come first?",
        ),
        Mistake(
            "the order of the dict is turned round", lambda parents: list(parents)[::-1],
            "That helps where the dict begins at the end. Try {'x': [], 'y': ['x']}. Let the parents decide.",
        ),
        Mistake(
            "the nodes are sorted by name", lambda parents: sorted(parents),
            "Names know nothing of who is made from whom. Try {'a': ['b'], 'b': []}.",
        ),
        Mistake(
            "the list is the wrong way round: children come before their parents",
            lambda parents: nn.topological_order(parents)[::-1],
            "You have exactly the order of the way back. Here the inputs come first: turn the list round.",
        ),
        Mistake(
            "each node is put into the list before its parents are", _node_before_parents,
            "In your visit, append stands before the loop over the parents. Who should be in the list first?",
        ),
        Mistake(
            "each node is put before its parents, and the whole list is turned round at the end",
            lambda parents: _node_before_parents(parents)[::-1],
            "Turning the list round helps only in a plain chain. Append a node after the loop over its parents instead.",
        ),
        Mistake(
            "the nodes are taken level by level from the end, each where it is met first", _first_met,
            "A node can be met early, on a short way, and be needed on a longer one. It has to wait for the longer one. "
            "Draw y = x + v with v made from u, and u from x.",
        ),
        Mistake(
            "the nodes are sorted by their number of parents", lambda parents: sorted(parents, key=lambda n: len(parents[n])),
            "In a chain each node has one parent, so that number says nothing about the order.",
        ),
        Mistake(
            "a node goes in as soon as its first parent is there: the shortest way to an input decides", _sorted_by_depth(min),
            "A node has to wait for all its parents, also for the one at the end of the longest way.",
        ),
        Mistake(
            "a node that is reached twice stands in the list twice",
            lambda parents: _visited(parents, parents, again=True),
            "Remember who is in the list already, and skip them: `if node not in order`.",
        ),
        Mistake(
            "only what the last node of the dict is made from is visited",
            lambda parents: _visited(parents, list(parents)[-1:]),
            "Every node of the dict belongs in the list. Start a visit from each of them, not from the last one alone.",
        ),
        Mistake(
            "only what the first node of the dict is made from is visited",
            lambda parents: _visited(parents, list(parents)[:1]),
            "Every node of the dict belongs in the list. Start a visit from each of them, not from the first one alone. "
            "Does a `return` stand inside the loop?",
        ),
        Mistake(
            "a node waits for a parent that stands twice in its list, and strikes it off only once", _counted_once,
            "In y = x * x the node y has the parents x and x. When x is done, both have to be struck off.",
        ),
        Mistake(
            "a node's parents are skipped if they are in the list, but the node itself is appended in any case",
            _appended_anyway,
            "The question `is it in the list already` has to be asked about the node that you append.",
        ),
        Mistake(
            "only the parents of each node are put in front of it, and not their parents", _parents_only,
            "The parents have parents of their own, which must come before them. Let visit call itself.",
        ),
        Mistake(
            "the nodes are sorted by their number of parents, most first",
            lambda parents: sorted(parents, key=lambda n: -len(parents[n])),
            "Nodes without parents can go first, not last; and in a chain each node has one parent.",
        ),
        Mistake(
            "nodes without parents are left out",
            lambda parents: [node for node in nn.topological_order(parents) if parents[node]],
            "The inputs have no parents, and belong in the list too: at its beginning.",
        ),
        Mistake(
            "the inputs come first, and the rest as the dict has it",
            lambda parents: [n for n in parents if not parents[n]] + [n for n in parents if parents[n]],
            "The inputs are in place. The others have parents of their own: try {'x': [], 'y': ['u'], 'u': ['x']}.",
        ),
        Mistake(
            "the lists in parents are emptied on the way", _emptied,
            "The idea is right: take a node with no parents left, strike it out everywhere. But strike it out of a copy. "
            "The lists are the caller's.",
        ),
        Mistake(
            "a set is returned, and a set has no order", lambda parents: set(parents),
            "Order is all that this is about. Collect the nodes in a list.",
        ),
        Mistake(
            "a list of levels is returned, several nodes in each",
            lambda parents: [[n] for n in nn.topological_order(parents)],
            "One flat list of nodes is asked for, with no lists inside.",
        ),
    ],
    accepted=[
        _kahn,
        _by_passes,
        lambda parents: list(graphlib.TopologicalSorter(parents).static_order()),
        lambda parents: tuple(_visited(parents, reversed(parents))),
        _sorted_by_depth(max),
    ],
    hints=[
        "Start small: which nodes can go into the list at once, because they wait for nobody?",
        "A node may go in as soon as all its parents are in. Write visit(node): first visit every parent, then append node.",
        "order = []; def visit(node): if node not in order: visit each of parents[node], then order.append(node). "
        "Call visit for every node of the dict, and return order.",
    ],
    source="Cormen et al., Introduction to Algorithms (2009), section 22.4",
    compare=_compare_order,
    free_form=True,
)


def _backward(nodes, *, first=0.0, last=1.0, start=None, order=reversed, pairs=zip, arrive=lambda old, new: old + new, hand_on=None):
    """Run backward_graph with one of its parts replaced."""
    slopes = {name: first for name, _, _ in nodes}
    slopes |= {nodes[-1][0]: last} | (start or {})
    for name, parents, local_slopes in order(nodes):
        for parent, local in pairs(parents, local_slopes):
            slopes[parent] = arrive(slopes[parent], hand_on(slopes[name], local) if hand_on else slopes[name] * local)
    return slopes


def _pushed(nodes):
    """Hand every slope on as soon as something arrives, with all that has arrived before."""
    by_name = {name: (parents, local_slopes) for name, parents, local_slopes in nodes}
    slopes = dict.fromkeys(by_name, 0.0)

    def push(name):
        for parent, local in zip(*by_name[name], strict=True):
            slopes[parent] += slopes[name] * local
            push(parent)

    slopes[nodes[-1][0]] = 1.0
    push(nodes[-1][0])
    return slopes


def _path_by_path(nodes):
    by_name = {name: (parents, local_slopes) for name, parents, local_slopes in nodes}
    slopes = dict.fromkeys(by_name, 0.0)

    def push(name, arrived):
        slopes[name] += arrived
        for parent, local in zip(*by_name[name], strict=True):
            push(parent, arrived * local)

    push(nodes[-1][0], 1.0)
    return slopes


def _pulled(nodes):
    """Collect every slope from the children of a node."""
    slopes = {nodes[-1][0]: 1.0}
    for name, _, _ in reversed(nodes[:-1]):
        slopes[name] = 0.0
        for child, parents, local_slopes in nodes:
            for parent, local in zip(parents, local_slopes, strict=True):
                if parent == name:
                    slopes[name] += slopes.get(child, 0.0) * local
    return slopes


def _forward_mode(nodes):
    slopes = {nodes[0][0]: 1.0}
    for name, parents, local_slopes in nodes[1:]:
        slopes[name] = sum(slopes[p] * s for p, s in zip(parents, local_slopes, strict=True)) if parents else 0.0
    return slopes


def _seeded_first(nodes):
    return _backward(nodes, last=0.0, start={nodes[0][0]: 1.0})


def _all_begin_at_one(nodes):
    slopes = {name: 0.0 for name, _, _ in nodes}
    for name, parents, local_slopes in reversed(nodes):
        slopes[name] = 1.0
        for parent, local in zip(parents, local_slopes, strict=True):
            slopes[parent] += local
    return slopes


def _taken(nodes):
    slopes = {name: 0.0 for name, _, _ in nodes} | {nodes[-1][0]: 1.0}
    for name, parents, local_slopes in reversed(nodes):
        slopes[name] += sum(slopes[p] * local for p, local in zip(parents, local_slopes, strict=True))
    return slopes


def _reached(nodes):
    reached = {nodes[-1][0]}
    for name, parents, _ in reversed(nodes):
        reached |= set(parents) if name in reached else set()
    return reached


def _without_turning(nodes):
    nodes.reverse()
    return nn.backward_graph(nodes[::-1])


def _some_nodes(rng):
    names = [str(n) for n in rng.permutation(list("abcdefgh"))]
    return (
        [
            (name, (p := [str(x) for x in rng.choice(names[:i], size=2)] if i > 1 else []), [float(s) for s in rng.normal(size=len(p))])
            for i, name in enumerate(names)
        ],
    )


def _doubled_at_the_end(f, rng):
    """Return the slopes of twice the last node, and twice the slopes of the last node."""
    (nodes,) = _some_nodes(rng)
    end = nodes[-1][0]
    longer = f([*nodes, ("twice", [end], [2.0])])
    return [longer[name] for name, _, _ in nodes], [2 * slope for slope in (f(nodes)[name] for name, _, _ in nodes)]


backward_graph = Exercise(
    reference=nn.backward_graph,
    points=2,
    cases=[
        Case("a chain", [("x", [], []), ("u", ["x"], [2.0]), ("y", ["u"], [-3.0])]),
        Case("one node", [("x", [], [])]),
        Case("two inputs", [("a", [], []), ("b", [], []), ("y", ["a", "b"], [4.0, 0.5])]),
        Case("a node used twice by one other", [("x", [], []), ("y", ["x", "x"], [3.0, 5.0])]),
        Case(
            "a fork that joins again",
            [("x", [], []), ("u", ["x"], [2.0]), ("v", ["x"], [-0.5]), ("y", ["u", "v"], [1.0, 4.0])],
        ),
        Case(
            "a short and a long way",
            [("x", [], []), ("u", ["x"], [2.0]), ("v", ["u"], [3.0]), ("y", ["u", "v"], [1.0, -1.5])],
        ),
        Case(
            "a long and a short way, and one more step",
            [("x", [], []), ("u", ["x"], [2.0]), ("v", ["x", "u"], [0.5, 3.0]), ("w", ["v"], [-2.0]), ("y", ["w"], [0.25])],
        ),
        Case("a node that the end does not depend on", [("x", [], []), ("side", ["x"], [7.0]), ("y", ["x"], [2.0])]),
        Case("a local slope of 0", [("x", [], []), ("u", ["x"], [0.0]), ("y", ["u", "x"], [3.0, 1.5])]),
        Case("whole numbers", [("a", [], []), ("b", [], []), ("c", ["a", "b"], [3, 2]), ("d", ["c", "a"], [1, -1])]),
        Drawn("a random graph", _some_nodes),
        Drawn("another random graph", _some_nodes),
    ],
    laws=[Law("Doubling what comes out at the end doubles every slope", _doubled_at_the_end)],
    mistakes=[
        Mistake(
            "a node's slope is overwritten where several ways meet, instead of added to",
            lambda nodes: _backward(nodes, arrive=lambda old, new: new),
            "Take y = x * x with x = 3: two ways lead back to x, with 3 each. Yours keeps only the last of them. "
            "What does = do, and what +=?",
        ),
        Mistake(
            "the last node's own slope is not set to 1", lambda nodes: _backward(nodes, last=0.0),
            "All your slopes are 0: nothing was there to be handed on. What is d y / d y, where it all begins?",
        ),
        Mistake(
            "the nodes are taken from the first to the last, or the last one alone hands something on",
            lambda nodes: _backward(nodes, order=iter),
            "Only the parents of the last node have got something. At the first node nothing has arrived yet that it could "
            "hand on. Begin at the last node, and let all the others hand on after it, in turn.",
        ),
        Mistake(
            "the local slope is added to the slope instead of multiplied by it",
            lambda nodes: _backward(nodes, hand_on=lambda slope, local: slope + local),
            "Along a way, slopes multiply: look at your chain. They are added up only where several ways meet.",
        ),
        Mistake(
            "the local slope alone is handed on, without the node's own slope",
            lambda nodes: _backward(nodes, hand_on=lambda slope, local: local),
            "Each node hands on: its own slope, which has come from above, times the local slope. The first factor is missing.",
        ),
        Mistake(
            "the node's own slope alone is handed on, without the local slope",
            lambda nodes: _backward(nodes, hand_on=lambda slope, local: slope),
            "Each node hands on: its own slope times the local slope. The second factor is missing.",
        ),
        Mistake(
            "the slopes that meet are multiplied instead of added", lambda nodes: _backward(nodes, first=1.0, arrive=lambda a, b: a * b),
            "Along a way slopes multiply, but two ways are two effects, one on top of the other. y = x + x has slope 2.",
        ),
        Mistake(
            "every slope begins at 1", lambda nodes: _backward(nodes, first=1.0),
            "Only the last node begins at 1. With all others, nothing has arrived yet: what do they begin at?",
        ),
        Mistake(
            "the local slopes are paired with the wrong parents: last with first",
            lambda nodes: _backward(nodes, pairs=lambda parents, slopes: zip(parents, slopes[::-1], strict=True)),
            "local_slopes[i] belongs to parents[i]. zip(parents, local_slopes) goes through both side by side.",
        ),
        Mistake(
            "only the first parent of a node gets something",
            lambda nodes: _backward(nodes, pairs=lambda parents, slopes: zip(parents[:1], slopes[:1], strict=True)),
            "A node may have several parents: go through all of them, with their local slopes.",
        ),
        Mistake(
            "every parent gets the first local slope",
            lambda nodes: _backward(nodes, pairs=lambda parents, slopes: zip(parents, slopes[:1] * len(parents), strict=True)),
            "Each parent has a local slope of its own: local_slopes[i] belongs to parents[i].",
        ),
        Mistake(
            "a parent that stands twice in the list counts only once",
            lambda nodes: _backward(nodes, pairs=lambda parents, slopes: dict(zip(parents, slopes, strict=True)).items()),
            "In y = x * x both parents are x, and both count. A dict or a set keeps only one of them.",
        ),
        Mistake(
            "each node hands on at once whatever arrives, together with what it has handed on before", _pushed,
            "Where ways meet, your node hands on its first share twice. Go through the nodes from last to first: "
            "then all of a node's slope is there before it hands anything on.",
        ),
        Mistake(
            "the slopes are those of every node with respect to the first one: the way forward", _forward_mode,
            "Your first node has slope 1. Asked for is how the last node changes with each of the others, so the last one has 1.",
        ),
        Mistake(
            "the local slope is looked up by the parent's first place in the list, which goes wrong where it stands twice",
            lambda nodes: _backward(
                nodes, pairs=lambda parents, slopes: [(p, slopes[list(parents).index(p)]) for p in parents]
            ),
            "parents.index('x') always finds the first 'x'. Count with zip or enumerate instead.",
        ),
        Mistake(
            "every parent gets the local slopes of all parents",
            lambda nodes: _backward(nodes, pairs=lambda parents, slopes: [(p, s) for p in parents for s in slopes]),
            "You have a loop over parents, and inside it one over all local slopes. They belong together in pairs: zip.",
        ),
        Mistake(
            "the first node gets the slope 1 instead of the last", _seeded_first,
            "nodes[0] is an input. The way back begins at nodes[-1].",
        ),
        Mistake(
            "every node's slope is set to 1 when its turn comes", _all_begin_at_one,
            "Only the last node begins with 1, once, before the loop. The others hand on what has arrived.",
        ),
        Mistake(
            "a minus sign has slipped in where slopes are handed on",
            lambda nodes: _backward(nodes, arrive=lambda old, new: old - new),
            "d(y)/d(x) of y = x + x is 2. Is there a -= in your loop?",
        ),
        Mistake(
            "slopes are divided by the local slope", lambda nodes: _backward(nodes, hand_on=lambda s, v: s / v if v else 0.0),
            "Slopes along a way multiply, in whichever direction one walks.",
        ),
        Mistake(
            "a node takes from its parents, instead of giving to them", _taken,
            "In your loop the slope of the node itself changes. It is complete when its turn comes; its parents' slopes grow.",
        ),
        Mistake(
            "nodes that the end does not depend on are missing",
            lambda nodes: {n: s for n, s in nn.backward_graph(nodes).items() if n in _reached(nodes)},
            "A node without influence has slope 0.0. Begin with a dict that holds every name, with 0.0.",
        ),
        Mistake(
            "only nodes without parents are in the dict",
            lambda nodes: {n: nn.backward_graph(nodes)[n] for n, parents, _ in nodes if not parents},
            "All nodes are asked for, also those in between and the last one.",
        ),
        Mistake(
            "the last node is missing from the dict",
            lambda nodes: {n: s for n, s in nn.backward_graph(nodes).items() if n != nodes[-1][0]},
            "The last node is in the dict too, with the slope with which everything begins.",
        ),
        Mistake(
            "the slopes are returned as a list, without their names", lambda nodes: list(nn.backward_graph(nodes).values()),
            "A dict is asked for, with the name of each node and its slope.",
        ),
        Mistake(
            "the caller's list of nodes is turned round", _without_turning,
            "nodes.reverse() turns the caller's own list. reversed(nodes) goes through it backwards and leaves it alone.",
        ),
    ],
    accepted=[
        _path_by_path,
        _pulled,
        lambda nodes: {k: np.float64(v) for k, v in reversed(nn.backward_graph(nodes).items())},
        lambda nodes: _backward(tuple(nodes)),
    ],
    hints=[
        "Begin with a dict in which every name has slope 0.0, then give the last node its 1.0.",
        "Go through the nodes from the last to the first, `for name, parents, local_slopes in reversed(nodes)`. All that "
        "will ever arrive at a node is there by then.",
        "For each parent and its local slope (zip gives them in pairs): slopes[parent] += slopes[name] * local.",
    ],
    source="Goodfellow et al., Deep Learning (2016), algorithm 6.2",
)

hunt_order = Decision(
    name="hunt_order",
    question="**Bug hunt.** One of the lettered lines of `broken_slopes` is wrong. Which one, and what does it do?",
    points=1,
    choices={
        "A": "the line that gives the last node its slope",
        "B": "the line that says which of the waiting nodes is next",
        "C": "the line that pairs parents and local slopes",
        "D": "the line that hands a slope on",
        "E": "the line that lets a parent wait for its turn",
    },
    right="B",
    reasons={
        "1": "What arrives second at a node overwrites what arrived first.",
        "2": "A node hands its slope on more than once.",
        "3": "A node hands its slope on before all of it has arrived.",
        "4": "A node's slope still holds something from an earlier call.",
    },
    because="3",
    replies={
        "A": "d y / d y is 1, whatever y is: there the way back begins. On the plain chain the result is right.",
        "C": "Each parent meets its own local slope. Print the pairs for y: they are those of the list above.",
        "D": "A slope times a local slope, added to what is there: that is (8.6). Print slopes[node] when this line runs. "
        "Is it complete?",
        "E": "A parent waits once, however many nodes it belongs to, so nobody has two turns. When does its turn come?",
        "1": "There is += in that line. Two shares that arrive at the same node are both in the sum.",
        "2": "`done` sees to that: print node in every turn, and no name comes twice.",
        "4": "The dict is made anew in every call, with 0.0 everywhere. Call it twice and compare.",
    },
    moral="A node may hand on its slope only when all its children have handed on theirs. A topological order, walked "
    "backwards, sees to that. First come, first served does not, and goes unnoticed where all ways are equally long.",
    hints=[
        "Print node and slopes in every turn of the while loop, for the second graph. Then do it by hand and compare.",
        "u is a parent of y and of v. Which of them must have had its turn before u's slope is complete?",
    ],
    source="Goodfellow et al., Deep Learning (2016), section 6.5.4",
    asks_why="What does it do?",
)


def _nodes_of(end):
    """Return the Values that a Value was made from, and itself, in a right order."""
    order = []

    def visit(node):
        if not any(node is other for other in order):
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    return order


def _sweep(end, *, clear=True, last=1.0, order=lambda nodes: nodes[::-1], arrive=lambda old, new: old + new, hand_on=None):
    """Run backward from a Value, with one of its parts replaced."""
    nodes = _nodes_of(end)
    for node in nodes if clear else ():
        node.slope = 0.0
    end.slope = last
    for node in order(nodes):
        for parent, local in zip(node.parents, node.local_slopes, strict=True):
            parent.slope = arrive(parent.slope, hand_on(node.slope, local) if hand_on else node.slope * local)


def _clear(end):
    for node in _nodes_of(end):
        node.slope = 0.0
    end.slope = 1.0


def _push_all(end):
    _clear(end)

    def push(node):
        for parent, local in zip(node.parents, node.local_slopes, strict=True):
            parent.slope += node.slope * local
            push(parent)

    push(end)


def _push_shares(end):
    _clear(end)
    end.slope = 0.0

    def push(node, arrived):
        node.slope += arrived
        for parent, local in zip(node.parents, node.local_slopes, strict=True):
            push(parent, arrived * local)

    push(end, 1.0)


def _level_by_level(nodes):
    order, waiting = [], [nodes[-1]]
    while waiting:
        node = waiting.pop(0)
        if not any(node is other for other in order):
            order.append(node)
            waiting.extend(node.parents)
    return order


def _as_often_as_used(nodes):
    order = []

    def visit(node):
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(nodes[-1])
    return order[::-1]


RULES = {  # what each operation makes of its inputs: the value, and a local slope for each
    "__add__": lambda a, b: (a + b, (1.0, 1.0)),
    "__sub__": lambda a, b: (a - b, (1.0, -1.0)),
    "__mul__": lambda a, b: (a * b, (b, a)),
    "tanh": lambda a: (math.tanh(a), (1 - math.tanh(a) ** 2,)),
    "exp": lambda a: (math.exp(a), (math.exp(a),)),
    "log": lambda a: (math.log(a), (1 / a,)),
    "relu": lambda a: (max(a, 0.0), (float(a > 0),)),
}


def _engine(backward=_sweep, forgetful=0, **rules):
    """Return a class Value that is right but for what is given."""

    class Value:
        def __init__(self, data, parents=(), local_slopes=()):
            self.data, self.parents, self.local_slopes, self.slope = data, parents, local_slopes, 0.0

    def method(rule):
        def operation(*operands):
            data, slopes = rule(*(operand.data for operand in operands))
            return Value(data) if forgetful == len(operands) else Value(data, operands, slopes)

        return operation

    for name, rule in (RULES | rules).items():
        setattr(Value, name, method(rule))
    Value.backward = backward
    return Value


def _sweeping(**parts):
    return _engine(lambda end: _sweep(end, **parts))


def _bare(rule):
    """Return the rule with its one local slope outside a tuple."""

    def bare(a):
        data, (slope,) = rule(a)
        return data, slope

    return bare


class _Closures:
    """An engine of another build: every node keeps a function that hands its slope on."""

    def __init__(self, data, made_from=()):
        self.data, self._made_from, self._hand_on, self.slope = float(data), set(made_from), lambda: None, 0.0

    def _made(self, data, *pairs):
        out = _Closures(data, [value for value, _ in pairs])

        def hand_on():
            for value, local in pairs:
                value.slope += local * out.slope

        out._hand_on = hand_on
        return out

    def __add__(self, other):
        return self._made(self.data + other.data, (self, 1), (other, 1))

    def __mul__(self, other):
        return self._made(self.data * other.data, (self, other.data), (other, self.data))

    def __neg__(self):
        return self._made(-self.data, (self, -1))

    def __sub__(self, other):
        return self + (-other)

    def tanh(self):
        t = np.tanh(self.data)
        return self._made(t, (self, 1 - t * t))

    def exp(self):
        return self._made(np.exp(self.data), (self, np.exp(self.data)))

    def log(self):
        return self._made(np.log(self.data), (self, 1 / self.data))

    def relu(self):
        return self._made(np.maximum(0, self.data), (self, self.data > 0))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for each in node._made_from:
                    visit(each)
                order.append(node)

        visit(self)
        for node in order:
            node.slope = 0
        self.slope = 1
        for node in reversed(order):
            node._hand_on()


METHODS = {  # what is tried alone, and what it needs
    "a": "__init__ and backward",
    "a + b": "__add__", "a - b": "__sub__", "a * b": "__mul__",
    "a.tanh()": "tanh", "a.exp()": "exp", "a.log()": "log", "a.relu()": "relu",
}  # fmt: skip


def _compare_value(expected, got, formula, at):
    """Return what is wrong with the value or with a slope, or None."""
    part = METHODS.get(formula, "")
    value, slopes, again = got if isinstance(got, tuple) and len(got) == 3 else (got, [], [])
    if not close(expected[0], value) if is_number(value) else True:
        right, yours = show_apart(expected[0], value) if is_number(value) else (show(expected[0]), describe(value))
        look = f"Look at the number that {part} puts into its new Value." if part else ""
        return Difference(VALUE, f"the result's data is {yours}; {right} is right.", look)
    for which, right_slopes, found in (("backward()", expected[1], slopes), ("a second backward()", expected[2], again)):
        for name, right, slope in zip(at, right_slopes, found, strict=True):
            if not close(right, slope) if is_number(slope) else True:
                look = f"Look at {part}: which parents, and which local slopes, does it give to its new Value?" if part else ""
                if which != "backward()":
                    look = "Before the walk, set the slope of every node to 0.0, also of those in between."
                right, yours = show_apart(right, slope) if is_number(slope) else (show(right), describe(slope))
                return Difference(VALUE, f"{which} gives {name} the slope {yours}; {right} is right.", look)
    return None


FORMULAS = (
    "(u := a * b + c) * u.tanh()",
    "(a - b * c).tanh() * (b + c).exp()",
    "((v := a * a) + (b * v - c).relu()).exp() - v",
    "(a.exp() + (b * c).exp()).log() * a",
)


def _a_formula(rng):
    return str(rng.choice(FORMULAS)), {name: float(v) for name, v in zip("abc", rng.uniform(-1.5, 1.5, size=3), strict=True)}


def _multiplied_out(f, rng):
    at = {name: float(v) for name, v in zip("abc", rng.normal(size=3), strict=True)}
    return f("(a + b) * c", at), f("a * c + b * c", at)


def _exp_and_log(f, rng):
    a = float(rng.uniform(-1, 1))
    return f("a.exp().log()", {"a": a}), (a, [1.0], [1.0])


Value = Exercise(
    reference=nn.Value,
    points=3,
    cases=[
        Case("a sum", "a + b", {"a": 3.0, "b": -2.0}),
        Case("an input alone", "a", {"a": 3.0}),
        Case("a difference", "a - b", {"a": 3.0, "b": 5.0}),
        Case("a product", "a * b", {"a": 3.0, "b": -2.0}),
        Case("whole numbers", "a * b + a", {"a": 2, "b": 3}),
        Case("tanh", "a.tanh()", {"a": 0.5}),
        Case("exp", "a.exp()", {"a": 2.0}),
        Case("log", "a.log()", {"a": 4.0}),
        Case("relu on its slope", "a.relu()", {"a": 2.5}),
        Case("relu on its flat side", "a.relu()", {"a": -1.5}),
        Case("relu at its corner", "a.relu()", {"a": 0.0}),
        Case("one input used twice", "a + a", {"a": 3.0}),
        Case("a square", "a * a", {"a": 3.0}),
        Case("a neuron", "(w * x + b).tanh()", {"w": 0.5, "x": -2.0, "b": 0.25}),
        Case("a fork that joins again", "(u := a * b) * (u + c) - u", {"a": 1.5, "b": 2.0, "c": -1.0}),
        Case("a short and a long way", "(u := a * b) + u.tanh().exp()", {"a": 0.5, "b": -1.0}),
        Case("a long and a short way", "(u := a + b).log() * u", {"a": 1.0, "b": 2.0}),
        Drawn("a random formula", _a_formula),
        Drawn("another random formula", _a_formula),
    ],
    laws=[
        Law("(a + b) * c has the value and the slopes of a * c + b * c", _multiplied_out),
        Law("log undoes exp, with slope 1", _exp_and_log),
    ],
    mistakes=[
        Mistake(
            "a slope is overwritten where several ways meet, instead of added to", _sweeping(arrive=lambda old, new: new),
            "y = a + a has slope 2, with 1 from each side. What does = do, and what +=?",
        ),
        Mistake(
            "backward does not give the result itself the slope 1", _sweeping(last=0.0),
            "All slopes are 0: nothing was there to be handed on. Set self.slope before the walk begins, and after "
            "everything has been set to 0.",
        ),
        Mistake(
            "the slopes of an earlier backward are still there, and the new ones are added to them", _sweeping(clear=False),
            "Call y.backward() twice and print the slope: it has doubled. Set every node's slope to 0.0 before you begin.",
        ),
        Mistake(
            "the nodes are walked through from the inputs to the result, or the result alone hands something on",
            _sweeping(order=lambda nodes: nodes),
            "Only what the result was made from directly has a slope. The inputs have nothing to hand on yet: walk through the "
            "order backwards, with reversed(...), all the way.",
        ),
        Mistake(
            "each node hands on at once whatever arrives, together with what it has handed on before", _engine(_push_all),
            "A node that is used twice hands on its first share twice. Make the whole order first, then walk it backwards once.",
        ),
        Mistake(
            "the nodes are walked through level by level, each where it is met first", _sweeping(order=_level_by_level),
            "In u + u.tanh(), u is met first beside the tanh, and must wait for it. You need a topological order.",
        ),
        Mistake(
            "a node stands in the order once for every time that it is used", _sweeping(order=_as_often_as_used),
            "Such a node hands its slope on again and again. Visit each node once: remember whom you have seen.",
        ),
        Mistake(
            "the local slope alone is handed on, without the node's own slope",
            _sweeping(hand_on=lambda slope, local: local),
            "node.slope * local is handed on: what has come from above, times the local slope.",
        ),
        Mistake(
            "the local slope is added to the node's slope instead of multiplied by it",
            _sweeping(hand_on=lambda slope, local: slope + local),
            "Along a way, slopes multiply. They are added up only where several ways meet.",
        ),
        Mistake(
            "the slopes that meet are multiplied instead of added", _sweeping(arrive=lambda old, new: old * new),
            "0.0 times anything is 0.0. What arrives from several sides is added up.",
        ),
        Mistake(
            "* gives each side its own value as local slope instead of the other's",
            _engine(__mul__=lambda a, b: (a * b, (a, b))),
            "Raise a in a * b by 0.1: the product rises by 0.1 times b. See your local_gradients.",
        ),
        Mistake(
            "* gives both sides the product as local slope", _engine(__mul__=lambda a, b: (a * b, (a * b, a * b))),
            "Raise a in a * b by 0.1: the product rises by 0.1 times b. See your local_gradients.",
        ),
        Mistake(
            "- has the local slope 1 on both sides", _engine(__sub__=lambda a, b: (a - b, (1.0, 1.0))),
            "Raise b in a - b by 0.1. The difference falls.",
        ),
        Mistake(
            "- takes the left from the right", _engine(__sub__=lambda a, b: (b - a, (-1.0, 1.0))),
            "In a - b Python calls a.__sub__(b): self is on the left, other on the right.",
        ),
        Mistake(
            "- adds", _engine(__sub__=lambda a, b: (a + b, (1.0, 1.0))),
            "__sub__ still does what __add__ does. Two signs have to change: the value's, and one local slope's.",
        ),
        Mistake(
            "+ hands each side the other's value as local slope", _engine(__add__=lambda a, b: (a + b, (b, a))),
            "Raise a in a + b by 0.1: the sum rises by 0.1, whatever b is.",
        ),
        Mistake(
            "the local slope of tanh is 1 - a**2, with the input instead of the output",
            _engine(tanh=lambda a: (math.tanh(a), (1 - a * a,))),
            "1 - t**2 is right with t = tanh(a), the new data. Which number have you squared?",
        ),
        Mistake(
            "the local slope of tanh lacks its square", _engine(tanh=lambda a: (math.tanh(a), (1 - math.tanh(a),))),
            "1 - t**2, with t = tanh(a). Your local_gradients has it.",
        ),
        Mistake(
            "exp has its input as local slope", _engine(exp=lambda a: (math.exp(a), (a,))),
            "e**a is its own slope: the new data is the local slope too.",
        ),
        Mistake(
            "exp has the local slope 1", _engine(exp=lambda a: (math.exp(a), (1.0,))),
            "e**a is its own slope: the new data is the local slope too.",
        ),
        Mistake(
            "log has its value as local slope", _engine(log=lambda a: (math.log(a), (math.log(a),))),
            "The slope of log at a is 1 / a. Your local_gradients has it.",
        ),
        Mistake(
            "log is taken to base 10", _engine(log=lambda a: (math.log10(a), (1 / (a * math.log(10)),))),
            "The natural logarithm is asked for: np.log or math.log.",
        ),
        Mistake(
            "relu has slope 1 at its corner", _engine(relu=lambda a: (max(a, 0.0), (float(a >= 0),))),
            "At 0 this course chooses 0. Is it > or >=?",
        ),
        Mistake(
            "relu lets every slope through, on the negative side too", _engine(relu=lambda a: (max(a, 0.0), (1.0,))),
            "Left of 0 relu is flat: nothing gets through there.",
        ),
        Mistake(
            "relu has its value as local slope", _engine(relu=lambda a: (max(a, 0.0), (max(a, 0.0),))),
            "Right of 0 relu is the line y = a. How steep is that at 2.5?",
        ),
        Mistake(
            "+, - and * do not remember what they were made from", _engine(forgetful=2),
            "Value(data) alone has no parents, so the way back ends there. Hand over (self, other) and the local slopes too.",
        ),
        Mistake(
            "the comma of a tuple of one is missing: (x) is x, (x,) is a tuple",
            _engine(**{name: _bare(rule) for name, rule in RULES.items() if not name.startswith("_")}),
            "Both the parents and the local slopes are tuples, also where there is one: (self,) and (1 / self.data,). "
            "Your local_gradients gives a tuple already.",
        ),
        Mistake(
            "log is taken to base 10, with the slope of the natural one",
            _engine(log=lambda a: (math.log10(a), (1 / a,))),
            "The natural logarithm is asked for: np.log or math.log.",
        ),
        Mistake(
            "relu gives the number without its sign", _engine(relu=lambda a: (abs(a), (float(a > 0),))),
            "relu(-1.5) is 0.0. max(a, 0.0) takes the larger of the two.",
        ),
        Mistake(
            "relu leaves the number as it is", _engine(relu=lambda a: (a, (float(a > 0),))),
            "relu(-1.5) is 0.0: Python's max(a, 0.0) takes the larger of the two. (np.max(a, 0) does something else.)",
        ),
        Mistake(
            "tanh, exp, log and relu do not remember what they were made from", _engine(forgetful=1),
            "Value(data) alone has no parents, so the way back ends there. Hand over (self,) and the local slope too.",
        ),
    ],
    accepted=[
        _engine(),
        _Closures,
        _engine(_push_shares),
    ],
    hints=[
        "Begin with __init__ and __add__. The sum is a new Value with three things: its data, the parents (self, other), "
        "and a local slope for each. Then try a + b in a cell of your own.",
        "Every operation is one line with your local_gradients: return Value(self.data * other.data, (self, other), "
        'local_gradients("mul", self.data, other.data)). With one input the parents are (self,), with a comma.',
        "backward: collect all nodes in an order with an inner visit(node), as in topological_order but over "
        "node.parents. Set every slope to 0.0 and self.slope to 1.0. Then, for node in reversed(order), for each parent and "
        "local slope: parent.slope += node.slope * local.",
    ],
    source="Griewank and Walther, Evaluating Derivatives (2008), section 3.2",
    compare=_compare_value,
    free_form=True,
    through="differentiate",
)

which_direction = Decision(
    name="which_direction",
    question="A formula has 1000 inputs and one output, and you want all 1000 slopes. **Which way do you go through its graph, "
    "and how often?** (Forward: each node tells how it changes with one input. Reverse: each node is told how the output "
    "changes with it.)",
    points=1,
    choices={
        "A": "forward, once: all slopes are collected on the way to the output",
        "B": "forward, 1000 times: after all, no node then has to keep its value",
        "C": "reverse, once: from the output back to all inputs",
        "D": "reverse, 1000 times: one sweep back to each input",
        "E": "either way: both orders multiply the same local slopes",
    },
    right="C",
    reasons={
        "1": "A sweep back needs no values of the way there, so it saves memory.",
        "2": "A sweep forward belongs to one input, a sweep back to one output.",
        "3": "A product does not depend on the order in which one multiplies.",
        "4": "A sweep back rounds less, because it begins with an exact 1.",
    },
    because="2",
    replies={
        "A": "A sweep forward carries one number on each node: how the node changes with one certain input. Which one of the 1000?",
        "B": "That gives all slopes. Count the multiplications, beside those of your backward_graph.",
        "D": "Look at what one call of your backward_graph returns: how many slopes are in the dict?",
        "E": "For one way through the graph that is so. Count, in section 6, how often each edge is used for all slopes together.",
        "1": "It is the other way round: local slopes such as that of mul are made of values, so these must be kept until "
        "the sweep comes back. That is the price of this way.",
        "3": "True, and for one path the cost is the same. But there are many paths, and they share their beginnings or their ends.",
        "4": "Both ways are exact, up to the last digit or two. Speed decides.",
    },
    moral="One output and many inputs: that is every loss of every network. So all of deep learning goes back from the "
    "loss, once. With one input and many outputs it would be the other way round.",
    hints=[
        "What does one call of backward_graph give: one slope, or the slopes of all nodes?",
        "Section 6 counts multiplications for both ways. Which count grows with the number of inputs?",
    ],
    source="Griewank and Walther, Evaluating Derivatives (2008), chapter 3",
)

chapter = Chapter(
    "08_graphs",
    "08 Graphs",
    (chain, local_gradients, topological_order, backward_graph, hunt_order, Value, which_direction),
    tools=("backward", "output_delta"),
)
