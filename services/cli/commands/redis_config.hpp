// `naadam redis-config`: redis.conf for a Redis that somebody else starts (systemd, a container, a person).
//
// The settings are those of the Redis that `naadam up` starts itself: they are made in one place,
// runtime/redis_config.hpp, so no copy of them can grow old among the units and charts.
#pragma once

#include "cli/app.hpp"

namespace naadam::cli {

void add_redis_config(CLI::App& app, Globals& globals);

}  // namespace naadam::cli
