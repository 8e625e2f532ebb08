#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

constexpr std::size_t kMostTimes = 5000;

/// When an action is taken in the run, in seconds from its start; and why that can't be told.
struct ActionTimes {
    std::vector<Instant> at;
    std::string why;
};

/// What a template says of when an action is taken.
struct ActionRule {
    std::string start;
    std::string end;
    std::string zone;
    std::string once;  ///< A moment, instead of `start`.
    std::optional<Recurrence> recurrence;
    std::optional<double> everySeconds;
};

bool isUtc(std::string_view zone) {
    constexpr std::string_view kUtc[] = {"", "UTC", "Etc/UTC", "GMT", "Etc/GMT"};
    return std::ranges::find(kUtc, zone) != std::end(kUtc);
}

ActionTimes timesOf(const Builder& builder, const ActionRule& rule) {
    if (!builder.scenario.startsAt) {
        return {{}, "a run has no date; `starts_at` of a scenario gives it one"};
    }
    // NOT MODELLED: Scheduled actions by another time zone than UTC.
    if (!isUtc(rule.zone)) return {{}, fmt::format("it goes by the time of {}", rule.zone)};
    const Instant begins = *builder.scenario.startsAt;
    const Instant ends = begins + static_cast<Instant>(builder.scenario.durationSeconds);
    const auto start = parseInstant(rule.start.empty() ? rule.once : rule.start);
    const auto end = parseInstant(rule.end);
    const bool odd = (!rule.start.empty() && !start) || (!rule.end.empty() && !end);
    if (odd) return {{}, "when it starts or ends is no moment by UTC"};
    const Instant from = start ? std::max(begins, *start) : begins;
    const Instant to = end ? std::min(ends, *end + 1) : ends;
    ActionTimes times;
    if (rule.recurrence) {
        times.at = recurrencesOf(*rule.recurrence, from, to, kMostTimes);
    } else if (rule.everySeconds) {
        // By the hour it is counted from its own start, or from the run's.
        const auto step = static_cast<Instant>(*rule.everySeconds);
        Instant at = start.value_or(begins);
        if (at < begins) at += (begins - at + step - 1) / step * step;
        for (; at < to && times.at.size() < kMostTimes; at += step) times.at.push_back(at);
    } else if (!start) {
        return {{}, "it says no time"};
    } else if (*start >= begins && *start < ends) {
        times.at.push_back(*start);
    }
    for (Instant& at : times.at) at -= begins;
    return times;
}

/// Reads `cron(…)`, `rate(5 minutes)` and `at(…)`; false where it is none.
bool readSchedule(const std::string& text, ActionRule& rule) {
    const std::size_t open = text.find('(');
    if (open == std::string::npos || !text.ends_with(')')) return false;
    const std::string kind = text.substr(0, open);
    const std::string inner = text.substr(open + 1, text.size() - open - 2);
    if (kind == "cron") {
        rule.recurrence = parseRecurrence(inner, Weekdays::FromOne);
        return rule.recurrence.has_value();
    }
    if (kind == "at") {
        rule.once = inner;
        return parseInstant(inner).has_value();
    }
    rule.everySeconds = rateSeconds(text);
    return rule.everySeconds && *rule.everySeconds >= 60;
}

std::optional<std::uint32_t> sizeAt(const Value& value, std::string_view key) {
    const auto size = numberAt(value, {key});
    if (!size) return std::nullopt;
    return countWithin(*size, 0, 5000);
}

void addSizes(const ActionTimes& times, const ScheduledSize& size, FleetSpec& fleet) {
    for (const Instant at : times.at) {
        fleet.schedule.push_back(size);
        fleet.schedule.back().at = fromSeconds(static_cast<double>(at));
    }
}

}  // namespace

std::optional<double> rateSeconds(std::string_view rate) {
    if (!rate.starts_with("rate(")) return std::nullopt;
    double count = 0;
    const auto read = std::from_chars(rate.data() + 5, rate.data() + rate.size(), count);
    const std::string_view unit(read.ptr,
                                static_cast<std::size_t>(rate.data() + rate.size() - read.ptr));
    if (read.ec != std::errc() || !(count > 0)) return std::nullopt;
    if (unit.starts_with(" min")) return count * 60;
    if (unit.starts_with(" hour")) return count * 3600;
    if (unit.starts_with(" day")) return count * 86'400;
    return std::nullopt;
}

/// Source: Amazon EC2 Auto Scaling user guide, scheduled scaling: cron's five fields, by UTC unless
/// it says otherwise.
void addScheduledAction(Builder& builder, const OtherThing& thing, FleetSpec& fleet) {
    const Value& its = builder.propertiesOf(thing);
    ActionRule rule;
    rule.start = textAt(its, {"StartTime"});
    rule.end = textAt(its, {"EndTime"});
    rule.zone = textAt(its, {"TimeZone"});
    const std::string cron = textAt(its, {"Recurrence"});
    if (!cron.empty()) rule.recurrence = parseRecurrence(cron, Weekdays::FromZero);
    ActionTimes times = timesOf(builder, rule);
    if (!cron.empty() && !rule.recurrence) times.why = fmt::format("`{}` can't be read", cron);
    if (!times.why.empty()) {
        builder.leaveOut(thing, thing.type, times.why);
        return;
    }
    ScheduledSize size;
    size.name = builder.nameOf(thing);
    size.least = sizeAt(its, "MinSize");
    size.most = sizeAt(its, "MaxSize");
    size.desired = sizeAt(its, "DesiredCapacity");
    addSizes(times, size, fleet);
    builder.handled.insert(thing.id);
}

/// Source: Application Auto Scaling user guide, scheduled scaling.
void addScheduledActions(Builder& builder, const OtherThing& target, FleetSpec& fleet) {
    const Value* actions = builder.propertiesOf(target).find("ScheduledActions");
    if (actions == nullptr) return;
    for (const auto& one : actions->items()) {
        ActionRule rule;
        rule.start = textAt(one, {"StartTime"});
        rule.end = textAt(one, {"EndTime"});
        rule.zone = textAt(one, {"Timezone"});
        ScheduledSize size;
        size.name = textAt(one, {"ScheduledActionName"});
        const std::string schedule = textAt(one, {"Schedule"});
        const bool read = readSchedule(schedule, rule);
        const ActionTimes times = timesOf(builder, rule);
        if (!read || !times.why.empty()) {
            builder.note(fmt::format("{}: its scheduled action {} is not simulated: {}",
                                     builder.nameOf(target), size.name,
                                     read ? times.why : '`' + schedule + "` can't be read"));
            continue;
        }
        if (const Value* sizes = one.find("ScalableTargetAction")) {
            size.least = sizeAt(*sizes, "MinCapacity");
            size.most = sizeAt(*sizes, "MaxCapacity");
        }
        addSizes(times, size, fleet);
    }
}

}  // namespace archivolt::traffic
