#include "model/design/sanity.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace archivolt {

namespace {

class Check {
public:
    explicit Check(const Design& design) : m_design(design) {}

    std::vector<std::string> run() {
        std::set<std::string> names;
        for (const auto& stack : m_design.stacks) {
            id(stack->id.value, "stack");
            expect(!stack->name.empty() && names.insert(stack->name).second,
                   fmt::format("the stack name `{}` is empty or taken", stack->name));
            checkTemplate(stack->name, stack->body);
            for (const auto& resource : stack->body.resources) id(resource->id.value, "resource");
        }
        for (const Note& note : m_design.notes) id(note.id.value, "note");
        for (const Frame& frame : m_design.frames) id(frame.id.value, "frame");
        for (const auto& [placed, place] : m_design.placements) {
            const ResourceId resource = placed;  // Clang 14 can't capture a structured binding.
            const bool there = std::ranges::any_of(m_design.stacks, [&](const auto& stack) {
                return stack->body.resources.find(resource) != nullptr;
            });
            expect(there, fmt::format("resource {} is placed and not there", resource.value));
        }
        for (const auto& [placed, place] : m_design.places) {
            const PlaceKey key = placed;  // Clang 14 can't capture a structured binding.
            const bool there = std::ranges::any_of(m_design.stacks, [&](const auto& stack) {
                return stack->body.resources.find(key.resource) != nullptr;
            });
            expect(key.resource ? there : !key.part.empty(),
                   fmt::format("`{}` of resource {} is placed and not there", key.part,
                               key.resource.value));
        }
        expect(m_design.intents.isList() && m_design.scenarios.isList(),
               "intents and scenarios are lists");
        expect(m_design.unknown.isMap(), "what is unknown is a map");
        return std::move(m_broken);
    }

private:
    void expect(bool holds, std::string text) {
        if (!holds) m_broken.push_back(std::move(text));
    }

    void id(std::uint32_t value, const char* what) {
        expect(value != 0 && value < m_design.nextId && m_ids.insert(value).second,
               fmt::format("the {} id {} is 0, used twice or not given yet", what, value));
    }

    void checkTemplate(const std::string& stack, const Template& body) {
        std::set<std::string> sections;
        for (const Section& section : body.sections) {
            expect(sections.insert(section.name).second,
                   fmt::format("`{}` has two sections `{}`", stack, section.name));
        }
        expect(body.resources.size() == 0 || sections.contains("Resources"),
               fmt::format("`{}` has resources and no section for them", stack));
        std::set<std::string> names;
        for (const auto& resource : body.resources) {
            const auto& name = resource->logicalId;
            expect(!name.empty() && names.insert(name).second,
                   fmt::format("`{}` has two resources `{}`", stack, name));
            expect(body.resources.find(resource->id) == resource &&
                       body.resources.find(name) == resource,
                   fmt::format("`{}` does not find its resource `{}`", stack, name));
        }
        expect(names.size() == body.resources.size(), "a table counts its resources wrongly");
    }

    const Design& m_design;
    std::set<std::uint32_t> m_ids;
    std::vector<std::string> m_broken;
};

}  // namespace

std::vector<std::string> checkSanity(const Design& design) { return Check(design).run(); }

}  // namespace archivolt
