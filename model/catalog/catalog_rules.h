#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Why the facts of the catalogue can't be read: the files that are part of the program are held
// against these by its tests.

inline constexpr Rule kBadTypeList{"CATALOG-1",
                                   Severity::Error,
                                   "the list of resource types can't be read",
                                   "the catalogue's text is not of the form that is generated",
                                   "generate the file anew with resources/catalog/generate.py",
                                   "a rule of this program"};

inline constexpr Rule kBadSystems{"CATALOG-2",
                                  Severity::Error,
                                  "the facts of the services can't be read",
                                  "the catalogue's JSON is not of the form that is read",
                                  "see resources/catalog/README.md for what may stand there",
                                  "a rule of this program"};

inline constexpr const Rule* kCatalogRules[] = {&kBadTypeList, &kBadSystems};

}  // namespace archivolt
