"""The mathematics of the course, one noun a file, in the order of the lessons.

Every function here is one that a learner writes; this is the version the others are held against.
numpy only: nothing here knows about notebooks, figures or marks. The conventions (examples are rows, a layer's
W is (n_out, n_in), float64, no argument is ever changed) are those of chapter 00.
"""

from annlab.nn.activations import (
    ACTIVATIONS,
    SLOPES,
    d_identity,
    d_relu,
    d_sigmoid,
    d_softplus,
    d_step,
    d_tanh,
    identity,
    relu,
    sigmoid,
    softmax,
    softmax_jacobian,
    softplus,
    step,
    tanh,
)
from annlab.nn.arrays import column_mean, residual, rows_dot, scaled
from annlab.nn.backprop import activation_backward, backward, dense_backward, gradient_check, output_delta, train_step
from annlab.nn.descent import (
    gradient_descent,
    gradient_step,
    linear_regression_gd,
    logistic_gradient,
    numerical_gradient,
    relative_error,
)
from annlab.nn.graph import backward_graph, chain, local_gradients, topological_order
from annlab.nn.layers import count_parameters, dense, multi_output, one_hot, predict_class
from annlab.nn.losses import (
    LOSSES,
    accuracy,
    binary_cross_entropy,
    cross_entropy,
    d_binary_cross_entropy,
    d_mse,
    mse,
    softmax_cross_entropy,
)
from annlab.nn.network import collapse_linear, forward, init_network, predict, xor_network
from annlab.nn.neuron import add_bias_input, fit_line, fold_bias, line, neuron, neuron_batch, weighted_sum
from annlab.nn.perceptron import gate_weights, perceptron, perceptron_fit, perceptron_update, xor
from annlab.nn.value import Value

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "SLOPES",
    "Value",
    "accuracy",
    "activation_backward",
    "add_bias_input",
    "backward",
    "backward_graph",
    "binary_cross_entropy",
    "chain",
    "collapse_linear",
    "column_mean",
    "count_parameters",
    "cross_entropy",
    "d_binary_cross_entropy",
    "d_identity",
    "d_mse",
    "d_relu",
    "d_sigmoid",
    "d_softplus",
    "d_step",
    "d_tanh",
    "dense",
    "dense_backward",
    "fit_line",
    "fold_bias",
    "forward",
    "gate_weights",
    "gradient_check",
    "gradient_descent",
    "gradient_step",
    "identity",
    "init_network",
    "line",
    "linear_regression_gd",
    "local_gradients",
    "logistic_gradient",
    "mse",
    "multi_output",
    "neuron",
    "neuron_batch",
    "numerical_gradient",
    "one_hot",
    "output_delta",
    "perceptron",
    "perceptron_fit",
    "perceptron_update",
    "predict",
    "predict_class",
    "relative_error",
    "relu",
    "residual",
    "rows_dot",
    "scaled",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "softmax_jacobian",
    "softplus",
    "step",
    "tanh",
    "topological_order",
    "train_step",
    "weighted_sum",
    "xor",
    "xor_network",
]
