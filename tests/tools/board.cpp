#include "tests/tools/board.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "app/command/examples.h"
#include "app/modes/reach/connection_way.h"
#include "app/session/save_design.h"
#include "app/tools/aligning.h"
#include "app/tools/badge_words.h"
#include "app/tools/clipboard.h"
#include "app/tools/connection.h"
#include "app/tools/placed.h"
#include "app/tools/selecting.h"
#include "app/tools/walking.h"
#include "render/layout/build_diagram.h"
#include "render/scene/mark_look.h"

namespace archivolt::test {

namespace {

using tools::Button;
using tools::EventKind;

const FragmentLibrary& fragments() {
    static const FragmentLibrary library(shippedFragmentTexts());
    return library;
}

std::size_t countOf(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

}  // namespace

std::string nameOf(const tools::State& state) {
    static constexpr std::array kNames = {"idle",     "pointing", "panning", "marquee",
                                          "dragging", "resizing", "placing", "connecting"};
    static_assert(kNames.size() == std::variant_size_v<tools::State>);
    return kNames.at(state.index());
}

Board::Board() : m_catalog(Catalog::embedded()), m_session(m_files) {}

void Board::open(const std::string& name, std::string_view text) {
    if (!m_session.openText(name + ".yaml", text).usable) m_fault = name + " can't be opened";
    m_state = {};
    m_selection = {};
    m_drawn.clear();
    m_resolved.reset();
    m_diagram.reset();
    m_layout.reset();
    redraw();
    m_opened = m_scene;
    m_openedText = std::string(text);
}

void Board::redraw() {
    static const TextMeasure kMeasure = approximateWidth;
    // A design that was drawn before looks as it did then.
    auto& drawn = m_drawn[m_session.design()];
    const auto before = drawn.first ? drawn.first : m_diagram;
    const auto beforeLayout = drawn.first ? drawn.second : m_layout;
    m_resolved = resolve(*m_session.design(), *m_catalog, m_resolved.get());
    m_diagram =
        std::make_shared<const Diagram>(buildDiagram(*m_session.design(), *m_resolved, *m_catalog));
    RankEngine engine;
    std::optional<PreviousLayout> previous;
    if (before) previous.emplace(PreviousLayout{*before, *beforeLayout});
    m_layout = std::make_shared<const Layout>(
        computeLayout(*m_diagram, kMeasure, engine, previous ? &*previous : nullptr));
    drawn = {m_diagram, m_layout};
    SceneInput input;
    input.diagram = m_diagram;
    input.layout = m_layout;
    input.theme = &lightTheme();
    m_scene = buildScene(input, kMeasure);
}

tools::View Board::view() const {
    return {m_scene,
            {*m_session.design(), *m_catalog, m_resolved.get(), &fragments()},
            m_selection,
            {{0, 0}, 1, {m_scene.bounds.width, m_scene.bounds.height}}};
}

void Board::send(tools::Event event) {
    m_pointer = event.at;
    if (event.mods == tools::Mods()) event.mods = m_mods;
    tools::Step next = tools::step(m_state, event, view());
    m_state = std::move(next.next);
    std::size_t commits = 0;
    for (const tools::Effect& effect : next.effects) {
        if (std::holds_alternative<tools::Commit>(effect)) ++commits;
        carryOut(effect);
    }
    if (commits > 1) m_fault = "more than one commit in a step";
}

void Board::carryOut(const tools::Effect& effect) {
    if (const auto* select = std::get_if<tools::Select>(&effect)) m_selection = select->now;
    if (const auto* say = std::get_if<tools::Say>(&effect)) {
        m_said = say->why;
        if (say->way) askWay(*say->way);
    }
    if (std::holds_alternative<tools::Rename>(effect)) m_asked = "rename";
    if (std::holds_alternative<tools::OpenMenu>(effect)) m_asked = "menu";
    if (const auto* list = std::get_if<tools::OpenList>(&effect)) {
        m_asked =
            tools::badgeWords(m_diagram->boxes[list->box].badges[list->badge], *m_session.design());
        std::ranges::replace(m_asked, '\n', ' ');
    }
    if (const auto* offer = std::get_if<tools::Offer>(&effect)) m_offer = *offer;
    if (const auto* pan = std::get_if<tools::Pan>(&effect)) {
        m_panned.x += pan->by.x;
        m_panned.y += pan->by.y;
    }
    if (const auto* commit = std::get_if<tools::Commit>(&effect)) {
        if (commit->edits.empty()) m_fault = "an empty commit";
        const std::uint32_t firstNew = m_session.design()->nextId;
        const auto done = m_session.apply(commit->edits, commit->label, commit->coalesce);
        if (!done) m_fault = "refused: " + done.error().message;
        DesignSelection news = tools::marksSince(*m_session.design(), firstNew);
        for (const tools::NewName& name : commit->selects) {
            const auto made =
                m_session.design()->stack(name.stack)->body.resources.find(name.logicalId);
            if (made) news.resources.insert(made->id);
        }
        if (!news.empty()) m_selection = news;
        redraw();
        if (commit->way) askWay(*commit->way);
    }
}

void Board::askWay(const tools::WantedWay& wanted) {
    const Design& design = *m_session.design();
    const Reachability reachability(m_resolved->architecture);
    const ReachAsk ask{wanted.from ? endText(design, wanted.from) : kInternetBox,
                       endText(design, wanted.to),
                       kProtocolTcp,
                       PortSet(PortRange{wanted.port, wanted.port}),
                       {}};
    const ConnectionWay way = wayOfConnection({design, *m_resolved, reachability}, ask);
    if (!way.says.empty()) m_said = way.says;
    if (way.edits.empty()) return;
    const tools::ConnectionStep step = tools::stepOf(wanted, design);
    const auto done = m_session.apply(way.edits, step.label, step.key);
    if (!done) m_fault = "refused: " + done.error().message;
    redraw();
}

void Board::make(const tools::DropPlan& plan) {
    for (const tools::Effect& effect : tools::effectsOf(plan, *m_session.design())) {
        carryOut(effect);
    }
}

void Board::align(tools::Alignment how) {
    make(tools::planAlignment(m_scene, m_selection, how, view().world));
}

void Board::layOut(bool placedToo) {
    std::vector<Edit> edits;
    if (placedToo) edits = tools::lettingGo(m_scene, *m_session.design(), m_selection);
    auto changed = applyAll(*m_session.design(), edits);
    if (!changed) {
        m_fault = "refused: " + changed.error().message;
        return;
    }
    m_session.put(*std::move(changed), "Lay out");
    m_diagram.reset();  // Without an example to be like.
    redraw();
}

bool Board::apply(const std::vector<Edit>& edits, const std::string& label) {
    const bool done = m_session.apply(edits, label).has_value();
    if (done) redraw();
    return done;
}

void Board::put(Design changed, const std::string& label) {
    m_session.put(std::move(changed), label);
    redraw();
}

void Board::walk(const std::string& how) {
    const auto boxes = tools::boxesOf(*m_diagram, m_selection);
    const BoxIndex at = boxes.size() == 1         ? boxes.front()
                        : m_selection.box.empty() ? kNoBox
                                                  : m_diagram->find(m_selection.box);
    BoxIndex next = kNoBox;
    if (how == "Tab") next = tools::siblingOf(m_scene, at, false);
    if (how == "Shift+Tab") next = tools::siblingOf(m_scene, at, true);
    if (how == "Enter") next = tools::firstInside(m_scene, at);
    if (how == "Out") next = tools::containerOf(m_scene, at);
    if (how == "Alt+Left") next = tools::nearestTo(m_scene, at, tools::Key::Left);
    if (how == "Alt+Right") next = tools::nearestTo(m_scene, at, tools::Key::Right);
    if (how == "Alt+Up") next = tools::nearestTo(m_scene, at, tools::Key::Up);
    if (how == "Alt+Down") next = tools::nearestTo(m_scene, at, tools::Key::Down);
    m_selection = next == kNoBox ? DesignSelection{}
                                 : tools::selectionOf(*m_diagram, {HitPart::Node, next, 0});
}

BoxIndex Board::find(const std::string& name) const {
    for (BoxIndex i = 0; i < m_diagram->boxes.size(); ++i) {
        const std::string& key = m_diagram->boxes[i].key;
        if (key == name || (key.size() > name.size() && key.ends_with("/" + name))) return i;
    }
    for (BoxIndex i = 0; i < m_diagram->boxes.size(); ++i) {
        if (m_diagram->boxes[i].title == name) return i;
    }
    return kNoBox;
}

Point Board::pointOf(const std::string& where) const {
    // NAME, NAME.right, NAME+10,20: the middle, an edge, from the top left corner.
    std::string name = where;
    std::string detail;
    if (const auto plus = where.find_last_of('+'); plus != std::string::npos) {
        name = where.substr(0, plus);
        detail = where.substr(plus);
    } else if (const auto dot = where.find('.'); dot != std::string::npos) {
        name = where.substr(0, dot);
        detail = where.substr(dot + 1);
    }
    if (name == "here") return m_pointer;
    const BoxIndex box = find(name);
    const auto mark = box == kNoBox ? markRect(name) : std::nullopt;
    if (box == kNoBox && !mark) return {-1, -1};
    const Rect& rect = mark ? *mark : m_layout->rects[box];
    if (detail.starts_with("+")) {
        const auto comma = detail.find(',');
        return {rect.x + std::stod(detail.substr(1)), rect.y + std::stod(detail.substr(comma + 1))};
    }
    if (detail == "left") return {rect.x, rect.y + rect.height / 2};
    if (detail == "right") return {right(rect), rect.y + rect.height / 2};
    if (detail == "bottom") return {rect.x + rect.width / 3, bottom(rect)};
    if (detail == "corner") return {right(rect), bottom(rect)};
    const Point handle = tools::handleOf(rect);
    if (detail == "handle") return handle;
    if (detail == "outer") return {handle.x + 6, handle.y};
    if (detail == "sign") {
        const auto& signs = m_layout->badges[box];
        return signs.empty() ? Point{-1, -1} : center(signs.back());
    }
    if (detail == "fold") return center(foldSign(rect, m_diagram->boxes[box].kind));
    if (detail == "title" && mark) return {rect.x + rect.width / 2, rect.y + 14};
    if (detail == "title") return center(m_layout->titles[box]);
    if (detail == "free") return {right(rect) - 8, bottom(rect) - 8};
    return center(rect);
}

void Board::key(const std::string& name) {
    const bool onMarks =
        m_selection.resources.empty() && !tools::marksOf(*m_session.design(), m_selection).empty();
    if (name == "N" || name == "F" || (onMarks && (name == "Del" || name == "Ctrl+D"))) {
        keyOfMarks(name);
        return;
    }
    if (name == "Ctrl+Z") m_session.undo();
    if (name == "Ctrl+Y") m_session.redo();
    if (name == "Ctrl+A") m_selection = tools::everything(*m_diagram, *m_session.design());
    if (name == "Ctrl+C") m_clipboard = tools::copied(*m_diagram, m_selection, *m_session.design());
    if (name == "Ctrl+V" || name == "Ctrl+D") {
        const auto boxes = tools::boxesOf(*m_diagram, m_selection);
        const std::string text = name == "Ctrl+V"
                                     ? m_clipboard
                                     : tools::copied(*m_diagram, m_selection, *m_session.design());
        const bool into = name == "Ctrl+V" && boxes.size() == 1;
        make(tools::planPaste(m_scene, text, into ? boxes.front() : kNoBox, view().world));
    }
    if (name.starts_with("Ctrl+")) {
        redraw();
        return;
    }
    tools::Event event{EventKind::Key, m_pointer};
    if (name == "Esc") event.key = tools::Key::Escape;
    if (name == "Left") event.key = tools::Key::Left;
    if (name == "Right") event.key = tools::Key::Right;
    if (name == "Up") event.key = tools::Key::Up;
    if (name == "Down") event.key = tools::Key::Down;
    send(event);
}

void Board::gesture(const ScriptLine& line) {
    const auto at = [&](std::size_t i) {
        const Point point = pointOf(line.words.at(i));
        if (point.x < 0) m_fault = "nothing is called " + line.words[i];
        return point;
    };
    const auto press = [&](Point point, Button button, EventKind kind = EventKind::Press) {
        m_pointer = point;
        send({kind, point, button});
    };
    const auto move = [&](Point to) {
        const Point from = m_pointer;
        for (int i = 1; i <= 4; ++i) {
            m_pointer = {from.x + (to.x - from.x) * i / 4, from.y + (to.y - from.y) * i / 4};
            send({EventKind::Move, m_pointer});
        }
    };
    const auto release = [&] { send({EventKind::Release, m_pointer, Button::Left}); };
    const bool other = line.words.size() > 1 && line.words.back() == "right";
    const bool middle = line.words.size() > 1 && line.words.back() == "middle";
    const Button button = other ? Button::Right : middle ? Button::Middle : Button::Left;
    if (line.verb == "place") {
        m_state = tools::Placing{line.words.at(0), m_pointer, true, {}};
        move(at(1));
    }
    if (line.verb == "press") press(at(0), button);
    if (line.verb == "move") move(at(0));
    if (line.verb == "release") release();
    if (line.verb == "take") {
        make(std::exchange(m_offer, {}).plan);
    }
    if (line.verb == "interrupt") send({EventKind::Interrupt, m_pointer});
    if (line.verb == "click" || line.verb == "double") {
        press(at(0), button);
        release();
    }
    if (line.verb == "double") {
        // A window gets the second press, and then that it was the second.
        press(at(0), button);
        press(at(0), button, EventKind::DoublePress);
        release();
    }
    if (line.verb == "drag") {
        press(at(0), button);
        move(at(1));
        release();
    }
}

std::string Board::carryOut(const ScriptLine& line) {
    m_fault.clear();
    if (line.verb == "expect") return expect(line);
    if (line.verb == "walk") {
        walk(line.words.at(0));
        return {};
    }
    if (line.verb == "align") {
        static const std::map<std::string, tools::Alignment> kWays = {
            {"left", tools::Alignment::Left},           {"center", tools::Alignment::Center},
            {"right", tools::Alignment::Right},         {"top", tools::Alignment::Top},
            {"middle", tools::Alignment::Middle},       {"bottom", tools::Alignment::Bottom},
            {"across", tools::Alignment::AcrossEvenly}, {"down", tools::Alignment::DownEvenly}};
        align(kWays.at(line.words.at(0)));
        return m_fault;
    }
    if (line.verb == "lay") {
        layOut(line.words.at(0) == "placed");
        return m_fault;
    }
    if (line.verb == "open") {
        const Example* example = findExample(line.words.at(0));
        if (example == nullptr) return "there is no such example";
        open(line.words.at(0), example->text);
    } else if (line.verb == "with") {
        m_mods = {};
        for (const std::string& word : line.words) {
            if (word == "shift") m_mods.shift = true;
            if (word == "ctrl") m_mods.control = true;
            if (word == "alt") m_mods.alt = true;
        }
        if (m_state.index() != 0) send({EventKind::Move, m_pointer});
    } else if (line.verb == "key") {
        int times = 1;
        if (line.words.size() > 1) times = std::stoi(line.words[1].substr(1));
        for (int i = 0; i < times; ++i) key(line.words.at(0));
    } else {
        gesture(line);
    }
    return m_fault;
}

std::string Board::leftByGivingUp() const {
    for (const tools::Event& event :
         {tools::Event{EventKind::Key, m_pointer, {}, {}, tools::Key::Escape},
          tools::Event{EventKind::Interrupt, m_pointer}}) {
        const tools::Step next = tools::step(m_state, event, view());
        if (next.next.index() != 0) return "the hand is still " + nameOf(next.next);
        for (const tools::Effect& effect : next.effects) {
            if (std::holds_alternative<tools::Commit>(effect))
                return "giving up changes the design";
        }
    }
    return {};
}

bool Board::undoesAll() {
    while (m_session.undo()) {
    }
    return text() == m_openedText && m_session.design()->places.empty() &&
           m_session.design()->placements.empty() && m_session.design()->notes.empty() &&
           m_session.design()->frames.empty();
}

std::string Board::text() const {
    return savedText(*m_session.design(), m_session.kind()).value_or(std::string());
}

std::string Board::selected() const {
    std::string names;
    for (const ResourceId id : m_selection.resources) {
        const auto resource = declaredResource(*m_session.design(), id).resource;
        names += (names.empty() ? "" : " ") + (resource ? resource->logicalId : "?");
    }
    if (!m_selection.box.empty()) names = m_selection.box;
    for (const tools::Mark mark : tools::marksOf(*m_session.design(), m_selection)) {
        const Frame* frame = tools::frameOf(*m_session.design(), mark);
        names += (names.empty() ? "" : " ") + (frame == nullptr ? "note" : frame->title);
    }
    if (m_selection.link) names = m_selection.link->from + " > " + m_selection.link->to;
    return names.empty() ? "nothing" : names;
}

std::string Board::expect(const ScriptLine& line) {
    const std::string& what = line.words.at(0);
    const std::string rest = joined(line.words, 1);
    if (what == "state" || what == "idle") {
        const std::string wanted = what == "idle" ? "idle" : rest;
        return nameOf(m_state) == wanted ? "" : "the hand is " + nameOf(m_state);
    }
    if (what == "selected") return selected() == rest ? "" : "selected is: " + selected();
    if (what == "copied") return holds(m_clipboard, rest) ? "" : "copied was:\n" + m_clipboard;
    if (what == "target") return expectPlan(line);
    if (what == "text") return expectText(line);
    if (what == "reach") return expectReach(line);
    if (what == "moved" || what == "size") return expectPlace(line);
    if (what == "say") {
        const std::string said = std::exchange(m_said, {});
        return holds(said, rest) && !said.empty() ? "" : "said was: " + said;
    }
    if (what == "undo") {
        const std::string label(m_session.history().undoLabel());
        return label == rest ? "" : "undo says: " + label;
    }
    if (what == "steps") {
        const std::string steps = std::to_string(m_session.history().undoSteps());
        return steps == rest ? "" : "steps are " + steps;
    }
    if (what == "asked") return m_asked == rest ? "" : "asked was: " + m_asked;
    if (what == "panned") {
        const std::string panned = fmt::format("{:g},{:g}", m_panned.x, m_panned.y);
        return panned == rest ? "" : "panned by " + panned;
    }
    if (auto said = expectDrawn(line)) return *said;
    if (what == "unchanged") {
        return text() == m_openedText && !m_session.isDirty() ? "" : "the design is another one";
    }
    if (what == "bytes") return text() == m_openedText ? "" : "the text is another one";
    if (what == "guides") {
        const auto* dragging = std::get_if<tools::Dragging>(&m_state);
        const bool any = dragging != nullptr && !dragging->guides.empty();
        const bool gaps = any && std::ranges::any_of(dragging->guides, &tools::Guide::gap);
        if (rest == "gaps") return gaps ? "" : "no gap is shown";
        return any == (rest != "none") ? "" : "guides are not as expected";
    }
    return "expect what?";
}

std::string Board::expectPlan(const ScriptLine& line) const {
    const tools::DropPlan* plan = tools::planOf(m_state);
    if (plan == nullptr) return "nothing is under way";
    const BoxIndex target = plan->target;
    const std::string name = target == kNoBox ? "none" : m_diagram->boxes[target].key;
    const std::string& wanted = line.words.at(1);
    if (target != find(wanted) && name != wanted) return "the target is " + name;
    const bool legal = line.words.size() < 3 || line.words[2] == "legal";
    if (plan->legal != legal) return "it says: " + plan->why;
    const std::string why = joined(line.words, 3);
    return holds(plan->why, why) ? "" : "it says: " + plan->why;
}

std::string Board::expectText(const ScriptLine& line) const {
    // +TEXT once more than before, -TEXT once less.
    for (std::size_t i = 1; i < line.words.size(); ++i) {
        const std::string part = line.words[i].substr(1);
        const auto now = static_cast<long>(countOf(text(), part));
        const auto before = static_cast<long>(countOf(m_openedText, part));
        const bool grown = line.words[i].front() == '+';
        if (now - before != (grown ? 1 : -1)) {
            return fmt::format("{} stands there {} times, {} before", part, now, before);
        }
    }
    return {};
}

std::string Board::expectReach(const ScriptLine& line) const {
    const Reachability reachability(m_resolved->architecture);
    auto from = findEndpoint(reachability.network(), line.words.at(1));
    auto to = findEndpoint(reachability.network(), line.words.at(2));
    if (!from || !to) return (to ? from : to).error().message;
    const auto port = static_cast<Port>(std::stoi(line.words.at(3)));
    const ReachQuestion question{*std::move(from), *std::move(to), kProtocolTcp,
                                 PortSet(PortRange{port, port}), std::nullopt};
    const std::string verdict(verdictName(reach(reachability, question).verdict));
    return verdict == line.words.at(4) ? "" : "the engine says: " + verdict;
}

std::string Board::expectPlace(const ScriptLine& line) const {
    const BoxIndex box = find(line.words.at(1));
    if (box == kNoBox) return "nothing is called " + line.words[1];
    const std::string& key = m_diagram->boxes[box].key;
    const BoxIndex before = m_opened.diagram->find(key);
    if (before == kNoBox) return key + " was not there before";
    const Rect& now = m_layout->rects[box];
    const Rect& was = m_opened.layout->rects[before];
    const std::string found =
        line.words[0] == "moved"
            ? fmt::format("{:g},{:g}", std::round(now.x - was.x), std::round(now.y - was.y))
            : fmt::format("{:g},{:g}", std::round(now.width - was.width),
                          std::round(now.height - was.height));
    return found == line.words.at(2) ? "" : line.words[0] + " by " + found;
}

}  // namespace archivolt::test
