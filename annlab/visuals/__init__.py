"""Figures that one plays with: every one takes the learner's own functions as arguments.

    from annlab.visuals import show_line_and_sigmoid
    show_line_and_sigmoid(line, neuron)

Each figure has a file; nothing is loaded before it is asked for, and matplotlib not before something is
drawn with it. Figures know nothing of exercises, checks or marks.
"""

import importlib

_HOME = {
    "show_broadcasting": "broadcasting",
    "show_neuron_parts": "neuron_parts",
    "show_neuron": "neuron",
    "show_line_and_sigmoid": "line_and_sigmoid",
    "show_perceptron": "perceptron",
    "show_perceptron_steps": "perceptron_steps",
    "show_activation": "activation",
    "show_layer": "layer",
    "show_network": "network",
    "show_loss_surface": "loss_surface",
    "show_descent": "descent",
    "show_graph": "graph",
    "show_backprop": "backprop",
    "show_race": "race",
    "show_film": "film",
    "show_playground": "playground",
    "show_neighbours": "neighbours",
    "show_experiment": "experiment",
    "show_twins": "twins",
    "show_overfit": "overfit",
    "show_digit": "digit",
}

__all__ = list(_HOME)


def __getattr__(name):
    if name in _HOME:
        return getattr(importlib.import_module(f"annlab.visuals.{_HOME[name]}"), name)
    raise AttributeError(f"module 'annlab.visuals' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__():
    return [*globals(), *__all__]
