#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace archivolt {

using Json = nlohmann::ordered_json;

/// Reads the fields of one JSON object and remembers the first thing that is wrong with it.
///
/// Every key must be asked for: `finish` reports the others.
class JsonFields {
public:
    /// `place` names the object in messages; `error` outlives this and keeps the first complaint.
    JsonFields(const Json& json, std::string place, std::string& error)
        : m_json(json), m_place(std::move(place)), m_error(error) {
        if (!json.is_object()) complain("must be an object");
    }

    /// Returns the field, or null pointer when it is absent.
    const Json* field(std::string_view key) {
        m_asked.emplace_back(key);
        const auto found = m_json.is_object() ? m_json.find(key) : m_json.end();
        return found == m_json.end() ? nullptr : &*found;
    }

    /// Returns a text, which may be absent only when `required` is false.
    std::string text(std::string_view key, bool required = true) {
        const Json* const value = field(key);
        if (value == nullptr) {
            if (required) complain(fmt::format("has no `{}`", key));
            return {};
        }
        if (value->is_string()) return value->get<std::string>();
        complain(fmt::format("`{}` must be a text", key));
        return {};
    }

    bool flag(std::string_view key) {
        const Json* const value = field(key);
        if (value != nullptr && !value->is_boolean()) {
            complain(fmt::format("`{}` must be true or false", key));
        }
        return value != nullptr && value->is_boolean() && value->get<bool>();
    }

    std::optional<double> number(std::string_view key) {
        const Json* const value = field(key);
        if (value == nullptr) return std::nullopt;
        if (value->is_number()) return value->get<double>();
        complain(fmt::format("`{}` must be a number", key));
        return std::nullopt;
    }

    /// Returns a whole number from 0 to `most`, or nothing when it is absent or out of range.
    std::optional<std::uint32_t> count(std::string_view key, std::uint32_t most = 0xFFFFFFFF) {
        const auto value = number(key);
        if (!value) return std::nullopt;
        if (*value >= 0 && *value <= most && *value == static_cast<std::uint32_t>(*value)) {
            return static_cast<std::uint32_t>(*value);
        }
        complain(fmt::format("`{}` must be a whole number from 0 to {}", key, most));
        return std::nullopt;
    }

    /// Returns a list of texts; one text stands for a list of it.
    std::vector<std::string> texts(std::string_view key) {
        const Json* const value = field(key);
        std::vector<std::string> result;
        if (value == nullptr) return result;
        if (value->is_string()) return {value->get<std::string>()};
        if (!value->is_array()) complain(fmt::format("`{}` must be a list", key));
        for (const Json& item : *value) {
            if (item.is_string()) {
                result.push_back(item.get<std::string>());
            } else {
                complain(fmt::format("`{}` must hold texts", key));
            }
        }
        return result;
    }

    void complain(std::string_view what) {
        if (m_error.empty()) m_error = fmt::format("{}: {}", m_place, what);
    }

    /// Complains of a key that nobody asked for.
    void finish() {
        if (!m_json.is_object()) return;
        for (const auto& [key, value] : m_json.items()) {
            if (std::find(m_asked.begin(), m_asked.end(), key) == m_asked.end()) {
                complain(fmt::format("has an unknown key `{}`", key));
            }
        }
    }

    [[nodiscard]] const std::string& place() const { return m_place; }
    [[nodiscard]] std::string& error() { return m_error; }

private:
    const Json& m_json;
    std::string m_place;
    std::string& m_error;
    std::vector<std::string> m_asked;
};

}  // namespace archivolt
