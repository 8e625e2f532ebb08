#include "app/picture/worker_process.h"

#include <fmt/format.h>

#include <QProcess>

#include "app/picture/drawing_rules.h"

namespace archivolt {

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

}  // namespace archivolt
