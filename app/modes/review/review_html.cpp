#include <fmt/format.h>

#include <string>

#include "app/modes/review/review.h"

namespace archivolt {

namespace {

constexpr std::string_view kHtmlHead = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>)";

constexpr std::string_view kHtmlStyle = R"(</title>
<style>
  @page { size: A4 landscape; margin: 14mm }
  body { font: 13px/1.45 Inter, "Segoe UI", sans-serif; color: #1A2230; max-width: 1180px;
         margin: 24px auto; padding: 0 16px }
  h1 { font-size: 20px; margin: 0 0 4px } h2 { font-size: 15px; margin: 24px 0 6px }
  .sum { color: #5E6878; margin: 0 0 16px } svg { width: 100%; height: auto; max-height: 170mm }
  figure { margin: 0; border: 1px solid #E4E7EC; border-radius: 8px; padding: 8px;
           break-inside: avoid }
  ul { margin: 0; padding-left: 18px } table { border-collapse: collapse; width: 100% }
  tr { break-inside: avoid } td { vertical-align: top; padding: 5px 12px 5px 0;
       border-top: 1px solid #E4E7EC; overflow-wrap: anywhere }
  td:first-child { width: 30% } td:nth-child(2) { width: 22%; color: #5E6878 }
  .lines { font: 12px/1.4 "JetBrains Mono", monospace } .pass { color: #18794E }
  .stop { color: #C4313F } .warn { color: #A15C00 } b { font-weight: 600 }
</style>
)";

/// Returns a text of a design as HTML shows it, without control characters.
std::string asHtml(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) safe += c;
        }
    }
    return safe;
}

const char* htmlClass(Tone tone) {
    switch (tone) {
        case Tone::Pass: return "pass";
        case Tone::Stop: return "stop";
        case Tone::Warn: return "warn";
        case Tone::Neutral:
        case Tone::Accent: return "";
    }
    return "";
}

std::string htmlRow(const ReviewItem& item) {
    std::string lines;
    for (const std::string& line : item.lines) lines += asHtml(line) + "<br>";
    return fmt::format(
        "<tr><td><b class=\"{}\">{}</b></td><td>{}</td><td class=\"lines\">{}</td></tr>\n",
        htmlClass(item.tone), asHtml(item.title), asHtml(item.detail), lines);
}

}  // namespace

std::string reviewHtml(const Review& review, std::string_view picture) {
    const std::string title =
        fmt::format("{} against {}", asHtml(review.after), asHtml(review.before));
    std::string page(kHtmlHead);
    page += title;
    page += kHtmlStyle;
    page += fmt::format("<h1>{}</h1>\n<p class=\"sum\">{}</p>\n", title, asHtml(review.sentence));
    // The document of a picture has a first line that a page has no place for.
    const std::size_t begin = picture.find("<svg");
    if (begin != std::string_view::npos) {
        page += "<figure>\n";
        page += picture.substr(begin);
        page += "</figure>\n";
    }
    if (!review.words.empty()) {
        page += "<h2>In words</h2>\n<ul>\n";
        for (const std::string& words : review.words) {
            page += fmt::format("<li>{}</li>\n", asHtml(words));
        }
        page += "</ul>\n";
    }
    std::string_view heading;
    for (const ReviewItem& item : review.items) {
        if (headingOf(item.part) != heading) {
            if (!heading.empty()) page += "</table>\n";
            heading = headingOf(item.part);
            page += fmt::format("<h2>{}</h2>\n<table>\n", heading);
        }
        page += htmlRow(item);
    }
    if (!heading.empty()) page += "</table>\n";
    return page + "</html>\n";
}

}  // namespace archivolt
