#pragma once

#include <string>
#include <vector>

#include "model/policy/authorize.h"

namespace archivolt {

/// One value that an unknown key may have; no values: it is absent.
struct KeyWay {
    std::string key;
    std::vector<std::string> values;
    bool multivalued = false;
    bool other = false;  ///< It stands for all values that no policy speaks of.
    friend bool operator==(const KeyWay&, const KeyWay&) = default;
};

/// What the unknown keys may be, and the decision for that.
struct AccessWay {
    std::vector<KeyWay> when;  ///< Of the keys that matter, by name.
    AccessVerdict verdict = AccessVerdict::Unknown;
    friend bool operator==(const AccessWay&, const AccessWay&) = default;
};

/// What becomes of a request whose context is not all known.
struct OpenKeys {
    /// The decision when every way gives the same, else Unknown.
    AccessVerdict verdict = AccessVerdict::Unknown;
    std::vector<std::string> keys;  ///< Those on which the decision turns, by name.
    /// The decision for each way of them; where there are more than 16, one for each decision.
    std::vector<AccessWay> ways;
    /// Every way there is was tried; else other values may give what no way here does.
    bool exhaustive = true;
};

/// Finds out whether the unknown keys of a request make a difference, by trying values of every
/// kind that its policies tell apart: absent, each value and what lies between, another one.
///
/// Patterns with wildcards and variables are tried by examples, so that then `exhaustive` is false
/// and the verdict stays Unknown even where all examples agree. Limit: 4,096 ways in all; beyond
/// it, no way is given. To be asked only when `authorize` says Unknown.
[[nodiscard]] OpenKeys resolveOpenKeys(const AccessRequest& request, const PolicyLayers& layers);

}  // namespace archivolt
