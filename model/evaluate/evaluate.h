#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/base/doubt.h"
#include "model/base/known.h"
#include "model/base/persistent_map.h"
#include "model/design/design.h"
#include "model/evaluate/read_key.h"
#include "model/evaluate/zone_table.h"

namespace archivolt {

struct StackMemo;
struct DesignMemo;

/// A resource with its intrinsic functions evaluated.
///
/// In `body` a reference to a resource that exists stays a `Ref` or `GetAtt` call, `AWS::NoValue`
/// is gone, and what can't be known is an `Unknown` value with its reason. An import stays an
/// `ImportValue` call, its name evaluated, where no stack of the design exports it or the exported
/// value holds references (see `EvaluatedStack::exports`); an item of it is `importedItem`. A text
/// with such calls in it, whether it was a `Sub` or a `Join`, is a `Join` of the empty delimiter
/// whose items are texts and calls; `Base64` and `ToJsonString` of one stay calls. A `Join` whose
/// list is itself one call (an attribute that is a list) keeps its delimiter. All else is concrete.
struct EvaluatedResource {
    std::shared_ptr<const Resource> source;
    Truth exists = Truth::Yes;            ///< No when its condition is false.
    Doubt existsWhy;                      ///< Why `exists` is unknown.
    Value body;                           ///< The whole body, `Properties` and attributes.
    std::vector<Diagnostic> diagnostics;  ///< What is wrong with its functions.
    std::vector<ReadKey> reads;           ///< What its value depends on, sorted.

    /// Returns the evaluated Properties; a null value when there are none.
    [[nodiscard]] const Value& properties() const;
};

/// A stack evaluated: its resources in text order, and what its other sections came to.
struct EvaluatedStack {
    std::shared_ptr<const Stack> source;
    std::vector<std::shared_ptr<const EvaluatedResource>> resources;
    std::map<std::string, Value> parameters;  ///< By name, pseudo parameters included.
    std::map<std::string, Truth> conditions;
    std::map<std::string, Value> outputs;        ///< The value of each output that exists.
    std::map<std::string, std::string> exports;  ///< Export name → output's name.
    std::vector<Diagnostic> diagnostics;         ///< What is wrong with functions and parameters.
    std::shared_ptr<const StackMemo> memo;       ///< What a later evaluation reuses.

    /// Returns the resource of this logical id (whether or not it exists), or null pointer.
    [[nodiscard]] std::shared_ptr<const EvaluatedResource> find(std::string_view logicalId) const;
    [[nodiscard]] std::shared_ptr<const EvaluatedResource> find(ResourceId id) const;
};

/// A design evaluated, ready to be made into an Architecture.
struct EvaluatedDesign {
    std::vector<std::shared_ptr<const EvaluatedStack>> stacks;  ///< In the design's order.
    std::shared_ptr<const DesignMemo> memo;                     ///< What a later evaluation reuses.
};

/// What an evaluation takes from outside the design.
struct EvaluateOptions {
    ZoneTable zones = ZoneTable::standard();  ///< For `GetAZs`.
};

/// Evaluates every intrinsic function of every stack; it never fails.
///
/// The result for a resource whose condition is false is evaluated all the same, without
/// diagnostics, so that it can be drawn. Bounds: texts of 1 MiB, lists of 10,000 items, 64 MiB of
/// text and 1,000,000 nodes in one resource; beyond them a value is unknown, and is said to be too
/// large.
///
/// `previous`, the result for an earlier design of the same history (or null), is reused for what
/// did not change: a resource whose source, parameters, conditions and imports are the same keeps
/// its pointer. The result equals an evaluation from nothing.
/// Source: the CloudFormation user guide's intrinsic function reference.
[[nodiscard]] std::shared_ptr<const EvaluatedDesign> evaluate(
    const Design& design, const EvaluatedDesign* previous = nullptr,
    const EvaluateOptions& options = {});

/// Where the value at an evaluated path is decided in the template.
struct SourceOfValue {
    enum class Kind : std::uint8_t {
        Literal,
        Parameter,
        Mapping,
        Unknown
    };
    Kind kind = Kind::Literal;
    Path path;  ///< From the template's root: the literal, the parameter, the map entry.
    std::string parameter;  ///< The parameter's name where one decides.
    Doubt why;              ///< Why the value can't be edited in one place (`Unknown`).
};

/// Walks an evaluated path of a resource (`Properties.SecurityGroupIngress[0].CidrIp`) back through
/// `If`, `Ref` of parameters and `FindInMap` to the text that decides the value.
[[nodiscard]] SourceOfValue sourceOf(const EvaluatedDesign& design, StackId stack,
                                     ResourceId resource, const Path& evaluatedPath);

}  // namespace archivolt
