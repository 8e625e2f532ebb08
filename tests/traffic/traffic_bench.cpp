// Times the simulator, with the bare loop that is its ceiling beside it in the same run, pair by
// pair. Prints millions of customers or requests a second, their ratio, and the run's digest.
//   traffic_bench                       all of it
//   traffic_bench --small               a moment of each, so that it never rots
//   traffic_bench --once                one round as numbers, for rivals/run.py
//   traffic_bench --memory RATE         whether a day at this rate takes more memory than an hour
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

#include "model/traffic/engine/event_queue.h"
#include "model/traffic/run/simulation.h"
#include "tests/traffic/bare_loops.h"
#include "tests/traffic/made_plants.h"

namespace archivolt::traffic::test {

namespace {

/// Processor time, so that what else the machine does counts for little.
double secondsOf(const auto& work) {
    const std::clock_t began = std::clock();
    work();
    return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
}

struct Timed {
    double perSecond = 0;
    std::uint64_t digest = 0;
};

Timed timePlant(const Plant& plant, double simulatedSeconds) {
    RunOptions options;
    options.duration = fromSeconds(simulatedSeconds);
    Run run;
    const double took = secondsOf([&] {
        Simulation simulation(plant, options);
        simulation.advance(options.duration);
        run = simulation.result();
    });
    return {static_cast<double>(run.clients.front().completed) / took, run.digest};
}

/// What is timed: a plant, and the bare loop that does the same.
struct Course {
    const char* name;
    const char* word;
    Plant plant;
    double simulatedSeconds;
    std::uint64_t bareRequests;
    std::uint64_t (*bare)(std::uint64_t);
};

std::vector<Course> courses(double scale) {
    const auto requests = [&](double count) { return static_cast<std::uint64_t>(count * scale); };
    return {
        {"M/M/1, load 0.8", "mm1", manyServers(0.8, 1), 10e6 * scale, requests(20e6), bareQueue},
        {"whole path, all misses", "misses", wholePath(2000, false), 500 * scale, requests(2e6),
         [](std::uint64_t count) { return barePath(count, false); }},
        {"edge hits", "hits", wholePath(2000, true), 1500 * scale, requests(6e6),
         [](std::uint64_t count) { return barePath(count, true); }},
    };
}

double timeBare(const Course& course, std::uint64_t& check) {
    return static_cast<double>(course.bareRequests) /
           secondsOf([&] { check ^= course.bare(course.bareRequests); });
}

void compare(const Course& course, int pairs) {
    std::vector<double> rates;
    std::vector<double> bares;
    std::vector<double> ratios;
    std::uint64_t digest = 0;
    std::uint64_t check = 0;
    for (int i = 0; i < pairs; ++i) {
        const Timed timed = timePlant(course.plant, course.simulatedSeconds);
        const double bare = timeBare(course, check);
        rates.push_back(timed.perSecond);
        bares.push_back(bare);
        ratios.push_back(timed.perSecond / bare);
        digest = timed.digest;
    }
    for (auto* list : {&rates, &bares, &ratios}) std::ranges::sort(*list);
    const std::size_t middle = rates.size() / 2;
    fmt::print("{:<24} {:8.2f} M/s   bare {:6.2f} M/s   ratio {:.3f}   {:016x}{}\n", course.name,
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

int compareAll(bool isSmall) {
    const double scale = isSmall ? 0.001 : 1;
    for (const Course& course : courses(scale)) compare(course, isSmall ? 1 : 5);
    for (const std::size_t pending :
         {std::size_t{100}, std::size_t{10'000}, std::size_t{1'000'000}}) {
        if (isSmall && pending > 10'000) continue;
        const auto steps = static_cast<std::size_t>(8e6 * scale) + pending;
        fmt::print("{:<24} calendar {:6.2f} M/s, heap {:6.2f} M/s\n",
                   fmt::format("hold, {} pending", pending),
                   hold(QueueKind::Calendar, pending, steps) / 1e6,
                   hold(QueueKind::Heap, pending, steps) / 1e6);
    }
    return 0;
}

int printOnce() {
    std::uint64_t check = 0;
    for (const Course& course : courses(0.3)) {
        const double rate = timePlant(course.plant, course.simulatedSeconds).perSecond;
        fmt::print("{} {:.0f} {:.0f}\n", course.word, rate, timeBare(course, check));
    }
    return check == 1 ? 1 : 0;
}

void runWholePath(Time duration, double perSecond, bool edgeKeeps) {
    RunOptions options;
    options.duration = duration;
    Plant plant = wholePath(perSecond, edgeKeeps);
    // As many for each request a second, so that an hour asks for all of them at any rate.
    plant.clients.front().objects = static_cast<std::uint32_t>(20 * perSecond);
    Simulation simulation(plant, options);
    simulation.advance(options.duration);
    static_cast<void>(simulation.result());
}

/// Runs the whole path in a process of its own, since what one run leaves of the heap makes the
/// next take more; returns the most memory that it ever had, in KiB, and 0 where it failed.
long memoryAfter(Time duration, double perSecond, bool edgeKeeps) {
    const pid_t child = fork();
    if (child < 0) return 0;
    if (child == 0) {
        runWholePath(duration, perSecond, edgeKeeps);
        _exit(0);
    }
    int status = 0;
    rusage usage{};
    return wait4(child, &status, 0, &usage) == child && status == 0 ? usage.ru_maxrss : 0;
}

/// Holds what a day takes against what its first hour takes; 1 where it is over 5 % more.
int holdMemory(double perSecond) {
    bool grew = false;
    for (const bool edgeKeeps : {false, true}) {
        const long before = memoryAfter(kHour, perSecond, edgeKeeps);
        const long after = memoryAfter(24 * kHour, perSecond, edgeKeeps);
        const double ratio = static_cast<double>(after) / static_cast<double>(before);
        fmt::print("{} requests a second, {}: {} KiB after an hour, {} KiB after a day, {:.3f}\n",
                   perSecond, edgeKeeps ? "edge hits" : "all misses", before, after, ratio);
        grew = grew || before == 0 || after == 0 || ratio > 1.05;
    }
    return grew ? 1 : 0;
}

}  // namespace

int run(int count, char** arguments) {
    const auto is = [&](const char* word) {
        return count > 1 && std::strcmp(arguments[1], word) == 0;
    };
    if (is("--once")) return printOnce();
    if (is("--memory") && count > 2) return holdMemory(std::atof(arguments[2]));
    return compareAll(is("--small"));
}

}  // namespace archivolt::traffic::test

int main(int count, char** arguments) { return archivolt::traffic::test::run(count, arguments); }
