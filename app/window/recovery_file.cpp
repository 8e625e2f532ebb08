#include "app/window/recovery_file.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/session/save_design.h"

namespace archivolt {

namespace {

constexpr std::string_view kStart = "recovery-";
constexpr std::string_view kEnding = ".json";

std::optional<Recovered> recoveredFrom(const std::string& text) {
    const auto whole = nlohmann::json::parse(text, nullptr, false);
    if (!whole.is_object() || whole.value("format", nlohmann::json()) != 1) return {};
    const auto textOf = [&](const char* key) {
        const auto found = whole.find(key);
        return found != whole.end() && found->is_string() ? found->get<std::string>()
                                                          : std::string();
    };
    Recovered recovered{textOf("project"), textOf("path"),
                        textOf("kind") == "project" ? FileKind::Project : FileKind::Template};
    if (recovered.project.empty()) return {};
    return recovered;
}

}  // namespace

Result<void> RecoveryFile::write(const Design& design, const std::string& path, FileKind kind) {
    const auto project = savedText(design, FileKind::Project);
    if (!project) return tl::make_unexpected(project.error());
    const nlohmann::ordered_json whole{{"format", 1},
                                       {"path", path},
                                       {"kind", kind == FileKind::Project ? "project" : "template"},
                                       {"project", *project}};
    if (auto made = m_files.makeFolder(m_folder); !made) return made;
    // File names and texts may hold bytes that are no UTF-8; a copy with a mark in their place is
    // better than none.
    return m_files.writeAtomically(
        fileOf(m_processes.self),
        whole.dump(0, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void RecoveryFile::clear() {
    const std::string file = fileOf(m_processes.self);
    if (m_files.isFile(file)) static_cast<void>(m_files.remove(file));
}

std::string RecoveryFile::fileOf(long process) const {
    return fmt::format("{}/{}{}{}", m_folder, kStart, process, kEnding);
}

std::optional<std::pair<std::string, Recovered>> RecoveryFile::find() const {
    for (const std::string& name : m_files.list(m_folder)) {
        if (!name.starts_with(kStart) || !name.ends_with(kEnding)) continue;
        const std::string digits =
            name.substr(kStart.size(), name.size() - kStart.size() - kEnding.size());
        long process = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), process);
        if (error != std::errc() || end != digits.data() + digits.size()) continue;
        if (process == m_processes.self || m_processes.isRunning(process)) continue;
        const std::string path = m_folder + '/' + name;
        const auto text = m_files.read(path, 2 * kMaxFileBytes);
        if (!text) continue;
        if (auto recovered = recoveredFrom(*text)) return {{path, *std::move(recovered)}};
    }
    return {};
}

std::optional<Recovered> RecoveryFile::leftBehind() const {
    auto found = find();
    if (!found) return {};
    return std::move(found->second);
}

void RecoveryFile::discardLeftBehind() {
    if (const auto found = find()) static_cast<void>(m_files.remove(found->first));
}

}  // namespace archivolt
