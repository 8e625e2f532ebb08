#include "model/policy/json_text.h"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>
#include <set>

#include "model/policy/policy_rules.h"
#include "model/value/json_fault.h"

namespace archivolt {

namespace {

using Json = nlohmann::json;

/// Builds the tree from the parser's events, so that duplicate keys are seen and depth is bounded.
class TreeMaker : public Json::json_sax_t {
public:
    explicit TreeMaker(const JsonTextLimits& limits) : m_limits(limits) {}

    bool null() override { return add(Value()); }
    bool boolean(bool value) override { return add(Value::boolean(value)); }
    bool number_integer(number_integer_t value) override { return add(Value::number(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        return add(Value::number(fmt::format("{}", value)));
    }
    bool number_float(number_float_t, const string_t& text) override {
        return add(Value::number(text));
    }
    bool string(string_t& text) override { return add(Value::string(std::move(text))); }
    bool binary(binary_t&) override { return refuse("binary data"); }
    bool start_object(std::size_t) override { return open(true); }
    bool start_array(std::size_t) override { return open(false); }
    bool end_object() override {
        Value map = Value::map(std::move(m_open.back().entries));
        m_open.pop_back();
        return add(std::move(map));
    }
    bool end_array() override {
        Value list = Value::list(std::move(m_open.back().items));
        m_open.pop_back();
        return add(std::move(list));
    }
    bool key(string_t& key) override {
        if (!m_open.back().keys.insert(key).second) {
            return refuse(fmt::format("the key `{}` stands twice in one object", key));
        }
        m_open.back().key = std::move(key);
        return true;
    }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return false;
    }

    [[nodiscard]] const Value& root() const { return m_root; }
    [[nodiscard]] const std::string& problem() const { return m_problem; }

private:
    struct Level {
        bool isMap;
        std::vector<MapEntry> entries;
        std::vector<Value> items;
        std::set<std::string> keys;
        std::string key;
    };

    bool refuse(std::string problem) {
        m_problem = std::move(problem);
        return false;
    }
    bool open(bool isMap) {
        if (m_open.size() >= m_limits.depth) {
            return refuse(fmt::format("more than {} levels deep", m_limits.depth));
        }
        m_open.push_back({isMap, {}, {}, {}, {}});
        return true;
    }
    bool add(Value value) {
        if (++m_count > m_limits.nodes) {
            return refuse(fmt::format("more than {} values", m_limits.nodes));
        }
        if (m_open.empty()) {
            m_root = std::move(value);
        } else if (m_open.back().isMap) {
            m_open.back().entries.push_back({std::move(m_open.back().key), std::move(value)});
        } else {
            m_open.back().items.push_back(std::move(value));
        }
        return true;
    }

    JsonTextLimits m_limits;
    std::vector<Level> m_open;
    Value m_root;
    std::size_t m_count = 0;
    std::string m_problem;
};

/// Counts what the parser has read, which alone tells where it stopped.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, const char** furthest) : m_at(at), m_furthest(furthest) {}
    reference operator*() const { return *m_at; }
    CountingIterator& operator++() {
        ++m_at;
        if (m_at > *m_furthest) *m_furthest = m_at;
        return *this;
    }
    friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
        return a.m_at == b.m_at;
    }
    friend bool operator!=(const CountingIterator& a, const CountingIterator& b) {
        return a.m_at != b.m_at;
    }

private:
    const char* m_at;
    const char** m_furthest;
};

Where placeOf(std::string_view text, std::size_t position) {
    Where where;
    where.line = 1;
    where.column = 1;
    for (const char c : text.substr(0, std::min(position, text.size()))) {
        if (c == '\n') {
            ++where.line;
            where.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++where.column;
        }
    }
    return where;
}

}  // namespace

Result<Value> valueFromJsonText(std::string_view text, const JsonTextLimits& limits) {
    TreeMaker maker(limits);
    const char* furthest = text.data();
    const bool good =
        Json::sax_parse(CountingIterator(text.data(), &furthest),
                        CountingIterator(text.data() + text.size(), &furthest), &maker);
    if (good) return maker.root();
    const auto read = static_cast<std::size_t>(furthest - text.data());
    const std::size_t stopped = read == 0 ? 0 : read - 1;
    const std::string problem =
        maker.problem().empty() ? jsonFault(text, stopped) : maker.problem();
    auto failed =
        failure(kPolicyNoJson, "this is no JSON: " + problem, "mend the text at this place");
    failed.value().where = placeOf(text, stopped);
    return failed;
}

}  // namespace archivolt
