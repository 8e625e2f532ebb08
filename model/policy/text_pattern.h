#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy/document.h"
#include "model/policy/request_context.h"

namespace archivolt {

/// How a text relates to a pattern.
enum class Fit : std::uint8_t {
    No,
    Yes,
    Unknown,         ///< It turns on a part or a key that isn't known.
    Unresolved,      ///< A policy variable has no single value: the statement does not apply.
    NoOrUnresolved,  ///< It does not fit, and a key that isn't known may leave it unresolved.
};

/// A text of a policy made ready to be compared with: no allocation, no regular expression.
///
/// Wildcards are `*` (any characters) and `?` (one character, UTF-8). Policy variables stand for
/// the single value that the request's context has, as it is: `*` in it is a plain character.
/// Source: IAM User Guide, reference_policies_variables, reference_policies_elements_resource.
class TextPattern {
public:
    struct Options {
        bool wildcards = true;
        bool variables = false;   ///< `${aws:username}`, `${key, 'default'}`, `${*}`.
        bool ignoreCase = false;  ///< Of ASCII letters.
    };

    TextPattern() = default;
    TextPattern(const PolicyText& text, const Options& options);
    TextPattern(std::string_view text, const Options& options);

    [[nodiscard]] Fit fit(std::string_view text, const RequestContext& context) const;
    /// Says whether every text fits, whatever the context.
    [[nodiscard]] bool isAny() const { return m_shape == Shape::Any; }
    /// Returns the text that alone fits, or nothing where there are wildcards, variables or
    /// unknown parts; in lower case where case is ignored.
    [[nodiscard]] std::optional<std::string_view> exact() const;
    /// Returns what every fitting text starts with.
    [[nodiscard]] std::string_view prefix() const { return m_literal; }
    /// Says whether it has parts that are told at deployment only.
    [[nodiscard]] bool hasUnknownParts() const { return m_unknownParts; }
    [[nodiscard]] bool hasVariables() const { return m_hasVariables; }
    /// Calls `visit(key)` with each context key that a variable reads.
    template <class Visit>
    void forEachVariable(const Visit& visit) const {
        for (const Piece& piece : m_pieces) {
            if (piece.kind == PieceKind::Variable) visit(piece.key);
        }
    }
    /// Returns a text that fits: wildcards filled with `filler`, variables by what stands for them
    /// in no request. For trying values out.
    [[nodiscard]] std::string example(std::string_view filler) const;

private:
    enum class Shape : std::uint8_t {
        Exact,   ///< `m_literal` alone.
        Any,     ///< `*`
        Prefix,  ///< `m_literal` and `*`.
        General,
    };
    enum class PieceKind : std::uint8_t {
        Literal,
        One,
        Run,
        UnknownRun,
        Variable,
    };
    struct Piece {
        PieceKind kind = PieceKind::Literal;
        std::string text;  ///< Of a literal; the default of a variable.
        ContextKeyName key;
        bool hasDefault = false;
    };
    struct Resolved {
        bool run = false;
        std::string_view text;
    };

    void parse(std::string_view text, const Options& options);
    std::size_t parseVariable(std::string_view text);
    void addLiteral(std::string_view text);
    void finish();
    [[nodiscard]] Fit fitGeneral(std::string_view text, const RequestContext& context) const;
    [[nodiscard]] bool walk(std::string_view text, const RequestContext& context) const;
    [[nodiscard]] Resolved resolve(const Piece& piece, const RequestContext& context) const;
    [[nodiscard]] bool startsWith(std::string_view text, std::string_view start) const;

    Shape m_shape = Shape::Exact;
    bool m_ignoreCase = false;
    bool m_unknownParts = false;
    bool m_hasVariables = false;
    std::string m_literal;
    std::vector<Piece> m_pieces;  ///< Of a general pattern.
};

/// A pattern of ARNs, whose six segments fit one by one: `*` does not cross the first five colons.
class ArnPattern {
public:
    ArnPattern() = default;
    /// `variables`: whether the part behind the fifth colon may hold them; `everyPart`: all parts
    /// may, as in conditions.
    struct Options {
        bool variables = false;
        bool everyPart = false;
    };
    ArnPattern(const PolicyText& text, const Options& options);

    [[nodiscard]] Fit fit(std::string_view arn, const RequestContext& context) const;
    /// Says whether it is `*` alone, which fits what is no ARN as well.
    [[nodiscard]] bool isAny() const { return m_any; }
    /// Returns what every fitting ARN starts with, as far as it is written in one piece.
    [[nodiscard]] std::string_view prefix() const {
        return m_parts.empty() ? m_whole.prefix() : m_parts.front().prefix();
    }
    /// Says whether it has parts that are told at deployment only.
    [[nodiscard]] bool hasUnknownParts() const;
    template <class Visit>
    void forEachVariable(const Visit& visit) const {
        m_whole.forEachVariable(visit);
        for (const TextPattern& part : m_parts) part.forEachVariable(visit);
    }
    [[nodiscard]] std::string example(std::string_view filler) const;

private:
    [[nodiscard]] Fit fitParts(std::string_view arn, const RequestContext& context) const;

    bool m_any = false;
    bool m_short = false;              ///< Fewer than six segments.
    bool m_never = false;              ///< So short, in a condition, that no ARN fits.
    TextPattern m_whole;               ///< Used where no wildcard stands before the fifth colon.
    std::vector<TextPattern> m_parts;  ///< Six, or none.
};

}  // namespace archivolt
