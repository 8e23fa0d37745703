"""`make sbom`: what the site is made of, as CycloneDX 1.6 JSON on standard output (SECURITY S-01).

Everything it says stands in requirements.txt already, so it takes no package and no network: name, version, hashes of
the files that may be installed, and who needs whom. The same lock file gives the same bytes."""

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$"
)
HASH = re.compile(r"\s+--hash=sha256:(?P<hash>[0-9a-f]{64})\s*\\?$")
VIA = re.compile(r"\s+#\s+(?:via)?\s*(?P<by>.*)$")


@dataclass
class Package:
    name: str
    version: str
    # Where it is needed only sometimes, for instance `sys_platform == 'win32'`.
    marker: str = ""
    hashes: list[str] = field(default_factory=list)
    needed_by: list[str] = field(default_factory=list)

    @property
    def purl(self) -> str:
        """https://github.com/package-url/purl-spec: a name of PyPI is lower case with dashes."""
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def packages(lock: str) -> Iterator[Package]:
    """Raises on a line it does not understand: an incomplete list is worse than none."""
    package = None
    for number, line in enumerate(lock.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if pinned := PINNED.match(line):
            if package:
                yield package
            package = Package(pinned["name"], pinned["version"], pinned["marker"] or "")
        elif package and (found := HASH.match(line)):
            package.hashes.append(found["hash"])
        elif package and (found := VIA.match(line)):
            package.needed_by += [found["by"]] if found["by"] else []
        else:
            raise ValueError(f"requirements.txt, line {number}: neither a pinned package, a hash nor a reason")
    if package:
        yield package


def component(package: Package) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        # One package is several files, one per platform; the hashes are those of the files.
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{package.name}/{package.version}/#files",
                "hashes": [{"alg": "SHA-256", "content": each} for each in package.hashes],
            }
        ],
    }
    if package.marker:
        described["properties"] = [{"name": "python:marker", "value": package.marker}]
    return described


def depends_on(name: str, found: list[Package]) -> list[str]:
    return sorted(package.purl for package in found if name in package.needed_by)


def sbom(lock: str, *, name: str, version: str) -> dict[str, Any]:
    found = list(packages(lock))
    site = f"pkg:generic/{name}@{version}"
    parts = [{"ref": site, "dependsOn": depends_on("-r requirements.in", found)}]
    parts += [{"ref": each.purl, "dependsOn": depends_on(each.name, found)} for each in found]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, site + lock).urn,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": site,
                "name": name,
                "version": version,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            }
        },
        "components": [component(package) for package in found],
        "dependencies": parts,
    }


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements.txt").read_text()
    json.dump(sbom(lock, name=project["name"], version=project["version"]), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
