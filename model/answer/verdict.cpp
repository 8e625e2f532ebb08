#include "model/answer/verdict.h"

namespace archivolt {

const char* verdictName(Verdict verdict) {
    switch (verdict) {
        case Verdict::Reachable: return "reachable";
        case Verdict::Partial: return "partial";
        case Verdict::Blocked: return "blocked";
        case Verdict::Unknown: return "unknown";
    }
    return "";
}

}  // namespace archivolt
