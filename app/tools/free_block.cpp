#include "app/tools/free_block.h"

#include <algorithm>
#include <vector>

#include "app/tools/references.h"
#include "model/net/cidr.h"

namespace archivolt::tools {

namespace {

constexpr int kUsualLength = 24;

/// Returns a property of a resource as evaluated, or as written where that is plain text.
std::string valueOf(const World& world, const Stack& stack, const Resource& resource,
                    std::string_view property) {
    if (world.resolved != nullptr) {
        for (const auto& evaluated : world.resolved->evaluated->stacks) {
            if (evaluated->source->id != stack.id) continue;
            const auto found = evaluated->find(resource.id);
            const Value* value = found ? found->properties().find(property) : nullptr;
            if (value != nullptr && value->isScalar()) return value->text();
        }
    }
    const Value& properties = resource.properties();
    const Value* value = properties.isMap() ? properties.find(property) : nullptr;
    return value != nullptr && value->isScalar() ? value->text() : std::string();
}

bool isIn(const Resource& resource, const std::string& vpc) {
    const Value& properties = resource.properties();
    const Value* written = properties.isMap() ? properties.find("VpcId") : nullptr;
    return written != nullptr && namedBy(*written) == vpc;
}

/// Returns the blocks of a VPC's subnets, all but one.
std::vector<Cidr> takenIn(const World& world, const Stack& stack, const std::string& vpc,
                          const Resource* but) {
    std::vector<Cidr> taken;
    for (const auto& each : stack.body.resources) {
        if (each->type() != "AWS::EC2::Subnet" || each.get() == but || !isIn(*each, vpc)) continue;
        const auto block = Cidr::parse(valueOf(world, stack, *each, "CidrBlock"));
        if (block) taken.push_back(*block);
    }
    return taken;
}

std::optional<Cidr> blockOf(const World& world, const Stack& stack, const std::string& vpc) {
    const auto resource = stack.body.resources.find(vpc);
    if (!resource) return {};
    return Cidr::parse(valueOf(world, stack, *resource, "CidrBlock"));
}

bool isFree(const Cidr& block, const std::vector<Cidr>& taken) {
    return std::ranges::none_of(taken, [&](const Cidr& each) { return each.overlaps(block); });
}

std::optional<std::string> firstFree(const Cidr& whole, int length,
                                     const std::vector<Cidr>& taken) {
    if (length < whole.length()) return {};
    const std::uint64_t size = std::uint64_t{1} << static_cast<unsigned>(32 - length);
    const std::uint64_t count = whole.size() / size;
    for (std::uint64_t i = 0; i < count; ++i) {
        const Cidr block(whole.first().plus(i * size), length);
        if (isFree(block, taken)) return block.toString();
    }
    return {};
}

}  // namespace

std::optional<std::string> blockFor(const World& world, const Stack& stack, const std::string& vpc,
                                    const Resource& subnet) {
    const auto whole = blockOf(world, stack, vpc);
    const auto own = Cidr::parse(valueOf(world, stack, subnet, "CidrBlock"));
    if (!whole || whole->family() != Family::Ipv4) return std::string();
    const auto taken = takenIn(world, stack, vpc, &subnet);
    if (own && whole->contains(*own) && isFree(*own, taken)) return std::string();
    return firstFree(*whole, own ? std::max(own->length(), whole->length()) : kUsualLength, taken);
}

}  // namespace archivolt::tools
