#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QMetaObject>
#include <QThreadPool>
#include <memory>
#include <utility>

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
extern "C" void AnnotateIgnoreReadsBegin(const char* file, int line);
extern "C" void AnnotateIgnoreReadsEnd(const char* file, int line);
extern "C" void AnnotateIgnoreWritesBegin(const char* file, int line);
extern "C" void AnnotateIgnoreWritesEnd(const char* file, int line);
#endif

namespace archivolt {

/// What the thread sanitizer is told of one thread's giving to another through Qt's queues.
///
/// Debian's Qt is built without the sanitizer, so that it doesn't see the locks of these queues and
/// would take whatever goes through them for a race; without these words all that Qt calls had to
/// be suppressed, and with it every race of ours. Elsewhere they are nothing.
namespace watched {
#if defined(__SANITIZE_THREAD__)
inline char queue = 0;  ///< Stands for all of Qt's queues.

/// Says that what this thread did is there for who takes later.
inline void give() { __tsan_release(&queue); }
/// Says that what was given before has come to this thread.
inline void take() { __tsan_acquire(&queue); }
/// Has what this thread reads and writes not looked at, until `lookAgain`.
inline void lookAway() {
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
}
/// Ends what `lookAway` began.
inline void lookAgain() {
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}
#else
inline void give() {}
inline void take() {}
inline void lookAway() {}
inline void lookAgain() {}
#endif

/// While it lives, Qt's own packing of what this thread gives is not looked at. What the thread did
/// before happens before what is done by who takes it (`take`).
class Packing {
public:
    Packing() {
        give();
        lookAway();
    }
    Packing(const Packing&) = delete;
    Packing& operator=(const Packing&) = delete;
    ~Packing() { lookAgain(); }
};

}  // namespace watched

/// Has `work` done on the thread of `to` once it comes to its events, unless `to` is gone by then.
template <class Work>
void deliver(QObject* to, Work work) {
    auto parcel = std::make_shared<Work>(std::move(work));
    const watched::Packing packing;
    QMetaObject::invokeMethod(
        to,
        [parcel = std::move(parcel)] {
            watched::take();
            (*parcel)();
        },
        Qt::QueuedConnection);
}

/// Has `hearer` get a user event after all that is more urgent.
inline void nudge(QObject* hearer) {
    const watched::Packing packing;
    QCoreApplication::postEvent(hearer, new QEvent(QEvent::User), Qt::LowEventPriority);
}

/// Has `work` done on a thread of the pool. It must be of values.
template <class Work>
void doBeside(Work work) {
    auto parcel = std::make_shared<Work>(std::move(work));
    const watched::Packing packing;
    QThreadPool::globalInstance()->start([parcel = std::move(parcel)] {
        watched::take();
        (*parcel)();
    });
}

}  // namespace archivolt
