#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/traffic/run/flow.h"
#include "model/traffic/run/sizing.h"

namespace archivolt::traffic {

namespace {

// Source: Amazon EC2 Auto Scaling user guide, how predictive scaling works (T31).
constexpr std::size_t kDayHours = 24;  // Of history that a forecast needs.
constexpr std::size_t kMostDays = 14;  // Of it that are looked at.
constexpr std::size_t kHoursAhead = 48;
constexpr std::size_t kEveryHours = 6;

/// What all members have ever done: seconds of members that are busy up to the policy's target.
double doneBy(World& world, const Fleet& fleet, const PredictivePolicy& policy) {
    double done = 0;
    for (const Member& member : fleet.members) {
        Station& station = world.stations[member.station];
        if (policy.metric == ScalingMetric::Cpu) {
            settle(world, station);
            const double servers = std::max<std::uint32_t>(station.spec.servers, 1);
            done += 100 * static_cast<double>(station.usedArea) / 1e9 / servers;
        } else {
            done += static_cast<double>(station.meter.arrivals) * 60;
        }
    }
    return done / policy.target;
}

/// Forecasts each hour's load as the mean of those of the same hour on the days before.
///
/// How AWS forecasts is not published; this is the program's own model of it.
void lookAhead(Forecast& forecast) {
    const std::size_t now = forecast.hours.size();
    forecast.from = now;
    forecast.ahead.clear();
    for (std::size_t hour = now; hour < now + kHoursAhead; ++hour) {
        double sum = 0;
        std::size_t days = 0;
        for (std::size_t day = 1; day <= kMostDays && day * kDayHours <= hour; ++day) {
            const std::size_t same = hour - day * kDayHours;
            if (same >= now) continue;
            sum += forecast.hours[same];
            ++days;
        }
        forecast.ahead.push_back(days > 0 ? sum / static_cast<double>(days) : 0);
    }
}

std::uint32_t sizeFor(double load) { return static_cast<std::uint32_t>(std::ceil(load - 1e-9)); }

std::uint32_t sizeAt(const Forecast& forecast, std::size_t hour) {
    const bool known = hour >= forecast.from && hour - forecast.from < forecast.ahead.size();
    return known ? sizeFor(forecast.ahead[hour - forecast.from]) : 0;
}

void bookHour(World& world, Fleet& fleet, std::size_t which) {
    const PredictivePolicy& policy = fleet.spec.predictive[which];
    Forecast& forecast = fleet.forecasts[which];
    const double done = doneBy(world, fleet, policy);
    forecast.hours.push_back((done - forecast.booked) / toSeconds(kHour));
    forecast.booked = done;
    const std::size_t hours = forecast.hours.size();
    if (hours < kDayHours || (hours - kDayHours) % kEveryHours != 0) return;
    lookAhead(forecast);
    const std::uint32_t most = sizeFor(std::ranges::max(forecast.ahead));
    const auto first = std::ranges::find(forecast.ahead, most, sizeFor);
    const std::size_t at = forecast.from + static_cast<std::size_t>(first - forecast.ahead.begin());
    tell(world, fleet.spec.name,
         fmt::format("forecasts at most {} members in the next {} hours, from {}:00 on", most,
                     kHoursAhead, at),
         fmt::format("the mean load of that hour on the days before, policy {}{}", policy.name,
                     policy.acts ? "" : ", which only forecasts"));
}

/// Lets the largest size follow what is forecast.
void raiseMost(World& world, Fleet& fleet, const PredictivePolicy& policy, std::uint32_t size) {
    if (!policy.raises) return;
    const std::uint32_t most = sizeFor(size * (1 + *policy.raises));
    if (most <= fleet.spec.most) return;
    tell(world, fleet.spec.name,
         fmt::format("raises its largest size {} → {}", fleet.spec.most, most),
         fmt::format("{} members are forecast, policy {}", size, policy.name));
    fleet.spec.most = most;
}

}  // namespace

void forecastTick(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    const auto hour = static_cast<std::size_t>(world.now / kHour);
    const Time left = kHour - world.now % kHour;
    std::uint32_t floor = 0;
    std::string why;
    for (std::size_t i = 0; i < fleet.spec.predictive.size(); ++i) {
        const PredictivePolicy& policy = fleet.spec.predictive[i];
        if (world.now % kHour == 0) bookHour(world, fleet, i);
        if (!policy.acts) continue;
        const bool launches = left <= policy.ahead;
        const std::uint32_t next = launches ? sizeAt(fleet.forecasts[i], hour + 1) : 0;
        const std::uint32_t size = std::max(sizeAt(fleet.forecasts[i], hour), next);
        raiseMost(world, fleet, policy, size);
        if (size <= floor) continue;
        floor = size;
        why = fmt::format("{} members are forecast for the hour from {}:00 on, policy {}", size,
                          next == size && launches ? hour + 1 : hour, policy.name);
    }
    fleet.floor = floor;
    if (floor > fleet.desired) resizeFleet(world, index, floor, why);
}

}  // namespace archivolt::traffic
