# Sourced by run.sh and test.sh: installs the Debian packages that are missing, and says nothing
# when none is. Works as root or as a user with sudo.

archivolt_build_packages="g++ cmake ninja-build pkg-config ccache git ca-certificates
 qt6-base-dev qt6-declarative-dev qt6-declarative-dev-tools qt6-svg-dev libgl-dev libgraphviz-dev
 nlohmann-json3-dev libyaml-dev rapidjson-dev libfmt-dev libexpected-dev libcli11-dev
 fonts-inter fonts-jetbrains-mono
 qml6-module-qtquick qml6-module-qtqml qml6-module-qtqml-workerscript qml6-module-qtqml-models
 qml6-module-qtquick-window qml6-module-qtquick-controls qml6-module-qtquick-templates
 qml6-module-qtquick-layouts qml6-module-qtquick-shapes qml6-module-qtquick-dialogs
 qml6-module-qt-labs-folderlistmodel qt6-qpa-plugins"
archivolt_test_packages="librapidcheck-dev libz3-dev clang-format clang-tidy
 qml6-module-qttest xvfb xauth xdotool imagemagick libgl1-mesa-dri fonts-dejavu-core
 python3 python3-venv"

# archivolt_install PACKAGE…: installs those of the packages that are not there yet.
archivolt_install() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "This is no Debian or Ubuntu: install the counterparts of these packages yourself:" >&2
        echo "$*" >&2
        return 0
    fi
    local missing=() package
    for package in "$@"; do
        if ! dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || {
            echo "These packages are missing, and there is no sudo to install them with:" >&2
            echo "  apt-get install ${missing[*]}" >&2
            return 1
        }
        as_root=(sudo)
    fi
    echo "Installing ${#missing[@]} packages: ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq &&
           "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
               apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# archivolt_quietly COMMAND…: shows what a command prints only when it fails.
archivolt_quietly() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
