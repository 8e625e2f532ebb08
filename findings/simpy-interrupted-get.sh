#!/usr/bin/env bash
# simpy 4.1.2 (PyPI, https://pypi.org/project/simpy/4.1.2/).
#
# A process that is interrupted while it waits in `yield store.get()` leaves its wish in the queue: the next item
# that is put goes to nobody, and whoever asks later waits for the one after it.
#
# Why a good guess is wrong: the interrupt ends the wait, and a request for a Resource in a `with` block is taken
# back in the same case, so a get looks as if it were too. It must be cancelled by hand (`event.cancel()`), else a
# model of time-outs at a queue loses an item at each time-out, and its throughput sinks without an error.
#
# Seen (2026-11-29): "a" put at 3, "b" at 13; the one who asks at 5 gets ("b", 13), the store is empty
#
# Consequence here: models that are held against SimPy cancel what they give up.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check simpy==4.1.2
"$folder/venv/bin/python" - <<'PYTHON'
import simpy

world = simpy.Environment()
store = simpy.Store(world)
got = []

def gives_up():
    try:
        got.append(("impatient", (yield store.get())))
    except simpy.Interrupt:
        pass

def asks_later():
    yield world.timeout(5)
    item = yield store.get()
    got.append((item, world.now))

def story(impatient):
    yield world.timeout(1)
    impatient.interrupt()
    yield world.timeout(2)
    yield store.put("a")
    yield world.timeout(10)
    yield store.put("b")

impatient = world.process(gives_up())
world.process(asks_later())
world.process(story(impatient))
world.run(until=50)
print(got, store.items)
raise SystemExit(0 if got == [("b", 13)] and store.items == [] else 1)
PYTHON
