#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/intents/intents.h"

namespace archivolt {

inline constexpr Rule kBadPromise{
    "INTENT-1",
    Severity::Error,
    "a promise can't be judged: its form is wrong, or it names nothing that is there",
    "a promise that is not understood must not pass for kept",
    "write it as resources/promises.md shows, and name things that are there",
    "a rule of this program"};

enum class IntentKind : std::uint8_t {
    Reachable,
    Never,
    OnlyFrom,
    OnlyThrough,
    Can,    ///< IAM allows the calls, and they get to the service.
    Cannot  ///< They are not allowed, or do not get there.
};

/// A promise as it is written, its ends not looked up yet.
struct Intent {
    std::string name;
    std::string kindName;
    IntentKind kind = IntentKind::Reachable;
    Value from;
    Value to;
    Value through;
    std::optional<IpProtocol> protocol;
    PortSet ports = PortSet::all();
    std::optional<Family> family;
    std::vector<std::string> actions;  ///< Of promises about access: `s3:GetObject`, `read`.
};

/// Reads one promise; fails with INTENT-1 where its form is wrong.
[[nodiscard]] Result<Intent> readIntent(const Value& value, std::size_t index);

/// The ends that a selector chooses: one for each load balancer, and one for all the rest.
struct Selection {
    std::vector<Endpoint> ends;
    std::vector<ThingId> unmodelled;  ///< What is, or may be, chosen and is not modelled.
    Doubt why;                        ///< Not empty: why it can't be told what is chosen.
};

/// Looks up what a selector chooses; fails with INTENT-1 where its form is wrong.
[[nodiscard]] Result<Selection> select(const Design& design, const NetworkIndex& network,
                                       const Value& selector);

/// Returns ends for a set of interfaces: load balancers apart, the rest together.
[[nodiscard]] std::vector<Endpoint> endsOf(const NetworkIndex& network,
                                           const std::vector<InterfaceIndex>& interfaces,
                                           const std::string& name);

}  // namespace archivolt
