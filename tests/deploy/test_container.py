"""The container files keep SECURITY S-03. No engine runs here, so the files themselves are read: each rule says what
must hold, and each is shown to fail on a file that breaks it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()
SECRET = re.compile(r"(_KEYS?|SECRET|PASSWORD|TOKEN|_URL)$")


def instructions(text: str) -> list[tuple[str, str]]:
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = lines.replace("\\\n", " ")
    return [
        (word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)
    ]


def last_stage(text: str) -> list[tuple[str, str]]:
    found = instructions(text)
    begins = [number for number, (word, _) in enumerate(found) if word == "FROM"]
    return found[begins[-1] :]


def of(found: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for each, rest in found if each == word]


def is_pinned(base: str) -> bool:
    return bool(re.match(r"\S+:\S+@(sha256:[0-9a-f]{64}|\$\{\w+:\?[^}]+\})(\s|$)", base))


DOCKER_RULES: dict[str, Callable[[str], bool]] = {
    "every base is pinned by digest": lambda text: all(map(is_pinned, of(instructions(text), "FROM"))),
    "it is built in more than one stage": lambda text: len(of(instructions(text), "FROM")) > 1,
    "it runs as a number that is not root": lambda text: bool(
        (users := of(last_stage(text), "USER")) and re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
    ),
    "it is asked at /healthz, without a shell": lambda text: any(
        'CMD ["' in rest and "healthcheck.py" in rest for rest in of(last_stage(text), "HEALTHCHECK")
    ),
    "it starts without a shell": lambda text: all(rest.startswith("[") for rest in of(last_stage(text), "CMD")),
    "no shell is left in it": lambda text: any(
        rest.startswith("rm ") and "/usr/bin/sh" in rest and "/usr/bin/bash" in rest
        for rest in of(last_stage(text), "RUN")[-1:]
    ),
    "packages are those of the lock file": lambda text: all(
        "--require-hashes" in rest for rest in of(instructions(text), "RUN") if "pip install" in rest
    ),
    "no secret stays in a layer": lambda text: (
        not any(
            SECRET.search(part.partition("=")[0])
            for word in ("ENV", "ARG")
            for rest in of(instructions(text), word)
            for part in rest.split()
        )
    ),
    "nothing is fetched past the registries": lambda text: not of(instructions(text), "ADD"),
}
BREAKING_DOCKER = {
    "every base is pinned by digest": ("@${PYTHON_DIGEST:?pass-the-build-argument-PYTHON_DIGEST} AS run", " AS run"),
    "it is built in more than one stage": ("FROM python", "COPY python"),
    "it runs as a number that is not root": ("USER 10001:10001", "USER root"),
    "it is asked at /healthz, without a shell": ('CMD ["python", "deploy/healthcheck.py"]', "CMD curl localhost"),
    "it starts without a shell": ('CMD ["granian"', 'CMD granian "'),
    "no shell is left in it": ("/usr/bin/dash /usr/bin/sh", ""),
    "packages are those of the lock file": ("--require-hashes", ""),
    "no secret stays in a layer": ("ENV PATH=", "ENV SECRET_KEY=none PATH="),
    "nothing is fetched past the registries": ("COPY requirements.txt", "ADD https://example.org/x"),
}


@pytest.mark.parametrize("rule", DOCKER_RULES)
def test_s03_the_image(rule: str):
    assert DOCKER_RULES[rule](DOCKERFILE)


@pytest.mark.parametrize("rule", DOCKER_RULES)
def test_s03_the_image_rule_bites(rule: str):
    before, after = BREAKING_DOCKER[rule]
    assert before in DOCKERFILE
    assert not DOCKER_RULES[rule](DOCKERFILE.replace(before, after))


def services(compose: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from compose["services"].values()


def exposed(compose: dict[str, Any]) -> set[str]:
    return {name for name, service in compose["services"].items() if service.get("ports")}


def reachable(compose: dict[str, Any], network: str) -> set[str]:
    return {name for name, service in compose["services"].items() if network in service["networks"]}


def values(compose: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for service in services(compose):
        yield from service.get("environment", {}).items()


def numbered(service: dict[str, Any]) -> bool:
    return bool(re.fullmatch(r"[1-9]\d*:[1-9]\d*", str(service.get("user"))))


def temporary(service: dict[str, Any]) -> bool:
    return any(each.startswith("/tmp:") and "noexec" in each and "nosuid" in each for each in service.get("tmpfs", []))


COMPOSE_RULES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "nobody has a capability": lambda c: all(s.get("cap_drop") == ["ALL"] and "cap_add" not in s for s in services(c)),
    "nobody gains a right": lambda c: all("no-new-privileges:true" in s.get("security_opt", []) for s in services(c)),
    "every root is read-only": lambda c: all(s.get("read_only") is True for s in services(c)),
    "every /tmp is memory": lambda c: all(map(temporary, services(c))),
    "nobody is root": lambda c: all(map(numbered, services(c))),
    "nobody is privileged": lambda c: not any(s.get("privileged") or "docker.sock" in str(s) for s in services(c)),
    "memory and processes are bounded": lambda c: all(s.get("mem_limit") and s.get("pids_limit") for s in services(c)),
    "only nginx is exposed": lambda c: exposed(c) == {"nginx"},
    "nginx reaches the site and no database": lambda c: (
        reachable(c, "front") == {"nginx", "web"} and "nginx" not in reachable(c, "back") | reachable(c, "outside")
    ),
    "databases reach nobody outside": lambda c: all(
        c["services"][name]["networks"] == ["back"] and c["networks"]["back"]["internal"]
        for name in ("postgres", "redis")
    ),
    "secrets are files": lambda c: not any(SECRET.search(name) and name != "BASE_URL" for name, _ in values(c)),
    "no secret has a value here": lambda c: all(set(each) == {"file"} for each in c["secrets"].values()),
    "only migrate may change the schema": lambda c: (
        [name for name, s in c["services"].items() if "database_url_owner" in s.get("secrets", [])] == ["migrate"]
    ),
    "images of others are pinned": lambda c: all(
        re.match(r"\$\{\w+:\?.*@sha256", s["image"]) for s in services(c) if "build" not in s
    ),
}


def changed(compose: dict[str, Any], place: str, **to: Any) -> dict[str, Any]:
    compose["services"][place].update(to)
    return compose


BREAKING_COMPOSE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "nobody has a capability": lambda c: changed(c, "postgres", cap_add=["CHOWN"]),
    "nobody gains a right": lambda c: changed(c, "redis", security_opt=[]),
    "every root is read-only": lambda c: changed(c, "web", read_only=False),
    "every /tmp is memory": lambda c: changed(c, "web", tmpfs=["/tmp"]),
    "nobody is root": lambda c: changed(c, "nginx", user="0:0"),
    "nobody is privileged": lambda c: changed(c, "worker", volumes=["/var/run/docker.sock:/var/run/docker.sock"]),
    "memory and processes are bounded": lambda c: changed(c, "worker", mem_limit=None),
    "only nginx is exposed": lambda c: changed(c, "web", ports=["8000:8000"]),
    "nginx reaches the site and no database": lambda c: changed(c, "nginx", networks=["edge", "front", "back"]),
    "databases reach nobody outside": lambda c: changed(c, "postgres", networks=["back", "outside"]),
    "secrets are files": lambda c: changed(c, "web", environment={"SECRET_KEY": "none"}),
    "no secret has a value here": lambda c: c["secrets"].update(secret_key={"environment": "SECRET_KEY"}) or c,
    "only migrate may change the schema": lambda c: changed(c, "web", secrets=["database_url_owner"]),
    "images of others are pinned": lambda c: changed(c, "redis", image="redis:7"),
}


@pytest.mark.parametrize("rule", COMPOSE_RULES)
def test_s03_the_services(rule: str):
    assert COMPOSE_RULES[rule](yaml.safe_load(COMPOSE))


@pytest.mark.parametrize("rule", COMPOSE_RULES)
def test_s03_the_services_rule_bites(rule: str):
    assert not COMPOSE_RULES[rule](BREAKING_COMPOSE[rule](yaml.safe_load(COMPOSE)))


def test_every_process_of_the_production_guide_is_there():
    compose = yaml.safe_load(COMPOSE)
    assert set(compose["services"]) == {"nginx", "web", "worker", "timers", "migrate", "postgres", "redis"}


def test_s03_only_what_runs_goes_into_the_image():
    """The first line shuts everything out; nothing let in afterwards holds tests, history, papers or keys."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    allowed = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert lines[0] == "*"
    assert all((ROOT / path).exists() for path in allowed)
    assert not allowed & {".", ".git", "tests", "var", "docs", "deploy"}
