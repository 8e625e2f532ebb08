#pragma once

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// What a connection costs before its first request, and how long it is kept for others.
///
/// Source: RFC 9293 (TCP opens in one round trip), RFC 8446 (TLS 1.3 in one more), RFC 5246
/// (TLS 1.2 in two more, one where a session is resumed) (T106); RFC 9113 (HTTP/2 has one) (T107).
struct ConnectionSpec {
    double roundTrips = 0;  ///< Of a new one, TCP's and TLS's; 0: connections cost nothing here.
    double resumed = 0;     ///< Of a new one to where the client was before.
    Time keptFor = 0;       ///< Without a request, before either side ends it.
    bool shared = true;     ///< HTTP/2: it takes others while a request is open.
};

}  // namespace archivolt::traffic
