#include "app/tools/palette.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr std::string_view kPatterns = "Patterns";
constexpr std::string_view kMarks = "Notes and frames";
constexpr std::string_view kOthers = "Other resource types";

struct CategoryFace {
    Category category;
    std::string_view group;
    Hue hue;
};

/// The groups in their order: the network comes first, since everything else is placed into it.
constexpr std::array kCategories = {
    CategoryFace{Category::Network, "Network", Hue::Network},
    CategoryFace{Category::Compute, "Compute", Hue::Compute},
    CategoryFace{Category::Database, "Databases and caches", Hue::Database},
    CategoryFace{Category::Storage, "Storage", Hue::Storage},
    CategoryFace{Category::Edge, "Edge", Hue::Edge},
    CategoryFace{Category::Security, "Security and identity", Hue::Security},
    CategoryFace{Category::Integration, "Messages and operations", Hue::Integration},
};

std::size_t placeOf(Category category) {
    return static_cast<std::size_t>(
        std::ranges::find(kCategories, category, &CategoryFace::category) - kCategories.begin());
}

/// What most drawings begin with, in the order in which it is needed; it leads its group.
constexpr std::array<std::string_view, 25> kUsedMost = {
    "AWS::EC2::VPC",
    "AWS::EC2::Subnet",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::NatGateway",
    "AWS::EC2::RouteTable",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::EC2::VPCEndpoint",
    "AWS::EC2::Instance",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Lambda::Function",
    "AWS::ECS::Service",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBCluster",
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::CloudFront::Distribution",
    "AWS::Route53::HostedZone",
    "AWS::Route53::RecordSet",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::NetworkAcl",
    "AWS::IAM::Role",
    "AWS::SQS::Queue",
    "AWS::SNS::Topic",
    "AWS::Events::Rule",
};

std::size_t useOf(std::string_view type) {
    return static_cast<std::size_t>(std::ranges::find(kUsedMost, type) - kUsedMost.begin());
}

/// What is drawn besides resources.
struct MarkRow {
    const char* key;
    const char* label;
    const char* detail;
    const char* icon;
    const char* words;
};
constexpr std::array kMarkRows = {
    MarkRow{"mark:note", "Note", "A text on the canvas, no part of the template", "note",
            "comment text sticky"},
    MarkRow{"mark:group", "Frame", "A titled frame around anything", "frame", "group box area"},
    MarkRow{"mark:on-premises", "On premises", "A data centre or an office outside AWS",
            "on-premises", "external outside data centre office"},
    MarkRow{"mark:partner", "Third party", "A system of somebody else", "partner",
            "external outside partner saas"},
    MarkRow{"mark:users", "People", "Who uses the system", "users", "external outside users"},
};

void addPatterns(const FragmentLibrary& fragments, std::vector<PaletteRow>& rows) {
    for (const Fragment* each : fragments.patterns()) {
        rows.push_back({"pattern:" + each->name, each->title, each->sentence, each->icon,
                        std::string(kPatterns), Hue::General, false, 1, each->keywords});
    }
}

/// Adds a type, and after it what the fragments offer of it besides: a kind of it, ready made.
void addPart(const SystemFacts& facts, const FragmentLibrary& fragments,
             std::vector<PaletteRow>& rows) {
    const CategoryFace& face = kCategories[placeOf(facts.category)];
    const Fragment* own = fragments.part(facts.type, false);
    const bool isNamed = own != nullptr && !own->title.empty();
    rows.push_back({facts.type, isNamed ? own->title : facts.label,
                    isNamed ? own->sentence : std::string(), facts.icon, std::string(face.group),
                    face.hue, false, 0, isNamed ? own->keywords : facts.keywords});
    for (const Fragment& fragment : fragments.all()) {
        if (fragment.beside != facts.type) continue;
        rows.push_back({"pattern:" + fragment.name, fragment.title, fragment.sentence, facts.icon,
                        std::string(face.group), face.hue, false, 0, fragment.keywords});
    }
}

void addParts(const Catalog& catalog, const FragmentLibrary& fragments,
              std::vector<PaletteRow>& rows) {
    std::vector<const SystemFacts*> parts;
    for (const SystemFacts& facts : catalog.systems()) {
        if (facts.inPalette) parts.push_back(&facts);
    }
    std::ranges::stable_sort(parts, {}, [](const SystemFacts* facts) {
        return std::tuple(placeOf(facts->category), useOf(facts->type),
                          std::string_view(facts->label));
    });
    for (const SystemFacts* facts : parts) addPart(*facts, fragments, rows);
}

/// Adds every type that is not offered by itself: it is placed with what its place decides, and
/// what CloudFormation wants besides is left to the form.
void addOthers(const Catalog& catalog, std::vector<PaletteRow>& rows) {
    for (const std::string_view type : catalog.typeNames()) {
        const SystemFacts* facts = catalog.system(type);
        if (facts != nullptr && facts->inPalette) continue;
        constexpr std::string_view kVendor = "AWS::";
        PaletteRow row{std::string(type),
                       std::string(type.starts_with(kVendor) ? type.substr(kVendor.size()) : type),
                       {},
                       "resource",
                       std::string(kOthers),
                       Hue::General,
                       true,
                       3,
                       {}};
        if (facts != nullptr) {
            row.label = facts->label;
            row.icon = facts->icon;
            row.hue = kCategories[placeOf(facts->category)].hue;
            row.keywords = facts->keywords;
            row.behind = 2;
        }
        rows.push_back(std::move(row));
    }
}

bool isWordLetter(char letter) {
    const char low = lowerAscii(letter);
    return (low >= 'a' && low <= 'z') || (letter >= '0' && letter <= '9') || (letter & 0x80) != 0;
}

/// How a word is found in a text: at its beginning, at that of one of its words, within one.
enum class Fit : std::uint8_t {
    Start,
    Word,
    Within,
    None
};

Fit fitOf(std::string_view word, std::string_view text) {
    Fit best = Fit::None;
    for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
        const auto isSame = [](char left, char right) { return lowerAscii(left) == right; };
        if (!std::ranges::equal(text.substr(at, word.size()), word, isSame)) continue;
        if (at == 0) return Fit::Start;
        best = std::min(best, isWordLetter(text[at - 1]) ? Fit::Within : Fit::Word);
    }
    return best;
}

/// How well a row answers to a word, 0 the best; nothing where it does not.
std::optional<int> costOf(std::string_view word, const PaletteRow& row) {
    constexpr int kNone = 100;
    int cost = kNone;
    const auto consider = [&](std::string_view text, int start, int inside, int within) {
        switch (fitOf(word, text)) {
            case Fit::Start: cost = std::min(cost, start); break;
            case Fit::Word: cost = std::min(cost, inside); break;
            case Fit::Within: cost = std::min(cost, within); break;
            case Fit::None: break;
        }
    };
    consider(row.label, 0, 1, 4);
    for (const std::string& keyword : row.keywords) consider(keyword, 1, 2, 5);
    consider(row.key, 3, 3, 5);
    consider(row.detail, 4, 4, 6);
    if (cost == kNone) return std::nullopt;
    // "inst" means an EC2 instance rather than an instance profile.
    const bool isUsedMost = useOf(row.key) < kUsedMost.size();
    if (isUsedMost && cost == 1) cost = 0;
    return cost + row.behind;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char letter : text) {
        if (letter != ' ') {
            words.back() += lowerAscii(letter);
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

}  // namespace

std::vector<PaletteRow> paletteRows(const Catalog& catalog, const FragmentLibrary& fragments) {
    std::vector<PaletteRow> rows;
    addPatterns(fragments, rows);
    addParts(catalog, fragments, rows);
    for (const MarkRow& mark : kMarkRows) {
        rows.push_back({mark.key, mark.label, mark.detail, mark.icon, std::string(kMarks),
                        Hue::General, false, 0, wordsOf(mark.words)});
    }
    addOthers(catalog, rows);
    return rows;
}

std::vector<PaletteRow> foundRows(const std::vector<PaletteRow>& rows, std::string_view wanted) {
    const std::vector<std::string> words = wordsOf(wanted);
    struct Hit {
        const PaletteRow* row;
        int cost;
    };
    std::vector<Hit> found;
    std::map<std::string_view, int> best;  // Of each group.
    for (const PaletteRow& row : rows) {
        if (words.empty() && row.onlyFound) continue;
        int worst = 0;
        const bool fits = std::ranges::all_of(words, [&](const std::string& word) {
            const std::optional<int> cost = costOf(word, row);
            worst = std::max(worst, cost.value_or(0));
            return cost.has_value();
        });
        if (!fits) continue;
        found.push_back({&row, worst});
        const auto [group, isNew] = best.try_emplace(row.group, worst);
        if (!isNew) group->second = std::min(group->second, worst);
    }
    std::map<std::string_view, std::size_t> places;
    for (const PaletteRow& row : rows) places.try_emplace(row.group, places.size());
    std::ranges::stable_sort(found, {}, [&](const Hit& each) {
        const std::string_view group = each.row->group;
        return std::tuple(words.empty() ? 0 : best.at(group), places.at(group), each.cost);
    });
    std::vector<PaletteRow> shown;
    shown.reserve(found.size());
    for (const Hit& each : found) shown.push_back(*each.row);
    return shown;
}

}  // namespace archivolt
