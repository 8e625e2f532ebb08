#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/base/shared_items.h"

namespace archivolt {

class ArnPattern;
struct AccessPolicy;
struct AccessPrincipal;
struct AccessResource;

/// Finds resources of a model by what they are called; good for all models whose resources are
/// called alike. Looked up, never iterated.
class ResourceIndex {
public:
    explicit ResourceIndex(const SharedItems<AccessResource>& resources);

    /// The first and the last place of the resources that have an ARN.
    struct Places {
        std::size_t first = 0;
        std::size_t last = 0;
    };
    /// Returns where resources of this ARN stand, or null pointer.
    [[nodiscard]] const Places* ofArn(std::string_view arn) const;
    /// Returns the places of those that are called so: a logical id, or one behind its stack's
    /// name (`shop/Orders`); ascending.
    [[nodiscard]] std::vector<std::size_t> called(const SharedItems<AccessResource>& resources,
                                                  std::string_view asked) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    template <class T>
    using ByText = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

    ByText<Places> m_byArn;
    ByText<std::vector<std::size_t>> m_byLogicalId;
};

/// What identity policies say of resources, with what each begins with; sorted by that.
using ResourcePatterns = std::vector<std::pair<std::string_view, const ArnPattern*>>;

/// Returns the patterns of principals' own policies, without those that fit anything or hold
/// unknown parts.
[[nodiscard]] ResourcePatterns patternsOf(const SharedItems<AccessPrincipal>& principals);
/// Returns the patterns after one principal's policies were read anew.
[[nodiscard]] ResourcePatterns patternsAfter(const ResourcePatterns& before,
                                             const AccessPrincipal& was, const AccessPrincipal& is);

/// Says whether a name is a logical id, or one behind its stack's name: `shop/Orders`.
[[nodiscard]] bool isNamed(std::string_view asked, std::string_view stack,
                           std::string_view logicalId);

}  // namespace archivolt
