#include "model/policy/action_table.h"

#include <QtTest>
#include <algorithm>

#include "model/policy/authorize.h"

namespace archivolt {

class ActionTableTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTableKnowsServicesActionsAndKeys() {
        const ActionTable table = ActionTable::embedded();
        QCOMPARE(table.date(), "2026-09-26");
        QVERIFY(table.prefixes().size() > 400);
        QVERIFY(std::ranges::is_sorted(table.prefixes()));
        const auto s3 = table.service("S3");
        QVERIFY(s3.has_value());
        QCOMPARE(s3->name, "Amazon S3");
        QVERIFY(s3->resourceControls);
        const ActionFacts* get = s3->action("getobject");
        QVERIFY(get != nullptr);
        QCOMPARE(get->name, "GetObject");
        QCOMPARE(get->level, 'R');
        const auto resources = s3->resourcesOf(*get);
        QVERIFY(std::ranges::any_of(resources, [](const ActionResource& one) {
            return one.name == "object" && one.arn == "arn:${Partition}:s3:::${}/${}";
        }));
        QVERIFY(s3->action("ListAllMyBuckets")->takesOnlyWildcard());
        QCOMPARE(s3->key("S3:Prefix")->type, "String");
        QCOMPARE(s3->key("s3:ExistingObjectTag/team")->name, "s3:ExistingObjectTag/*");
        QVERIFY(s3->key("s3:nothing") == nullptr);
        QVERIFY(s3->action("GetNothing") == nullptr);
        QVERIFY(!table.service("nothing"));
        QVERIFY(!table.service(""));
    }

    void everyLineOfTheTableIsRead() {
        const ActionTable table = ActionTable::embedded();
        std::size_t actions = 0;
        for (const std::string_view prefix : table.prefixes()) {
            const auto service = table.service(prefix);
            QVERIFY2(service.has_value(), std::string(prefix).c_str());
            QVERIFY(!service->name.empty());
            QCOMPARE(service->resourceControls, resourceControlsApplyTo(prefix));
            for (const ActionFacts& action : service->actions) {
                const auto numbers =
                    action.resources.empty()
                        ? 0
                        : std::ranges::count(action.resources, ',') + std::ptrdiff_t{1};
                QCOMPARE(std::ssize(service->resourcesOf(action)), numbers);
                QVERIFY(std::string_view("LRWTP").find(action.level) != std::string_view::npos);
            }
            actions += service->actions.size();
        }
        QVERIFY(actions > 20000);
    }

    void globalKeysAreKnownByName() {
        QVERIFY(isGlobalConditionKey("AWS:SourceIp"));
        QVERIFY(isGlobalConditionKey("aws:RequestTag/team"));
        QVERIFY(!isGlobalConditionKey("aws:SourceIpAddress"));
    }

    void aTextThatIsNoTableHasNothing() {
        QVERIFY(ActionTable("").prefixes().empty());
        QVERIFY(ActionTable("nonsense\n\nA\tb").prefixes().empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ActionTableTest)
#include "action_table_test.moc"
