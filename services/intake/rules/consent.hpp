// What a person agrees to who fills in a form: the text, and for one under 18 what their guardian 监护人 agrees to.
//
// A version that was ever shown stays here word for word, for a form kept as evidence names it: a change of the text is
// a new version at the end, which a test sees to by its hash. The last one is shown; a form that was begun under an
// older one is taken. Constants; any thread. No personal data.
#pragma once

#include <span>
#include <string_view>

namespace naadam::intake {

struct ConsentText {
  std::string_view version;  // "1": stored with each form
  std::string_view title;
  std::span<const std::string_view> paragraphs;
  std::string_view guardian;  // what a guardian agrees to besides
};

std::span<const ConsentText> consent_texts();  // from the oldest; at least one
inline const ConsentText& consent_in_force() { return consent_texts().back(); }
// nullptr: no such version was ever shown.
const ConsentText* consent_of(std::string_view version);

// Below this age 监护人 has to agree; full years on the day the form comes in.
inline constexpr int kOfAge = 18;

}  // namespace naadam::intake
