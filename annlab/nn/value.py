"""A small engine of automatic differentiation: numbers that remember how they were made.

Arithmetic on Values builds the computational graph as it goes; backward walks it once, from the end to the inputs.
It knows single numbers only, no arrays.
"""

import math

from annlab.nn.graph import local_gradients, topological_order


class Value:
    """A number that remembers which Values it was made from, so that it can tell its slopes.

    data : the number    parents : the Values it was made from    local_slopes : d self / d parent, one a parent
    slope : filled in by backward

    >>> a, b = Value(3.0), Value(-2.0)
    >>> y = a * b + a
    >>> y.backward()
    >>> y.data, a.slope, b.slope
    (-3.0, -1.0, 3.0)

    Source: Griewank and Walther, Evaluating Derivatives (2008), section 3.2; after Karpathy's micrograd (2020).
    """

    def __init__(self, data, parents=(), local_slopes=()):
        """Keep data, parents and local_slopes under these names, and a slope of 0.0."""
        self.data, self.parents, self.local_slopes = data, parents, local_slopes
        self.slope = 0.0

    def __add__(self, other):
        """Return self + other, another Value, as a new Value."""
        return Value(self.data + other.data, (self, other), local_gradients("add", self.data, other.data))

    def __sub__(self, other):
        """Return self - other, another Value, as a new Value."""
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        """Return self * other, another Value, as a new Value."""
        return Value(self.data * other.data, (self, other), local_gradients("mul", self.data, other.data))

    def tanh(self):
        """Return tanh(self) as a new Value."""
        return Value(math.tanh(self.data), (self,), local_gradients("tanh", self.data))

    def exp(self):
        """Return e to the power of self as a new Value."""
        return Value(math.exp(self.data), (self,), local_gradients("exp", self.data))

    def log(self):
        """Return the natural logarithm of self as a new Value."""
        return Value(math.log(self.data), (self,), local_gradients("log", self.data))

    def relu(self):
        """Return self where it is above 0, else 0.0, as a new Value."""
        return Value(max(self.data, 0.0), (self,), local_gradients("relu", self.data))

    def backward(self):
        """Write d self / d node into the slope of every node that self was made from, and 1.0 into its own.

        A second call gives the same slopes: what an earlier one has left behind does not count.
        """
        parents, waiting = {}, [self]
        while waiting:
            node = waiting.pop()
            if node not in parents:
                parents[node] = node.parents
                waiting.extend(node.parents)
        order = topological_order(parents)
        for node in order:
            node.slope = 0.0
        self.slope = 1.0
        for node in reversed(order):
            for parent, local in zip(node.parents, node.local_slopes, strict=True):
                parent.slope += node.slope * local
