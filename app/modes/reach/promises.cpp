#include "app/modes/reach/promises.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "app/modes/reach/reach_overlay.h"
#include "model/base/text_case.h"
#include "model/intents/failing_questions.h"
#include "model/intents/intent_reader.h"
#include "model/reachability/index/tiers.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

constexpr const char* kForms =
    "write `A reaches B on tcp 443`, `A never reaches B`, `only A reaches B` or "
    "`A reaches B only through C`";
constexpr std::array<std::string_view, 3> kTiers = {"public", "private", "data"};

using Words = std::vector<std::string>;

Words wordsOf(std::string_view text) {
    Words words;
    std::string word;
    for (const char c : text) {
        const bool isSpace = c == ' ' || c == '\t' || c == '\n';
        if (!isSpace) word += c;
        if (isSpace && !word.empty()) words.push_back(std::exchange(word, {}));
    }
    while (!word.empty() && word.back() == '.') word.pop_back();
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::string joined(const Words& words) { return fmt::format("{}", fmt::join(words, " ")); }

tl::unexpected<Diagnostic> unreadable(const std::string& what) {
    return failure(kBadPromise, what, kForms);
}

bool isTier(std::string_view word) { return std::ranges::find(kTiers, word) != kTiers.end(); }

/// Reads one end: a name, `the data tier`, `subnet X`, `tag K=V`, `type T`, a block.
Result<Value> readEnd(Words words, const char* which) {
    const auto selector = [](const char* member, std::string text) {
        return Value::map({{member, Value::string(std::move(text))}});
    };
    if (!words.empty() && lowerAscii(words.front()) == "the") words.erase(words.begin());
    if (words.empty()) return unreadable(fmt::format("the sentence does not say {}", which));
    if (words.size() == 2) {
        const std::string first = lowerAscii(words[0]);
        if (lowerAscii(words[1]) == "tier" && isTier(first)) return selector("tier", first);
        if (first == "tier" && isTier(lowerAscii(words[1])))
            return selector("tier", lowerAscii(words[1]));
        if (first == "subnet" || first == "tag" || first == "type" || first == "name") {
            return selector(first.c_str(), words[1]);
        }
    }
    if (words.size() > 1) {
        return unreadable(fmt::format("`{}` is no end of a promise", joined(words)));
    }
    const std::string& word = words.front();
    if (lowerAscii(word) == "internet") return Value::string("internet");
    if (word.find('/') != std::string::npos && Cidr::parse(word)) return selector("cidr", word);
    if (isTier(lowerAscii(word))) return selector("tier", lowerAscii(word));
    return Value::string(word);
}

/// A sentence on its way to become a promise.
class SentenceReader {
public:
    explicit SentenceReader(std::string_view sentence) : m_words(wordsOf(sentence)) {}

    Result<Value> read() {
        m_name = joined(m_words);
        const auto may = std::ranges::find_if(m_words, [](const std::string& word) {
            return lowerAscii(word) == "can" || lowerAscii(word) == "cannot";
        });
        if (may != m_words.end()) return readPermission(may);
        if (auto wrong = takeFamily()) return tl::make_unexpected(*wrong);
        if (auto wrong = takeTraffic()) return tl::make_unexpected(*wrong);
        Words through = takeAfter({"only", "through"});
        const bool isOnly = !m_words.empty() && lowerAscii(m_words.front()) == "only";
        if (isOnly) m_words.erase(m_words.begin());
        const auto verb = std::ranges::find_if(m_words, [](const std::string& word) {
            return lowerAscii(word) == "reaches" || lowerAscii(word) == "reach";
        });
        if (verb == m_words.end()) return unreadable("the sentence does not say who reaches whom");
        Words from(m_words.begin(), verb);
        const Words to(verb + 1, m_words.end());
        const bool never = !from.empty() && lowerAscii(from.back()) == "never";
        if (never) from.pop_back();
        const char* kind = never              ? "never"
                           : isOnly           ? "only-from"
                           : !through.empty() ? "only-through"
                                              : "reachable";
        return promise(kind, from, to, through);
    }

private:
    /// Reads `WHO can ACTION [on] WHAT`.
    Result<Value> readPermission(Words::const_iterator verb) const {
        const Words from(m_words.begin(), verb);
        Words rest(verb + 1, m_words.end());
        if (rest.empty()) return unreadable("the sentence does not say what is done");
        const std::string action = rest.front();
        rest.erase(rest.begin());
        if (!rest.empty() && lowerAscii(rest.front()) == "on") rest.erase(rest.begin());
        auto who = readEnd(from, "who");
        if (!who) return who;
        auto what = readEnd(rest, "on what");
        if (!what) return what;
        Value value = Value::map({{"name", Value::string(m_name)},
                                  {"kind", Value::string(lowerAscii(*verb))},
                                  {"from", *std::move(who)},
                                  {"action", Value::string(action)},
                                  {"to", *std::move(what)}});
        if (auto read = readIntent(value, 0); !read) return tl::make_unexpected(read.error());
        return value;
    }

    Result<Value> promise(const char* kind, const Words& from, const Words& to,
                          const Words& through) const {
        auto sender = readEnd(from, "from where");
        if (!sender) return sender;
        auto receiver = readEnd(to, "what is reached");
        if (!receiver) return receiver;
        std::vector<MapEntry> entries = {{"name", Value::string(m_name)},
                                         {"kind", Value::string(kind)},
                                         {"from", *std::move(sender)},
                                         {"to", *std::move(receiver)}};
        if (!through.empty()) {
            auto way = readEnd(through, "through what");
            if (!way) return way;
            entries.push_back({"through", *std::move(way)});
        }
        if (!m_protocol.empty()) entries.push_back({"protocol", Value::string(m_protocol)});
        if (!m_ports.empty()) entries.push_back({"ports", Value::string(m_ports)});
        if (!m_family.empty()) entries.push_back({"family", Value::string(m_family)});
        Value value = Value::map(std::move(entries));
        if (auto read = readIntent(value, 0); !read) return tl::make_unexpected(read.error());
        return value;
    }

    /// Cuts off what stands after the last place of some words, these too.
    Words takeAfter(const Words& mark) {
        for (std::size_t i = m_words.size(); i-- > 0;) {
            bool fits = i + mark.size() <= m_words.size();
            for (std::size_t k = 0; fits && k < mark.size(); ++k) {
                fits = lowerAscii(m_words[i + k]) == mark[k];
            }
            if (!fits) continue;
            Words rest(m_words.begin() + static_cast<std::ptrdiff_t>(i + mark.size()),
                       m_words.end());
            m_words.erase(m_words.begin() + static_cast<std::ptrdiff_t>(i), m_words.end());
            return rest;
        }
        return {};
    }

    std::optional<Diagnostic> takeFamily() {
        const Words words = takeAfter({"over"});
        if (words.empty()) return {};
        m_family = lowerAscii(joined(words));
        if (m_family == "ipv4" || m_family == "ipv6") return {};
        return unreadable(fmt::format("`{}` is no family of addresses", joined(words))).value();
    }

    std::optional<Diagnostic> takeTraffic() {
        const Words words = takeAfter({"on"});
        if (words.empty()) return {};
        Words ports = words;
        const std::string first = lowerAscii(words.front());
        if (first == "port" || first == "ports")
            ports.erase(ports.begin());
        else if (!parsePorts(first)) {
            m_protocol = first;
            ports.erase(ports.begin());
        }
        for (const std::string& part : ports) m_ports += part;
        const bool isProtocol = m_protocol.empty() || parseProtocol(m_protocol);
        if (isProtocol && (m_ports.empty() || parsePorts(m_ports))) return {};
        return unreadable(fmt::format("`{}` is no traffic; write tcp 443", joined(words))).value();
    }

    Words m_words;
    std::string m_name;
    std::string m_protocol;
    std::string m_ports;
    std::string m_family;
};

std::string textOf(const Value& map, std::string_view key) {
    const Value* found = map.find(key);
    return found != nullptr ? found->asString().value_or("") : "";
}

std::string endSentence(const Value* end) {
    if (end == nullptr) return "nothing";
    if (end->isString()) return end->text() == "internet" ? "the internet" : end->text();
    std::string words;
    for (const MapEntry& entry : end->entries()) {
        const std::string text = entry.value.asString().value_or("true");
        if (!words.empty()) words += " with ";
        if (entry.key == "internet")
            words += "the internet";
        else if (entry.key == "tier")
            words += fmt::format("the {} tier", text);
        else if (entry.key == "id" || entry.key == "cidr")
            words += text;
        else
            words += fmt::format("{} {}", entry.key, text);
    }
    return words.empty() ? "nothing" : words;
}

/// Begins a sentence with a capital, but where it begins with a name.
std::string sentenceStart(std::string text) {
    const bool isName = !text.starts_with("the ") && !text.starts_with("only ");
    if (!isName) text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

/// Keeps those of `candidates` that hold now.
std::vector<Value> kept(const ReachScene& scene, const std::vector<Value>& candidates) {
    Design trial = *scene.design;
    trial.intents = Value::list(candidates);
    const IntentReport report = checkIntents(trial, *scene.resolved, *scene.reachability);
    std::vector<Value> list;
    if (report.answers.size() != candidates.size()) return list;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (report.answers[i].verdict == IntentVerdict::Kept) list.push_back(candidates[i]);
    }
    return list;
}

}  // namespace

std::string promiseSentence(const Value& promise) {
    const std::string kind = textOf(promise, "kind");
    const std::string from = endSentence(promise.find("from"));
    const std::string to = endSentence(promise.find("to"));
    std::string words;
    if (kind == "can" || kind == "cannot") {
        const Value* action = promise.find("action");
        std::string actions = textOf(promise, "action");
        if (action != nullptr) {
            for (const Value& each : action->items()) {
                actions += (actions.empty() ? "" : ", ") + each.asString().value_or("");
            }
        }
        return sentenceStart(fmt::format("{} {} {} {}", from, kind, actions, to));
    }
    if (kind == "never")
        words = fmt::format("{} never reaches {}", from, to);
    else if (kind == "only-from")
        words = fmt::format("only {} reaches {}", from, to);
    else
        words = fmt::format("{} reaches {}", from, to);
    if (kind == "only-through") {
        words += fmt::format(" only through {}", endSentence(promise.find("through")));
    }
    const std::string protocol = textOf(promise, "protocol");
    const std::string ports = textOf(promise, "ports");
    if (!protocol.empty() || !ports.empty()) {
        words += fmt::format(" on {}{}{}", protocol, protocol.empty() || ports.empty() ? "" : " ",
                             ports);
    }
    const std::string family = textOf(promise, "family");
    if (!family.empty()) words += family == "ipv6" ? " over IPv6" : " over IPv4";
    return sentenceStart(std::move(words));
}

Result<Value> readPromise(std::string_view sentence) { return SentenceReader(sentence).read(); }

Value promiseOf(const PromiseParts& parts) {
    const auto end = [](const std::string& name) {
        const bool isBlock = name.find('/') != std::string::npos && Cidr::parse(name);
        return isBlock ? Value::map({{"cidr", Value::string(name)}}) : Value::string(name);
    };
    std::vector<MapEntry> entries = {
        {"kind", Value::string(parts.kind)}, {"from", end(parts.from)}, {"to", end(parts.to)}};
    entries.reserve(7);
    for (const auto& [key, text] : {std::pair("protocol", &parts.protocol),
                                    {"ports", &parts.ports},
                                    {"family", &parts.family}}) {
        if (!text->empty()) entries.push_back({key, Value::string(*text)});
    }
    const std::string name = promiseSentence(Value::map(entries));
    entries.insert(entries.begin(), {"name", Value::string(name)});
    return Value::map(std::move(entries));
}

std::vector<Value> suggestedPromises(const ReachScene& scene) {
    const NetworkIndex& network = scene.reachability->network();
    const Architecture& things = network.architecture();
    std::vector<Value> candidates;
    const auto suggest = [&](const std::string& sentence) {
        auto promise = readPromise(sentence);
        if (!promise) return;
        const auto same = [&](const Value& known) {
            return lowerAscii(promiseSentence(known)) == lowerAscii(promiseSentence(*promise));
        };
        if (std::ranges::any_of(scene.design->intents.items(), same)) return;
        if (std::ranges::none_of(candidates, same)) candidates.push_back(*std::move(promise));
    };
    for (const auto& [id, balancer] : things.loadBalancers) {
        if (!balancer->internetFacing.valueOr(false)) continue;
        suggest(fmt::format("internet reaches {} on tcp 443", balancer->name));
    }
    const auto tiers = tiersOf(network);
    if (std::ranges::find(tiers, Tier::Data) != tiers.end()) {
        suggest("internet never reaches data");
    }
    const auto guard = [&](const Thing& store) {
        ReachAsk ask;
        ask.to = store.name;
        const auto list = listReach(scene, ask);
        if (!list) return;
        std::set<std::string> senders;
        for (const ReachRow& row : list->passes) {
            const auto end = findEndpoint(network, row.end);
            if (!end || end->interfaces.empty()) return;
            const auto& own = *network.interfaces()[end->interfaces.front()].interface;
            senders.insert(endText(*scene.design, own.id.resource()));
        }
        if (senders.size() == 1 && !senders.begin()->empty()) {
            suggest(fmt::format("only {} reaches {}", *senders.begin(), store.name));
        }
        if (tiers.empty() || senders.empty()) {
            suggest(fmt::format("internet never reaches {}", store.name));
        }
    };
    for (const auto& [id, database] : things.databases) guard(*database);
    for (const auto& [id, cache] : things.caches) guard(*cache);
    return kept(scene, candidates);
}

std::vector<PromiseMark> promiseMarks(const ReachScene& scene) {
    const DrawnThings drawn(*scene.diagram, scene.reachability->network());
    std::vector<PromiseMark> marks;
    for (const FailingQuestion& each : failingQuestions(*scene.design, *scene.reachability)) {
        PromiseMark mark;
        mark.promise = each.promise;
        mark.opens = each.opens;
        mark.way = wayOf(drawn, each.question, each.answer);
        for (const Blocker& blocker : each.answer.blockers) {
            const BoxIndex box = drawn.ofHop(blocker.hop);
            if (box != kNoBox) mark.stops.push_back(box);
        }
        if (!mark.way.empty()) marks.push_back(std::move(mark));
    }
    return marks;
}

void addPromises(Overlay& overlay, const std::vector<PromiseMark>& marks, const Diagram& diagram,
                 std::optional<std::size_t> alone) {
    for (const PromiseMark& mark : marks) {
        if (alone && mark.promise != *alone) continue;
        for (const BoxIndex box : mark.way) keepConcerned(overlay, box, diagram);
        overlay.highlights.push_back({mark.way.back(), Tone::Stop, {}});
        if (mark.way.size() < 2) continue;
        PathOverlay way{mark.way, Tone::Stop, 2, mark.opens, {}};
        if (mark.opens) way.stops = mark.stops;
        overlay.paths.push_back(std::move(way));
    }
}

}  // namespace archivolt
