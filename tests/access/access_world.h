#pragma once

#include <QtTest>

#include "export/cloudformation/read_template.h"
#include "model/access/questions.h"
#include "model/build/resolve.h"

namespace archivolt::test {

/// A design with one stack named `shop`, or with another one `base` before it, and the model of who
/// may do what in it.
struct World {
    explicit World(const std::string& text, GivenPolicies given = {},
                   const std::string& base = {}) {
        if (!base.empty()) add("base", base);
        add("shop", text);
        static const auto kCatalog = Catalog::embedded();
        resolved = resolve(design, *kCatalog);
        model = buildAccessModel(*resolved->evaluated, *kCatalog, given);
    }
    void add(const std::string& name, const std::string& text) {
        Stack stack;
        stack.id = StackId{design.nextId++};
        stack.name = name;
        const TemplateReading reading = readTemplate(text, {name + ".yaml", {}}, design.nextId);
        if (!reading.usable) qFatal("the template can't be read");
        stack.body = reading.body;
        stack.source = sourceOf(reading, name + ".yaml");
        design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    }
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    AccessModel model;
};

inline std::string wordOf(Truth truth) {
    return truth == Truth::Yes ? "yes" : truth == Truth::No ? "no" : "unknown";
}

/// Returns `WebRole: yes, everyone: no`, entries about parts with their ARN's end.
inline std::string who(const World& world, const std::string& action, const std::string& resource) {
    const auto answer = whoCan(world.model, ActionTable::embedded(), action, resource);
    if (!answer) return answer.error().code + ": " + answer.error().message;
    std::string text;
    for (const WhoCanEntry& entry : answer->entries) {
        text += (text.empty() ? "" : ", ") + entry.who.shown;
        if (!entry.whole) text += entry.arn.substr(entry.arn.find('/'));
        text += ": " + wordOf(entry.answer.allowed);
    }
    return text;
}

}  // namespace archivolt::test
