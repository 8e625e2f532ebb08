#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/doubt.h"
#include "model/base/known.h"
#include "model/base/strong_id.h"
#include "model/value/origin.h"

namespace archivolt {

/// The id of a typed thing; stable from one snapshot to the next of the same history.
///
/// A resource's own thing has the stack's and the resource's id. What the resource brings along
/// without naming it (a VPC's main route table, an instance's primary interface) has a `part`
/// above 0. A thing outside the design has an id made of its name.
class ThingId {
public:
    constexpr ThingId() = default;
    /// The thing that a resource is (part 0) or brings along. Stack < 2^14, resource and part <
    /// 2^24.
    [[nodiscard]] static ThingId of(StackId stack, ResourceId resource, std::uint32_t part = 0);
    /// The thing outside the design of this name.
    [[nodiscard]] static ThingId external(std::string_view name);
    /// Returns the id of the resource's own thing, of which this may be a part.
    [[nodiscard]] ThingId whole() const;
    /// Returns the id of a part of the same resource; this must not be external.
    [[nodiscard]] ThingId withPart(std::uint32_t part) const;
    [[nodiscard]] std::uint32_t part() const;
    /// Returns the resource's id; none of an external thing.
    [[nodiscard]] ResourceId resource() const;

    [[nodiscard]] constexpr explicit operator bool() const { return m_value != 0; }
    [[nodiscard]] constexpr bool isExternal() const { return (m_value >> 63) != 0; }
    [[nodiscard]] constexpr std::uint64_t value() const { return m_value; }
    friend constexpr auto operator<=>(ThingId, ThingId) = default;

private:
    std::uint64_t m_value = 0;
};

/// What every typed thing has.
struct Thing {
    ThingId id;
    /// The logical id; `Vpc.main`, `Vpc.defaultAcl`, `Vpc.defaultGroup`, `Web.eth0` for what is
    /// brought along; an AWS id or a parameter's name for what is outside.
    std::string name;
    std::string stack;  ///< The stack's name; empty for what is outside.
    Origin origin;
    Truth exists = Truth::Yes;  ///< Unknown where its condition is; No never gets here.
    std::vector<std::pair<std::string, std::string>> tags;  ///< Known ones, in the text's order.

    friend bool operator==(const Thing&, const Thing&) = default;
};

/// References to things, where some may be unknown: `ids` holds, and there may be more if `why`.
struct References {
    std::vector<ThingId> ids;
    Doubt why;  ///< Not empty: why there may be others.
    friend bool operator==(const References&, const References&) = default;
};

}  // namespace archivolt

template <>
struct std::hash<archivolt::ThingId> {
    std::size_t operator()(archivolt::ThingId id) const noexcept {
        return std::hash<std::uint64_t>{}(id.value());
    }
};
