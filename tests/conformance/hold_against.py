#!/usr/bin/env python3
"""Holds canonical exports against another program's findings; run.sh says how it is called.

A finding is counted by its rule and resource. Findings are cached by the template's bytes, so that a
second run judges only what changed.
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
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIME_LIMIT_S = 120


def lint_errors(path, _options):
    """Returns cfn-lint's errors of one template as [rule, resource] pairs."""
    from cfnlint.api import lint_file
    found = []
    for match in lint_file(pathlib.Path(path)):
        if match.rule.severity == "error":
            steps = [str(step) for step in (getattr(match, "path", None) or [])]
            resource = steps[1] if len(steps) > 1 and steps[0] == "Resources" else ""
            found.append([match.rule.id, resource])
    return found


def validate_errors(path, options):
    """Returns cloudformation-validate's errors, or None where it gave none in time."""
    command = ["node", str(ROOT / "tests/conformance/validate.mjs"), options.node_modules, path]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    return [[one["rule"], one["resource"]] for one in json.loads(done.stdout)]


def errors_of(path, options):
    """Returns the findings of one file, from the cache where its bytes were judged before."""
    text = pathlib.Path(path).read_bytes()
    key = hashlib.sha256(options.tool.encode() + b"\0" + text).hexdigest()
    cached = pathlib.Path(options.cache) / (key + ".json")
    if cached.exists():
        return json.loads(cached.read_text())
    judge = lint_errors if options.tool == "cfn-lint" else validate_errors
    found = judge(str(path), options)
    cached.parent.mkdir(parents=True, exist_ok=True)
    scratch = cached.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(found))
    scratch.replace(cached)
    return found


def errors_of_export(path, options, *arguments):
    """Exports a template or project and returns the findings of all that is written.

    Raises RuntimeError with the program's words when it can't be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        is_project = path.suffix == ".archivolt"
        written = pathlib.Path(folder) / ("out" if is_project else "out" + path.suffix)
        command = [options.archivolt, "export", str(path), "--output", str(written), *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        found = []
        for template in sorted(written.iterdir()) if is_project else [written]:
            errors = errors_of(template, options)
            if errors is None:
                return None
            # The stacks of a project may name their resources alike.
            found += [[rule, (template.stem + "/" if is_project else "") + resource]
                      for rule, resource in errors]
        return found


def judge_one(arguments):
    """Exports one design canonically and returns (name, verdict, complaints)."""
    path, is_example, options = arguments
    name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    try:
        is_project = path.suffix == ".archivolt"
        before = errors_of_export(path, options) if is_project else errors_of(path, options)
        after = errors_of_export(path, options, "--canonical")
    except RuntimeError as problem:
        return name, "not written", [str(problem)]
    # A duplicate key stops cfn-lint (E0000), a quoted text over several lines the other one (F1101);
    # only the canonical export shows them the rest.
    stopped = before is not None and not is_example and any(
        rule in ("E0000", "F1101") for rule, _ in before)
    if before is None or after is None or stopped:
        return name, "no judgement", []
    count = lambda found: collections.Counter(tuple(one) for one in found)
    more = count(after) - count(before)
    complaints = [f"{rule} {resource} (canonical export only)" for rule, resource in more]
    if is_example:
        complaints += [f"{rule} {resource}" for rule, resource in count(before)]
    return name, "worse" if complaints else "fine", complaints


def templates(options):
    """Returns the templates and projects to judge and whether each is a shipped example."""
    def under(folder):
        endings = {".yaml", ".yml", ".json", ".template"}
        return sorted(p for p in folder.rglob("*") if p.suffix in endings and p.is_file())
    examples = ROOT / "resources/examples"
    shipped = [(path, True) for path in sorted(examples.iterdir())
               if path.suffix in {".yaml", ".archivolt"}]
    corpus = os.environ.get("ARCHIVOLT_CORPUS") or ROOT.parent / "shared" / "corpus"
    others = [(path, False) for path in under(ROOT / "tests/fixtures/templates")]
    # A judgement takes seconds: the whole corpus is for the long runs.
    others += [(path, False) for path in under(pathlib.Path(corpus))[::1 if options.full else 4]]
    if options.tool == "cloudformation-validate" and not options.full:
        return shipped
    return shipped + others


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", choices=["cfn-lint", "cloudformation-validate"])
    parser.add_argument("--archivolt", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--node-modules", default="")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    options.archivolt = str(pathlib.Path(options.archivolt).resolve())
    work = [(path, shipped, options) for path, shipped in templates(options)]
    verdicts = collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for name, verdict, complaints in pool.map(judge_one, work):
            verdicts[verdict] += 1
            for complaint in complaints:
                print(f"conformance: {name}: {options.tool}: {complaint}")
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    print(f"conformance: {options.tool}: {len(work)} templates: {told or 'none'}")
    sys.exit(1 if verdicts["worse"] or verdicts["not written"] or not work else 0)


if __name__ == "__main__":
    main()
