#!/usr/bin/env bash
# flowlogs_reader 5.0.1 (PyPI, https://pypi.org/project/flowlogs_reader/5.0.1/), `aggregated_records`.
#
# Records of one flow are summed by addresses, ports and protocol. Whether the packets were accepted or refused is no
# part of the key and is not in what comes out: a minute of 10 packets ACCEPT and a minute of 10 packets REJECT (a rule
# was taken away between them) are one flow of 20 packets.
#
# Why a good guess is wrong: `action` is a field of each record, printed with it and filtered by, and the sum of a flow
# log is most often asked for to see what a group or an ACL stops. Nothing in the result says that half of it was stopped.
#
# Seen (2026-11-30): 1 flow, 20 packets, 1680 bytes, action told: False
#
# Consequence here: what is laid over a design is counted by verdict; accepted and refused never share a sum.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check flowlogs_reader==5.0.1
seen=$("$folder/venv/bin/python" - <<'PY'
from flowlogs_reader import FlowRecord, aggregated_records
line = "2 123456789012 eni-0123456789abcdef0 192.0.2.10 198.51.100.5 50000 443 6 10 840 {} {} {} OK"
texts = [line.format(1700000000, 1700000060, "ACCEPT"), line.format(1700000060, 1700000120, "REJECT")]
records = [FlowRecord.from_cwl_event({"message": text, "timestamp": 0}) for text in texts]
flows = list(aggregated_records(iter(records)))
print(f"{len(flows)} flow, {flows[0]['packets']} packets, {flows[0]['bytes']} bytes, action told: {'action' in flows[0]}")
PY
)
echo "$seen"
[ "$seen" = '1 flow, 20 packets, 1680 bytes, action told: False' ]
