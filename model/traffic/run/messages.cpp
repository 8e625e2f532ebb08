#include "model/traffic/run/messages.h"

#include <algorithm>
#include <utility>

#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

/// Messages that come of messages that come of messages: Lambda stops what goes round about 16
/// times. Source: AWS Lambda developer guide, recursive loop detection.
constexpr std::uint8_t kMostHops = 16;

std::uint32_t laneFor(const Mailbox& box, std::uint32_t session) {
    return box.spec.lanes > 1
               ? static_cast<std::uint32_t>(stir(session + 0x3F1DULL) % box.spec.lanes)
               : 0;
}

void hand(World& world, std::uint32_t index, std::uint32_t consumer, std::uint32_t lane);

void ready(World& world, std::uint32_t index, std::uint32_t id) {
    Mailbox& box = world.mailboxes[index];
    const Message& message = world.messages[id];
    Consumer& consumer = box.consumers[message.consumer];
    if (consumer.backlog++ == 0 && consumer.inFlight == 0) consumer.busySince = world.now;
    const std::uint32_t lane = message.lane;
    const std::uint32_t whose = message.consumer;
    consumer.lanes[lane].ready.append(world.messages, id);
    hand(world, index, whose, lane);
}

void forget(World& world, Mailbox& box, std::uint32_t id) {
    box.meter.leave(world.now, world.messages[id].put);
    world.messages.giveBack(id);
}

std::uint32_t mostInFlight(const World& world, const Consumer& consumer) {
    const ConsumerSpec& spec = consumer.spec;
    if (spec.startAt == 0) return spec.concurrency;
    const auto minutes = static_cast<std::uint64_t>((world.now - consumer.busySince) / kMinute);
    const std::uint64_t grown = spec.startAt + spec.perMinute * minutes;
    return spec.concurrency == 0
               ? static_cast<std::uint32_t>(grown)
               : static_cast<std::uint32_t>(std::min<std::uint64_t>(grown, spec.concurrency));
}

/// Takes up to a batch of messages that are not too old out of a lane, chained by `next`.
std::uint32_t takeBatch(World& world, Mailbox& box, Consumer& consumer, MessageLane& lane,
                        std::uint16_t& count) {
    Chain<Message> batch;
    while (!lane.ready.empty() && count < consumer.spec.batch) {
        const std::uint32_t id = lane.ready.takeFirst(world.messages);
        --consumer.backlog;
        if (world.now - world.messages[id].put > box.spec.retention) {
            ++box.meter.abandoned;
            ++box.expired;
            forget(world, box, id);
            continue;
        }
        world.messages[id].received = world.now;
        batch.append(world.messages, id);
        ++count;
    }
    if (count == 0) return Chain<Message>::kNone;
    return batch.first();
}

/// Lets a batch wait until it is full, or its oldest message has waited long enough.
bool waitsForMore(World& world, std::uint32_t index, std::uint32_t consumer, std::uint32_t at) {
    Consumer& whose = world.mailboxes[index].consumers[consumer];
    MessageLane& lane = whose.lanes[at];
    if (whose.spec.window == 0 || lane.ready.size() >= whose.spec.batch) return false;
    const Message& oldest = world.messages[lane.ready.first()];
    const Time until = std::max(oldest.put, oldest.received) + whose.spec.window;
    if (until <= world.now) return false;
    if (!lane.waitsForWindow) {
        lane.waitsForWindow = true;
        schedule(world, until, EventKind::MessagesDue, index, consumer, at);
    }
    return true;
}

void send(World& world, std::uint32_t index, std::uint32_t consumer, std::uint32_t lane,
          std::uint32_t first, std::uint16_t count) {
    const VisitId id = makeVisit(world, {NodeKind::Station, world.mailboxes[index].station});
    Visit& visit = world.visits[id];
    const Message& message = world.messages[first];
    visit.arrived = world.now;
    visit.delivery = true;
    visit.object = message.object;
    visit.session = message.session;
    visit.mix = message.mix;
    visit.population = message.population;
    visit.hops = message.hops;
    visit.messages = first;
    visit.target = consumer;
    visit.lane = lane;
    const ConsumerSpec& spec = world.mailboxes[index].consumers[consumer].spec;
    visit.batch = spec.workForEach ? count : std::uint16_t{1};
    const std::uint32_t generation = visit.generation;
    const Time limit = spec.hidesFor ? spec.retryAfter : 0;
    const NodeRef from{NodeKind::Station, world.mailboxes[index].station};
    const Time way = wayFromTo(world, from, 0, spec.to, 0);
    call(world, id, spec.to, 0, way, way);
    if (limit > 0 && isLive(world, id, generation) && world.visits[id].child != kNoVisit) {
        setDeadline(world, laneOf(world, limit), id);
    }
}

/// Hands over what may be handed over of a lane.
void hand(World& world, std::uint32_t index, std::uint32_t which, std::uint32_t at) {
    while (true) {
        Mailbox& box = world.mailboxes[index];
        Consumer& consumer = box.consumers[which];
        MessageLane& lane = consumer.lanes[at];
        if (lane.ready.empty() || (box.spec.lanes > 0 && lane.out)) return;
        if (lane.blockedUntil > world.now) return;
        const std::uint32_t most = mostInFlight(world, consumer);
        if (most > 0 && consumer.inFlight >= most) return;
        if (waitsForMore(world, index, which, at)) return;
        std::uint16_t count = 0;
        const std::uint32_t first = takeBatch(world, box, consumer, lane, count);
        if (count == 0) return;
        lane.out = true;
        ++consumer.inFlight;
        ++box.batches;
        send(world, index, which, at, first, count);
    }
}

/// A consumer has room again: lanes take turns, beginning after the one that made it.
void handOthers(World& world, std::uint32_t index, std::uint32_t which, std::uint32_t after) {
    const auto count =
        static_cast<std::uint32_t>(world.mailboxes[index].consumers[which].lanes.size());
    for (std::uint32_t i = 1; i <= count; ++i) hand(world, index, which, (after + i) % count);
}

Time retryWait(const ConsumerSpec& spec, std::uint16_t attempts) {
    double wait = static_cast<double>(spec.retryAfter);
    for (std::uint16_t i = 1; i < attempts && wait < static_cast<double>(6 * kHour); ++i) {
        wait *= spec.retryGrowth;
    }
    return nearest(wait);
}

void giveUpMessage(World& world, std::uint32_t index, const ConsumerSpec& spec, std::uint32_t id) {
    const Message message = world.messages[id];
    Mailbox& box = world.mailboxes[index];
    ++box.meter.failed;
    forget(world, box, id);
    if (!spec.deadLetters) return;
    ++box.deadLetters;
    const std::uint32_t letters = world.stations[*spec.deadLetters].mailbox;
    if (letters != kNoMailbox) putMessage(world, letters, message);
}

/// A batch failed: its messages come again later, in order where there is one, or are given up.
void retryBatch(World& world, std::uint32_t index, const Visit& visit) {
    const ConsumerSpec spec = world.mailboxes[index].consumers[visit.target].spec;
    const bool throttled = visit.status == 429 && !spec.countsThrottles;
    const bool ordered = world.mailboxes[index].spec.lanes > 0;
    Chain<Message> again;
    Time due = world.now;
    for (std::uint32_t id = visit.messages; id != Chain<Message>::kNone;) {
        Message& message = world.messages[id];
        const std::uint32_t next = message.next;
        if (!throttled) ++message.attempts;
        if (spec.attempts > 0 && message.attempts >= spec.attempts) {
            giveUpMessage(world, index, spec, id);
            id = next;
            continue;
        }
        ++world.mailboxes[index].retries;
        const Time wait = retryWait(spec, message.attempts);
        due = std::max(world.now, (spec.hidesFor ? message.received : world.now) + wait);
        if (ordered) {
            again.append(world.messages, id);
        } else {
            schedule(world, due, EventKind::MessageReady, index, id, message.generation);
        }
        id = next;
    }
    if (again.empty()) return;
    Consumer& consumer = world.mailboxes[index].consumers[visit.target];
    MessageLane& lane = consumer.lanes[visit.lane];
    consumer.backlog += again.size();
    while (!lane.ready.empty()) {
        again.append(world.messages, lane.ready.takeFirst(world.messages));
    }
    lane.ready = again;
    lane.blockedUntil = due;
    schedule(world, due, EventKind::MessagesDue, index, visit.target, visit.lane);
}

}  // namespace

void addMailbox(World& world, std::uint32_t station) {
    const StationSpec& spec = world.stations[station].spec;
    Mailbox box;
    box.spec = *spec.messages;
    box.station = station;
    box.choice = RandomStream(world.seed, world.replication, spec.name + " messages");
    const std::uint32_t lanes = std::max(box.spec.lanes, 1U);
    for (const ConsumerSpec& one : box.spec.consumers) {
        box.consumers.emplace_back();
        box.consumers.back().spec = one;
        box.consumers.back().lanes.resize(lanes);
    }
    if (box.spec.lanePerSecond > 0) {
        box.laneTokens.assign(lanes, box.spec.lanePerSecond);
        box.laneTokensAt.assign(lanes, world.now);
    }
    world.stations[station].mailbox = static_cast<std::uint32_t>(world.mailboxes.size());
    world.mailboxes.push_back(std::move(box));
}

bool laneTakes(World& world, std::uint32_t index, std::uint32_t session) {
    Mailbox& box = world.mailboxes[index];
    if (box.laneTokens.empty()) return true;
    const std::uint32_t lane = laneFor(box, session);
    const double rate = box.spec.lanePerSecond;
    double& tokens = box.laneTokens[lane];
    tokens = std::min(rate, tokens + rate * toSeconds(world.now - box.laneTokensAt[lane]));
    box.laneTokensAt[lane] = world.now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
}

void putMessage(World& world, std::uint32_t index, const Message& made) {
    const auto consumers = static_cast<std::uint32_t>(world.mailboxes[index].consumers.size());
    if (made.hops > kMostHops) {
        Mailbox& box = world.mailboxes[index];
        if (box.loops++ == 0) {
            tell(world, world.stations[box.station].spec.name, "drops a message",
                 "it went round 16 times: what is called sends to what called it");
        }
        return;
    }
    if (consumers == 0) {
        world.mailboxes[index].meter.enter(world.now);
        return;
    }
    for (std::uint32_t i = 0; i < consumers; ++i) {
        Mailbox& box = world.mailboxes[index];
        std::uint32_t whose = i;
        if (!box.spec.copies && consumers > 1) whose = box.choice.below(consumers);
        const ConsumerSpec& spec = box.consumers[whose].spec;
        if (spec.share < 1 && box.choice.uniform() >= spec.share) continue;
        const std::uint32_t id = world.messages.take();
        Message& message = world.messages[id];
        const std::uint32_t generation = message.generation;
        message = made;
        message.generation = generation;
        message.put = world.now;
        message.received = 0;
        message.attempts = 0;
        message.consumer = whose;
        message.lane = laneFor(box, made.session);
        box.meter.enter(world.now);
        if (box.spec.delay > 0) {
            schedule(world, world.now + box.spec.delay, EventKind::MessageReady, index, id,
                     generation);
        } else {
            ready(world, index, id);
        }
        if (!world.mailboxes[index].spec.copies) return;
    }
}

void putFrom(World& world, std::uint32_t index, const Visit& visit) {
    Message message;
    message.object = visit.object;
    message.session = visit.session;
    message.mix = visit.mix;
    message.population = visit.population;
    message.hops = static_cast<std::uint8_t>(visit.hops + 1);
    putMessage(world, index, message);
}

void messageReady(World& world, std::uint32_t index, std::uint32_t id, std::uint32_t generation) {
    if (world.messages[id].generation == generation) ready(world, index, id);
}

void messagesDue(World& world, std::uint32_t index, std::uint32_t consumer, std::uint32_t lane) {
    world.mailboxes[index].consumers[consumer].lanes[lane].waitsForWindow = false;
    hand(world, index, consumer, lane);
}

void deliveryResume(World& world, VisitId id) {
    const Visit visit = world.visits[id];
    const std::uint32_t index = world.stations[visit.node.index].mailbox;
    Mailbox& box = world.mailboxes[index];
    Consumer& consumer = box.consumers[visit.target];
    --consumer.inFlight;
    consumer.lanes[visit.lane].out = false;
    if (visit.status != 0 && visit.status < 400) {
        for (std::uint32_t at = visit.messages; at != Chain<Message>::kNone;) {
            const std::uint32_t next = world.messages[at].next;
            box.age.add(world.now - world.messages[at].put);
            ++box.meter.completed;
            forget(world, box, at);
            at = next;
        }
    } else {
        box.meter.blame(visit.status, static_cast<std::uint8_t>(visit.cause));
        retryBatch(world, index, visit);
    }
    freeVisit(world, id);
    handOthers(world, index, visit.target, visit.lane);
}

}  // namespace archivolt::traffic
