#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "model/catalog/catalog.h"
#include "model/evaluate/evaluate.h"
#include "model/policy/read_document.h"

namespace archivolt {

/// What a resource is called where policies name it.
struct ResourceName {
    std::vector<TextPart> name;  ///< Its own name or id.
    std::vector<TextPart> arn;   ///< None where its type has no ARN that is known.
    friend bool operator==(const ResourceName&, const ResourceName&) = default;
};

/// The names and ARNs that the resources of a design will have.
///
/// A name that AWS makes up is the stack's and the logical id, as CloudFormation begins it, and
/// `(generated)`: a text that no policy names but by a wildcard. So two resources never share a
/// name, and one that a policy refers to is the one that is meant. Parts that parameters leave open
/// stay unknown. Source: CloudFormation User Guide, name type; the catalogue's ARN formats.
class ResourceNames {
public:
    ResourceNames(const EvaluatedDesign& design, const Catalog& catalog);

    /// Returns what a resource is called, or null pointer when there is none of this id.
    [[nodiscard]] const ResourceName* find(StackId stack, std::string_view logicalId) const;
    /// Returns what a reference that evaluation left comes to, for policies of this stack.
    [[nodiscard]] ReferenceText referencesOf(StackId stack) const;
    /// Returns a value as texts, references followed.
    [[nodiscard]] std::vector<TextPart> textOf(const Value& value, StackId stack) const;
    /// Returns the logical id of the resource that a value names: by Ref, by GetAtt, or by the
    /// name or ARN that it has; empty when it is none of the stack.
    [[nodiscard]] std::string resourceNamedBy(const Value& value, StackId stack) const;
    /// A resource of some stack.
    struct Place {
        StackId stack;
        std::string logicalId;  ///< Empty: it is none of the design.
        friend bool operator==(const Place&, const Place&) = default;
    };
    /// Returns what a value names, as `resourceNamedBy` does, or of another stack: by an import, or
    /// by an ARN or name that one resource alone has there. A name means what is in the stack's
    /// account and Region, as far as ARNs of the type tell these.
    [[nodiscard]] Place placeNamedBy(const Value& value, StackId stack) const;

    /// Says whether everything is called alike; a policy may speak of anything by its name.
    friend bool operator==(const ResourceNames&, const ResourceNames&) = default;

private:
    struct Entry {
        // Of what is being named; null pointers afterwards, so that names outlive the design.
        const EvaluatedResource* resource = nullptr;
        const EvaluatedStack* stack = nullptr;
        const ResourceType* type = nullptr;
        ResourceName name;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    /// Where a stack lies, for what is named after that.
    struct Home {
        std::string region;
        std::string account;
        friend bool operator==(const Home&, const Home&) = default;
    };
    void nameOne(Entry& entry) const;
    [[nodiscard]] std::vector<TextPart> ownName(const Entry& entry,
                                                std::string_view placeholder) const;
    [[nodiscard]] std::vector<TextPart> attribute(const Entry& entry,
                                                  std::string_view attribute) const;
    [[nodiscard]] std::vector<TextPart> reference(const Value& call, StackId stack) const;
    void readExports(const EvaluatedDesign& design);
    /// Notes by what literal texts resources can be named.
    void indexTexts();
    [[nodiscard]] bool isNameWithin(const Entry& entry, StackId stack) const;
    /// What a stack exports: its text, and the resource that it names.
    struct Export {
        std::vector<TextPart> text;
        Place thing;
        friend bool operator==(const Export&, const Export&) = default;
    };
    /// Returns what an import of a stack leads to, or null pointer.
    [[nodiscard]] const Export* exported(const Value& call, StackId stack) const;

    std::map<std::pair<StackId, std::string>, Entry, std::less<>> m_entries;
    std::map<StackId, Home> m_homes;
    std::map<std::string, std::vector<Place>, std::less<>> m_byText;  ///< By stack and logical id.
    /// By account, Region and name, which alone tell exports apart.
    std::map<std::tuple<std::string, std::string, std::string>, Export> m_exports;
};

/// Returns the parts as one text, unknown ones in braces; for showing, not for comparing.
[[nodiscard]] std::string shown(const std::vector<TextPart>& parts);
/// Says whether no part is unknown.
[[nodiscard]] bool isKnown(const std::vector<TextPart>& parts);

}  // namespace archivolt
