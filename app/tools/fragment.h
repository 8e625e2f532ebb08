#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/design/design.h"

namespace archivolt {

inline constexpr Rule kBadFragment{"FRAGMENT-1",
                                   Severity::Error,
                                   "what the palette places can't be read",
                                   "the fragment is no template with Metadata.Archivolt",
                                   "see resources/patterns/README.md for how they are written",
                                   "a rule of this program"};
inline constexpr const Rule* kFragmentRules[] = {&kBadFragment};

/// The text of a fragment that is shipped in the program.
struct FragmentText {
    std::string_view name;  ///< The file's name without its ending: `bastion`.
    std::string_view text;
};

/// Returns the shipped fragments, patterns before parts; made from resources/patterns when built.
[[nodiscard]] std::span<const FragmentText> shippedFragmentTexts();

/// A template that is placed into a design as a whole: a pattern of several things, or a part with
/// what it can't be without. resources/patterns/README.md says how they are written.
struct Fragment {
    std::string name;
    std::string title;     ///< "Bastion host"; of patterns.
    std::string sentence;  ///< What it is made of, in one sentence; of patterns.
    std::string icon;
    std::string part;                ///< The resource type that it places; empty for a pattern.
    std::string beside;              ///< Of a pattern that is a kind of a type: that type.
    int order = 99;                  ///< Of a pattern: its place in lists, the lowest first.
    std::string tier;                ///< The subnets it would rather have: public, private.
    bool inSubnet = false;           ///< Only where it is placed in a VPC.
    std::vector<std::string> reuse;  ///< Resources that one of the design may stand for.
    /// Resources of which there may be one only that says the same in these properties.
    std::map<std::string, std::vector<std::string>> once;
    /// Resources that are made after the internet gateway is attached, where there is one.
    std::vector<std::string> afterGateway;
    std::vector<std::string> keywords;  ///< For the palette's search.
    std::vector<std::string> holes;     ///< Its parameters: what the place has to give.
    std::shared_ptr<const Stack> stack;
};

/// Reads a fragment; why not where it is none, which is a fault of the program's own files.
[[nodiscard]] Result<Fragment> readFragment(const FragmentText& source);

/// Fragments by name and by the type that they place.
class FragmentLibrary {
public:
    /// Reads fragments; those that are none are left out, and a test finds them.
    explicit FragmentLibrary(std::span<const FragmentText> texts);
    [[nodiscard]] const std::vector<Fragment>& all() const { return m_fragments; }
    /// Returns the patterns of several things in the order in which they are offered.
    [[nodiscard]] std::vector<const Fragment*> patterns() const;
    /// Returns the pattern of this name, or null pointer.
    [[nodiscard]] const Fragment* pattern(std::string_view name) const;
    /// Returns the fragment that places a type, or null pointer: that for VPCs first where
    /// `inVpc`.
    [[nodiscard]] const Fragment* part(std::string_view type, bool inVpc) const;

private:
    std::vector<Fragment> m_fragments;
};

}  // namespace archivolt
