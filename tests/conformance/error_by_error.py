#!/usr/bin/env python3
"""Compares our errors with cfn-lint's, one by one; run.sh says how it is called.

Both judge each template of the corpus, of our fixtures and of the examples. An error of one is the
other's too where differences.txt calls the rules the same and both stand at one resource (or at the
template). Every other error must stand in differences.txt, under the reason why the two differ;
one that does not, and one that stands there and is no longer so, is a failure.

What cfn-lint says is kept in cfn_lint_errors.jsonl, by the bytes of the templates; with --judge it is
asked anew, and must say the same. With --keep what it says is written there.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

import hold_against

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FACTS = HERE / "cfn_lint_errors.jsonl"
LEFT_OUT = {".archivolt"}


def read_table(path):
    """Returns the pairs of rules that are the same, and the differences with their reason."""
    same, differences, reason = set(), {}, None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if line.startswith("same "):
            same |= {(words[1], other) for other in words[2:]}
        elif line.startswith("why "):
            reason = line[4:]
        elif line.startswith("  ") and reason and len(words) == 4 and words[0] in ("ours", "theirs"):
            differences[tuple(words)] = reason
        else:
            sys.exit(f"{path.name}:{number}: this is no line of the table: {line}")
    return same, differences


def read_facts():
    """Returns what is kept of cfn-lint's errors, by the hash of a template's bytes."""
    lines = FACTS.read_text().splitlines() if FACTS.exists() else []
    return {one["sha256"]: one["errors"] for one in map(json.loads, lines)}


def hash_of(path):
    """Returns the hash of a template's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def their_errors(path, options):
    """Returns cfn-lint's errors of a template: as they are kept, or judged anew."""
    if options.judge or options.keep:
        return sorted(hold_against.errors_of(path, options))
    return options.facts[hash_of(path)]


def our_errors(path, archivolt):
    """Returns our errors of a template as (code, resource) pairs."""
    done = subprocess.run([archivolt, "check", str(path), "--format", "json"],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1):
        return [(line.rsplit("[", 1)[1].rstrip("]"), "") for line in done.stderr.splitlines()
                if ": error: " in line and line.endswith("]")]
    return [(finding["code"], finding["where"]["resource"] or "")
            for finding in json.loads(done.stdout)["findings"]
            if finding["severity"] == "error" and not finding["suppressed"]]


def compare(work):
    """Returns the template, what only one says, how many both say, and all that cfn-lint says."""
    path, same, options = work
    kept = their_errors(path, options)
    theirs = {tuple(one) for one in kept}
    ours = set(our_errors(path, options.archivolt))
    both = 0
    left_theirs, left_ours = set(theirs), set(ours)
    for rule, resource in sorted(theirs):
        twins = {one for one in ours if one[1] in (resource, "") or not resource
                 if (one[0], rule) in same}
        if twins:
            both += 1
            left_theirs.discard((rule, resource))
            left_ours -= twins
    single = [("theirs", rule, path.name, resource or "-") for rule, resource in sorted(left_theirs)]
    single += [("ours", rule, path.name, resource or "-") for rule, resource in sorted(left_ours)]
    return path, single, both, kept


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archivolt", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--judge", action="store_true", help="ask cfn-lint anew")
    parser.add_argument("--keep", action="store_true", help="write what cfn-lint says as facts")
    parser.add_argument("--list", action="store_true", help="print the differences, and judge none")
    options = parser.parse_args()
    options.tool = "cfn-lint"
    options.full = True
    options.archivolt = str(pathlib.Path(options.archivolt).resolve())
    same, differences = read_table(HERE / "differences.txt")
    paths = [path for path, _ in hold_against.templates(options) if path.suffix not in LEFT_OUT]
    options.facts = read_facts()
    known = paths if options.judge or options.keep else [
        path for path in paths if hash_of(path) in options.facts]
    skipped, paths = len(paths) - len(known), known
    found, both, lines, other = collections.Counter(), 0, [], []
    with concurrent.futures.ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        work = [(path, same, options) for path in paths]
        for path, single, shared, kept in pool.map(compare, work):
            found.update(single)
            both += shared
            lines.append(json.dumps({"template": path.name, "sha256": hash_of(path),
                                     "errors": kept}, separators=(",", ":")))
            if options.judge and options.facts.get(hash_of(path), kept) != kept:
                other.append(path.name)
    if options.keep:
        FACTS.write_text("\n".join(lines) + "\n")
    if options.list:
        print("\n".join("  " + " ".join(one) for one in sorted(found)))
        return
    new = sorted(one for one in found if one not in differences)
    names = {path.name for path in paths}
    old = sorted(one for one in differences if one not in found and one[2] in names)
    for one in new:
        print(f"conformance: {' '.join(one)}: a difference that differences.txt does not explain")
    for one in old:
        print(f"conformance: {' '.join(one)}: differences.txt explains it, and it is no more")
    for name in other:
        print(f"conformance: {name}: cfn-lint says something else than cfn_lint_errors.jsonl")
    print(f"conformance: error by error: held against {len(paths)} templates, skipped {skipped}: "
          f"{both} errors of both, {len(found) - len(new)} differences explained, {len(new)} not")
    sys.exit(1 if new or old or other or not paths else 0)


if __name__ == "__main__":
    main()
