#include "app/modes/reach/reach_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "app/modes/reach/reach_lister.h"
#include "app/modes/reach/shown_names.h"
#include "model/reachability/questions/outside_services.h"
#include "model/reachability/questions/stand_ins.h"

namespace archivolt {

namespace {

template <class Question>
Question withTraffic(const ReachAsk& ask, Question question) {
    question.protocol = ask.protocol;
    question.ports = ask.ports;
    question.family = ask.family;
    return question;
}

std::string endName(std::string text) {
    if (text == "internet") text = "Internet";
    return text;
}

/// Returns what people call a thing: of an observed stack its tag `Name`, if it has one.
const std::string& saidName(const Design& design, const Thing& thing) {
    const auto stack = std::ranges::find(design.stacks, thing.origin.stack,
                                         [](const auto& each) { return each->id; });
    if (stack == design.stacks.end() || (*stack)->kind != StackKind::Observed) return thing.name;
    const auto tag = std::ranges::find(thing.tags, std::string_view("Name"),
                                       [](const auto& each) { return each.first; });
    return tag == thing.tags.end() || tag->second.empty() ? thing.name : tag->second;
}

std::string packetWords(const Packet& packet) {
    std::string text = packetText(packet);
    if (const auto arrow = text.find("->"); arrow != std::string::npos) {
        text.replace(arrow, 2, "→");
    }
    return text;
}

Result<TraceView> traceIn(const ReachScene& scene, const DrawnThings& drawn, const ReachAsk& ask);

/// Returns the subnet that an address lies in, or null pointer.
const Subnet* subnetOf(const Architecture& architecture, const IpAddress& address) {
    for (const auto& [id, subnet] : architecture.subnets) {
        for (const Known<Cidr>& block : subnet->blocks) {
            if (block.isKnown() && block.value().contains(address)) return subnet.get();
        }
    }
    return nullptr;
}

/// Returns what is to be said of an end that is an address which nothing has: it must not be taken
/// for one that is stopped. Empty for other ends.
std::string nobodySentence(const NetworkIndex& network, const Endpoint& end) {
    const bool isHeld = !end.address || !end.interfaces.empty() || !end.outside.empty() ||
                        !end.onPremises.empty() || !end.services.empty() || !end.ways.empty();
    if (isHeld) return {};
    const Subnet* subnet = subnetOf(network.architecture(), *end.address);
    if (subnet == nullptr) {
        return fmt::format("Nothing here has the address {}, and no subnet has it to give.",
                           end.address->toString());
    }
    return fmt::format(
        "Nothing here is known to have the address {}; what is started in {} may get it.",
        end.address->toString(), subnet->name);
}

/// Makes the list of one end and all the others.
class Lister {
public:
    /// What there is to go through: what is drawn where, and all ends, which come back unchanged.
    struct Ends {
        const MatrixAsker& asker;
        const DrawnThings& drawn;
        std::vector<Endpoint>& others;
    };
    Lister(const ReachScene& scene, const ReachAsk& ask, Endpoint end, Ends ends)
        : m_scene(scene),
          m_ask(ask),
          m_isSender(!ask.from.empty()),
          m_network(scene.reachability->network()),
          m_asker(ends.asker),
          m_drawn(ends.drawn),
          m_end(std::move(end)),
          m_others(ends.others) {}

    /// Lists what passes, and nothing else.
    ReachList passing() {
        m_isBrief = true;
        m_list.boxes = m_drawn.ofEnd(m_end);
        if (!nobodySentence(m_network, m_end).empty()) return std::move(m_list);
        askAll();
        for (std::size_t i = 0; i < m_others.size(); ++i) add(i);
        nameApart();
        m_list.stopped.clear();
        return std::move(m_list);
    }

    ReachList list() {
        m_list.boxes = m_drawn.ofEnd(m_end);
        if (!m_end.why.empty()) m_list.notes.push_back(m_end.name + ": " + m_end.why.text());
        m_list.sentence = nobodySentence(m_network, m_end);
        if (!m_list.sentence.empty()) return std::move(m_list);
        for (std::string& note : leftOutOfMatrix(*m_scene.reachability)) {
            m_list.notes.push_back(std::move(note));
            m_isAllKnown = false;
        }
        // What stands in no network has no pairs; only the internet calls it.
        if (m_isSender && isInternet(m_end)) {
            m_outside = outsideServices(m_network.architecture());
        }
        if (!m_outside.empty()) {
            m_list.notes.push_back(fmt::format(
                "{} {} in no network: whether the internet may call {}, settings and "
                "policies decide",
                listWords(m_outside, kMostOutside), m_outside.size() == 1 ? "stands" : "stand",
                m_outside.size() == 1 ? "it" : "them"));
        }
        askAll();
        for (std::size_t i = 0; i < m_others.size(); ++i) add(i);
        nameApart();
        m_list.sentence = sentence();
        return std::move(m_list);
    }

private:
    /// What passes between the asked end and another.
    struct Found {
        TrafficBounds some;
        TrafficBounds four;         ///< What does so over IPv4.
        TrafficSet partly;          ///< Of what surely passes, what does so between some alone.
        TrafficSet answeredInPart;  ///< As in `MatrixCell`.
    };

    void askAll() {
        MatrixQuestion question = withTraffic(m_ask, MatrixQuestion());
        (m_isSender ? question.from : question.to) = {m_end};
        std::vector<Endpoint>& others = m_isSender ? question.to : question.from;
        others.swap(m_others);  // A copy of thousands of ends would take longer than to ask.
        m_asker.forEachCell(question, [&](const MatrixCell& cell) {
            Found& known = m_cells[m_isSender ? cell.to : cell.from];
            known.some |= cell.some;
            if (cell.family == Family::Ipv4) known.four |= cell.some;
            known.partly |= cell.some.sure - cell.every;
            known.answeredInPart |= cell.answeredInPart;
        });
        others.swap(m_others);
    }

    /// Says whether an end has nothing but what the asked one has too.
    [[nodiscard]] bool isSelf(const Endpoint& other) const {
        if (other.interfaces.empty()) return !other.outside.empty() && !m_end.outside.empty();
        return std::ranges::includes(m_end.interfaces, other.interfaces);
    }

    void add(std::size_t i) {
        const Endpoint& other = m_others[i];
        const auto cell = m_cells.find(i);
        if (cell == m_cells.end() && isSelf(other)) return;
        ReachRow row;
        std::vector<std::string> names = namesOf(m_scene, other);
        row.name = endName(names.empty() ? other.name : listWords(names, 2));
        const bool passes = cell != m_cells.end();
        if (m_isBrief && !passes) {
            m_list.stopped.push_back(std::move(row));  // Its name may be that of one that passes.
            return;
        }
        row.end = endOf(m_network, other);
        row.boxes = m_drawn.ofEnd(other);
        if (passes) {
            if (names.empty()) names.push_back(endWords(other.name));
            row.isSure = !cell->second.some.sure.empty();
            // Of things that share a row the asked one is none of those that reach it.
            for (std::string& each : names) {
                if (each == m_end.name) continue;
                (row.isSure ? m_passing : m_untold).push_back(std::move(each));
            }
            row.traffic = passing(cell->second, other);
            row.isPart = !inPart(cell->second, other).empty();
        }
        if (m_isBrief) {
            m_list.passes.push_back(std::move(row));
            return;
        }
        const bool isUnknown = explain(row, passes) == Verdict::Unknown && !passes;
        if (isUnknown) row.isSure = false;
        (!row.isSure ? m_list.untold
         : passes    ? m_list.passes
                     : m_list.stopped)
            .push_back(std::move(row));
    }

    static bool isInternet(const Endpoint& end) {
        return end.interfaces.empty() && !end.outside.empty();
    }

    /// Returns what passes for some clients alone: of the internet for some of it, else by the
    /// ports that they send from.
    [[nodiscard]] TrafficSet inPart(const Found& found, const Endpoint& other) const {
        const bool isOutside = isInternet(other) || isInternet(m_end);
        return isOutside ? found.answeredInPart | found.partly : found.answeredInPart;
    }

    /// Returns what passes in words; what does so over IPv6 alone or for some clients alone says
    /// so.
    [[nodiscard]] std::string passing(const Found& found, const Endpoint& other) const {
        std::string words;
        const auto add = [&](const TrafficSet& traffic, const char* how) {
            if (traffic.empty()) return;
            words += fmt::format("{}{}{}", words.empty() ? "" : " · ", trafficWords(traffic), how);
        };
        const bool isSure = !found.some.sure.empty();
        const TrafficSet& all = isSure ? found.some.sure : found.some.possible;
        const TrafficSet& four = m_ask.family ? all
                                 : isSure     ? found.four.sure
                                              : found.four.possible;
        const TrafficSet partly = isSure ? inPart(found, other) : TrafficSet();
        const TrafficSet whole = all - partly;
        add(whole & four, "");
        add(whole - four, " over IPv6");
        add(partly & four, " in part");
        add(partly - four, " over IPv6 in part");
        return words;
    }

    /// Says in a row how something gets there, or why not; returns the verdict, if it was asked.
    std::optional<Verdict> explain(ReachRow& row, bool passes) {
        if (m_explained == kMostExplained || row.end.empty()) return {};
        ++m_explained;
        ReachAsk ask = m_ask;
        (m_isSender ? ask.to : ask.from) = row.end;
        const auto trace = traceIn(m_scene, m_drawn, ask);
        if (!trace) return {};
        if (passes) row.way = trace->way;
        if (!passes || !row.isSure) row.why = briefly(trace->answer);
        return trace->answer.verdict;
    }

    /// Tells rows of one name apart by what they are called in a question.
    void nameApart() {
        std::map<std::string, int> counts;
        const std::array lists{&m_list.passes, &m_list.untold, &m_list.stopped};
        for (const auto* rows : lists) {
            for (const ReachRow& row : *rows) ++counts[row.name];
        }
        for (auto* rows : lists) {
            for (ReachRow& row : *rows) {
                if (counts[row.name] > 1 && !row.end.empty()) row.name = row.end;
            }
        }
    }

    [[nodiscard]] std::string sentence() const {
        const std::string name = endWords(m_end.name);
        const std::string asked = askedWords({{}, {}, m_ask.protocol, m_ask.ports, m_ask.family});
        const std::string on = asked == "anything" ? std::string() : " on " + asked;
        std::string text;
        if (m_passing.empty() && !m_list.untold.empty()) {
            return m_isSender
                       ? fmt::format("Whether {} reaches anything{} can't be told.", name, on)
                       : fmt::format("Whether anything reaches {}{} can't be told.", name, on);
        }
        if (m_passing.empty()) {
            const char* inNetwork = m_outside.empty() ? "" : " in a network";
            const char* known = m_isAllKnown ? "" : " that is known";
            text = m_isSender ? fmt::format("{} reaches nothing{}{}{}", name, inNetwork, known, on)
                              : fmt::format("nothing{} reaches {}{}", known, name, on);
        } else if (m_isSender) {
            text = fmt::format("{} reaches {}{}", name, listWords(m_passing), on);
        } else {
            text = fmt::format("{} {} {}{}", listWords(m_passing),
                               m_passing.size() == 1 ? "reaches" : "reach", name, on);
        }
        if (!m_untold.empty()) {
            text += m_isSender
                        ? fmt::format("; whether it reaches {} can't be told", listWords(m_untold))
                        : fmt::format("; whether {} {} can't be told", listWords(m_untold),
                                      m_untold.size() == 1 ? "does" : "do");
        }
        if (text.starts_with("the internet") || text.starts_with("nothing")) {
            text.front() = static_cast<char>(text.front() - 'a' + 'A');
        }
        return text + '.';
    }

    const ReachScene& m_scene;
    const ReachAsk& m_ask;
    bool m_isSender;
    const NetworkIndex& m_network;
    const MatrixAsker& m_asker;
    const DrawnThings& m_drawn;
    Endpoint m_end;
    std::vector<Endpoint>& m_others;
    bool m_isBrief = false;
    bool m_isAllKnown = true;  ///< Nothing is left out of the pairs.
    std::map<std::size_t, Found> m_cells;
    std::vector<std::string> m_outside;  ///< What the internet calls outside every network.
    std::vector<std::string> m_passing;  ///< What it reaches or is reached by, one by one.
    std::vector<std::string> m_untold;   ///< What it may reach or be reached by.
    std::size_t m_explained = 0;
    ReachList m_list;
};

void addSteps(TraceView& view, const std::vector<Hop>& hops, bool onReply) {
    const Packet* last = nullptr;
    for (const Hop& hop : hops) {
        TraceStep step;
        step.onReply = onReply;
        step.thing = endName(hop.resource);
        step.step = stepWords(hop);
        step.rule = hop.rule == "*" ? "no entry matches (*)" : hop.rule;
        if (last == nullptr || *last != hop.packet) step.packet = packetWords(hop.packet);
        step.why = hop.why;
        step.result = hop.result;
        step.decides = view.answer.decidedBy && hop == *view.answer.decidedBy;
        step.opens = hop.origin.resource;
        step.hop = hop;
        view.steps.push_back(std::move(step));
        last = &hop.packet;
    }
}

/// Lists what stops a flow, and leaves out of the answer what would be told in the same words
/// again.
void listBlockers(TraceView& view, const DrawnThings& drawn) {
    std::erase_if(view.answer.blockers, [&](const Blocker& blocker) {
        TraceBlocker shown{blockerWords(blocker, view.question), blocker.onReply,
                           blocker.hop.origin.resource, drawn.ofHop(blocker.hop)};
        const bool isKnown = std::ranges::any_of(view.blockers, [&](const TraceBlocker& other) {
            return other.words == shown.words && other.onReply == shown.onReply;
        });
        if (!isKnown) view.blockers.push_back(std::move(shown));
        return isKnown;
    });
}

/// Makes a way go from an end to the other, though its trace stopped before.
void joinEnds(std::vector<BoxIndex>& way, const std::vector<BoxIndex>& from,
              const std::vector<BoxIndex>& to) {
    const auto has = [&](const std::vector<BoxIndex>& ends, BoxIndex box) {
        return std::ranges::find(ends, box) != ends.end();
    };
    if (!from.empty() && (way.empty() || !has(from, way.front()))) {
        way.insert(way.begin(), from.front());
    }
    if (to.empty()) return;
    const bool arrives = std::ranges::any_of(way, [&](BoxIndex box) { return has(to, box); });
    if (!arrives) way.push_back(to.front());
}

Result<TraceView> traceIn(const ReachScene& scene, const DrawnThings& drawn, const ReachAsk& ask) {
    const NetworkIndex& network = scene.reachability->network();
    auto from = findEndpoint(network, ask.from);
    if (!from) return tl::make_unexpected(from.error());
    auto to = findEndpoint(network, ask.to);
    if (!to) return tl::make_unexpected(to.error());
    TraceView view;
    view.question.from = *std::move(from);
    view.question.to = *std::move(to);
    view.question = withTraffic(ask, std::move(view.question));
    view.answer = reach(*scene.reachability, view.question);
    listBlockers(view, drawn);
    view.asked = fmt::format("{} → {} · {}", endName(view.question.from.name),
                             endName(view.question.to.name), askedWords(view.question));
    for (const Endpoint* end : {&view.question.from, &view.question.to}) {
        if (view.sentence.empty()) view.sentence = nobodySentence(network, *end);
    }
    if (view.sentence.empty()) view.sentence = answerSentence(view.question, view.answer);
    view.passes = passWords(view.answer);
    view.standIns = standInSentences(view.question, view.answer);
    addSteps(view, view.answer.forward, false);
    addSteps(view, view.answer.reply, true);
    view.from = drawn.ofEnd(view.question.from);
    view.to = drawn.ofEnd(view.question.to);
    view.way = wayOf(drawn, view.question, view.answer);
    view.reply = drawn.way(view.answer.reply);
    joinEnds(view.reply, view.to, view.from);
    return view;
}

}  // namespace

std::vector<BoxIndex> wayOf(const DrawnThings& drawn, const ReachQuestion& question,
                            const ReachAnswer& answer) {
    std::vector<BoxIndex> way = drawn.way(answer.forward);
    joinEnds(way, drawn.ofEnd(question.from), drawn.ofEnd(question.to));
    return way;
}

std::vector<std::string> namesOf(const ReachScene& scene, const Endpoint& end) {
    const NetworkIndex& network = scene.reachability->network();
    std::vector<std::string> names;
    for (const InterfaceIndex interface : end.interfaces) {
        const std::string& name = saidName(*scene.design, thingOfInterface(network, interface));
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    return names;
}

std::string endOf(const NetworkIndex& network, const Endpoint& end) {
    if (!end.interfaces.empty()) {
        return nameInQuestion(network, thingOfInterface(network, end.interfaces.front()));
    }
    if (!end.outside.empty()) return "internet";
    ThingId id;
    if (!end.onPremises.empty()) id = end.onPremises.front().first;
    if (!end.services.empty()) id = end.services.front().first;
    const Thing* thing = id ? network.architecture().find(id) : nullptr;
    return thing == nullptr ? std::string() : nameInQuestion(network, *thing);
}

namespace {

Result<Endpoint> askedEnd(const ReachScene& scene, const ReachAsk& ask) {
    return findEndpoint(scene.reachability->network(), ask.from.empty() ? ask.to : ask.from);
}

}  // namespace

ReachLister::ReachLister(const ReachScene& scene)
    : m_scene(scene),
      m_asker(*scene.reachability, scene.pairs ? &scene.pairs->classes() : nullptr),
      m_drawn(*scene.diagram, scene.reachability->network()),
      m_others(m_asker.ends(MatrixBy::Instance)) {}

Result<ReachList> ReachLister::list(const ReachAsk& ask) {
    auto end = askedEnd(m_scene, ask);
    if (!end) return tl::make_unexpected(end.error());
    return Lister(m_scene, ask, *std::move(end), {m_asker, m_drawn, m_others}).list();
}

Result<ReachList> ReachLister::passing(const ReachAsk& ask) {
    auto end = askedEnd(m_scene, ask);
    if (!end) return tl::make_unexpected(end.error());
    return Lister(m_scene, ask, *std::move(end), {m_asker, m_drawn, m_others}).passing();
}

namespace {

/// Has a list and a trace speak of things by the names that people know.
void putNames(const ShownNames& names, ReachList& list) {
    if (names.empty()) return;
    names.put(list.sentence);
    names.put(list.notes);
    for (auto* rows : {&list.passes, &list.untold, &list.stopped}) {
        for (ReachRow& row : *rows) {
            names.put(row.name);
            names.put(row.why);
        }
    }
}

void putNames(const ShownNames& names, TraceView& view) {
    if (names.empty()) return;
    for (std::string* text : {&view.asked, &view.sentence}) names.put(*text);
    for (auto* texts : {&view.answer.notes, &view.passes, &view.standIns}) names.put(*texts);
    for (TraceStep& step : view.steps) {
        for (std::string* text : {&step.thing, &step.rule, &step.packet, &step.why}) {
            names.put(*text);
        }
    }
    for (TraceBlocker& blocker : view.blockers) {
        names.put(blocker.words.title);
        names.put(blocker.words.detail);
    }
}

}  // namespace

Result<ReachList> listReach(const ReachScene& scene, const ReachAsk& ask) {
    // Nothing is gone through for an end that there is not.
    if (auto end = askedEnd(scene, ask); !end) return tl::make_unexpected(end.error());
    auto list = ReachLister(scene).list(ask);
    if (list) putNames(ShownNames({scene.design.get()}), *list);
    return list;
}

Result<TraceView> traceReach(const ReachScene& scene, const ReachAsk& ask) {
    const DrawnThings drawn(*scene.diagram, scene.reachability->network());
    auto view = traceIn(scene, drawn, ask);
    if (!view) return view;
    ShownNames names({scene.design.get()});
    if (names.empty()) return view;
    // Nobody names interfaces: they are called by the thing that has them.
    for (const TraceStep& step : view->steps) {
        const BoxIndex box = step.hop.kind == HopKind::Interface ? drawn.ofHop(step.hop) : kNoBox;
        if (box != kNoBox) names.add(step.hop.resource, scene.diagram->boxes[box].title);
    }
    putNames(names, *view);
    return view;
}

}  // namespace archivolt
