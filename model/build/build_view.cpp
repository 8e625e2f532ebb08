#include <limits>

#include <fmt/format.h>

#include "model/build/build_scope.h"

namespace archivolt {

const Value* View::property(std::string_view key) const {
    const Value* found = properties().find(key);
    return found != nullptr && !found->isNull() ? found : nullptr;
}

const Value* View::note(std::string_view key) const {
    const Value* metadata = m_node->evaluated->body.find("Metadata");
    const Value* ours = metadata != nullptr ? metadata->find("Archivolt") : nullptr;
    return ours != nullptr ? ours->find(key) : nullptr;
}

Doubt View::unseen(std::string_view part) const {
    const Value* parts = note("Unseen");
    const Value* why = parts != nullptr ? parts->find(part) : nullptr;
    if (why == nullptr) return {};
    return why->asString().value_or("it was not described");
}

Known<std::string> View::text(std::string_view key, std::string fallback) const {
    return m_scope->text(property(key), stack(), std::move(fallback));
}

std::optional<Known<std::string>> View::textIf(std::string_view key) const {
    if (property(key) == nullptr) return std::nullopt;
    return text(key);
}

Known<std::int64_t> View::integer(std::string_view key, std::int64_t fallback) const {
    return m_scope->integer(property(key), stack(), fallback);
}

std::optional<Known<std::int64_t>> View::integerIf(std::string_view key) const {
    if (property(key) == nullptr) return std::nullopt;
    return integer(key, 0);
}

Known<std::int32_t> View::port(std::string_view key, std::int32_t fallback) const {
    const Known<std::int64_t> number = integer(key, fallback);
    if (!number.isKnown()) return Known<std::int32_t>::unknown(number.why());
    if (*number < -1 || *number > 65535) {
        return Known<std::int32_t>::unknown(fmt::format("{} is no port", *number));
    }
    return static_cast<std::int32_t>(*number);
}

Known<bool> View::boolean(std::string_view key, bool fallback) const {
    return m_scope->boolean(property(key), stack(), fallback);
}

Known<ThingId> View::reference(const PropertyPath& path, const Value& value,
                               std::string_view more) const {
    return m_scope->reference(value, stack(),
                              expectedTypes(m_scope->catalog(), type(), path, more));
}

References View::references(const PropertyPath& path, const Value* value,
                            std::string_view more) const {
    if (value == nullptr) return {};
    return m_scope->references(value, stack(),
                               expectedTypes(m_scope->catalog(), type(), path, more));
}

Known<ThingId> View::thing(std::string_view key, std::string_view more) const {
    const Value* value = property(key);
    if (value == nullptr) return Known<ThingId>::unknown(fmt::format("{} is missing", key));
    return reference(key, *value, more);
}

std::optional<Known<ThingId>> View::thingIf(std::string_view key, std::string_view more) const {
    if (property(key) == nullptr) return std::nullopt;
    return thing(key, more);
}

References View::things(std::string_view key, std::string_view more) const {
    return references(key, property(key), more);
}

Known<Cidr> View::cidr(std::string_view key) const {
    const Value* value = property(key);
    if (value == nullptr) return Known<Cidr>::unknown(fmt::format("{} is missing", key));
    return m_scope->cidr(*value, stack());
}

Origin View::origin(const Path& below) const {
    Path path = below.empty() ? Path() : Path{"Properties"} / below;
    return {stack().id, m_node->evaluated->source->id, std::move(path)};
}

void View::fill(Thing& thing, std::uint32_t part, std::string_view suffix) const {
    thing.id = m_id.withPart(part);
    thing.name = suffix.empty() ? name() : fmt::format("{}.{}", name(), suffix);
    thing.stack = stack().name;
    thing.origin = origin();
    thing.exists = m_node->evaluated->exists;
    if (part != 0) return;
    const Value* tags = property("Tags");
    if (tags == nullptr) return;
    const auto add = [&](const std::optional<std::string>& key, const Value* value) {
        if (!key || value == nullptr) return;
        if (auto text = value->asString()) thing.tags.emplace_back(*key, std::move(*text));
    };
    for (const Value& tag : tags->items()) {
        const Value* key = tag.find("Key");
        if (key != nullptr) add(key->asString(), tag.find("Value"));
    }
    for (const MapEntry& entry : tags->entries()) add(entry.key, &entry.value);
}

std::uint64_t View::hash(std::uint32_t part) const {
    // FNV-1a has poor low bits on short texts; the last step spreads them (splitmix64's).
    const auto id = ThingId::external(fmt::format("{}/{}#{}", stack().name, name(), part));
    std::uint64_t z = id.value();
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

}  // namespace archivolt
