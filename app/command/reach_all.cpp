#include "app/command/reach_all.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <tuple>

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

std::string nameOf(const NetworkIndex& network, NodeIndex index) {
    const NetworkInterface& interface =
        *network.interfaces()[static_cast<std::size_t>(index)].interface;
    const Thing* owner = interface.owner ? network.architecture().find(interface.owner) : nullptr;
    return owner != nullptr ? owner->name : interface.name;
}

/// Returns the names of a class' members, each once, in their order.
std::string namesOf(const NetworkIndex& network, const InterfaceClass& members) {
    std::vector<std::string> names;
    for (const NodeIndex index : members.members) {
        std::string name = nameOf(network, index);
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

const char* familyName(Family family) { return family == Family::Ipv4 ? "ipv4" : "ipv6"; }

void addFromInternet(const Reachability& reachability, const std::vector<InterfaceClass>& classes,
                     std::vector<MatrixEntry>& matrix) {
    const auto internet = findEndpoint(reachability.network(), "internet");
    if (!internet) return;
    for (const InterfaceClass& members : classes) {
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            ReachQuestion question;
            question.from = *internet;
            question.to.name = nameOf(reachability.network(), members.members.front());
            question.to.interfaces = members.members;
            question.family = family;
            const ReachAnswer answer = reachability.reach(question);
            MatrixEntry entry{"internet", namesOf(reachability.network(), members), family, {}, {}};
            for (const Pass& pass : answer.passes) entry.sure |= pass.traffic;
            entry.possible = entry.sure;
            if (answer.verdict == Verdict::Unknown) entry.possible = TrafficSet::all();
            if (!entry.possible.empty()) matrix.push_back(std::move(entry));
        }
    }
}

/// Returns a field of a CSV line, quoted where it has to be.
std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

/// Joins the rows of one sender and receiver: it reaches it if any of its interfaces does.
std::vector<MatrixEntry> joined(std::vector<MatrixEntry> matrix) {
    std::vector<MatrixEntry> rows;
    std::map<std::tuple<std::string, std::string, Family>, std::size_t> places;
    for (MatrixEntry& entry : matrix) {
        const auto [place, isNew] =
            places.emplace(std::tuple(entry.from, entry.to, entry.family), rows.size());
        if (isNew) {
            rows.push_back(std::move(entry));
            continue;
        }
        rows[place->second].sure |= entry.sure;
        rows[place->second].possible |= entry.possible;
    }
    return rows;
}

}  // namespace

std::vector<MatrixEntry> reachMatrix(const Reachability& reachability) {
    const auto classes = interfaceClasses(reachability);
    std::vector<MatrixEntry> matrix;
    addFromInternet(reachability, classes, matrix);
    forEachPair(reachability, classes, std::stop_token(), [&](const ClassPair& pair) {
        if (pair.traffic.possible.empty()) return;
        matrix.push_back({namesOf(reachability.network(), classes[pair.from]),
                          namesOf(reachability.network(), classes[pair.to]), pair.family,
                          pair.traffic.sure, pair.traffic.possible});
    });
    return joined(std::move(matrix));
}

std::string matrixText(const std::vector<MatrixEntry>& matrix) {
    if (matrix.empty()) return "Nothing reaches anything.\n";
    std::size_t from = 0;
    std::size_t to = 0;
    for (const MatrixEntry& entry : matrix) {
        from = std::max(from, entry.from.size());
        to = std::max(to, entry.to.size());
    }
    std::string text;
    for (const MatrixEntry& entry : matrix) {
        text += fmt::format("{:<{}}  →  {:<{}}  {}  {}", entry.from, from, entry.to, to,
                            familyName(entry.family),
                            entry.sure.empty() ? "nothing for sure" : trafficText(entry.sure));
        if (entry.possible != entry.sure) {
            text += fmt::format("  (perhaps {})", trafficText(entry.possible - entry.sure));
        }
        text += '\n';
    }
    return text;
}

std::string matrixJson(const std::vector<MatrixEntry>& matrix) {
    Json pairs = Json::array();
    for (const MatrixEntry& entry : matrix) {
        pairs.push_back(
            {{"from", entry.from},
             {"to", entry.to},
             {"family", familyName(entry.family)},
             {"traffic", trafficText(entry.sure)},
             {"possible",
              entry.possible == entry.sure ? Json() : Json(trafficText(entry.possible))}});
    }
    const Json document = {{"format", 1}, {"pairs", std::move(pairs)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string matrixCsv(const std::vector<MatrixEntry>& matrix) {
    std::string text = "from,to,family,traffic,possible\r\n";
    for (const MatrixEntry& entry : matrix) {
        text += fmt::format(
            "{},{},{},{},{}\r\n", csvField(entry.from), csvField(entry.to),
            familyName(entry.family), csvField(trafficText(entry.sure)),
            entry.possible == entry.sure ? std::string() : csvField(trafficText(entry.possible)));
    }
    return text;
}

}  // namespace archivolt
