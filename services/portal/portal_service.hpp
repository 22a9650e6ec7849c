// The portal as one piece: the edge with its thread, the desks behind the door, the lanes to the services.
//
// Threads: the step loop's, which constructs, destroys and reads the tokens anew; the edge's, which does all HTTP and
// never blocks; a thread a lane, which waits for services.
#pragma once

#include <memory>
#include <thread>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "portal/desks/boards.hpp"
#include "portal/desks/draws.hpp"
#include "portal/desks/entries.hpp"
#include "portal/desks/forms.hpp"
#include "portal/desks/pages.hpp"
#include "portal/desks/receipts.hpp"
#include "portal/desks/scores.hpp"
#include "portal/desks/uploads.hpp"
#include "portal/front.hpp"
#include "portal/http/server.hpp"
#include "portal/lanes.hpp"
#include "portal/options.hpp"
#include "portal/token_file.hpp"
#include "runtime/metrics.hpp"

namespace naadam::portal {

class Service {
 public:
  // `metrics` and `clock` outlive it.
  Service(const Options& options, runtime::Metrics& metrics, const core::Clock& clock);
  ~Service();  // lets requests in work end, see Limits::stop_ms
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // Opens the port and begins to serve. Errors: kUnavailable (the port), kInvalid (more connections than the system
  // allows files).
  core::Status start();
  std::uint16_t port() const { return server_.port(); }

  TokenFile& tokens() { return tokens_; }

 private:
  const Options options_;
  TokenFile tokens_;
  std::unique_ptr<Lanes> lanes_;
  Front front_;
  Uploads uploads_;
  Entries entries_;
  Boards boards_;
  Forms forms_;
  Pages pages_;
  Draws draws_;
  Scores scores_;
  Receipts receipts_;
  Server server_;  // ends first: what waits in it refers to all above
  std::thread edge_;
};

}  // namespace naadam::portal
