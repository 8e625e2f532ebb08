#include <fmt/format.h>

#include <array>

#include "model/evaluate/evaluator.h"

namespace archivolt {

namespace {

struct Service {
    std::string_view name;
    std::string_view place;
};

constexpr std::array kServices = {
    Service{"ssm", "Systems Manager Parameter Store"},
    Service{"ssm-secure", "Systems Manager Parameter Store"},
    Service{"secretsmanager", "Secrets Manager"},
};

}  // namespace

std::optional<std::string> dynamicReferenceReason(std::string_view text) {
    static constexpr std::string_view kOpen = "{{resolve:";
    for (auto at = text.find(kOpen); at != std::string_view::npos; at = text.find(kOpen, at + 1)) {
        const std::string_view rest = text.substr(at + kOpen.size());
        const std::string_view name = rest.substr(0, rest.find(':'));
        for (const Service& service : kServices) {
            if (service.name == name) {
                return fmt::format(
                    "the dynamic reference {{{{resolve:{}:…}}}} is read from {} at "
                    "deployment",
                    name, service.place);
            }
        }
    }
    return std::nullopt;
}

}  // namespace archivolt
