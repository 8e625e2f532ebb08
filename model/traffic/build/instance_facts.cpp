#include "model/traffic/build/instance_facts.h"

#include <algorithm>
#include <charconv>

namespace archivolt::traffic {

namespace {

struct BurstableRow {
    std::string_view size;
    double earned2, earned3;  ///< Credits an hour: T2; T3, T3a and T4g.
    std::uint32_t vcpus2, vcpus3;
    double baseline2, baseline3;  ///< Percent.
    double memory;
};

constexpr BurstableRow kBurstable[] = {
    {"nano", 3, 6, 1, 2, 5, 5, 0.5},          {"micro", 6, 12, 1, 2, 10, 10, 1},
    {"small", 12, 24, 1, 2, 20, 20, 2},       {"medium", 24, 24, 2, 2, 20, 20, 4},
    {"large", 36, 36, 2, 2, 30, 30, 8},       {"xlarge", 54, 96, 4, 4, 22.5, 40, 16},
    {"2xlarge", 81.6, 192, 8, 8, 17, 40, 32},
};

std::optional<InstanceFacts> burstableFacts(std::string_view family, std::string_view size) {
    const bool second = family == "t2";
    const auto row = std::ranges::find(kBurstable, size, &BurstableRow::size);
    if (row == std::end(kBurstable)) return std::nullopt;
    InstanceFacts facts;
    facts.vcpus = second ? row->vcpus2 : row->vcpus3;
    facts.memoryGib = row->memory;
    CreditSpec credits;
    credits.earnedPerHour = second ? row->earned2 : row->earned3;
    credits.most = credits.earnedPerHour * 24;
    // T2 begins with launch credits and is held to its balance; T3 and later may go on.
    credits.start = second ? 30.0 * facts.vcpus : 0;
    credits.baseline = (second ? row->baseline2 : row->baseline3) / 100;
    credits.unlimited = !second;
    facts.credits = credits;
    return facts;
}

std::optional<std::uint32_t> vcpusOfSize(std::string_view size) {
    if (size == "medium") return 1;
    if (size == "large") return 2;
    if (size == "xlarge") return 4;
    unsigned times = 0;
    const auto read = std::from_chars(size.data(), size.data() + size.size(), times);
    const std::string_view rest = size.substr(static_cast<std::size_t>(read.ptr - size.data()));
    if (read.ec != std::errc() || rest != "xlarge" || times == 0 || times > 64) return std::nullopt;
    return 4 * times;
}

}  // namespace

std::optional<InstanceFacts> instanceFacts(std::string_view type) {
    for (const std::string_view prefix : {"db.", "cache."}) {
        if (type.starts_with(prefix)) type.remove_prefix(prefix.size());
    }
    const std::size_t dot = type.find('.');
    if (dot == std::string_view::npos || dot == 0) return std::nullopt;
    const std::string_view family = type.substr(0, dot);
    const std::string_view size = type.substr(dot + 1);
    if (family == "t2" || family == "t3" || family == "t3a" || family == "t4g") {
        return burstableFacts(family, size);
    }
    const auto vcpus = vcpusOfSize(size);
    // A family is a letter and a generation; the first generations had sizes of their own.
    if (!vcpus || family.size() < 2 || family[1] < '4' || family[1] > '9') return std::nullopt;
    double each = 0;
    switch (family.front()) {
        case 'c': each = 2; break;
        case 'm': each = 4; break;
        case 'r': each = 8; break;
        default: return std::nullopt;
    }
    InstanceFacts facts;
    facts.vcpus = *vcpus;
    facts.memoryGib = each * *vcpus;
    return facts;
}

std::optional<std::uint32_t> defaultConnections(std::string_view engine, double memoryGib) {
    const double bytes = memoryGib * 1024 * 1024 * 1024;
    double count = 0;
    if (engine == "mysql" || engine == "aurora-mysql" || engine == "aurora") {
        count = bytes / 12582880;
    } else if (engine == "mariadb") {
        count = std::min(bytes / 25165760, 12000.0);
    } else if (engine == "postgres" || engine == "aurora-postgresql") {
        count = std::min(bytes / 9531392, 5000.0);
    } else {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(count);
}

}  // namespace archivolt::traffic
