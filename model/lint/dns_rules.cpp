#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/architecture/edge.h"
#include "model/base/text_case.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/network_rules.h"
#include "model/net/address.h"

namespace archivolt {

namespace {

/// Returns a domain in lower case with its final dot.
std::string absolute(std::string_view domain) {
    std::string result = lowerAscii(domain);
    if (!result.ends_with('.')) result += '.';
    return result;
}

Origin recordOrigin(const DnsRecord& record, std::string_view property) {
    Origin origin = record.origin;
    // A record of a group starts at its item, one of its own at the resource.
    if (origin.property.empty()) origin.property = Path{"Properties"};
    if (!property.empty()) origin.property = origin.property / std::string(property);
    return origin;
}

/// Returns the domain of a record's zone, where it is known.
std::optional<std::string> zoneDomain(const StackLint& lint, const DnsRecord& record) {
    if (record.zone.isKnown()) {
        const auto* zone = lint.resolved.architecture->hostedZones.find(*record.zone);
        if (zone != nullptr) {
            if (!(*zone)->domain.isKnown()) return std::nullopt;
            return absolute(*(*zone)->domain);
        }
    }
    const auto resource = lint.evaluated.find(record.origin.resource);
    for (const Value* holder :
         {&record.evaluated, resource ? &resource->properties() : &record.evaluated}) {
        if (holder->find("HostedZoneId") != nullptr) return std::nullopt;
        if (const auto name = knownText(holder->find("HostedZoneName"))) return absolute(*name);
    }
    return std::nullopt;
}

constexpr Rule kCnameAtApex{"DNS-E1",
                            Severity::Error,
                            "a CNAME stands at the apex of its zone",
                            "the apex has SOA and NS records, beside which no CNAME may stand",
                            "use an alias record",
                            "Route 53 Developer Guide, ResourceRecordTypes"};

constexpr Rule kBadRecord{"DNS-E3",
                          Severity::Error,
                          "a record is incomplete, of a wrong form, or outside its zone",
                          "the service refuses the record",
                          "write the record as the message says",
                          "Route 53 API, ResourceRecordSet; cfn-lint E3023, E3029, E3041"};

void lintZone(StackLint& lint, const DnsRecord& record) {
    const auto zone = zoneDomain(lint, record);
    if (!zone || !record.domain.isKnown() || record.domain->empty()) return;
    const std::string domain = absolute(*record.domain);
    if (domain == *zone) {
        if (!record.type.isKnown() || *record.type != "CNAME") return;
        lint.report(kCnameAtApex, recordOrigin(record, "Type"),
                    fmt::format("{} is the apex of its zone, where no CNAME can stand", domain),
                    "make it an A record with AliasTarget");
        return;
    }
    if (*zone == "." || domain.ends_with("." + *zone)) return;
    lint.report(kBadRecord, recordOrigin(record, "Name"),
                fmt::format("{} is outside its zone {}", domain, *zone),
                fmt::format("give it a name that ends with .{}", *zone));
}

/// Says whether a text is of `numbers` whole numbers and a host behind them.
bool isNumbersAndHost(std::string_view text, int numbers) {
    for (int i = 0; i < numbers; ++i) {
        const std::size_t digits = text.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos || text[digits] != ' ') return false;
        text.remove_prefix(text.find_first_not_of(' ', digits) == std::string_view::npos
                               ? text.size()
                               : text.find_first_not_of(' ', digits));
    }
    return !text.empty() && text.find(' ') == std::string_view::npos;
}

/// Returns how a value of this record type is written, where `value` is not so; else empty.
std::string rightForm(const std::string& type, const std::string& value) {
    const auto address = IpAddress::parse(value);
    if (type == "A" && !(address && address->family == Family::Ipv4)) return "an IPv4 address";
    if (type == "AAAA" && !(address && address->family == Family::Ipv6)) return "an IPv6 address";
    if (type == "MX" && !isNumbersAndHost(value, 1))
        return "a priority and a host: 10 mail.example.com";
    if (type == "SRV" && !isNumbersAndHost(value, 3)) {
        return "priority, weight, port and host: 1 10 5269 xmpp.example.com";
    }
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    if ((type == "TXT" || type == "SPF") && !quoted) return "text in double quotation marks";
    return {};
}

void lintValues(StackLint& lint, const DnsRecord& record) {
    if (!record.type.isKnown()) return;
    const Value* list = record.evaluated.find("ResourceRecords");
    if (list == nullptr || !list->isList()) return;
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const auto value = knownText(&list->items()[i]);
        const std::string form = value ? rightForm(*record.type, *value) : std::string();
        if (form.empty()) continue;
        Origin origin = recordOrigin(record, "ResourceRecords");
        origin.property = origin.property / i;
        lint.report(
            kBadRecord, origin,
            fmt::format("`{}` is no value of {} record", *value,
                        *record.type == "A" || *record.type == "AAAA" ? "an " + *record.type
                                                                      : "a " + *record.type),
            "write " + form);
    }
    if (*record.type == "CNAME" && list->items().size() > 1) {
        lint.report(kBadRecord, recordOrigin(record, "ResourceRecords"),
                    fmt::format("a CNAME leads to one name, not to {}", list->items().size()),
                    "keep one, or make weighted records of them");
    }
}

void lintShape(StackLint& lint, const DnsRecord& record) {
    const Value& body = record.evaluated;
    const bool alias = body.find("AliasTarget") != nullptr;
    const bool values = body.find("ResourceRecords") != nullptr;
    const bool timed = body.find("TTL") != nullptr;
    if (alias && (values || timed)) {
        lint.report(kBadRecord, recordOrigin(record, values ? "ResourceRecords" : "TTL"),
                    fmt::format("{} is an alias, which has no {}", record.name,
                                values ? "values of its own" : "TTL of its own"),
                    fmt::format("take {} away", values ? "ResourceRecords" : "TTL"));
    } else if (!alias && !values) {
        lint.report(kBadRecord, recordOrigin(record, {}),
                    fmt::format("{} has neither values nor an alias target", record.name),
                    "add ResourceRecords and TTL, or AliasTarget");
    } else if (!alias && !timed) {
        lint.report(kBadRecord, recordOrigin(record, {}),
                    fmt::format("{} has values, but no TTL", record.name), "add TTL: 300");
    }
    const bool delegates = record.type.isKnown() && (*record.type == "NS" || *record.type == "SOA");
    if (alias && delegates) {
        lint.report(kBadRecord, recordOrigin(record, "Type"),
                    fmt::format("a record of type {} can't be an alias", *record.type),
                    "write its values");
    }
}

constexpr Rule kCnameBesideOthers{
    "DNS-E2",
    Severity::Error,
    "a name has a CNAME and a record of another type",
    "a name that is a CNAME can be nothing else",
    "remove the CNAME, or the other record",
    "Route 53 Developer Guide, ResourceRecordTypes; RFC 1034, section 3.6.2"};

/// Reports CNAMEs that share their name with a record of another type.
void lintCompanions(StackLint& lint, const std::vector<const DnsRecord*>& records) {
    std::map<std::pair<std::string, std::string>, std::vector<const DnsRecord*>> byName;
    for (const DnsRecord* record : records) {
        if (record->exists != Truth::Yes || !record->domain.isKnown()) continue;
        if (!record->type.isKnown()) continue;
        std::string zone;
        if (record->zone.isKnown() && !record->zone->isExternal()) {
            zone = std::to_string(record->zone->value());
        } else if (const auto domain = zoneDomain(lint, *record)) {
            zone = *domain;
        } else {
            continue;
        }
        byName[{zone, absolute(*record->domain)}].push_back(record);
    }
    for (const auto& [key, group] : byName) {
        const auto isCname = [](const DnsRecord* record) { return *record->type == "CNAME"; };
        const auto cname = std::ranges::find_if(group, isCname);
        const auto other = std::ranges::find_if_not(group, isCname);
        if (cname == group.end() || other == group.end()) continue;
        const DnsRecord& second = std::max(cname, other) == cname ? **cname : **other;
        if (!isOwn(lint, second.origin)) continue;
        lint.report(kCnameBesideOthers, recordOrigin(second, "Type"),
                    fmt::format("{} has a CNAME ({}) and a record of type {} ({})", key.second,
                                (*cname)->name, *(*other)->type, (*other)->name),
                    "a name with a CNAME has no other record: keep one of the two");
    }
}

}  // namespace

void lintDns(StackLint& lint) {
    std::vector<const DnsRecord*> records;
    for (const auto& [id, record] : lint.resolved.architecture->dnsRecords) {
        records.push_back(record.get());
        if (!isOwn(lint, record->origin) || id.isExternal()) continue;
        if (!record->evaluated.isMap()) continue;
        lintZone(lint, *record);
        lintShape(lint, *record);
        lintValues(lint, *record);
    }
    lintCompanions(lint, records);
}

RuleList dnsRules() {
    static constexpr const Rule* kRules[] = {&kCnameAtApex, &kBadRecord, &kCnameBesideOthers};
    return kRules;
}

}  // namespace archivolt
