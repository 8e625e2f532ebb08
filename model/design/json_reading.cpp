#include "model/design/json_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "model/design/names.h"
#include "model/value/json_fault.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 4> kFrameKinds = {"group", "on-premises", "partner", "users"};
constexpr std::array<const char*, 2> kStackKinds = {"template", "observed"};

/// Line and column (1-based, in code points) of a byte.
void locate(std::string_view text, std::size_t offset, Where& where) {
    where.line = 1;
    where.column = 1;
    for (const char c : text.substr(0, std::min(offset, text.size()))) {
        if (c == '\n') {
            ++where.line;
            where.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++where.column;
        }
    }
}

/// Keeps nothing, but finds what is wrong before a tree is built.
class Scan : public nlohmann::json_sax<Json> {
public:
    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(std::int64_t /*value*/) override { return true; }
    bool number_unsigned(std::uint64_t /*value*/) override { return true; }
    bool number_float(double /*value*/, const std::string& /*text*/) override { return true; }
    bool string(std::string& /*value*/) override { return true; }
    bool binary(Json::binary_t& /*value*/) override { return true; }
    bool start_object(std::size_t /*count*/) override {
        m_keys.emplace_back();
        return enter();
    }
    bool key(std::string& key) override {
        if (m_keys.back().insert(key).second) return true;
        fault = fmt::format("the member `{}` stands twice in one object", key);
        return false;
    }
    bool end_object() override {
        m_keys.pop_back();
        --m_depth;
        return true;
    }
    bool start_array(std::size_t /*count*/) override { return enter(); }
    bool end_array() override {
        --m_depth;
        return true;
    }
    bool parse_error(std::size_t at, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        position = at;
        return false;
    }

    std::optional<std::string> fault;
    std::optional<std::size_t> position;

private:
    bool enter() {
        if (++m_depth <= kDeepestJson) return true;
        fault = fmt::format("the text is nested deeper than {}", kDeepestJson);
        return false;
    }

    std::size_t m_depth = 0;
    std::vector<std::set<std::string>> m_keys;
};

/// Counts how many bytes a parser has taken, since its callbacks do not say where they are.
struct CountingIterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at = nullptr;
    std::size_t* taken = nullptr;
    reference operator*() const { return *at; }
    CountingIterator& operator++() {
        ++at;
        if (taken != nullptr) ++*taken;
        return *this;
    }
    CountingIterator operator++(int) {
        CountingIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
        return a.at == b.at;
    }
};

}  // namespace

Result<Json> parseJson(std::string_view text, const Rule& rule) {
    if (text.size() > kLargestJson) {
        return failure(rule, fmt::format("the text is larger than {} bytes", kLargestJson),
                       "split it");
    }
    Scan scan;
    std::size_t taken = 0;
    const CountingIterator begin{text.data(), &taken};
    const CountingIterator end{text.data() + text.size(), nullptr};
    if (!Json::sax_parse(begin, end, &scan)) {
        const std::size_t offset = scan.position.value_or(taken);
        const std::string fault =
            scan.fault ? *scan.fault
                       : "this is no JSON: " + jsonFault(text, offset > 0 ? offset - 1 : 0);
        auto failed = failure(rule, fault, "correct the text at this place");
        locate(text, offset > 0 ? offset - 1 : 0, failed.value().where);
        return failed;
    }
    return Json::parse(text, nullptr, false);
}

std::string printJson(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

MemberReader::MemberReader(const Json& object, std::string at, const Rule& rule,
                           std::optional<Diagnostic>& fault)
    : m_object(object), m_at(std::move(at)), m_rule(rule), m_fault(fault) {
    if (!object.is_object()) fail({}, "an object is needed here", "write { … }");
}

std::string MemberReader::way(const std::string& key) const {
    if (key.empty()) return m_at.empty() ? "the document" : m_at;
    return m_at.empty() ? key : m_at + '.' + key;
}

void MemberReader::fail(const std::string& key, const std::string& message,
                        const std::string& help) {
    if (m_fault) return;
    m_fault = failure(m_rule, fmt::format("`{}`: {}", way(key), message), help).value();
}

const Json* MemberReader::find(const std::string& key) {
    m_known.insert(key);
    if (!m_object.is_object()) return nullptr;
    const auto found = m_object.find(key);
    return found != m_object.end() ? &*found : nullptr;
}

bool MemberReader::has(const std::string& key) {
    const Json* found = find(key);
    return found != nullptr && !found->is_null();
}

std::string MemberReader::text(const std::string& key) {
    const Json* found = find(key);
    if (found != nullptr && found->is_string()) return found->get<std::string>();
    fail(key, found == nullptr ? "it is missing" : "a text is needed here", "write \"…\"");
    return {};
}

std::string MemberReader::textOr(const std::string& key, std::string fallback) {
    return find(key) != nullptr ? text(key) : std::move(fallback);
}

std::uint32_t MemberReader::idOrNone(const std::string& key) {
    const Json* found = find(key);
    if (found == nullptr) return 0;
    constexpr auto kLast = std::numeric_limits<std::uint32_t>::max();
    if (found->is_number_unsigned() && found->get<std::uint64_t>() <= kLast) {
        return static_cast<std::uint32_t>(found->get<std::uint64_t>());
    }
    fail(key, "a whole number is needed here", "give the id of a note or frame, 0 for a new one");
    return 0;
}

Value MemberReader::value(const std::string& key) {
    const Json* found = find(key);
    if (found != nullptr) return valueFromJson(*found);
    fail(key, "it is missing", "write the value in CloudFormation's JSON form");
    return {};
}

bool MemberReader::flag(const std::string& key) {
    const Json* found = find(key);
    if (found == nullptr || found->is_null()) return false;
    if (!found->is_boolean()) fail(key, "true or false is needed here", "write true or false");
    return found->is_boolean() && found->get<bool>();
}

Rect MemberReader::rect(const std::string& key) {
    const Json* found = find(key);
    const bool fits = found != nullptr && found->is_array() && found->size() == 4 &&
                      std::ranges::all_of(*found, [](const Json& n) { return n.is_number(); });
    if (!fits) {
        fail(key, found == nullptr ? "it is missing" : "four numbers are needed here",
             "write [x, y, width, height]");
        return {};
    }
    const auto number = [&](std::size_t i) { return (*found)[i].get<double>(); };
    const Rect rect{number(0), number(1), number(2), number(3)};
    if (rect.width < 0 || rect.height < 0) {
        fail(key, "width and height are not below 0", "write [x, y, width, height]");
    }
    return rect;
}

const Json* MemberReader::array(const std::string& key) {
    const Json* found = find(key);
    if (found == nullptr || found->is_array()) return found;
    fail(key, "a list is needed here", "write [ … ]");
    return nullptr;
}

const Json* MemberReader::object(const std::string& key) {
    const Json* found = find(key);
    if (found == nullptr || found->is_object()) return found;
    fail(key, "an object is needed here", "write { … }");
    return nullptr;
}

void MemberReader::refuseUnknown() {
    if (!m_object.is_object()) return;
    for (const auto& [key, member] : m_object.items()) {
        if (m_known.contains(key)) continue;
        fail(key, "there is no such member here",
             nameHelp(key, std::vector<std::string>(m_known.begin(), m_known.end())));
    }
}

Value MemberReader::unknownMembers() const {
    std::vector<MapEntry> entries;
    if (m_object.is_object()) {
        for (const auto& [key, member] : m_object.items()) {
            if (!m_known.contains(key)) entries.push_back({key, valueFromJson(member)});
        }
    }
    return Value::map(std::move(entries));
}

Json toJson(const Rect& rect) {
    Json json = Json::array();
    for (const double number : {rect.x, rect.y, rect.width, rect.height}) {
        // Whole numbers stay short: 40, not 40.0.
        constexpr double kExact = 9007199254740992.0;
        if (number ==
            static_cast<double>(static_cast<std::int64_t>(std::clamp(number, -kExact, kExact)))) {
            json.push_back(static_cast<std::int64_t>(number));
        } else {
            json.push_back(number);
        }
    }
    return json;
}

const char* toString(FrameKind kind) { return kFrameKinds[static_cast<std::size_t>(kind)]; }

std::optional<FrameKind> frameKindFromString(std::string_view text) {
    const auto* const found = std::ranges::find(kFrameKinds, text);
    if (found == kFrameKinds.end()) return std::nullopt;
    return static_cast<FrameKind>(found - kFrameKinds.begin());
}

const char* toString(StackKind kind) { return kStackKinds[static_cast<std::size_t>(kind)]; }

std::optional<StackKind> stackKindFromString(std::string_view text) {
    const auto* const found = std::ranges::find(kStackKinds, text);
    if (found == kStackKinds.end()) return std::nullopt;
    return static_cast<StackKind>(found - kStackKinds.begin());
}

}  // namespace archivolt
