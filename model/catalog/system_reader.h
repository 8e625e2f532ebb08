#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/catalog/system_facts.h"

namespace archivolt {

/// What a transform's own type becomes under the same logical id.
struct StandIn {
    std::string type;               ///< `AWS::Lambda::Function`.
    std::vector<std::string> more;  ///< Names of generated resources (`Version`), sorted.
};

/// The content of systems.json; an entry is read when it is first asked for.
///
/// Safe to share between threads; pointers stay valid as long as it lives.
class Systems {
public:
    explicit Systems(std::string_view text) : m_text(text) {}

    std::vector<std::string> openProperties;  ///< Types that take properties of any name.
    std::vector<std::string> openAttributes;  ///< Types whose template decides the attributes.
    std::map<std::string, StandIn, std::less<>> standsFor;  ///< By the transform's type.

    /// Keeps where an entry stands; `text` must outlive this.
    void add(std::string type, std::string_view text);
    /// Sorts the entries by type, once all are there.
    void finish();
    /// Returns the facts of a type, or null pointer.
    [[nodiscard]] const SystemFacts* find(std::string_view type) const;
    /// Returns all facts, sorted by type.
    [[nodiscard]] std::span<const SystemFacts> all() const;
    /// Reads every entry anew; CATALOG-2 with the place of the first that is malformed.
    [[nodiscard]] Result<void> check() const;

private:
    struct Entry {
        std::string type;
        std::string_view text;
        std::once_flag once;
        std::set<std::string, std::less<>> names;  ///< What the views in the facts point to.
    };
    void readEntry(std::size_t at) const;

    std::string_view m_text;
    std::vector<std::unique_ptr<Entry>> m_entries;
    mutable std::vector<SystemFacts> m_facts;  ///< As many, in the same order.
};

/// The content of limits.json.
struct Limits {
    std::vector<LimitFacts> limits;
    std::vector<RegionFacts> regions;  ///< Sorted by name.
    std::vector<PortRangeFacts> ephemeralPorts;
    std::vector<EngineFacts> engines;
};

/// Finds the entries of systems.json; an unknown key or word outside of them, or text that is no
/// object, is an error (CATALOG-2), with its place. `json` must outlive the result.
[[nodiscard]] Result<std::unique_ptr<const Systems>> openSystems(std::string_view json);

/// Reads limits.json; an unknown key or word is an error (CATALOG-2), with its place.
[[nodiscard]] Result<Limits> readLimits(std::string_view json);

}  // namespace archivolt
