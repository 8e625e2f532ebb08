"""Reads the names of instance types out of the enumerations in cfn-lint's schemas; README.md describes
the file that is written of them."""

import json

# The enumerations, and the prefix that every name of one has.
ENUMERATIONS = (
    ("aws_ec2_instance/instancetype_enum.json", ""),
    ("aws_rds_dbinstance/dbinstanceclass_enum.json", "db."),
    ("aws_rds_dbcluster/dbclusterinstanceclass_enum.json", "db."),
    ("aws_elasticache_cachecluster/cachenodetype_enum.json", "cache."),
)


def names_in(node, prefix):
    """Returns the texts of all `enum` and `const` below a node that look like a type of instance."""
    if isinstance(node, list):
        return set().union(*(names_in(each, prefix) for each in node))
    if not isinstance(node, dict):
        return set()
    own = node.get("enum", []) + ([node["const"]] if "const" in node else [])
    found = {n for n in own if isinstance(n, str) and n.startswith(prefix)
             and n.count(".") == prefix.count(".") + 1}
    return found.union(*(names_in(each, prefix) for each in node.values()))


def families(folder):
    """Returns the sizes of each family, of the folder `extensions` of the schemas."""
    found = {}
    for path, prefix in ENUMERATIONS:
        for name in names_in(json.loads((folder / path).read_text("utf-8")), prefix):
            family, size = name.rsplit(".", 1)
            found.setdefault(family, set()).add(size)
    return found


def file_of(head, found):
    lines = [head] + [f"{family}\t{' '.join(sorted(found[family]))}" for family in sorted(found)]
    return "\n".join(lines) + "\n"
