"""A call of a student's function, kept to be made once more."""

from dataclasses import dataclass, field

from doorkeeper.values import Decoder, NotPlain


@dataclass
class Call:
    """One call of one function, as it went over the channel."""

    name: str
    args: list
    buffers: list
    answer: dict
    got: list
    seconds: float
    overrides: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)

    @property
    def raised(self):
        return "raised" in self.answer

    def arguments(self):
        """Fresh copies of what was passed: args and kwargs."""

        def resolve(node):
            return self.own[node["own"]]

        decoder = Decoder(self.buffers, resolve)
        return [decoder.value(node) for node in self.args]

    def result(self):
        """A fresh copy of what came back."""
        if "same" in self.answer:
            args, kwargs = self.arguments()
            values = [*args, *kwargs.values()]
            index = self.answer["same"]
            for i, node in self.answer.get("changed", []):
                if i == index:
                    return Decoder(self.got).value(node)
            return values[index]
        return Decoder(self.got, lambda node: NotPlain).value(
            self.answer["value"]
        )
