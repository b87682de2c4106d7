"""What a learner sees and grading does not: a figure, a report, a hint."""


class Nothing:
    """Stands for a report, hints or a figure; takes every call and attribute, and is none of them."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __float__(self):
        return 0.0

    def __iter__(self):
        return iter(())

    def __repr__(self):
        return "(not shown in grading)"
