#include "portal/lanes.hpp"

#include <algorithm>
#include <utility>

namespace naadam::portal {

Lane::Lane(const runtime::CommonOptions& options, const core::Clock& clock)
    : peers_(options, clock), thread_([this] { run(); }) {}

Lane::~Lane() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  more_.notify_one();
  thread_.join();
}

bool Lane::post(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= kQueueMax) return false;
    queue_.push_back(std::move(work));
  }
  more_.notify_one();
  return true;
}

std::size_t Lane::load() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() + (busy_ ? 1 : 0);
}

void Lane::run() {
  for (std::unique_lock lock(mutex_);;) {
    more_.wait(lock, [this] { return stop_ || !queue_.empty(); });
    if (stop_) return;
    const Work work = std::move(queue_.front());
    queue_.pop_front();
    busy_ = true;
    lock.unlock();
    work(peers_);
    lock.lock();
    busy_ = false;
  }
}

Lanes::Lanes(const runtime::CommonOptions& options, const core::Clock& clock, const std::vector<std::string>& services,
             std::size_t each) {
  for (const std::string& service : services) {
    for (std::size_t i = 0; i < each; ++i) lanes_[service].push_back(std::make_unique<Lane>(options, clock));
  }
}

Lane& Lanes::pick(std::string_view service) {
  const auto& own = lanes_.find(service)->second;
  return **std::ranges::min_element(own, {}, [](const auto& lane) { return lane->load(); });
}

}  // namespace naadam::portal
