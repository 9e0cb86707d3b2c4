"""What a gradebook on a server needs: a turn to write, and plain words."""

import contextlib
import sys
import time

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from doorkeeper.errors import DoorkeeperError

# Any number will do, as long as every doorkeeper takes the same one.
TURN = 0x646F6F72


def take_turn(url):
    """Wait until no other doorkeeper writes to the same server's gradebook.

    The lock of a course's folder is of no use to somebody who grades a copy
    of it on another machine. PostgreSQL keeps this one for as long as the
    connection lasts: whoever is killed lets go of it.

    Returns the connection, or None where the gradebook is a file.
    """
    if make_url(url).get_backend_name() != "postgresql":
        return None
    engine = create_engine(
        url, poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    connection = engine.connect()
    try:
        _wait(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _wait(connection):
    """Ask again and again: a driver that waits would not hear Ctrl-C."""
    ask, told = text("select pg_try_advisory_lock(:n)"), False
    while not connection.execute(ask, {"n": TURN}).scalar():
        if not told:
            print(
                "Another doorkeeper is writing to this gradebook; waiting "
                "until it is done.",
                file=sys.stderr,
                flush=True,
            )
        told = True
        time.sleep(0.25)


@contextlib.contextmanager
def plainly(url):
    """Say in one sentence, without a password, what a gradebook lacks."""
    if not event.contains(Engine, "handle_error", _tell):
        event.listen(Engine, "handle_error", _tell)
    try:
        yield
    except ModuleNotFoundError as error:
        raise DoorkeeperError(
            f"The gradebook {_shown(url)} needs a driver for its server "
            f"({error}). For PostgreSQL: pip install 'psycopg[binary]'"
        ) from error
    except ArgumentError as error:
        raise DoorkeeperError(
            "c.CourseDirectory.db_url is no address of a gradebook "
            f"({reason(error)}). Set it right and grade again."
        ) from error


def _tell(context):
    """What every connection of this process does with an error."""
    error = context.sqlalchemy_exception
    if not isinstance(error, OperationalError | ProgrammingError):
        return
    url = context.dialect.name if not context.engine else context.engine.url
    old = isinstance(error, ProgrammingError) or "no such" in str(error)
    hint = "Nothing is lost: set that right and grade again."
    if old:
        hint = (
            "If nbgrader is newer than it, back it up and run "
            "`nbgrader db upgrade`."
        )
    raise DoorkeeperError(
        f"The gradebook {_shown(url)} cannot be used ({reason(error)}). {hint}"
    ) from error


def _shown(url):
    """The address without its password."""
    with contextlib.suppress(ArgumentError):
        return make_url(url).render_as_string(hide_password=True)
    return "of c.CourseDirectory.db_url"


def reason(error):
    """The first line of what a driver says."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
