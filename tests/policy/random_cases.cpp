#include "tests/policy/random_cases.h"

#include <fmt/format.h>

namespace archivolt::test {

namespace {

using Texts = std::vector<std::string>;

const Texts kAccounts = {"111111111111", "222222222222"};
const Texts kPrincipals = {"arn:aws:iam::111111111111:user/carlos",
                           "arn:aws:iam::111111111111:user/carlos",
                           "arn:aws:iam::222222222222:user/carlos",
                           "arn:aws:iam::111111111111:role/r",
                           "arn:aws:sts::111111111111:assumed-role/r/s",
                           "arn:aws:sts::111111111111:assumed-role/r/s",
                           "arn:aws:sts::222222222222:assumed-role/r/s",
                           "arn:aws:sts::111111111111:federated-user/f",
                           "arn:aws:iam::111111111111:root",
                           "arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForX/s",
                           "cloudtrail.amazonaws.com"};
const Texts kNamed = {"*",
                      "111111111111",
                      "arn:aws:iam::111111111111:root",
                      "arn:aws:iam::222222222222:root",
                      "arn:aws:iam::111111111111:user/carlos",
                      "arn:aws:iam::222222222222:user/carlos",
                      "arn:aws:iam::111111111111:user/Carlos",
                      "arn:aws:iam::111111111111:role/r",
                      "arn:aws:iam::222222222222:role/r",
                      "arn:aws:sts::111111111111:assumed-role/r/s",
                      "arn:aws:sts::111111111111:assumed-role/r/t",
                      "arn:aws:sts::111111111111:federated-user/f"};
const Texts kActions = {"s3:GetObject",   "s3:PutObject",     "kms:Decrypt",
                        "sts:AssumeRole", "ec2:RunInstances", "sts:GetCallerIdentity"};
const Texts kActionPatterns = {"*",         "s3:*",       "S3:getobject", "s3:Get?bject",
                               "s3:Put*",   "kms:*",      "sts:*",        "sts:AssumeRole",
                               "ec2:Run*s", "s3:*Object", "*:*",          "kms:Decrypt"};
const Texts kResources = {"arn:aws:s3:::b/k",
                          "arn:aws:s3:::b/carlos/x",
                          "arn:aws:s3:::b",
                          "arn:aws:kms:us-east-1:111111111111:key/k",
                          "arn:aws:iam::111111111111:role/r",
                          "arn:aws:ec2:us-east-1:111111111111:instance/i",
                          "*"};
const Texts kResourcePatterns = {"*",
                                 "*",
                                 "arn:aws:s3:::b/*",
                                 "arn:aws:s3:::b",
                                 "arn:aws:s3:::*",
                                 "arn:aws:*:*:*:*",
                                 "arn:*:s3:::b/?",
                                 "arn:aws:s3:::b/${aws:username}/*",
                                 "arn:aws:s3:::b/${aws:username, 'carlos'}/x",
                                 "arn:aws:s3:::b/${aws:TagKeys}",
                                 "arn:aws:kms:*:111111111111:key/*",
                                 "arn:aws:iam::*:role/${*}",
                                 "arn:aws:s3::${aws:username}:b/k",
                                 "arn:aws:iam::111111111111:role/r",
                                 "arn:aws:ec2:us-east-?:1*:instance/*"};

struct Kind {
    const char* key;
    Texts operators;
    Texts written;
    Texts asked;
};
const std::vector<Kind> kKinds = {
    {"aws:username",
     {"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase"},
     {"carlos", "CARLOS", "car*", "c?rlos", "*", "${aws:PrincipalTag/d}", "${aws:x, 'carlos'}",
      "a${*}", ""},
     {"carlos", "Carlos", "a*", ""}},
    {"aws:PrincipalTag/d",
     {"StringEquals", "StringNotEquals", "StringLike"},
     {"carlos", "hr", "${aws:username}"},
     {"hr", "carlos"}},
    {"s3:max-keys",
     {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
      "NumericGreaterThan", "NumericGreaterThanEquals"},
     {"10", "10.0", "-3", "9.5", "x"},
     {"10", "9.50", "-3", "11", "1e1"}},
    {"aws:CurrentTime",
     {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
      "DateGreaterThanEquals"},
     {"2020-06-01T00:00:00Z", "1590969600", "2020-06-01", "soon"},
     {"2020-06-01T00:00:00Z", "1590969601", "2019-12-31T23:59:59Z", "now"}},
    {"aws:SecureTransport", {"Bool"}, {"true", "FALSE"}, {"true", "false", "maybe"}},
    {"aws:PrincipalTag/b", {"BinaryEquals"}, {"QUJD", "QQ=="}, {"QUJD", "QQ=="}},
    {"aws:SourceIp",
     {"IpAddress", "NotIpAddress"},
     {"10.0.0.0/8", "203.0.113.9", "2001:db8::/32", "0.0.0.0/0"},
     {"10.1.1.1", "203.0.113.9", "2001:db8::1", "11.0.0.0"}},
    {"aws:SourceArn",
     {"ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"},
     {"arn:aws:s3:::b*", "arn:aws:sns:*:topic", "arn:aws:sns:*:*:t", "*",
      "arn:aws:s3:::${aws:username}"},
     {"arn:aws:s3:::bucket", "arn:aws:sns:us-east-1:111111111111:t", "arn:aws:s3:::carlos", "no"}},
    {"aws:TagKeys",
     {"StringEquals", "StringNotEquals", "StringLike"},
     {"a", "b", "*"},
     {"a", "z"}}};

Value texts(const Texts& items) {
    std::vector<Value> values;
    for (const std::string& item : items) values.push_back(Value::string(item));
    return Value::list(std::move(values));
}

}  // namespace

std::uint64_t Random::next() {
    m_state += 0x9E3779B97F4A7C15U;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

Value RandomCases::textOrList(const Texts& of) {
    if (m_random.oneIn(2)) return Value::string(m_random.of(of));
    Texts items;
    for (std::size_t count = m_random.below(3) + 1; count > 0; --count)
        items.push_back(m_random.of(of));
    return texts(items);
}

Value RandomCases::principals() {
    if (m_random.oneIn(5)) return Value::string("*");
    if (m_random.oneIn(6)) {
        return Value::map({{"Service", Value::string("cloudtrail.amazonaws.com")}});
    }
    return Value::map({{"AWS", textOrList(kNamed)}});
}

Value RandomCases::conditions() {
    std::vector<MapEntry> ops;
    for (std::size_t count = m_random.below(2) + 1; count > 0; --count) {
        const Kind& kind = m_random.of(kKinds);
        std::string op = m_random.of(kind.operators);
        const bool list = std::string_view(kind.key) == "aws:TagKeys";
        if (m_random.oneIn(8)) {
            op = "Null";
        } else {
            if (m_random.oneIn(list ? 1 : 10)) {
                op = (m_random.oneIn(2) ? "ForAllValues:" : "ForAnyValue:") + op;
            }
            if (m_random.oneIn(4)) op += "IfExists";
        }
        const bool twice = !ops.empty() && ops.front().key == op;
        if (twice) continue;
        const Value written = op == "Null" ? Value::string(m_random.oneIn(2) ? "true" : "false")
                                           : textOrList(kind.written);
        ops.push_back({op, Value::map({{kind.key, written}})});
    }
    return Value::map(std::move(ops));
}

Value RandomCases::statement(bool names, bool trust) {
    std::vector<MapEntry> entries;
    entries.push_back({"Effect", Value::string(m_random.oneIn(4) ? "Deny" : "Allow")});
    if (names && !m_random.oneIn(20)) {
        const bool inverse = !trust && m_random.oneIn(8);
        entries.push_back({inverse ? "NotPrincipal" : "Principal", principals()});
    }
    if (trust) {
        entries.push_back(
            {"Action", Value::string(m_random.oneIn(2) ? "sts:*" : "sts:AssumeRole")});
    } else {
        entries.push_back(
            {m_random.oneIn(8) ? "NotAction" : "Action", textOrList(kActionPatterns)});
        entries.push_back(
            {m_random.oneIn(8) ? "NotResource" : "Resource", textOrList(kResourcePatterns)});
    }
    if (m_random.oneIn(3)) entries.push_back({"Condition", conditions()});
    return Value::map(std::move(entries));
}

Value RandomCases::policy(bool names, bool trust) {
    std::vector<MapEntry> entries;
    if (!m_random.oneIn(6)) {
        entries.push_back(
            {"Version", Value::string(m_random.oneIn(8) ? "2008-10-17" : "2012-10-17")});
    }
    std::vector<Value> statements;
    for (std::size_t count = m_random.below(3) + 1; count > 0; --count) {
        statements.push_back(statement(names, trust));
    }
    const bool alone = statements.size() == 1 && m_random.oneIn(2);
    entries.push_back({"Statement", alone ? statements.front() : Value::list(statements)});
    return Value::map(std::move(entries));
}

Value RandomCases::policies(std::size_t most, bool names) {
    std::vector<Value> list;
    for (std::size_t count = m_random.below(most) + 1; count > 0; --count) {
        list.push_back(policy(names, false));
    }
    return Value::list(std::move(list));
}

Value RandomCases::levels(bool names) {
    std::vector<Value> list;
    for (std::size_t count = m_random.below(2) + 1; count > 0; --count) {
        std::vector<Value> level;
        if (names) {
            // An RCP names everyone, and denies.
            level.push_back(
                Value::map({{"Version", Value::string("2012-10-17")},
                            {"Statement", Value::map({{"Effect", Value::string("Deny")},
                                                      {"Principal", Value::string("*")},
                                                      {"Action", textOrList(kActionPatterns)},
                                                      {"Resource", textOrList(kResourcePatterns)},
                                                      {"Condition", conditions()}})}}));
        } else if (!m_random.oneIn(8)) {
            level = policies(2, false).items();
        }
        list.push_back(Value::list(std::move(level)));
    }
    return Value::list(std::move(list));
}

Value RandomCases::context() {
    std::vector<MapEntry> entries;
    for (const Kind& kind : kKinds) {
        if (m_random.oneIn(2)) continue;
        const bool list = std::string_view(kind.key) == "aws:TagKeys" || m_random.oneIn(20);
        Texts values;
        for (std::size_t count = m_random.below(3); count > 0; --count) {
            values.push_back(m_random.of(kind.asked));
        }
        entries.push_back(
            {kind.key, list ? texts(values) : Value::string(m_random.of(kind.asked))});
    }
    return Value::map(std::move(entries));
}

Value RandomCases::next() {
    std::vector<MapEntry> entries;
    const bool anonymous = m_random.oneIn(12);
    entries.push_back({"principal", anonymous ? Value::map({{"type", Value::string("Anonymous")}})
                                              : Value::string(m_random.of(kPrincipals))});
    m_resource = m_random.of(kResources);
    const bool role = m_resource.find(":role/") != std::string::npos;
    const bool key = m_resource.find(":key/") != std::string::npos;
    std::string action = m_random.of(kActions);
    if (role && !m_random.oneIn(4)) action = "sts:AssumeRole";
    if (key && !m_random.oneIn(4)) action = "kms:Decrypt";
    if (m_resource.find("s3") != std::string::npos && !m_random.oneIn(4)) action = "s3:GetObject";
    entries.push_back({"action", Value::string(action)});
    entries.push_back({"resource", Value::string(m_resource)});
    entries.push_back({"resourceAccount", Value::string(m_random.of(kAccounts))});
    if (m_random.oneIn(20)) entries.push_back({"wildcardOnlyAction", Value::boolean(true)});
    entries.push_back({"context", context()});
    if (!m_random.oneIn(5)) entries.push_back({"identityPolicies", policies(2, false)});
    if (!m_random.oneIn(3)) entries.push_back({"resourcePolicy", policy(true, role)});
    if (m_random.oneIn(3)) entries.push_back({"boundaries", Value::list({policy(false, false)})});
    if (m_random.oneIn(4)) entries.push_back({"sessionPolicies", policies(2, false)});
    if (m_random.oneIn(4)) entries.push_back({"scps", levels(false)});
    if (m_random.oneIn(6)) entries.push_back({"rcps", levels(true)});
    return Value::map(std::move(entries));
}

}  // namespace archivolt::test
