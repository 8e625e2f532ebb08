#include "model/policy/text_pattern.h"

#include <algorithm>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Returns where the character behind the one at `at` starts.
std::size_t nextCharacter(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && isContinuation(text[at])) ++at;
    return at;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

TextPattern::TextPattern(const PolicyText& text, const Options& options)
    : m_ignoreCase(options.ignoreCase) {
    for (const TextPart& part : text.parts) {
        if (part.why.empty()) {
            parse(part.text, options);
        } else {
            m_unknownParts = true;
            m_pieces.push_back({PieceKind::UnknownRun, {}, {}, false});
        }
    }
    finish();
}

TextPattern::TextPattern(std::string_view text, const Options& options)
    : m_ignoreCase(options.ignoreCase) {
    parse(text, options);
    finish();
}

void TextPattern::addLiteral(std::string_view text) {
    if (m_pieces.empty() || m_pieces.back().kind != PieceKind::Literal) {
        m_pieces.push_back({});
    }
    if (m_ignoreCase) {
        m_pieces.back().text += lowerAscii(text);
    } else {
        m_pieces.back().text += text;
    }
}

void TextPattern::parse(std::string_view text, const Options& options) {
    while (!text.empty()) {
        std::size_t taken = 1;
        if (options.variables && text.starts_with("${")) {
            taken = parseVariable(text);
        } else if (options.wildcards && text.front() == '*') {
            const bool again = !m_pieces.empty() && m_pieces.back().kind == PieceKind::Run;
            if (!again) m_pieces.push_back({PieceKind::Run, {}, {}, false});
        } else if (options.wildcards && text.front() == '?') {
            m_pieces.push_back({PieceKind::One, {}, {}, false});
        } else {
            addLiteral(text.substr(0, 1));
        }
        text.remove_prefix(taken);
    }
}

/// Reads `${…}` at the front of the text and returns its length; what is none is plain text.
std::size_t TextPattern::parseVariable(std::string_view text) {
    const std::size_t comma = text.find(',');
    std::size_t end = text.find('}');
    Piece piece;
    piece.kind = PieceKind::Variable;
    if (comma != kNone && comma < end) {
        // The default stands in single quotes and may hold any character but a quote.
        const std::size_t open = text.find('\'', comma);
        const std::size_t close = open == kNone ? kNone : text.find('\'', open + 1);
        if (close != kNone && trimmed(text.substr(comma + 1, open - comma - 1)).empty()) {
            end = text.find('}', close);
            piece.hasDefault =
                end != kNone && trimmed(text.substr(close + 1, end - close - 1)).empty();
            if (piece.hasDefault) piece.text = text.substr(open + 1, close - open - 1);
        }
    }
    if (end == kNone) {
        addLiteral(text.substr(0, 2));
        return 2;
    }
    const std::size_t nameEnd = piece.hasDefault ? comma : end;
    const std::string_view name = trimmed(text.substr(2, nameEnd - 2));
    if (name == "*" || name == "?" || name == "$") {
        addLiteral(name);
    } else if (name.empty()) {
        addLiteral(text.substr(0, end + 1));
    } else {
        piece.key = ContextKeyName(name);
        if (m_ignoreCase) piece.text = lowerAscii(piece.text);
        m_hasVariables = true;
        m_pieces.push_back(std::move(piece));
    }
    return end + 1;
}

void TextPattern::finish() {
    m_shape = Shape::General;
    if (!m_pieces.empty() && m_pieces.front().kind == PieceKind::Literal) {
        m_literal = m_pieces.front().text;
    }
    const std::size_t literals = m_literal.empty() ? 0 : 1;
    if (m_pieces.size() == literals) {
        m_shape = Shape::Exact;
    } else if (m_pieces.size() == literals + 1 && m_pieces.back().kind == PieceKind::Run) {
        m_shape = literals == 0 ? Shape::Any : Shape::Prefix;
    }
    if (m_shape != Shape::General) m_pieces.clear();
}

std::optional<std::string_view> TextPattern::exact() const {
    if (m_shape != Shape::Exact) return std::nullopt;
    return m_literal;
}

bool TextPattern::startsWith(std::string_view text, std::string_view start) const {
    if (!m_ignoreCase) return text.starts_with(start);
    return text.size() >= start.size() && equalIgnoringCase(text.substr(0, start.size()), start);
}

Fit TextPattern::fit(std::string_view text, const RequestContext& context) const {
    switch (m_shape) {
        case Shape::Exact:
            return text.size() == m_literal.size() && startsWith(text, m_literal) ? Fit::Yes
                                                                                  : Fit::No;
        case Shape::Any: return Fit::Yes;
        case Shape::Prefix: return startsWith(text, m_literal) ? Fit::Yes : Fit::No;
        case Shape::General: break;
    }
    return fitGeneral(text, context);
}

Fit TextPattern::fitGeneral(std::string_view text, const RequestContext& context) const {
    bool uncertain = m_unknownParts;
    bool maybeUnresolved = false;
    if (m_hasVariables) {
        for (const Piece& piece : m_pieces) {
            if (piece.kind != PieceKind::Variable) continue;
            const ContextEntry* entry = context.find(piece.key);
            if (entry != nullptr) {
                if (entry->multivalued) return Fit::Unresolved;
            } else if (context.isUnknown(piece.key)) {
                uncertain = maybeUnresolved = true;
            } else if (!piece.hasDefault) {
                return Fit::Unresolved;
            }
        }
    }
    if (!walk(text, context)) return maybeUnresolved ? Fit::NoOrUnresolved : Fit::No;
    return uncertain ? Fit::Unknown : Fit::Yes;
}

TextPattern::Resolved TextPattern::resolve(const Piece& piece,
                                           const RequestContext& context) const {
    if (piece.kind != PieceKind::Variable) return {piece.kind != PieceKind::Literal, piece.text};
    const ContextEntry* entry = context.find(piece.key);
    if (entry != nullptr) return {false, entry->values.front()};
    if (context.isUnknown(piece.key)) return {true, {}};
    return {false, piece.text};
}

/// Walks piece by piece; what does not fit goes back to the last run and lets it take more.
bool TextPattern::walk(std::string_view text, const RequestContext& context) const {
    std::size_t piece = 0;
    std::size_t at = 0;
    std::size_t run = kNone;
    std::size_t runEnd = 0;
    while (true) {
        bool fits = false;
        if (piece == m_pieces.size()) {
            if (at == text.size()) return true;
        } else if (m_pieces[piece].kind == PieceKind::One) {
            fits = at < text.size();
            if (fits) at = nextCharacter(text, at);
        } else {
            const Resolved resolved = resolve(m_pieces[piece], context);
            if (resolved.run) {
                if (piece + 1 == m_pieces.size()) return true;
                run = piece;
                runEnd = at;
                fits = true;
            } else if (startsWith(text.substr(at), resolved.text)) {
                at += resolved.text.size();
                fits = true;
            }
        }
        if (fits) {
            ++piece;
            continue;
        }
        if (run == kNone || runEnd >= text.size()) return false;
        runEnd = nextCharacter(text, runEnd);
        at = runEnd;
        piece = run + 1;
    }
}

std::string TextPattern::example(std::string_view filler) const {
    std::string text = m_literal;
    if (m_shape == Shape::Prefix || m_shape == Shape::Any) text += filler;
    if (m_shape != Shape::General) return text;
    text.clear();
    for (const Piece& piece : m_pieces) {
        switch (piece.kind) {
            case PieceKind::Literal: text += piece.text; break;
            case PieceKind::One: text += 'x'; break;
            case PieceKind::Run:
            case PieceKind::UnknownRun: text += filler; break;
            case PieceKind::Variable: text += piece.hasDefault ? piece.text : filler; break;
        }
    }
    return text;
}

namespace {

/// Returns where the next colon stands, past those inside variables where there may be any.
std::size_t nextColon(std::string_view text, bool variables) {
    std::size_t colon = text.find(':');
    while (variables && colon != kNone) {
        const std::size_t open = text.rfind("${", colon);
        const std::size_t close = open == kNone ? kNone : text.find('}', open);
        if (close == kNone || close < colon) break;
        colon = text.find(':', close);
    }
    return colon;
}

/// Cuts a text with unknown parts at its first five colons; fewer than six parts where it has
/// fewer.
std::vector<PolicyText> segmentsOf(const PolicyText& text, bool variables) {
    std::vector<PolicyText> segments(1);
    for (const TextPart& part : text.parts) {
        if (!part.why.empty()) {
            segments.back().parts.push_back(part);
            continue;
        }
        std::string_view rest = part.text;
        while (true) {
            const std::size_t colon = segments.size() < 6 ? nextColon(rest, variables) : kNone;
            const std::string_view piece = rest.substr(0, colon);
            if (!piece.empty()) segments.back().parts.push_back({std::string(piece), {}});
            if (colon == kNone) break;
            segments.emplace_back();
            rest.remove_prefix(colon + 1);
        }
    }
    return segments;
}

bool isPlain(const PolicyText& text) {
    return text.isKnown() && text.shown().find_first_of("*?$") == std::string::npos;
}

/// Cuts an ARN at its first five colons; false where there are fewer.
bool cutArn(std::string_view arn, std::array<std::string_view, 6>& segments) {
    for (std::size_t i = 0; i < 5; ++i) {
        const std::size_t colon = arn.find(':');
        if (colon == kNone) return false;
        segments[i] = arn.substr(0, colon);
        arn.remove_prefix(colon + 1);
    }
    segments[5] = arn;
    return true;
}

}  // namespace

ArnPattern::ArnPattern(const PolicyText& text, const Options& options) {
    m_any = text.isKnown() && text.shown() == "*";
    if (m_any) return;
    const std::vector<PolicyText> segments =
        segmentsOf(text, options.variables && options.everyPart);
    m_short = segments.size() < 6;
    const bool plain = !m_short && std::all_of(segments.begin(), segments.begin() + 5, isPlain) &&
                       !options.everyPart;
    const TextPattern::Options withVariables{true, options.variables, false};
    // An unknown part of a short text may hold colons; as one text it still says what can't fit.
    if (plain || (m_short && !text.isKnown())) {
        m_whole = TextPattern(text, withVariables);
        return;
    }
    m_never = m_short && options.everyPart;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        TextPattern::Options part = withVariables;
        if (i < 5 && !options.everyPart) part.variables = false;
        m_parts.emplace_back(segments[i], part);
    }
    while (m_parts.size() < 6) m_parts.emplace_back("*", TextPattern::Options{});
}

Fit ArnPattern::fit(std::string_view arn, const RequestContext& context) const {
    if (m_any) return Fit::Yes;
    if (m_never) return Fit::No;
    const Fit fits = fitParts(arn, context);
    // NOT MODELLED: resources of fewer than six parts, which AWS refuses in some policies and
    // completes in others.
    return m_short && fits == Fit::Yes ? Fit::Unknown : fits;
}

Fit ArnPattern::fitParts(std::string_view arn, const RequestContext& context) const {
    std::array<std::string_view, 6> segments;
    if (m_parts.empty()) return m_whole.fit(arn, context);
    if (!cutArn(arn, segments)) return Fit::No;
    bool no = false;
    bool unknown = false;
    bool maybeUnresolved = false;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Fit one = m_parts[i].fit(segments[i], context);
        if (one == Fit::Unresolved) return one;
        no = no || one == Fit::No || one == Fit::NoOrUnresolved;
        unknown = unknown || one == Fit::Unknown;
        maybeUnresolved = maybeUnresolved || one == Fit::NoOrUnresolved ||
                          (one == Fit::Unknown && m_parts[i].hasVariables());
    }
    if (no) return maybeUnresolved ? Fit::NoOrUnresolved : Fit::No;
    return unknown ? Fit::Unknown : Fit::Yes;
}

bool ArnPattern::hasUnknownParts() const {
    return m_whole.hasUnknownParts() || std::ranges::any_of(m_parts, &TextPattern::hasUnknownParts);
}

std::string ArnPattern::example(std::string_view filler) const {
    if (m_any) return std::string(filler);
    if (m_parts.empty()) return m_whole.example(filler);
    std::string text;
    for (const TextPattern& part : m_parts) {
        if (&part != &m_parts.front()) text += ':';
        text += part.example(filler);
    }
    return text;
}

}  // namespace archivolt
