#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr Rule kBadSchedule{
    "SCHED-E1",
    Severity::Error,
    "a schedule's expression is not one that EventBridge reads",
    "EventBridge reads rate(5 minutes) and cron(minutes hours day-of-month month day-of-week year)",
    "write the expression as the message says",
    "Amazon EventBridge User Guide, eb-rate-expressions, eb-cron-expressions; EventBridge "
    "Scheduler User Guide, schedule-types"};

/// Whose expression it is: they differ in what they take.
enum class ScheduleOwner : std::uint8_t {
    Rule,
    Scheduler
};

std::vector<std::string> scheduleWords(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

/// Returns what is wrong with what stands in `rate(…)`; empty when nothing is.
std::string complaintAboutRate(const std::string& inner, ScheduleOwner owner) {
    static constexpr std::string_view kUnits[] = {"minute", "hour", "day"};
    const auto words = scheduleWords(inner);
    if (words.size() != 2) return "a rate is a number and a unit: rate(5 minutes)";
    const auto number = wholeNumber(words[0]);
    if (!number || *number < 1) return fmt::format("`{}` is no positive whole number", words[0]);
    std::string_view unit = words[1];
    const bool isPlural = unit.ends_with('s');
    if (isPlural) unit.remove_suffix(1);
    if (std::ranges::find(kUnits, unit) == std::end(kUnits)) {
        return fmt::format("`{}` is no unit: minutes, hours and days are", words[1]);
    }
    // What the Scheduler says of its rates leaves open whether number and unit must agree.
    if (owner == ScheduleOwner::Scheduler || isPlural == (*number > 1)) return {};
    return fmt::format("with {} the unit is {}{}", *number, unit, isPlural ? "" : "s");
}

struct CronField {
    std::string_view name;
    std::int64_t least;
    std::int64_t most;
};
/// Source: Amazon EventBridge User Guide, eb-cron-expressions.
constexpr std::array kCronFields = {
    CronField{"minutes", 0, 59}, CronField{"hours", 0, 23},      CronField{"day-of-month", 1, 31},
    CronField{"month", 1, 12},   CronField{"day-of-week", 1, 7}, CronField{"year", 1970, 2199}};

/// Returns what is wrong with the plain numbers of a field: those of lists, ranges and starts.
std::string complaintAboutField(const CronField& field, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(",-"), text.size());
        const std::string_view item = text.substr(0, end);
        const auto number = wholeNumber(item.substr(0, item.find('/')));
        if (number && (*number < field.least || *number > field.most)) {
            return fmt::format("{} are {} to {}, not {}", field.name, field.least, field.most,
                               *number);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

/// Returns what is wrong with what stands in `cron(…)`; empty when nothing is.
std::string complaintAboutCron(const std::string& inner) {
    constexpr std::size_t kDay = 2;
    constexpr std::size_t kWeekday = 4;
    const auto fields = scheduleWords(inner);
    if (fields.size() != kCronFields.size()) {
        return fmt::format(
            "it has {} fields, of six: minutes, hours, day-of-month, month, "
            "day-of-week, year",
            fields.size());
    }
    if (fields[kDay] != "?" && fields[kWeekday] != "?") {
        return "one of day-of-month and day-of-week must be `?`";
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        std::string complaint = complaintAboutField(kCronFields[i], fields[i]);
        if (!complaint.empty()) return complaint;
    }
    return {};
}

/// Returns what is wrong with a time as `at(…)` has it: 2030-01-31T08:00:00.
std::string complaintAboutTime(std::string_view inner) {
    static constexpr std::string_view kShape = "0000-00-00T00:00:00";
    const bool fits =
        inner.size() == kShape.size() &&
        std::equal(inner.begin(), inner.end(), kShape.begin(), [](char c, char wanted) {
            return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
        });
    return fits ? std::string() : "a time is written as at(2030-01-31T08:00:00)";
}

/// Returns what is wrong with a whole expression; empty when nothing is.
std::string complaintAboutSchedule(const std::string& text, ScheduleOwner owner) {
    const std::size_t open = text.find('(');
    const std::string kind = text.substr(0, open);
    if (open != std::string::npos && text.ends_with(')')) {
        const std::string inner = text.substr(open + 1, text.size() - open - 2);
        if (kind == "rate") return complaintAboutRate(inner, owner);
        if (kind == "cron") return complaintAboutCron(inner);
        if (kind == "at" && owner == ScheduleOwner::Scheduler) return complaintAboutTime(inner);
    }
    return owner == ScheduleOwner::Rule ? "it is neither rate(…) nor cron(…)"
                                        : "it is neither rate(…) nor cron(…) nor at(…)";
}

}  // namespace

void lintSchedules(StackLint& lint, const EvaluatedResource& resource) {
    const std::string& type = resource.source->type();
    const bool isRule = type == "AWS::Events::Rule";
    if (resource.exists == Truth::No || (!isRule && type != "AWS::Scheduler::Schedule")) return;
    const auto text = knownText(propertyOf(resource, {"ScheduleExpression"}));
    if (!text || text->empty()) return;
    const std::string complaint =
        complaintAboutSchedule(*text, isRule ? ScheduleOwner::Rule : ScheduleOwner::Scheduler);
    if (complaint.empty()) return;
    lint.report(kBadSchedule, originIn(lint, resource, {"ScheduleExpression"}),
                fmt::format("`{}` is no schedule: {}", *text, complaint),
                "write it as rate(5 minutes) or cron(0 12 * * ? *)");
}

RuleList scheduleRules() {
    static constexpr const Rule* kRules[] = {&kBadSchedule};
    return kRules;
}

}  // namespace archivolt
