#include "app/session/session.h"

#include "app/session/save_design.h"
#include "model/base/invariant.h"
#include "model/compare/align.h"

namespace archivolt {

namespace {

/// Says whether two snapshots of one history hold the same, as an edit and its opposite leave them
/// or a step that changes nothing but the drawing; cheap, since what did not change is shared.
bool holdTheSame(const Design& a, const Design& b) {
    return a.stacks == b.stacks && a.name == b.name && a.placements == b.placements &&
           a.places == b.places && a.notes == b.notes && a.frames == b.frames &&
           a.parameterSets == b.parameterSets && a.suppressions == b.suppressions &&
           a.intents == b.intents && a.scenarios == b.scenarios && a.unknown == b.unknown;
}

}  // namespace

FileReading readForSession(const std::string& path, const FileAccess& files) {
    // The mark first: what is written in between is then seen as a change.
    const DiskMark known = diskMarkOf(path, files);
    return {openDesign(path, {}, files), known};
}

Session::Opening Session::take(OpenedDesign opened, std::string path) {
    Opening opening{opened.usable, opened.diagnostics};
    if (!opening.usable) return opening;
    m_history.emplace(opened.design);
    m_opened = std::move(opened);
    m_path = std::move(path);
    m_known = {};
    m_fileDiffers = false;
    m_fileIsGone = false;
    ++m_revision;
    return opening;
}

Session::Opening Session::open(const std::string& path) {
    auto reading = m_readings ? m_readings(path) : std::nullopt;
    if (!reading) reading = readForSession(path, m_files);
    Opening opening = take(std::move(reading->opened), path);
    if (opening.usable) m_known = reading->known;
    return opening;
}

Session::Opening Session::readAgain() {
    INVARIANT(m_history.has_value());
    auto [opened, known] = readForSession(m_path, m_files);
    Opening opening{opened.usable, opened.diagnostics};
    if (!opening.usable) return opening;
    m_history->push(alignedWith(*m_history->present(), opened.design),
                    "the change of the file by another program");
    m_history->markSaved();
    m_opened = std::move(opened);
    m_known = known;
    m_fileDiffers = false;
    m_fileIsGone = false;
    ++m_revision;
    return opening;
}

Session::Opening Session::openText(const std::string& name, std::string_view text) {
    return take(archivolt::openText({name, std::string(text)}, {}), {});
}

Session::Opening Session::recover(const Recovered& recovered) {
    const std::string name = recovered.path.empty() ? "recovered.archivolt" : recovered.path;
    OpenedDesign opened = archivolt::openText({name, recovered.project}, {});
    opened.kind = recovered.kind;
    if (opened.usable && recovered.kind != FileKind::Describe && !recovered.path.empty() &&
        diskMarkOf(recovered.path, m_files) == recovered.known) {
        // The file is as it was: the work is a step over it, which undo takes back.
        if (open(recovered.path).usable) {
            put(alignedWith(*m_history->present(), opened.design), "the work that was recovered");
            return {true, std::move(opened.diagnostics)};
        }
    }
    Opening opening = take(std::move(opened), recovered.path);
    if (!opening.usable) return opening;
    m_known = recovered.known;
    m_fileDiffers = true;
    return opening;
}

const History::Snapshot& Session::design() const {
    INVARIANT(m_history.has_value());
    return m_history->present();
}

const History& Session::history() const {
    INVARIANT(m_history.has_value());
    return *m_history;
}

bool Session::isDirty() const { return isEdited() || (m_history && m_fileIsGone); }

bool Session::isEdited() const {
    return m_history &&
           (m_fileDiffers ||
            !(m_history->isClean() || holdTheSame(*m_history->saved(), *m_history->present())));
}

Result<void> Session::apply(const std::vector<Edit>& edits, std::string label, std::string key) {
    INVARIANT(m_history.has_value());
    auto changed = applyAll(*m_history->present(), edits);
    if (!changed) return tl::make_unexpected(changed.error());
    put(*std::move(changed), std::move(label), std::move(key));
    return {};
}

void Session::put(Design changed, std::string label, std::string key) {
    INVARIANT(m_history.has_value());
    m_history->push(std::move(changed), std::move(label), std::move(key));
    ++m_revision;
}

void Session::endStep() {
    if (m_history) m_history->close();
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

Result<void> Session::write(FileKind kind, const std::string& path) {
    INVARIANT(m_history.has_value());
    const auto list = filesToSave(*m_history->present(), kind, path, m_files);
    if (!list) return tl::make_unexpected(list.error());
    DiskMark mark;
    if (list->size() == 1) mark.companion = diskMarkOf(path, m_files).companion;
    for (const FileToWrite& file : *list) {
        if (auto written = m_files.writeAtomically(file.path, file.bytes); !written) {
            return written;
        }
        const bool isCompanion = file.path != path;
        (isCompanion ? mark.companion : mark.file) = contentHash(file.bytes);
        // Where the second write fails, the first is still this session's own.
        if (isCompanion && path == m_path) m_known.companion = mark.companion;
    }
    m_known = mark;
    m_history->markSaved();
    m_history->close();
    m_fileDiffers = false;
    m_fileIsGone = false;
    return {};
}

Result<void> Session::save() {
    INVARIANT(!m_path.empty());
    return write(m_opened.kind, m_path);
}

Result<void> Session::saveAs(const std::string& path) {
    const bool isObserved = m_opened.kind == FileKind::Describe;
    const FileKind kind = path.ends_with(".archivolt") ? FileKind::Project
                          : isObserved                 ? FileKind::Describe
                                                       : FileKind::Template;
    if (auto written = write(kind, path); !written) return written;
    m_path = path;
    m_opened.path = path;
    m_opened.kind = kind;
    return {};
}

void Session::keepOver(const DiskMark& there) {
    m_known = there;
    m_fileDiffers = true;
}

void Session::close() {
    m_history.reset();
    m_opened = {};
    m_path.clear();
    m_known = {};
    m_fileDiffers = false;
    m_fileIsGone = false;
    ++m_revision;
}

}  // namespace archivolt
