"""What a forked process does when it becomes a notebook's own process."""

from doorkeeper import ready_made
from doorkeeper.server import become


def main(channel, runner, folder, order):
    """Serve the cells of one notebook: a student's, or the solution's."""
    if order["role"] == "student":
        ready_made.install(order["given"])
    become(channel, runner, folder, remember=order["role"] == "solution")
