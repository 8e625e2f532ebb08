#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "export/describe/operations.h"

namespace archivolt {

/// What becomes of a field of an output where it is set.
enum class FieldUse : std::uint8_t {
    Read,
    Idle,          ///< It does not matter.
    Named,         ///< Answers that use its thing name it.
    Unknown,       ///< Answers that use its thing are unknown.
    UnknownByIpv6  ///< The same for IPv6 alone.
};

/// A field that is set and that nothing reads.
struct SetField {
    std::string path;  ///< `Options.Ipv6Support`.
    FieldUse use = FieldUse::Named;
    std::string why;
    friend bool operator==(const SetField&, const SetField&) = default;
};

/// What resources/describe/fields.txt says of the fields of every output that is read.
class FieldTable {
public:
    /// One line's word about one path.
    struct Row {
        FieldUse use = FieldUse::Read;
        std::vector<std::string> values;  ///< Those that count as set, or that do not.
        bool excludes = false;            ///< `values` are those that do not.
        std::string why;
    };
    using Rows = std::map<std::string, Row, std::less<>>;

    /// Reads the table's text; what is malformed ends the program, since it is our own.
    explicit FieldTable(std::string_view text);
    /// Returns the table that the program was built with.
    [[nodiscard]] static const FieldTable& embedded();

    [[nodiscard]] const std::map<std::string, Rows, std::less<>>& commands() const {
        return m_commands;
    }
    /// Returns the row that speaks of a path of a command's items, the nearest above it; null
    /// pointer where none does.
    [[nodiscard]] static const Row* find(const Rows& rows, std::string_view path);
    /// Returns an operation's rows, what the catalogue reads of it included.
    [[nodiscard]] Rows rowsOf(const Operation& operation) const;

private:
    std::map<std::string, Rows, std::less<>> m_commands;
};

/// Returns the fields of an item that are set and that nothing reads, in the item's order, each
/// once. A field that the table does not know is one, since AWS may print it since yesterday.
[[nodiscard]] std::vector<SetField> setFields(const FieldTable::Rows& rows, const Item& item);

}  // namespace archivolt
