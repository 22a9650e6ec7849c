#include "inquiry.hpp"

#include <utility>
#include <vector>

namespace naadam::sim {
bool Inquiry::ask(std::string_view verb, const runtime::Json& question) {
  std::vector<Address*> open;
  for (Address& address : line_->addresses) {
    if (address.open) open.push_back(&address);
  }
  if (open.empty()) return false;
  Address& address = *mayhem_->random().pick(open);
  asked_ = {++line_->questions, address.number, verb, mayhem_->now() + kPatience};
  sim::ask(address, asked_->number, verb, runtime::pack(question), asked_->give_up, *mayhem_);
  return true;
}

std::optional<Inquiry::Heard> Inquiry::hear() {
  if (!asked_) return std::nullopt;
  for (Address& address : line_->addresses) {
    if (address.number != asked_->address) continue;
    const auto answer = address.answers.find(asked_->number);
    if (answer == address.answers.end()) continue;
    Heard heard{asked_->verb, std::move(answer->second)};
    address.answers.erase(answer);
    asked_.reset();
    return heard;
  }
  if (mayhem_->now() >= asked_->give_up) asked_.reset();
  return std::nullopt;
}

}  // namespace naadam::sim
