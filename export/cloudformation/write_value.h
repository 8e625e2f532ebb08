#pragma once

#include <string>
#include <string_view>

#include "export/cloudformation/text_style.h"
#include "model/value/value.h"

namespace archivolt {

/// A value in block style: what stands on the line of its key or dash, and the lines below.
struct BlockText {
    std::string head;  ///< `!Ref Web`, `|-`, `!Join`; empty when all stands below.
    std::string body;  ///< Padded lines, without the last line break; empty when there are none.
};

/// Where lines below a key or dash start.
struct BlockPads {
    std::string own;    ///< What stands before the key or the dash.
    std::string child;  ///< Before nested keys, items with a tag, and lines of literals.
    std::string list;   ///< Before the dashes of a list without a tag.
};

/// Returns the pads below a key that stands behind `pad`.
[[nodiscard]] BlockPads padsBelowKey(std::string pad, const TextStyle& style);
/// Returns the pads below a dash that stands behind `pad`.
[[nodiscard]] BlockPads padsBelowDash(std::string pad);

/// Returns a value in YAML's block style. Line breaks are `\n` here whatever the style says, as in
/// all functions below.
[[nodiscard]] BlockText blockText(const Value& value, const BlockPads& pads,
                                  const TextStyle& style);
/// Returns `key: value` as padded lines, without the last line break.
[[nodiscard]] std::string blockEntry(std::string_view key, const Value& value,
                                     const std::string& pad, const TextStyle& style);
/// Returns `- value` as padded lines, without the last line break.
[[nodiscard]] std::string blockItem(const Value& value, const std::string& pad,
                                    const TextStyle& style);

/// Returns a value on one line of YAML.
[[nodiscard]] std::string flowText(const Value& value, const TextStyle& style);
/// Returns a map's key as YAML writes it.
[[nodiscard]] std::string keyText(std::string_view key, const TextStyle& style, bool inFlow);

/// Says whether YAML takes a key only with `?` before it.
/// Source: https://yaml.org/spec/1.1/#id934537 (1024 characters at most, quotes included).
[[nodiscard]] bool needsQuestionMark(std::string_view key);

/// Returns a value as JSON in long form; lines after the first start with `pad`.
[[nodiscard]] std::string jsonText(const Value& value, const std::string& pad,
                                   const TextStyle& style);

}  // namespace archivolt
