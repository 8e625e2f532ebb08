#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/design/design.h"

namespace archivolt {

/// What people call the things of observed stacks, whose logical ids are AWS ids (`sg-0a1b2c3d`),
/// so that what is told of them can be read: see `nameTagOf`.
class ShownNames {
public:
    /// Of things that designs call differently, the first one's name counts.
    explicit ShownNames(const std::vector<const Design*>& designs);

    /// Gives a thing a name whose id AWS made and nobody named.
    void add(const std::string& id, const std::string& name);

    /// Replaces each AWS id of a thing that has a name by that; where several have the same one,
    /// the id follows in brackets.
    void put(std::string& text) const;
    void put(std::vector<std::string>& texts) const;
    /// Does so where what is spoken of is of one kind, as the rows of a table are: the id follows
    /// only where another thing of that kind has the same name.
    void putOfOneKind(std::string& text) const;
    [[nodiscard]] bool empty() const { return m_names.empty(); }

private:
    struct Name {
        std::string among;   ///< All things.
        std::string ofKind;  ///< Among those whose ids begin alike.
    };
    void put(std::string& text, std::string Name::*form) const;

    std::map<std::string, Name, std::less<>> m_names;  ///< By id.
};

}  // namespace archivolt
