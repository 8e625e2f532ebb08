#include "model/catalog/path_pattern.h"

#include <algorithm>

namespace archivolt {

namespace {

constexpr std::string_view kIf = "Fn::If";

bool isIf(const PathStep& step) {
    const auto* const key = std::get_if<std::string>(&step);
    return key != nullptr && *key == kIf;
}

bool fits(const PathPattern::Step& wanted, const PathStep& step) {
    const auto* const key = std::get_if<std::string>(&step);
    switch (wanted.kind) {
        case PathPattern::StepKind::Key: return key != nullptr && *key == wanted.key;
        case PathPattern::StepKind::AnyItem: return key == nullptr;
        case PathPattern::StepKind::AnyValue: return key != nullptr;
    }
    return false;
}

/// Collects what the steps from `index` on match below one value.
class Selection {
public:
    explicit Selection(const std::vector<PathPattern::Step>& steps) : m_steps(steps) {}

    void visit(const Value& value, const Path& path, std::size_t index) {
        if (value.isCall(Function::If)) {
            const auto& branches = value.argument().items();
            for (std::size_t i = 1; i < branches.size(); ++i) {
                visit(branches[i], path / std::string(kIf) / i, index);
            }
        } else if (index == m_steps.size()) {
            found.push_back({path, &value});
        } else if (m_steps[index].kind == PathPattern::StepKind::AnyItem) {
            visitItems(value, path, index);
        } else {
            visitEntries(value, path, index);
        }
    }

    std::vector<FoundValue> found;

private:
    void visitItems(const Value& value, const Path& path, std::size_t index) {
        if (value.isCall()) {
            found.push_back({path, &value});
        } else if (value.isList()) {
            for (std::size_t i = 0; i < value.items().size(); ++i) {
                visit(value.items()[i], path / i, index + 1);
            }
        } else if (value.isScalar() || value.isMap()) {
            visit(value, path, index + 1);
        }
    }

    void visitEntries(const Value& value, const Path& path, std::size_t index) {
        const PathPattern::Step& step = m_steps[index];
        for (const MapEntry& entry : value.entries()) {
            if (step.kind == PathPattern::StepKind::AnyValue || entry.key == step.key) {
                visit(entry.value, path / entry.key, index + 1);
            }
        }
    }

    const std::vector<PathPattern::Step>& m_steps;
};

}  // namespace

PathPattern PathPattern::parse(std::string_view text) {
    PathPattern pattern;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("[]") || rest.starts_with("{}")) {
            const auto kind = rest[0] == '[' ? StepKind::AnyItem : StepKind::AnyValue;
            pattern.m_steps.push_back({kind, {}});
            at += 2;
            continue;
        }
        if (at > 0 && rest[0] != '.') return {};
        at += rest[0] == '.' && at > 0 ? 1 : 0;
        const std::size_t end = std::min(text.find_first_of(".[{", at), text.size());
        const std::string_view key = text.substr(at, end - at);
        if (key.empty() || key.find_first_of("]}") != std::string_view::npos) return {};
        pattern.m_steps.push_back({StepKind::Key, std::string(key)});
        at = end;
    }
    return pattern;
}

bool PathPattern::isPlural() const {
    return std::any_of(m_steps.begin(), m_steps.end(),
                       [](const Step& step) { return step.kind != StepKind::Key; });
}

PathPattern PathPattern::operator/(Step step) const {
    PathPattern result = *this;
    result.m_steps.push_back(std::move(step));
    return result;
}

std::string PathPattern::toString() const {
    std::string text;
    for (const Step& step : m_steps) {
        switch (step.kind) {
            case StepKind::AnyItem: text += "[]"; break;
            case StepKind::AnyValue: text += "{}"; break;
            case StepKind::Key:
                if (!text.empty()) text += '.';
                text += step.key;
                break;
        }
    }
    return text;
}

bool PathPattern::matches(const Path& path) const {
    std::size_t at = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (isIf(path[i])) {
            ++i;  // The branch's number belongs to the call.
        } else if (at == m_steps.size() || !fits(m_steps[at++], path[i])) {
            return false;
        }
    }
    return at == m_steps.size();
}

std::vector<FoundValue> select(const Value& properties, const PathPattern& pattern) {
    Selection selection(pattern.steps());
    if (!pattern.empty()) selection.visit(properties, {}, 0);
    return std::move(selection.found);
}

Path withoutConditions(const Path& path) {
    std::vector<PathStep> steps;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (isIf(path[i])) {
            ++i;
        } else {
            steps.push_back(path[i]);
        }
    }
    return Path(std::move(steps));
}

}  // namespace archivolt
