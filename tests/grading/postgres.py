"""A PostgreSQL server of the test's own, on loopback, as nobody special."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, text

SECRET = "open-sesame"
TABLES = {
    "grade": "auto_score, manual_score, extra_credit, needs_manual_grade",
    "comment": "auto_comment, manual_comment",
}


def programs():
    """The folder of the server's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    path = shutil.which("initdb")
    found += [Path(path).resolve()] if path else []
    return found[-1].parent if found else None


def missing():
    """Why the tests cannot run here, or an empty string."""
    if not os.environ.get("DOORKEEPER_POSTGRES"):
        return "a real server and some minutes: set DOORKEEPER_POSTGRES=1"
    if programs() is None:
        return "no PostgreSQL server: apt-get install postgresql"
    if importlib.util.find_spec("psycopg") is None:
        return "no driver: pip install 'psycopg[binary]'"
    return ""


def unprivileged():
    """Whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    group = pwd.getpwnam(name).pw_gid
    return {"user": name, "group": group, "extra_groups": []}


class Server:
    """Started, stopped, killed; `database` gives an empty one's address."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="doorkeeper-pg-"))
        self.who = unprivileged()
        if self.who:
            shutil.chown(self.folder, self.who["user"], self.who["group"])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.count = 0
        password = self.folder / "password"
        password.write_text(SECRET)
        password.chmod(0o644)
        self.run(
            "initdb", "-D", str(self.data), "-U", "door", "-E", "UTF8",
            "-A", "scram-sha-256", f"--pwfile={password}", "--no-sync",
        )  # fmt: skip
        self.start()

    @property
    def data(self):
        return self.folder / "data"

    def command(self, name, *more):
        return [str(programs() / name), *more]

    def run(self, name, *more):
        """One of PostgreSQL's programs, with the password at hand."""
        return subprocess.run(
            self.command(name, *more),
            check=True,
            capture_output=True,
            cwd=self.folder,
            env=os.environ | {"PGPASSWORD": SECRET},
            **self.who,
        )

    def start(self):
        self.process = subprocess.Popen(
            self.command(
                "postgres", "-D", str(self.data), "-p", str(self.port),
                "-c", "listen_addresses=127.0.0.1",
                "-c", f"unix_socket_directories={self.folder}",
            ),
            stdout=subprocess.DEVNULL,
            stderr=open(self.folder / "log", "a"),  # noqa: SIM115
            cwd=self.folder,
            **self.who,
        )  # fmt: skip
        for _ in range(240):
            with contextlib.suppress(subprocess.CalledProcessError):
                self.run("pg_isready", *self.where)
                return
            time.sleep(0.25)
        raise AssertionError((self.folder / "log").read_text())

    @property
    def where(self):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "door"]

    def stop(self, how=signal.SIGINT):
        """SIGINT throws everybody out; SIGQUIT does not even say goodbye."""
        self.process.send_signal(how)
        self.process.wait(60)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder)

    def database(self):
        """The address of a new, empty database."""
        self.count += 1
        self.run("createdb", *self.where, f"book{self.count}")
        place = f"127.0.0.1:{self.port}/book{self.count}"
        return f"postgresql://door:{SECRET}@{place}"


def point(course, url):
    """Make a course keep its gradebook there."""
    with open(course / "nbgrader_config.py", "a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {url!r}\n")


def rows(url):
    """All that nbgrader knows of grades, without its random ids."""
    engine, found = create_engine(url), []
    with engine.connect() as connection:
        for table, columns in TABLES.items():
            found += connection.execute(
                text(
                    f"select s.student_id, a.name, n.name, c.name, {columns} "
                    f"from {table} x "
                    "join base_cell c on c.id = x.cell_id "
                    "join submitted_notebook b on b.id = x.notebook_id "
                    "join submitted_assignment s on s.id = b.assignment_id "
                    "join notebook n on n.id = b.notebook_id "
                    "join assignment a on a.id = s.assignment_id"
                )
            ).fetchall()
    engine.dispose()
    return sorted((tuple(map(_plain, row)) for row in found), key=repr)


def _plain(value):
    """SQLite has neither booleans nor decimals of their own."""
    return float(value) if isinstance(value, bool | int) else value


def counts(url):
    """{table: number of rows}: what a join would not show."""
    from nbgrader.api import Base

    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            name: connection.execute(
                text(f'select count(*) from "{name}"')
            ).scalar()
            for name in sorted([*Base.metadata.tables, "alembic_version"])
        }
    engine.dispose()
    return found
