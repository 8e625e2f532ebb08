#include "tests/tools/monkey.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <exception>

#include "app/command/examples.h"
#include "app/form/field_edits.h"
#include "app/form/stack_text.h"
#include "app/session/save_design.h"
#include "render/scene/mark_look.h"

namespace archivolt::test {

namespace {

using tools::Button;
using tools::Event;
using tools::EventKind;

constexpr std::size_t kMostTabs = 4;
constexpr std::size_t kMostResources = 160;
constexpr std::size_t kTrail = 40;
constexpr std::uint64_t kBetweenTexts = 25;
constexpr std::uint64_t kBetweenJudgements = 60;
constexpr std::array kExamples = {"three-tier", "lamp", "peered-vpcs", "wordpress-efs"};

std::vector<std::string> partsOf(const Catalog& catalog) {
    std::vector<std::string> parts;
    const FragmentLibrary library(shippedFragmentTexts());
    for (const Fragment& fragment : library.all()) {
        if (fragment.part.empty()) parts.push_back("pattern:" + fragment.name);
    }
    for (const SystemFacts& facts : catalog.systems()) {
        if (facts.inPalette) parts.push_back(facts.type);
    }
    // As often as a tenth of all, since there are few.
    for (std::size_t i = parts.size() / 10; i > 0; --i) {
        parts.emplace_back(i % 2 == 0 ? "mark:note" : "mark:group");
    }
    return parts;
}

bool isFinite(const Rect& rect) {
    return std::isfinite(rect.x) && std::isfinite(rect.y) && rect.width >= 0 && rect.height >= 0 &&
           std::isfinite(rect.width) && std::isfinite(rect.height);
}

std::string linesOf(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        const Diagnostic& each = finding.diagnostic;
        text += fmt::format("{} {} {} {}\n", each.code, each.where.stack, each.where.resource,
                            each.message);
    }
    return text;
}

}  // namespace

Monkey::Monkey(std::uint32_t seed) : m_random(seed) {
    openTab();
    m_parts = partsOf(board().catalog());
}

std::size_t Monkey::below(std::size_t count) { return count == 0 ? 0 : m_random() % count; }

const Stack& Monkey::stack() { return *board().session().design()->stacks.front(); }

std::shared_ptr<const Resource> Monkey::anyResource() {
    const ResourceTable& all = stack().body.resources;
    std::size_t left = below(all.size());
    for (const auto& resource : all) {
        if (left-- == 0) return resource;
    }
    return nullptr;
}

Point Monkey::anyPoint() {
    const Scene& scene = board().scene();
    const auto& rects = scene.layout->rects;
    if (chance(15)) {
        return {static_cast<double>(below(4000)) - 500, static_cast<double>(below(3000)) - 500};
    }
    const Design& design = *board().session().design();
    if (!design.notes.empty() && chance(5)) {
        const Rect& place = design.notes[below(design.notes.size())].place;
        return chance(50) ? center(place) : Point{right(place), bottom(place)};
    }
    if (!design.frames.empty() && chance(5)) {
        const Rect& place = design.frames[below(design.frames.size())].place;
        return chance(50) ? Point{place.x + 20, place.y + 12} : Point{place.x, place.y + 60};
    }
    const std::size_t box = below(rects.size());
    if (chance(4)) return center(foldSign(rects[box], scene.diagram->boxes[box].kind));
    const Rect& rect = chance(30) ? scene.layout->titles[box] : rects[box];
    switch (below(4)) {
        case 0: return center(rect);
        case 1: return {right(rect), bottom(rect)};
        case 2: return {right(rect), rect.y + rect.height / 2};
        default:
            return {rect.x + rect.width * static_cast<double>(below(100)) / 100,
                    rect.y + rect.height * static_cast<double>(below(100)) / 100};
    }
}

tools::Mods Monkey::anyMods() { return {chance(15), chance(15), chance(10)}; }

std::string Monkey::anyText() {
    static constexpr std::array kTexts = {
        "",         "Web",   "10.0.5.0/24",  "443",   "!Ref X",         "true",     "-1",
        "t3.micro", "a: [b", "\u00e4\u4e2d", "1e999", "!Sub ${A}-${B}", "0.0.0.0/0"};
    return kTexts[below(kTexts.size())];
}

void Monkey::note(const std::string& what, const std::string& detail) {
    ++m_done[what];
    m_trail.push_back(
        fmt::format("{} {} [{}] {} {}", m_steps, m_tabs[m_current].name, m_current, what, detail));
    if (m_trail.size() > kTrail) m_trail.erase(m_trail.begin());
}

std::string Monkey::trail() const { return fmt::format("{}", fmt::join(m_trail, "\n")); }

// What it does.

std::string Monkey::step() {
    ++m_steps;
    try {
        act();
        if (!m_lost.empty()) return std::exchange(m_lost, {});
        return broken();
    } catch (const std::exception& thrown) {
        return fmt::format("thrown: {}", thrown.what());
    }
}

void Monkey::act() {
    const bool isIdle = board().state().index() == 0;
    // What was begun is mostly gone on with.
    if (!isIdle && chance(85)) return point();
    if (stack().body.resources.size() > kMostResources) {
        note("undo much");
        for (int i = 0; i < 40; ++i) board().key("Ctrl+Z");
        return;
    }
    const std::size_t what = below(100);
    if (what < 45) return point();
    if (what < 62) return pressKey();
    // All else is elsewhere in the window: the hand lets go when the focus leaves.
    board().send({EventKind::Interrupt, {}});
    if (what < 70) return place();
    if (what < 73) return align();
    if (what < 83) return editForm();
    if (what < 88) return editText();
    if (what < 91) return rename();
    if (what < 94) return remove();
    if (what < 96) return annotate();
    return turnTab();
}

void Monkey::point() {
    static constexpr std::array kKinds = {EventKind::Press, EventKind::Move, EventKind::Release,
                                          EventKind::DoublePress};
    const bool isIdle = board().state().index() == 0;
    Event event{EventKind::Move, anyPoint()};
    event.button = chance(85) ? Button::Left : chance(50) ? Button::Right : Button::Middle;
    event.mods = anyMods();
    if (isIdle) {
        event.kind = chance(80) ? EventKind::Press : kKinds[below(kKinds.size())];
    } else {
        event.kind = chance(55)   ? EventKind::Move
                     : chance(85) ? EventKind::Release
                     : chance(50) ? EventKind::Interrupt
                                  : kKinds[below(kKinds.size())];
    }
    note("point", fmt::format("{} {:.0f},{:.0f} {}", static_cast<int>(event.kind), event.at.x,
                              event.at.y, nameOf(board().state())));
    board().send(event);
}

void Monkey::pressKey() {
    static constexpr std::array kKeys = {"Ctrl+Z", "Ctrl+Z", "Ctrl+Y", "Ctrl+C", "Ctrl+V", "Ctrl+D",
                                         "Ctrl+A", "Left",   "Right",  "Up",     "Down",   "Esc"};
    const std::string key = kKeys[below(kKeys.size())];
    note(key);
    board().clipboard() = m_clipboard;
    // A key of the program does not reach a tool that holds something.
    if (key.starts_with("Ctrl+") && board().state().index() != 0) {
        board().send({EventKind::Interrupt, {}});
    }
    board().key(key);
    m_clipboard = board().clipboard();
}

void Monkey::place() {
    const std::string& part = m_parts[below(m_parts.size())];
    note("place", part);
    board().hold(part);
    board().send({EventKind::Move, anyPoint()});
}

void Monkey::align() {
    static constexpr std::array kWays = {
        tools::Alignment::Left,         tools::Alignment::Center,    tools::Alignment::Right,
        tools::Alignment::Top,          tools::Alignment::Middle,    tools::Alignment::Bottom,
        tools::Alignment::AcrossEvenly, tools::Alignment::DownEvenly};
    note("align");
    board().align(kWays[below(kWays.size())]);
}

void Monkey::editForm() {
    const auto resource = anyResource();
    if (!resource) return;
    const Design& design = *board().session().design();
    const Form form = formOf({design, board().catalog(), &board().resolved()}, resource->id);
    const auto fields = allFields(form);
    if (fields.empty()) return;
    const FormField& field = *fields[below(fields.size())];
    const std::string text = chance(50) ? anyText() : field.text + "1";
    note("form", fmt::format("{} = {}", field.key, text));
    std::vector<Edit> edits;
    if (chance(15)) {
        edits = removalOf(design, field);
    } else if (chance(15)) {
        edits = moveOf(design, field, chance(50) ? ItemMove::Up : ItemMove::Down);
    } else if (auto made = editsFor(design, board().catalog(), field, text)) {
        edits = *std::move(made);
    }
    if (!edits.empty()) board().apply(edits, "Edit");
}

void Monkey::editText() {
    const Design& design = *board().session().design();
    const auto now = savedText(design, FileKind::Template);
    if (!now) return;
    std::vector<std::string> lines;
    std::string line;
    for (const char each : *now) {
        line += each;
        if (each != '\n') continue;
        lines.push_back(std::exchange(line, {}));
    }
    if (lines.empty()) return;
    const std::size_t at = below(lines.size());
    const std::size_t other = below(lines.size());
    switch (below(4)) {
        case 0: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at)); break;
        case 1: std::swap(lines[at], lines[other]); break;
        case 2: lines[at].insert(below(lines[at].size()), anyText()); break;
        default: lines[at] = lines[other]; break;
    }
    const StackTextReading reading =
        withStackText(design, stack().id, fmt::format("{}{}", fmt::join(lines, ""), line));
    note(reading.design ? "text" : "text that can't be read", std::to_string(at));
    if (reading.design) board().put(*reading.design, "Edit the text");
}

void Monkey::rename() {
    const auto resource = anyResource();
    if (!resource) return;
    const std::string to = chance(20) ? anyText() : resource->logicalId + std::to_string(below(9));
    note("rename", resource->logicalId + " " + to);
    board().apply({RenameResource{stack().id, resource->logicalId, to}}, "Rename");
}

void Monkey::remove() {
    std::vector<Edit> edits;
    const auto& resources = stack().body.resources;
    for (const ResourceId id : board().selection().resources) {
        const auto found = resources.find(id);
        if (found) edits.emplace_back(RemoveResource{stack().id, found->logicalId});
    }
    note("remove", std::to_string(edits.size()));
    if (!edits.empty()) board().apply(edits, "Remove");
}

void Monkey::annotate() {
    const Design& design = *board().session().design();
    const Rect place{static_cast<double>(below(900)), static_cast<double>(below(900)), 180, 90};
    note("annotate");
    if (chance(50)) {
        const NoteId id = design.notes.empty() || chance(50) ? NoteId{} : design.notes.front().id;
        std::optional<Note> note = Note{id, place, anyText()};
        if (id && chance(30)) note.reset();
        board().apply({SetNote{id, note}}, "Note");
        return;
    }
    const FrameId id = design.frames.empty() || chance(50) ? FrameId{} : design.frames.front().id;
    std::optional<Frame> frame = Frame{id, FrameKind::Group, place, anyText()};
    if (id && chance(30)) frame.reset();
    board().apply({SetFrame{id, frame}}, "Frame");
}

void Monkey::turnTab() {
    const std::size_t what = below(10);
    if (what < 3 && m_tabs.size() < kMostTabs) return openTab();
    if (what < 4 && m_tabs.size() > 1) {
        m_lost = closeTab();
        return;
    }
    m_current = below(m_tabs.size());
    note("turn");
}

void Monkey::openTab() {
    const std::string name = kExamples[below(kExamples.size())];
    const Example* example = findExample(name);
    Tab tab;
    tab.name = name;
    tab.board = std::make_unique<Board>();
    tab.board->open(name, example->text);
    m_tabs.push_back(std::move(tab));
    m_current = m_tabs.size() - 1;
    note("open");
}

std::string Monkey::closeTab() {
    note("close");
    std::string lost;
    if (!board().undoesAll()) lost = "undoing all does not give the bytes back";
    m_tabs.erase(m_tabs.begin() + static_cast<std::ptrdiff_t>(m_current));
    m_current = 0;
    return lost;
}

std::string Monkey::undoAll() {
    if (m_judging.valid()) {
        if (std::string wrong = m_judging.get(); !wrong.empty()) return wrong;
    }
    for (Tab& tab : m_tabs) {
        if (!tab.board->undoesAll()) return tab.name + ": undoing all does not give the bytes back";
    }
    return {};
}

// What must hold.

std::string Monkey::broken() {
    if (std::string fault = board().takeFault(); !fault.empty()) return fault;
    if (std::string left = board().leftByGivingUp(); !left.empty()) return left;
    if (std::string wrong = brokenDrawing(); !wrong.empty()) return wrong;
    if (std::string wrong = brokenHistory(); !wrong.empty()) return wrong;
    if (m_steps % kBetweenTexts == 0) {
        if (std::string wrong = brokenText(); !wrong.empty()) return wrong;
    }
    return m_steps % kBetweenJudgements == 0 ? brokenJudgement() : std::string();
}

/// Every resource is shown by something, and what stands in something lies within.
std::string Monkey::brokenDrawing() {
    const Scene& scene = board().scene();
    const Diagram& diagram = *scene.diagram;
    for (const auto& each : board().session().design()->stacks) {
        for (const auto& resource : each->body.resources) {
            if (diagram.representedBy(resource->id) == kNoBox) {
                return resource->logicalId + " is not in the drawing";
            }
        }
    }
    std::map<BoxIndex, std::vector<BoxIndex>> inside;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        const Rect& rect = scene.layout->rects[i];
        if (!isFinite(rect)) return box.key + " has no place";
        inside[box.parent].push_back(i);
        if (box.kind == BoxKind::Gateway) continue;  // On its VPC's border.
        if (!contains(inflated(scene.layout->rects[box.parent], 0.01), rect)) {
            return box.key + " leaves " + diagram.boxes[box.parent].key;
        }
    }
    // A frame across subnets lies on the zones it crosses, and on nothing else.
    const auto mayLie = [&](BoxIndex on, BoxIndex zone) {
        const Box& box = diagram.boxes[on];
        return (box.kind == BoxKind::Span || box.kind == BoxKind::Fleet) && !box.spans.empty() &&
               diagram.boxes[zone].kind == BoxKind::Zone;
    };
    for (const auto& [parent, children] : inside) {
        for (auto a = children.begin(); a != children.end(); ++a) {
            for (auto b = std::next(a); b != children.end(); ++b) {
                if (!intersects(scene.layout->rects[*a], scene.layout->rects[*b])) continue;
                if (mayLie(*a, *b) || mayLie(*b, *a)) continue;
                return diagram.boxes[*a].key + " lies on " + diagram.boxes[*b].key;
            }
        }
    }
    return {};
}

/// Undo and redo lead back to the same design.
std::string Monkey::brokenHistory() {
    const History& history = board().session().history();
    if (!history.canUndo() || m_steps % 10 != 0) return {};
    const auto before = board().session().design();
    const std::size_t steps = history.undoSteps();
    board().key("Ctrl+Z");
    if (history.undoSteps() + 1 != steps) return "undo took another number of steps than one";
    board().key("Ctrl+Y");
    return board().session().design() == before ? "" : "redo gives another design";
}

/// What is saved reads back as what was saved.
std::string Monkey::brokenText() {
    const std::string text = board().text();
    MemoryFiles files;
    Session again(files);
    if (!again.openText("again.yaml", text).usable) return "what is saved can't be read:\n" + text;
    const Template& before = stack().body;
    const Template& after = again.design()->stacks.front()->body;
    for (const auto& resource : before.resources) {
        const auto same = after.resources.find(resource->logicalId);
        if (!same) return resource->logicalId + " is not in what is saved";
        if (!sameMeaning(resource->body, same->body)) {
            return resource->logicalId + " reads back as another thing";
        }
    }
    return after.resources.size() == before.resources.size() ? "" : "what is saved holds more";
}

/// What is judged on top of what was judged before is judged as from nothing; found on a thread of
/// its own, which shares the snapshots, and told at the next asking.
std::string Monkey::brokenJudgement() {
    std::string wrong = m_judging.valid() ? m_judging.get() : std::string();
    const Tab& tab = m_tabs[m_current];
    JudgeRequest request;
    request.revision = m_steps;
    request.design = board().session().design();
    request.holdPairs = true;
    note("judge");
    m_judging = std::async(std::launch::async, [request, judged = tab.judged,
                                                catalog = Catalog::embedded()] {
        auto now = judge(request, *judged ? &**judged : nullptr, *catalog);
        const auto anew = judge(request, nullptr, *catalog);
        if (!now || !anew) return std::string("judging stopped by itself");
        const std::string found = linesOf(findingsOf(*now));
        const std::string expected = linesOf(findingsOf(*anew));
        *judged = std::move(now);
        return found == expected ? std::string()
                                 : "judged step by step:\n" + found + "from nothing:\n" + expected;
    });
    return wrong;
}

}  // namespace archivolt::test
