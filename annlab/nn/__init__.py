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
from annlab.nn.data import toy_data
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
from annlab.nn.neighbours import knn_predict, learning_curve, pairwise_distances
from annlab.nn.network import collapse_linear, forward, init_network, predict, xor_network
from annlab.nn.neuron import add_bias_input, fit_line, fold_bias, line, neuron, neuron_batch, weighted_sum
from annlab.nn.optimizers import adagrad_step, adam_step, minibatches, momentum_step, rmsprop_step, sgd_step
from annlab.nn.overfitting import (
    apply_scaler,
    d_l2_penalty,
    dropout,
    dropout_backward,
    early_stopping,
    fit_scaler,
    l2_penalty,
    split,
)
from annlab.nn.patients import patient
from annlab.nn.perceptron import gate_weights, perceptron, perceptron_fit, perceptron_update, xor
from annlab.nn.pytorch import compare_gradients, torch_fit
from annlab.nn.training import decision_grid, fit, init_he, init_xavier, init_zeros
from annlab.nn.value import Value

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "SLOPES",
    "Value",
    "accuracy",
    "activation_backward",
    "adagrad_step",
    "adam_step",
    "add_bias_input",
    "apply_scaler",
    "backward",
    "backward_graph",
    "binary_cross_entropy",
    "chain",
    "collapse_linear",
    "column_mean",
    "compare_gradients",
    "count_parameters",
    "cross_entropy",
    "d_binary_cross_entropy",
    "d_identity",
    "d_l2_penalty",
    "d_mse",
    "d_relu",
    "d_sigmoid",
    "d_softplus",
    "d_step",
    "d_tanh",
    "decision_grid",
    "dense",
    "dense_backward",
    "dropout",
    "dropout_backward",
    "early_stopping",
    "fit",
    "fit_line",
    "fit_scaler",
    "fold_bias",
    "forward",
    "gate_weights",
    "gradient_check",
    "gradient_descent",
    "gradient_step",
    "identity",
    "init_he",
    "init_network",
    "init_xavier",
    "init_zeros",
    "knn_predict",
    "l2_penalty",
    "learning_curve",
    "line",
    "linear_regression_gd",
    "local_gradients",
    "logistic_gradient",
    "minibatches",
    "momentum_step",
    "mse",
    "multi_output",
    "neuron",
    "neuron_batch",
    "numerical_gradient",
    "one_hot",
    "output_delta",
    "pairwise_distances",
    "patient",
    "perceptron",
    "perceptron_fit",
    "perceptron_update",
    "predict",
    "predict_class",
    "relative_error",
    "relu",
    "residual",
    "rmsprop_step",
    "rows_dot",
    "scaled",
    "sgd_step",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "softmax_jacobian",
    "softplus",
    "split",
    "step",
    "tanh",
    "topological_order",
    "toy_data",
    "torch_fit",
    "train_step",
    "weighted_sum",
    "xor",
    "xor_network",
]
