// The store of the installation in a directory, as `naadam up` left its settings there.
//
// Thread: one.
#pragma once

#include <memory>
#include <string>

#include "cli/up/home.hpp"
#include "core/clock.hpp"
#include "store/redis_store.hpp"

namespace naadam::cli {

struct OpenedStore {
  Home home;
  Settings settings;
  core::SystemClock clock;
  std::unique_ptr<store::RedisStore> store;
};

// Errors: Home::read()'s, and those of runtime::open_store().
core::Result<std::unique_ptr<OpenedStore>> open_store_of(const std::string& data);

}  // namespace naadam::cli
