#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/reachability/questions/reach.h"
#include "model/reachability/sets/pair_evaluator.h"

namespace archivolt {

/// Traffic that two snapshots do not let through alike, between things or with the outside.
struct MatrixChange {
    /// Names of what sends; `internet` or a VPN connection alone. A thing is not meant with itself.
    std::vector<std::string> from;
    std::vector<std::string> to;
    AddressSet outside;  ///< Of the outside end, the addresses; none where there is no such end.
    Family family = Family::Ipv4;
    TrafficSet opened;  ///< What makes the round trip after and did not surely before.
    TrafficSet closed;
    std::size_t pairs = 0;  ///< How many pairs of interfaces (and outside ends) these are.
    friend bool operator==(const MatrixChange&, const MatrixChange&) = default;
};

/// Compares the matrix of all pairs of one snapshot with those of others that edits made of it.
///
/// What is worked out of the first is kept for all. A worker, not a value: one thread at a time.
class MatrixComparison {
public:
    /// Both must outlive the comparison; the question's ends must be of `before`. `classes` (or
    /// null) are its interfaces', where they are known.
    MatrixComparison(const Reachability& before, const ReachQuestion& question,
                     const InterfaceClasses* classes = nullptr);

    /// Returns the exact difference of the two matrices, what the question asks for left out.
    ///
    /// Pairs are those of interfaces that both snapshots have, but of two of one thing, and those
    /// with the internet and the networks behind VPN connections. Where something is not known,
    /// what may open or close counts. Only what a change can touch is walked. `after` must be of
    /// the same history.
    [[nodiscard]] std::vector<MatrixChange> changesIn(const Reachability& after);

private:
    class Difference;
    /// Returns the name of the thing that an interface of before is of.
    const std::string& name(InterfaceIndex interface);

    const Reachability& m_before;
    const ReachQuestion& m_question;
    InterfaceClasses m_classes;
    PairEvaluator m_evaluator;
    PerNode<InterfaceNode, const std::string*>
        m_names;  ///< By interface; null pointer: not yet looked up.
};

/// Returns the number of pairs that differ.
[[nodiscard]] std::size_t countPairs(const std::vector<MatrixChange>& changes);

/// Returns the interfaces (ids) whose traffic may differ between two snapshots; nothing where any
/// may.
[[nodiscard]] std::optional<std::vector<ThingId>> touchedInterfaces(const Reachability& before,
                                                                    const Reachability& after);

}  // namespace archivolt
