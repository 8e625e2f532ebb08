#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "model/reachability/walk/walk_observer.h"

/// Addresses stand in reasons as `IpAddress::toString` writes them.
template <>
struct fmt::formatter<archivolt::IpAddress> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const archivolt::IpAddress& address, Context& context) const {
        return fmt::formatter<std::string_view>::format(address.toString(), context);
    }
};

namespace archivolt {

template <class... Args>
class ReasonedStep;

/// What something on the way does with a flow, to be told once somebody looks at it.
///
/// Walks meet far more than anyone looks at, so nothing is put together before. It refers to what
/// it is given; so do its reasons, which therefore must not outlive the call that they are made in.
struct StepAt {
    HopKind kind = HopKind::Interface;
    ThingId id;
    std::string_view resource;
    const char* what = "";
    const Origin* origin = nullptr;
    std::string_view rule;

    StepAt(HopKind hop, const Thing& thing, const char* does)
        : kind(hop), id(thing.id), resource(thing.name), what(does), origin(&thing.origin) {}
    /// Something that is not in the design, or no thing at all: `internet`.
    StepAt(HopKind hop, ThingId thing, std::string_view name, const char* does)
        : kind(hop), id(thing), resource(name), what(does) {}

    /// Returns the same, decided by a rule, an entry or a route.
    [[nodiscard]] StepAt by(std::string_view name, const Origin* place) const {
        StepAt decided = *this;
        decided.rule = name;
        decided.origin = place;
        return decided;
    }
    /// Returns the same with its reason, as it stands.
    [[nodiscard]] ReasonedStep<> because(std::string_view why) const;
    /// Returns the same with a reason that is put together when somebody looks.
    template <class First, class... More>
    [[nodiscard]] ReasonedStep<First, More...> because(
        fmt::format_string<const First&, const More&...> why, const First& first,
        const More&... more) const {
        return {*this, why, first, more...};
    }

    [[nodiscard]] WalkStep operator()() const {
        return {kind, id, resource, what, rule, origin, {}};
    }
    operator WalkStep() const { return (*this)(); }
};

/// A step with the reason for how it ends.
template <class... Args>
class ReasonedStep {
public:
    ReasonedStep(const StepAt& at, fmt::format_string<const Args&...> why, const Args&... args)
        : m_at(at), m_why(why), m_args(args...) {}

    [[nodiscard]] WalkStep operator()() const {
        WalkStep made = m_at();
        made.why =
            std::apply([&](const Args&... args) { return fmt::format(m_why, args...); }, m_args);
        return made;
    }
    operator WalkStep() const { return (*this)(); }

private:
    StepAt m_at;
    fmt::format_string<const Args&...> m_why;
    std::tuple<const Args&...> m_args;
};

/// A reason that needs no words of its own.
template <>
class ReasonedStep<> {
public:
    ReasonedStep(const StepAt& at, std::string_view why) : m_at(at), m_why(why) {}

    [[nodiscard]] WalkStep operator()() const {
        WalkStep made = m_at();
        made.why = m_why;
        return made;
    }
    operator WalkStep() const { return (*this)(); }

private:
    StepAt m_at;
    std::string_view m_why;
};

inline ReasonedStep<> StepAt::because(std::string_view why) const { return {*this, why}; }

}  // namespace archivolt
