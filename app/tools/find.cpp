#include "app/tools/find.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <optional>

#include "model/base/text_case.h"
#include "model/net/cidr.h"

namespace archivolt {

namespace {

/// How a resource fits, best first.
enum class Rank : int {
    NameIs,
    NameBegins,
    NameHolds,
    Kind,
    Value,
    Block = 100  ///< And one more for each address bit that is left open.
};

struct Match {
    int rank = 0;
    std::string where;
};

class Finder {
public:
    Finder(std::string_view text, const Catalog& catalog)
        : m_text(lowerAscii(text)), m_address(IpAddress::parse(text)), m_catalog(catalog) {}

    [[nodiscard]] std::optional<Match> match(const std::string& name, const std::string& type,
                                             const Value& properties) const {
        const std::string id = lowerAscii(name);
        if (id == m_text) return at(Rank::NameIs);
        if (id.starts_with(m_text)) return at(Rank::NameBegins);
        if (id.find(m_text) != std::string::npos) return at(Rank::NameHolds);
        const SystemFacts* facts = m_catalog.system(type);
        const std::string label = facts == nullptr ? std::string() : lowerAscii(facts->label);
        if (label.find(m_text) != std::string::npos ||
            lowerAscii(type).find(m_text) != std::string::npos) {
            return at(Rank::Kind);
        }
        std::optional<Match> best;
        search(properties, {}, best);
        return best;
    }

private:
    static Match at(Rank rank) { return {static_cast<int>(rank), {}}; }

    void search(const Value& value, const Path& way, std::optional<Match>& best) const {
        for (const MapEntry& entry : value.entries()) {
            search(entry.value, way / PathStep(entry.key), best);
        }
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            search(value.items()[i], way / PathStep(i), best);
        }
        if (value.isCall()) search(value.argument(), way, best);
        if (!value.isScalar()) return;
        const auto rank = rankOf(value.text(), way);
        if (rank && (!best || *rank < best->rank)) {
            best = Match{*rank, way.toString() + ": " + value.text()};
        }
    }

    [[nodiscard]] std::optional<int> rankOf(const std::string& text, const Path& way) const {
        if (lowerAscii(text).find(m_text) != std::string::npos)
            return static_cast<int>(Rank::Value);
        if (!m_address) {
            const bool isNamed = lowerAscii(way.toString()).find(m_text) != std::string::npos;
            return isNamed ? std::optional(static_cast<int>(Rank::Value)) : std::nullopt;
        }
        const auto block = Cidr::parse(text);
        if (!block || !block->contains(*m_address)) return {};
        return static_cast<int>(Rank::Block) + addressBits(block->family()) - block->length();
    }

    std::string m_text;
    std::optional<IpAddress> m_address;
    const Catalog& m_catalog;
};

}  // namespace

std::vector<Found> find(std::string_view text, const ResolvedDesign& resolved,
                        const Catalog& catalog, std::size_t most) {
    if (text.empty()) return {};
    const Finder finder(text, catalog);
    std::vector<std::pair<int, Found>> found;
    for (const auto& stack : resolved.evaluated->stacks) {
        for (const auto& resource : stack->source->body.resources) {
            const auto evaluated = stack->find(resource->id);
            const Value& properties = evaluated ? evaluated->properties() : resource->properties();
            const auto match = finder.match(resource->logicalId, resource->type(), properties);
            if (!match) continue;
            const SystemFacts* facts = catalog.system(resource->type());
            found.push_back({match->rank,
                             {resource->id, resource->logicalId,
                              facts == nullptr ? resource->type() : facts->label, match->where,
                              facts == nullptr ? "resource" : facts->icon}});
        }
    }
    std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
    std::vector<Found> list;
    for (auto& [rank, entry] : found) {
        if (list.size() == most) break;
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace archivolt
