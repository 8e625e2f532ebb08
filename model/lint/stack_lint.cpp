#include "model/lint/stack_lint.h"

#include <algorithm>
#include <utility>

#include "model/build/foreign_macros.h"

namespace archivolt {

void StackLint::report(const Rule& rule, Report finding) {
    std::vector<Where> related;
    for (Path& path : finding.related) {
        related.push_back(whereOf(stack, std::move(path), Anchor::Value));
    }
    m_findings.push_back(std::make_shared<Finding>(
        findingOf(rule, {std::move(finding.message), std::move(finding.help)},
                  whereOf(stack, std::move(finding.path), finding.anchor), std::move(related))));
}

void StackLint::report(const Rule& rule, const Origin& origin, std::string message,
                       SharedText help) {
    report(rule,
           {std::move(message), std::move(help), sourcePath(*this, origin), Anchor::Value, {}});
}

void StackLint::reportAtResources(std::span<const AtResource> rules) {
    if (m_kept != nullptr) m_kept->begin(evaluated.source);
    for (const auto& resource : evaluated.resources) {
        const ResourceId id = resource->source->id;
        const FoundAt* known = m_kept == nullptr ? nullptr : m_kept->known(resource, id);
        if (known != nullptr) {
            m_findings.insert(m_findings.end(), known->findings.begin(), known->findings.end());
            continue;
        }
        const auto before = static_cast<std::ptrdiff_t>(m_findings.size());
        m_looking = {};
        for (const AtResource look : rules) look(*this, *resource);
        if (m_kept == nullptr) continue;
        m_looking.findings.assign(m_findings.begin() + before, m_findings.end());
        m_kept->keep(resource, id, std::move(m_looking));
    }
}

std::vector<const EvaluatedResource*> StackLint::ofTypes(std::span<const std::string_view> types) {
    if (m_byType.empty()) {
        for (std::size_t i = 0; i < evaluated.resources.size(); ++i) {
            m_byType[evaluated.resources[i]->source->type()].push_back(i);
        }
    }
    std::vector<std::size_t> places;
    for (const std::string_view type : types) {
        const auto found = m_byType.find(type);
        if (found == m_byType.end()) continue;
        places.insert(places.end(), found->second.begin(), found->second.end());
    }
    std::ranges::sort(places);
    std::vector<const EvaluatedResource*> resources;
    resources.reserve(places.size());
    for (const std::size_t place : places) resources.push_back(evaluated.resources[place].get());
    return resources;
}

ResourceTable::Pointer StackLint::named(std::string_view logicalId) {
    m_looking.names.push_back(hashOfName(logicalId));
    return stack.body.resources.find(logicalId);
}

namespace {

/// Says whether a transform of the template, or one of its list, is of the kind.
template <class Predicate>
bool anyTransform(const Stack& stack, Predicate isWanted) {
    const Value* transform = stack.body.section("Transform");
    if (transform == nullptr) return false;
    if (transform->isList()) return std::ranges::any_of(transform->items(), isWanted);
    return isWanted(*transform);
}

}  // namespace

bool StackLint::hasMacros() const {
    return anyTransform(stack, [](const Value& value) {
        return !value.isString() || value.text() != "AWS::LanguageExtensions";
    });
}

bool StackLint::hasForeignMacros() const { return !foreignMacrosOf(stack).empty(); }

bool StackLint::isMissingHere(std::string_view type) {
    const auto [known, isNew] = m_missing.emplace(type, false);
    if (isNew) known->second = forms.isMissing(type, stack.region);
    return known->second;
}

PatternMatch StackLint::matchPattern(const std::string& pattern, const std::string& text) {
    auto known = m_patterns.find(pattern);
    if (known == m_patterns.end()) {
        known = m_patterns.emplace(pattern, KnownPattern{Pattern(pattern), {}}).first;
    }
    const auto [match, isNew] = known->second.texts.emplace(text, PatternMatch::No);
    if (isNew) match->second = known->second.pattern.match(text);
    return match->second;
}

std::string StackLint::emptyDefaultOf(const Value& source) const {
    if (!source.isCall(Function::Ref)) return {};
    const std::string& name = source.argument().text();
    const Value* parameters = stack.body.section("Parameters");
    const Value* declared = parameters != nullptr ? parameters->find(name) : nullptr;
    const Value* value = declared != nullptr ? declared->find("Default") : nullptr;
    const bool isEmpty = value != nullptr && value->isString() && value->text().empty();
    return isEmpty && !stack.parameters.contains(name) ? name : std::string();
}

std::string StackLint::emptyDefaultAt(const Path& path) const {
    const auto* name = path.size() > 2 ? std::get_if<std::string>(&path[1]) : nullptr;
    const auto resource = name != nullptr ? stack.body.resources.find(*name) : nullptr;
    const Value* source = resource != nullptr ? resource->body.at(path.from(2)) : nullptr;
    return source != nullptr ? emptyDefaultOf(*source) : std::string();
}

Path resourcePath(std::string_view logicalId, const Path& behind) {
    return Path{"Resources", std::string(logicalId)} / behind;
}

Path sourcePath(const StackLint& lint, const Origin& origin) {
    return sourcePath(lint.stack, origin);
}

}  // namespace archivolt
