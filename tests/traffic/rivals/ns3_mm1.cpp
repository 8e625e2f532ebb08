// M/M/1 at load 0.8 on ns-3's core with its heap scheduler: prints customers for each second of
// processor time. Random numbers are drawn as in the simulator's benchmark, so that only the event
// loops are compared.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>

#include "ns3/core-module.h"

namespace {

std::uint64_t g_state = 1;
std::uint64_t g_left = 0;
std::uint64_t g_done = 0;
double g_stayed = 0;
std::deque<std::int64_t> g_queue;

std::int64_t draw(double meanNs) {
    g_state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t x = g_state;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    x ^= x >> 31U;
    const double u = (static_cast<double>(x >> 11U) + 0.5) * 0x1p-53;
    return static_cast<std::int64_t>(-std::log(u) * meanNs + 0.5);
}

void leave();

void serve() { ns3::Simulator::Schedule(ns3::NanoSeconds(draw(1e9)), &leave); }

void leave() {
    g_stayed += static_cast<double>(ns3::Simulator::Now().GetNanoSeconds() - g_queue.front());
    g_queue.pop_front();
    ++g_done;
    if (!g_queue.empty()) serve();
}

void arrive() {
    g_queue.push_back(ns3::Simulator::Now().GetNanoSeconds());
    if (g_queue.size() == 1) serve();
    if (--g_left > 0) ns3::Simulator::Schedule(ns3::NanoSeconds(draw(1.25e9)), &arrive);
}

}  // namespace

int main(int count, char** arguments) {
    const std::uint64_t customers = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1000000;
    g_left = customers;
    ns3::ObjectFactory scheduler;
    scheduler.SetTypeId("ns3::HeapScheduler");
    ns3::Simulator::SetScheduler(scheduler);
    ns3::Simulator::Schedule(ns3::NanoSeconds(draw(1.25e9)), &arrive);
    const std::clock_t began = std::clock();
    ns3::Simulator::Run();
    const double took = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    std::printf("ns-3: %.0f customers/s, mean stay %.3f\n", static_cast<double>(customers) / took,
                g_stayed / 1e9 / static_cast<double>(g_done));
    return 0;
}
