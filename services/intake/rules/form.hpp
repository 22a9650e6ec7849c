// A single form 网上报名, as a person fills it in for themself: what it says made plain, and what it cannot be taken
// with. Whether the person may compete is not decided here but by the rules of eligibility, as of every row.
//
// Pure: "now" is given. Thread: any. Personal data: all of it; faults name fields and never what stands in them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "domain/edition.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

// As it came. A claim's texts are what was typed.
struct FormWritten {
  wire::Form form;
  bool guardian_agreed = false;
};

// The fields above made plain, as those of a spreadsheet's row are (row_to_claim.hpp): team and facts of a file as
// those of a person alone.
wire::Form plain_form(const wire::Form& written, const domain::Edition& edition);

struct FormFault {
  std::string_view
      field;         // a name of wire/claim_texts.hpp, or "consent", "guardian", "guardian_name", "guardian_phone"
  std::string text;  // zh-CN: what is wrong and what to do
};

// Everything for which the form is not taken; empty: it is. `form` as plain_form() gives it.
//  - a text longer than kFieldCharsMax, or kLongFieldCharsMax of 居住地址 and 备注 (code points);
//  - no name, or no document by which the person could be found again;
//  - an event for teams 团体: its members come together in one file;
//  - no consent, or to a text that there never was;
//  - a person under 18 without the name, the mobile number and the consent of a guardian.
inline constexpr std::size_t kFieldCharsMax = 100;
inline constexpr std::size_t kLongFieldCharsMax = 300;
std::vector<FormFault> faults_of(const wire::Form& form, bool guardian_agreed, const domain::Edition& edition,
                                 core::Millis now);

// Whether the birth date that the document, or else the form, names makes the person younger than 18 today.
bool guardian_wanted(const wire::Claim& claim, const domain::Edition& edition, core::Millis now);

// Why no form is taken at this moment, with the time from which or until when one is; nothing: it is. `delegation` as
// the form names it: each may have its own close.
std::optional<std::string> not_open(std::string_view delegation, const domain::Edition& edition, core::Millis now);

// Whether a form that came again says the same: all but the moment at which the person's device says it was agreed to.
bool says_the_same(const wire::Form& a, const wire::Form& b);

}  // namespace naadam::intake
