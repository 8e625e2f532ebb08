#include "model/evaluate/exports.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/design/names.h"
#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/joined_texts.h"
#include "model/evaluate/nested_stacks.h"

namespace archivolt {

namespace {

const Value& outputsOf(const Stack& stack) {
    static const Value kNone;
    const Value* section = stack.body.section("Outputs");
    return section != nullptr ? *section : kNone;
}

/// Evaluates each output once; an import evaluates the exporting output first.
class OutputsWalk {
public:
    explicit OutputsWalk(const std::vector<OutputsInput>& stacks)
        : m_stacks(stacks), m_work(stacks.size()) {}

    DesignOutputs run() {
        for (std::size_t i = 0; i < m_stacks.size(); ++i) collectExports(i);
        DesignOutputs result;
        for (std::size_t i = 0; i < m_stacks.size(); ++i) {
            for (const MapEntry& output : outputsOf(*m_stacks[i].stack).entries()) {
                (void)value(i, output);
            }
            for (const MapEntry& entry : m_stacks[i].handed) (void)value(i, entry);
        }
        for (const auto& [key, place] : m_exporters) {
            const auto& work = m_work[place.stack];
            const Value& exported = work.values.at(place.output->key);
            result.exports[key] = {true, exported, m_stacks[place.stack].stack->name,
                                   freeTextOf(place.stack, exported)};
        }
        for (std::size_t i = 0; i < m_stacks.size(); ++i) {
            result.stacks.push_back(std::make_shared<const OutputsResult>(finish(i)));
        }
        return result;
    }

private:
    using Key = ExportTable::key_type;
    struct Exporter {
        std::size_t stack = 0;
        const MapEntry* output = nullptr;
    };
    struct Work {
        std::map<std::string, ConditionTruth> exists;
        std::map<std::string, Value> values;
        std::map<std::string, std::vector<Diagnostic>> diagnostics;
        std::map<std::string, std::string> exports;
        std::set<ReadKey> reads;
        std::set<std::string> open;
    };
    static constexpr std::size_t kMostChained = 100;

    ConditionTruth existence(std::size_t i, const MapEntry& output) {
        const Value* condition = output.value.find("Condition");
        if (condition == nullptr) return {Truth::Yes, {}};
        Evaluator evaluator({*m_stacks[i].scope, nullptr, FunctionPlace::Body, {}, {}, {}},
                            Path{"Outputs", output.key, "Condition"});
        ConditionTruth result = evaluator.namedCondition(*condition);
        keep(i, output.key, evaluator);
        return result;
    }

    void keep(std::size_t i, const std::string& output, Evaluator& evaluator) {
        for (ReadKey& key : evaluator.takeReads()) m_work[i].reads.insert(std::move(key));
        for (Diagnostic& found : evaluator.takeDiagnostics()) {
            m_work[i].diagnostics[output].push_back(std::move(found));
        }
    }

    void tell(std::size_t i, const std::string& output, const Rule& rule, std::string message,
              SharedText help, Path path) {
        m_work[i].diagnostics[output].push_back(diagnosticAt(
            *m_stacks[i].scope, rule, std::move(message), std::move(help), std::move(path)));
    }

    void collectExports(std::size_t i) {
        for (const MapEntry& entry : m_stacks[i].handed) {
            m_work[i].exists[entry.key] = {Truth::Yes, {}};
            addExport(i, entry, entry.key, {});
        }
        for (const MapEntry& output : outputsOf(*m_stacks[i].stack).entries()) {
            ConditionTruth exists = existence(i, output);
            const bool isThere = exists.truth != Truth::No;
            if (m_stacks[i].isNested && isThere) {
                addExport(i, output, nameOfNestedOutput(m_stacks[i].stack->name, output.key), {});
            }
            m_work[i].exists[output.key] = std::move(exists);
            const Value* exported = output.value.find("Export");
            const Value* name = exported != nullptr ? exported->find("Name") : nullptr;
            if (name == nullptr || !isThere) continue;
            const Path path{"Outputs", output.key, "Export", "Name"};
            Evaluator evaluator(
                {*m_stacks[i].scope, nullptr, FunctionPlace::ExportName, {}, {}, {}}, path);
            const Evaluator::Outcome evaluated = evaluator.evaluate(*name);
            keep(i, output.key, evaluator);
            if (!evaluated || !evaluated->isScalar()) continue;
            addExport(i, output, evaluated->text(), path);
        }
    }

    void addExport(std::size_t i, const MapEntry& output, const std::string& name,
                   const Path& path) {
        const Stack& stack = *m_stacks[i].stack;
        const auto [at, isNew] =
            m_exporters.try_emplace(Key{stack.account, stack.region, name}, Exporter{i, &output});
        if (isNew) {
            m_work[i].exports[name] = output.key;
            return;
        }
        tell(i, output.key, kExportTwice,
             fmt::format("export `{}` is already made by stack `{}`", name,
                         m_stacks[at->second.stack].stack->name),
             "an export's name must be the only one in its account and Region", path);
    }

    [[nodiscard]] std::string freeTextOf(std::size_t i, const Value& exported) {
        for (std::string& name : resourcesIn(exported)) {
            m_work[i].reads.insert({ReadKind::Content, std::move(name)});
        }
        return freeTextIn(exported, m_stacks[i].stack->body.resources);
    }

    ImportedValue import(std::size_t i, const std::string& name) {
        const Stack& stack = *m_stacks[i].stack;
        const auto found = m_exporters.find(Key{stack.account, stack.region, name});
        if (found == m_exporters.end()) return {};
        const Exporter& exporter = found->second;
        Value exported = value(exporter.stack, *exporter.output);
        std::string freeText = freeTextOf(exporter.stack, exported);
        return {true, std::move(exported), m_stacks[exporter.stack].stack->name,
                std::move(freeText)};
    }

    Value value(std::size_t i, const MapEntry& output) {
        Work& work = m_work[i];
        const auto done = work.values.find(output.key);
        if (done != work.values.end()) return done->second;
        const Path path{"Outputs", output.key, "Value"};
        // NOT MODELLED: exports that import through more than a hundred others; a value is unknown.
        if (m_depth >= kMostChained && !work.open.contains(output.key)) {
            return Value::unknown(
                fmt::format("it comes through more than {} exports, the last of "
                            "which is output `{}` of stack `{}`",
                            kMostChained, output.key, m_stacks[i].stack->name));
        }
        if (!work.open.insert(output.key).second) {
            const std::string message =
                fmt::format("output `{}` imports itself through other stacks", output.key);
            tell(i, output.key, kImportCircle, message, "break the circle of imports", path);
            return Value::unknown(message);
        }
        ++m_depth;
        Value result = evaluated(i, output, path);
        --m_depth;
        work.open.erase(output.key);
        work.values.insert_or_assign(output.key, result);
        return result;
    }

    Value evaluated(std::size_t i, const MapEntry& output, const Path& path) {
        const ConditionTruth& exists = m_work[i].exists.at(output.key);
        if (exists.truth == Truth::No) return {};
        // NOT MODELLED: loops over what only deployment tells; what they make is not judged.
        if (output.key.starts_with(kLoopPrefix)) {
            return Value::unknown("a loop over what only deployment tells");
        }
        const Value* source = output.value.find("Value");
        if (source == nullptr) {
            tell(i, output.key, kBadDeclaration,
                 fmt::format("output `{}` has no Value", output.key), "give it a Value",
                 Path{"Outputs", output.key});
            return Value::unknown(fmt::format("output `{}` has no Value", output.key));
        }
        const OutputsInput& input = m_stacks[i];
        Evaluator evaluator({*input.scope,
                             &input.stack->body.resources,
                             FunctionPlace::Body,
                             [this, i](const std::string& name) { return import(i, name); },
                             {},
                             input.loop},
                            path);
        Evaluator::Outcome result = evaluator.evaluate(*source);
        const bool isHanded = std::ranges::any_of(
            input.handed, [&](const MapEntry& entry) { return entry.key == output.key; });
        if (isHanded && result && result->isList()) {
            // A nested stack takes texts alone; a list comes to the one that its items make.
            result = evaluator.evaluate(
                Value::call(Function::Join, Value::list({Value::string(","), *source})));
        }
        keep(i, output.key, evaluator);
        if (!result) {
            tell(i, output.key, kNoValue, fmt::format("output `{}` has no value", output.key),
                 "give the output a Condition instead of AWS::NoValue", path);
            return Value::unknown("an output can't be AWS::NoValue");
        }
        if (result->isList() || result->isMap() || result->isNull()) {
            const std::string message =
                fmt::format("the value of output `{}` is no text", output.key);
            tell(i, output.key, kBadDeclaration, message, "put a list into a text with `Fn::Join`",
                 path);
            return Value::unknown(message);
        }
        if (exists.truth == Truth::Unknown && !result->isUnknown()) {
            return Value::unknown(
                fmt::format("whether output `{}` exists is not known: {}", output.key, exists.why));
        }
        return *result;
    }

    OutputsResult finish(std::size_t i) {
        Work& work = m_work[i];
        OutputsResult result;
        for (const MapEntry& output : outputsOf(*m_stacks[i].stack).entries()) {
            for (Diagnostic& found : work.diagnostics[output.key]) {
                result.diagnostics.push_back(std::move(found));
            }
            if (work.exists.at(output.key).truth == Truth::No) continue;
            result.outputs[output.key] = work.values.at(output.key);
        }
        for (const MapEntry& entry : m_stacks[i].handed) {
            result.outputs[entry.key] = work.values.at(entry.key);
        }
        result.exports = std::move(work.exports);
        result.reads.assign(work.reads.begin(), work.reads.end());
        return result;
    }

    const std::vector<OutputsInput>& m_stacks;
    std::vector<Work> m_work;
    std::map<Key, Exporter> m_exporters;
    std::size_t m_depth = 0;
};

}  // namespace

DesignOutputs evaluateOutputs(const std::vector<OutputsInput>& stacks) {
    return OutputsWalk(stacks).run();
}

std::function<ImportedValue(const std::string&)> importsFor(const Scope& scope,
                                                            const ExportTable& table) {
    return [&scope, &table](const std::string& name) -> ImportedValue {
        const auto found = table.find({scope.account, scope.region, name});
        return found != table.end() ? found->second : ImportedValue{};
    };
}

}  // namespace archivolt
