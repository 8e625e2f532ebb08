#include "tests/policy/literal_decision.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <ctime>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <vector>

namespace archivolt::test {

namespace {

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::vector<std::string> listOf(const Value* value) {
    std::vector<std::string> texts;
    if (value == nullptr) return texts;
    if (!value->isList()) return {value->text()};
    for (const Value& item : value->items()) texts.push_back(item.text());
    return texts;
}

std::vector<Value> valuesOf(const Value* value) {
    if (value == nullptr) return {};
    return value->isList() ? value->items() : std::vector<Value>{*value};
}

std::string field(const Value& value, const char* name) {
    const Value* found = value.find(name);
    return found != nullptr ? found->text() : std::string();
}

const std::regex& regexOf(const std::string& source) {
    static std::map<std::string, std::regex> made;
    const auto found = made.find(source);
    if (found != made.end()) return found->second;
    return made.emplace(source, std::regex(source)).first->second;
}

std::string escaped(const std::string& text) {
    static const std::regex kSpecial("[.^$|()\\[\\]{}*+?\\\\]");
    return std::regex_replace(text, kSpecial, "\\$&");
}

struct ContextValue {
    bool many = false;
    std::vector<std::string> values;
};

struct Question {
    std::string kind;  // user, role, session, federated, root, service, anonymous
    std::string principal;
    std::string account;
    std::string role;
    std::string action;
    std::string resource;
    std::string owner;
    bool wildcardOnly = false;
    bool bounded = false;
    std::map<std::string, ContextValue> context;
};

/// A pattern as a regular expression; nothing where a variable has no one value.
std::optional<std::string> asRegex(const std::string& pattern, bool wildcards, bool variables,
                                   const Question& question) {
    std::string source;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::size_t close = pattern.find('}', i);
        if (variables && pattern.compare(i, 2, "${") == 0 && close != std::string::npos) {
            std::string name = pattern.substr(i + 2, close - i - 2);
            std::optional<std::string> fallback;
            if (const auto comma = name.find(','); comma != std::string::npos) {
                const auto open = name.find('\'');
                fallback = name.substr(open + 1, name.rfind('\'') - open - 1);
                name = name.substr(0, comma);
            }
            i = close;
            if (name == "*" || name == "?" || name == "$") {
                source += escaped(name);
                continue;
            }
            const auto found = question.context.find(lower(name));
            if (found != question.context.end()) {
                if (found->second.many) return std::nullopt;
                source += escaped(found->second.values.front());
            } else if (fallback) {
                source += escaped(*fallback);
            } else {
                return std::nullopt;
            }
        } else if (wildcards && pattern[i] == '*') {
            source += "[\\s\\S]*";
        } else if (wildcards && pattern[i] == '?') {
            source += "[\\s\\S]";
        } else {
            source += escaped(std::string(1, pattern[i]));
        }
    }
    return source;
}

std::vector<std::string> arnParts(const std::string& arn) {
    std::vector<std::string> parts;
    std::string rest = arn;
    while (parts.size() < 5) {
        std::size_t depth = 0;
        std::size_t colon = std::string::npos;
        for (std::size_t i = 0; i < rest.size() && colon == std::string::npos; ++i) {
            if (rest.compare(i, 2, "${") == 0) ++depth;
            if (rest[i] == '}' && depth > 0) --depth;
            if (rest[i] == ':' && depth == 0) colon = i;
        }
        if (colon == std::string::npos) break;
        parts.push_back(rest.substr(0, colon));
        rest = rest.substr(colon + 1);
    }
    parts.push_back(rest);
    return parts;
}

enum class Match {
    No,
    Yes,
    Invalid  // A variable can't be resolved: the statement does not apply.
};

Match arnMatch(const std::string& arn, const std::string& pattern, bool variables, bool everyPart,
               const Question& question) {
    if (pattern == "*") return Match::Yes;
    const auto patterns = arnParts(pattern);
    const auto parts = arnParts(arn);
    if (patterns.size() != 6) return Match::No;
    bool all = parts.size() == 6;
    for (std::size_t i = 0; i < 6; ++i) {
        const auto source =
            asRegex(patterns[i], true, variables && (everyPart || i == 5), question);
        if (!source) return parts.size() == 6 || !everyPart ? Match::Invalid : Match::No;
        if (parts.size() == 6 && !std::regex_match(parts[i], regexOf(*source))) all = false;
    }
    return all ? Match::Yes : Match::No;
}

std::optional<double> numberOf(const std::string& text) {
    static const std::regex kNumber("[+-]?[0-9]+(\\.[0-9]+)?");
    if (!std::regex_match(text, kNumber)) return std::nullopt;
    return std::stod(text);
}

std::optional<double> dateOf(const std::string& text) {
    static const std::regex kEpoch("[0-9]{5,18}|[0-9]{1,3}");
    static const std::regex kIso(
        "([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})Z)?");
    if (std::regex_match(text, kEpoch)) return std::stod(text);
    std::smatch match;
    if (!std::regex_match(text, match, kIso)) return std::nullopt;
    std::tm time{};
    time.tm_year = std::stoi(match[1]) - 1900;
    time.tm_mon = std::stoi(match[2]) - 1;
    time.tm_mday = std::stoi(match[3]);
    if (match[4].matched) {
        time.tm_hour = std::stoi(match[4]);
        time.tm_min = std::stoi(match[5]);
        time.tm_sec = std::stoi(match[6]);
    }
    return static_cast<double>(timegm(&time));
}

bool ordered(const std::string& how, double a, double b) {
    if (how == "LessThan") return a < b;
    if (how == "LessThanEquals") return a <= b;
    if (how == "GreaterThan") return a > b;
    if (how == "GreaterThanEquals") return a >= b;
    return a == b;
}

bool inBlock(const std::string& address, const std::string& block) {
    const auto slash = block.find('/');
    const std::string base = block.substr(0, slash);
    for (const int family : {AF_INET, AF_INET6}) {
        unsigned char a[16] = {};
        unsigned char b[16] = {};
        if (inet_pton(family, address.c_str(), a) != 1) continue;
        if (inet_pton(family, base.c_str(), b) != 1) continue;
        int bits = family == AF_INET ? 32 : 128;
        if (slash != std::string::npos) bits = std::stoi(block.substr(slash + 1));
        for (int i = 0; i < bits; ++i) {
            if ((a[i / 8] >> (7 - i % 8) & 1) != (b[i / 8] >> (7 - i % 8) & 1)) return false;
        }
        return true;
    }
    return false;
}

struct Operator {
    bool forAll = false;
    bool forAny = false;
    bool ifExists = false;
    bool negated = false;
    std::string test;  // The positive name.
};

Operator operatorOf(std::string name) {
    Operator op;
    op.forAll = name.starts_with("ForAllValues:");
    op.forAny = name.starts_with("ForAnyValue:");
    if (op.forAll || op.forAny) name = name.substr(name.find(':') + 1);
    op.ifExists = name.ends_with("IfExists");
    if (op.ifExists) name = name.substr(0, name.size() - 8);
    const auto inverse = name.find("Not");
    op.negated = inverse != std::string::npos;
    if (op.negated) name.erase(inverse, 3);
    op.test = name;
    return op;
}

Match valueMatch(const Operator& op, const std::string& asked, const std::string& written,
                 bool variables, const Question& question) {
    const auto yes = [](bool is) { return is ? Match::Yes : Match::No; };
    const std::string& test = op.test;
    if (test == "ArnEquals" || test == "ArnLike") {
        return arnMatch(asked, written, variables, true, question);
    }
    if (test.starts_with("String")) {
        const bool fold = test == "StringEqualsIgnoreCase";
        const auto source = asRegex(written, test == "StringLike", variables, question);
        if (!source) return Match::Invalid;
        return yes(std::regex_match(fold ? lower(asked) : asked,
                                    regexOf(fold ? lower(*source) : *source)));
    }
    if (test.starts_with("Numeric")) {
        const auto a = numberOf(asked);
        const auto b = numberOf(written);
        return yes(a && b && ordered(test.substr(7), *a, *b));
    }
    if (test.starts_with("Date")) {
        const auto a = dateOf(asked);
        const auto b = dateOf(written);
        return yes(a && b && ordered(test.substr(4), *a, *b));
    }
    if (test == "IpAddress") return yes(inBlock(asked, written));
    static const std::set<std::string> kTruths = {"true", "false"};
    if (test == "Bool")
        return yes(kTruths.contains(lower(asked)) && lower(asked) == lower(written));
    return yes(asked == written);  // BinaryEquals: the generator writes canonical base64.
}

/// One value of the request against all of the policy.
bool passes(const Operator& op, const std::string& asked, const std::vector<std::string>& written,
            bool variables, const Question& question) {
    bool any = false;
    bool invalid = false;
    for (const std::string& value : written) {
        const Match match = valueMatch(op, asked, value, variables, question);
        any = any || match == Match::Yes;
        invalid = invalid || match == Match::Invalid;
    }
    if (!op.negated) return any;
    return !any && !invalid;
}

bool conditionHolds(const std::string& name, const std::string& key, const Value& values,
                    bool variables, const Question& question) {
    const auto written = listOf(&values);
    const auto found = question.context.find(lower(key));
    const bool present = found != question.context.end();
    if (name == "Null") {
        const bool absent = !present || found->second.values.empty();
        return std::ranges::any_of(written, [&](const std::string& value) {
            return value == (absent ? "true" : "false");
        });
    }
    const Operator op = operatorOf(name);
    if (!present) {
        if (op.ifExists || op.forAll) return true;
        if (op.forAny) return false;
        return op.negated;
    }
    const ContextValue& asked = found->second;
    if (!op.forAll && !op.forAny) {
        return !asked.many && passes(op, asked.values.front(), written, variables, question);
    }
    bool nothing = true;
    for (const std::string& value : asked.values) nothing = nothing && value.empty();
    if (nothing) return op.forAll;
    std::size_t passed = 0;
    for (const std::string& value : asked.values) {
        if (passes(op, value, written, variables, question)) ++passed;
    }
    return op.forAll ? passed == asked.values.size() : passed > 0;
}

bool conditionsHold(const Value& statement, bool variables, const Question& question) {
    const Value* conditions = statement.find("Condition");
    if (conditions == nullptr) return true;
    for (const MapEntry& op : conditions->entries()) {
        for (const MapEntry& entry : op.value.entries()) {
            if (!conditionHolds(op.key, entry.key, entry.value, variables, question)) return false;
        }
    }
    return true;
}

bool actionMatches(const Value& statement, const Question& question) {
    const bool inverse = statement.find("NotAction") != nullptr;
    bool any = false;
    for (const std::string& action : listOf(statement.find(inverse ? "NotAction" : "Action"))) {
        any = any || literalMatch(lower(question.action), lower(action));
    }
    return any != inverse;
}

bool resourceMatches(const Value& statement, bool variables, const Question& question) {
    const bool inverse = statement.find("NotResource") != nullptr;
    const Value* written = statement.find(inverse ? "NotResource" : "Resource");
    if (written == nullptr) return true;
    bool any = false;
    bool invalid = false;
    for (const std::string& resource : listOf(written)) {
        if (question.wildcardOnly && resource != "*") continue;
        const Match match = arnMatch(question.resource, resource, variables, false, question);
        any = any || match == Match::Yes;
        invalid = invalid || match == Match::Invalid;
    }
    return inverse ? !any && !invalid : any;
}

/// How a principal of a policy names the caller: not at all, or as what.
std::string naming(const std::string& type, const std::string& name, const Question& question) {
    if (type == "AWS" && name == "*") return "direct";
    if (type == "Service") {
        return question.kind == "service" && name == question.principal ? "direct" : "";
    }
    if (type != "AWS" || question.account.empty()) return "";
    const std::string root = "arn:aws:iam::" + question.account + ":root";
    if (name == question.account || name == root) return "account";
    const std::string role = "arn:aws:iam::" + question.account + ":role/" + question.role;
    if (question.kind == "session" && name == role) return "role";
    if (question.kind == "role" && name == question.principal) return "role";
    if (question.kind == "role" && name.starts_with("arn:aws:sts::" + question.account +
                                                    ":assumed-role/" + question.role + "/")) {
        return "maybe";
    }
    return name == question.principal && question.kind != "root" ? "direct" : "";
}

std::set<std::string> namings(const Value& element, const Question& question) {
    std::set<std::string> all;
    if (!element.isMap()) {
        if (element.text() == "*") all.insert("direct");
        return all;
    }
    for (const MapEntry& entry : element.entries()) {
        for (const std::string& name : listOf(&entry.value)) {
            const std::string how = naming(entry.key, name, question);
            if (!how.empty()) all.insert(how);
        }
    }
    return all;
}

/// What a statement does: its effect, how it names the caller, and whether that is certain.
struct Applied {
    bool deny = false;
    std::set<std::string> namings;
    bool certain = true;
};

Applied principalsOf(const Value& statement, const Question& question) {
    Applied applied;
    if (const Value* principal = statement.find("Principal")) {
        applied.namings = namings(*principal, question);
        if (applied.namings.erase("maybe") > 0 && !applied.namings.contains("direct")) {
            // Whether or not it is that session is open; the rest is certain.
            applied.namings.insert("perhaps");
        }
        return applied;
    }
    const Value* others = statement.find("NotPrincipal");
    if (others == nullptr) return applied;
    const bool deny = field(statement, "Effect") == "Deny";
    const bool isRole = question.kind == "role" || question.kind == "session";
    if (deny && question.bounded && (isRole || question.kind == "user")) {
        applied.namings = {"direct"};
        return applied;
    }
    const auto named = namings(*others, question);
    bool everyone = !others->isMap() && others->text() == "*";
    for (const MapEntry& entry : others->entries()) {
        for (const std::string& name : listOf(&entry.value)) {
            everyone = everyone || (entry.key == "AWS" && name == "*");
        }
    }
    if (everyone) return applied;
    const bool surely = named.size() > (named.contains("maybe") ? 1U : 0U);
    if (!surely) {
        applied.namings = {"direct"};
        applied.certain = named.empty();
        return applied;
    }
    if (!deny || question.account.empty() || question.kind == "root") return applied;
    if (named.contains("account") && named.contains(isRole ? "role" : "direct")) return applied;
    applied.namings = {"direct"};
    applied.certain = false;
    return applied;
}

struct Says {
    bool deny = false;
    std::set<std::string> allow;
};

/// Which of the open statements are taken to apply, bit by bit in the order they are met.
struct Assumption {
    unsigned bits = 0;
    unsigned met = 0;
    bool next() { return (bits >> met++ & 1U) != 0; }
};

Says policySays(const Value& policy, bool names, const Question& question, Assumption& assumed) {
    Says says;
    const bool variables = field(policy, "Version") == "2012-10-17";
    for (const Value& statement : valuesOf(policy.find("Statement"))) {
        if (!actionMatches(statement, question)) continue;
        if (!resourceMatches(statement, variables, question)) continue;
        if (!conditionsHold(statement, variables, question)) continue;
        Applied applied;
        applied.namings = {"direct"};
        if (names) applied = principalsOf(statement, question);
        if (applied.namings.erase("perhaps") > 0 && assumed.next())
            applied.namings.insert("direct");
        if (!applied.certain && !assumed.next()) continue;
        if (applied.namings.empty()) continue;
        if (field(statement, "Effect") == "Deny") {
            says.deny = true;
        } else {
            says.allow.insert(applied.namings.begin(), applied.namings.end());
        }
    }
    return says;
}

Says anySays(const Value* policies, bool names, const Question& question, Assumption& assumed) {
    Says says;
    for (const Value& policy : valuesOf(policies)) {
        const Says one = policySays(policy, names, question, assumed);
        says.deny = says.deny || one.deny;
        says.allow.insert(one.allow.begin(), one.allow.end());
    }
    return says;
}

std::string decide(const Value& asked, const Question& question, Assumption& assumed) {
    const bool ofAccount = !question.account.empty();
    if (lower(question.action) == "sts:getcalleridentity" && ofAccount) return "Allowed";
    bool deny = false;
    // SCPs: every level must allow.
    bool controls = true;
    const bool linked = question.role.starts_with("AWSServiceRoleFor");
    if (ofAccount && !linked) {
        for (const Value& level : valuesOf(asked.find("scps"))) {
            if (level.items().empty()) continue;
            const Says says = anySays(&level, false, question, assumed);
            deny = deny || says.deny;
            controls = controls && !says.allow.empty();
        }
    }
    // RCPs: they only deny, and only where the service takes part.
    static const std::set<std::string> kServices = {"s3", "kms", "sts", "sqs", "dynamodb"};
    const std::string service = lower(question.action.substr(0, question.action.find(':')));
    if (kServices.contains(service) && !linked) {
        for (const Value& level : valuesOf(asked.find("rcps"))) {
            deny = deny || anySays(&level, true, question, assumed).deny;
        }
    }
    const Value* resourcePolicy = asked.find("resourcePolicy");
    Says resource;
    if (resourcePolicy != nullptr) resource = policySays(*resourcePolicy, true, question, assumed);
    deny = deny || resource.deny;
    const bool direct = resource.allow.contains("direct");
    if (!ofAccount) return deny ? "ExplicitlyDenied" : direct ? "Allowed" : "ImplicitlyDenied";
    const Says identity = anySays(asked.find("identityPolicies"), false, question, assumed);
    deny = deny || identity.deny;
    bool own = !identity.allow.empty();
    if (question.kind == "root" && lower(question.action) != "sts:assumerole") own = true;
    bool bounded = true;
    if (question.kind != "root") {
        for (const Value& boundary : valuesOf(asked.find("boundaries"))) {
            const Says says = policySays(boundary, false, question, assumed);
            deny = deny || says.deny;
            bounded = bounded && !says.allow.empty();
        }
    }
    bool session = true;
    if (!valuesOf(asked.find("sessionPolicies")).empty()) {
        const Says says = anySays(asked.find("sessionPolicies"), false, question, assumed);
        deny = deny || says.deny;
        session = !says.allow.empty();
    }
    if (deny) return "ExplicitlyDenied";
    bool allowed = false;
    if (question.owner != question.account) {
        allowed = own && bounded && session && !resource.allow.empty();
    } else {
        static const std::regex kKey("arn:[^:]*:kms:[^:]*:[^:]*:key/.*");
        static const std::regex kRole("arn:[^:]*:iam:[^:]*:[^:]*:role/.*");
        const bool mustAllow =
            std::regex_match(question.resource, service == "kms" ? kKey : kRole) &&
            (service == "kms" || service == "sts");
        allowed = own && bounded && session && (!mustAllow || !resource.allow.empty());
        if (resource.allow.contains("role") && bounded && session) allowed = true;
        if (direct && (question.kind != "user" || session)) allowed = true;
    }
    return allowed && controls ? "Allowed" : "ImplicitlyDenied";
}

Question questionOf(const Value& asked) {
    Question question;
    const Value* principal = asked.find("principal");
    question.principal = principal->text();
    static const std::regex kArn("arn:aws:(iam|sts)::([0-9]{12}):([^/]*)/?(.*)");
    std::smatch match;
    if (principal->isMap()) {
        question.kind = "anonymous";
    } else if (!std::regex_match(question.principal, match, kArn)) {
        question.kind = "service";
    } else {
        question.account = match[2];
        static const std::map<std::string, std::string> kKinds = {{"user", "user"},
                                                                  {"role", "role"},
                                                                  {"assumed-role", "session"},
                                                                  {"federated-user", "federated"},
                                                                  {"root", "root"}};
        question.kind = kKinds.at(match[3]);
        const std::string name = match[4];
        if (question.kind == "role") question.role = name;
        if (question.kind == "session") question.role = name.substr(0, name.find('/'));
    }
    question.action = field(asked, "action");
    question.resource = field(asked, "resource");
    question.owner = field(asked, "resourceAccount");
    const Value* only = asked.find("wildcardOnlyAction");
    question.wildcardOnly = only != nullptr && only->text() == "true";
    question.bounded = !valuesOf(asked.find("boundaries")).empty();
    if (const Value* context = asked.find("context")) {
        for (const MapEntry& entry : context->entries()) {
            question.context[lower(entry.key)] = {entry.value.isList(), listOf(&entry.value)};
        }
    }
    return question;
}

}  // namespace

bool literalMatch(const std::string& text, const std::string& pattern) {
    const auto source = asRegex(pattern, true, false, {});
    return std::regex_match(text, regexOf(*source));
}

std::string literalDecision(const Value& policyCase) {
    const Question question = questionOf(policyCase);
    std::set<std::string> verdicts;
    for (unsigned bits = 0;; ++bits) {
        Assumption assumed{bits, 0};
        verdicts.insert(decide(policyCase, question, assumed));
        // More statements that are open than can be tried are not generated.
        if (assumed.met >= 12 || bits + 1 >= 1U << assumed.met) break;
    }
    return verdicts.size() == 1 ? *verdicts.begin() : "Unknown";
}

}  // namespace archivolt::test
