#!/usr/bin/env bash
# ciw 3.2.7 (PyPI, https://pypi.org/project/ciw/3.2.7/), `state_probabilities(observation_period=…)` of a tracker.
#
# An arrival each 2 units that is served for 1 leaves a system empty half of the time. Observed from 2 to 10 it is
# said to be empty for 3/7 of it, until 9.999 or 10.001 for a half: where the period ends with an event, the stretch
# before that event is left out, and out of the total as well, so that the sum is 1 all the same.
#
# Why a good guess is wrong: a single instant weighs nothing in an average over time, so an end on an event is no
# special case to anybody; with random times it never comes up, with fixed ones and whole numbers it is the rule.
#
# Seen (2026-11-29): empty until 9.999: 0.5, until 10: 0.429, until 10.001: 0.5
#
# Consequence here: averages over time that are compared end between two events.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check ciw==3.2.7
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import ciw

network = ciw.create_network(arrival_distributions=[ciw.dists.Deterministic(2.0)],
                             service_distributions=[ciw.dists.Deterministic(1.0)], number_of_servers=[1])
world = ciw.Simulation(network, tracker=ciw.trackers.SystemPopulation())
world.simulate_until_max_time(20.5)
seen = {}
for end in (9.999, 10, 10.001):
    shares = world.statetracker.state_probabilities(observation_period=(2, end))
    assert abs(sum(shares.values()) - 1) < 1e-9
    seen[end] = round(shares[0], 3)
print("empty " + ", ".join(f"until {end}: {share}" for end, share in seen.items()))
sys.exit(0 if seen == {9.999: 0.5, 10: 0.429, 10.001: 0.5} else "changed")
PYTHON
