#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "model/design/references.h"
#include "model/evaluate/made_resources.h"
#include "model/lint/stack_lint.h"

namespace archivolt {

namespace {

struct Edge {
    std::size_t target = 0;
    Path path;  // From the resource's body to the text that names.
};
using Graph = std::vector<std::vector<Edge>>;

/// What SAM's transform takes out of a resource of its own, into what it makes beside it.
constexpr std::string_view kTakenOut[] = {
    "AssumeRolePolicyDocument", "DeploymentPreference", "EventInvokeConfig", "Events",
    "FunctionUrlConfig",        "PermissionsBoundary",  "Policies"};

/// Says whether a reference of a resource of SAM's is of what the transform makes beside it.
bool isOfWhatIsMade(const Resource& resource, const Path& path) {
    if (!resource.type().starts_with("AWS::Serverless::") || path.empty()) return false;
    const auto* attribute = std::get_if<std::string>(&path[0]);
    if (attribute != nullptr && *attribute == "Connectors") return true;
    const auto* property = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
    return property != nullptr && std::ranges::find(kTakenOut, *property) != std::end(kTakenOut);
}

Graph dependencies(const ResourceTable& resources) {
    std::unordered_map<std::string, std::size_t> indexes;
    for (std::size_t i = 0; i < resources.size(); ++i) indexes[resources[i]->logicalId] = i;
    Graph graph(resources.size());
    for (std::size_t i = 0; i < resources.size(); ++i) {
        forEachReference(*resources[i], [&](const Reference& reference) {
            const bool depends =
                reference.kind == ReferenceKind::Ref || reference.kind == ReferenceKind::GetAtt ||
                reference.kind == ReferenceKind::Sub || reference.kind == ReferenceKind::DependsOn;
            const auto target = depends ? indexes.find(std::string(reference.name)) : indexes.end();
            if (target == indexes.end()) return;
            if (isOfWhatIsMade(*resources[i], reference.path())) return;
            const bool known = std::ranges::any_of(
                graph[i], [&](const Edge& edge) { return edge.target == target->second; });
            if (!known) graph[i].push_back({target->second, reference.path()});
        });
        // What SAM makes a role for depends on it.
        const auto role = indexes.find(resources[i]->logicalId + "Role");
        if (role != indexes.end() && isMadeByTransform(resources[role->second]->id)) {
            graph[i].push_back({role->second, Path{"Properties"}});
        }
    }
    return graph;
}

/// Tarjan's strongly connected components without recursion, since chains may be long.
std::vector<std::vector<std::size_t>> componentsOf(const Graph& graph) {
    constexpr std::size_t kUnseen = static_cast<std::size_t>(-1);
    std::vector<std::size_t> order(graph.size(), kUnseen);
    std::vector<std::size_t> low(graph.size(), 0);
    std::vector<bool> onStack(graph.size(), false);
    std::vector<std::size_t> stack;
    std::vector<std::vector<std::size_t>> components;
    std::size_t counter = 0;
    struct Frame {
        std::size_t node;
        std::size_t nextEdge;
    };
    for (std::size_t start = 0; start < graph.size(); ++start) {
        if (order[start] != kUnseen) continue;
        std::vector<Frame> frames = {{start, 0}};
        while (!frames.empty()) {
            const std::size_t node = frames.back().node;
            if (frames.back().nextEdge == 0) {
                order[node] = low[node] = counter++;
                stack.push_back(node);
                onStack[node] = true;
            }
            bool descended = false;
            while (frames.back().nextEdge < graph[node].size()) {
                const std::size_t target = graph[node][frames.back().nextEdge++].target;
                if (order[target] == kUnseen) {
                    frames.push_back({target, 0});
                    descended = true;
                    break;
                }
                if (onStack[target]) low[node] = std::min(low[node], order[target]);
            }
            if (descended) continue;
            if (low[node] == order[node]) {
                std::vector<std::size_t>& component = components.emplace_back();
                std::size_t member = 0;
                do {
                    member = stack.back();
                    stack.pop_back();
                    onStack[member] = false;
                    component.push_back(member);
                } while (member != node);
            }
            frames.pop_back();
            if (!frames.empty()) {
                low[frames.back().node] = std::min(low[frames.back().node], low[node]);
            }
        }
    }
    return components;
}

/// Returns a shortest circle through `start` inside its component, `start` first.
std::vector<std::size_t> circleThrough(const Graph& graph, std::size_t start,
                                       const std::vector<std::size_t>& component) {
    std::unordered_map<std::size_t, std::size_t> cameFrom;
    std::vector<std::size_t> queue = {start};
    for (std::size_t at = 0; at < queue.size(); ++at) {
        for (const Edge& edge : graph[queue[at]]) {
            if (edge.target == start) {
                std::vector<std::size_t> circle = {queue[at]};
                while (circle.back() != start) circle.push_back(cameFrom[circle.back()]);
                std::ranges::reverse(circle);
                return circle;
            }
            if (!std::ranges::binary_search(component, edge.target)) continue;
            if (cameFrom.emplace(edge.target, queue[at]).second) queue.push_back(edge.target);
        }
    }
    return {};
}

}  // namespace

constexpr Rule kCircle{
    "CFN-E1",
    Severity::Error,
    "resources depend on one another in a circle",
    "CloudFormation makes one resource after the other, and finds none to begin with",
    "take one of the references or DependsOn out of the circle; rules of security groups can stand "
    "in resources of their own",
    "cfn-lint E3004"};

void lintCycles(StackLint& lint) {
    const ResourceTable& resources = lint.stack.body.resources;
    const Graph graph = dependencies(resources);
    for (auto component : componentsOf(graph)) {
        std::ranges::sort(component);
        const auto circle = circleThrough(graph, component.front(), component);
        if (circle.empty()) continue;
        std::string way;
        StackLint::Report report;
        for (std::size_t i = 0; i < circle.size(); ++i) {
            const std::size_t next = circle[(i + 1) % circle.size()];
            const auto edge = std::ranges::find(graph[circle[i]], next, &Edge::target);
            const Path path = resourcePath(resources[circle[i]]->logicalId, edge->path);
            way += resources[circle[i]]->logicalId + " → ";
            if (i == 0) report.path = path;
            if (i > 0) report.related.push_back(path);
        }
        way += resources[circle.front()]->logicalId;
        report.message = fmt::format("these depend on one another in a circle: {}", way);
        report.help =
            "take one of the references out; two security groups that name each other are "
            "broken up with a standalone AWS::EC2::SecurityGroupIngress";
        lint.report(kCircle, std::move(report));
    }
}

RuleList cycleRules() {
    static constexpr const Rule* kRules[] = {&kCircle};
    return kRules;
}

}  // namespace archivolt
