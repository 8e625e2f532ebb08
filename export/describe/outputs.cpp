#include "export/describe/outputs.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace archivolt {

namespace {

constexpr int kMaxLabels = 4;

/// What the CLI leaves behind when it did not print everything.
/// Source: AWS CLI User Guide, cli-usage-pagination; the commands' Output sections.
constexpr std::array<std::string_view, 4> kCutMarks = {"NextToken", "NextMarker", "Marker",
                                                       "nextToken"};

bool isTemplate(const Item& root) {
    return root.has("Resources") || root.has("AWSTemplateFormatVersion") || root.has("Transform");
}

bool holdsOperation(const Operations& operations, const Item& object) {
    return std::ranges::any_of(object.keys(), [&](std::string_view key) {
        return operations.of(key, object.member(key)) != nullptr;
    });
}

/// Says whether a value may hold outputs: one whole output, or what is named by place or thing. An
/// item of a list that is not read has texts and numbers of its own, and what it calls
/// `SecurityGroups` is no output.
/// Source: AWS CLI, ec2 describe-spot-instance-requests: groups are named there by id alone.
bool mayHoldOutputs(const Operations& operations, const Item& value) {
    if (!value.isObject()) return value.isList();
    return std::ranges::all_of(value.keys(), [&](std::string_view key) {
        const Item member = value.member(key);
        if (!member || member.isObject() || member.isList()) return true;
        if (std::ranges::count(kCutMarks, key) > 0 || key == "AdditionalRoutesAvailable") {
            return true;
        }
        return std::ranges::any_of(operations.all(), [&](const Operation& operation) {
            return !operation.subjectKey.empty() && operation.subjectKey == key;
        });
    });
}

bool holdsOutputsBelow(const Operations& operations, const Item& value, int depth) {
    if (value.isObject() && holdsOperation(operations, value)) return true;
    if (depth == kMaxLabels) return false;
    if (value.isList()) {
        return std::ranges::any_of(value.items(), [&](const Item& item) {
            return (depth == 0 || mayHoldOutputs(operations, item)) &&
                   holdsOutputsBelow(operations, item, depth + 1);
        });
    }
    return std::ranges::any_of(value.keys(), [&](std::string_view key) {
        const Item inner = value.member(key);
        return inner && mayHoldOutputs(operations, inner) &&
               holdsOutputsBelow(operations, inner, depth + 1);
    });
}

/// Why the list in `object` is not whole; empty when it is.
std::string whyCut(const Item& object) {
    for (const std::string_view mark : kCutMarks) {
        const Item found = object.member(mark);
        if (found && !found.asText().value_or("").empty()) {
            return fmt::format("a `{}` stands beside it", mark);
        }
    }
    const Item more = object.member("AdditionalRoutesAvailable");
    if (more && more.bytes() == "true") return "`AdditionalRoutesAvailable` is true";
    return {};
}

/// Returns the id, ARN or name beside a list that speaks of one thing; empty where none stands.
std::string subjectBeside(const Operations& operations, const Item& object, std::string_view key) {
    for (const Operation& operation : operations.all()) {
        if (operation.key != key || operation.subjectKey.empty()) continue;
        if (auto subject = object.text(operation.subjectKey)) return *std::move(subject);
    }
    return {};
}

constexpr Rule kListCut{
    "DESCRIBE-3",
    Severity::Medium,
    "a list is cut short",
    "what is missing is not taken to be absent, so answers that need it are unknown",
    "give the whole list: leave out --max-items and --no-paginate",
    "AWS CLI User Guide, pagination"};

constexpr Rule kNotRead{"DESCRIBE-9",
                        Severity::Low,
                        "what stands there is no output that is read",
                        "nothing follows from it here",
                        "see the README for the outputs that are read",
                        "a rule of this program"};

class Finder {
public:
    Finder(const Operations& operations, std::vector<Output>& outputs)
        : m_operations(operations), m_outputs(outputs) {}

    void find(const Item& value, const std::string& path, int depth) {
        if (value.isList()) {
            for (const Item& item : value.items()) {
                if (depth == 0 || mayHoldOutputs(m_operations, item)) inside(item, path, depth);
            }
        } else if (value.isObject() && holdsOperation(m_operations, value)) {
            read(value, path);
        } else if (value.isObject()) {
            for (const std::string_view key : value.keys()) {
                const Item inner = value.member(key);
                const bool isUnread =
                    inner && inner.isList() && !holdsOutputsBelow(m_operations, inner, depth);
                const bool isThing = inner && inner.isObject() &&
                                     !mayHoldOutputs(m_operations, inner) &&
                                     holdsOperation(m_operations, inner);
                if (isUnread || isThing) reportUnread(value, key);
                if (inner && !isUnread && mayHoldOutputs(m_operations, inner)) {
                    inside(inner, fmt::format("{}/{}", path, key), depth);
                }
            }
        }
    }

private:
    void inside(const Item& value, const std::string& path, int depth) {
        if (depth < kMaxLabels) find(value, path, depth + 1);
    }

    void read(const Item& object, const std::string& path) {
        const std::string cut = whyCut(object);
        for (const std::string_view key : object.keys()) {
            const Item list = object.member(key);
            const Operation* operation = m_operations.of(key, list);
            if (operation == nullptr) {
                if (list && list.isList()) reportUnread(object, key);
                continue;
            }
            if (!list) {
                object.report(kNotAsPrinted, fmt::format("`{}` is null", key),
                              "give the output of the AWS CLI as it prints it (--output json)");
                continue;
            }
            Output output;
            output.operation = operation;
            output.list = list;
            output.path = path;
            output.subject = subjectBeside(m_operations, object, key);
            if (!cut.empty()) {
                output.cut =
                    fmt::format("the list of `{}` in {} is cut: {}", key, list.file(), cut);
                output.list.report(kListCut, fmt::format("the list of `{}` is cut: {}", key, cut),
                                   "give the whole list: leave out --max-items and --no-paginate");
            }
            addItems(object, key, output);
            m_outputs.push_back(std::move(output));
        }
    }

    static void addItems(const Item& object, std::string_view key, Output& output) {
        const Item list = object.member(key);
        if (list && list.isObject()) {
            if (key == "VpcBlockPublicAccessOptions" || key == "LoadBalancerAttributes") {
                output.items.push_back(list);
                output.parents.emplace_back();
                return;
            }
        }
        for (const Item& item : object.objects(key)) {
            if (key != "Reservations") {
                output.items.push_back(item);
                output.parents.emplace_back();
                continue;
            }
            for (const Item& instance : item.objects("Instances")) {
                output.items.push_back(instance);
                output.parents.push_back(item);
            }
        }
    }

    static void reportUnread(const Item& object, std::string_view key) {
        object.member(key).report(kNotRead, fmt::format("lists of `{}` are not read", key),
                                  "nothing follows from it here; see the README for what is read");
    }

    const Operations& m_operations;
    std::vector<Output>& m_outputs;
};

}  // namespace

void addOutputs(DescribeSource& source, const std::string& path, const Operations& operations,
                std::vector<Output>& outputs) {
    if (source.tree.root == kNoSpanNode) return;
    const Item root(source, source.tree.root);
    const std::size_t before = outputs.size();
    if (!isTemplate(root)) Finder(operations, outputs).find(root, path, 0);
    if (outputs.size() > before || !source.problems.empty()) return;
    root.report(kNotRead, "nothing here is an output that is read",
                "give files of `aws … describe-*` output; see the README for what is read");
}

bool holdsOutputs(const SpanTree& tree, const Operations& operations) {
    if (tree.root == kNoSpanNode) return false;
    DescribeSource source({}, tree);
    const Item root(source, tree.root);
    return !isTemplate(root) && holdsOutputsBelow(operations, root, 0);
}

RuleList outputRules() {
    static constexpr const Rule* kRules[] = {&kListCut, &kNotRead};
    return kRules;
}

}  // namespace archivolt
