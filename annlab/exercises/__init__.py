"""The catalogue: every exercise of the course, declared once, in the order of the lessons, one file a chapter."""

import difflib

from annlab.exercises import (
    activations,
    backprop,
    capstone,
    descent,
    graph,
    layers,
    losses,
    neighbours,
    network,
    neuron,
    optimizers,
    order,
    overfitting,
    perceptron,
    pytorch,
    start,
    training,
)
from annlab.exercises.chapter import Chapter, check_id, check_source

CHAPTERS: tuple[Chapter, ...] = (
    start.chapter,
    neuron.chapter,
    perceptron.chapter,
    activations.chapter,
    layers.chapter,
    network.chapter,
    losses.chapter,
    descent.chapter,
    graph.chapter,
    backprop.chapter,
    optimizers.chapter,
    training.chapter,
    overfitting.chapter,
    neighbours.chapter,
    pytorch.chapter,
    capstone.chapter,
)

_BY_NAME = {item.name: item for chapter in CHAPTERS for item in chapter.items}


def find(name: str):
    """Return the exercise or decision of that name, or None."""
    return _BY_NAME.get(name)


def refused(name: str) -> frozenset[str]:
    """Return the names of the course's own functions that an answer to this exercise may not call."""
    tools = next(chapter.tools for chapter in CHAPTERS for item in chapter.items if item.name == name)
    return order.refused(name, list(_BY_NAME)) - frozenset(tools)


def nearest(name: str) -> str:
    """Return a sentence that suggests the closest names there are."""
    close = difflib.get_close_matches(name, _BY_NAME, n=2)
    return f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(_BY_NAME)}."


def find_chapter(text: str) -> Chapter | None:
    """Return the chapter meant by its whole name, its number or its bare name: "01_neuron", "1", "neuron"."""
    for chapter in CHAPTERS:
        number, _, bare = chapter.name.partition("_")
        if text in (chapter.name, number, number.lstrip("0") or "0", bare):
            return chapter
    return None


__all__ = ["CHAPTERS", "Chapter", "check_id", "check_source", "find", "find_chapter", "nearest", "refused"]
