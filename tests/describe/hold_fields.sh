#!/usr/bin/env bash
# Makes the list of fields that tests/describe/fields_test reads anew, with the botocore (PyPI) that it
# was made with, and says how the two differ. What could not be installed is said, and is no failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=build/describe
version=1.44.8
mkdir -p "$place"
if ! [ -x "$place/venv/bin/python" ] || ! "$place/venv/bin/python" -c 'import botocore' 2>/dev/null; then
    if ! python3 -m venv "$place/venv" >"$place/venv.log" 2>&1 ||
       ! "$place/venv/bin/pip" install -q "botocore==$version" >>"$place/venv.log" 2>&1; then
        rm -rf "$place/venv"
        echo "fields: botocore could not be installed, so nothing is held against it ($place/venv.log)"
        exit 0
    fi
fi
"$place/venv/bin/python" tests/describe/fields_of_botocore.py >"$place/botocore_fields.txt"
diff -u tests/describe/botocore_fields.txt "$place/botocore_fields.txt"
echo "fields: $(wc -l <"$place/botocore_fields.txt") held against botocore $version, skipped none"
