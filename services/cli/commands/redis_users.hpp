// `naadam redis-users DIR`: passwords and rights of Redis' users, where somebody else starts Redis.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_redis_users(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
