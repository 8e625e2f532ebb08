"""Times cedarpy on the questions of a file: python3 cedar_py.py FILE SECONDS.

Its policies are preparsed where its version can do that. It prints decisions a second and what was
decided, one letter a question.
"""

import json
import sys
import time

import cedarpy

file, seconds = sys.argv[1], float(sys.argv[2])
calls = []
for line in open(file):
    asked = json.loads(line)["cedar"]
    request = {key: f'{asked["request"][key]["type"]}::"{asked["request"][key]["id"]}"'
               for key in ("principal", "action", "resource")}
    request["context"] = asked["request"]["context"]
    policies = asked["policies"]
    if hasattr(cedarpy, "PolicySet"):
        policies = cedarpy.PolicySet.from_str(policies)
    calls.append((request, policies))
letters = "".join("A" if cedarpy.is_authorized(request, policies, []).allowed else "D"
                  for request, policies in calls)
count, began = 0, time.perf_counter()
while time.perf_counter() - began < seconds:
    for request, policies in calls:
        cedarpy.is_authorized(request, policies, [])
    count += len(calls)
print(round(count / (time.perf_counter() - began)), letters)
