#include "model/guardrails/secret_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr std::size_t kAccessKeyLength = 20;
constexpr std::size_t kShortestSecret = 4;

bool isKeyCharacter(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Says whether an access key id stands at a place: `AKIA` or `ASIA` and 16 more characters.
bool accessKeyAt(std::string_view text, std::size_t at) {
    const std::string_view found = text.substr(at, kAccessKeyLength);
    if (found.size() < kAccessKeyLength || !std::ranges::all_of(found, isKeyCharacter)) {
        return false;
    }
    if (at > 0 && isKeyCharacter(text[at - 1])) return false;
    const std::size_t end = at + kAccessKeyLength;
    return end == text.size() || !isKeyCharacter(text[end]);
}

bool hasAccessKey(std::string_view text) {
    for (const std::string_view prefix : {"AKIA", "ASIA"}) {
        for (std::size_t at = text.find(prefix); at != std::string_view::npos;
             at = text.find(prefix, at + 1)) {
            if (accessKeyAt(text, at)) return true;
        }
    }
    return false;
}

constexpr std::array<std::string_view, 8> kSecretNames = {
    "password",          "passwd",  "secret_key", "secretkey",
    "secret_access_key", "api_key", "apikey",     "auth_token"};

/// Returns the literal value behind a name, `=` or `:` and quotes; empty where there is none.
std::string_view literalAfter(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
    while (at < text.size() && text[at] == ' ') ++at;
    if (at >= text.size() || (text[at] != '=' && text[at] != ':')) return {};
    if (text.substr(at).starts_with("==") || text.substr(at).starts_with("::")) return {};
    ++at;
    while (at < text.size() && text[at] == ' ') ++at;
    while (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
    std::size_t end = at;
    while (end < text.size() &&
           std::string_view(" \t\r\n\"',;&|)<>").find(text[end]) == std::string_view::npos) {
        ++end;
    }
    return text.substr(at, end - at);
}

/// Says whether a value is written out, and not a variable, a call, an option or a reference.
bool isLiteral(std::string_view value) {
    if (value.size() < kShortestSecret) return false;
    if (std::string_view("$`%{<(-/*@!").find(value.front()) != std::string_view::npos) return false;
    return value.find("${") == std::string_view::npos &&
           value.find("$(") == std::string_view::npos &&
           value.find("{{") == std::string_view::npos && value.find('(') == std::string_view::npos;
}

bool hasAssignedSecret(std::string_view text) {
    const std::string lower = lowerAscii(text);
    for (const std::string_view name : kSecretNames) {
        for (std::size_t at = lower.find(name); at != std::string::npos;
             at = lower.find(name, at + 1)) {
            const std::size_t end = at + name.size();
            if (end < lower.size() && isWord(lower[end])) continue;
            const std::string_view value = literalAfter(text, end);
            if (!isLiteral(value)) continue;
            const std::string_view plain = std::string_view(lower).substr(
                static_cast<std::size_t>(value.data() - text.data()), value.size());
            if (plain == "true" || plain == "false" || plain == "none" || plain == "null") continue;
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<std::string> secretIn(std::string_view text) {
    if (hasAccessKey(text)) return "an AWS access key";
    if (text.find("-----BEGIN ") != std::string_view::npos &&
        text.find("PRIVATE KEY-----") != std::string_view::npos) {
        return "a private key";
    }
    if (hasAssignedSecret(text)) return "a password or key in plain text";
    return std::nullopt;
}

bool isSecretParameter(const Template& body, std::string_view name) {
    const Value* parameters = body.section("Parameters");
    const Value* parameter = parameters != nullptr ? parameters->find(name) : nullptr;
    const Value* hidden = parameter != nullptr ? parameter->find("NoEcho") : nullptr;
    return hidden != nullptr && hidden->asBool().value_or(false);
}

}  // namespace archivolt
