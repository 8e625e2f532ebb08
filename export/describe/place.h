#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace archivolt {

/// An account and a Region: what one stack of an observed network holds.
struct AccountRegion {
    std::string account;
    std::string region;
    friend auto operator<=>(const AccountRegion&, const AccountRegion&) = default;
};

/// Returns the Region that a path names, in a folder's name or a part of a file's; the last one
/// where several do. Empty when none does. Only Regions that are listed in ZoneTable are found.
[[nodiscard]] std::string regionInPath(std::string_view path);
/// Returns the account that a path names: 12 digits on their own. Empty when none does.
[[nodiscard]] std::string accountInPath(std::string_view path);
/// Says whether a path, its file's extension left out, ends in a name on its own.
[[nodiscard]] bool pathEndsWith(std::string_view path, std::string_view name);
/// Says whether a path names an id or the last part of an ARN, on its own.
[[nodiscard]] bool pathNames(std::string_view path, std::string_view id);

}  // namespace archivolt
