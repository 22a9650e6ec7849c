// Receipts of the SMS gateway: Kannel's callback, handed on to notification and answered 200 once it is kept there.
//
// The address was given to Kannel by notification, which alone can read it and knows whether it is one of its own: here
// nothing of it is looked at. Kannel repeats whatever is not answered 200, so nothing is lost by a 503.
// Receipts that come while one question is out go together with the next: notification answers between two rounds of
// sending, and however long that takes, at most kWaitingMax connections wait. Thread: the edge's.
#pragma once

#include <cstddef>
#include <memory>

#include "portal/desk.hpp"
#include "portal/front.hpp"
#include "wire/verbs.hpp"

namespace naadam::portal {

class Receipts {
 public:
  static constexpr std::size_t kWaitingMax = wire::verb::kReceiptsAskedMax;  // so all go in one question

  // All outlive it.
  Receipts(Lanes& lanes, Front& front);

 private:
  struct Round;
  Task<Outcome> take(Call& call);
  Task<> tell(std::shared_ptr<Round> round);

  Lanes& lanes_;
  std::size_t waiting_ = 0;
  bool asking_ = false;               // a round is with notification
  std::shared_ptr<Round> gathering_;  // the next one; null: nobody has come
};

}  // namespace naadam::portal
