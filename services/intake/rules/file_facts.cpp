#include "intake/rules/file_facts.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "domain/document_number.hpp"
#include "domain/person_key.hpp"
#include "domain/text.hpp"

namespace naadam::intake {
namespace {

// Between the parts of a key; plain text has no control characters.
constexpr char kPart = '\x1f';

// One text for all spellings of an event or group that the edition knows; a word it does not know is its own.
template <class Known>
std::string known_key(const Known* known, const std::string& text) {
  return known != nullptr ? known->code : "?" + domain::match_key(text);
}

struct Team {
  std::uint16_t members = 0;
  bool repeated = false;
};

std::string employer_key(const wire::Claim& claim) {
  return claim.employer_code.empty() ? "n" + domain::match_key(claim.employer)
                                     : "c" + domain::match_key(claim.employer_code);
}

}  // namespace

void add_file_facts(std::vector<RowClaim>& rows, const domain::Edition& edition) {
  std::unordered_map<std::string, std::size_t> first_row;  // person, event, group -> index
  std::unordered_map<std::string, Team> teams;             // employer, event, group, team number
  std::unordered_set<std::string> member_seen;             // team and person
  std::vector<std::string> team_of(rows.size());
  first_row.reserve(rows.size());

  for (std::size_t i = 0; i < rows.size(); ++i) {
    const wire::Claim& claim = rows[i].claim;
    const domain::Event* event = edition.find_event(claim.event);
    const std::string place =
        known_key(event, claim.event) + kPart + known_key(edition.find_group(claim.group), claim.group) + kPart;
    const std::string document = domain::document_key_text(claim.document_number);

    if (!document.empty()) {
      const auto [first, fresh] = first_row.emplace(place + document, i);
      if (!fresh) {
        rows[i].duplicate_of = rows[first->second].row;
        rows[i].duplicate_sheet = rows[first->second].sheet;
      }
    }
    if (claim.team.empty() && (event == nullptr || event->team_size < 2)) continue;

    team_of[i] = place + employer_key(claim) + kPart + domain::match_key(claim.team);
    Team& team = teams[team_of[i]];
    const std::string person = document.empty() ? domain::name_key_text(claim.name) : document;
    if (member_seen.insert(team_of[i] + kPart + person).second) {
      if (team.members < std::numeric_limits<std::uint16_t>::max()) ++team.members;
    } else {
      team.repeated = true;
    }
  }

  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (team_of[i].empty()) continue;
    const Team& team = teams[team_of[i]];
    rows[i].claim.team_members = team.members;
    rows[i].claim.team_has_repeated_person = team.repeated;
  }
}

}  // namespace naadam::intake
