#include "app/picture/worker_process.h"

#include <fmt/format.h>

#include <QProcess>

namespace archivolt {

constexpr Rule kLayoutNotStarted{"WORKER-1",
                                 Severity::Error,
                                 "the layout process can't be started",
                                 "the drawing is laid out without it",
                                 "nothing need be done; check the limit of processes if it recurs",
                                 "a rule of this program"};

constexpr Rule kLayoutTooSlow{"WORKER-2",
                              Severity::Error,
                              "the layout process took too long",
                              "it was stopped, and the drawing is laid out without it",
                              "nothing need be done",
                              "a rule of this program"};

constexpr Rule kLayoutFailed{"WORKER-3",
                             Severity::Error,
                             "the layout process failed",
                             "the drawing is laid out without it",
                             "nothing need be done",
                             "a rule of this program"};

RunWorker workerProcess(QString program, std::chrono::milliseconds limit) {
    return [program = std::move(program), limit](const std::string& job) -> Result<std::string> {
        QProcess process;
        process.start(program, {QString::fromLatin1(kLayoutWorkerCommand)});
        const int milliseconds = static_cast<int>(limit.count());
        if (!process.waitForStarted(milliseconds)) {
            return failure(kLayoutNotStarted, "the layout process could not be started",
                           "the drawing is laid out without it");
        }
        process.write(job.data(), static_cast<qint64>(job.size()));
        process.closeWriteChannel();
        if (!process.waitForFinished(milliseconds)) {
            process.kill();
            process.waitForFinished(milliseconds);
            return failure(kLayoutTooSlow,
                           fmt::format("the layout took longer than {} ms", limit.count()),
                           "the drawing is laid out without it");
        }
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
            return failure(kLayoutFailed, "the layout process failed",
                           "the drawing is laid out without it");
        }
        return process.readAllStandardOutput().toStdString();
    };
}

RuleList workerRules() {
    static constexpr const Rule* kRules[] = {&kLayoutNotStarted, &kLayoutTooSlow, &kLayoutFailed};
    return kRules;
}

}  // namespace archivolt
