#include "model/reachability/questions/stand_ins.h"

#include <set>

#include <fmt/format.h>

#include "model/architecture/stand_in.h"

namespace archivolt {

namespace {

/// Says whether an end is many addresses of the internet, of which any one stands for all.
bool isInternet(const Endpoint& end, const IpAddress& address) {
    return end.outside.contains(address);
}

/// Says whether an end is this one address, which then stands for nothing but itself.
bool isJust(const Endpoint& end, const IpAddress& address) {
    return end.address == address || end.outside == addressesOf(Cidr::host(address));
}

}  // namespace

bool standsForInternet(const ReachQuestion& question, const IpAddress& address) {
    if (isJust(question.from, address) || isJust(question.to, address)) return false;
    return isInternet(question.from, address) || isInternet(question.to, address);
}

std::vector<std::string> standInSentences(const ReachQuestion& question,
                                          const ReachAnswer& answer) {
    std::set<std::string> internet;
    std::set<std::string> chosen;
    for (const auto* list : {&answer.forward, &answer.reply}) {
        for (const Hop& hop : *list) {
            for (const IpAddress& address : {hop.packet.ends.source, hop.packet.ends.destination}) {
                if (standsForInternet(question, address)) internet.insert(address.toString());
                if (isStandIn(address)) chosen.insert(address.toString());
            }
        }
    }
    std::vector<std::string> sentences;
    sentences.reserve(internet.size() + 1);
    for (const std::string& one : internet) {
        sentences.push_back(fmt::format("{} stands for the addresses of the internet", one));
    }
    if (!chosen.empty()) {
        sentences.push_back(fmt::format("{} {} for public addresses that AWS chooses",
                                        fmt::join(chosen, ", "),
                                        chosen.size() == 1 ? "stands" : "stand"));
    }
    return sentences;
}

}  // namespace archivolt
