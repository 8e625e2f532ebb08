#include "tests/traffic/bare_loops.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "model/traffic/engine/distribution.h"
#include "model/traffic/engine/numbers.h"
#include "model/traffic/engine/random_stream.h"

namespace archivolt::traffic::test {

namespace {

/// A four-ary heap of times, and of what happens then to whom.
class BareHeap {
public:
    struct Item {
        std::int64_t at;
        std::uint32_t kind;
        std::uint32_t whose;
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

/// Draws an exponential duration in nanoseconds.
std::int64_t draw(RandomStream& stream, double meanNs) {
    return static_cast<std::int64_t>(-naturalLog(stream.uniform()) * meanNs + 0.5);
}

/// Servers, and who waits for one, in a ring.
struct Line {
    std::uint32_t free = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::vector<std::uint32_t> waiting = std::vector<std::uint32_t>(1U << 12U);
    RandomStream service;

    /// Says whether a server is free, and takes it; else `whose` waits.
    bool take(std::uint32_t whose) {
        if (free > 0) {
            --free;
            return true;
        }
        waiting[(first + count++) % waiting.size()] = whose;
        return false;
    }
    std::uint32_t next() {
        --count;
        return waiting[first++ % waiting.size()];
    }
};

class BarePath {
public:
    explicit BarePath(bool edgeKeeps) : m_edgeKeeps(edgeKeeps) {
        constexpr std::array<std::uint32_t, kLines> kServers{8, 8, 8, 8, 1, 16};
        for (std::uint32_t i = 0; i < kLines; ++i) {
            m_lines[i].free = kServers[i];
            m_lines[i].service = RandomStream(1, i, "service");
        }
        for (auto& place : m_keptUntil) place.resize(kObjects);
    }
    std::uint64_t run(std::uint64_t requests) {
        m_heap.push({draw(m_arrivals, kGap), kAsked, 0});
        while (m_done < requests) step(m_heap.pop());
        return m_stayed;
    }

private:
    static constexpr std::uint32_t kLines = 6;  // Four instances, a cache, a database.
    static constexpr std::uint32_t kCache = 4;
    static constexpr std::uint32_t kDatabase = 5;
    static constexpr std::uint32_t kObjects = 20'000;
    static constexpr std::uint32_t kCached = 5'000;
    static constexpr double kGap = 0.5e6;
    static constexpr std::int64_t kOriginWay = 10'000'000;
    static constexpr std::int64_t kInside = 200'000;
    static constexpr std::int64_t kHourNs = 3'600'000'000'000;
    enum Kind : std::uint32_t {
        kAsked,
        kAtEdge,
        kAtBalancer,
        kAtWeb,
        kAtCache,
        kCacheAnswers,
        kAtDatabase,
        kDatabaseAnswers,
        kWebAnswers,
        kBalancerAnswers,
        kEdgeAnswers,
        kWorked  // And the line.
    };
    struct Request {
        std::int64_t began = 0;
        std::int64_t way = 0;
        std::uint32_t object = 0;
        std::uint32_t web = 0;
        std::uint32_t next = 0;
    };

    void seek(std::uint32_t line, std::uint32_t whose, std::int64_t now) {
        if (m_lines[line].take(whose)) work(line, whose, now);
    }
    void work(std::uint32_t line, std::uint32_t whose, std::int64_t now) {
        constexpr std::array<double, kLines> kMeans{4e6, 4e6, 4e6, 4e6, 5e4, 2e6};
        m_heap.push({now + draw(m_lines[line].service, kMeans[line]), kWorked + line, whose});
    }
    void worked(std::uint32_t line, std::uint32_t whose, std::int64_t now) {
        if (m_lines[line].count > 0) {
            work(line, m_lines[line].next(), now);
        } else {
            ++m_lines[line].free;
        }
        const std::uint32_t then = line < kCache    ? kAtCache
                                   : line == kCache ? kCacheAnswers
                                                    : kDatabaseAnswers;
        m_heap.push({now + kInside, then, whose});
    }
    void asked(std::int64_t now) {
        std::uint32_t whose = m_free;
        if (whose == kNobody) {
            whose = static_cast<std::uint32_t>(m_requests.size());
            m_requests.emplace_back();
        } else {
            m_free = m_requests[whose].next;
        }
        Request& request = m_requests[whose];
        request = {now, draw(m_network, 20e6), m_objects.draw(m_choice), 0, kNobody};
        m_heap.push({now + request.way, kAtEdge, whose});
        m_heap.push({now + draw(m_arrivals, kGap), kAsked, 0});
    }
    void atEdge(std::uint32_t whose, std::int64_t now) {
        const Request& request = m_requests[whose];
        std::int64_t& kept = m_keptUntil[m_turn++ % m_keptUntil.size()][request.object];
        if (m_edgeKeeps && kept > now) {
            m_heap.push({now + request.way, kEdgeAnswers, whose});
            return;
        }
        kept = now + kHourNs;
        m_heap.push({now + kOriginWay, kAtBalancer, whose});
    }
    void finished(std::uint32_t whose, std::int64_t now) {
        m_stayed += static_cast<std::uint64_t>(now - m_requests[whose].began);
        m_requests[whose].next = m_free;
        m_free = whose;
        ++m_done;
    }
    void step(const BareHeap::Item& item) {
        const std::int64_t now = item.at;
        const std::uint32_t whose = item.whose;
        switch (item.kind) {
            case kAsked: asked(now); return;
            case kAtEdge: atEdge(whose, now); return;
            case kAtBalancer:
                m_requests[whose].web = m_turn++ % kCache;
                m_heap.push({now + kInside, kAtWeb, whose});
                return;
            case kAtWeb: seek(m_requests[whose].web, whose, now); return;
            case kAtCache: seek(kCache, whose, now); return;
            case kCacheAnswers:
                m_heap.push({now + kInside,
                             m_requests[whose].object < kCached ? kWebAnswers : kAtDatabase,
                             whose});
                return;
            case kAtDatabase: seek(kDatabase, whose, now); return;
            case kDatabaseAnswers: m_heap.push({now + kInside, kWebAnswers, whose}); return;
            case kWebAnswers: m_heap.push({now + kOriginWay, kBalancerAnswers, whose}); return;
            case kBalancerAnswers:
                m_heap.push({now + m_requests[whose].way, kEdgeAnswers, whose});
                return;
            case kEdgeAnswers: finished(whose, now); return;
            default: worked(item.kind - kWorked, whose, now); return;
        }
    }

    static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
    bool m_edgeKeeps;
    BareHeap m_heap;
    std::array<Line, kLines> m_lines;
    std::vector<Request> m_requests;
    std::uint32_t m_free = kNobody;
    std::array<std::vector<std::int64_t>, 4> m_keptUntil;
    std::uint32_t m_turn = 0;
    AliasTable m_objects = AliasTable::zipf(kObjects, 0.8);
    RandomStream m_arrivals{1, 0, "arrivals"};
    RandomStream m_network{1, 0, "network"};
    RandomStream m_choice{1, 0, "choice"};
    std::uint64_t m_done = 0;
    std::uint64_t m_stayed = 0;
};

}  // namespace

std::uint64_t bareQueue(std::uint64_t customers) {
    BareHeap heap;
    RandomStream arrivals(1, 0, "arrivals");
    RandomStream service(1, 0, "service");
    std::vector<std::int64_t> waiting(1U << 16U);
    std::size_t first = 0;
    std::size_t count = 0;
    std::uint64_t done = 0;
    std::uint64_t stayed = 0;
    heap.push({draw(arrivals, 1.25e9), 0, 0});
    while (done < customers) {
        const BareHeap::Item item = heap.pop();
        if (item.kind == 0) {
            waiting[(first + count++) & 0xFFFFU] = item.at;
            heap.push({item.at + draw(arrivals, 1.25e9), 0, 0});
            if (count == 1) heap.push({item.at + draw(service, 1e9), 1, 0});
        } else {
            stayed += static_cast<std::uint64_t>(item.at - waiting[first++ & 0xFFFFU]);
            ++done;
            if (--count > 0) heap.push({item.at + draw(service, 1e9), 1, 0});
        }
    }
    return stayed;
}

std::uint64_t barePath(std::uint64_t requests, bool edgeKeeps) {
    return BarePath(edgeKeeps).run(requests);
}

}  // namespace archivolt::traffic::test
