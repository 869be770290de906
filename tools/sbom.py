#!/usr/bin/env python3
"""Writes the software bill of materials of the tools to standard output: CycloneDX 1.5, JSON.

Every crate that is compiled into a tool or runs while it is compiled, with version, licence, checksum
and what it depends on; without times and random numbers, so that it is the same in every run.

    tools/sbom.py dcm-scrub dcm-deface ... > sbom.cdx.json
"""

import json
import os
import re
import subprocess
import sys

TARGET = "x86_64-unknown-linux-gnu"


def metadata():
    cargo = os.environ.get("CARGO", "cargo")
    command = [cargo, "metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def checksums(lock):
    found = {}
    with open(lock, encoding="utf-8") as file:
        for package in file.read().split("[[package]]")[1:]:
            fields = dict(re.findall(r'^(\w+) = "([^"]*)"$', package, re.MULTILINE))
            found[fields["name"], fields["version"]] = fields.get("checksum")
    return found


def component(package, checksum):
    is_ours = package["source"] is None
    entry = {
        "type": "application" if is_ours and has_program(package) else "library",
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
    }
    if package["license"]:
        expression = package["license"].replace(" / ", " OR ").replace("/", " OR ")
        entry["licenses"] = [{"expression": expression}]
    if not is_ours:
        entry["purl"] = reference(package)
    if checksum:
        entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package["repository"]:
        entry["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return entry


def has_program(package):
    return any("bin" in target["kind"] for target in package["targets"])


def reference(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def main():
    tools = sys.argv[1:]
    data = metadata()
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}

    def needs(node):
        """What a crate is compiled with, but for its tests."""
        for dependency in node["deps"]:
            if any(kind["kind"] in (None, "build") for kind in dependency["dep_kinds"]):
                yield dependency["pkg"]

    ours = set(data["workspace_members"])
    waiting = [name for name in ours if packages[name]["name"] in tools]
    if len(waiting) != len(tools):
        sys.exit("usage: tools/sbom.py TOOL...")
    reached = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(needs(nodes[name]))

    sums = checksums(os.path.join(data["workspace_root"], "Cargo.lock"))
    order = sorted(reached, key=lambda name: reference(packages[name]))
    listed = [packages[name] for name in order]
    first = packages[next(name for name in order if name in ours)]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "dcm-tools",
                "name": "dcm-tools",
                "version": first["version"],
            }
        },
        "components": [component(p, sums.get((p["name"], p["version"]))) for p in listed],
        "dependencies": [
            {
                "ref": reference(packages[name]),
                "dependsOn": sorted({reference(packages[need]) for need in needs(nodes[name])}),
            }
            for name in order
        ],
    }
    json.dump(bill, sys.stdout, indent=2, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
