#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace archivolt {

// Opening, saving, exporting, recovering, conflicts and closing as one pure state machine: what the
// user asks for and what the disk says go in as events, and what is to be done comes out as
// effects. Whoever carries the effects out hands what came of them in again.

/// What is wanted once nothing stands in the way.
struct Wish {
    enum class Kind : std::uint8_t {
        Nothing,
        Open,     ///< The file of this name.
        Example,  ///< The shipped example of this name.
        Recover,  ///< The recovery copy of this name.
        Close,    ///< Back to the start page.
        Quit
    };
    Kind kind = Kind::Nothing;
    std::string name;
    bool inPlace = false;  ///< It takes the place of what is open, wherever else there is room.
    friend bool operator==(const Wish&, const Wish&) = default;
};

/// What the user is being asked; files stay as they are until the answer.
enum class FileQuestion : std::uint8_t {
    None,
    ChooseOpen,    ///< Which file to open.
    ChooseSave,    ///< Under which name to save.
    ChooseExport,  ///< Under which name, and so in which form, to export.
    Unsaved,       ///< Save, discard or cancel, before the wish.
    Overwrite,     ///< The chosen file is there: overwrite or cancel, which chooses again.
    Conflict,      ///< The file changed since it was read: keep, take, compare or cancel.
    ReadOnly,      ///< The file is marked read-only: overwrite, save as or cancel.
    InUse          ///< Another window has the file: save as or cancel.
};

enum class FileAnswer : std::uint8_t {
    Save,
    Discard,
    Overwrite,
    SaveAs,
    Keep,     ///< What is here stays and will take the file's place.
    Take,     ///< What the file holds takes the place of what is here.
    Compare,  ///< Show the differences; the question stays.
    Cancel
};

/// How the open design's file stands to it, as far as the disk was last looked at.
enum class DiskNews : std::uint8_t {
    Same,
    Changed,  ///< It holds something else, and there are unsaved changes here.
    Gone      ///< It is not there any more.
};

/// What is being written.
enum class FileTarget : std::uint8_t {
    None,
    Own,    ///< The design's own file.
    Other,  ///< Another file, which becomes its own.
    Export  ///< A copy in another form.
};

/// What a look at the disk told of a path.
struct DiskFacts {
    bool exists = false;
    bool writable = true;
    bool inUse = false;    ///< Another window holds it.
    bool changed = false;  ///< It is the design's own and not what was last read or written.
    friend bool operator==(const DiskFacts&, const DiskFacts&) = default;
};

struct FileState {
    bool isOpen = false;
    bool isDirty = false;
    bool inUse = false;           ///< Another window had the file when it was opened.
    bool opensElsewhere = false;  ///< What is opened gets a place of its own; what is open stays.
    std::string path;             ///< The design's own file; empty for none.
    DiskNews news = DiskNews::Same;
    FileQuestion question = FileQuestion::None;
    Wish wish;  ///< Comes true when the question is answered so, or what is written is written.
    FileTarget target = FileTarget::None;
    std::string chosen;   ///< The path that was chosen for the target.
    DiskFacts facts;      ///< What the last look at it told.
    std::string trouble;  ///< Why the last choice could not be; empty for no reason.
    friend bool operator==(const FileState&, const FileState&) = default;
};

/// What happens.
namespace file_event {
struct Wanted {
    Wish wish;
};
struct WantedFile {};    ///< The user asks to open a file, without saying which.
struct WantedSave {};    ///< Under its own name, where it has one.
struct WantedSaveAs {};  ///< Under another name.
struct WantedExport {};
struct Chosen {
    std::string path;
};
struct Answered {
    FileAnswer answer;
};
/// The design was edited or undone: whether the file lacks anything.
struct Edited {
    bool isDirty;
};
/// The disk was looked at for `chosen`, or for the design's own file.
struct Looked {
    DiskFacts facts;
};
/// The design's own file may have changed; nobody asked.
struct Noticed {
    DiskFacts facts;
};
/// Opening came to an end; when it failed, what was open still is.
struct Opened {
    bool worked;
    std::string path;
    bool isDirty;
    bool inUse;
};
struct Written {
    bool worked;
    std::string why;  ///< What went wrong, for the user.
};
struct Reread {
    bool worked;
};
}  // namespace file_event
using FileEvent =
    std::variant<file_event::Wanted, file_event::WantedFile, file_event::WantedSave,
                 file_event::WantedSaveAs, file_event::WantedExport, file_event::Chosen,
                 file_event::Answered, file_event::Edited, file_event::Looked, file_event::Noticed,
                 file_event::Opened, file_event::Written, file_event::Reread>;

/// What is to be done.
namespace file_effect {
struct Open {
    Wish wish;
};  ///< Answered by Opened.
struct OpenElsewhere {
    Wish wish;
};  ///< What is open here stays.
struct Look {
    std::string path;
};  ///< Answered by Looked.
struct Write {
    FileTarget target;
    std::string path;
};                   ///< Answered by Written.
struct Reread {};    ///< Open the own file again; answered by Reread.
struct KeepOver {};  ///< Count what the disk holds as known, and the design as unsaved.
/// The design's own file went away, so that nothing but the window has it, or came back as it was.
struct HeedFile {
    bool isThere;
};
struct Compare {};  ///< Show how the file and the design differ.
struct Close {};    ///< Close the design and throw its recovery copy away.
struct Quit {};     ///< End the program, its recovery copy thrown away.
}  // namespace file_effect
using FileEffect = std::variant<file_effect::Open, file_effect::OpenElsewhere, file_effect::Look,
                                file_effect::Write, file_effect::Reread, file_effect::KeepOver,
                                file_effect::HeedFile, file_effect::Compare, file_effect::Close,
                                file_effect::Quit>;

struct FileStep {
    FileState next;
    std::vector<FileEffect> effects;
};

/// Returns what comes of an event: the one place that decides about files.
///
/// INVARIANT: nothing is written, reread, closed or opened over while a question is unanswered, and
/// no file is written that was not looked at right before.
[[nodiscard]] FileStep step(FileState state, const FileEvent& event);

}  // namespace archivolt
