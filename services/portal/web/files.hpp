// The files of this folder and the interface's description, as they travel inside the program (files.cpp.in).
//
// Thread: constants; any.
#pragma once

#include <string_view>

namespace naadam::portal::web {

extern const std::string_view kPage;           // index.html
extern const std::string_view kScript;         // portal.js
extern const std::string_view kContestScript;  // contests.js
extern const std::string_view kStyle;          // portal.css
extern const std::string_view kForm;           // form.html
extern const std::string_view kFormScript;     // form_page.js and form.js
extern const std::string_view kFormStyle;      // form.css
extern const std::string_view kInterface;      // ../openapi.json

}  // namespace naadam::portal::web
