#include "app/window/start_model.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "app/command/examples.h"
#include "app/window/new_design.h"

namespace archivolt {

namespace {

struct Words {
    std::string_view name;
    std::string_view title;
    std::string_view sentence;
};

/// In the order in which they are offered.
constexpr std::array kWords{
    Words{"three-tier", "Web shop in three tiers",
          "Load balancer, fleet, database and cache in two zones, with a bastion"},
    Words{"bastion", "Bastion", "Private hosts that one office reaches through one host alone"},
    Words{"lamp", "LAMP", "A web server and a database, in two subnets"},
    Words{"serverless-web", "Serverless web", "Functions, queues and tables behind an HTTP API"},
    Words{"wordpress-efs", "WordPress on EFS", "A fleet that shares its files, in front of Aurora"},
    Words{"two-region-failover", "Failover across two Regions",
          "Route 53 turns to the other Region when the first one fails"},
    Words{"hub-and-spoke", "Hub and spoke",
          "VPCs joined by a transit gateway, with one way out for all of them"},
    Words{"peered-vpcs", "Peered VPCs", "Two VPCs that reach one another, and nobody else"},
    Words{"ipv6-dual-stack", "IPv6, dual stack",
          "IPv4 and IPv6 side by side, outbound only where it should be"},
};

std::vector<StartRow> exampleRows() {
    std::vector<StartRow> rows;
    for (const Example& example : shippedExamples()) {
        const auto words = std::ranges::find(kWords, example.name, &Words::name);
        StartRow row{std::string(example.name), std::string(example.name), {}};
        if (words != kWords.end()) {
            row.title = words->title;
            row.sentence = words->sentence;
        }
        rows.push_back(std::move(row));
    }
    std::ranges::stable_sort(rows, {}, [](const StartRow& row) {
        return std::ranges::find(kWords, row.key, &Words::name) - kWords.begin();
    });
    return rows;
}

/// Only patterns that stand on their own: the others need a VPC to be placed into.
std::vector<StartRow> patternRows() {
    std::vector<StartRow> rows;
    for (const Fragment* fragment : shippedFragments().patterns()) {
        if (!fragment->holes.empty()) continue;
        // On a card a sentence stands alone, without a full stop.
        std::string sentence = fragment->sentence;
        if (sentence.ends_with('.')) sentence.pop_back();
        rows.push_back({"pattern:" + fragment->name, fragment->title, std::move(sentence)});
    }
    return rows;
}

}  // namespace

StartModel::StartModel(std::vector<StartRow> rows, QObject* parent)
    : RowListModel(parent), m_rows(std::move(rows)) {}

QVariant StartModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const StartRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case NameRole: return QString::fromStdString(row.key);
        case Qt::DisplayRole:
        case TitleRole: return QString::fromStdString(row.title);
        case SentenceRole: return QString::fromStdString(row.sentence);
        default: return {};
    }
}

QHash<int, QByteArray> StartModel::roleNames() const {
    return {{NameRole, "name"}, {TitleRole, "title"}, {SentenceRole, "sentence"}};
}

StartOffers::StartOffers(QObject* parent)
    : QObject(parent), m_examples(exampleRows(), this), m_patterns(patternRows(), this) {}

}  // namespace archivolt
