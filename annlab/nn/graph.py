"""The chain rule on a computational graph: local slopes, multiplied along a path, added up where paths meet."""

import math

import numpy as np

from annlab.nn.activations import d_tanh

LOCAL_GRADIENTS = {
    "add": lambda a, b: (1.0, 1.0),
    "mul": lambda a, b: (b, a),
    "tanh": lambda a: (float(d_tanh(a)),),
    "exp": lambda a: (math.exp(a),),
    "log": lambda a: (1.0 / a,),
    "relu": lambda a: (1.0 if a > 0 else 0.0,),
}


def chain(local_slopes):
    """Return the slope of a whole chain of functions, from the slopes of its links.

    local_slopes : a list of numbers, one for each link    returns a number

    >>> chain([2.0, -3.0, 0.5])
    -3.0

    Source: Goodfellow et al., Deep Learning (2016), eq. 6.44.
    """
    return float(np.prod(local_slopes))


def local_gradients(op, *inputs):
    """Return the slope of an operation with respect to each of its inputs, at these inputs.

    op : "add", "mul" (two inputs), "tanh", "exp", "log" or "relu" (one input)
    inputs : numbers    returns a tuple of numbers, one for each input

    >>> local_gradients("mul", 3.0, -2.0)
    (-2.0, 3.0)
    >>> local_gradients("exp", 0.0)
    (1.0,)

    Raises KeyError for any other op.
    Source: Goodfellow et al., Deep Learning (2016), section 6.5.2.
    """
    return LOCAL_GRADIENTS[op](*inputs)


def topological_order(parents):
    """Return the nodes in an order in which the parents of each come before it.

    parents : dict, node to the list of its parents; every node is a key
    returns a list with each node once; any such order is right

    >>> topological_order({"z": ["x", "y"], "y": ["x"], "x": []})
    ['x', 'y', 'z']

    Source: Cormen et al., Introduction to Algorithms (2009), section 22.4.
    """
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in parents[node]:
                visit(parent)
            order.append(node)

    for node in parents:
        visit(node)
    return order


def backward_graph(nodes):
    """Return the slope of the last node with respect to every node.

    nodes : a list of (name, parents, local_slopes), parents first
    local_slopes[i] is d node / d parents[i]    returns a dict, name to number

    >>> backward_graph([("x", [], []), ("y", ["x", "x"], [3.0, 4.0])])
    {'x': 7.0, 'y': 1.0}

    Source: Goodfellow et al., Deep Learning (2016), algorithm 6.2.

    From the last node to the first, each hands its slope times the local slope on to every parent; what arrives at a
    node from several sides is added up.
    """
    slopes = dict.fromkeys((name for name, _, _ in nodes), 0.0)
    slopes[nodes[-1][0]] = 1.0
    for name, parents, local_slopes in reversed(nodes):
        for parent, local in zip(parents, local_slopes, strict=True):
            slopes[parent] += slopes[name] * local
    return slopes
