#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "export/cloudformation/read_json.h"
#include "export/describe/describe.h"
#include "export/describe/draft.h"

namespace archivolt {

namespace {

/// Lists of a large account are longer than any template.
ReadLimits limits() {
    ReadLimits limits;
    limits.maxBytes = kMaxDescribeBytes;
    limits.maxNodes = 8'000'000;
    return limits;
}

void addStacks(const Drafts& drafts, std::uint32_t& nextId, DescribeReading& reading) {
    for (const auto& [place, resources] : drafts.stacks()) {
        Stack stack;
        stack.id = StackId{nextId++};
        stack.kind = StackKind::Observed;
        stack.name = fmt::format("{}-{}", place.account, place.region);
        stack.account = place.account;
        stack.region = place.region;
        std::vector<Resource> made;
        for (const Draft& draft : resources) {
            made.push_back({ResourceId{nextId++}, draft.name(), draft.body()});
            reading.places.emplace(std::pair(stack.name, draft.name()), draft.where());
        }
        stack.body = Template{}.withResources(ResourceTable::of(std::move(made)));
        reading.stacks.push_back(std::move(stack));
    }
}

void sortDiagnostics(std::vector<Diagnostic>& diagnostics) {
    std::ranges::stable_sort(diagnostics, [](const Diagnostic& a, const Diagnostic& b) {
        const auto key = [](const Diagnostic& d) {
            return std::tie(d.where.file, d.where.line, d.where.column, d.code, d.message);
        };
        return key(a) < key(b);
    });
    diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end()), diagnostics.end());
}

}  // namespace

bool looksLikeDescribe(std::string_view text, const Catalog& catalog) {
    std::string_view start = text;
    if (start.starts_with(kByteOrderMark)) start.remove_prefix(kByteOrderMark.size());
    const auto first = start.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || (start[first] != '{' && start[first] != '[')) {
        return false;
    }
    return holdsOutputs(readJson(std::string(text), limits(), {}).tree, Operations(catalog));
}

constexpr Rule kNoNetwork{
    "DESCRIBE-1",
    Severity::Error,
    "a file or folder holds no output that describes a network",
    "there is nothing to answer from",
    "give a folder of .json files such as `aws ec2 describe-vpcs` prints; the README lists what",
    "a rule of this program"};

DescribeReading readDescribe(std::vector<DescribeFile> files, const DescribeDefaults& defaults,
                             const Catalog& catalog, std::uint32_t& nextId) {
    const Operations operations(catalog);
    DescribeReading reading;
    std::vector<std::unique_ptr<DescribeSource>> sources;
    std::vector<Output> outputs;
    for (DescribeFile& file : files) {
        SpanReading read = readJson(std::move(file.text), limits(), file.name);
        sources.push_back(
            std::make_unique<DescribeSource>(std::move(file.name), std::move(read.tree)));
        sources.back()->problems = std::move(read.diagnostics);
        addOutputs(*sources.back(), file.path, operations, outputs);
    }
    Inventory inventory(outputs, operations, defaults);
    Drafts drafts;
    std::map<std::string, FieldTable::Rows, std::less<>> fieldRows;
    const Conversion to{inventory, drafts, fieldRows};
    convertNetwork(to);
    convertFilters(to);
    convertGateways(to);
    convertTransit(to);
    convertInstances(to);
    convertBalancers(to);
    convertServices(to);
    convertAttached(to);
    reading.diagnostics = inventory.takeProblems();
    for (const auto& source : sources) {
        reading.diagnostics.insert(reading.diagnostics.end(), source->problems.begin(),
                                   source->problems.end());
    }
    if (drafts.stacks().empty()) {
        Diagnostic nothing;
        nothing.code = kNoNetwork.code;
        nothing.message = "nothing here describes a network";
        nothing.help =
            "give a folder of .json files such as `aws ec2 describe-vpcs` prints; the README lists "
            "the commands";
        reading.diagnostics.push_back(std::move(nothing));
    }
    sortDiagnostics(reading.diagnostics);
    reading.usable = std::ranges::none_of(reading.diagnostics, [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::Error;
    });
    addStacks(drafts, nextId, reading);
    return reading;
}

std::vector<const Rule*> describeRules() {
    static constexpr const Rule* kOwn[] = {&kNotAsPrinted, &kSecondaryPublic, &kNoNetwork};
    return joinedRules({kOwn, inventoryRules(), outputRules()});
}

}  // namespace archivolt
