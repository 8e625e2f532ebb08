#include "app/command/drift_report.h"

#include <nlohmann/json.hpp>

#include "app/command/report_text.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

std::string jsonTextOf(const Value& value) {
    using Json = nlohmann::ordered_json;
    return toJson(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

const char* markOf(DriftState state) {
    switch (state) {
        case DriftState::InSync: return "=";
        case DriftState::Drifted: return "~";
        case DriftState::NotFound:
        case DriftState::NotDescribed: return "?";
    }
    return "";
}

std::string whyNotOf(const ResourceDrift& one) {
    if (one.state == DriftState::NotFound) {
        return "not found: of its type others are described, and none has its logical id or what "
               "makes it it";
    }
    if (one.state == DriftState::NotDescribed) return "nothing of its type is described";
    return std::string(toString(one.state));
}

}  // namespace

std::string driftText(const Drift& drift) {
    ReportText text(false);
    std::size_t inSync = 0;
    for (const ResourceDrift& one : drift.resources) {
        if (one.state == DriftState::InSync) ++inSync;
        if (one.state == DriftState::InSync && one.notCompared.empty()) continue;
        const std::string id = one.physicalId.empty() ? "" : ", " + one.physicalId;
        text.add("{} {} ({}{}): {}\n", markOf(one.state), one.logicalId, one.type, id,
                 whyNotOf(one));
        for (const DriftedValue& value : one.values) {
            text.add("      {}: the template says {}, it is {}\n", value.path.toString(),
                     jsonTextOf(value.expected), jsonTextOf(value.actual));
        }
        for (const auto& [property, why] : one.notCompared) {
            text.add("      {} is not compared: {}\n", property, why);
        }
    }
    text.add("{} of {} resources are in sync, as far as they are compared\n", inSync,
             drift.resources.size());
    return text.text();
}

std::string driftJson(const Drift& drift) {
    using Json = nlohmann::ordered_json;
    Json resources = Json::array();
    for (const ResourceDrift& one : drift.resources) {
        Json values = Json::array();
        for (const DriftedValue& value : one.values) {
            values.push_back({{"path", value.path.toString()},
                              {"expected", toJson(value.expected)},
                              {"actual", toJson(value.actual)}});
        }
        Json notCompared = Json::array();
        for (const auto& [property, why] : one.notCompared) {
            notCompared.push_back({{"property", property}, {"why", why}});
        }
        resources.push_back(
            {{"stack", one.stack},
             {"resource", one.logicalId},
             {"type", one.type},
             {"physical_id", one.physicalId.empty() ? Json() : Json(one.physicalId)},
             {"state", toString(one.state)},
             {"values", std::move(values)},
             {"not_compared", std::move(notCompared)}});
    }
    const Json document = {{"format", 1}, {"drift", std::move(resources)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace archivolt
