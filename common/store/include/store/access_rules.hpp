// Redis' users, as its ACL file has them: what each service may call, and which keys that may touch.
//
// The operator is Redis' default user: whoever starts the installation, publishes, backs up, and the nodes among
// themselves. Services cannot load functions: they wait until the operator's first connection has.
//
// What this keeps out. A user runs no function but those named, and no function and no command touches a key outside
// its patterns: Redis checks what a function does as if its caller did it. So eligibility cannot read or change a
// notice, an upload or a mark, nobody but the operator can change the edition, the register of winners or the shards,
// and none can list keys, configure, flush, save or load functions, or see other clients.
// What it does not. A function's own commands must be allowed to its caller (HSET, HDEL, ZADD, ... within the
// patterns), so a stolen password can damage the records its service owns, by hand; the check in each record, the
// auditor and the notary's log show it. Patterns know kinds, not shards or records.
// Allowing a function by its name is "first argument" matching, which Redis 7 calls deprecated and which FCALL, having
// no subcommands, has instead of them; redis-server refuses the file at its start should that ever go.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace naadam::store {

inline constexpr std::string_view kOperator = "operator";
// Users with a name of their own in Redis, one a service.
inline constexpr std::array<std::string_view, 7> kServiceUsers{"intake",       "eligibility", "scheduling", "scoring",
                                                               "notification", "portal",      "notary"};

// The text of an ACL file. `hashes_of` is asked once for the operator and once for each of kServiceUsers: SHA-256 of
// each password that lets the user in, 64 lower-case hex digits; one, or two while passwords change.
std::string access_rules(const std::function<std::vector<std::string>(std::string_view user)>& hashes_of);

}  // namespace naadam::store
