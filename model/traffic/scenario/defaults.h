#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// A value that is taken for granted, and who says so.
struct DefaultValue {
    double value = 0;
    std::string source;
};

/// The values of resources/traffic/defaults.json, and which of them were used.
class Defaults {
public:
    /// Reads the file that the program carries within it.
    [[nodiscard]] static Defaults embedded();

    /// Returns a value, which must be there, and remembers that it was used.
    [[nodiscard]] double number(std::string_view key);
    [[nodiscard]] Time seconds(std::string_view key) { return fromSeconds(number(key)); }
    /// Returns what was used, by key.
    [[nodiscard]] const std::map<std::string, DefaultValue>& used() const { return m_used; }
    [[nodiscard]] const std::map<std::string, DefaultValue, std::less<>>& all() const {
        return m_values;
    }

private:
    std::map<std::string, DefaultValue, std::less<>> m_values;
    std::map<std::string, DefaultValue> m_used;
};

}  // namespace archivolt::traffic
