#include "app/session/recovery.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "app/session/save_design.h"

namespace archivolt {

namespace {

constexpr std::string_view kStart = "session-";
constexpr std::string_view kEnding = ".json";
constexpr int kFormat = 2;
constexpr int kMostSessions = 1000;

nlohmann::ordered_json jsonOf(const std::optional<std::uint64_t>& hash) {
    return hash ? nlohmann::ordered_json(*hash) : nlohmann::ordered_json();
}

std::optional<LeftBehind> leftBehindFrom(const std::string& text) {
    const auto whole = nlohmann::json::parse(text, nullptr, false);
    if (!whole.is_object() || whole.value("format", nlohmann::json()) != kFormat) return {};
    const auto textOf = [&](const char* key) {
        const auto found = whole.find(key);
        return found != whole.end() && found->is_string() ? found->get<std::string>()
                                                          : std::string();
    };
    const auto hashOf = [&](const char* key) -> std::optional<std::uint64_t> {
        const auto found = whole.find(key);
        if (found == whole.end() || !found->is_number_unsigned()) return {};
        return found->get<std::uint64_t>();
    };
    const std::string kind = textOf("kind");
    LeftBehind left;
    left.design = textOf("design");
    left.change = textOf("change");
    left.recovered = {textOf("project"),
                      textOf("path"),
                      kind == "project"    ? FileKind::Project
                      : kind == "describe" ? FileKind::Describe
                                           : FileKind::Template,
                      {hashOf("file"), hashOf("companion")}};
    if (left.recovered.project.empty()) return {};
    if (const auto drafts = whole.find("drafts"); drafts != whole.end() && drafts->is_object()) {
        for (const auto& [stack, draft] : drafts->items()) {
            if (draft.is_string()) left.drafts.emplace(stack, draft.get<std::string>());
        }
    }
    return left;
}

const char* nameOf(FileKind kind) {
    switch (kind) {
        case FileKind::Template: return "template";
        case FileKind::Project: return "project";
        case FileKind::Describe: return "describe";
    }
    return "";
}

}  // namespace

std::string RecoveryStore::fileOf(const std::string& name) const {
    return fmt::format("{}/{}{}", m_folder, name, kEnding);
}

std::string RecoveryStore::lockOf(const std::string& name) const {
    return fmt::format("{}/{}.lock", m_folder, name);
}

Result<void> RecoveryStore::takeName() {
    if (!m_own.empty()) return {};
    if (auto made = m_files.makePrivateFolder(m_folder); !made) return made;
    for (int i = 1; i <= kMostSessions; ++i) {
        const std::string name = fmt::format("{}{}", kStart, i);
        if (m_files.isFile(fileOf(name))) continue;
        auto lock = m_files.tryLock(lockOf(name));
        if (!lock) return tl::make_unexpected(lock.error());
        if (*lock == nullptr || m_files.isFile(fileOf(name))) continue;
        m_own = name;
        m_ownLock = *std::move(lock);
        return {};
    }
    return failure(kCannotWrite, "there are too many recovery copies",
                   fmt::format("look through the folder `{}`", m_folder));
}

Result<void> RecoveryStore::write(const UnsavedWork& work) {
    const auto project = savedText(*work.design, FileKind::Project);
    if (!project) return tl::make_unexpected(project.error());
    if (auto named = takeName(); !named) return named;
    const nlohmann::ordered_json whole{{"format", kFormat},
                                       {"design", work.design->name},
                                       {"path", work.path},
                                       {"kind", nameOf(work.kind)},
                                       {"file", jsonOf(work.known.file)},
                                       {"companion", jsonOf(work.known.companion)},
                                       {"change", work.change},
                                       {"drafts", nlohmann::ordered_json(work.drafts)},
                                       {"project", *project}};
    // File names and texts may hold bytes that are no UTF-8; a copy with a mark in their place is
    // better than none.
    return m_files.writePrivately(
        fileOf(m_own), whole.dump(0, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void RecoveryStore::clear() {
    if (m_own.empty()) return;
    static_cast<void>(m_files.remove(fileOf(m_own)));
    m_own.clear();
    m_ownLock.reset();
}

bool RecoveryStore::isOnDisk(const Recovered& recovered) const {
    if (recovered.path.empty() || !m_files.isFile(recovered.path)) return false;
    const OpenedDesign kept = openText({recovered.path, recovered.project}, {});
    const OpenedDesign there = openDesign(recovered.path, {}, m_files);
    return kept.usable && there.usable && sameContent(kept.design, there.design);
}

std::vector<LeftBehind> RecoveryStore::leftBehind() {
    std::vector<LeftBehind> found;
    for (const std::string& file : m_files.list(m_folder)) {
        if (!file.starts_with(kStart) || !file.ends_with(kEnding)) continue;
        const std::string name = file.substr(0, file.size() - kEnding.size());
        if (!m_held.contains(name)) {
            auto lock = m_files.tryLock(lockOf(name));
            if (!lock || *lock == nullptr) continue;
            m_held[name] = *std::move(lock);
        }
        const auto text = m_files.read(fileOf(name), 2 * kMaxFileBytes);
        auto left = text ? leftBehindFrom(*text) : std::nullopt;
        if (!left) {
            m_held.erase(name);
        } else if (left->drafts.empty() && isOnDisk(left->recovered)) {
            release(name);
        } else {
            left->name = name;
            found.push_back(*std::move(left));
        }
    }
    return found;
}

void RecoveryStore::release(const std::string& name) {
    if (!m_held.contains(name)) return;
    static_cast<void>(m_files.remove(fileOf(name)));
    m_held.erase(name);
}

}  // namespace archivolt
