// The texts of a claim by the names they have in questions (verbs.hpp) and over HTTP. Names are part of both
// interfaces: never change one. `team` is not among them: who registers alone is in no team.
//
// Constants; any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "wire/claim.hpp"

namespace naadam::wire {

struct ClaimText {
  std::string_view name;
  std::string Claim::* text;
};

inline constexpr std::array<ClaimText, 16> kClaimTexts{{{"name", &Claim::name},
                                                        {"sex", &Claim::sex},
                                                        {"birth_date", &Claim::birth_date},
                                                        {"document_type", &Claim::document_type},
                                                        {"document_number", &Claim::document_number},
                                                        {"mobile", &Claim::mobile},
                                                        {"event", &Claim::event},
                                                        {"group", &Claim::group},
                                                        {"delegation", &Claim::delegation},
                                                        {"basis", &Claim::basis},
                                                        {"employer", &Claim::employer},
                                                        {"employer_code", &Claim::employer_code},
                                                        {"post", &Claim::post},
                                                        {"address", &Claim::address},
                                                        {"email", &Claim::email},
                                                        {"note", &Claim::note}}};

}  // namespace naadam::wire
