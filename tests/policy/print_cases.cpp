// Prints random cases with what they are decided, one JSON object a line, for other engines to be
// held against: print_cases COUNT [SEED].
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "model/policy/policy_case.h"
#include "model/value/value_json.h"
#include "tests/policy/random_cases.h"

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000;
    archivolt::test::RandomCases cases(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
    for (std::size_t i = 0; i < count; ++i) {
        const archivolt::Value value = cases.next();
        const auto asked = archivolt::readPolicyCase(value);
        if (!asked) return 1;
        const archivolt::PolicyViews views(asked->policies);
        nlohmann::ordered_json json = archivolt::toJson(value);
        json["expected"] = toString(archivolt::authorize(asked->request, views.layers()).verdict);
        std::puts(json.dump().c_str());
    }
    return 0;
}
