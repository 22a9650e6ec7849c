// Takes the gateway's callbacks in a test: answers each with 200 and keeps its query, in the order they came.
// Thread: construct, ask and destroy on one; callbacks come on another.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

struct MHD_Daemon;

namespace naadam::support {

class ReceiptListener {
 public:
  using Query = std::map<std::string, std::string, std::less<>>;

  ReceiptListener();  // throws std::runtime_error when no port can be had
  ~ReceiptListener();
  ReceiptListener(const ReceiptListener&) = delete;
  ReceiptListener& operator=(const ReceiptListener&) = delete;

  std::string url() const;
  // Waits until `enough` says so of all that has come; at most 30 s. Returns all that has come by then.
  std::vector<Query> wait(const std::function<bool(const std::vector<Query>&)>& enough);

  void add(Query query);  // called by the listener

 private:
  MHD_Daemon* daemon_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Query> queries_;  // guarded by mutex_
};

}  // namespace naadam::support
