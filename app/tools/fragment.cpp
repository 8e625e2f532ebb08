#include "app/tools/fragment.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "export/cloudformation/read_template.h"

namespace archivolt {

namespace {

std::string textOf(const Value& map, std::string_view key) {
    const Value* found = map.find(key);
    return found == nullptr ? std::string() : found->text();
}

std::vector<std::string> textsOf(const Value& map, std::string_view key) {
    std::vector<std::string> texts;
    if (const Value* found = map.find(key)) {
        for (const Value& item : found->items()) texts.push_back(item.text());
    }
    return texts;
}

}  // namespace

Result<Fragment> readFragment(const FragmentText& source) {
    std::uint32_t nextId = 2;
    ReadOptions options;
    options.file = std::string(source.name);
    const TemplateReading reading = readTemplate(std::string(source.text), options, nextId);
    if (!reading.usable || !reading.diagnostics.empty()) {
        return reading.diagnostics.empty()
                   ? failure(kBadFragment, fmt::format("{} can't be read", source.name))
                   : Result<Fragment>(tl::make_unexpected(reading.diagnostics.front()));
    }
    const Value* metadata = reading.body.section("Metadata");
    const Value* own = metadata == nullptr ? nullptr : metadata->find("Archivolt");
    if (own == nullptr) {
        return failure(kBadFragment, fmt::format("{} has no Metadata.Archivolt", source.name));
    }
    Fragment fragment;
    fragment.name = source.name;
    fragment.title = textOf(*own, "Title");
    fragment.sentence = textOf(*own, "Sentence");
    fragment.icon = textOf(*own, "Icon");
    fragment.part = textOf(*own, "Part");
    fragment.beside = textOf(*own, "Beside");
    const std::string order = textOf(*own, "Order");
    std::from_chars(order.data(), order.data() + order.size(), fragment.order);
    fragment.tier = textOf(*own, "Tier");
    fragment.inSubnet = textOf(*own, "InSubnet") == "true";
    fragment.reuse = textsOf(*own, "Reuse");
    fragment.afterGateway = textsOf(*own, "AfterGateway");
    if (const Value* once = own->find("Once")) {
        for (const MapEntry& entry : once->entries()) {
            fragment.once.emplace(entry.key, textsOf(*once, entry.key));
        }
    }
    fragment.keywords = textsOf(*own, "Keywords");
    if (const Value* parameters = reading.body.section("Parameters")) {
        for (const MapEntry& entry : parameters->entries()) fragment.holes.push_back(entry.key);
    }
    Stack stack;
    stack.id = StackId(1);
    stack.name = fragment.name;
    stack.body = reading.body;
    fragment.stack = std::make_shared<const Stack>(std::move(stack));
    return fragment;
}

FragmentLibrary::FragmentLibrary(std::span<const FragmentText> texts) {
    for (const FragmentText& text : texts) {
        if (auto fragment = readFragment(text)) m_fragments.push_back(std::move(*fragment));
    }
}

std::vector<const Fragment*> FragmentLibrary::patterns() const {
    std::vector<const Fragment*> found;
    for (const Fragment& fragment : m_fragments) {
        if (fragment.part.empty() && fragment.beside.empty()) found.push_back(&fragment);
    }
    std::ranges::stable_sort(found, {}, &Fragment::order);
    return found;
}

const Fragment* FragmentLibrary::pattern(std::string_view name) const {
    for (const Fragment& fragment : m_fragments) {
        if (fragment.part.empty() && fragment.name == name) return &fragment;
    }
    return nullptr;
}

const Fragment* FragmentLibrary::part(std::string_view type, bool inVpc) const {
    const Fragment* found = nullptr;
    for (const Fragment& fragment : m_fragments) {
        if (fragment.part != type) continue;
        if (fragment.inSubnet && inVpc) return &fragment;
        if (!fragment.inSubnet && found == nullptr) found = &fragment;
    }
    return found;
}

}  // namespace archivolt
