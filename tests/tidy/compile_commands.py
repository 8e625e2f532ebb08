#!/usr/bin/env python3
"""Prints a build's compile commands as clang-tidy needs them: one for each file of the program.

compile_commands.py COMMANDS.json. Where several files are compiled at once, each gets the command of
its group. Headers that GCC precompiled, which Clang can't read, and options that it does not know
are left out.
"""
import json
import re
import sys

FOR_GCC_ALONE = re.compile(r" -Winvalid-pch -include \S*cmake_pch\.hxx| -fpch-preprocess|"
                           r" -Wno-subobject-linkage")
INCLUDED = re.compile(r'^#include "(.*)"$', re.MULTILINE)


def main(commands):
    with open(commands, encoding="utf-8") as file:
        entries = json.load(file)
    told = []
    for entry in entries:
        command = FOR_GCC_ALONE.sub("", entry["command"])
        group = entry["file"]
        files = [group]
        if re.search(r"/Unity/unity_\d+_cxx\.cxx$", group):
            try:
                with open(group, encoding="utf-8") as text:
                    files = INCLUDED.findall(text.read())
            except OSError as error:
                sys.exit(f"compile_commands.py: {error}; run cmake again")
        told += [{**entry, "file": each, "command": command.replace(group, each)} for each in files]
    json.dump(told, sys.stdout, indent=1)


main(sys.argv[1])
