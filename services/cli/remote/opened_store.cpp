#include "cli/remote/opened_store.hpp"

#include <unistd.h>

#include "runtime/service_host.hpp"

namespace naadam::cli {

core::Result<std::unique_ptr<OpenedStore>> open_store_of(const std::string& data) {
  Home home(data);
  auto settings = home.read();
  if (!settings) return tl::unexpected(settings.error());
  auto opened = std::make_unique<OpenedStore>(OpenedStore{std::move(home), std::move(*settings), {}, nullptr});
  auto store = runtime::open_store(opened->settings.common, opened->clock, static_cast<std::uint64_t>(::getpid()));
  if (!store) return tl::unexpected(store.error());
  opened->store = std::move(*store);
  return opened;
}

}  // namespace naadam::cli
