#!/usr/bin/env bash
# limits 5.8.0 (PyPI, https://pypi.org/project/limits/5.8.0/), strategies over the storage in memory.
#
# Five a minute, and a request that costs three, twice: the second is refused by each strategy. Then two that cost one
# fit, say the moving window and the sliding counter, for three are taken; by the fixed window none does: what it refused
# it has counted, and nothing is left until the minute ends.
#
# Why a good guess is wrong: the strategies are told apart by what they know of the past (a counter, a list of moments,
# a weighted counter), and one would choose among them by bursts at the edges. With a cost of one they agree, since a
# window that refuses one is full anyway.
#
# Seen (2026-11-30): fixed: refused, 0 left, then False; moving: refused, 2 left, then True; sliding: refused, 2 left, then True
#
# Consequence here: a throttle of the simulator takes tokens from what it lets pass alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check limits==5.8.0
seen=$("$folder/venv/bin/python" - <<'PY'
import time
from limits import parse, storage, strategies
def told(strategy):
    limiter, five = strategy(storage.MemoryStorage()), parse("5/minute")
    assert limiter.hit(five, "client", cost=3)
    refused = "passed" if limiter.hit(five, "client", cost=3) else "refused"
    left = limiter.get_window_stats(five, "client").remaining
    return f"{refused}, {left} left, then {limiter.hit(five, 'client', cost=1)}"
time.sleep((65 - time.time() % 60) % 60 if time.time() % 60 > 50 else 0)  # All of it in one minute.
print(f"fixed: {told(strategies.FixedWindowRateLimiter)}; moving: {told(strategies.MovingWindowRateLimiter)}; "
      f"sliding: {told(strategies.SlidingWindowCounterRateLimiter)}")
PY
)
echo "$seen"
[ "$seen" = 'fixed: refused, 0 left, then False; moving: refused, 2 left, then True; sliding: refused, 2 left, then True' ]
