#!/usr/bin/env bash
# queueing-tool 1.2.5 (PyPI, https://pypi.org/project/queueing-tool/1.2.5/) with numpy 1.26.4 (it imports a name that
# numpy 2 has dropped), the queue length that an arrival finds, and the arrivals of a queue that is full.
#
# `fetch_data` promises the length of the queue upon an agent's arrival and, beside it, the number in the whole server.
# Both count the agent that has just come: at M/M/1 with a load of 0.8, where an arrival finds 3.2 waiting and 4 in all,
# the means are near 4 and 5. And `num_arrivals[0]`, "the total number of arrivals", holds those that were let in: at
# M/M/2/2 with a load of 1 Erlang, where one in five is blocked, num_blocked / num_arrivals[0] is one in four.
#
# Why a good guess is wrong: waiting times agree with theory to the second digit, and PASTA makes what arrivals find the
# very mean that Little's law gives; one is added to each, so that the numbers look like those of a busier queue. In a
# queue that never blocks, both counts of arrivals are the same.
#
# Seen (2026-11-30): waiting 4.0 found 4.0 of 3.2, in all 5.0 of 4.0; blocked 0.25 of those counted, 0.20 of those made
#
# Consequence here: what an arrival finds is taken before it is put in, and what is refused has arrived.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check queueing-tool==1.2.5 numpy==1.26.4
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import queueing_tool as qt
draw = np.random.default_rng(7)
after = lambda mean: lambda now: now + draw.exponential(mean)
single = qt.QueueServer(num_servers=1, arrival_f=after(1 / 0.8), service_f=after(1.0), collect_data=True, seed=7)
single.set_active()
single.simulate(t=400000)
data = single.fetch_data()
begun = data[data[:, 1] > 0]
waited = (begun[:, 1] - begun[:, 0]).mean()
queued, total = data[:, 3].mean(), data[:, 4].mean()
loss = qt.LossQueue(num_servers=2, qbuffer=0, arrival_f=after(1.0), service_f=after(1.0), collect_data=True, seed=7)
loss.set_active()
loss.simulate(t=200000)
counted, made = (loss.num_blocked / n for n in loss.num_arrivals)
print(f"waiting {waited:.1f} found {queued:.1f} of 3.2, in all {total:.1f} of 4.0; "
      f"blocked {counted:.2f} of those counted, {made:.2f} of those made")
# Little's law: as many wait as come in a waiting time, 0.8 of it.
assert abs(queued - 0.8 * waited - 0.8) < 0.1 and abs(total - queued - 1) < 0.05
assert abs(counted - 0.25) < 0.01 and abs(made - 0.2) < 0.01
PY
