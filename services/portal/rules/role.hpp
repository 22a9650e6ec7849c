// Who somebody is to the portal. What a role may do stands in routes.cpp, what it sees of it in scope.hpp.
//
// Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace naadam::portal {

enum class Role : std::uint8_t {
  kRegion,      // 自治区: the organiser's office; sees all
  kLeague,      // 盟市: one delegation's office; hands files in and sees its own
  kSubmitter,   // 报送单位: an employer or school; hands files in and sees what became of them
  kJudge,       // 裁判
  kSupervisor,  // 监督: sees every decision, changes nothing
};
inline constexpr std::array kRoles{Role::kRegion, Role::kLeague, Role::kSubmitter, Role::kJudge, Role::kSupervisor};

// "region", "league", ...: in token files and answers.
std::string_view role_name(Role role);
std::optional<Role> role_from(std::string_view name);

// Some of the roles.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {  // NOLINT: implicit, for tables
    for (const Role role : roles) bits_ |= bit(role);
  }
  constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

 private:
  static constexpr unsigned bit(Role role) { return 1u << static_cast<unsigned>(role); }
  unsigned bits_ = 0;
};

// Whom a token belongs to.
struct Principal {
  Role role = Role::kJudge;
  std::string name;        // for the person; of a league or submitter also who hands files in
  std::string delegation;  // code of the edition; of a league alone
  std::string mark;        // first digits of the token's hash: names it in the log and finds nobody

  // Without a token, where a route lets such in.
  bool is_stranger() const { return mark.empty(); }
};

}  // namespace naadam::portal
