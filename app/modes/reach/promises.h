#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/modes/reach/reach_answers.h"
#include "model/intents/intents.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// Returns a promise (as the project file writes it) as a sentence that `readPromise` reads.
[[nodiscard]] std::string promiseSentence(const Value& promise);

/// Reads a promise from a sentence, of which the promise gets its name:
///
///     FROM reaches TO [on TRAFFIC] [over IPv4|IPv6]
///     FROM never reaches TO …
///     only FROM reaches TO …
///     FROM reaches TO only through THING …
///     WHO can ACTION [on] WHAT, WHO cannot ACTION [on] WHAT
///
/// An end is a name, an address or `internet`; `the data tier` (public, private, data);
/// `subnet NAME`, `tag KEY=VALUE`, `type AWS::…`; a block. TRAFFIC is `tcp 443`, `udp 53`, `icmp`,
/// `443,8443`. Fails with INTENT-1, which says what is missing.
[[nodiscard]] Result<Value> readPromise(std::string_view sentence);

/// What a promise about packets is made of, each as a question has it; empty traffic is any.
struct PromiseParts {
    std::string kind;  ///< `never`, `reachable` or `only-from`.
    std::string from;
    std::string to;
    std::string protocol = {};
    std::string ports = {};
    std::string family = {};  ///< `ipv4` or `ipv6`.
};

/// Returns a promise of parts that were picked; it is called by its sentence. Ends may be names of
/// several words, which a sentence can't have.
[[nodiscard]] Value promiseOf(const PromiseParts& parts);

/// A way on the drawing that breaks a promise.
struct PromiseMark {
    std::size_t promise = 0;  ///< Its place in the design's list.
    bool opens = false;       ///< It shall pass and does not; else it passes and shall not.
    std::vector<BoxIndex> way;
    std::vector<BoxIndex> stops;  ///< Where it is stopped.
};

/// Returns the ways that break the design's promises about packets, promise by promise.
[[nodiscard]] std::vector<PromiseMark> promiseMarks(const ReachScene& scene);

/// Marks ways that break promises, of one promise alone where it is given.
void addPromises(Overlay& overlay, const std::vector<PromiseMark>& marks, const Diagram& diagram,
                 std::optional<std::size_t> alone = {});

/// Returns promises that the design keeps now and that are worth keeping: who reaches its
/// entrances, that the internet does not reach its data, who alone does.
[[nodiscard]] std::vector<Value> suggestedPromises(const ReachScene& scene);

}  // namespace archivolt
