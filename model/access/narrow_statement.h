#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/access/minimize.h"

namespace archivolt {

/// What is left of a statement that allows, once it is narrowed to what is needed.
struct NarrowedStatement {
    /// Actions, as patterns where all that fit are kept, and ARNs, with `(any)` for what is in one.
    struct Part {
        std::vector<std::string> actions;
        std::vector<std::string> resources;
    };
    bool same = true;         ///< There is nothing to narrow.
    std::vector<Part> parts;  ///< None: nothing of it is needed. Those that take no resource apart.
    std::string why;          ///< Not empty: why it is left as it is.
};

/// Narrows the statements of one principal.
class StatementNarrower {
public:
    /// `runtime`: the actions that AWS's own runtimes take for what runs as the principal.
    StatementNarrower(const Asking& asking, AccessCaller who, const std::vector<NeededCall>& needs,
                      std::set<std::string> runtime, bool exact)
        : m_asking(asking),
          m_who(std::move(who)),
          m_needs(needs),
          m_runtime(std::move(runtime)),
          m_exact(exact) {}

    /// Narrows a statement that allows. One that names actions and resources one by one stays as
    /// it is, unless promises say exactly what is needed.
    [[nodiscard]] NarrowedStatement narrow(const CompiledPolicy& policy,
                                           std::size_t statement) const;

private:
    struct Kept;
    void keepOf(const CompiledPolicy& policy, std::size_t statement, const ServiceActions& service,
                Kept& kept) const;
    void keepOn(const CompiledPolicy& policy, std::size_t statement, const ServiceActions& service,
                const ActionFacts& action, Kept& kept) const;
    [[nodiscard]] bool allows(const CompiledPolicy& policy, std::size_t statement,
                              const std::string& action, const std::string& arn) const;
    [[nodiscard]] std::vector<std::string> prefixesOf(const PolicyStatement& statement) const;

    const Asking& m_asking;
    AccessCaller m_who;
    const std::vector<NeededCall>& m_needs;
    std::set<std::string> m_runtime;
    bool m_exact;
};

}  // namespace archivolt
