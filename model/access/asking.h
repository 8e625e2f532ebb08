#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/access/questions.h"

namespace archivolt {

/// What is known of the calls of one caller beside who makes them: how they get to the service.
struct AccessSituation {
    std::vector<std::pair<std::string, std::string>> keys;  ///< Condition keys with their value.
    std::vector<std::string> absent;                        ///< Condition keys that are not there.
    const AccessEndpoint* endpoint = nullptr;  ///< The VPC endpoint on the way; null pointer: none.
};

/// Asks many questions of one model; what they share is made once.
class Asking {
public:
    /// `withUnknown`: whether policies of unknown content count; they leave everything open.
    Asking(const AccessModel& model, const ActionTable& table, bool withUnknown = true);

    [[nodiscard]] AccessRequest request(const AccessCaller& who, const std::string& action,
                                        const std::string& arn) const;
    /// Returns the policies that decide on an ARN, of a caller.
    [[nodiscard]] PolicySet policies(const AccessCaller& who, const std::string& arn) const;
    [[nodiscard]] PolicyAnswer answer(const AccessCaller& who, const std::string& action,
                                      const std::string& arn,
                                      const AccessSituation& situation = {}) const;
    /// Returns what `answer` says of its being allowed, without the reasons.
    [[nodiscard]] Truth allowed(const AccessCaller& who, const std::string& action,
                                const std::string& arn) const;
    [[nodiscard]] AccessCaller callerOf(std::size_t principal) const;
    /// Returns those from outside whom the resource's policy names.
    [[nodiscard]] std::vector<AccessCaller> outsidersOf(const std::string& arn) const;
    /// Returns the resource that an ARN is or is in (an object's bucket), or null pointer.
    [[nodiscard]] const AccessResource* resourceOf(const std::string& arn) const;
    /// Returns the last resource of the design of exactly this ARN, or null pointer.
    [[nodiscard]] const AccessResource* lastOfArn(std::string_view arn) const;
    /// Returns the ARN that an action takes where a resource of this ARN is named: itself, what is
    /// in it, `*` where it takes none; empty when the action is about other things.
    [[nodiscard]] std::string arnFor(const ServiceActions& service, const ActionFacts& action,
                                     const std::string& arn) const;
    /// Returns all of these: a table, and each of the kinds of things in it that the action takes.
    [[nodiscard]] std::vector<std::string> arnsFor(const ServiceActions& service,
                                                   const ActionFacts& action,
                                                   const std::string& arn) const;
    /// Returns ARNs inside `arn` that patterns of policies tell apart from the rest of it.
    [[nodiscard]] std::vector<std::string> partsOf(const std::string& arn) const;

    /// Returns a service of the table by its prefix, in any case, or null pointer.
    [[nodiscard]] const ServiceActions* service(std::string_view prefix) const;

    [[nodiscard]] const AccessModel& model() const { return m_model; }
    [[nodiscard]] const ActionTable& table() const { return m_table; }

private:
    [[nodiscard]] const AccessResource* resourceNamed(std::string_view arn) const;
    [[nodiscard]] bool isOfDesign(const Caller& caller) const;

    const AccessModel& m_model;
    const ActionTable& m_table;
    bool m_withUnknown;

    mutable KnownServices m_services;  // Read when they are first asked for.
    std::shared_ptr<const ResourcePatterns> m_patterns;
    std::shared_ptr<const ResourceIndex> m_index;
};

/// Returns where a statement that decided stands: its policy's name, and its place in the design.
/// `arn` is what was asked about, `endpoint` what the request goes through, if anything.
[[nodiscard]] StatementPlace placeOf(const Asking& asking, const AccessCaller& who,
                                     const std::string& arn, const DecidingStatement& statement,
                                     const AccessEndpoint* endpoint = nullptr);

}  // namespace archivolt
