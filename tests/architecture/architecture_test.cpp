#include <QtTest>

#include "model/architecture/tables.h"

namespace archivolt {

namespace {

template <class T>
void put(Table<T>& table, T thing) {
    const ThingId id = thing.id;
    table = table.with(id, std::make_shared<const T>(std::move(thing)));
}

Architecture withInstance(std::string type) {
    Architecture architecture;
    Instance instance;
    instance.id = ThingId::of(StackId{1}, ResourceId{7});
    instance.name = "Web";
    instance.instanceType = std::move(type);
    put(architecture.instances, std::move(instance));
    return architecture;
}

}  // namespace

class ArchitectureTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void idsKeepTheirPartsApart() {
        const ThingId whole = ThingId::of(StackId{3}, ResourceId{9});
        const ThingId part = ThingId::of(StackId{3}, ResourceId{9}, 2);
        QVERIFY(whole != part && part.whole() == whole && whole.withPart(2) == part);
        QCOMPARE(part.part(), std::uint32_t{2});
        QCOMPARE(part.resource().value, std::uint32_t{9});
        QVERIFY(whole < part && part < ThingId::of(StackId{3}, ResourceId{10}));
        QVERIFY(ThingId::of(StackId{3}, ResourceId{99}) < ThingId::of(StackId{4}, ResourceId{1}));
    }

    void theLargestFieldsDoNotTouchOneAnother() {
        const StackId stack{(1U << 21) - 1};
        const ResourceId resource{(1U << 24) - 1};
        const ThingId id = ThingId::of(stack, resource, (1U << 18) - 1);
        QVERIFY(!id.isExternal());
        QCOMPARE(id.resource().value, resource.value);
        QCOMPARE(id.part(), (std::uint32_t{1} << 18) - 1);
        QVERIFY(id.whole() == ThingId::of(stack, resource));
    }

    void outsideThingsAreKnownByTheirNames() {
        const ThingId one = ThingId::external("vpc-0abc");
        QVERIFY(one.isExternal() && one == ThingId::external("vpc-0abc"));
        QVERIFY(one != ThingId::external("vpc-0abd"));
        QVERIFY(one.whole() == one);
        QCOMPARE(one.part(), std::uint32_t{0});
        QVERIFY(!ThingId());
    }

    void aThingIsFoundWhateverItsKind() {
        Architecture architecture = withInstance("t3.micro");
        OtherThing queue;
        queue.id = ThingId::of(StackId{1}, ResourceId{8});
        queue.name = "Queue";
        put(architecture.others, queue);
        QCOMPARE(architecture.find(ThingId::of(StackId{1}, ResourceId{7}))->name,
                 std::string("Web"));
        QCOMPARE(architecture.find(queue.id)->name, std::string("Queue"));
        QVERIFY(architecture.find(ThingId::of(StackId{1}, ResourceId{9})) == nullptr);
    }

    void equalityIsByValueAndNotByPointer() {
        QVERIFY(withInstance("t3.micro") == withInstance("t3.micro"));
        QVERIFY(!(withInstance("t3.micro") == withInstance("t3.nano")));
        QVERIFY(!(withInstance("t3.micro") == Architecture()));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ArchitectureTest)
#include "architecture_test.moc"
