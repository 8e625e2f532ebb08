#include "app/window/session.h"

#include "app/session/save_design.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Serves one text under one name, so that what is no file opens the way a file does.
class TextAsFile final : public FileAccess {
public:
    TextAsFile(std::string path, std::string_view text) : m_path(std::move(path)), m_text(text) {}
    [[nodiscard]] Result<std::string> read(const std::string& path, std::size_t) const override {
        if (path != m_path) return failure(kCannotRead, "there is no file here");
        return std::string(m_text);
    }
    [[nodiscard]] Result<void> writeAtomically(const std::string&, std::string_view) override {
        return failure(kReadOnlyText, "this can only be read");
    }
    [[nodiscard]] bool isFile(const std::string& path) const override { return path == m_path; }
    [[nodiscard]] bool isFolder(const std::string&) const override { return false; }
    [[nodiscard]] Result<void> makeFolder(const std::string&) override {
        return failure(kReadOnlyText, "this can only be read");
    }
    [[nodiscard]] Result<void> remove(const std::string&) override {
        return failure(kReadOnlyText, "this can only be read");
    }
    [[nodiscard]] std::vector<std::string> list(const std::string&) const override { return {}; }

private:
    std::string m_path;
    std::string_view m_text;
};

}  // namespace

bool Session::take(OpenedDesign opened, std::string path, std::vector<Diagnostic>& diagnostics) {
    diagnostics = opened.diagnostics;
    if (!opened.usable) return false;
    m_history.emplace(opened.design);
    m_opened = std::move(opened);
    m_path = std::move(path);
    m_recovered = false;
    ++m_revision;
    return true;
}

bool Session::open(const std::string& path, std::vector<Diagnostic>& diagnostics) {
    return take(openDesign(path, {}, m_files), path, diagnostics);
}

bool Session::openExample(const Example& example, std::vector<Diagnostic>& diagnostics) {
    const std::string name = std::string(example.name) + ".yaml";
    const TextAsFile file(name, example.text);
    return take(openDesign(name, {}, file), {}, diagnostics);
}

bool Session::recover(const std::string& project, const std::string& path, FileKind kind,
                      std::vector<Diagnostic>& diagnostics) {
    const TextAsFile file(path.empty() ? "recovered.archivolt" : path, project);
    OpenedDesign opened = openDesign(path.empty() ? "recovered.archivolt" : path, {}, file);
    opened.kind = kind;
    if (!take(std::move(opened), path, diagnostics)) return false;
    m_recovered = true;
    return true;
}

const History::Snapshot& Session::design() const {
    INVARIANT(m_history.has_value());
    return m_history->present();
}

const History& Session::history() const {
    INVARIANT(m_history.has_value());
    return *m_history;
}

bool Session::isDirty() const { return m_history && (m_recovered || !m_history->isClean()); }

Result<void> Session::apply(const std::vector<Edit>& edits, std::string label) {
    INVARIANT(m_history.has_value());
    auto changed = applyAll(*m_history->present(), edits);
    if (!changed) return tl::make_unexpected(changed.error());
    m_history->push(*std::move(changed), std::move(label));
    ++m_revision;
    return {};
}

bool Session::undo() {
    if (!m_history || !m_history->undo()) return false;
    ++m_revision;
    return true;
}

bool Session::redo() {
    if (!m_history || !m_history->redo()) return false;
    ++m_revision;
    return true;
}

Result<void> Session::save() {
    INVARIANT(m_history.has_value() && !m_path.empty());
    if (auto written = saveDesign(*m_history->present(), m_opened.kind, m_path, m_files);
        !written) {
        return written;
    }
    m_history->markSaved();
    m_recovered = false;
    return {};
}

Result<void> Session::saveAs(const std::string& path) {
    INVARIANT(m_history.has_value());
    const FileKind kind = path.ends_with(".archivolt") ? FileKind::Project : FileKind::Template;
    if (auto written = saveDesign(*m_history->present(), kind, path, m_files); !written) {
        return written;
    }
    m_path = path;
    m_opened.path = path;
    m_opened.kind = kind;
    m_history->markSaved();
    m_recovered = false;
    return {};
}

void Session::close() {
    m_history.reset();
    m_opened = {};
    m_path.clear();
    m_recovered = false;
    ++m_revision;
}

}  // namespace archivolt
