#!/usr/bin/env bash
# desmod 0.6.1 (PyPI, https://pypi.org/project/desmod/0.6.1/), `Pool.get`, beside simpy 4.1.2
# (PyPI, https://pypi.org/project/simpy/4.1.2/), `Container.get`.
#
# One process waits for 8, others for 1 each, and 1 is put at each step. From the pool all the small ones are served
# while the large one waits, and it is served last; from SimPy's container it comes first, and the small ones wait.
#
# Why a good guess is wrong: a Pool is described as similar to the Container, whose queue is first come first served, and
# desmod's PriorityPool serves equal priorities in strict order. The Pool gives to whoever asks for what is there, so
# a large demand under steady small ones is never met; two models that differ in one name have other waiting times.
#
# Seen (2026-11-29): Pool: small 1, small 2, small 3, large 11; PriorityPool: large 8, small 9, small 10, small 11;
# Container: as PriorityPool
#
# Consequence here: what is held against a simulation library names the order in which that library serves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check desmod==0.6.1 simpy==4.1.2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import simpy
from desmod.pool import Pool, PriorityPool

def served(make):
    world, order = simpy.Environment(), []
    pool = make(world)

    def wait(name, amount):
        yield pool.get(amount)
        order.append(f"{name} {world.now}")

    def fill():
        for _ in range(11):
            yield world.timeout(1)
            yield pool.put(1)

    world.process(wait("large", 8))
    for _ in range(3):
        world.process(wait("small", 1))
    world.process(fill())
    world.run(until=20)
    return ", ".join(order)

loose, strict, container = (served(lambda world, kind=kind: kind(world, capacity=20)) for kind in (
    Pool, PriorityPool, simpy.Container))
print(f"Pool: {loose}; PriorityPool: {strict}; Container: {'as PriorityPool' if container == strict else container}")
sys.exit(0 if loose == "small 1, small 2, small 3, large 11" and strict == container ==
         "large 8, small 9, small 10, small 11" else "changed")
PYTHON
