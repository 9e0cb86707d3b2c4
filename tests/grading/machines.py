"""A real Dask cluster on this machine: a scheduler and some workers.

Where we are root each worker has a network of its own (`ip netns`), joined
to the scheduler's by a virtual cable, and sees empty folders where the
courses lie. Elsewhere all of them share this machine's network.
"""

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

WAIT = 90
SERIAL = itertools.count()
ROOT = Path(__file__).resolve().parent.parent.parent
# The settings that the notes on deployment give.
DASK = {
    "DASK_CONFIG": str(ROOT / "deploy" / "dask" / "dask.yaml"),
    "OMP_NUM_THREADS": "1",
}


def apart():
    """Whether workers can have networks of their own here."""
    if os.name != "posix" or os.geteuid() or not shutil.which("ip"):
        return False
    name = f"door{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], stderr=-3).returncode:
        return False
    return not subprocess.run(["ip", "netns", "del", name]).returncode


class Machines:
    """A context: `address` is the scheduler's, `workers` the processes."""

    def __init__(self, folder, hidden=(), tls=None, networks=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.hidden = [str(path) for path in hidden]
        self.networks = apart() if networks is None else networks
        self.protocol = "tls" if tls else "tcp"
        self.environment = DASK | (tls or {})
        self.workers, self.cables = [], []
        self.net = free_net() if self.networks else 0
        self.closing = contextlib.ExitStack()

    def __enter__(self):
        place = self.folder / f"scheduler-{next(SERIAL)}.json"
        place.unlink(missing_ok=True)
        options = ["--port", "0", "--scheduler-file", place]
        options += ["--no-dashboard"]
        if not self.networks:
            options += ["--host", "127.0.0.1"]
        try:
            self.scheduler = self.start("scheduler", options)
            wait_for(lambda: address(place), self.scheduler)
            found = address(place)
            self.port = int(found.rpartition(":")[2])
            self.address = f"{self.protocol}://127.0.0.1:{self.port}"
        except BaseException:
            self.closing.close()
            raise
        return self

    def __exit__(self, *error):
        self.closing.close()

    def start(self, kind, options, before=(), env=None):
        if self.protocol == "tls":
            options = [*options, "--protocol", "tls"]
        log = self.folder / f"{kind}-{next(SERIAL)}.log"
        with log.open("w") as file:
            process = subprocess.Popen(
                [*before, sys.executable, "-m", f"distributed.cli.dask_{kind}"]
                + [str(option) for option in options],
                cwd=self.folder,
                stdout=file,
                stderr=file,
                start_new_session=True,
                env=os.environ | self.environment | (env or {}),
            )
        process.log = log
        self.closing.callback(end, process)
        return process

    def join(self, *options, before=(), env=None):
        """One more worker, under its nanny; returns the nanny's process."""
        host = "127.0.0.1"
        if self.networks:
            host, inside = self.cable()
            before = [*inside, *before]
        number = len(self.workers)
        process = self.start(
            "worker",
            [
                f"{self.protocol}://{self.gateway}:{self.port}",
                *("--nthreads", "1", "--no-dashboard"),
                *("--host", host, "--name", f"w{number}"),
                *("--local-directory", self.folder / f"disk-{number}"),
                *options,
            ],
            before,
            env,
        )
        self.workers.append(process)
        return process

    @property
    def gateway(self):
        return self.near if self.networks else "127.0.0.1"

    def cable(self):
        """A network namespace and a cable to it: its address, a command."""
        number, some = next(SERIAL) + 1, self.net
        name = f"door{os.getpid()}-{number}"
        cable, far_end = f"dr{some}-{number}a", f"dr{some}-{number}b"
        self.near, far = f"10.{some}.{number}.1", f"10.{some}.{number}.2"
        self.cables.append(cable)
        ip("netns", "add", name)
        self.closing.callback(ip, "netns", "del", name)
        ip("link", "add", cable, "type", "veth", "peer", far_end)
        ip("link", "set", far_end, "netns", name)
        ip("addr", "add", f"{self.near}/30", "dev", cable)
        ip("link", "set", cable, "up")
        for words in (
            f"addr add {far}/30 dev {far_end}",
            f"link set {far_end} up",
            "link set lo up",
        ):
            ip("-n", name, *words.split())
        hide = [f"mount -t tmpfs none {path}" for path in self.hidden]
        script = "; ".join(["set -e", *hide, 'exec "$@"'])
        inside = ["ip", "netns", "exec", name, "sh", "-c", script, "sh"]
        return far, inside

    def traffic(self):
        """Bytes (to, from) the workers until now; 0 without own networks."""
        net = Path("/sys/class/net")
        return tuple(
            sum(
                int((net / cable / "statistics" / name).read_text())
                for cable in self.cables
            )
            for name in ("tx_bytes", "rx_bytes")
        )

    def processes(self):
        """{worker's address: its process id}, asked of the cluster."""
        with self.client() as client:
            return client.run(os.getpid)

    @contextlib.contextmanager
    def client(self):
        import dask
        from distributed import Client

        with dask.config.set(settings(self.environment)):
            client = Client(self.address, timeout=WAIT, set_as_default=False)
            try:
                yield client
            finally:
                client.close()

    def ready(self, count):
        """Wait until so many workers are there."""
        with self.client() as client:
            client.wait_for_workers(count, timeout=WAIT)
        return self


def address(place):
    """What a scheduler has written into its file; None until it has."""
    try:
        return json.loads(place.read_text())["address"]
    except (FileNotFoundError, ValueError):
        return None


def free_net():
    """A number for 10.N.0.0 that no other run on this machine uses."""
    used = {entry.partition("-")[0] for entry in os.listdir("/sys/class/net")}
    numbers = [20 + (os.getpid() + i) % 200 for i in range(200)]
    return next(n for n in numbers if f"dr{n}" not in used)


def settings(environment):
    """What the environment variables say, in the words of dask.config."""
    return {
        name[5:].lower().replace("__", ".").replace("_", "-"): value
        for name, value in environment.items()
        if name.startswith("DASK_DISTRIBUTED__")
    }


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


def end(process):
    """End a nanny or scheduler and all that it started."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(true, process=None, seconds=WAIT):
    """Wait for a condition, not for a time."""
    end = time.monotonic() + seconds
    while not true():
        if process is not None and process.poll() is not None:
            raise RuntimeError(process.log.read_text()[-2000:])
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


def certificates(folder):
    """Dask's settings for TLS, with a certificate made for this run."""
    key, cert = Path(folder, "key.pem"), Path(folder, "cert.pem")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=door"
    subprocess.run(
        [*make.split(), "-keyout", key, "-out", cert],
        check=True,
        capture_output=True,
    )
    found = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(cert)}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        found[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = str(cert)
        found[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"] = str(key)
    return found
