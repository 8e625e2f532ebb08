#pragma once

#include <QObject>

namespace archivolt {

/// Parameters, conditions, rules, outputs, and what is made of an evaluated stack.
///
/// It has a header of its own because moc can't read the raw strings of its cases.
class EvaluateSectionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGivenValueComesBeforeTheDefault();
    void listsAreSplitAtCommasAndTrimmed();
    void aParameterOfSystemsManagerIsUnknownWithItsKey();
    void constraintsAreChecked_data();
    void constraintsAreChecked();
    void aHiddenValueIsNotTold();
    void aValueForNoParameterIsTold();
    void noPatternIsTooSlowToMatch();
    void patternsAreThoseOfJava_data();
    void patternsAreThoseOfJava();
    void conditionsKnowThreeTruths();
    void brokenConditionsAreToldAndUnknown_data();
    void brokenConditionsAreToldAndUnknown();
    void violatedRulesAreTold_data();
    void violatedRulesAreTold();
    void aRuleThatDoesNotApplyIsNotChecked();
    void importsFindTheExportOfTheirAccountAndRegion();
    void listsPassFromStackToStackAsOneText();
    void listsPassIntoNestedStacks();
    void textsThatDoubleAtEachImportEnd();
    void importsInACircleEnd();
    void aLongChainOfExportsIsNoCircle();
    void anOutputThatIsNoTextIsTold();
    void attributesInACircleEnd();
    void twoExportsOfOneNameAreTold();
    void theResolvedFormIsAsDocumented();
    void theSourceOfAValueIsFoundThroughFunctions_data();
    void theSourceOfAValueIsFoundThroughFunctions();
};

}  // namespace archivolt
