#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "model/traffic/run/simulation.h"
#include "tests/traffic/read_plant.h"

namespace archivolt::traffic {

namespace {

// Prints the digest of every small world's run, by file and name; of the first ten minutes, so that
// an unoptimised build is done soon.
void printDigests(const char* folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".traffic") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& path : files) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        for (const auto& scenario : test::readScenarios(text.str())) {
            for (const QueueKind queue : {QueueKind::Calendar, QueueKind::Heap}) {
                RunOptions options;
                options.duration = std::min(fromSeconds(scenario.seconds), 10 * kMinute);
                options.queue = queue;
                Simulation simulation(scenario.plant, options);
                simulation.advance(options.duration);
                std::printf("%016llx %s: %s\n",
                            static_cast<unsigned long long>(simulation.result().digest),
                            path.filename().string().c_str(), scenario.name.c_str());
            }
        }
    }
}

}  // namespace

}  // namespace archivolt::traffic

int main(int count, char** arguments) {
    if (count < 2) return 2;
    archivolt::traffic::printDigests(arguments[1]);
    return 0;
}
