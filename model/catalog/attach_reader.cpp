#include "model/catalog/attach_reader.h"

#include <array>
#include <charconv>
#include <utility>

namespace archivolt {

namespace {

constexpr auto kKinds = std::to_array<std::pair<std::string_view, AttachKind>>({
    {"database", AttachKind::Database},
    {"cache", AttachKind::Cache},
    {"service", AttachKind::Service},
    {"client", AttachKind::Client},
    {"subnet-group", AttachKind::SubnetGroup},
    {"none", AttachKind::None},
});

class AttachReader {
public:
    AttachReader(const Json& json, const std::string& place, std::string& error)
        : m_fields(json, place + " attach", error), m_error(error) {}

    AttachFacts read() {
        AttachFacts facts;
        readKind(facts);
        facts.subnets = patterns("subnets");
        facts.groups = patterns("groups");
        facts.moreGroups = m_fields.text("moreGroups", false);
        facts.makesClusterGroup = m_fields.flag("makesClusterGroup");
        if (const auto path = m_fields.text("clusterOf", false); !path.empty()) {
            facts.clusterOf = pattern(path);
        }
        readOpen("otherGroupsIf", m_fields.field("otherGroupsIf"), facts.otherGroupsIf);
        readOpen("moreGroupsIf", m_fields.field("moreGroupsIf"), facts.moreGroupsIf);
        facts.why = m_fields.text("why", false);
        facts.source = m_fields.text("source", false);
        if (const Json* ports = m_fields.field("ports")) readPorts(*ports, facts.ports);
        readCount(facts);
        if (const Json* json = m_fields.field("public")) readPublic(*json, facts);
        facts.publicEndpoint = readSwitch("publicEndpoint");
        facts.ownInternet = readSwitch("ownInternet");
        m_fields.finish();
        checkWhole(facts);
        return facts;
    }

private:
    void readKind(AttachFacts& facts) {
        const std::string word = m_fields.text("kind");
        for (const auto& [name, kind] : kKinds) {
            if (name != word) continue;
            facts.kind = kind;
            return;
        }
        m_fields.complain(fmt::format("`kind` can't be `{}`", word));
    }

    void checkWhole(const AttachFacts& facts) {
        const bool isNone = facts.kind == AttachKind::None;
        if (isNone == facts.why.empty()) {
            m_fields.complain("needs a `why` where `kind` is `none`, and only there");
        }
        if (isNone) return;
        if (facts.subnets.empty()) m_fields.complain("has no `subnets`");
        if (facts.source.empty()) m_fields.complain("has no `source`");
        const bool answers = facts.kind == AttachKind::Database ||
                             facts.kind == AttachKind::Cache || facts.kind == AttachKind::Service;
        if (!answers && !facts.ports.empty()) {
            m_fields.complain("has `ports`, but a kind that answers nobody");
        }
    }

    PathPattern pattern(const std::string& text) {
        PathPattern result = PathPattern::parse(text);
        if (result.empty()) m_fields.complain(fmt::format("`{}` is no path", text));
        return result;
    }

    std::vector<PathPattern> patterns(std::string_view key) {
        std::vector<PathPattern> result;
        for (const std::string& text : m_fields.texts(key)) result.push_back(pattern(text));
        return result;
    }

    /// Reads `443`, `"9000-9010"`, `"udp/53"`.
    std::optional<ListenPorts> range(const Json& json) {
        std::string text = json.is_number_unsigned() ? json.dump() : std::string();
        if (json.is_string()) text = json.get<std::string>();
        std::string_view rest = text;
        ListenPorts ports;
        ports.isUdp = rest.starts_with("udp/");
        if (ports.isUdp) rest.remove_prefix(4);
        const auto number = [](std::string_view digits, std::uint16_t& into) {
            const auto [end, wrong] =
                std::from_chars(digits.data(), digits.data() + digits.size(), into);
            return wrong == std::errc() && end == digits.data() + digits.size();
        };
        const std::size_t dash = rest.find('-');
        const bool isRange = dash != std::string_view::npos;
        const bool isRead =
            number(rest.substr(0, dash), ports.first) &&
            number(isRange ? rest.substr(dash + 1) : rest.substr(0, dash), ports.last);
        if (isRead && ports.first <= ports.last) return ports;
        m_fields.complain(fmt::format("`ports`: {} is no port or range", json.dump()));
        return std::nullopt;
    }

    std::vector<ListenPorts> ranges(const Json& json) {
        std::vector<ListenPorts> result;
        const auto add = [&](const Json& one) {
            if (const auto ports = range(one)) result.push_back(*ports);
        };
        if (!json.is_array()) add(json);
        if (json.is_array()) {
            for (const Json& one : json) add(one);
        }
        return result;
    }

    void readPorts(const Json& list, std::vector<ListenFacts>& into) {
        if (!list.is_array()) return m_fields.complain("`ports` must be a list");
        for (const Json& one : list) {
            ListenFacts facts;
            if (!one.is_object()) {
                facts.ports = ranges(one);
                into.push_back(std::move(facts));
                continue;
            }
            JsonFields fields(one, m_fields.place() + " ports", m_error);
            facts.property = pattern(fields.text("property"));
            if (const Json* fallback = fields.field("default")) {
                facts.ports = ranges(*fallback);
                facts.hasFallback = true;
            }
            if (const Json* values = fields.field("values")) {
                for (const auto& [value, ports] : values->items()) {
                    facts.byValue.emplace(value, ranges(ports));
                }
            }
            fields.finish();
            into.push_back(std::move(facts));
        }
    }

    void readCount(AttachFacts& facts) {
        const Json* count = m_fields.field("count");
        if (count == nullptr) return;
        facts.count.emplace();
        if (!count->is_object()) {
            facts.count->fallback = m_fields.count("count", 1000).value_or(1);
            return;
        }
        JsonFields fields(*count, m_fields.place() + " count", m_error);
        facts.count->property = pattern(fields.text("property"));
        facts.count->fallback = fields.count("default", 1000).value_or(1);
        fields.finish();
    }

    void readPublic(const Json& json, AttachFacts& facts) {
        JsonFields fields(json, m_fields.place() + " public", m_error);
        PublicFacts& read = facts.publicAddress.emplace();
        read.why = fields.text("why", false);
        read.asSubnet = fields.flag("asSubnet");
        if (fields.field("property") != nullptr) read.given = switchOf(fields);
        readOpen("unless", fields.field("unless"), read.unless);
        if (const Json* ports = fields.field("ports")) read.ports = ranges(*ports);
        fields.finish();
        if ((read.given ? 1 : 0) + (read.asSubnet ? 1 : 0) + (read.why.empty() ? 0 : 1) != 1) {
            m_fields.complain("`public` needs one of `property`, `asSubnet` and `why`");
        }
    }

    void readOpen(std::string_view key, const Json* list, std::vector<OpenFacts>& into) {
        if (list == nullptr) return;
        if (!list->is_array()) return m_fields.complain(fmt::format("`{}` must be a list", key));
        for (const Json& one : *list) {
            JsonFields fields(one, fmt::format("{} {}", m_fields.place(), key), m_error);
            OpenFacts& open = into.emplace_back();
            open.property = pattern(fields.text("property"));
            if (const auto value = fields.text("value", false); !value.empty()) open.value = value;
            open.why = fields.text("why");
            fields.finish();
        }
    }

    std::optional<SwitchFacts> readSwitch(std::string_view key) {
        const Json* json = m_fields.field(key);
        if (json == nullptr) return std::nullopt;
        JsonFields fields(*json, fmt::format("{} {}", m_fields.place(), key), m_error);
        SwitchFacts facts = switchOf(fields);
        fields.finish();
        return facts;
    }

    SwitchFacts switchOf(JsonFields& fields) {
        SwitchFacts facts;
        facts.property = pattern(fields.text("property"));
        const std::string value = fields.text("value", false);
        if (!value.empty()) facts.value = value;
        facts.fallback = fields.flag("default");
        return facts;
    }

    JsonFields m_fields;
    std::string& m_error;
};

}  // namespace

DescribeFacts readDescribeFacts(const Json& json, const std::string& place, std::string& error) {
    JsonFields fields(json, place + " describe", error);
    DescribeFacts facts;
    facts.list = fields.text("list");
    facts.command = fields.text("command");
    facts.idKey = fields.text("id", false);
    facts.nameKey = fields.text("name", false);
    facts.only = fields.text("only", false);
    facts.interfaceDescription = fields.text("interfaces", false);
    facts.interfaceIds = PathPattern::parse(fields.text("interfaceIds", false));
    if (facts.idKey.empty() && facts.nameKey.empty()) fields.complain("has no `id` and no `name`");
    if (const Json* properties = fields.field("properties")) {
        for (const auto& [property, from] : properties->items()) {
            const auto to = PathPattern::parse(property);
            const auto at = from.is_string() ? PathPattern::parse(from.get<std::string>()) : to;
            if (to.empty() || at.empty()) fields.complain(fmt::format("`{}` is no path", property));
            facts.properties.emplace_back(to, at);
        }
    }
    fields.finish();
    return facts;
}

AttachFacts readAttach(const Json& json, const std::string& place, std::string& error) {
    return AttachReader(json, place, error).read();
}

}  // namespace archivolt
