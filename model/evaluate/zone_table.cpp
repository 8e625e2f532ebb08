#include "model/evaluate/zone_table.h"

#include "model/base/invariant.h"
#include "model/catalog/embedded_files.h"
#include "model/catalog/system_reader.h"

namespace archivolt {

ZoneTable ZoneTable::standard() {
    static const ZoneTable kTable = [] {
        const auto limits = readLimits(embeddedCatalog().limits);
        // INVARIANT: the catalogue's own test reads the file.
        INVARIANT(limits.has_value());
        ZoneTable table;
        for (const RegionFacts& region : limits->regions) table.zones[region.name] = region.zones;
        return table;
    }();
    return kTable;
}

const std::vector<std::string>* ZoneTable::find(std::string_view region) const {
    const auto found = zones.find(region);
    return found != zones.end() ? &found->second : nullptr;
}

}  // namespace archivolt
