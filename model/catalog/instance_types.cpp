#include "model/catalog/instance_types.h"

#include <algorithm>

#include "model/catalog/path_pattern.h"

namespace archivolt {

namespace {

constexpr InstancePlace kPlaces[] = {
    {"AWS::AutoScaling::AutoScalingGroup",
     "MixedInstancesPolicy.LaunchTemplate.Overrides[].InstanceType", ""},
    {"AWS::AutoScaling::LaunchConfiguration", "InstanceType", ""},
    {"AWS::EC2::EC2Fleet", "LaunchTemplateConfigs[].Overrides[].InstanceType", ""},
    {"AWS::EC2::Host", "InstanceType", ""},
    {"AWS::EC2::Instance", "InstanceType", ""},
    {"AWS::EC2::LaunchTemplate", "LaunchTemplateData.InstanceType", ""},
    {"AWS::EKS::Nodegroup", "InstanceTypes[]", ""},
    {"AWS::ElastiCache::CacheCluster", "CacheNodeType", "cache."},
    {"AWS::ElastiCache::ReplicationGroup", "CacheNodeType", "cache."},
    {"AWS::RDS::DBCluster", "DBClusterInstanceClass", "db."},
    {"AWS::RDS::DBInstance", "DBInstanceClass", "db."},
};

/// Takes the next line off the front of a text.
std::string_view nextLine(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// Takes the next word off the front of a line.
std::string_view nextWord(std::string_view& line) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

std::vector<std::string_view> wordsOf(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) words.push_back(nextWord(line));
    return words;
}

}  // namespace

std::string_view InstanceTypes::date() const {
    std::string_view text = m_text;
    const std::string_view head = nextLine(text);
    return head.substr(head.rfind('\t') + 1);
}

std::string_view InstanceTypes::lineOf(std::string_view family) const {
    std::string_view text = m_text;
    nextLine(text);
    while (!text.empty()) {
        const std::size_t half = text.size() / 2;
        const std::size_t begin = half == 0 ? 0 : text.rfind('\n', half - 1) + 1;
        std::string_view behind = text.substr(begin);
        const std::string_view line = nextLine(behind);
        const std::size_t tab = line.find('\t');
        const std::string_view here = line.substr(0, tab);
        if (here == family) return line.substr(tab + 1);
        text = here < family ? behind : text.substr(0, begin);
    }
    return {};
}

std::vector<std::string_view> InstanceTypes::sizesOf(std::string_view family) const {
    return wordsOf(lineOf(family));
}

bool InstanceTypes::has(std::string_view name) const {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string_view size = name.substr(dot + 1);
    std::string_view line = lineOf(name.substr(0, dot));
    while (!line.empty()) {
        if (nextWord(line) == size) return true;
    }
    return false;
}

std::vector<std::string> InstanceTypes::names(std::string_view prefix) const {
    std::vector<std::string> names;
    std::string_view text = m_text;
    nextLine(text);
    while (!text.empty()) {
        const std::string_view line = nextLine(text);
        const std::size_t tab = line.find('\t');
        const std::string_view family = line.substr(0, tab);
        const bool isOf = prefix.empty() ? family.find('.') == std::string_view::npos
                                         : family.starts_with(prefix);
        if (!isOf) continue;
        for (const std::string_view size : wordsOf(line.substr(tab + 1))) {
            names.push_back(std::string(family) + '.' + std::string(size));
        }
    }
    std::ranges::sort(names);
    return names;
}

std::span<const InstancePlace> instancePlaces() { return kPlaces; }

std::optional<std::string_view> instancePrefixAt(std::string_view type, const Path& path) {
    for (const InstancePlace& place : kPlaces) {
        if (place.type != type) continue;
        if (PathPattern::parse(place.path).matches(path)) return place.prefix;
    }
    return std::nullopt;
}

}  // namespace archivolt
