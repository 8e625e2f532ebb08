// Times the simulator, with the bare loop that is its ceiling beside it in the same run, pair by
// pair. Prints millions of customers or requests a second, their ratio, and the run's digest.
// `--small` runs a moment of each, so that it never rots.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <vector>

#include "model/traffic/engine/event_queue.h"
#include "model/traffic/run/simulation.h"
#include "tests/traffic/made_plants.h"

namespace archivolt::traffic::test {

namespace {

/// Processor time, so that what else the machine does counts for little.
double secondsOf(const auto& work) {
    const std::clock_t began = std::clock();
    work();
    return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
}

/// A four-ary heap of times, and of what happens then.
class BareHeap {
public:
    struct Item {
        std::int64_t at;
        std::uint32_t kind;
    };
    void push(Item item) {
        std::size_t hole = m_items.size();
        m_items.push_back(item);
        for (; hole > 0 && item.at < m_items[(hole - 1) / 4].at; hole = (hole - 1) / 4) {
            m_items[hole] = m_items[(hole - 1) / 4];
        }
        m_items[hole] = item;
    }
    Item pop() {
        const Item first = m_items.front();
        const Item last = m_items.back();
        m_items.pop_back();
        const std::size_t size = m_items.size();
        std::size_t hole = 0;
        while (4 * hole + 1 < size) {
            std::size_t least = 4 * hole + 1;
            for (std::size_t i = least + 1; i < std::min(4 * hole + 5, size); ++i) {
                if (m_items[i].at < m_items[least].at) least = i;
            }
            if (m_items[least].at >= last.at) break;
            m_items[hole] = m_items[least];
            hole = least;
        }
        if (size > 0) m_items[hole] = last;
        return first;
    }

private:
    std::vector<Item> m_items;
};

/// A bare M/M/1: one heap of (time, what), two numbers drawn a customer, the waits added up; no
/// component, no request, no report.
std::uint64_t bareLoop(std::uint64_t customers) {
    BareHeap heap;
    RandomStream arrivals(1, 0, "arrivals");
    RandomStream service(1, 0, "service");
    const auto draw = [](RandomStream& stream, double mean) {
        return static_cast<std::int64_t>(-naturalLog(stream.uniform()) * mean + 0.5);
    };
    std::vector<std::int64_t> waiting(1U << 16U);
    std::size_t first = 0;
    std::size_t count = 0;
    std::uint64_t done = 0;
    std::uint64_t stayed = 0;
    heap.push({draw(arrivals, 1.25e9), 0});
    while (done < customers) {
        const BareHeap::Item item = heap.pop();
        if (item.kind == 0) {
            waiting[(first + count++) & 0xFFFFU] = item.at;
            heap.push({item.at + draw(arrivals, 1.25e9), 0});
            if (count == 1) heap.push({item.at + draw(service, 1e9), 1});
        } else {
            stayed += static_cast<std::uint64_t>(item.at - waiting[first++ & 0xFFFFU]);
            ++done;
            if (--count > 0) heap.push({item.at + draw(service, 1e9), 1});
        }
    }
    return stayed;
}

struct Timed {
    double perSecond = 0;
    std::uint64_t digest = 0;
};

Timed timePlant(const Plant& plant, double simulatedSeconds, QueueKind queue) {
    RunOptions options;
    options.duration = fromSeconds(simulatedSeconds);
    options.queue = queue;
    Run run;
    const double took = secondsOf([&] {
        Simulation simulation(plant, options);
        simulation.advance(options.duration);
        run = simulation.result();
    });
    return {static_cast<double>(run.clients.front().completed) / took, run.digest};
}

void compare(const char* name, const Plant& plant, double seconds, int pairs,
             std::uint64_t bareCustomers) {
    std::vector<double> rates;
    std::vector<double> bares;
    std::vector<double> ratios;
    std::uint64_t digest = 0;
    std::uint64_t check = 0;
    for (int i = 0; i < pairs; ++i) {
        const Timed timed = timePlant(plant, seconds, QueueKind::Calendar);
        const double bare = static_cast<double>(bareCustomers) /
                            secondsOf([&] { check ^= bareLoop(bareCustomers); });
        rates.push_back(timed.perSecond);
        bares.push_back(bare);
        ratios.push_back(timed.perSecond / bare);
        digest = timed.digest;
    }
    for (auto* list : {&rates, &bares, &ratios}) std::ranges::sort(*list);
    const std::size_t middle = rates.size() / 2;
    fmt::print("{:<28} {:8.2f} M/s   bare M/M/1 {:6.2f} M/s   ratio {:.3f}   {:016x}{}\n", name,
               rates[middle] / 1e6, bares[middle] / 1e6, ratios[middle], digest,
               check == 1 ? " " : "");
}

/// The hold model: so many events pending, each taken and put back.
double hold(QueueKind kind, std::size_t pending, std::size_t steps) {
    EventQueue queue(kind);
    RandomStream stream(1, 0, "hold");
    std::uint64_t sequence = 0;
    for (std::size_t i = 0; i < pending; ++i) {
        queue.push(
            {static_cast<Time>(-naturalLog(stream.uniform()) * 1e9), sequence++, 0, 0, 0, 0});
    }
    Event event;
    return static_cast<double>(steps) / secondsOf([&] {
               for (std::size_t i = 0; i < steps && queue.popUntil(kNever, event); ++i) {
                   event.at += static_cast<Time>(-naturalLog(stream.uniform()) * 1e9);
                   event.sequence = sequence++;
                   queue.push(event);
               }
           });
}

}  // namespace

int run(bool isSmall) {
    const double scale = isSmall ? 0.001 : 1;
    const int pairs = isSmall ? 1 : 5;
    const auto bare = static_cast<std::uint64_t>(20e6 * scale);
    compare("M/M/1, load 0.8", manyServers(0.8, 1), 10e6 * scale, pairs, bare);
    compare("whole path, all misses", wholePath(2000, false), 500 * scale, pairs, bare / 4);
    compare("edge hits", wholePath(2000, true), 1500 * scale, pairs, bare / 4);
    for (const std::size_t pending :
         {std::size_t{100}, std::size_t{10'000}, std::size_t{1'000'000}}) {
        if (isSmall && pending > 10'000) continue;
        const auto steps = static_cast<std::size_t>(8e6 * scale) + pending;
        fmt::print("{:<28} calendar {:6.2f} M/s, heap {:6.2f} M/s\n",
                   fmt::format("hold, {} pending", pending),
                   hold(QueueKind::Calendar, pending, steps) / 1e6,
                   hold(QueueKind::Heap, pending, steps) / 1e6);
    }
    return 0;
}

}  // namespace archivolt::traffic::test

int main(int count, char** arguments) {
    const bool isSmall = count > 1 && std::strcmp(arguments[1], "--small") == 0;
    return archivolt::traffic::test::run(isSmall);
}
