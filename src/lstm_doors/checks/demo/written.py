"""Right answers as text, and the slips that make wrong ones of the first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """The answers to one function.

    right: sources in different styles. slips: id of a misconception to
    (before, after), what to exchange in the first of the right sources.
    """

    right: tuple
    slips: dict

    def wrong(self):
        """{id of a misconception: source}; ValueError if a slip is stale."""
        return {id: self.slip(id) for id in self.slips}

    def slip(self, id):
        """The first right source with one slip in it."""
        before, after = self.slips[id]
        if self.right[0].count(before) != 1:
            raise ValueError(
                f"{id}: {before!r} should stand once in the answer, and "
                f"stands there {self.right[0].count(before)} times."
            )
        return self.right[0].replace(before, after)
