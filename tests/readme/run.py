#!/usr/bin/env python3
"""Runs every command of README.md as it stands there, in its order, in a folder of its own.

    run.py PROGRAM           the commands of the program; those that open the window in an Xvfb
    run.py PROGRAM --build   also ./run.sh, which builds, without a display and with one

A command's status must be 0, or what EXPECTED says of it. What is not run stands in ELSEWHERE, with
the place that does. Prints what failed, and how many commands it ran.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Commands whose status is not 0, and why.
EXPECTED = {
    "archivolt reach shop.yaml --from internet --to OrdersDb --protocol tcp --port 5432": 1,
    "archivolt reach shop.yaml --from Bastion --to OrdersDb --protocol tcp --port 5432 "
    "--format json >answer.json": 1,
    "archivolt diff shop.yaml moved.yaml": 1,
    # The described network lets nobody in there.
    "archivolt reach net --from internet --to i-0123456789abcdef0 --protocol tcp --port 443": 1,
}
# Commands that another test runs.
ELSEWHERE = {
    "./run.sh": "with --build",
    "./test.sh": "runs this test",
    "./test.sh --full": "runs this test",
    "./test.sh --lint": "tests/tidy",
    "cmake --install build/release --prefix /usr/local": "tests/package",
    "cpack --config build/release/CPackConfig.cmake": "tests/package",
}
WINDOW = {"archivolt", "archivolt shop.yaml"}
# Names that README leaves to the reader.
PLACEHOLDERS = {"archivolt COMMAND --help": ["check", "reach", "export", "import", "apply", "diff",
                                             "render", "example", "limits", "completion"]}


def is_complete(text):
    """Whether the shell would not wait for more of it."""
    run = subprocess.run(["bash", "-n", "-c", text], capture_output=True, text=True)
    return run.returncode == 0 and "here-document" not in run.stderr and not text.endswith("\\\n")


def commands_of_block(block):
    found, pending = [], ""
    for line in block.splitlines():
        if not pending and (not line.strip() or line.lstrip().startswith("#")):
            continue
        pending += line + "\n"
        if is_complete(pending):
            found.append(pending.rstrip("\n"))
            pending = ""
    if pending:
        raise SystemExit(f"README has a command without an end: {pending}")
    return found


def without_comment(command):
    return command if "\n" in command else re.sub(r"\s+#\s.*$", "", command).rstrip()


def commands_of_readme():
    """Every command in its order: of blocks, and of code in the text that begins like one."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = []
    for part in re.finditer(r"^```\n(.*?)^```$|`([^`\n]+)`", text, re.M | re.S):
        if part[1] is not None:
            found += commands_of_block(part[1])
        elif re.match(r"(\./|archivolt( |$)|alias |cmake |cpack )", part[2]):
            if part[2] == "archivolt" or part[2] not in found:
                found.append(part[2])
    return [without_comment(each) for each in found]


class Xvfb:
    """A display of its own."""

    def __enter__(self):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-nolisten", "tcp", "-screen", "0", "1280x800x24"],
            pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as said:
            self.display = ":" + said.readline().strip()
        return self.display

    def __exit__(self, *_):
        self.server.kill()
        self.server.wait()


def opens_window(arguments, folder, environment, name):
    """Runs what opens the window, waits for one of that name, and asks it to end."""
    with Xvfb() as display:
        inside = {**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb",
                  "QT_QUICK_BACKEND": "software"}
        program = subprocess.Popen(arguments, cwd=folder, env=inside, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True, start_new_session=True)
        search = ["xdotool", "search", "--onlyvisible", "--name", name]
        window = ""
        for _ in range(150):
            window = subprocess.run(search, env=inside, capture_output=True, text=True).stdout
            if window or program.poll() is not None:
                break
            time.sleep(0.2)
        if not window:
            program.kill()
            return f"no window named {name} came: {program.communicate()[1]}"
        time.sleep(1)
        # There is no window manager to give the keyboard to the window.
        subprocess.run(["xdotool", "windowfocus", "--sync", window.split()[0], "key", "ctrl+q"],
                       env=inside, check=False, timeout=20)
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            return "the window did not close"
        return "" if program.returncode == 0 else f"status {program.returncode}"


class Session:
    """The reader's shell: what one command leaves, the next finds."""

    def __init__(self, folder, environment):
        self.folder, self.state = folder, folder / ".state"
        self.environment = environment

    def run(self, command):
        script = (f"shopt -s expand_aliases\n[ ! -e '{self.state}' ] || . '{self.state}'\n"
                  f"cd \"${{WHERE:-.}}\"\n{command}\nstatus=$?\n"
                  f"{{ alias -p; declare -f; printf 'WHERE=%q\\n' \"$PWD\"; }} >'{self.state}'\n"
                  f"exit $status\n")
        return subprocess.run(["bash", "-c", script], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, timeout=300)


def breaks_to_see_a_finding(session, folder):
    """README: change DataB's block and check again, and it tells line, both subnets, what to do."""
    text = (folder / "shop.yaml").read_text(encoding="utf-8")
    if "10.0.21.0/24" not in text:
        return "shop.yaml has no 10.0.21.0/24"
    (folder / "broken.yaml").write_text(text.replace("10.0.21.0/24", "10.0.20.0/24"), "utf-8")
    said = session.run("archivolt check broken.yaml").stdout
    wanted = r"\d+:\d+ +error +SUB-E3 +DataB \(10.0.20.0/24\) overlaps DataA .*\n.*\n *→ "
    return "" if re.search(wanted, said) else f"the finding does not tell all of it: {said[:600]}"


def main():
    program = Path(sys.argv[1]).resolve()
    failed, ran = [], 0
    for name in ("Xvfb", "xdotool"):
        if shutil.which(name) is None:
            sys.exit(f"{name} is not installed; ./test.sh installs it")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "build/release/bin").mkdir(parents=True)
        (folder / "build/release/bin/archivolt").symlink_to(program)
        tools = folder / ".tools"
        tools.mkdir()
        (tools / "aws").symlink_to(ROOT / "tests/readme/aws")
        environment = {**os.environ, "HOME": made, "PATH": f"{tools}:{os.environ['PATH']}",
                       "ARCHIVOLT_DESCRIBED_NETWORK": str(ROOT / "tests/describe/network/us-east-1")}
        environment.pop("DISPLAY", None)
        for name, example in (("vpc.yaml", "three-tier"), ("app.yaml", "lamp")):
            text = subprocess.run([program, "example", example], capture_output=True, check=True)
            (folder / name).write_bytes(text.stdout)
        session = Session(folder, environment)
        commands = commands_of_readme()
        stale = [each for each in (*EXPECTED, *ELSEWHERE, *WINDOW, *PLACEHOLDERS)
                 if each not in commands]
        failed += [f"README no longer has: {each}" for each in stale]
        for command in commands:
            if command in ELSEWHERE:
                continue
            if command in WINDOW:
                words = command.split()
                problem = opens_window([program, *words[1:]], folder, environment,
                                       "shop" if len(words) > 1 else "Archivolt")
                failed += [f"{command}: {problem}"] if problem else []
                ran += 1
                continue
            for name in PLACEHOLDERS.get(command, [""]):
                ended = session.run(command.replace("COMMAND", name))
                ran += 1
                if ended.returncode != EXPECTED.get(command, 0):
                    failed.append(f"{command}: status {ended.returncode}\n{ended.stdout[-600:]}"
                                  f"{ended.stderr[-600:]}")
            if command.startswith("sh collect.sh") and "not read" in ended.stderr:
                failed.append(f"{command}: {ended.stderr[-600:]}")
            if command == "archivolt check shop.yaml":
                problem = breaks_to_see_a_finding(session, folder)
                failed += [problem] if problem else []
        for file in ("answer.json", "opened.yaml", "moved.yaml", "shop.json", "resolved.json",
                     "shop.svg", "shop.archivolt", "who-reaches-whom.csv", "net.archivolt"):
            if not (folder / file).exists() or (folder / file).stat().st_size == 0:
                failed.append(f"{file} was not written")
    if "--build" in sys.argv[2:]:
        plain = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        ended = subprocess.run(["./run.sh"], cwd=ROOT, env=plain, capture_output=True, text=True)
        if ended.returncode != 0 or not (ROOT / "out/three-tier.svg").exists():
            failed.append(f"./run.sh: status {ended.returncode}\n{ended.stderr[-600:]}")
        problem = opens_window(["./run.sh"], ROOT, plain, "three-tier")
        failed += [f"./run.sh with a display: {problem}"] if problem else []
        ran += 2
    for each in failed:
        print("FAILED:", each)
    print(f"commands of README.md run: {ran}")
    sys.exit(1 if failed else 0)


main()
