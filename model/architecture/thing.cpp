#include "model/architecture/thing.h"

#include "model/base/invariant.h"

namespace archivolt {

namespace {

constexpr std::uint64_t kExternalBit = std::uint64_t{1} << 63;
constexpr int kResourceShift = 18;
constexpr int kStackShift = 42;
constexpr std::uint64_t kPartMask = (std::uint64_t{1} << kResourceShift) - 1;
constexpr std::uint32_t kStackLimit = 1U << 21;
constexpr std::uint32_t kResourceLimit = 1U << 24;
constexpr std::uint32_t kPartLimit = 1U << 18;

}  // namespace

ThingId ThingId::of(StackId stack, ResourceId resource, std::uint32_t part) {
    INVARIANT(stack.value < kStackLimit);
    INVARIANT(resource.value < kResourceLimit);
    INVARIANT(part < kPartLimit);
    ThingId id;
    id.m_value = (std::uint64_t{stack.value} << kStackShift) |
                 (std::uint64_t{resource.value} << kResourceShift) | part;
    return id;
}

ThingId ThingId::external(std::string_view name) {
    // FNV-1a of 64 bits: names are few, so that two of them meeting is out of the question.
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    ThingId id;
    id.m_value = hash | kExternalBit;
    return id;
}

ThingId ThingId::whole() const {
    ThingId id = *this;
    if (!isExternal()) id.m_value &= ~kPartMask;
    return id;
}

ThingId ThingId::withPart(std::uint32_t part) const {
    INVARIANT(!isExternal());
    INVARIANT(part < kPartLimit);
    ThingId id = whole();
    id.m_value |= part;
    return id;
}

std::uint32_t ThingId::part() const {
    return isExternal() ? 0 : static_cast<std::uint32_t>(m_value & kPartMask);
}

ResourceId ThingId::resource() const {
    if (isExternal()) return {};
    return {static_cast<std::uint32_t>((m_value >> kResourceShift) & (kResourceLimit - 1))};
}

}  // namespace archivolt
