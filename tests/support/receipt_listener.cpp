#include "support/receipt_listener.hpp"

#include <arpa/inet.h>
#include <microhttpd.h>

#include <chrono>
#include <stdexcept>

namespace naadam::support {
namespace {

constexpr std::chrono::seconds kWaitMax{30};

MHD_Result keep(void* query, MHD_ValueKind, const char* key, const char* value) {
  static_cast<ReceiptListener::Query*>(query)->emplace(key, value == nullptr ? "" : value);
  return MHD_YES;
}

MHD_Result called(void* self, MHD_Connection* connection, const char*, const char*, const char*, const char*,
                  std::size_t*, void**) {
  ReceiptListener::Query query;
  MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, &keep, &query);
  static_cast<ReceiptListener*>(self)->add(std::move(query));
  MHD_Response* const empty = MHD_create_response_from_buffer(0, nullptr, MHD_RESPMEM_PERSISTENT);
  const MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, empty);
  MHD_destroy_response(empty);
  return result;
}

}  // namespace

ReceiptListener::ReceiptListener() {
  sockaddr_in loopback{};
  loopback.sin_family = AF_INET;
  loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  daemon_ = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, nullptr, nullptr, &called, this, MHD_OPTION_SOCK_ADDR,
                             &loopback, MHD_OPTION_END);
  if (daemon_ == nullptr) throw std::runtime_error("receipt listener: no loopback port");
}

ReceiptListener::~ReceiptListener() { MHD_stop_daemon(daemon_); }

std::string ReceiptListener::url() const {
  const MHD_DaemonInfo* const info = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT);
  return "http://127.0.0.1:" + std::to_string(info->port) + "/sms/receipt";
}

std::vector<ReceiptListener::Query> ReceiptListener::wait(
    const std::function<bool(const std::vector<Query>&)>& enough) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, kWaitMax, [&] { return enough(queries_); });
  return queries_;
}

void ReceiptListener::add(Query query) {
  const std::lock_guard lock(mutex_);
  queries_.push_back(std::move(query));
  came_.notify_all();
}

}  // namespace naadam::support
