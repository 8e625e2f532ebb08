#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// What storage bears: operations a second for good, and while it has credits.
struct VolumeRate {
    double base = 0;
    double burst = 0;        ///< Not above `base` where it has no credits.
    double mostCredits = 0;  ///< Operations.
};

/// Volumes above this size, in GiB, are striped. Source: Amazon RDS user guide, storage types
/// (T92).
double stripedFrom(std::string_view engine) {
    if (engine.starts_with("oracle")) return 200;
    return engine.starts_with("sqlserver") ? 1e18 : 400;
}

/// Source: Amazon RDS user guide, General Purpose and Provisioned IOPS SSD storage (T92).
VolumeRate rateOf(Builder& builder, const Value& its, const std::string& engine) {
    const double gib = numberAt(its, {"AllocatedStorage"}).value_or(20);
    const auto asked = numberAt(its, {"Iops"});
    std::string type = textAt(its, {"StorageType"});
    if (type.empty()) type = asked ? "io1" : "gp3";
    const bool striped = gib >= stripedFrom(engine);
    const double volumes = striped ? 4 : 1;
    VolumeRate rate;
    double mib = 1e12;  // A second.
    if (type == "gp2") {
        rate.base = std::clamp(3 * gib, 100.0, 16'000 * volumes);
        rate.burst = std::max(rate.base, 3000 * volumes);
        rate.mostCredits = builder.defaults.number("database.gp2_credits") * volumes;
        mib = 250 * volumes;
    } else if (type == "gp3") {
        rate.base = std::max(3000 * volumes, asked.value_or(0));
        mib = std::max(125 * volumes, numberAt(its, {"StorageThroughput"}).value_or(0));
    } else if (type == "standard") {
        rate.base = 100;
    } else {
        rate.base = std::max(asked.value_or(1000), 100.0);
    }
    const double most = mib * 1024 / builder.defaults.number("database.io_kib");
    rate.base = std::min(rate.base, most);
    rate.burst = std::min(rate.burst, most);
    return rate;
}

/// A station that bears so many units a second, each in about a millisecond.
StationSpec storageSpec(Builder& builder, const std::string& name, const VolumeRate& rate) {
    StationSpec spec;
    spec.name = name;
    const double fast = std::max(rate.base, rate.burst);
    const double latency = builder.defaults.number("storage.latency_ms") / 1000;
    spec.servers = countWithin(std::round(fast * latency), 1, 100'000);
    spec.service = Distribution::constant(spec.servers / fast);
    if (rate.burst <= rate.base) return spec;
    CreditSpec credits;
    credits.ofStorage = true;
    credits.baseline = rate.base / fast;
    credits.earnedPerHour = 60 * spec.servers * credits.baseline;
    credits.most = rate.mostCredits / fast / 60 * spec.servers;
    credits.start = credits.most;
    spec.credits = credits;
    return spec;
}

/// Adds a call for what reads, or for what changes something: part of it where it is below one.
void addUnits(double units, CallWhen when, NodeRef to, std::vector<Call>& calls) {
    if (!(units > 0)) return;
    Call call;
    call.to = to;
    call.when = when;
    call.probability = std::min(1.0, units);
    call.units = static_cast<std::uint16_t>(std::max(1.0, std::round(units)));
    calls.push_back(call);
}

/// Source: Amazon EFS user guide, throughput modes (T93): what is read counts a third.
VolumeRate filesRate(Builder& builder, const Value& its, const std::string& name, double unitKib) {
    const std::string mode = textAt(its, {"ThroughputMode"});
    const auto units = [&](double mib) { return mib * 1024 / unitKib; };
    VolumeRate rate;
    if (mode == "provisioned") {
        rate.base = units(numberAt(its, {"ProvisionedThroughputInMibps"}).value_or(1));
        return rate;
    }
    if (mode == "elastic") {
        rate.base = units(builder.defaults.number("files.elastic_mib_s"));
        return rate;
    }
    const ScenarioComponent& settings = builder.settingsOf(name);
    const double gib =
        settings.storedGib ? *settings.storedGib : builder.defaults.number("files.stored_gib");
    rate.base = units(std::max(1.0, gib * 50 / 1024));
    rate.burst = units(std::max(100.0, gib * 100 / 1024));
    rate.mostCredits =
        std::max(builder.defaults.number("files.credits_gib"), gib * 2.1) * 1024 * 1024 / unitKib;
    return rate;
}

}  // namespace

void addStorage(Builder& builder, const Value& properties, const std::string& engine,
                StationSpec& database) {
    const ScenarioComponent& settings = builder.settingsOf(database.name);
    if (!settings.readIos && !settings.writeIos) {
        builder.note(
            fmt::format("{}: its queries ask nothing of its storage; `read_ios` and `write_ios` "
                        "of a scenario say how many operations they do",
                        database.name));
        return;
    }
    Plant& plant = builder.built.plant;
    const VolumeRate rate = rateOf(builder, properties, engine);
    StationSpec spec = storageSpec(builder, database.name + " (storage)", rate);
    spec.zone = database.zone;
    const NodeRef node{NodeKind::Station, static_cast<std::uint32_t>(plant.stations.size())};
    builder.built.types[spec.name] = "storage";
    builder.note(rate.burst > rate.base
                     ? fmt::format("{}: {:.0f} operations a second, {:.0f} while it has credits",
                                   spec.name, rate.base, rate.burst)
                     : fmt::format("{}: {:.0f} operations a second", spec.name, rate.base));
    addUnits(settings.readIos.value_or(0), CallWhen::Reads, node, database.calls);
    addUnits(settings.writeIos.value_or(0), CallWhen::Writes, node, database.calls);
    plant.stations.push_back(std::move(spec));
}

void buildFileSystems(Builder& builder) {
    for (const auto& [id, files] : builder.architecture.fileSystems) {
        const std::string name = builder.nameOf(*files);
        const ScenarioComponent& settings = builder.settingsOf(name);
        const double kib =
            settings.fileKb ? *settings.fileKb : builder.defaults.number("files.request_kb");
        // A unit is a third of a request: that is what one that reads counts.
        const VolumeRate rate =
            filesRate(builder, builder.propertiesOf(*files), name, std::max(kib, 0.001) / 3);
        StationSpec spec = storageSpec(builder, name, rate);
        builder.note(
            fmt::format("{}: each request reads {:.0f} KiB of it, or changes as much; {} "
                        "MiB a second of changes are borne for good",
                        name, kib, std::round(rate.base * kib / 3 / 1024)));
        builder.addStation(*files, "AWS::EFS::FileSystem", spec);
    }
}

}  // namespace archivolt::traffic
