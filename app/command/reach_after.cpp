#include "app/command/reach_after.h"

#include <fmt/format.h>

#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/design/edit_json.h"

namespace archivolt {

namespace {

std::string noteOn(const EstablishedAnswer& established) {
    constexpr auto kSubject = "a connection that is open while the edits are made";
    switch (established.survives) {
        case Truth::Yes: return fmt::format("{} goes on", kSubject);
        case Truth::Unknown: return fmt::format("{} may break: {}", kSubject, established.why);
        case Truth::No: break;
    }
    if (!established.brokenBy) return established.why;
    const Hop& hop = *established.brokenBy;
    return fmt::format("{} breaks: `{}`, {} {}{}{}", kSubject, hop.resource, hopKindName(hop.kind),
                       hop.step, hop.rule.empty() ? "" : ", rule " + hop.rule,
                       hop.why.empty() ? "" : ": " + hop.why);
}

}  // namespace

std::optional<Diagnostic> addEstablished(const ReachOptions& options, const Design& design,
                                         const ResolvedDesign& resolved,
                                         const Reachability& reachability,
                                         const CommandContext& context, ReachAnswer& answer) {
    const auto text = context.files.read(options.after, kMaxFileBytes);
    if (!text) return text.error();
    const auto edits = editsFromJson(design, *text);
    if (!edits) {
        Diagnostic diagnostic = edits.error();
        if (diagnostic.where.file.empty()) diagnostic.where.file = options.after;
        return diagnostic;
    }
    if (answer.traced && answer.disposition == Disposition::Delivered) {
        const auto changed = resolve(edits->after, resolved);
        answer.established = establishedAfter(reachability.network(),
                                              NetworkIndex(changed->architecture), *answer.traced);
    } else {
        answer.established = EstablishedAnswer{
            Truth::No, {}, "no such connection is let through, so there is none to break"};
    }
    answer.notes.push_back(noteOn(*answer.established));
    return std::nullopt;
}

}  // namespace archivolt
