"""What a chapter is: a name, a title, and the exercises and decisions in it, in the order of the notebook."""

from dataclasses import dataclass

from annlab.checking import Decision, Exercise


@dataclass(frozen=True)
class Chapter:
    """name: folder and notebook, as in "01_neuron".  title: as on the page.  items: in the order of the notebook.

    tools: names of later lessons' functions that the notebook hands to the learner, so that answers may call them.
    """

    name: str
    title: str
    items: tuple[Exercise | Decision, ...]
    tools: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items)


def check_id(name: str) -> str:
    """Return the grade id of the check cell of an exercise."""
    return f"check-{name}"


def check_source(name: str) -> str:
    """Return the source of the check cell of an exercise."""
    return f'check("{name}", {name})'
