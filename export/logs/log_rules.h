#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Why a log, or a line of one, can't be used.

inline constexpr Rule kNotALog{
    "LOGS-1",
    Severity::Error,
    "a file is no log of a kind that is read",
    "its fields would be taken for something that they are not",
    "give a VPC flow log, an access log of an Application Load Balancer, or a standard log of "
    "CloudFront, as text",
    "a rule of this program"};

inline constexpr Rule kBadLogLine{"LOGS-2",
                                  Severity::Medium,
                                  "a line of a log is not of the log's form",
                                  "it is left out, and everything else is read",
                                  "check that the file was not cut off or joined with another",
                                  "a rule of this program"};

inline constexpr Rule kLogTooLong{"LOGS-3",
                                  Severity::Error,
                                  "a log holds more records than this program reads",
                                  "they are kept in memory, all at once",
                                  "split the log, by the hour for example",
                                  "a rule of this program"};

inline constexpr const Rule* kLogRules[] = {&kNotALog, &kBadLogLine, &kLogTooLong};

}  // namespace archivolt
