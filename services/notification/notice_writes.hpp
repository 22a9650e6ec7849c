// What has been learnt about notices, on its way into their records.
//
// Sending, Overdue, Receipts and Planning all write through here, so a record's stage and due time follow from its
// facts in one way. Thread: the step loop's.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "notification/rules/delivery.hpp"
#include "store/store.hpp"
#include "wire/notice.hpp"

namespace naadam::notification {

Delivery delivery_of(const wire::NoticeState& state);
void put_delivery(wire::NoticeState& state, const Delivery& delivery);

// Where a notice lies, by what is known of it.
store::Stage stage_of(DeliveryState state);

// How long until the store is to show the notice again.
core::Millis wait_of(const Outlook& outlook, core::Millis now);

// What is known of some notices of one shard, on its way into the store. Writes are grouped by stage and due time.
class NoticeWrites {
 public:
  struct Write {
    store::Advance call;
    std::vector<std::size_t> items;  // as given to add(), in the order of the call
  };

  NoticeWrites(std::uint16_t shard, store::Stage from) : shard_(shard), from_(from) {}
  // `item` is the caller's own number of the notice; `body` is kept unless the notice is closed, and stays where it is
  // until finish().
  void add(std::size_t item, std::string_view id, const core::Rev& rev, const wire::NoticeState& state, store::Stage to,
           core::Millis wait, std::string_view body, std::uint32_t epoch);
  // The same, where `outlook` says that it goes next; what is shown of it is that.
  void add(std::size_t item, std::string_view id, const core::Rev& rev, wire::NoticeState state, const Outlook& outlook,
           core::Millis now, std::string_view body, std::uint32_t epoch);
  // Appends the calls; `pack` names where all of them lie together, empty if not known.
  void finish(const std::string& pack, std::vector<Write>& writes);

 private:
  struct Group {
    std::vector<std::size_t> items;
    std::string ids, expected, revs;
    store::ColumnBuilder states;
    std::vector<std::string_view> bodies;
    bool drops = false;  // some body goes; else all stay as they are and need not be written again
  };
  std::uint16_t shard_;
  store::Stage from_;
  std::map<std::pair<store::Stage, core::Millis>, Group> groups_;
};

// Executes them in one go; the answers are in each call.
void execute(store::Store& store, std::vector<NoticeWrites::Write>& writes);

}  // namespace naadam::notification
