"""The mathematics of the course, one noun a file, in the order of the lessons.

Every function here is one that a learner writes; this is the version the others are held against.
numpy only: nothing here knows about notebooks, figures or marks. The conventions (examples are rows, a layer's
W is (n_out, n_in), float64, no argument is ever changed) are those of chapter 00.
"""

from annlab.nn.activations import identity, sigmoid, step
from annlab.nn.arrays import column_mean, residual, rows_dot, scaled
from annlab.nn.neuron import (
    add_bias_input,
    fit_line,
    fold_bias,
    line,
    neuron,
    neuron_batch,
    weighted_sum,
)
from annlab.nn.perceptron import gate_weights, perceptron, perceptron_fit, perceptron_update, xor

__all__ = [
    "add_bias_input",
    "column_mean",
    "fit_line",
    "fold_bias",
    "gate_weights",
    "identity",
    "line",
    "neuron",
    "neuron_batch",
    "perceptron",
    "perceptron_fit",
    "perceptron_update",
    "residual",
    "rows_dot",
    "scaled",
    "sigmoid",
    "step",
    "weighted_sum",
    "xor",
]
