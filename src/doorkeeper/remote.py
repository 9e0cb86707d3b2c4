"""What runs on a worker of a cluster: the unit of work, in the right place.

A worker has no course folder, no gradebook and no shared disk: all that a
task needs comes with it. What a worker is told is trusted (whoever may talk
to a Dask cluster may run code on it); what it tells is plain data.
"""

import functools
import pickle
import zlib

from doorkeeper import likeness, results, worker
from doorkeeper.errors import DoorkeeperError
from doorkeeper.pruning import Modules


def package(bundle):
    """The bytes of a bundle that travel; notebooks shrink to a fifth."""
    return zlib.compress(pickle.dumps(bundle), 1)


def serve(data, digest, names, fenced):
    """What a worker runs: grade, if this is the right place for it.

    Returns bytes of plain data: {"result": ...}, or why there is none:
    {"refused": the environment}, {"stopped" or "failed": an error}.
    """
    here = likeness.look(names)
    if here["digest"] != digest or (fenced and here["fence"]):
        return results.pack({"refused": here, "worker": _own_address()})
    bundle = pickle.loads(zlib.decompress(data))
    for spec in bundle["specs"].values():
        # Where the ready-made answers lie is this machine's own affair.
        spec["masks"] = _masks(tuple(spec["given"]))
    try:
        return results.pack({"result": worker.grade(bundle)})
    except DoorkeeperError as error:
        return results.pack({"stopped": str(error)})
    except Exception as error:
        told = f"{type(error).__name__}: {error}"[:300]
        return results.pack({"failed": told})


@functools.cache
def _masks(listed):
    return Modules(listed).masks()


def _own_address():
    from distributed import get_worker

    return get_worker().address
