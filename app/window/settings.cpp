#include "app/window/settings.h"

#include <charconv>
#include <sstream>
#include <utility>

namespace archivolt {

namespace {
constexpr std::size_t kLargest = std::size_t{1} << 16U;
}

Settings::Settings(FileAccess& files, std::string folder, QObject* parent)
    : QObject(parent), m_files(&files), m_folder(std::move(folder)) {
    const auto text = files.read(file(), kLargest);
    if (!text) return;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t divides = line.find('=');
        if (divides != std::string::npos) {
            m_values[line.substr(0, divides)] = line.substr(divides + 1);
        }
    }
}

QString Settings::theme() const {
    const auto found = m_values.find("theme");
    const std::string theme = found == m_values.end() ? std::string() : found->second;
    return theme == "light" || theme == "dark" ? QString::fromStdString(theme)
                                               : QStringLiteral("system");
}

int Settings::number(const std::string& key, int fallback) const {
    const auto found = m_values.find(key);
    if (found == m_values.end()) return fallback;
    int value = 0;
    const char* end = found->second.data() + found->second.size();
    const auto read = std::from_chars(found->second.data(), end, value);
    return read.ec == std::errc() && read.ptr == end && value >= 0 ? value : fallback;
}

void Settings::set(const std::string& key, std::string value) {
    std::string& kept = m_values[key];
    if (kept == value) return;
    kept = std::move(value);
    Q_EMIT changed();
    if (m_files == nullptr) return;
    std::string text;
    for (const auto& [name, now] : m_values) text += name + "=" + now + "\n";
    // Not written: the next start has the defaults, and no work is lost.
    if (m_files->makeFolder(m_folder)) static_cast<void>(m_files->writeAtomically(file(), text));
}

}  // namespace archivolt
