// A service of one stage, built as ours are, that cannot bear one record: it throws over it, or the process ends.
// poison_test.cpp starts it, and again whenever it has died. It says so each time it is given that record alone.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"
#include "support/plain_records.hpp"

namespace {

using namespace naadam;

constexpr core::Millis kLease = 1'000;

struct Poison {
  std::string record;  // its id in hexadecimal
  std::string how = "throw";
};

class Step final : public runtime::StageHandler {
 public:
  Step(store::Store& store, const Poison& poison) : store_(store), poison_(poison) {}

  Spec spec() const override { return {.name = "poisoned", .kind = store::Kind::kEntry, .stage = 1, .lease = kLease}; }
  void handle(std::vector<store::Batch>& work) override {
    for (const store::Batch& batch : work) {
      for (std::size_t i = 0; i < batch.size(); ++i) {
        if (core::to_hex(batch.id(i)) == poison_.record) suffer(work.size() == 1 && batch.size() == 1);
      }
    }
    support::move_on(store_, work);
  }

 private:
  void suffer(bool alone) const {
    if (alone) std::fputs("poison.alone\n", stderr);  // the log is written behind, and would die with us
    if (poison_.how == "abort") std::abort();
    throw std::runtime_error("poison");
  }

  store::Store& store_;
  const Poison& poison_;
};

}  // namespace

int main(int argc, char** argv) {
  Poison poison;
  runtime::CommonOptions common;
  const runtime::ServiceInfo info{"poisoned", "a step that cannot bear one record"};
  return runtime::service_main(
      argc, argv, info, common,
      [&](runtime::Options& all) {
        all.text("poison.record", &poison.record, 32, "id of the record, in hexadecimal");
        all.choice("poison.how", &poison.how, {"throw", "abort"}, "what it does to the step");
      },
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, 1, {}, runtime::Access::kNone);
        if (!host) return tl::unexpected(host.error());
        Step step((*host)->store(), poison);
        (*host)->loop().add(step);
        return (*host)->run();
      });
}
