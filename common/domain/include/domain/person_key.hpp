// The texts that a person's keyed hashes are made of, so that every caller derives the same key from the same person.
//
// Each text starts with its own tag, so the three kinds never collide. Empty: the key cannot be made (no number, a
// number damaged by the sheet that several people share, no readable birth date); make no id of it.
// Personal data: in and out. Thread: any; pure.
#pragma once

#include <string>
#include <string_view>

#include "domain/calendar.hpp"

namespace naadam::domain {

// "D:" and the canonical number: the 15-digit and 18-digit forms of one number give one text. The document type has no
// part in it: officers mix types up, and a register of winners does not know them.
std::string document_key_text(std::string_view document_number);

// "B:" name_text() "|" ISO birth date.
std::string name_birth_key_text(std::string_view name, Date birth);

// "N:" name_text().
std::string name_key_text(std::string_view name);

}  // namespace naadam::domain
