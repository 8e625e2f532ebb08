#include "model/access/managed_policies.h"

#include "model/policy/json_text.h"

// The assembler takes the file in whole, as it does that of the catalogue.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_managed_begin\n"
    ".global archivolt_managed_end\n"
    "archivolt_managed_begin:\n"
    ".incbin \"" ARCHIVOLT_MANAGED_FILE
    "\"\n"
    "archivolt_managed_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_managed_begin[];
extern const char archivolt_managed_end[];
}

namespace archivolt {

std::optional<ManagedPolicyText> awsManagedPolicy(std::string_view arn) {
    constexpr std::string_view kStart = "arn:aws:iam::aws:policy/";
    if (!arn.starts_with(kStart)) return std::nullopt;
    const std::string_view text(
        archivolt_managed_begin,
        static_cast<std::size_t>(archivolt_managed_end - archivolt_managed_begin));
    std::string line = "\n" + std::string(arn.substr(kStart.size())) + '\t';
    const std::size_t at = text.find(line);
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view rest = text.substr(at + line.size());
    rest = rest.substr(0, rest.find('\n'));
    const std::size_t tab = rest.find('\t');
    auto document = valueFromJsonText(rest.substr(tab + 1));
    if (tab == std::string_view::npos || !document) return std::nullopt;
    return ManagedPolicyText{*std::move(document), std::string(rest.substr(0, tab))};
}

}  // namespace archivolt
