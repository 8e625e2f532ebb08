#include <fmt/format.h>

#include <algorithm>

#include "model/evaluate/evaluate.h"
#include "model/evaluate/made_resources.h"
#include "model/evaluate/memo.h"

namespace archivolt {

namespace {

SourceOfValue unknownSource(Doubt why) {
    return {SourceOfValue::Kind::Unknown, {}, {}, std::move(why)};
}

SourceOfValue literalAt(Path path) {
    return {SourceOfValue::Kind::Literal, std::move(path), {}, {}};
}

/// Returns the name in a text that is one `${Name}` and nothing else; empty for other texts.
std::string onlyVariable(const std::string& text) {
    const bool isOne = text.starts_with("${") && text.find('}') == text.size() - 1 &&
                       !text.starts_with("${!") && text.size() > 3;
    return isOne ? text.substr(2, text.size() - 3) : std::string();
}

/// Walks the unevaluated tree along an evaluated path.
class SourceWalk {
public:
    SourceWalk(const EvaluatedStack& stack, const DesignMemo& memo)
        : m_scope(*stack.memo->scope),
          m_evaluator({m_scope,
                       &stack.source->body.resources,
                       FunctionPlace::Body,
                       importsFor(m_scope, memo.exports),
                       {},
                       stack.memo->loop},
                      {}) {}

    SourceOfValue walk(const Value& value, const Path& at, const Path& rest) {
        if (value.isCall()) return walkCall(value, at / PathStep(name(value)), rest, at);
        if (rest.empty()) return literalAt(at);
        if (value.isList()) {
            const auto* index = std::get_if<std::size_t>(&rest[0]);
            const auto source =
                index != nullptr ? sourceIndex(m_evaluator, value, *index) : std::nullopt;
            if (!source) return nothing(at);
            return walk(value.items()[*source], at / PathStep(*source), rest.from(1));
        }
        const auto* key = std::get_if<std::string>(&rest[0]);
        const Value* child = key != nullptr ? value.find(*key) : nullptr;
        if (child == nullptr) return nothing(at);
        return walk(*child, at / rest[0], rest.from(1));
    }

private:
    static std::string name(const Value& call) { return std::string(call.functionName()); }

    static SourceOfValue nothing(const Path& at) {
        return unknownSource(fmt::format("there is nothing of this name at `{}`", at.toString()));
    }

    /// `inside` is the path of the call's argument, `at` that of the call itself.
    SourceOfValue walkCall(const Value& call, const Path& inside, const Path& rest,
                           const Path& at) {
        const Value& argument = call.argument();
        switch (call.function()) {
            case Function::If: return walkIf(argument, inside, rest);
            case Function::Ref: return walkName(argument.text(), at);
            case Function::FindInMap: return walkMapping(argument, inside, rest);
            case Function::Select: return walkSelect(argument, inside, rest);
            case Function::Sub: return walkSub(argument, inside, at);
            case Function::Join:
                if (argument.items().size() == 2 && argument.items()[1].items().size() == 1) {
                    return walk(argument.items()[1].items()[0],
                                inside / PathStep(std::size_t{1}) / PathStep(std::size_t{0}), rest);
                }
                return composed(call);
            case Function::GetAtt:
            case Function::ImportValue: return literalAt(at);
            default: return composed(call);
        }
    }

    static SourceOfValue composed(const Value& call) {
        return unknownSource(fmt::format("the value is made by `{}`", call.functionName()));
    }

    SourceOfValue walkIf(const Value& argument, const Path& inside, const Path& rest) {
        if (argument.items().size() != 3) return unknownSource("this `Fn::If` is broken");
        const ConditionTruth truth = m_evaluator.namedCondition(argument.items()[0]);
        if (truth.truth == Truth::Unknown) {
            return unknownSource(fmt::format("condition `{}` is not known: {}",
                                             argument.items()[0].text(), truth.why));
        }
        const std::size_t branch = truth.truth == Truth::Yes ? 1 : 2;
        return walk(argument.items()[branch], inside / PathStep(branch), rest);
    }

    SourceOfValue walkName(const std::string& name, const Path& at) {
        if (m_scope.parameterSection.find(name) != nullptr) {
            return {SourceOfValue::Kind::Parameter, Path{"Parameters", name}, name, {}};
        }
        if (name.starts_with("AWS::")) {
            return unknownSource(fmt::format("the stack itself decides `{}`", name));
        }
        return literalAt(at);
    }

    SourceOfValue walkMapping(const Value& argument, const Path& inside, const Path& rest) {
        if (argument.items().size() < 3) return unknownSource("this `Fn::FindInMap` is broken");
        Path path{"Mappings"};
        const Value* found = &m_scope.mappings;
        for (std::size_t i = 0; i < 3; ++i) {
            const auto key = m_evaluator.evaluateAt(i, argument.items()[i]);
            if (!key || !key->isScalar()) return unknownSource("the mapping's key is not known");
            path = path / PathStep(key->text());
            found = found != nullptr ? found->find(key->text()) : nullptr;
        }
        if (found != nullptr) {
            return {SourceOfValue::Kind::Mapping, path / rest, {}, {}};
        }
        const Value* fallback =
            argument.items().size() == 4 ? argument.items()[3].find("DefaultValue") : nullptr;
        if (fallback == nullptr) return unknownSource("Mappings has no such key");
        return walk(*fallback, inside / PathStep(std::size_t{3}) / PathStep("DefaultValue"), rest);
    }

    SourceOfValue walkSelect(const Value& argument, const Path& inside, const Path& rest) {
        if (argument.items().size() != 2) return unknownSource("this `Fn::Select` is broken");
        const auto index = m_evaluator.evaluateAt(std::size_t{0}, argument.items()[0]);
        const auto number = index ? index->asInteger() : std::nullopt;
        if (!number || *number < 0) return unknownSource("the index is not known");
        const Path item{static_cast<std::size_t>(*number)};
        return walk(argument.items()[1], inside / PathStep(std::size_t{1}), item / rest);
    }

    SourceOfValue walkSub(const Value& argument, const Path& inside, const Path& at) {
        const bool hasVariables = argument.isList() && argument.items().size() == 2;
        const Value& pattern = hasVariables ? argument.items()[0] : argument;
        const Path place = hasVariables ? inside / PathStep(std::size_t{0}) : inside;
        if (pattern.text().find("${") == std::string::npos) return literalAt(place);
        const std::string variable = onlyVariable(pattern.text());
        if (variable.empty()) return unknownSource("the text is put together of several parts");
        const Value* own = hasVariables ? argument.items()[1].find(variable) : nullptr;
        if (own == nullptr) return walkName(variable, at);
        return walk(*own, inside / PathStep(std::size_t{1}) / PathStep(variable), {});
    }

    const Scope& m_scope;
    Evaluator m_evaluator;
};

/// Says whether SAM's transform made a property what it is.
bool isFromGlobals(const EvaluatedStack& stack, const Resource& source, const Path& path) {
    const auto written = stack.memo->written->body.resources.find(source.id);
    if (!written || written->body.identical(source.body)) return false;
    const Path property(std::vector<PathStep>(
        path.steps().begin(),
        path.steps().begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, path.size()))));
    const Value* before = written->body.at(property);
    const Value* now = source.body.at(property);
    return before == nullptr || now == nullptr || !(*before == *now);
}

}  // namespace

SourceOfValue sourceOf(const EvaluatedDesign& design, StackId stack, ResourceId resource,
                       const Path& evaluatedPath) {
    const auto found = std::ranges::find_if(
        design.stacks, [&](const auto& one) { return one->source->id == stack; });
    if (found == design.stacks.end()) return unknownSource("there is no such stack");
    const auto evaluated = (*found)->find(resource);
    if (!evaluated) return unknownSource("there is no such resource");
    const Resource& source = *evaluated->source;
    if (source.isLoop()) return unknownSource("a loop is not expanded");
    if (isMade(source.id)) return unknownSource("a loop or a transform makes it");
    if (isFromGlobals(**found, source, evaluatedPath)) {
        return unknownSource("the transform puts it together, of Globals or of events");
    }
    return SourceWalk(**found, *design.memo)
        .walk(source.body, Path{"Resources", source.logicalId}, evaluatedPath);
}

}  // namespace archivolt
