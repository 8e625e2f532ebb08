#!/usr/bin/env bash
# Installs the program into a bare Debian as users do, and uses it there: from the .deb, and by
# `cmake --install`. The root is made by debootstrap from this machine's own package sources, and
# kept in build/package/base for the next time. Needs root (or sudo) and the right to change roots;
# elsewhere it says that it skipped.
#   tests/package/run.sh [BUILD]     BUILD is a built folder: build/release unless told otherwise
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/install.sh
build=${1:-build/release}
work=build/package
root=$PWD/$work/root

skip() {
    echo "   skipped, the installed program was not tried: $*"
    exit 0
}
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || skip "neither root nor sudo"
    as_root=(sudo)
fi
. /etc/os-release 2>/dev/null || skip "no /etc/os-release"
[ "${ID:-}" = debian ] || skip "the packages' sources of a Debian are needed, this is ${ID:-unknown}"
[ -x "$build/bin/archivolt" ] || { echo "build $build first" >&2; exit 1; }
archivolt_install debootstrap dpkg-dev xvfb xdotool imagemagick desktop-file-utils

sources() { apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages'; }
mirror=$(sources | awk -v codename="$VERSION_CODENAME" '$2 == codename { print $1; exit }')
[ -n "$mirror" ] || skip "no source of $VERSION_CODENAME is known to apt"

# A bare Debian, as it is before anybody installed anything.
mkdir -p "$work"
if [ ! -e "$work/base/made" ]; then
    "${as_root[@]}" rm -rf "$work/base"
    if ! "${as_root[@]}" debootstrap --variant=minbase "$VERSION_CODENAME" "$work/base" "$mirror" \
            >"$work/debootstrap.log" 2>&1; then
        tail -n 5 "$work/debootstrap.log" >&2
        skip "debootstrap could not make a root here"
    fi
    "${as_root[@]}" touch "$work/base/made"
fi

display_server=
leave() {
    [ -z "$display_server" ] || kill "$display_server" 2>/dev/null || true
    "${as_root[@]}" umount "$root/proc" 2>/dev/null || true
    "${as_root[@]}" rm -rf "$root"
}
trap leave EXIT
"${as_root[@]}" rm -rf "$root"
"${as_root[@]}" cp -a "$work/base" "$root"
"${as_root[@]}" mount -t proc proc "$root/proc" 2>/dev/null || skip "no right to mount /proc in a root"

in_root() { "${as_root[@]}" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive /usr/sbin/chroot "$root" "$@"; }
as_user() { "${as_root[@]}" env -i PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/srv/ann \
    DISPLAY="${display:-}" /usr/sbin/chroot --userspec=ann:ann "$root" /bin/bash -c "cd ~ && $*"; }

sources | sed 's|^|deb |' | "${as_root[@]}" tee "$root/etc/apt/sources.list" >/dev/null
"${as_root[@]}" cp /etc/resolv.conf "$root/etc/resolv.conf"
in_root useradd -m -d /srv/ann ann
quietly() { archivolt_quietly "$@"; }

quietly cpack --config "$build/CPackConfig.cmake" -B "$work"
package=$(ls -t "$work"/archivolt_*.deb | head -n 1)
"${as_root[@]}" cp "$package" "$root/tmp/archivolt.deb"
quietly in_root apt-get update
# What any desktop has, to see that entry and file type are taken up.
quietly in_root apt-get install -y --no-install-recommends desktop-file-utils shared-mime-info

failed=0
# sees WHAT COMMAND…: one thing that has to work.
sees() {
    local what=$1
    shift
    if ! "$@"; then echo "FAILED ($how): $what"; failed=1; fi
}

draws() {
    local said
    said=$(as_user "archivolt render shop.yaml --output shop.$1" 2>&1) || return 1
    [ -z "$said" ] || { echo "$said"; return 1; }  # A word of it would tell that Graphviz failed.
    [ "$("${as_root[@]}" stat -c %s "$root/srv/ann/shop.$1")" -gt 2000 ]
}
places() {
    local job='{"format":1,"gap":10,"rankGap":20,"sizes":[[40,40],[40,40]],"edges":[[0,1]]}'
    local said
    said=$(as_user "archivolt layout-worker <<<'$job'") && grep -q '"' <<<"$said"
}
reaches() {
    local said
    said=$(as_user "archivolt reach shop.yaml --from internet --to WebAlb --protocol tcp --port 443") &&
        grep -q ': reachable' <<<"$said"
}
# The window opens on a file and draws it: its title tells the file, its picture has many colours.
window_opens() {
    local window= title= colours=0 program status=0
    as_user "exec timeout 120 archivolt shop.yaml" >"$work/window.log" 2>&1 &
    program=$!
    for _ in $(seq 200); do
        window=$(DISPLAY=$display xdotool search --onlyvisible --name shop 2>/dev/null |
                 head -n 1 || true)
        [ -z "$window" ] && kill -0 "$program" 2>/dev/null || break
        sleep 0.2
    done
    for _ in $(seq 100); do
        DISPLAY=$display import -window root "$work/window-$how.png" 2>/dev/null || true
        colours=$(identify -format %k "$work/window-$how.png" 2>/dev/null || echo 0)
        [ "$colours" -lt 60 ] || break
        sleep 0.2
    done
    if [ -n "$window" ]; then
        title=$(DISPLAY=$display xdotool getwindowname "$window" || true)
        # There is no window manager to give it the keyboard.
        DISPLAY=$display timeout 20 xdotool windowfocus --sync "$window" key ctrl+q || true
    fi
    wait "$program" || status=$?
    [ "$status" -eq 0 ] || { echo "status $status"; cat "$work/window.log"; return 1; }
    echo "   $how: the window's title is \"$title\", its picture has $colours colours"
    [ -n "$title" ] && [ "$colours" -ge 60 ]
}
knows_type() {
    "${as_root[@]}" update-mime-database "$root$1/share/mime" 2>/dev/null || true
    grep -q ':application/x-archivolt:\*.archivolt$' "$root$1/share/mime/globs2"
}
finds_entry() {
    local entry=$root$1/share/applications/archivolt.desktop
    desktop-file-validate "$entry" && in_root sh -c "PATH=$1/bin:\$PATH command -v archivolt" >/dev/null &&
        [ -s "$root$1/share/icons/hicolor/scalable/apps/archivolt.svg" ]
}
notices() {
    local name
    for name in nlohmann/json rapidjson CLI11 tl/expected fmt 'Permission is hereby granted'; do
        grep -q "$name" "$root$1/share/doc/archivolt/copyright" || return 1
    done
}

# use PREFIX: uses what is installed there, as an ordinary user.
use() {
    "${as_root[@]}" rm -rf "$root/srv/ann/shop"*
    sees "it starts" as_user "archivolt --version >/dev/null"
    sees "writes an example" as_user "archivolt example three-tier --output shop.yaml"
    sees "checks" as_user "archivolt check shop.yaml >/dev/null"
    sees "answers" reaches
    sees "Graphviz places" places
    for ending in svg png pdf; do sees "draws $ending" draws "$ending"; done
    sees "the window" window_opens
    sees "the desktop entry" finds_entry "$1"
    sees "the file type" knows_type "$1"
    sees "the notices of what is compiled in" notices "$1"
}

exec {said}<> <(:)  # Where the server says which display it is.
Xvfb -displayfd "$said" -ac -nolisten tcp -screen 0 1280x800x24 >/dev/null 2>&1 &
display_server=$!
read -r -t 20 -u "$said" number || { echo "no Xvfb" >&2; exit 1; }
display=:$number

how=deb
quietly in_root apt-get install -y --no-install-recommends /tmp/archivolt.deb
use /usr

# Its dependencies stay for what is installed by hand.
quietly in_root dpkg --remove archivolt
how=cmake
quietly "${as_root[@]}" env DESTDIR="$root" cmake --install "$build" --prefix /usr/local
use /usr/local
[ "$failed" -eq 0 ]
