#pragma once

#include "model/base/rule.h"

namespace archivolt {

// What evaluation says of a template. Most of these are decided in several places (a wrong argument
// is found by every function), so that they stand here and not beside one of them.

inline constexpr Rule kBadArgument{"EVAL-1",
                                   Severity::Error,
                                   "a function's argument has the wrong shape",
                                   "CloudFormation refuses a function whose argument it can't read",
                                   "give the function what the message names",
                                   "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kUndefinedName{
    "EVAL-2",
    Severity::Error,
    "a function names something that nothing defines",
    "CloudFormation refuses a template that refers to what is not in it; `check` says it as CFN-E9",
    "name a resource or parameter of the template",
    "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kRefersToRemoved{"EVAL-3",
                                       Severity::Error,
                                       "a reference leads to a resource whose condition is false",
                                       "the resource is not made, so there is nothing to refer to",
                                       "give both the same condition, or refer inside an Fn::If",
                                       "CloudFormation User Guide, conditions section"};

inline constexpr Rule kNoSuchKey{"EVAL-4",
                                 Severity::Error,
                                 "a mapping has no such key",
                                 "Fn::FindInMap finds nothing, and the deployment fails",
                                 "add the key to the mapping, or look up one that is there",
                                 "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kUndefinedCondition{
    "EVAL-5",
    Severity::Error,
    "a function names a condition that is not declared",
    "CloudFormation can't decide what depends on it; `check` says it as CFN-E12",
    "name a condition of the Conditions section",
    "CloudFormation User Guide, conditions section"};

inline constexpr Rule kConditionCircle{"EVAL-6",
                                       Severity::Error,
                                       "conditions refer to one another in a circle",
                                       "neither condition can be decided before the other",
                                       "break the circle of conditions",
                                       "CloudFormation User Guide, conditions section"};

inline constexpr Rule kIndexOutside{"EVAL-7",
                                    Severity::Error,
                                    "Fn::Select's index is outside its list",
                                    "there is no such item in the list",
                                    "count from 0, and stay below the number of items",
                                    "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kBadCidr{"EVAL-8",
                               Severity::Error,
                               "Fn::Cidr can't cut its block so",
                               "the block has no room for so many blocks of that size, or is none",
                               "ask for fewer or smaller blocks, from a larger block",
                               "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kFunctionNotHere{
    "EVAL-9",
    Severity::Error,
    "a function stands where CloudFormation does not take it",
    "CloudFormation evaluates each function in some places of a template only",
    "move it, or add the transform AWS::LanguageExtensions where the message says so",
    "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kTooLarge{
    "EVAL-10",
    Severity::Error,
    "a value is too large to be evaluated here",
    "a value of that size can't be evaluated in reasonable time and memory, so it is unknown",
    "make the value smaller",
    "a limit of this program, far above CloudFormation's"};

inline constexpr Rule kBadParameterValue{"EVAL-11",
                                         Severity::Error,
                                         "a parameter's value breaks the parameter's constraints",
                                         "CloudFormation refuses to make the stack with it",
                                         "give a value that fulfils what the parameter declares",
                                         "CloudFormation User Guide, parameters section"};

inline constexpr Rule kOddPattern{
    "EVAL-12",
    Severity::Low,
    "a parameter's pattern can't be used here",
    "values of the parameter are not held against its AllowedPattern",
    "write the pattern more simply; CloudFormation itself may well take it",
    "CloudFormation User Guide, parameters section"};

inline constexpr Rule kUndeclaredParameter{
    "EVAL-13",
    Severity::Error,
    "a value is given for a parameter that is not declared",
    "CloudFormation refuses a value for a parameter that the template does not have",
    "declare the parameter, or give no value for it",
    "CloudFormation User Guide, parameters section"};

inline constexpr Rule kRuleViolated{
    "EVAL-14",
    Severity::Error,
    "the parameters violate a rule of the template",
    "CloudFormation refuses to make the stack with these parameters",
    "give parameters that fulfil the rule",
    "CloudFormation User Guide, rules section"};

inline constexpr Rule kExportTwice{"EVAL-15",
                                   Severity::Error,
                                   "two outputs export the same name",
                                   "an export's name is the only one in its account and Region",
                                   "rename one of the exports",
                                   "CloudFormation User Guide, outputs section"};

inline constexpr Rule kImportCircle{"EVAL-16",
                                    Severity::Error,
                                    "stacks import from one another in a circle",
                                    "no stack of the circle can be made first",
                                    "break the circle of imports",
                                    "CloudFormation User Guide, outputs section"};

inline constexpr Rule kNoSuchFunction{"EVAL-17",
                                      Severity::Error,
                                      "CloudFormation has no such function",
                                      "CloudFormation refuses a function that it does not know",
                                      "check its spelling",
                                      "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kNoValue{
    "EVAL-18",
    Severity::Error,
    "there is no value where one is needed",
    "a function or output needs a value, and AWS::NoValue or null is none",
    "give a value, or a condition to the whole",
    "CloudFormation Template Reference, intrinsic functions"};

inline constexpr Rule kBadDeclaration{
    "EVAL-19",
    Severity::Error,
    "a parameter, rule or output has the wrong shape",
    "CloudFormation refuses a declaration that is not built as it expects",
    "write it in the shape that the message names",
    "CloudFormation User Guide, template anatomy"};

/// What evaluation may report. `kUndefinedName` and `kUndefinedCondition` are names that lint tells
/// from the tree alone, and in its own words.
inline constexpr Rule kEmptyDefault{
    "EVAL-20",
    Severity::Low,
    "a parameter's empty default does not suffice",
    "an empty default often stands for a value that is always given; with it alone this fails",
    "nothing need be done where a value is always given; else take the default away",
    "CloudFormation User Guide, parameters section"};

inline constexpr const Rule* kEvaluationRules[] = {
    &kBadArgument,         &kUndefinedName,   &kRefersToRemoved,   &kNoSuchKey,
    &kUndefinedCondition,  &kConditionCircle, &kIndexOutside,      &kBadCidr,
    &kFunctionNotHere,     &kTooLarge,        &kBadParameterValue, &kOddPattern,
    &kUndeclaredParameter, &kRuleViolated,    &kExportTwice,       &kImportCircle,
    &kNoSuchFunction,      &kNoValue,         &kBadDeclaration,    &kEmptyDefault};

}  // namespace archivolt
