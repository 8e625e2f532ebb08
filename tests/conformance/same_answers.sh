#!/usr/bin/env bash
# Holds one build of the program against another: what `check`, `reach`, `export`, `apply` and `render` say
# of every template of the corpus, of our fixtures and of the examples must be the same bytes and the same
# exit status. Prints what differs, keeps both outputs in a folder, and ends with status 1 if anything does.
#   tests/conformance/same_answers.sh OLD NEW            all of it
#   tests/conformance/same_answers.sh OLD NEW three-tier only the templates with this in their path
# OLD and NEW are programs. The corpus is ARCHIVOLT_CORPUS or ../shared/corpus; without it, what is here.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ $# -lt 2 ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit 2
fi
OLD=$(realpath "$1")
NEW=$(realpath "$2")
only=${3:-}
corpus=${ARCHIVOLT_CORPUS:-../shared/corpus}
PLACE=$(mktemp -d)
export OLD NEW PLACE QT_QPA_PLATFORM=offscreen NO_COLOR=1

# Returns, one a line, the arguments of every question about a template; what stands in @…@ is a file.
questions() {
    python3 - "$1" "$PLACE" <<'PYTHON'
import hashlib, json, os, subprocess, sys
template, place = sys.argv[1:]
print(f"check|{template}|--format|json")
print(f"check|{template}")
print(f"reach|{template}|--all|--format|json")
print(f"export|{template}")
print(f"export|{template}|--canonical")
print(f"export|{template}|--to|resolved")
print(f"render|{template}|--output|@picture.svg@")
resolved = subprocess.run([os.environ["OLD"], "export", template, "--to", "resolved"], capture_output=True)
try:
    resources = json.loads(resolved.stdout)["resources"]
except (ValueError, KeyError):
    sys.exit(0)
names = list(resources)
def edit(number, edits):
    path = os.path.join(place, hashlib.sha1(template.encode()).hexdigest()[:12] + f"-{number}.json")
    with open(path, "w") as file:
        json.dump(edits, file)
    print(f"apply|{template}|--edit|{path}|--output|@applied@")
for number, name in enumerate(dict.fromkeys(names[:1] + names[len(names) // 2:][:1] + names[-1:])):
    edit(3 * number, [{"edit": "set-value", "path": f"Resources.{name}.DeletionPolicy", "value": "Retain"}])
    edit(3 * number + 1, [{"edit": "remove-resource", "resource": name}])
    edit(3 * number + 2, [{"edit": "rename-resource", "from": name, "to": "RenamedHere"}])
kinds = ("Instance", "LoadBalancer", "DBInstance", "CacheCluster", "Function", "NetworkInterface")
ends = [name for name in names if resources[name]["type"].split("::")[-1] in kinds][:3]
for end in ends:
    for port in ("22", "443"):
        print(f"reach|{template}|--from|internet|--to|{end}|--protocol|tcp|--port|{port}|--format|json")
for a, b in zip(ends, ends[1:]):
    print(f"reach|{template}|--from|{a}|--to|{b}|--protocol|tcp|--port|5432|--format|json")
PYTHON
}

# Asks both programs one question.
compare() {
    local name number old new status=0
    number=${1%%|*}
    name=${1#*|}
    for which in OLD NEW; do
        local out=$PLACE/$number-$which
        local line=${name//@picture.svg@/$out.svg}
        line=${line//@applied@/$out.applied}
        IFS='|' read -r -a arguments <<<"$line"
        status=0
        "${!which}" "${arguments[@]}" >"$out.out" 2>"$out.err" </dev/null || status=$?
        # A message names the file that it wrote.
        sed -i "s|$out|OUTPUT|g" "$out.out" "$out.err"
        echo "status $status" >>"$out.out"
    done
    old=$PLACE/$number-OLD
    new=$PLACE/$number-NEW
    for end in out err svg applied; do
        [ -e "$old.$end" ] || [ -e "$new.$end" ] || continue
        if ! cmp -s "$old.$end" "$new.$end"; then
            echo "differs ($end): archivolt ${name//|/ }   [diff $old.$end $new.$end]"
            return 0
        fi
    done
    rm -f "$old".* "$new".*
}
export -f compare questions

folders=(tests/fixtures resources/examples)
[ -d "$corpus" ] && folders+=("$corpus")
find "${folders[@]}" -type f \( -name '*.yaml' -o -name '*.yml' -o -name '*.json' -o -name '*.template' \
    -o -name '*.archivolt' \) | { grep -F -- "$only" || true; } | sort >"$PLACE/templates"
xargs -r -P2 -d '\n' -n1 bash -c 'questions "$1" >"$PLACE/q-$(echo "$1" | sha1sum | cut -c1-16)"' - <"$PLACE/templates"
cat "$PLACE"/q-* 2>/dev/null | awk '{ print NR "|" $0 }' >"$PLACE/questions"
xargs -r -P2 -d '\n' -n1 bash -c 'compare "$1"' - <"$PLACE/questions" >"$PLACE/differences"
echo "$(wc -l <"$PLACE/templates") templates, $(wc -l <"$PLACE/questions") questions," \
    "$(wc -l <"$PLACE/differences") answers differ"
if [ -s "$PLACE/differences" ]; then
    sort "$PLACE/differences"
    exit 1
fi
rm -rf "$PLACE"
