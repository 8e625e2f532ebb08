#pragma once

namespace archivolt {

/// Takes up what is typed in the field that has the focus, as Enter would.
///
/// Keys and menus leave the focus where it is: without it a value that shows in a field would not
/// be in the file that is saved, and closing would not ask about it.
void takeUpTypedText();

}  // namespace archivolt
