#pragma once

#include <string>

#include "app/session/recovery.h"
#include "app/window/recovery_model.h"

namespace archivolt {

/// What sessions left behind that ended without being asked to, offered once for all documents of a
/// window.
class RecoveryOffers {
public:
    /// The files must outlive it; `folder` holds the copies.
    RecoveryOffers(FileAccess& files, std::string folder) : m_store(files, std::move(folder)) {
        m_model.show(m_store.leftBehind());
    }
    /// Takes away what was discarded: until then it could be had back.
    ~RecoveryOffers() {
        for (const std::string& name : m_model.discarded()) m_store.release(name);
    }
    RecoveryOffers(const RecoveryOffers&) = delete;
    RecoveryOffers& operator=(const RecoveryOffers&) = delete;

    [[nodiscard]] RecoveryModel* model() { return &m_model; }
    /// Returns what is offered under a name, or null pointer.
    [[nodiscard]] const LeftBehind* find(const std::string& name) const {
        return m_model.find(name);
    }
    /// Offers it no longer; its copy stays until it is released.
    void withdraw(const std::string& name) { m_model.remove(name); }
    /// Takes a copy away: it is recovered and kept anew, or not wanted.
    void release(const std::string& name) { m_store.release(name); }

private:
    RecoveryStore m_store;
    RecoveryModel m_model;
};

}  // namespace archivolt
