#!/usr/bin/env python3
"""Writes resource_types.txt from the npm package @aws-cdk/aws-service-spec.

    python3 generate.py [PACKAGE] [--output FILE]

PACKAGE is the package's .tgz or its unpacked folder. Without it, `npm pack` fetches the version that
VERSION names. The same package gives the same bytes. README.md describes the format.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "@aws-cdk/aws-service-spec"
VERSION = "0.1.216"
PUBLISHED = "2026-09-29"  # As `npm view PACKAGE time` tells of VERSION.
SCALARS = {
    "string": "s",
    "integer": "i",
    "number": "n",
    "boolean": "b",
    "date-time": "t",
    "json": "j",
    "tag": "g",
    "null": "j",
}
REPLACEMENT = {"yes": "!", "maybe": "?", "no": ""}


def read_package(place):
    """Returns the package's version and its database, from a .tgz or an unpacked folder."""
    if place.is_dir():
        root = place if (place / "package.json").exists() else place / "package"
        manifest = (root / "package.json").read_bytes()
        database = (root / "db.json.gz").read_bytes()
    else:
        with tarfile.open(place) as archive:
            manifest = archive.extractfile("package/package.json").read()
            database = archive.extractfile("package/db.json.gz").read()
    manifest = json.loads(manifest)
    if manifest["name"] != PACKAGE:
        sys.exit(f"{place} is {manifest['name']}, not {PACKAGE}")
    return manifest["version"], json.loads(gzip.decompress(database))["schema"]


def fetch_package():
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"],
            cwd=folder, check=True, capture_output=True, text=True)
        return read_package(pathlib.Path(folder) / packed.stdout.strip().splitlines()[-1])


def plain(text):
    """Returns the text, which must fit into a field of the file."""
    if any(c in text for c in "\t\n\r"):
        sys.exit(f"a field can't hold {text!r}")
    return text


class Writer:
    def __init__(self, database):
        self.nested = {t["$id"]: t for t in database["typeDefinition"]["entities"]}
        self.resources = {r["cloudFormationType"]: r for r in database["resource"]["entities"]}
        self.lines = []

    def type_text(self, kind):
        name = kind["type"]
        if name == "ref":
            return "<" + self.nested[kind["reference"]["$ref"]]["name"] + ">"
        if name == "array":
            return "[" + self.type_text(kind["element"])
        if name == "map":
            return "{" + self.type_text(kind["element"])
        if name == "union":
            return "(" + "|".join(self.type_text(t) for t in kind["types"]) + ")"
        values = [str(v) for v in kind.get("allowedValues", [])]
        if any(c in v for v in values for c in ",|)\t\n"):
            sys.exit(f"an enumeration can't hold {values}")
        return SCALARS[name] + ("{" + ",".join(sorted(set(values))) + "}" if values else "")

    def target_text(self, reference):
        """Returns `Type` when Ref gives the referenced property, `Type.Name` when GetAtt does."""
        name = reference["propertyName"]
        target = self.resources.get(reference["cloudFormationType"])
        if target is None:
            return None
        if ref_returns(target) == [name]:
            return target["cloudFormationType"]
        if name in target["attributes"]:
            return target["cloudFormationType"] + "." + name
        return None

    def write_properties(self, properties):
        for name in sorted(properties):
            facts = properties[name]
            fields = [plain(name), self.type_text(facts["type"])]
            flags = "*" if facts.get("required") else ""
            flags += REPLACEMENT[facts.get("causesReplacement", "no")]
            flags += "-" if facts.get("deprecated", "NONE") != "NONE" else ""
            if flags:
                fields.append(flags)
            if facts.get("defaultValue"):
                fields.append("=" + plain(facts["defaultValue"]))
            targets = [self.target_text(r) for r in facts.get("relationshipRefs", [])]
            fields += [">" + t for t in sorted({t for t in targets if t})]
            self.lines.append("\t".join(fields))

    def reachable(self, resource):
        """Returns the nested types that a resource uses, sorted by name."""
        found = {}
        todo = list(resource["properties"].values()) + list(resource["attributes"].values())
        while todo:
            for key in self.nested_of(todo.pop()["type"]):
                if key not in found:
                    found[key] = self.nested[key]
                    todo += self.nested[key]["properties"].values()
        return sorted(found.values(), key=lambda t: t["name"])

    def nested_of(self, kind):
        if kind["type"] == "ref":
            return [kind["reference"]["$ref"]]
        inner = kind.get("types", []) + ([kind["element"]] if "element" in kind else [])
        return [key for t in inner for key in self.nested_of(t)]

    def write_resource(self, resource):
        head = [resource["cloudFormationType"], "=" + "|".join(ref_returns(resource))]
        if resource.get("tagInformation"):
            head.append("#" + resource["tagInformation"]["tagPropertyName"])
        if resource.get("arnTemplate"):
            head.append("@" + plain(resource["arnTemplate"]))
        if resource.get("cloudFormationTransform"):
            head.append("^" + resource["cloudFormationTransform"])
        if resource.get("isStateful"):
            head.append("!")
        self.lines += ["", "\t".join(head)]
        for name in sorted(resource["attributes"]):
            kind = resource["attributes"][name]["type"]
            self.lines.append(f"@{plain(name)}\t{self.type_text(kind)}")
        self.write_properties(resource["properties"])
        for nested in self.reachable(resource):
            self.lines.append("<" + nested["name"])
            self.write_properties(nested["properties"])


def ref_returns(resource):
    return resource.get("cfnRefIdentifier") or resource.get("primaryIdentifier") or []


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", nargs="?", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name("resource_types.txt"))
    options = parser.parse_args()
    version, database = read_package(options.package) if options.package else fetch_package()
    writer = Writer(database)
    writer.lines.append(f"archivolt-resource-types 1\t{PACKAGE} {version}\t{PUBLISHED}")
    for name in sorted(writer.resources):
        writer.write_resource(writer.resources[name])
    text = "\n".join(writer.lines) + "\n"
    options.output.write_bytes(text.encode())
    print(f"{options.output}: {len(writer.resources)} types, {len(text)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
