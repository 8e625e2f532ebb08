#pragma once

#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/design/references.h"
#include "model/design/stack.h"

namespace archivolt {

/// Says whether a place takes a value of what it names: `Ref`, `GetAtt` and `Fn::Sub` do, what
/// waits for it or asks a condition does not.
[[nodiscard]] bool namesByValue(const Reference& reference);

/// Tells which resources of a stack name one by value.
///
/// A stack is gone through when it is first asked about, in time linear in it, and never again as
/// long as it is the same object; the newest object of each stack is kept. Copies share what they
/// know. For one thread at a time.
class NamingIndex {
public:
    using Resources = std::span<const std::shared_ptr<const Resource>>;

    /// Returns the resources that name a logical id by value, itself left out, in the order of the
    /// text. Lives until another object of that stack is asked about.
    [[nodiscard]] Resources naming(const std::shared_ptr<const Stack>& stack,
                                   std::string_view logicalId) const;

private:
    struct Known {
        std::shared_ptr<const Stack> stack;  ///< The names are texts of it.
        std::unordered_map<std::string_view, std::vector<std::shared_ptr<const Resource>>> by;
    };
    static Known read(const std::shared_ptr<const Stack>& stack);

    std::shared_ptr<std::map<StackId, Known>> m_known =
        std::make_shared<std::map<StackId, Known>>();
};

}  // namespace archivolt
