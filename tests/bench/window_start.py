#!/usr/bin/env python3
"""Measures two builds of the window beside each other: how soon an example shows.

    window_start.py BEFORE AFTER DESIGN [ROUNDS]

Each build is started in turn, in a window under Xvfb with software rendering. What is measured is the time from the
start of the process until the middle of the window shows more than a handful of colours (a drawing), and the
processor time that it took until then. Looking costs some 30 ms, and so far goes the accuracy. Needs Xvfb and
ImageMagick, as the window's tests do.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
AREA = "500x400+300+150"
FEW = 60


def colours(display):
    shot = subprocess.run(["import", "-window", "root", "-crop", AREA, "-format", "%k", "info:"],
                          env=dict(os.environ, DISPLAY=display), capture_output=True, text=True, check=False)
    return int(shot.stdout.strip() or 0)


def start(program, design, display):
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software", HOME=home,
                   XDG_STATE_HOME=home, XDG_RUNTIME_DIR=home)
        began = time.monotonic()
        process = subprocess.Popen([program, design], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while colours(display) <= FEW:
                if time.monotonic() - began > 30:
                    sys.exit(f"{program} shows nothing")
            passed = (time.monotonic() - began) * 1000
            with open(f"/proc/{process.pid}/stat", encoding="utf-8") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            return passed, (int(fields[11]) + int(fields[12])) * TICK_MS
        finally:
            process.kill()
            process.wait()
            while colours(display) > FEW:
                time.sleep(0.05)


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    programs, design = sys.argv[1:3], sys.argv[3]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    display = ":82"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1440x900x24"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    time.sleep(1)
    try:
        results = [[], []]
        for _ in range(rounds):
            for which, program in enumerate(programs):
                results[which].append(start(program, design, display))
        for index, name in enumerate(["until it shows, ms", "processor time until then, ms"]):
            before, after = (statistics.median(each[index] for each in runs) for runs in results)
            print(f"{name}: {before:.0f} -> {after:.0f}, x {after / before:.2f}")
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
