#include "app/session/file_flow.h"

#include <utility>

namespace archivolt {

namespace {

/// One step being worked out.
class Stepping {
public:
    explicit Stepping(FileState state) : m_state(std::move(state)) {}

    FileStep finish() { return {std::move(m_state), std::move(m_effects)}; }

    void on(const file_event::Wanted& event) {
        // The window's close button works whatever is being asked.
        if (event.wish.kind == Wish::Kind::Quit) dropQuestion();
        if (isAsking() || isWriting()) return;
        want(event.wish);
    }

    void on(const file_event::WantedFile&) {
        if (!isAsking() && !isWriting()) ask(FileQuestion::ChooseOpen);
    }

    void on(const file_event::WantedSave&) {
        if (!isAsking() && !isWriting() && m_state.isOpen) save();
    }

    void on(const file_event::WantedSaveAs&) {
        if (!isAsking() && !isWriting() && m_state.isOpen) ask(FileQuestion::ChooseSave);
    }

    void on(const file_event::WantedExport&) {
        if (!isAsking() && !isWriting() && m_state.isOpen) ask(FileQuestion::ChooseExport);
    }

    void on(const file_event::Chosen& event) {
        m_state.trouble.clear();
        switch (m_state.question) {
            case FileQuestion::ChooseOpen:
                dropQuestion();
                want({Wish::Kind::Open, event.path});
                return;
            case FileQuestion::ChooseSave:
                look(event.path == m_state.path ? FileTarget::Own : FileTarget::Other, event.path);
                return;
            case FileQuestion::ChooseExport:
                if (event.path == m_state.path) {
                    m_state.trouble = "this is the open file itself: save it, or take another name";
                    return;
                }
                look(FileTarget::Export, event.path);
                return;
            case FileQuestion::None:
            case FileQuestion::Unsaved:
            case FileQuestion::Overwrite:
            case FileQuestion::Conflict:
            case FileQuestion::ReadOnly:
            case FileQuestion::InUse: return;
        }
    }

    void on(const file_event::Answered& event) {
        const FileAnswer answer = event.answer;
        switch (m_state.question) {
            case FileQuestion::None: answerNews(answer); return;
            case FileQuestion::ChooseOpen:
            case FileQuestion::ChooseSave:
            case FileQuestion::ChooseExport:
                if (answer == FileAnswer::Cancel) giveUp();
                return;
            case FileQuestion::Unsaved: answerUnsaved(answer); return;
            case FileQuestion::Overwrite: answerOverwrite(answer); return;
            case FileQuestion::Conflict: answerConflict(answer); return;
            case FileQuestion::ReadOnly:
            case FileQuestion::InUse: answerBlocked(answer); return;
        }
    }

    void on(const file_event::Edited& event) { m_state.isDirty = event.isDirty; }

    void on(const file_event::Looked& event) {
        const DiskFacts& facts = event.facts;
        const bool isOwn = m_state.target == FileTarget::Own;
        if (!isWriting()) return;
        m_state.facts = facts;
        if (m_state.target == FileTarget::Other || m_state.target == FileTarget::Export) {
            if (facts.inUse) return ask(FileQuestion::InUse);
            if (facts.exists) return ask(FileQuestion::Overwrite);
        }
        if (isOwn) {
            m_state.inUse = facts.inUse;
            if (facts.inUse) return ask(FileQuestion::InUse);
            if (facts.exists && facts.changed) {
                m_state.news = DiskNews::Changed;
                return ask(FileQuestion::Conflict);
            }
            if (facts.exists && !facts.writable) return ask(FileQuestion::ReadOnly);
        }
        write();
    }

    void on(const file_event::Noticed& event) {
        if (!m_state.isOpen || m_state.path.empty() || isWriting()) return;
        m_state.inUse = event.facts.inUse;
        const bool wasGone = m_state.news == DiskNews::Gone;
        if (wasGone == event.facts.exists) add(file_effect::HeedFile{event.facts.exists});
        if (!event.facts.exists) {
            m_state.news = DiskNews::Gone;
        } else if (!event.facts.changed) {
            m_state.news = DiskNews::Same;
        } else if (m_state.isDirty || isAsking()) {
            m_state.news = DiskNews::Changed;
        } else {
            m_state.news = DiskNews::Same;
            add(file_effect::Reread{});
        }
    }

    void on(const file_event::Opened& event) {
        m_state.wish = {};
        if (!event.worked) return;
        beginAnew();
        m_state.isOpen = true;
        m_state.path = event.path;
        m_state.isDirty = event.isDirty;
        m_state.inUse = event.inUse;
    }

    void on(const file_event::Written& event) {
        const FileTarget target = std::exchange(m_state.target, FileTarget::None);
        const std::string path = std::exchange(m_state.chosen, {});
        if (!event.worked) {
            m_state.wish = {};
            if (target == FileTarget::Own) return;
            m_state.trouble = event.why;
            m_state.chosen = path;
            ask(target == FileTarget::Other ? FileQuestion::ChooseSave
                                            : FileQuestion::ChooseExport);
            return;
        }
        m_state.trouble.clear();
        if (target != FileTarget::Export) {
            m_state.path = path;
            m_state.isDirty = false;
            m_state.inUse = false;
            m_state.news = DiskNews::Same;
        }
        const Wish wish = std::exchange(m_state.wish, {});
        if (wish.kind != Wish::Kind::Nothing) want(wish);
    }

    void on(const file_event::Reread& event) {
        m_state.news = event.worked ? DiskNews::Same : DiskNews::Changed;
        if (event.worked) m_state.isDirty = false;
    }

private:
    [[nodiscard]] bool isAsking() const { return m_state.question != FileQuestion::None; }
    [[nodiscard]] bool isWriting() const {
        return !isAsking() && m_state.target != FileTarget::None;
    }
    void add(FileEffect effect) { m_effects.push_back(std::move(effect)); }
    void ask(FileQuestion question) { m_state.question = question; }
    void dropQuestion() {
        m_state.question = FileQuestion::None;
        m_state.target = FileTarget::None;
        m_state.chosen.clear();
        m_state.trouble.clear();
    }
    void beginAnew() {
        const bool opensElsewhere = m_state.opensElsewhere;
        m_state = {};
        m_state.opensElsewhere = opensElsewhere;
    }
    /// Says whether the wish comes true without touching what is open.
    [[nodiscard]] bool isElsewhere(const Wish& wish) const {
        const bool opens = wish.kind == Wish::Kind::Open || wish.kind == Wish::Kind::Example ||
                           wish.kind == Wish::Kind::Recover;
        return opens && !wish.inPlace && m_state.isOpen && m_state.opensElsewhere;
    }
    void giveUp() {
        dropQuestion();
        m_state.wish = {};
    }

    /// Does what is wanted, after asking about unsaved changes that would go.
    void want(const Wish& wish) {
        if (wish.kind == Wish::Kind::Nothing) return;
        const bool isUnsaved = m_state.isDirty || m_state.news == DiskNews::Gone;
        if (m_state.isOpen && isUnsaved && !isElsewhere(wish)) {
            m_state.wish = wish;
            return ask(FileQuestion::Unsaved);
        }
        fulfil(wish);
    }

    void fulfil(const Wish& wish) {
        dropQuestion();
        m_state.wish = {};
        if (isElsewhere(wish)) return add(file_effect::OpenElsewhere{wish});
        switch (wish.kind) {
            case Wish::Kind::Nothing: return;
            case Wish::Kind::Open:
            case Wish::Kind::Example:
            case Wish::Kind::Recover: return add(file_effect::Open{wish});
            case Wish::Kind::Close: beginAnew(); return add(file_effect::Close{});
            case Wish::Kind::Quit: return add(file_effect::Quit{});
        }
    }

    void save() {
        if (m_state.path.empty()) return ask(FileQuestion::ChooseSave);
        look(FileTarget::Own, m_state.path);
    }

    void look(FileTarget target, const std::string& path) {
        m_state.question = FileQuestion::None;
        m_state.target = target;
        m_state.chosen = path;
        add(file_effect::Look{path});
    }

    void write() {
        m_state.question = FileQuestion::None;
        add(file_effect::Write{m_state.target, m_state.chosen});
    }

    void answerUnsaved(FileAnswer answer) {
        if (answer == FileAnswer::Cancel) return giveUp();
        if (answer == FileAnswer::Discard) return fulfil(Wish(m_state.wish));
        if (answer != FileAnswer::Save) return;
        m_state.question = FileQuestion::None;
        save();
    }

    void answerOverwrite(FileAnswer answer) {
        if (answer == FileAnswer::Overwrite) return write();
        if (answer != FileAnswer::Cancel) return;
        const bool exports = m_state.target == FileTarget::Export;
        m_state.target = FileTarget::None;
        ask(exports ? FileQuestion::ChooseExport : FileQuestion::ChooseSave);
    }

    void answerConflict(FileAnswer answer) {
        if (answer == FileAnswer::Keep) {
            return m_state.facts.writable ? write() : ask(FileQuestion::ReadOnly);
        }
        if (answer == FileAnswer::Compare) return add(file_effect::Compare{});
        if (answer == FileAnswer::Cancel) return giveUp();
        if (answer != FileAnswer::Take) return;
        giveUp();
        m_state.news = DiskNews::Same;
        add(file_effect::Reread{});
    }

    void answerBlocked(FileAnswer answer) {
        if (answer == FileAnswer::Cancel) return giveUp();
        if (answer == FileAnswer::Overwrite && m_state.question == FileQuestion::ReadOnly) {
            return write();
        }
        if (answer != FileAnswer::SaveAs) return;
        const bool exports = m_state.target == FileTarget::Export;
        m_state.target = FileTarget::None;
        m_state.chosen.clear();
        ask(exports ? FileQuestion::ChooseExport : FileQuestion::ChooseSave);
    }

    /// Answers what stands in the bar, while nothing is being asked.
    void answerNews(FileAnswer answer) {
        if (m_state.news == DiskNews::Same || isWriting()) return;
        if (answer == FileAnswer::Compare) return add(file_effect::Compare{});
        if (answer == FileAnswer::Keep) {
            m_state.news = DiskNews::Same;
            m_state.isDirty = true;
            return add(file_effect::KeepOver{});
        }
        if (answer == FileAnswer::Take && m_state.news == DiskNews::Changed) {
            m_state.news = DiskNews::Same;
            return add(file_effect::Reread{});
        }
    }

    FileState m_state;
    std::vector<FileEffect> m_effects;
};

}  // namespace

FileStep step(FileState state, const FileEvent& event) {
    Stepping stepping(std::move(state));
    std::visit([&](const auto& each) { stepping.on(each); }, event);
    return stepping.finish();
}

}  // namespace archivolt
