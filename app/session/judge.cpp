#include "app/session/judge.h"

#include <algorithm>
#include <utility>

#include "model/access/decisions.h"
#include "model/guardrails/guardrails_unless_stopped.h"
#include "model/lint/lint_unless_stopped.h"

namespace archivolt {

namespace {

/// One design on its way through the stages.
class Judging {
public:
    Judging(const JudgeRequest& request, const Judgement* previous, const Catalog& catalog,
            const std::stop_token& stop, const JudgeDelivery& deliver)
        : m_request(request),
          m_previous(previous),
          m_catalog(catalog),
          m_stop(stop),
          m_deliver(deliver) {}

    std::optional<Judgement> run() {
        m_judgement.revision = m_request.revision;
        for (const auto& [stage, work] : kStages) {
            if (m_stop.stop_requested() || !(this->*work)() || m_stop.stop_requested()) return {};
            m_judgement.stage = stage;
            if (m_deliver) m_deliver(m_judgement);
        }
        return std::move(m_judgement);
    }

private:
    using Work = bool (Judging::*)();
    static const std::pair<JudgeStage, Work> kStages[5];

    bool resolveDesign() {
        const ResolvedDesign* before = m_previous == nullptr ? nullptr : m_previous->resolved.get();
        m_judgement.resolved = resolve(*m_request.design, m_catalog, before);
        return true;
    }

    bool checkRules() {
        auto kept = keptBy(&Judgement::keptRules);
        auto found =
            lintUnlessStopped(*m_request.design, *m_judgement.resolved, m_catalog, m_stop, &kept);
        if (!found) return false;
        m_judgement.rules = placed(std::move(*found), &Judgement::rules, kept);
        m_judgement.keptRules = std::make_shared<const KeptFindings>(std::move(kept));
        return true;
    }

    bool readNetwork() {
        const auto& architecture = m_judgement.resolved->architecture;
        const Reachability* before =
            m_previous == nullptr ? nullptr : m_previous->reachability.get();
        m_judgement.reachability = std::make_shared<const Reachability>(architecture, before);
        if (!m_request.holdPairs) return true;
        const PairTable* table = m_previous == nullptr ? nullptr : m_previous->pairs.get();
        m_judgement.pairs = table == nullptr
                                ? PairTable::fresh(m_judgement.reachability, m_stop)
                                : PairTable::next(*table, m_judgement.reachability, m_stop);
        return m_judgement.pairs != nullptr;
    }

    bool askPromises() {
        if (m_request.holdDecisions || isAccessPromised()) readAccess();
        if (m_request.holdDecisions) decide();
        IntentReport report =
            checkIntents(*m_request.design, *m_judgement.resolved, *m_judgement.reachability,
                         m_stop, m_judgement.access.get());
        for (Diagnostic& diagnostic : report.diagnostics) {
            diagnostic.where.file = m_request.file;
        }
        locate(report.diagnostics);
        locateEvidence(report.answers);
        m_judgement.promises = std::make_shared<const IntentReport>(std::move(report));
        return true;
    }

    [[nodiscard]] bool isAccessPromised() const {
        const auto& intents = m_request.design->intents.items();
        return std::ranges::any_of(intents, [](const Value& intent) {
            const Value* kind = intent.find("kind");
            const std::string word = kind != nullptr ? kind->asString().value_or("") : "";
            return word == "can" || word == "cannot";
        });
    }

    [[nodiscard]] bool hasPrincipals() const {
        const auto isPrincipal = [](const auto& resource) {
            return std::ranges::find(kPrincipalTypes, resource->source->type()) !=
                   kPrincipalTypes.end();
        };
        return std::ranges::any_of(m_judgement.resolved->evaluated->stacks, [&](const auto& stack) {
            return std::ranges::any_of(stack->resources, isPrincipal);
        });
    }

    void readAccess() {
        const auto& evaluated = m_judgement.resolved->evaluated;
        const AccessModel* before = m_previous == nullptr ? nullptr : m_previous->access.get();
        m_judgement.access =
            std::make_shared<const AccessModel>(buildAccessModel(evaluated, m_catalog, before));
    }

    void decide() {
        const AccessMatrix* matrix = m_previous == nullptr ? nullptr : m_previous->decisions.get();
        m_judgement.decisions = std::make_shared<const AccessMatrix>(
            decisionsOf(*m_judgement.access, ActionTable::embedded(), matrix));
    }

    bool advise() {
        if (!m_judgement.access && hasPrincipals()) readAccess();
        if (m_judgement.access) {
            const EscalationTable* before =
                m_previous == nullptr ? nullptr : m_previous->escalations.get();
            m_judgement.escalations = std::make_shared<const EscalationTable>(
                EscalationTable::make(m_judgement.access, ActionTable::embedded(), before));
        }
        auto kept = keptBy(&Judgement::keptAdvice);
        auto found = guardrailsUnlessStopped(*m_request.design, *m_judgement.resolved,
                                             *m_judgement.reachability, m_catalog, m_stop,
                                             {m_judgement.escalations.get(), &kept});
        if (!found) return false;
        m_judgement.advice = placed(std::move(*found), &Judgement::advice, kept);
        m_judgement.keptAdvice = std::make_shared<const KeptFindings>(std::move(kept));
        return true;
    }

    /// Returns findings to go on from: those of the judgement before, by the same catalogue.
    [[nodiscard]] KeptFindings keptBy(std::shared_ptr<const KeptFindings> Judgement::*which) const {
        const bool goesOn =
            m_previous != nullptr && m_previous->resolved &&
            m_previous->resolved->catalog.get() == m_judgement.resolved->catalog.get();
        return KeptFindings(goesOn ? (m_previous->*which).get() : nullptr);
    }

    /// Fills in where the evidence of all answers stands, which takes a pass over each text.
    void locateEvidence(std::vector<IntentAnswer>& answers) const {
        std::vector<Diagnostic> places;
        for (IntentAnswer& answer : answers) {
            for (Where& where : answer.evidence) {
                places.emplace_back();
                places.back().where = std::move(where);
            }
        }
        locate(places);
        auto place = places.begin();
        for (IntentAnswer& answer : answers) {
            for (Where& where : answer.evidence) where = std::move((place++)->where);
        }
    }

    void locate(std::vector<Diagnostic>& diagnostics) const {
        if (m_request.locate && !diagnostics.empty()) m_request.locate(diagnostics);
    }

    /// Returns findings with their places, those of the judgement before where they say the same,
    /// and lets them be kept.
    [[nodiscard]] std::shared_ptr<const FindingList> placed(
        FindingList found, std::shared_ptr<const FindingList> Judgement::*which,
        KeptFindings& kept) const {
        const FindingList* before = m_previous == nullptr ? nullptr : (m_previous->*which).get();
        PlacedFindings placed =
            placeFindings(std::move(found), before, {m_request.locate, m_request.stays}, kept);
        kept.replace(placed.others);
        return std::move(placed.list);
    }

    const JudgeRequest& m_request;
    const Judgement* m_previous;
    const Catalog& m_catalog;
    const std::stop_token& m_stop;
    const JudgeDelivery& m_deliver;
    Judgement m_judgement;
};

const std::pair<JudgeStage, Judging::Work> Judging::kStages[5] = {
    {JudgeStage::Resolved, &Judging::resolveDesign}, {JudgeStage::Network, &Judging::readNetwork},
    {JudgeStage::Rules, &Judging::checkRules},       {JudgeStage::Promises, &Judging::askPromises},
    {JudgeStage::Advice, &Judging::advise},
};

}  // namespace

std::optional<Judgement> judge(const JudgeRequest& request, const Judgement* previous,
                               const Catalog& catalog, const std::stop_token& stop,
                               const JudgeDelivery& deliver) {
    return Judging(request, previous, catalog, stop, deliver).run();
}

std::vector<Finding> findingsOf(const Judgement& judgement) {
    std::vector<Finding> all;
    const auto add = [&](const std::shared_ptr<const FindingList>& findings) {
        if (!findings) return;
        for (const auto& finding : *findings) all.push_back(*finding);
    };
    add(judgement.rules);
    add(judgement.advice);
    if (judgement.promises) {
        for (const Diagnostic& diagnostic : judgement.promises->diagnostics) {
            all.push_back({diagnostic, {}});
        }
    }
    return all;
}

}  // namespace archivolt
