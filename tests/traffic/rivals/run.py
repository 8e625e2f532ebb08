#!/usr/bin/env python3
"""Times the simulator (preset bench), its bare loops, SimPy and ns-3 beside one another.

Rounds of all, one after the other, by processor time; prints the median of each ratio beside what
is asked of it, and exits with 1 where one is missed. Needs `pip install simpy` and Debian's
libns3-dev; what is missing is left out, and that is said.
    tests/traffic/rivals/run.py [TRAFFIC_BENCH] [ROUNDS]
"""

import glob
import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, "../../../build/bench/tests/traffic_bench")

# What is asked: name, of what, against what, at least.
ASKED = [
    ("M/M/1 to SimPy's", "mm1", "simpy", 70),
    ("M/M/1 to ns-3's", "mm1", "ns3", 1.7),
    ("the whole miss path to SimPy's M/M/1", "misses", "simpy", 5),
    ("M/M/1 to its bare loop", "mm1", "bare mm1", 0.35),
    ("the whole miss path to its bare loop", "misses", "bare misses", 0.35),
    ("edge hits to their bare loop", "hits", "bare hits", 0.35),
    ("bare M/M/1 to ns-3's", "bare mm1", "ns3", 4),
]


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def built_ns3(folder):
    """Builds the rival of ns-3; None where its library is not there."""
    headers = [path for path in ("/usr/include", *glob.glob("/usr/include/*ns3*"))
               if os.path.exists(os.path.join(path, "ns3/core-module.h"))]
    cores = [path for place in ("/usr/lib", "/usr/lib/*", "/usr/local/lib")
             for path in glob.glob(place + "/libns3*core*.so") if "internet" not in path]
    if not headers or not cores:
        return None
    program = os.path.join(folder, "ns3_mm1")
    output("g++", "-std=c++17", "-O2", "-DNDEBUG", "-I" + headers[0],
           os.path.join(HERE, "ns3_mm1.cpp"), cores[0], "-o", program)
    return program


def one_round(bench, simpy, ns3):
    """Returns requests a second by name."""
    rates = {}
    for line in output(bench, "--once").splitlines():
        word, own, bare = line.split()
        rates[word], rates["bare " + word] = float(own), float(bare)
    rival = re.compile(r": (\d+) customers/s")
    if simpy:
        script = os.path.join(HERE, "simpy_mm1.py")
        rates["simpy"] = float(rival.search(output(sys.executable, script, "200000")).group(1))
    if ns3:
        rates["ns3"] = float(rival.search(output(ns3, "3000000")).group(1))
    return rates


def main():
    bench = sys.argv[1] if len(sys.argv) > 1 else BENCH
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    simpy = subprocess.run([sys.executable, "-c", "import simpy"], stderr=subprocess.DEVNULL,
                           check=False).returncode == 0
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        ns3 = built_ns3(folder)
        taken = [one_round(bench, simpy, ns3) for _ in range(rounds)]
    for name in taken[0]:
        print(f"{name:12} {statistics.median(one[name] for one in taken) / 1e6:8.3f} M/s")
    for name, own, other, least in ASKED:
        if other not in taken[0]:
            print(f"{name}: not measured, {other} is not there")
            continue
        ratios = [one[own] / one[other] for one in taken]
        ratio = statistics.median(ratios)
        holds = ratio >= least
        missed = missed or not holds
        print(f"{name}: {ratio:.3g} ({min(ratios):.3g} to {max(ratios):.3g}), "
              f"asked {least}: {'holds' if holds else 'MISSED'}")
    return 1 if missed else 0


sys.exit(main())
