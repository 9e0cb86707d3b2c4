"""The errors that doorkeeper raises on purpose."""


class DoorkeeperError(Exception):
    """Something the instructor must set right; the message says how."""


class WireError(Exception):
    """The other side of a channel sent something that is not allowed."""


class Hangup(WireError):
    """The other side of a channel is gone."""


class OutOfTime(BaseException):
    """A cell or a call took longer than it may.

    A ``BaseException``, so that ``except Exception`` does not swallow it.
    """
