// What a Redis node answers about its cluster: RESP bytes as hiredis reads them, the map of slots, redirections.
#include "store/slot_map.hpp"

#include <hiredis/hiredis.h>

#include "expect.hpp"

namespace {

// hiredis asks for room for as many elements as the head of an array names. The kernel gives it page by page as it is
// used; the fuzzer would count it whole.
void* small_array(const redisReadTask* task, int elements) {
  static constexpr int kElementsMax = 100'000;
  static redisReader* const kReader = redisReaderCreate();
  return elements > kElementsMax ? nullptr : kReader->fn->createArray(task, elements);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const std::string_view bytes = fuzz::view_of(data, size);
  if (const auto redirect = store::read_redirect(bytes, "127.0.0.1:7001")) {
    fuzz::expect(redirect->slot < store::kSlots && !redirect->endpoint.empty(), "a redirection leads somewhere");
  }
  redisReader* reader = redisReaderCreate();
  redisReplyObjectFunctions bounded = *reader->fn;
  bounded.createArray = &small_array;
  reader->fn = &bounded;
  void* tree = nullptr;
  redisReaderFeed(reader, bytes.data(), bytes.size());
  if (redisReaderGetReply(reader, &tree) == REDIS_OK && tree != nullptr) {
    const store::Reply reply(static_cast<redisReply*>(tree));
    store::SlotMap map;
    if (const auto ranges = store::read_slot_ranges(reply.view(), "127.0.0.1:7001")) {
      for (const store::SlotRange& range : *ranges) {
        fuzz::expect(range.first <= range.last && range.last < store::kSlots, "a range lies within the slots");
        map.assign(range.first, range.last, 1);
        fuzz::expect(map.node(range.last) == 1, "an assigned slot has its node");
      }
    }
  }
  redisReaderFree(reader);
  return 0;
}
