// What of an answer somebody may see. Services answer in whole; here it is cut to the token's scope, and to the fields
// that are meant for people outside.
//
// A league sees the entries and boards of its delegation, and what it handed in itself. A submitter sees what it handed
// in: of an entry that others name too, its own claim alone. Region and supervisor see all.
// Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "portal/rules/role.hpp"

namespace naadam::portal {

// Under whose name questions about uploads are asked; nullopt: of any submitter's.
std::optional<std::string> submitter_of(const Principal& who);

bool sees_delegation(const Principal& who, std::string_view delegation);

// An entry as entry.show tells it. nullopt: not to be seen, which is answered as if it were not there.
std::optional<nlohmann::json> visible_entry(const Principal& who, const nlohmann::json& entry);

// What board.count tells. To a league its own delegation's boards, and of the others neither boards nor sums.
nlohmann::json visible_counts(const Principal& who, const nlohmann::json& counts);

// What upload.status tells of `upload`.
nlohmann::json visible_upload(const std::string& upload, const nlohmann::json& status);

}  // namespace naadam::portal
