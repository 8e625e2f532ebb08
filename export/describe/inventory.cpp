#include "export/describe/inventory.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "export/describe/describe.h"
#include "model/base/arn.h"
#include "model/base/region_name.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

/// Fills in a part of a place that is not known yet.
void tell(std::string& known, std::string_view value) {
    if (known.empty()) known = value;
}

void tellAccount(AccountRegion& place, const std::optional<std::string>& account) {
    if (account && isAccountNumber(*account)) tell(place.account, *account);
}

void tellByArn(AccountRegion& place, std::string_view text) {
    const auto arn = partsOfArn(text);
    if (!arn) return;
    tell(place.region, std::string(arn->region));
    tellAccount(place, std::string(arn->account));
}

/// Returns what an item itself says of where it is.
AccountRegion placeByItem(const Described& thing) {
    AccountRegion place;
    const Item& item = thing.item;
    tell(place.region, regionOfZone(item.textOr("AvailabilityZone")));
    if (const Item placement = item.member("Placement"); placement && placement.isObject()) {
        tell(place.region, regionOfZone(placement.textOr("AvailabilityZone")));
    }
    for (const char* key : {"Region", "AwsRegion"}) tell(place.region, item.textOr(key));
    for (const char* key : {"OwnerId", "AwsAccountId", "VpcOwnerId"}) {
        if (item.has(key)) tellAccount(place, item.text(key));
    }
    if (thing.parent) tellAccount(place, thing.parent.text("OwnerId"));
    for (const std::string_view key : item.keys()) {
        const bool isOwnArn = (key.ends_with("Arn") || key == "ARN") && key != "ResourceArn";
        if (isOwnArn) tellByArn(place, item.textOr(key));
    }
    // A peering is counted to the side that asked for it.
    for (const char* key : {"RequesterVpcInfo", "RequesterTgwInfo"}) {
        const Item side = item.member(key);
        if (!side || !side.isObject()) continue;
        tell(place.region, side.textOr("Region"));
        tellAccount(place, side.text("OwnerId"));
    }
    if (const Item zones = item.member("AvailabilityZones"); zones && zones.isList()) {
        for (const Item& zone : zones.items()) {
            const auto plain = zone.asText();
            tell(place.region, regionOfZone(plain ? *plain : zone.textOr("ZoneName")));
        }
    }
    return place;
}

/// Returns the ids of what an item stands in or belongs to.
std::vector<std::string> holdersOf(const Item& item) {
    std::vector<std::string> ids;
    const auto add = [&](const Item& from, const char* key) {
        const Item found = from.isObject() ? from.member(key) : Item();
        if (!found) return;
        if (auto text = found.asText()) ids.push_back(*std::move(text));
    };
    for (const char* key : {"VpcId", "VPCId", "SubnetId", "TransitGatewayId", "VpnGatewayId",
                            "NetworkInterfaceId", "GroupId", "LoadBalancerArn", "ResourceArn"}) {
        add(item, key);
    }
    for (const char* key : {"Attachments", "VpcAttachments"}) {
        const Item list = item.member(key);
        if (!list || !list.isList()) continue;
        for (const Item& attachment : list.items()) add(attachment, "VpcId");
    }
    if (const Item config = item.member("VpcConfig"); config) add(config, "VpcId");
    return ids;
}

std::string nameKey(std::string_view type, const AccountRegion& place, std::string_view name) {
    return fmt::format("{}|{}|{}|{}", type, place.account, place.region, name);
}

std::string fitName(std::string name) {
    std::ranges::replace(name, '/', '-');
    return name;
}

/// Says whether what stands at a path may be of a place, by the account and Region in it.
bool mayBeIn(std::string_view path, const AccountRegion& place) {
    const std::string account = accountInPath(path);
    const std::string region = regionInPath(path);
    return (account.empty() || account == place.account) &&
           (region.empty() || region == place.region);
}

/// What a name gets before it where two services use it: `rds:orders`.
std::string serviceOf(std::string_view type) {
    return lowerAscii(type.substr(5, type.find("::", 5) - 5));
}

}  // namespace

Inventory::Inventory(const std::vector<Output>& outputs, const Operations& operations,
                     const DescribeDefaults& defaults)
    : m_operations(operations) {
    addItems(outputs);
    placeItems(outputs, defaults);
    nameItems();
    attachSubjects(outputs);
    noteWhole(outputs);
}

constexpr Rule kItemWithoutId{"DESCRIBE-4",
                              Severity::Error,
                              "an item of an output has no id or name",
                              "nothing can refer to it",
                              "give the output of the AWS CLI as it prints it, without --query",
                              "AWS CLI Command Reference"};

void Inventory::addItems(const std::vector<Output>& outputs) {
    for (std::size_t o = 0; o < outputs.size(); ++o) {
        const Output& output = outputs[o];
        if (!output.operation->subjectKey.empty()) continue;
        for (std::size_t i = 0; i < output.items.size(); ++i) {
            Described thing{output.operation, output.items[i], output.parents[i], {}, {}, {}, {}};
            const Operation& operation = *output.operation;
            if (!operation.idKey.empty()) thing.id = thing.item.textOr(operation.idKey);
            if (!operation.nameKey.empty()) thing.name = thing.item.textOr(operation.nameKey);
            thing.calledAs = thing.name;
            const bool needsName = !operation.nameKey.empty() && thing.name.empty();
            const bool needsId = operation.nameKey.empty() && !operation.idKey.empty();
            if (needsName || (needsId && thing.id.empty())) {
                thing.item.report(
                    kItemWithoutId,
                    fmt::format("this item of `{}` has no `{}`", operation.key,
                                needsName ? operation.nameKey : operation.idKey),
                    "give the output of the AWS CLI as it prints it, without --query");
                continue;
            }
            m_items.push_back(std::move(thing));
            m_outputOf.push_back(o);
        }
    }
}

constexpr Rule kPlaceAssumed{
    "DESCRIBE-7",
    Severity::Low,
    "nothing tells the account and Region of a thing",
    "they are taken to be the only ones known, else account 123456789012 in us-east-1",
    "name the folder after them, or give --account and --region",
    "a rule of this program"};

void Inventory::placeItems(const std::vector<Output>& outputs, const DescribeDefaults& defaults) {
    std::vector<AccountRegion> places(m_items.size());
    std::vector<AccountRegion> byOutput(outputs.size());
    std::map<std::string, std::size_t, std::less<>> byId;
    for (std::size_t o = 0; o < outputs.size(); ++o) {
        byOutput[o] = {accountInPath(outputs[o].path), regionInPath(outputs[o].path)};
    }
    const auto join = [](AccountRegion& into, const AccountRegion& more) {
        tell(into.account, more.account);
        tell(into.region, more.region);
    };
    std::vector<AccountRegion> byItems(outputs.size());
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        places[i] = placeByItem(m_items[i]);
        join(byItems[m_outputOf[i]], places[i]);
        if (!m_items[i].id.empty()) byId.emplace(m_items[i].id, i);
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        join(places[i], byOutput[m_outputOf[i]]);
        join(places[i], byItems[m_outputOf[i]]);
    }
    // What names its VPC is where that is; a subnet tells where its VPC is, too.
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].operation->key != "Subnets") continue;
        const auto vpc = byId.find(m_items[i].item.textOr("VpcId"));
        if (vpc != byId.end()) tell(places[vpc->second].region, places[i].region);
    }
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (!places[i].account.empty() && !places[i].region.empty()) continue;
            for (const std::string& id : holdersOf(m_items[i].item)) {
                const auto holder = byId.find(id);
                if (holder != byId.end() && holder->second != i)
                    join(places[i], places[holder->second]);
            }
        }
    }
    std::set<std::string> accounts;
    std::set<std::string> regions;
    for (const AccountRegion& place : places) {
        if (!place.account.empty()) accounts.insert(place.account);
        if (!place.region.empty()) regions.insert(place.region);
    }
    const std::string account = accounts.size() == 1 ? *accounts.begin() : defaults.account;
    const std::string region = regions.size() == 1 ? *regions.begin() : defaults.region;
    std::set<std::size_t> assumed;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const bool isSure =
            (!places[i].account.empty() || accounts.size() == 1 || defaults.accountIsGiven) &&
            (!places[i].region.empty() || regions.size() == 1 || defaults.regionIsGiven);
        join(places[i], {account, region});
        m_items[i].place = places[i];
        if (!isSure && assumed.insert(m_outputOf[i]).second) {
            m_items[i].item.report(
                kPlaceAssumed,
                fmt::format("nothing tells the account and Region of `{}`; taken to be {} in {}",
                            m_items[i].id.empty() ? m_items[i].name : m_items[i].id,
                            places[i].account, places[i].region),
                "put the file into a folder named after them, such as 123456789012/eu-west-1, or "
                "give --account and --region");
        }
    }
}

constexpr Rule kDescribedTwice{"DESCRIBE-5",
                               Severity::Low,
                               "a thing is described twice, and not alike",
                               "one of the two outputs is older; the first counts",
                               "keep the newer of the two outputs",
                               "a rule of this program"};

void Inventory::nameItems() {
    std::vector<Described> kept;
    std::vector<std::size_t> outputOf;
    std::map<AccountRegion, std::set<std::string>> taken;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        Described thing = std::move(m_items[i]);
        const Operation& operation = *thing.operation;
        const std::string named = nameKey(operation.type, thing.place, thing.name);
        std::string key = fmt::format("{} {}", operation.key, !thing.id.empty() ? thing.id : named);
        // Each end of a peering lists it as an attachment of its own gateway.
        if (operation.key == "TransitGatewayAttachments") {
            key += ' ' + thing.item.textOr("TransitGatewayId");
        }
        if (const auto before = m_byName.find(key);
            before != m_byName.end() && (!operation.idKey.empty() || !operation.nameKey.empty())) {
            if (kept[before->second].item.bytes() != thing.item.bytes()) {
                thing.item.report(
                    kDescribedTwice,
                    fmt::format("`{}` is described twice, and not alike; the first counts",
                                thing.id.empty() ? thing.name : thing.id),
                    "keep the newer of the two outputs");
            }
            continue;
        }
        m_byName.emplace(key, kept.size());
        if (!operation.nameKey.empty()) m_byName.emplace(named, kept.size());
        if (!operation.type.empty()) {
            m_places.insert(thing.place);
            std::string name = fitName(thing.name.empty() ? thing.id : thing.name);
            if (operation.key == "Listeners") {
                const Item& item = thing.item;
                const std::string arn = item.textOr("LoadBalancerArn");
                const auto balancer = partsOfArn(arn);
                std::string_view of = balancer ? balancer->resource : std::string_view(name);
                if (of.find('/') != std::string_view::npos) {
                    of = of.substr(0, of.rfind('/'));
                    of = of.substr(of.rfind('/') + 1);
                }
                name = fmt::format("{} listener {}", of, item.textOr("Port"));
            }
            auto& names = taken[thing.place];
            if (names.contains(name)) name = fmt::format("{}:{}", serviceOf(operation.type), name);
            for (int suffix = 2; !names.insert(name).second; ++suffix) {
                name = fmt::format("{}:{}", name, suffix);
            }
            thing.name = std::move(name);
        }
        if (!thing.id.empty() && !operation.type.empty()) m_byId.emplace(thing.id, kept.size());
        kept.push_back(std::move(thing));
        outputOf.push_back(m_outputOf[i]);
    }
    m_items = std::move(kept);
    m_outputOf = std::move(outputOf);
}

/// What an output is of is place beside its list, else by its path. Ids and ends of ARNs are like
/// nothing else; a name must stand at the end of the path, and in its place: of `web` and `my-web`
/// the longer counts.
const Described* Inventory::subjectOf(const Output& output) const {
    const Described* found = nullptr;
    std::string_view foundName;
    for (const Described& thing : m_items) {
        if (thing.operation->type.empty()) continue;
        if (m_operations.about(output.operation->key, *thing.operation) == nullptr) continue;
        if (!thing.id.empty()) {
            const bool isOfIt = output.subject.empty() ? pathNames(output.path, thing.id)
                                                       : output.subject == thing.id;
            if (isOfIt) return &thing;
            continue;
        }
        if (!mayBeIn(output.path, thing.place)) continue;
        const bool isOfIt = output.subject.empty() ? pathEndsWith(output.path, thing.calledAs)
                                                   : output.subject == thing.calledAs;
        if (!isOfIt || thing.calledAs.size() < foundName.size()) continue;
        // Two places may have one of the same name, and nothing tells which it is.
        found = thing.calledAs.size() == foundName.size() ? nullptr : &thing;
        foundName = thing.calledAs;
    }
    return found;
}

constexpr Rule kSubjectUnknown{
    "DESCRIBE-8",
    Severity::Medium,
    "nothing tells of which thing a list is",
    "the output of some commands does not say what it was asked about, so the list is left out",
    "name the file after the thing's id or the end of its ARN",
    "AWS CLI Command Reference"};

void Inventory::attachSubjects(const std::vector<Output>& outputs) {
    for (const Output& output : outputs) {
        if (output.operation->subjectKey.empty()) continue;
        if (const Described* thing = subjectOf(output)) {
            m_about[{std::string(output.operation->key), thing}].push_back(&output);
        } else if (output.subject.empty()) {
            output.list.report(
                kSubjectUnknown,
                fmt::format("nothing tells of which {} these `{}` are",
                            output.operation->subjectKey, output.operation->key),
                fmt::format("name the file after its id or the end of its ARN, such as "
                            "routes-tgw-rtb-0123.json, or put \"{}\": … beside the list",
                            output.operation->subjectKey));
        }
    }
}

void Inventory::noteWhole(const std::vector<Output>& outputs) {
    const auto note = [&](const AccountRegion& place, const Output& output) {
        auto& cut = m_whole[{place, std::string(output.operation->key)}];
        if (cut.empty()) cut = output.cut;
    };
    std::vector<std::set<AccountRegion>> seen(outputs.size());
    for (std::size_t i = 0; i < m_items.size(); ++i) seen[m_outputOf[i]].insert(m_items[i].place);
    for (std::size_t o = 0; o < outputs.size(); ++o) {
        const Output& output = outputs[o];
        const bool isOwn = output.operation->system == nullptr;
        if (!output.operation->subjectKey.empty() || !isOwn) continue;
        for (const AccountRegion& place : seen[o]) note(place, output);
        // An empty list speaks of the places that its path names, or of the only ones there are.
        std::vector<AccountRegion> meant;
        for (const AccountRegion& place : m_places) {
            if (mayBeIn(output.path, place)) meant.push_back(place);
        }
        if (meant.size() == 1) note(meant.front(), output);
    }
}

std::vector<const Described*> Inventory::all(std::string_view key) const {
    std::vector<const Described*> found;
    for (const Described& thing : m_items) {
        const bool isOwn = thing.operation->system == nullptr;
        if (isOwn && thing.operation->key == key) found.push_back(&thing);
    }
    return found;
}

std::vector<const Described*> Inventory::byCatalogue() const {
    std::vector<const Described*> found;
    for (const Described& thing : m_items) {
        if (thing.operation->system != nullptr) found.push_back(&thing);
    }
    return found;
}

const Described* Inventory::find(std::string_view id) const {
    const auto found = m_byId.find(id);
    return found != m_byId.end() ? &m_items[found->second] : nullptr;
}

const Described* Inventory::named(std::string_view type, const AccountRegion& place,
                                  std::string_view name) const {
    const auto found = m_byName.find(nameKey(type, place, name));
    return found != m_byName.end() ? &m_items[found->second] : nullptr;
}

std::vector<const Output*> Inventory::about(std::string_view key, const Described& thing) const {
    const auto found = m_about.find(std::pair(std::string(key), &thing));
    return found != m_about.end() ? found->second : std::vector<const Output*>();
}

void Inventory::noteMissing(const std::string& command, const AccountRegion& place) {
    m_missing[place].insert(command);
}

std::string Inventory::missing(std::string_view key, const AccountRegion& place) {
    const auto whole = m_whole.find(std::pair(place, std::string(key)));
    if (whole != m_whole.end()) return whole->second;
    const Operation& operation = *m_operations.of(key);
    noteMissing(fmt::format("aws {}", operation.command), place);
    return fmt::format("the output of `aws {}` is not here", operation.command);
}

std::string Inventory::missingAbout(std::string_view key, const Described& thing) {
    const auto outputs = about(key, thing);
    for (const Output* output : outputs) {
        if (!output->cut.empty()) return output->cut;
    }
    if (!outputs.empty()) return {};
    const Operation& operation = *m_operations.about(key, *thing.operation);
    noteMissing(fmt::format("aws {} (of {})", operation.command,
                            thing.id.empty() ? thing.calledAs : thing.id),
                thing.place);
    return fmt::format("the output of `aws {}` for it is not here", operation.command);
}

Value Inventory::reference(std::string_view id, const AccountRegion& from) {
    if (const Described* found = find(id)) {
        return found->place == from ? Value::ref(found->name) : Value::string(found->name);
    }
    if (const Operation* operation = m_operations.ofId(id)) (void)missing(operation->key, from);
    return Value::string(std::string(id));
}

constexpr Rule kNotDescribed{
    "DESCRIBE-6",
    Severity::Low,
    "of an account and Region an output is missing",
    "what is not described is unknown, never absent, so answers that need it are unknown",
    "run the command that the message names",
    "a rule of this program"};

std::vector<Diagnostic> Inventory::takeProblems() {
    for (const auto& [place, commands] : m_missing) {
        Diagnostic diagnostic;
        diagnostic.code = kNotDescribed.code;
        diagnostic.severity = kNotDescribed.severity;
        diagnostic.message =
            fmt::format("of account {} in {} nothing is known that `{}` would tell", place.account,
                        place.region, fmt::join(commands, "`, `"));
        diagnostic.help = "add their outputs to the folder";
        m_problems.push_back(std::move(diagnostic));
    }
    m_missing.clear();
    return std::move(m_problems);
}

bool tellsOfMissingOutput(const Diagnostic& finding) { return finding.code == kNotDescribed.code; }

RuleList inventoryRules() {
    static constexpr const Rule* kRules[] = {&kItemWithoutId, &kPlaceAssumed, &kDescribedTwice,
                                             &kSubjectUnknown, &kNotDescribed};
    return kRules;
}

}  // namespace archivolt
