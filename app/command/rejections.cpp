#include "app/command/rejections.h"

#include <algorithm>

#include "model/lint/lint.h"

namespace archivolt {

std::vector<std::string> rejectionsOf(const Design& design, const ResolvedDesign& resolved) {
    std::vector<std::string> rejections;
    for (const Finding& one : lint(design, resolved, *resolved.catalog)) {
        if (one.diagnostic.severity != Severity::Error) continue;
        rejections.push_back(one.diagnostic.code + ' ' + one.diagnostic.where.resource);
    }
    std::ranges::sort(rejections);
    return rejections;
}

}  // namespace archivolt
