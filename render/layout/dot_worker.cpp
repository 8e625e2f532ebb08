#include "render/layout/dot_worker.h"
#include "render/layout/layout_rules.h"

#include <fmt/format.h>
#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#include <graphviz/gvcext.h>

#include <array>
#include <cmath>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

extern "C" {
extern gvplugin_library_t gvplugin_dot_layout_LTX_library;  // NOLINT: Graphviz's own name.
}

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr std::size_t kMostMembers = 2000;
constexpr std::size_t kMostEdges = 10000;
constexpr double kPointsPerInch = 72;
constexpr double kLargestSize = 10000;
constexpr int kWrongJob = 2;

Json toJson(const PlacementJob& job) {
    Json sizes = Json::array();
    for (const Size& size : job.sizes) sizes.push_back({size.width, size.height});
    Json edges = Json::array();
    for (const auto& [from, to] : job.edges) edges.push_back({from, to});
    return {{"format", kFormat},
            {"gap", job.gap},
            {"rankGap", job.rankGap},
            {"sizes", std::move(sizes)},
            {"edges", std::move(edges)}};
}

/// Reads a number between `low` and `high`, or nothing.
std::optional<double> numberIn(const Json& json, double low, double high) {
    if (!json.is_number()) return std::nullopt;
    const auto value = json.get<double>();
    if (!(value >= low && value <= high)) return std::nullopt;
    return value;
}

bool isPair(const Json& json) { return json.is_array() && json.size() == 2; }

Result<PlacementJob> readJob(const std::string& text) {
    const auto wrong = [](std::string_view what) {
        return failure(kBadLayoutJob, fmt::format("the layout job has {}", what));
    };
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("format") || json["format"] != kFormat) {
        return wrong("no format 1");
    }
    if (!json.contains("sizes") || !json["sizes"].is_array() || !json.contains("edges") ||
        !json["edges"].is_array() || json["sizes"].size() > kMostMembers ||
        json["edges"].size() > kMostEdges) {
        return wrong("no sizes or edges, or too many");
    }
    PlacementJob job;
    const auto gap = numberIn(json.value("gap", Json(job.gap)), 0, kLargestSize);
    const auto rankGap = numberIn(json.value("rankGap", Json(job.rankGap)), 0, kLargestSize);
    if (!gap || !rankGap) return wrong("a gap that is no length");
    job.gap = *gap;
    job.rankGap = *rankGap;
    for (const Json& size : json["sizes"]) {
        if (!isPair(size)) return wrong("a size that is no pair");
        const auto width = numberIn(size[0], 1, kLargestSize);
        const auto height = numberIn(size[1], 1, kLargestSize);
        if (!width || !height) return wrong("a size out of bounds");
        job.sizes.push_back({*width, *height});
    }
    for (const Json& edge : json["edges"]) {
        if (!isPair(edge) || !edge[0].is_number_unsigned() || !edge[1].is_number_unsigned()) {
            return wrong("an edge that is no pair");
        }
        const auto from = edge[0].get<std::size_t>();
        const auto to = edge[1].get<std::size_t>();
        if (from >= job.sizes.size() || to >= job.sizes.size()) return wrong("an edge to nothing");
        job.edges.emplace_back(static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to));
    }
    return job;
}

/// Graphviz keeps texts that it is given by non-const pointer, and does not write to them.
void set(void* object, std::string name, std::string value, std::string fallback) {
    agsafeset(object, name.data(), value.data(), fallback.data());
}

std::vector<Point> placeByDot(const PlacementJob& job) {
    std::array<lt_symlist_t, 2> plugins = {
        lt_symlist_t{"gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library},
        lt_symlist_t{nullptr, nullptr}};
    GVC_t* context = gvContextPlugins(plugins.data(), 0);
    std::string graphName = "members";
    Agraph_t* graph = agopen(graphName.data(), Agstrictdirected, nullptr);
    set(graph, "rankdir", "LR", "");
    set(graph, "nodesep", fmt::format("{}", job.gap / kPointsPerInch), "");
    set(graph, "ranksep", fmt::format("{}", job.rankGap / kPointsPerInch), "");
    set(graph, "splines", "none", "");
    std::vector<Agnode_t*> nodes;
    for (std::size_t i = 0; i < job.sizes.size(); ++i) {
        std::string name = std::to_string(i);
        Agnode_t* node = agnode(graph, name.data(), 1);
        set(node, "shape", "box", "box");
        set(node, "label", "", "");
        set(node, "fixedsize", "true", "true");
        set(node, "width", fmt::format("{}", job.sizes[i].width / kPointsPerInch), "1");
        set(node, "height", fmt::format("{}", job.sizes[i].height / kPointsPerInch), "1");
        nodes.push_back(node);
    }
    for (const auto& [from, to] : job.edges) {
        if (from != to) agedge(graph, nodes[from], nodes[to], nullptr, 1);
    }
    std::vector<Point> places(job.sizes.size());
    if (gvLayout(context, graph, "dot") == 0) {
        double left = 0;
        double top = 0;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const pointf at = ND_coord(nodes[i]);
            places[i] = {at.x - job.sizes[i].width / 2, -at.y - job.sizes[i].height / 2};
            left = i == 0 ? places[i].x : std::min(left, places[i].x);
            top = i == 0 ? places[i].y : std::min(top, places[i].y);
        }
        for (Point& place : places) {
            place = {std::round(place.x - left), std::round(place.y - top)};
        }
        gvFreeLayout(context, graph);
    } else {
        places.clear();
    }
    agclose(graph);
    gvFreeContext(context);
    return places;
}

bool overlap(const PlacementJob& job, const std::vector<Point>& places) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Rect a{places[i].x, places[i].y, job.sizes[i].width, job.sizes[i].height};
        for (std::size_t j = 0; j < i; ++j) {
            const Rect b{places[j].x, places[j].y, job.sizes[j].width, job.sizes[j].height};
            if (intersects(a, b)) return true;
        }
    }
    return false;
}

}  // namespace

int layoutWorker(std::istream& input, std::ostream& output) {
    const std::string text{std::istreambuf_iterator<char>(input), {}};
    const auto job = readJob(text);
    if (!job) {
        const Diagnostic& error = job.error();
        output << Json{{"format", kFormat}, {"code", error.code}, {"error", error.message}}.dump()
               << '\n';
        return kWrongJob;
    }
    Json places = Json::array();
    if (!job->sizes.empty()) {
        const auto placed = placeByDot(*job);
        if (placed.empty()) {
            output << Json{{"format", kFormat}, {"error", "dot found no layout"}}.dump() << '\n';
            return 1;
        }
        for (const Point& place : placed) places.push_back({place.x, place.y});
    }
    output << Json{{"format", kFormat}, {"places", std::move(places)}}.dump() << '\n';
    return 0;
}

Result<std::vector<Point>> DotEngine::place(const PlacementJob& job) {
    const auto wrong = [] { return notPlaced("the layout worker gave no usable answer"); };
    auto answer = m_run(toJson(job).dump());
    if (!answer) return tl::make_unexpected(std::move(answer.error()));
    const Json json = Json::parse(*answer, nullptr, false);
    if (!json.is_object() || !json.contains("places") || !json["places"].is_array()) return wrong();
    std::vector<Point> places;
    for (const Json& place : json["places"]) {
        if (!isPair(place)) return wrong();
        const auto x = numberIn(place[0], 0, kLargestSize * 100);
        const auto y = numberIn(place[1], 0, kLargestSize * 100);
        if (!x || !y) return wrong();
        places.push_back({*x, *y});
    }
    if (places.size() != job.sizes.size() || overlap(job, places)) return wrong();
    return places;
}

tl::unexpected<Diagnostic> notPlaced(std::string why) {
    return failure(kNoLayout, std::move(why),
                   "the members were placed by rule; nothing else is lost");
}

}  // namespace archivolt
