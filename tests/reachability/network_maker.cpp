#include "tests/reachability/network_maker.h"

namespace archivolt::test {

template <class T>
ThingId NetworkMaker::put(Table<T>& table, T made) {
    const ThingId id = made.id;
    table = table.with(id, std::make_shared<const T>(std::move(made)));
    return id;
}

#define ARCHIVOLT_PUT(Type, name) template ThingId NetworkMaker::put(Table<Type>&, Type);
ARCHIVOLT_TABLES(ARCHIVOLT_PUT)
#undef ARCHIVOLT_PUT

}  // namespace archivolt::test
