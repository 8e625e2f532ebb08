// Times what stands between an edit and its verdicts, and all pairs. Times are of this thread's
// processor alone; beside them stand counts of the work, which are the same on every machine.
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <map>

#include <fmt/format.h>

#include "model/base/invariant.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/reachability/sets/all_pairs.h"
#include "model/reachability/sets/pair_table.h"
#include "model/repair/repair.h"
#include "tests/reachability/fleet.h"
#include "tests/support/template_design.h"

namespace archivolt::test {

namespace {

/// Milliseconds of processor time of this thread.
double cpuMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double peakMb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

double quantile(std::vector<double> values, double q) {
    INVARIANT(!values.empty());
    std::ranges::sort(values);
    const auto at = static_cast<std::size_t>(q * static_cast<double>(values.size()));
    return values[std::min(at, values.size() - 1)];
}

/// A design with everything that is kept of it from edit to edit.
struct Live {
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;
    std::shared_ptr<const PairTable> pairs;
};

struct Times {
    std::vector<double> resolve;
    std::vector<double> index;
    std::vector<double> pairs;
    std::vector<double> all;
    std::size_t evaluated = 0;
    std::size_t walks = 0;
    std::size_t changed = 0;
};

Live afterEdit(const Live& before, const Edit& edit, Times& times) {
    Live after;
    auto design = archivolt::apply(before.design, edit);
    INVARIANT(design.has_value());
    after.design = *std::move(design);
    const double start = cpuMs();
    after.resolved = resolve(after.design, *before.resolved);
    const double resolved = cpuMs();
    after.reachability = std::make_shared<const Reachability>(after.resolved->architecture,
                                                              before.reachability.get());
    const double indexed = cpuMs();
    after.pairs = PairTable::next(*before.pairs, after.reachability);
    const double end = cpuMs();
    times.resolve.push_back(resolved - start);
    times.index.push_back(indexed - resolved);
    times.pairs.push_back(end - indexed);
    times.all.push_back(end - start);
    times.evaluated += after.pairs->work().evaluated;
    times.walks += after.pairs->work().walks;
    times.changed += after.pairs->changes().size();
    return after;
}

/// In a hundred edits of drawing; the worst kinds are timed apart.
const std::vector<std::pair<FleetEdit, int>> kMix = {
    {FleetEdit::TagInstance, 20},   {FleetEdit::ChangeRule, 20},    {FleetEdit::ChangeGroups, 20},
    {FleetEdit::MoveInstance, 10},  {FleetEdit::ChangeAclEntry, 8}, {FleetEdit::AddInstance, 10},
    {FleetEdit::RemoveInstance, 6}, {FleetEdit::ChangeRoute, 6}};

void printTimes(const std::string& name, const Times& times) {
    const auto edits = static_cast<double>(times.all.size());
    fmt::print(
        "    {:<28} p50 {:>6.3f}  p95 {:>6.3f}  max {:>6.3f} ms  (p50 resolve {:.3f}, index "
        "{:.3f}, "
        "pairs {:.3f}; {:.0f} pairs anew, {:.1f} walks, {:.1f} changed)\n",
        name, quantile(times.all, 0.5), quantile(times.all, 0.95), quantile(times.all, 1),
        quantile(times.resolve, 0.5), quantile(times.index, 0.5), quantile(times.pairs, 0.5),
        static_cast<double>(times.evaluated) / edits, static_cast<double>(times.walks) / edits,
        static_cast<double>(times.changed) / edits);
}

void benchEdits(Live live, int rounds) {
    std::mt19937_64 random(1);
    Times mix;
    std::map<FleetEdit, Times> kinds;
    for (int round = 0; round < rounds; ++round) {
        for (const auto& [kind, weight] : kMix) {
            for (int i = 0; i < weight; ++i) {
                Times one;
                live = afterEdit(live, fleetEdit(live.design, kind, random), one);
                for (Times* times : {&mix, &kinds[kind]}) {
                    times->resolve.push_back(one.resolve.front());
                    times->index.push_back(one.index.front());
                    times->pairs.push_back(one.pairs.front());
                    times->all.push_back(one.all.front());
                    times->evaluated += one.evaluated;
                    times->walks += one.walks;
                    times->changed += one.changed;
                }
            }
        }
        for (const FleetEdit kind : {FleetEdit::ChangeSharedRule, FleetEdit::ChangeDefaultAcl}) {
            for (int i = 0; i < 20; ++i) {
                live = afterEdit(live, fleetEdit(live.design, kind, random), kinds[kind]);
            }
        }
    }
    fmt::print("  after the edits {} classes, {} pairs\n", live.pairs->classes().size(),
               live.pairs->work().pairs);
    printTimes("edits as drawn", mix);
    for (const auto& [kind, times] : kinds) printTimes(fleetEditName(kind), times);
}

struct RepairQuestion {
    const char* from;
    const char* to;
    Port port;
};

void benchRepairs(const Live& live, const RepairQuestion& asked, int rounds) {
    const NetworkIndex& network = live.reachability->network();
    const ReachQuestion question{*findEndpoint(network, asked.from),
                                 *findEndpoint(network, asked.to),
                                 kProtocolTcp,
                                 PortSet({asked.port, asked.port}),
                                 {}};
    std::vector<double> times;
    Repairs repairs;
    for (int round = 0; round < rounds; ++round) {
        const double start = cpuMs();
        const ReachAnswer answer = reach(*live.reachability, question);
        repairs =
            proposeRepairs({live.design, *live.resolved, *live.reachability}, question, answer);
        times.push_back(cpuMs() - start);
    }
    std::size_t also = 0;
    for (const Repair& repair : repairs.repairs) also += repair.alsoChanges.size();
    fmt::print(
        "    repairs of {} -> {} {:<14} p50 {:.1f}  max {:.1f} ms ({} repairs, {} other changes)\n",
        asked.from, asked.to, fmt::format("tcp/{}", asked.port), quantile(times, 0.5),
        quantile(times, 1), repairs.repairs.size(), also);
}

void benchAllRepairs(const Live& live, int rounds) {
    for (const auto& [from, to, port] :
         std::initializer_list<RepairQuestion>{{"WebHost0", "AppHost1", 22},
                                               {"internet", "AppHost1", 22},
                                               {"WebHost0", "AppHost1", 8080}}) {
        benchRepairs(live, {from, to, port}, rounds);
    }
}

void benchFleet(std::size_t instances, int rounds) {
    Live live;
    live.design = test::designOfTemplate(fleetTemplate(instances));
    live.resolved = resolve(live.design, *Catalog::embedded());
    std::vector<double> index;
    std::vector<double> pairs;
    std::vector<double> query;
    std::vector<double> names;
    for (int run = 0; run < 2 * rounds + 1; ++run) {
        double start = cpuMs();
        live.reachability = std::make_shared<const Reachability>(live.resolved->architecture);
        index.push_back(cpuMs() - start);
        start = cpuMs();
        live.pairs = PairTable::fresh(live.reachability);
        pairs.push_back(cpuMs() - start);
        const NetworkIndex& network = live.reachability->network();
        for (std::size_t i = 0; i < 20; ++i) {
            start = cpuMs();
            const auto from = findEndpoint(network, fmt::format("WebHost{}", i * 3));
            const auto to = findEndpoint(network, fmt::format("AppHost{}", i * 3 + 1));
            INVARIANT(from.has_value() && to.has_value());
            names.push_back((cpuMs() - start) / 2);
            ReachQuestion question{*from, *to, kProtocolTcp, PortSet({8080, 8080}), {}};
            const ReachAnswer answer = reach(*live.reachability, question);
            query.push_back(cpuMs() - start);
            INVARIANT(!answer.forward.empty());
        }
    }
    std::size_t open = 0;
    for (const PairChange& pair : live.pairs->changes()) open += pair.after->sure.empty() ? 0 : 1;
    fmt::print(
        "{} instances: {} classes, {} pairs ({} open), {} walks\n"
        "    all pairs from cold          {:.3f} ms, of which index {:.3f}\n"
        "    explained query              p50 {:.3f}  p95 {:.3f} ms, of which to find an end by "
        "name {:.3f}\n",
        instances, live.pairs->classes().size(), live.pairs->work().pairs, open,
        live.pairs->work().walks, quantile(index, 0.5) + quantile(pairs, 0.5), quantile(index, 0.5),
        quantile(query, 0.5), quantile(query, 0.95), quantile(names, 0.5));
    benchAllRepairs(live, rounds);
    if (live.pairs->isHeld()) benchEdits(std::move(live), rounds);
}

/// A group's rules, each for a block of its own, some for another group.
Value manyRules(std::size_t group, std::size_t rules, std::size_t groups) {
    std::vector<Value> items;
    for (std::size_t i = 0; i < rules; ++i) {
        const auto port = static_cast<std::int64_t>(1024 + (group * 7 + i * 13) % 50000);
        const std::size_t net = group * rules + i;
        std::vector<MapEntry> entries = {{"IpProtocol", Value::string(i % 2 == 0 ? "tcp" : "udp")},
                                         {"FromPort", Value::number(port)},
                                         {"ToPort", Value::number(port + 3)}};
        if (i % 50 == 0) {
            entries.push_back({"SourceSecurityGroupId",
                               Value::ref(fmt::format("Group{}", (group + i + 1) % groups))});
        } else {
            entries.push_back(
                {"CidrIp", Value::string(fmt::format("{}.{}.{}.0/{}", 11 + net % 89, net / 89 % 256,
                                                     net / 89 / 256 % 256, 24 - i % 9))});
        }
        items.push_back(Value::map(std::move(entries)));
    }
    return Value::list(std::move(items));
}

/// As many rules as an account may hold at the utmost: a thousand in each of a thousand groups, and
/// an instance in each group.
void benchRules(std::size_t groups, std::size_t rules) {
    const double began = cpuMs();
    std::string text =
        "Resources:\n"
        "  Vpc1: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"
        "  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc1, CidrBlock: 10.0.0.0/17}}\n";
    for (std::size_t i = 0; i < groups; ++i) {
        text += fmt::format(
            "  Host{0}: {{Type: AWS::EC2::Instance, Properties: {{ImageId: ami-0123456789abcdef0, "
            "SubnetId: !Ref Net, SecurityGroupIds: [!Ref Group{0}]}}}}\n",
            i);
    }
    Design design = test::designOfTemplate(text);
    Stack stack = *design.stacks.front();
    std::vector<ResourceTable::Pointer> resources(stack.body.resources.begin(),
                                                  stack.body.resources.end());
    for (std::size_t i = 0; i < groups; ++i) {
        Value properties = Value::map({{"GroupDescription", Value::string("many rules")},
                                       {"VpcId", Value::ref("Vpc1")},
                                       {"SecurityGroupIngress", manyRules(i, rules, groups)}});
        resources.push_back(std::make_shared<const Resource>(
            Resource{ResourceId{design.nextId++}, fmt::format("Group{}", i),
                     Value::map({{"Type", Value::string("AWS::EC2::SecurityGroup")},
                                 {"Properties", std::move(properties)}})}));
    }
    stack.body.resources = ResourceTable::of(resources);
    resources.clear();
    design = design.withStack(std::move(stack));
    const double made = cpuMs();
    const double designMb = peakMb();
    const auto resolved = resolve(design, *Catalog::embedded());
    const double resolvedAt = cpuMs();
    const double resolvedMb = peakMb();
    const auto reachability = std::make_shared<const Reachability>(resolved->architecture);
    const double indexed = cpuMs();
    const auto pairs = PairTable::fresh(reachability);
    const double end = cpuMs();
    std::size_t open = 0;
    for (const PairChange& pair : pairs->changes()) open += pair.after->sure.empty() ? 0 : 1;
    fmt::print(
        "{} security-group rules in {} groups, cold: {:.2f} s (resolve {:.2f}, index and filters "
        "{:.2f}, pairs {:.2f}; design made in {:.2f})\n"
        "    {} pairs, {} open; peak {:.0f} MB, of which the design {:.0f}, and resolved {:.0f}\n",
        groups * rules, groups, (end - made) / 1000, (resolvedAt - made) / 1000,
        (indexed - resolvedAt) / 1000, (end - indexed) / 1000, (made - began) / 1000,
        pairs->work().pairs, open, peakMb(), designMb, resolvedMb);
}

/// Repeats one kind of work alone, for a profiler to look at.
void repeat(std::size_t instances, std::string_view what) {
    Live live;
    live.design = test::designOfTemplate(fleetTemplate(instances));
    live.resolved = resolve(live.design, *Catalog::embedded());
    live.reachability = std::make_shared<const Reachability>(live.resolved->architecture);
    if (what == "repairs") return benchAllRepairs(live, 10);
    live.pairs = PairTable::fresh(live.reachability);
    std::mt19937_64 random(1);
    Times times;
    for (int i = 0; i < 200; ++i) {
        live = afterEdit(live, fleetEdit(live.design, FleetEdit::AddInstance, random), times);
    }
    printTimes(fleetEditName(FleetEdit::AddInstance), times);
}

void benchAdversarial(std::size_t instances, bool stream) {
    const auto resolved =
        resolve(test::designOfTemplate(adversarialTemplate(instances)), *Catalog::embedded());
    const Reachability reachability(resolved->architecture);
    double start = cpuMs();
    const auto classes = interfaceClasses(reachability);
    const double sorting = cpuMs() - start;
    std::vector<double> rows;
    std::size_t open = 0;
    for (std::size_t i = 0; i < 9; ++i) {
        start = cpuMs();
        forEachPairFrom(reachability, classes, i * classes.size() / 9,
                        [&](const ClassPair& pair) { open += pair.traffic.sure.empty() ? 0 : 1; });
        rows.push_back(cpuMs() - start);
    }
    fmt::print(
        "{} instances, each a class of its own: {} classes in {:.2f} ms\n"
        "    what one can reach           p50 {:.2f}  max {:.2f} ms ({} open in 9 rows)\n",
        instances, classes.size(), sorting, quantile(rows, 0.5), quantile(rows, 1), open);
    if (!stream) return;
    const double before = peakMb();
    start = cpuMs();
    std::size_t pairs = 0;
    open = 0;
    forEachPair(reachability, classes, {}, [&](const ClassPair& pair) {
        ++pairs;
        open += pair.traffic.sure.empty() ? 0 : 1;
    });
    fmt::print(
        "    all pairs, streamed          {:.1f} s, {} pairs, {} open; peak {:.0f} MB, "
        "{:.0f} before\n",
        (cpuMs() - start) / 1000, pairs, open, peakMb(), before);
}

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--fleet") {
        archivolt::test::benchFleet(std::stoul(argv[2]), 3);
        return 0;
    }
    if (argc == 4 && std::string_view(argv[1]) == "--repeat") {
        archivolt::test::repeat(std::stoul(argv[3]), argv[2]);
        return 0;
    }
    if (argc == 4 && std::string_view(argv[1]) == "--rules") {
        archivolt::test::benchRules(std::stoul(argv[2]), std::stoul(argv[3]));
        return 0;
    }
    const bool small = argc > 1 && std::string_view(argv[1]) == "--small";
    if (argc > 1 && !small) {
        fmt::print(
            stderr,
            "usage: reach_bench [--small | --fleet INSTANCES | --repeat repairs|adds INSTANCES |\n"
            "                    --rules GROUPS RULES]\n");
        return 2;
    }
    archivolt::test::benchFleet(100, small ? 1 : 5);
    if (!small) archivolt::test::benchFleet(1000, 5);
    if (!small) archivolt::test::benchFleet(10000, 3);
    archivolt::test::benchAdversarial(small ? 200 : 10000, true);
    archivolt::test::benchRules(small ? 20 : 1000, small ? 50 : 1000);
    return 0;
}
