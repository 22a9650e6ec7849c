#include "portal/rules/role.hpp"

namespace naadam::portal {

std::string_view role_name(Role role) {
  switch (role) {
    case Role::kRegion:
      return "region";
    case Role::kLeague:
      return "league";
    case Role::kSubmitter:
      return "submitter";
    case Role::kJudge:
      return "judge";
    case Role::kSupervisor:
      return "supervisor";
  }
  return "";
}

std::optional<Role> role_from(std::string_view name) {
  for (const Role role : kRoles) {
    if (role_name(role) == name) return role;
  }
  return std::nullopt;
}

}  // namespace naadam::portal
