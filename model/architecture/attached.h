#pragma once

#include <string>
#include <vector>

#include "model/architecture/thing.h"
#include "model/base/doubt.h"
#include "model/base/known.h"

namespace archivolt {

/// A resource of a managed service that has interfaces of its own, as the catalogue's `attach`
/// tells; what they listen on and how they take part in connections stands on the interfaces.
struct AttachedResource : Thing {
    std::string type;
    std::vector<ThingId> interfaces;  ///< None outside a VPC.
    Doubt interfacesWhy;              ///< Not empty: why `interfaces` may not be all.
    Known<bool> publiclyAccessible = false;
    friend bool operator==(const AttachedResource&, const AttachedResource&) = default;
};

}  // namespace archivolt
