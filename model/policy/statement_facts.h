#pragma once

#include <string_view>

#include "model/base/known.h"
#include "model/policy/document.h"

namespace archivolt {

/// Says whether a statement is about everyone: `*` is a principal, or all but some are.
[[nodiscard]] bool namesEveryone(const PolicyStatement& statement);

/// Says whether a condition limits a statement to callers or places that it names, so that S3 does
/// not count it as public: one value for all, no wildcard and no variable in it, addresses of no
/// wider block than /8 (IPv6: /32). Unknown where the values are.
///
/// Source: S3 User Guide, access-control-block-public-access, the meaning of "public".
[[nodiscard]] Truth isLimitedToNamed(const PolicyStatement& statement);

/// Says whether S3 counts a bucket's policy as public: a statement of it allows everyone something
/// and is not limited. Source: S3 User Guide, access-control-block-public-access.
[[nodiscard]] Truth isPublicForS3(const PolicyDocument& document);

/// Says whether a statement of a resource's policy lets everyone do something, and nothing else in
/// the document takes that back: no condition but of time, encryption on the way or the like, no
/// denial of the same to all but some. Unknown where it can't be told.
///
/// What limits to a few is as in `isLimitedToNamed`; any other condition is taken to.
[[nodiscard]] Truth opensToEveryone(const PolicyDocument& document,
                                    const PolicyStatement& statement);

/// Says whether a condition says for whom a service may act: the account, organisation or thing
/// that it acts for. Source: IAM User Guide, confused-deputy.
[[nodiscard]] bool saysForWhom(const PolicyStatement& statement);

/// Says whether a statement speaks of an action, by name or by pattern; Unknown where it is.
[[nodiscard]] Truth speaksOf(const PolicyStatement& statement, std::string_view action);

}  // namespace archivolt
