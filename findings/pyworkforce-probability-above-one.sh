#!/usr/bin/env bash
# pyworkforce 0.5.1 (PyPI, https://pypi.org/project/pyworkforce/0.5.1/), `ErlangC.waiting_probability` and its neighbours
# where fewer serve than the load asks for.
#
# With 10 Erlang and 8 servers the probability that one waits is given as 1.957, and the occupancy as 1.25; the service
# level of the same is 0. With 9.9 Erlang and 10 servers all three are right.
#
# Why a good guess is wrong: the service level is held at 0 where nothing is served in time, so that the case is thought of,
# and a queue in which all wait has the probability 1. Erlang's formula has a term 1 / (1 - load / servers), which is
# negative there: what comes out may also lie below 0, and grows smoothly through no bound that would betray it.
#
# Seen (2026-11-30): 8 of 10 Erlang: waits 1.957, busy 1.25, in time 0.000; 10 of 9.9: waits 0.964, busy 0.99, in time 0.047
#
# Consequence here: `erlangC` (model/traffic/report/theory.h) is 1 where the load is not below the servers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pyworkforce==0.5.1
"$folder/venv/bin/python" - <<'PY'
import sys
from pyworkforce.queuing import ErlangC


def of(calls, servers):
    queue = ErlangC(transactions=calls, aht=3, interval=30, asa=20 / 60, shrinkage=0.0)
    return (queue.waiting_probability(positions=servers), queue.achieved_occupancy(positions=servers),
            queue.service_level(positions=servers))


def words(answer):
    return "waits {:.3f}, busy {:.2f}, in time {:.3f}".format(*answer)


over, under = of(100, 8), of(99, 10)
print(f"8 of 10 Erlang: {words(over)}; 10 of 9.9: {words(under)}")
sys.exit(0 if over[0] > 1.9 and over[2] == 0 and 0.9 < under[0] < 1 else "changed")
PY
