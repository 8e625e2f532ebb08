#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt {

/// A 64-bit hash that is the same on every machine; what it finds is compared by text as well.
[[nodiscard]] constexpr std::uint64_t hashOf(std::string_view text) {
    std::uint64_t state = 14695981039346656037ULL;
    for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return state;
}

/// The name of a condition key, compared without regard to case.
struct ContextKeyName {
    std::string name;     ///< In lower case.
    std::string written;  ///< As it was written; it takes no part in comparisons.
    std::uint64_t hash = 0;

    ContextKeyName() = default;
    explicit ContextKeyName(std::string_view text);
    friend bool operator==(const ContextKeyName& a, const ContextKeyName& b) {
        return a.hash == b.hash && a.name == b.name;
    }
};

/// The values of one condition key in a request.
struct ContextEntry {
    ContextKeyName key;
    bool multivalued = false;  ///< Written as a list; else `values` holds one.
    std::vector<std::string> values;
    friend bool operator==(const ContextEntry&, const ContextEntry&) = default;
};

/// What a request says beside who, what and where.
///
/// A key that is neither here nor named by `addUnknown` is absent.
class RequestContext {
public:
    /// Sets a key; the last call for a key counts.
    void set(std::string_view key, std::string value);
    void setMany(std::string_view key, std::vector<std::string> values);
    /// Says that what keys of this name, or of this pattern (`aws:PrincipalTag/*`), hold is
    /// unknown, unless they are set or made absent.
    void addUnknown(std::string_view pattern);
    /// Says that a key is known not to be there, whatever `addUnknown` says.
    void setAbsent(std::string_view key);

    /// Returns the key's values, or null pointer where it is absent or unknown.
    [[nodiscard]] const ContextEntry* find(const ContextKeyName& key) const;
    [[nodiscard]] bool isUnknown(const ContextKeyName& key) const;
    [[nodiscard]] bool isComplete() const { return m_unknown.empty(); }
    [[nodiscard]] const std::vector<ContextEntry>& entries() const { return m_entries; }

private:
    void put(ContextEntry entry);

    std::vector<ContextEntry> m_entries;
    std::vector<std::string> m_unknown;  ///< Patterns in lower case.
    std::vector<ContextKeyName> m_absent;
};

/// Says whether a text fits a pattern of `*` and `?`, byte for byte.
[[nodiscard]] bool fitsGlob(std::string_view text, std::string_view pattern);

}  // namespace archivolt
