#include "tests/support/expand_text.h"

#include "model/base/invariant.h"

namespace archivolt::test {

std::string expandText(const std::string& line) {
    const std::size_t begin = line.find("%{");
    if (begin == std::string::npos) return line;
    const std::size_t end = line.find("}%", begin);
    const std::size_t space = line.find(' ', begin);
    INVARIANT(end != std::string::npos && space < end);
    const std::string piece = line.substr(space + 1, end - space - 1);
    std::string result = line.substr(0, begin);
    const int count = std::stoi(line.substr(begin + 2, space - begin - 2));
    for (int i = 1; i <= count; ++i) {
        std::string copy = piece;
        const std::size_t number = copy.find('%');
        if (number != std::string::npos) copy.replace(number, 1, std::to_string(i));
        result += copy;
    }
    return result + expandText(line.substr(end + 2));
}

}  // namespace archivolt::test
