#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "model/base/text_case.h"
#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr Rule kFargateSize{"ECS-E1",
                            Severity::Error,
                            "a Fargate task's CPU and memory do not go together",
                            "Fargate runs tasks of certain sizes only, and ECS registers no other",
                            "take one of the memory sizes that the message names, or another CPU",
                            "Amazon ECS Developer Guide, task_definition_parameters, task_size"};

/// Memory sizes that Fargate has with a CPU, in MiB: from the least to the most, by steps.
///
/// Source: Amazon ECS Developer Guide, task_definition_parameters, task_size.
struct FargateSizes {
    std::int64_t cpu;
    std::int64_t least;
    std::int64_t most;
    std::int64_t step;
};
constexpr std::array kFargateSizes = {
    FargateSizes{256, 512, 512, 1},
    FargateSizes{256, 1024, 2048, 1024},
    FargateSizes{512, 1024, 4096, 1024},
    FargateSizes{1024, 2048, 8192, 1024},
    FargateSizes{2048, 4096, 16384, 1024},
    FargateSizes{4096, 8192, 30720, 1024},
    FargateSizes{8192, 16384, 61440, 4096},
    FargateSizes{16384, 32768, 122880, 8192},
    FargateSizes{32768, 61440, 122880, 61440},
    FargateSizes{32768, 249856, 249856, 1},
};

/// Reads `1024`, or `1 vCPU` and `2 GB` where that is the unit; nothing for another text.
std::optional<std::int64_t> sizeOf(const std::optional<std::string>& text, std::string_view unit) {
    if (!text) return std::nullopt;
    char* end = nullptr;
    const double number = std::strtod(text->c_str(), &end);
    std::string behind = lowerAscii(std::string_view(end));
    std::erase(behind, ' ');
    constexpr double kOfUnit = 1024;
    const double size = behind == unit ? number * kOfUnit : number;
    if (end == text->c_str() || (!behind.empty() && behind != unit)) return std::nullopt;
    if (size <= 0 || size > 1e9 || size != std::floor(size)) return std::nullopt;
    return static_cast<std::int64_t>(size);
}

std::string memoryText(std::int64_t mebibytes) {
    constexpr std::int64_t kGibi = 1024;
    return mebibytes % kGibi == 0 ? fmt::format("{} GB", mebibytes / kGibi)
                                  : fmt::format("{} MiB", mebibytes);
}

std::string sizesText(std::int64_t cpu) {
    std::vector<std::string> texts;
    for (const FargateSizes& sizes : kFargateSizes) {
        if (sizes.cpu != cpu) continue;
        if (sizes.least == sizes.most) {
            texts.push_back(memoryText(sizes.least));
        } else {
            texts.push_back(fmt::format("{} to {} by {}", memoryText(sizes.least),
                                        memoryText(sizes.most), memoryText(sizes.step)));
        }
    }
    return fmt::format("{}", fmt::join(texts, ", "));
}

/// Says whether the task is to run on Fargate, for certain.
bool isForFargate(const EvaluatedResource& task) {
    const Value* kinds = propertyOf(task, {"RequiresCompatibilities"});
    return kinds != nullptr && std::ranges::any_of(kinds->items(), [](const Value& kind) {
               return knownText(&kind) == "FARGATE";
           });
}

void lintFargateSize(StackLint& lint, const EvaluatedResource& task) {
    if (!isForFargate(task)) return;
    const auto cpu = sizeOf(knownText(propertyOf(task, {"Cpu"})), "vcpu");
    if (!cpu) return;
    const std::string& name = task.source->logicalId;
    if (std::ranges::find(kFargateSizes, *cpu, &FargateSizes::cpu) == kFargateSizes.end()) {
        lint.report(kFargateSize, originIn(lint, task, {"Cpu"}),
                    fmt::format("{} asks for {} CPU units, which no Fargate task has", name, *cpu),
                    "take 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768");
        return;
    }
    const auto memory = sizeOf(knownText(propertyOf(task, {"Memory"})), "gb");
    if (!memory) return;
    const bool fits = std::ranges::any_of(kFargateSizes, [&](const FargateSizes& sizes) {
        return sizes.cpu == *cpu && *memory >= sizes.least && *memory <= sizes.most &&
               (*memory - sizes.least) % sizes.step == 0;
    });
    if (fits) return;
    lint.report(kFargateSize, originIn(lint, task, {"Memory"}),
                fmt::format("{} asks for {} with {} CPU units, and Fargate has no such task", name,
                            memoryText(*memory), *cpu),
                fmt::format("with that CPU, take {}", sizesText(*cpu)));
}

constexpr Rule kOtherHostPort{
    "ECS-E2",
    Severity::Error,
    "a container's port and its host's differ where they can't",
    "in the network modes awsvpc and host a container is reached at its own port alone",
    "leave HostPort out, or give both the same number",
    "Amazon ECS API, PortMapping"};

void lintHostPorts(StackLint& lint, const EvaluatedResource& task) {
    const auto mode = knownText(propertyOf(task, {"NetworkMode"}));
    if (mode != "awsvpc" && mode != "host") return;
    const auto pattern = PathPattern::parse("ContainerDefinitions[].PortMappings[]");
    for (const FoundValue& found : select(task.properties(), pattern)) {
        const auto inner = knownInteger(found.value->find("ContainerPort"));
        const auto outer = knownInteger(found.value->find("HostPort"));
        // Zero asks for any port, which ECS takes for the container's own.
        if (!inner || !outer || *outer == 0 || *outer == *inner) continue;
        lint.report(kOtherHostPort, originIn(lint, task, found.path / "HostPort"),
                    fmt::format("{} maps port {} to {} of the host, and with {} they must be one",
                                task.source->logicalId, *inner, *outer, *mode),
                    "leave HostPort out, or give both the same number");
    }
}

constexpr Rule kNoneEssential{"ECS-E3",
                              Severity::Error,
                              "no container of a task definition is essential",
                              "a task lives as long as its essential containers, and needs one",
                              "set Essential to true at one container, or leave it out",
                              "Amazon ECS API, ContainerDefinition, essential"};

void lintEssential(StackLint& lint, const EvaluatedResource& task) {
    const Value* containers = propertyOf(task, {"ContainerDefinitions"});
    if (containers == nullptr || containers->items().empty()) return;
    const bool none = std::ranges::all_of(containers->items(), [](const Value& container) {
        return container.isMap() && knownBool(container.find("Essential")) == false;
    });
    if (!none) return;
    lint.report(kNoneEssential, originIn(lint, task, {"ContainerDefinitions"}),
                fmt::format("{} has no essential container", task.source->logicalId),
                "set Essential to true at one container, or leave it out");
}

}  // namespace

void lintContainers(StackLint& lint, const EvaluatedResource& resource) {
    if (resource.source->type() != "AWS::ECS::TaskDefinition") return;
    if (resource.exists == Truth::No) return;
    lintFargateSize(lint, resource);
    lintHostPorts(lint, resource);
    lintEssential(lint, resource);
}

RuleList containerRules() {
    static constexpr const Rule* kRules[] = {&kFargateSize, &kOtherHostPort, &kNoneEssential};
    return kRules;
}

}  // namespace archivolt
