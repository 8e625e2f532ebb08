#pragma once

#include <string>
#include <vector>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns traffic for people: `tcp 80, 443 · udp 53`; `everything` for all of it.
[[nodiscard]] std::string trafficWords(const TrafficSet& traffic);

/// Returns what a question asks for: `tcp 443`, `ports 80-90`, `anything`; with ` over IPv6` where
/// a family is asked for.
[[nodiscard]] std::string askedWords(const ReachQuestion& question);

/// Returns an end's name as a sentence has it: `the internet` for `internet`.
[[nodiscard]] std::string endWords(const std::string& name);

/// What stops a flow, said plainly.
struct BlockerWords {
    std::string title;   ///< `DbGroup does not let it in`.
    std::string detail;  ///< `No rule allows tcp 5432 from 203.0.113.9`; may be empty.
    friend bool operator==(const BlockerWords&, const BlockerWords&) = default;
};
/// An address that stands for the internet in this question is called so.
[[nodiscard]] BlockerWords blockerWords(const Blocker& blocker, const ReachQuestion& question);

/// Returns in two or three words why nothing passes: `no public address`, `blocked 3 times`.
[[nodiscard]] std::string briefly(const ReachAnswer& answer);

/// Returns the answer as one sentence that names the cause.
[[nodiscard]] std::string answerSentence(const ReachQuestion& question, const ReachAnswer& answer);

/// Returns for each part of a partial answer what passes, and for whom where not for all.
[[nodiscard]] std::vector<std::string> passWords(const ReachAnswer& answer);

/// Returns names as a sentence lists them: `A, B and 3 more`, at most `most` of them.
[[nodiscard]] std::string listWords(const std::vector<std::string>& names, std::size_t most = 3);

/// Returns the plain name of a step of a trace: `lets in`, `route`, `translates`.
[[nodiscard]] std::string stepWords(const Hop& hop);

/// Returns phrases of the engines (steps of a repair, why a promise breaks) as the window says
/// them, a line each.
[[nodiscard]] std::string stepLines(const std::vector<std::string>& steps);

/// Returns what looks at packets by what it is: `security group`, `route table`.
[[nodiscard]] std::string hopKindWords(HopKind kind);

}  // namespace archivolt
