// The body of a single form 网上报名 as it comes over HTTP:
//
//   {"fields": {"name": "…", …}, "consent": {"version": "1", "agreed_at": "2021-06-20T10:00:00+08:00"},
//    "guardian": {"name": "…", "phone": "…", "agreed": true}}
//
// and the question to intake that it becomes (form.file, form.check; wire/verbs.hpp). No rule of the competition: names
// that there are not, and what is no text, are refused; what the texts say is for the services.
// Pure; any thread. Personal data: all of it.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "portal/rules/problem.hpp"
#include "tl/expected.hpp"

namespace naadam::portal {

inline constexpr std::size_t kFormBytesMax = 16'384;  // of a body

// `fields` has every name of wire/claim_texts.hpp; consent and guardian are there where they came. Problem: kInvalid,
// naming what is wrong.
tl::expected<nlohmann::json, Problem> form_question(std::string_view body);

// What two bodies have in common that say the same, however they are written and whenever it was agreed to.
std::string same_form_text(const nlohmann::json& question);

}  // namespace naadam::portal
