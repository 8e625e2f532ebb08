#!/usr/bin/env python3
"""Puts files that are compiled alike together, so that what they include is analysed once for all.

analysis_groups.py FOLDER <FILES. Reads FOLDER/compile_commands.json and, a line each, the files;
writes FOLDER/groups/N/group.cpp, which includes up to six of them, with its compile command, and
prints a line for each group: N and its files. A file that has to be asked by itself is printed behind
a dash: one without a command, and one with a using declaration, since clang-tidy tells those that
nothing uses in the file itself alone. (Of the checks of .clang-tidy, that is the only one besides the
path-sensitive ones.)
"""
import json
import os
import re
import shutil
import sys

MOST = 6
USING = re.compile(r"^\s*using\s+[\w:]+::\w+;", re.MULTILINE)


def is_alone(path):
    with open(path, encoding="utf-8") as text:
        return USING.search(text.read()) is not None


def main(folder):
    with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
        entries = {entry["file"]: entry for entry in json.load(file)}
    alike = {}
    for name in sys.stdin.read().split():
        path = os.path.abspath(name)
        entry = entries.get(path)
        if entry is None or is_alone(path):
            print("-", name)
            continue
        # The object that it is compiled to tells the library, which may have options of its own.
        command = entry["command"].rpartition(" -o ")[0]
        alike.setdefault((os.path.dirname(path), command), []).append((name, path, entry))
    groups = os.path.join(folder, "groups")
    shutil.rmtree(groups, ignore_errors=True)
    number = 0
    for (_, command), files in alike.items():
        for first in range(0, len(files), MOST):
            some = files[first:first + MOST]
            here = os.path.join(groups, str(number))
            os.makedirs(here)
            group = os.path.abspath(os.path.join(here, "group.cpp"))
            with open(group, "w", encoding="utf-8") as text:
                text.writelines(f'#include "{path}"\n' for _, path, _ in some)
            with open(os.path.join(here, "compile_commands.json"), "w", encoding="utf-8") as text:
                json.dump([{"directory": some[0][2]["directory"], "file": group,
                            "command": f"{command} -o group.o -c {group}"}], text)
            print(number, *(name for name, _, _ in some))
            number += 1


main(sys.argv[1])
