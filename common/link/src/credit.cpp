#include "link/credit.hpp"

#include <algorithm>

namespace naadam::link {

CreditWindow::CreditWindow(std::size_t window_items, std::uint64_t first_session)
    : window_(window_items), next_session_(first_session) {}

std::uint64_t CreditWindow::share() const {
  return std::max<std::uint64_t>(window_ / std::max<std::size_t>(accounts_.size(), 1), 1);
}

std::uint64_t CreditWindow::open(std::uint64_t sender_session) {
  const std::uint64_t session = next_session_++;
  accounts_[session].sender_session = sender_session;
  return session;
}

void CreditWindow::close(std::uint64_t session) { accounts_.erase(session); }

bool CreditWindow::receive(std::uint64_t session, std::size_t items) {
  const auto found = accounts_.find(session);
  if (found == accounts_.end() || found->second.received + items > found->second.highest) return false;
  found->second.received += items;
  return true;
}

void CreditWindow::finish(std::uint64_t session, std::size_t items) {
  const auto found = accounts_.find(session);
  if (found == accounts_.end()) return;
  auto& account = found->second;
  account.finished += std::min<std::uint64_t>(items, account.received - account.finished);
}

std::uint64_t CreditWindow::settle(std::uint64_t session, std::uint64_t pushed) {
  const auto found = accounts_.find(session);
  if (found == accounts_.end()) return 0;
  auto& account = found->second;
  pushed = std::min(pushed, account.highest);
  if (pushed <= account.received) return 0;
  const std::uint64_t lost = pushed - account.received;
  account.received += lost;
  account.finished += lost;
  return lost;
}

std::optional<wire::Credit> CreditWindow::due(std::uint64_t session, bool asked) {
  const auto found = accounts_.find(session);
  if (found == accounts_.end()) return std::nullopt;
  auto& account = found->second;
  const std::uint64_t total = std::max(account.received, account.finished + share());
  const bool idle = account.received == account.finished && total != account.total;
  const bool much = total < account.total || total - account.total >= std::max<std::uint64_t>(share() / 8, 1);
  if (!asked && !idle && !much) return std::nullopt;
  account.total = total;
  account.highest = std::max(account.highest, total);
  return wire::Credit{account.sender_session, session, ++account.seq, total};
}

bool CreditWindow::untouched(std::uint64_t session) const {
  const auto found = accounts_.find(session);
  return found != accounts_.end() && found->second.received == 0;
}

bool CreditPurse::take(const wire::Credit& credit) {
  if (credit.session == session_) {
    if (credit.seq <= seq_) return false;
  } else {
    *this = {};
    session_ = credit.session;
  }
  seq_ = credit.seq;
  total_ = credit.total;
  return true;
}

std::size_t CreditPurse::available() const {
  const std::uint64_t used = pushed_ + reserved_;
  return total_ > used ? total_ - used : 0;
}

bool CreditPurse::reserve(std::size_t items) {
  if (items > available()) return false;
  reserved_ += items;
  return true;
}

void CreditPurse::unreserve(std::uint64_t session, std::size_t reserved) {
  if (session == session_) reserved_ -= std::min<std::uint64_t>(reserved, reserved_);
}

bool CreditPurse::spend(std::uint64_t session, std::size_t reserved, std::size_t items) {
  if (session == 0 || session != session_) return false;
  unreserve(session, reserved);
  pushed_ += items;
  return true;
}

}  // namespace naadam::link
