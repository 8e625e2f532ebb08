"""Applies the mutants of mutants.txt; run.sh says how it is called."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / "build" / "mutants"
TESTS = ["small_world_test", "agreement_test", "properties_test", "incremental_test", "symbolic_test",
         "reach_facts_test"]
# Small runs: a broken engine fails soon.
SIZES = {
    "ARCHIVOLT_SMALL_STRIDE": "61",
    "ARCHIVOLT_AGREEMENT_NETWORKS": "15",
    "ARCHIVOLT_PROPERTY_NETWORKS": "1",
    "ARCHIVOLT_RANDOM_EDITS": "100",
    "ARCHIVOLT_SYMBOLIC_NETWORKS": "2",
    "ARCHIVOLT_SYMBOLIC_PAIRS": "40",
    "QT_QPA_PLATFORM": "offscreen",
}


class Mutant:
    def __init__(self, title):
        self.name, _, self.what = title.partition(": ")
        self.file, self.old, self.new = None, "", ""

    def applied_to(self, root):
        """Returns the file's text with the mutant in it; the old text must be there once."""
        text = (root / self.file).read_text()
        count = text.count(self.old) if self.old else 0
        if count != 1:
            raise SystemExit(f"mutants.txt: `{self.name}`: its old text is found {count} times in "
                             f"{self.file}; bring it in line with the code")
        return text.replace(self.old, self.new)


def read_mutants():
    mutants = []
    for number, line in enumerate((ROOT / "tests/mutants/mutants.txt").read_text().splitlines(), 1):
        if line.startswith("=== "):
            mutants.append(Mutant(line[4:]))
        elif not mutants or not line.strip():
            continue
        elif line.startswith("in "):
            mutants[-1].file = line[3:]
        elif line.startswith("- "):
            mutants[-1].old += line[2:] + "\n"
        elif line.startswith("+ "):
            mutants[-1].new += line[2:] + "\n"
        else:
            raise SystemExit(f"mutants.txt:{number}: neither ===, in, - nor +")
    return mutants


def run(*command, **kwargs):
    """Runs a command in the copy; returns whether it went well, and what it said."""
    done = subprocess.run(command, cwd=COPY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", **kwargs)
    return done.returncode == 0, done.stdout


def build(tests):
    return run("ninja", "-C", "build/dev", "-j2", *tests)


def make_copy():
    """Copies the tracked files, keeping what did not change so that little is built again."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True,
                           stdout=subprocess.PIPE, text=True).stdout.splitlines()
    for name in files:
        source, copy = ROOT / name, COPY / name
        if not source.is_file():
            continue
        data = source.read_bytes()
        if copy.is_file() and copy.read_bytes() == data:
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
        copy.chmod(source.stat().st_mode)
    os.environ.update({"CCACHE_BASEDIR": str(COPY), "CCACHE_NOHASHDIR": "1"} | SIZES)
    ok, text = run("cmake", "--preset", "dev")
    if not ok:
        raise SystemExit(text)


def passes(test):
    """Says whether a test passes; one that goes on for ten minutes does not."""
    try:
        return run(f"build/dev/tests/{test}", timeout=600)[0]
    except subprocess.TimeoutExpired:
        return False


def try_mutant(mutant, tests):
    """Returns the tests that catch the mutant."""
    broken = mutant.applied_to(COPY)
    whole = (COPY / mutant.file).read_text()
    (COPY / mutant.file).write_text(broken)
    try:
        ok, text = build(tests)
        if not ok:
            raise SystemExit(f"`{mutant.name}` does not build:\n{text[-3000:]}")
        return [test for test in tests if not passes(test)]
    finally:
        (COPY / mutant.file).write_text(whole)


def main(arguments):
    mutants = read_mutants()
    for mutant in mutants:
        mutant.applied_to(ROOT)
    if arguments == ["--check"]:
        print(f"{len(mutants)} mutants fit the code")
        return 0
    chosen = [mutant for mutant in mutants if not arguments or mutant.name in arguments]
    make_copy()
    ok, text = build(TESTS)
    tests = TESTS
    if not ok and "unknown target 'symbolic_test'" in text:
        print("Z3 is not there: symbolic_test is left out")
        tests = [test for test in TESTS if test != "symbolic_test"]
        ok, text = build(tests)
    if not ok:
        raise SystemExit(text[-3000:])
    if not all(passes(test) for test in tests):
        raise SystemExit("the whole engine does not pass the tests")
    missed = []
    for mutant in chosen:
        caught = try_mutant(mutant, tests)
        print(f"{mutant.name}: {', '.join(caught) or 'NOT CAUGHT'}", flush=True)
        if not caught:
            missed.append(mutant.name)
    print(f"{len(chosen)} mutants, {len(chosen) - len(missed)} caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
