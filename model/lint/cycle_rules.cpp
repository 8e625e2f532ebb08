#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "model/design/references.h"
#include "model/evaluate/made_resources.h"
#include "model/lint/stack_lint.h"

namespace archivolt {

namespace {

/// Resources, and by index which of them each depends on.
struct Graph {
    std::vector<const Resource*> nodes;
    std::vector<std::vector<std::size_t>> edges;
};

/// What SAM's transform takes out of a resource of its own, into what it makes beside it.
constexpr std::string_view kTakenOut[] = {
    "AssumeRolePolicyDocument", "DeploymentPreference", "EventInvokeConfig", "Events",
    "FunctionUrlConfig",        "PermissionsBoundary",  "Policies"};

/// Says whether a reference of a resource of SAM's is of what the transform makes beside it.
bool isOfWhatIsMade(const Resource& resource, const Reference& reference) {
    if (!resource.type().starts_with("AWS::Serverless::")) return false;
    const Path path = reference.path();
    const auto* attribute = path.empty() ? nullptr : std::get_if<std::string>(&path[0]);
    if (attribute != nullptr && *attribute == "Connectors") return true;
    const auto* property = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
    return property != nullptr && std::ranges::find(kTakenOut, *property) != std::end(kTakenOut);
}

/// Says whether a resource is made only after what a reference of it names.
bool isDependency(const Resource& resource, const Reference& reference) {
    const bool depends =
        reference.kind == ReferenceKind::Ref || reference.kind == ReferenceKind::GetAtt ||
        reference.kind == ReferenceKind::Sub || reference.kind == ReferenceKind::DependsOn;
    return depends && !isOfWhatIsMade(resource, reference);
}

/// Gathers resources and all that they depend on.
class GraphMaker {
public:
    explicit GraphMaker(const ResourceTable& resources) : m_resources(resources) {}

    /// Adds a resource of the table that is to be in the graph.
    std::size_t add(const Resource& resource) {
        const auto [known, isNew] = m_indexes.emplace(resource.logicalId, m_graph.nodes.size());
        if (isNew) m_graph.nodes.push_back(&resource);
        return known->second;
    }

    Graph run() {
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            const Resource& resource = *m_graph.nodes[i];
            forEachReference(resource, [&](const Reference& reference) {
                if (isDependency(resource, reference)) connect(i, find(reference.name));
            });
            // What SAM makes a role for depends on it.
            const auto role = find(resource.logicalId + "Role");
            if (role && isMadeByTransform(m_graph.nodes[*role]->id)) connect(i, role);
        }
        m_graph.edges.resize(m_graph.nodes.size());
        return std::move(m_graph);
    }

private:
    std::optional<std::size_t> find(std::string_view name) {
        const auto known = m_indexes.find(name);
        if (known != m_indexes.end()) return known->second;
        if (m_graph.nodes.size() == m_resources.size()) return std::nullopt;
        const auto resource = m_resources.find(name);
        if (!resource) return std::nullopt;
        return add(*resource);
    }

    void connect(std::size_t from, std::optional<std::size_t> to) {
        if (!to) return;
        m_graph.edges.resize(m_graph.nodes.size());
        auto& edges = m_graph.edges[from];
        if (std::ranges::find(edges, *to) == edges.end()) edges.push_back(*to);
    }

    const ResourceTable& m_resources;
    Graph m_graph;
    std::unordered_map<std::string_view, std::size_t> m_indexes;  // Looked up, never iterated.
};

/// Tarjan's strongly connected components without recursion, since chains may be long.
std::vector<std::vector<std::size_t>> componentsOf(
    const std::vector<std::vector<std::size_t>>& graph) {
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
                const std::size_t target = graph[node][frames.back().nextEdge++];
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
        for (const std::size_t target : graph.edges[queue[at]]) {
            if (target == start) {
                std::vector<std::size_t> circle = {queue[at]};
                while (circle.back() != start) circle.push_back(cameFrom[circle.back()]);
                std::ranges::reverse(circle);
                return circle;
            }
            if (!std::ranges::binary_search(component, target)) continue;
            if (cameFrom.emplace(target, queue[at]).second) queue.push_back(target);
        }
    }
    return {};
}

/// Returns the way from a resource's body to where it says that it depends on another.
Path wayTo(const Resource& resource, const Resource& other) {
    std::optional<Path> way;
    forEachReference(resource, [&](const Reference& reference) {
        if (way || reference.name != other.logicalId) return;
        if (isDependency(resource, reference)) way = reference.path();
    });
    return way ? *std::move(way) : Path{"Properties"};
}

/// Says whether a circle goes through what changed: where there was none, a new one does.
bool hasNewCircle(const ResourceTable& before, const ResourceTable& now) {
    GraphMaker maker(now);
    ResourceTable::forEachDifference(
        before, now, [&](const ResourceTable::Pointer&, const ResourceTable::Pointer& after) {
            if (after) maker.add(*after);
        });
    const Graph graph = maker.run();
    return std::ranges::any_of(componentsOf(graph.edges), [&](auto component) {
        std::ranges::sort(component);
        return !circleThrough(graph, component.front(), component).empty();
    });
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

void reportCircle(StackLint& lint, const Graph& graph, const std::vector<std::size_t>& circle) {
    std::string way;
    StackLint::Report report;
    for (std::size_t i = 0; i < circle.size(); ++i) {
        const Resource& from = *graph.nodes[circle[i]];
        const Resource& to = *graph.nodes[circle[(i + 1) % circle.size()]];
        const Path path = resourcePath(from.logicalId, wayTo(from, to));
        way += from.logicalId + " → ";
        if (i == 0) report.path = path;
        if (i > 0) report.related.push_back(path);
    }
    way += graph.nodes[circle.front()]->logicalId;
    report.message = fmt::format("these depend on one another in a circle: {}", way);
    report.help =
        "take one of the references out; two security groups that name each other are "
        "broken up with a standalone AWS::EC2::SecurityGroupIngress";
    lint.report(kCircle, std::move(report));
}

void lintCycles(StackLint& lint) {
    const ResourceTable& resources = lint.stack.body.resources;
    const Stack* before = lint.cleanBefore("cycles");
    bool isClean = before != nullptr && !hasNewCircle(before->body.resources, resources);
    if (!isClean) {
        GraphMaker maker(resources);
        for (const auto& resource : resources) maker.add(*resource);
        const Graph graph = maker.run();
        isClean = true;
        for (auto component : componentsOf(graph.edges)) {
            std::ranges::sort(component);
            const auto circle = circleThrough(graph, component.front(), component);
            if (circle.empty()) continue;
            isClean = false;
            reportCircle(lint, graph, circle);
        }
    }
    if (isClean) lint.keepClean("cycles");
}

RuleList cycleRules() {
    static constexpr const Rule* kRules[] = {&kCircle};
    return kRules;
}

}  // namespace archivolt
