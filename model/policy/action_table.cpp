#include "model/policy/action_table.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "model/base/text_case.h"
#include "model/policy/embedded_actions.h"
#include "model/policy/request_context.h"

namespace archivolt {

namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Takes what stands before the next `end` off the front.
std::string_view take(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at == kNone ? text.size() : at + 1);
    return taken;
}

template <class T>
const T* named(const std::vector<T>& items, std::string_view name) {
    const auto found = std::ranges::find_if(
        items, [&](const T& item) { return equalIgnoringCase(item.name, name); });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const ActionFacts* ServiceActions::action(std::string_view wanted) const {
    return named(actions, wanted);
}

const ConditionKeyFacts* ServiceActions::key(std::string_view wanted) const {
    if (const ConditionKeyFacts* exact = named(keys, wanted)) return exact;
    const std::string lower = lowerAscii(wanted);
    const auto found = std::ranges::find_if(keys, [&](const ConditionKeyFacts& key) {
        return key.name.find('*') != kNone && fitsGlob(lower, lowerAscii(key.name));
    });
    return found == keys.end() ? nullptr : &*found;
}

std::vector<ActionResource> ServiceActions::resourcesOf(const ActionFacts& action) const {
    std::vector<ActionResource> result;
    std::string_view numbers = action.resources;
    while (!numbers.empty()) {
        const std::string_view number = take(numbers, ',');
        std::size_t index = 0;
        std::from_chars(number.data(), number.data() + number.size(), index);
        if (index < resources.size()) result.push_back(resources[index]);
    }
    return result;
}

ActionTable::ActionTable(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::string_view rest = text.substr(at);
        if (rest.starts_with("D\t")) {
            rest.remove_prefix(2);
            m_date = take(rest, '\t');
        }
        std::size_t next = text.find("\nS\t", at);
        next = next == kNone ? text.size() : next + 1;
        if (text.substr(at).starts_with("S\t")) {
            std::string_view block = text.substr(at, next - at);
            std::string_view line = block.substr(2);
            m_blocks.push_back({take(line, '\t'), block});
        }
        at = next;
    }
    std::ranges::sort(m_blocks, {}, &Block::prefix);
}

ActionTable ActionTable::embedded() {
    static const ActionTable kTable(embeddedActions());
    return kTable;
}

std::optional<ServiceActions> ActionTable::service(std::string_view prefix) const {
    const std::string lower = lowerAscii(prefix);
    const auto found =
        std::ranges::lower_bound(m_blocks, std::string_view(lower), {}, &Block::prefix);
    if (found == m_blocks.end() || found->prefix != lower) return std::nullopt;
    ServiceActions result;
    std::string_view text = found->text;
    while (!text.empty()) {
        std::string_view line = take(text, '\n');
        const std::string_view kind = take(line, '\t');
        const std::string_view first = take(line, '\t');
        const std::string_view second = take(line, '\t');
        if (kind == "S") {
            result.prefix = first;
            result.name = second;
            result.resourceControls = line == "r";
        } else if (kind == "R") {
            result.resources.push_back({first, second});
        } else if (kind == "K") {
            result.keys.push_back({first, second});
        } else if (kind == "A") {
            result.actions.push_back({first, second.empty() ? 'W' : second.front(), line});
        }
    }
    return result;
}

std::vector<std::string_view> ActionTable::prefixes() const {
    std::vector<std::string_view> result;
    for (const Block& block : m_blocks) result.push_back(block.prefix);
    return result;
}

const ServiceActions* KnownServices::find(std::string_view prefix) {
    auto at = m_services.find(prefix);
    if (at == m_services.end()) {
        at = m_services.emplace(std::string(prefix), m_table.service(prefix)).first;
    }
    return at->second ? &*at->second : nullptr;
}

bool isGlobalConditionKey(std::string_view name) {
    constexpr std::array<std::string_view, 63> kKeys = {
        "aws:assumedroot", "aws:calledvia", "aws:calledviaawsmcp", "aws:calledviafirst",
        "aws:calledvialast", "aws:chatbotsourcearn", "aws:currenttime",
        "aws:ec2instancesourceprivateipv4", "aws:ec2instancesourcevpc", "aws:epochtime",
        "aws:federatedprovider", "aws:ismcpserviceaction", "aws:multifactorauthage",
        "aws:multifactorauthpresent", "aws:principalaccount", "aws:principalarn",
        "aws:principalisawsservice", "aws:principalorgid", "aws:principalorgpaths",
        "aws:principalservicename", "aws:principalservicenameslist", "aws:principaltag/*",
        "aws:principaltype", "aws:referer", "aws:requestedregion", "aws:requesttag/*",
        "aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "aws:resourcetag/*",
        "aws:securetransport", "aws:signinsessionarn", "aws:sourceaccount", "aws:sourcearn",
        "aws:sourceidentity", "aws:sourceip", "aws:sourceorgid", "aws:sourceorgpaths",
        "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce", "aws:tagkeys",
        "aws:tokenissuetime", "aws:useragent", "aws:userid", "aws:username", "aws:viaawsmcpservice",
        "aws:viaawsservice", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths",
        "aws:vpcsourceip",
        // What identity providers and older documents bring along.
        "accounts.google.com:*", "cognito-identity.amazonaws.com:*", "graph.facebook.com:*",
        "saml:*", "sts:*", "ec2:sourceinstancearn", "lambda:sourcefunctionarn",
        "glue:roleassumedby", "www.amazon.com:*", "token.actions.githubusercontent.com:*"};
    const std::string lower = lowerAscii(name);
    return std::ranges::any_of(kKeys, [&](std::string_view key) { return fitsGlob(lower, key); });
}

}  // namespace archivolt
