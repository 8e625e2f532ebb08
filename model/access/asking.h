#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/access/questions.h"

namespace archivolt {

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
                                      const std::string& arn) const;
    [[nodiscard]] AccessCaller callerOf(std::size_t principal) const;
    /// Returns those from outside whom the resource's policy names.
    [[nodiscard]] std::vector<AccessCaller> outsidersOf(const std::string& arn) const;
    /// Returns the resource that an ARN is or is in (an object's bucket), or null pointer.
    [[nodiscard]] const AccessResource* resourceOf(const std::string& arn) const;
    /// Returns the ARN that an action takes where a resource of this ARN is named: itself, what is
    /// in it, `*` where it takes none; empty when the action is about other things.
    [[nodiscard]] std::string arnFor(const ServiceActions& service, const ActionFacts& action,
                                     const std::string& arn) const;
    /// Returns ARNs inside `arn` that patterns of policies tell apart from the rest of it.
    [[nodiscard]] std::vector<std::string> partsOf(const std::string& arn) const;

    [[nodiscard]] const AccessModel& model() const { return m_model; }
    [[nodiscard]] const ActionTable& table() const { return m_table; }

private:
    const AccessModel& m_model;
    const ActionTable& m_table;
    bool m_withUnknown;
};

}  // namespace archivolt
