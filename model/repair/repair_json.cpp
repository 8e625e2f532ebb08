#include "model/repair/repair_json.h"

#include <nlohmann/json.hpp>

#include "model/base/invariant.h"
#include "model/design/edit_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Json changeJson(const MatrixChange& change, const AddressSet& internet) {
    Json json = {{"from", change.from}, {"to", change.to}};
    if (!change.outside.empty()) {
        json["addresses"] = Json::array();
        const bool whole = change.outside == ofFamily(internet, change.family);
        const auto blocks = whole ? std::vector{Cidr::all(change.family)} : toCidrs(change.outside);
        for (const Cidr& block : blocks) json["addresses"].push_back(block.toString());
    }
    json["family"] = change.family == Family::Ipv4 ? "ipv4" : "ipv6";
    json["opens"] = trafficText(change.opened);
    json["closes"] = trafficText(change.closed);
    return json;
}

const char* effectName(RepairEffect effect) {
    switch (effect) {
        case RepairEffect::Opens: return "opens";
        case RepairEffect::Closes: return "closes";
        case RepairEffect::Keeps: return "keeps";
    }
    return "";
}

}  // namespace

nlohmann::ordered_json editsJson(const Design& design, const std::vector<Edit>& edits) {
    const auto text = editsToJson(design, edits);
    INVARIANT(text.has_value());  // They were applied to this design before.
    Json list = Json::parse(*text)["edits"];
    if (design.stacks.size() == 1) {
        for (Json& edit : list) edit.erase("stack");
    }
    return list;
}

Json repairsJson(const Design& design, const AddressSet& internet,
                 const std::vector<Repair>& repairs) {
    Json list = Json::array();
    for (const Repair& repair : repairs) {
        Json json = {{"effect", effectName(repair.effect)},
                     {"text", repairText(repair)},
                     {"edits", editsJson(design, repair.edits)},
                     {"also_changes", Json::array()}};
        if (!repair.stillClosed.empty()) json["still_closed"] = repair.stillClosed;
        for (const MatrixChange& change : repair.alsoChanges) {
            json["also_changes"].push_back(changeJson(change, internet));
        }
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace archivolt
