"""What can be said of deploy/kubernetes without a cluster."""

import re
import sys
import types
from pathlib import Path

import pytest
import yaml
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "deploy" / "kubernetes"
GRADER = "grader-gates-as-doors"


@pytest.fixture(scope="module")
def values():
    return yaml.safe_load((HERE / "values.yaml").read_text())


@pytest.fixture(scope="module")
def parts():
    text = (HERE / "cluster.yaml").read_text()
    return {
        (part["kind"], part["metadata"]["name"]): part
        for part in yaml.safe_load_all(text)
    }


@pytest.fixture
def settings(values, monkeypatch):
    """The hub's settings after the Python inside the values has run."""
    found = {
        "custom.passwd": values["custom"]["passwd"],
        "custom.instructors": values["custom"]["instructors"],
    }
    z2jh = types.SimpleNamespace(get_config=lambda key: found[key])
    monkeypatch.setitem(sys.modules, "z2jh", z2jh)
    space = {"c": Config()}
    exec(values["hub"]["extraConfig"]["people"], space)
    return space["c"]


class Spawner:
    """What the hook sees of a server about to start."""

    def __init__(self, name):
        self.user = types.SimpleNamespace(name=name)
        self.environment, self.extra_labels = {}, {}
        self.volumes = [{"name": "exchange"}]
        self.volume_mounts = [{"name": "exchange"}]
        self.notebook_dir = ""


def test_everybody_has_a_number_of_their_own(settings, values):
    names = settings.Authenticator.allowed_users
    assert set(values["custom"]["instructors"]) <= names
    assert GRADER not in names
    numbers = [settings.KubeSpawner.uid(Spawner(n)) for n in [*names, GRADER]]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) >= 2000


def test_the_course_is_shown_to_its_own_server_alone(settings):
    student, grader = Spawner("ada"), Spawner(GRADER)
    for one in (student, grader):
        settings.KubeSpawner.pre_spawn_hook(one)
    assert student.volumes == [{"name": "exchange"}]
    assert student.environment == student.extra_labels == {}
    assert grader.volumes[-1]["persistentVolumeClaim"]["claimName"] == "course"
    assert grader.volume_mounts[-1]["mountPath"] == "/srv/gates-as-doors"
    assert "roles/grader" in grader.environment["JUPYTER_CONFIG_PATH"]


def test_only_instructors_may_enter_the_courses_server(settings):
    (group,) = settings.JupyterHub.load_groups.items()
    name, members = group
    assert members == {"users": ["prof"]}
    granted = [r for r in settings.JupyterHub.load_roles if r.get("groups")]
    assert [r["groups"] for r in granted] == [[name]]
    assert f"access:servers!user={GRADER}" in granted[0]["scopes"]


def test_claims_and_secrets_have_one_name_everywhere(values, parts):
    claims = {n for kind, n in parts if kind == "PersistentVolumeClaim"}
    storage = values["singleuser"]["storage"]
    text = values["hub"]["extraConfig"]["people"]
    used = {
        v["persistentVolumeClaim"]["claimName"]
        for v in storage["extraVolumes"]
    } | set(re.findall(r'"claimName": "(\w+)"', text))
    assert used == claims
    config = ROOT / "deploy/jupyterhub/roles/everyone/nbgrader_config.py"
    (mount,) = storage["extraVolumeMounts"]
    assert f'"{mount["mountPath"]}"' in config.read_text()
    assert '"secretKeyRef": {"name": "gradebook", "key": "url"}' in text


def test_nobody_but_the_grader_reaches_the_databases_and_the_workers(parts):
    for name in ("postgres", "dask"):
        spec = parts["NetworkPolicy", name]["spec"]
        assert spec["policyTypes"] == ["Ingress"]
        assert "grader" in str(spec["ingress"])
        assert "singleuser" not in str(spec["ingress"])
    for (kind, _), part in parts.items():
        if kind in ("Deployment", "StatefulSet"):
            selector = part["spec"]["selector"]["matchLabels"]
            labels = part["spec"]["template"]["metadata"]["labels"]
            assert selector == labels


def test_the_image_holds_what_the_course_needs():
    text = (HERE / "Dockerfile").read_text()
    for line in re.findall(r"^COPY (.+)$", text, re.M):
        *sources, _ = line.split()
        for source in sources:
            assert (ROOT / source).exists(), source
    assert re.search(r"^USER 1000$", text, re.M)
    pins = dict(re.findall(r"^([a-z]+)==(\S+)", constraints(), re.M))
    for name, version in re.findall(r"(\w+)==([\d.]+)", text):
        assert pins.get(name, version) == version, name


def constraints():
    return (ROOT / "constraints.txt").read_text()
