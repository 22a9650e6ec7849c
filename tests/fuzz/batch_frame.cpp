// A batch as it comes over the link, up to the records in it: the columns are the input, cut where its head says.
//
//   ids:u8 items   states:u16 bytes   then ids, revs, states; the rest are bodies
#include "wire/batch_frame.hpp"

#include "expect.hpp"
#include "store/batch.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  if (size < 3) return 0;
  const std::size_t items = data[0];
  const std::size_t states = static_cast<std::size_t>(data[1]) << 8 | data[2];
  std::string_view rest = fuzz::view_of(data + 3, size - 3);
  const auto take = [&rest](std::size_t n) {
    const std::string_view taken = rest.substr(0, n);
    rest.remove_prefix(taken.size());
    return taken;
  };
  wire::BatchFrame frame;
  frame.kind = 'e';
  frame.stage = 1;
  frame.ids = take(items * core::kIdBytes);
  frame.revs = take(items * core::kRevBytes);
  frame.states = take(states);
  frame.bodies = rest;
  if (!frame.check()) return 0;

  store::Batch batch;
  batch.ids = frame.ids;
  batch.revs = frame.revs;
  batch.states = frame.states;
  batch.bodies = frame.bodies;
  if (!batch.well_formed()) return 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    std::string state(batch.state(i));
    store::open_check(state, batch.id_bytes(i), batch.rev(i), batch.body(i));
    store::add_check(state, batch.id_bytes(i), batch.rev(i), batch.body(i));
    const auto checked = store::open_check(state, batch.id_bytes(i), batch.rev(i), batch.body(i));
    fuzz::expect(checked.ok && checked.state == batch.state(i), "a check that was made holds");
    fuzz::expect(frame.id(i) == batch.id(i) && frame.rev(i) == batch.rev(i), "frame and batch agree");
  }
  return 0;
}
