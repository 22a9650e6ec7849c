// One who asks a service over the simulated link, one question at a time, whichever copy there is; an answer that does
// not come is given up after a while.
//
// Thread: one at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/ask_body.hpp"
#include "scripted_link.hpp"

namespace naadam::sim {

class Inquiry {
 public:
  static constexpr Millis kPatience = 6'000;
  static constexpr Millis kLookMs = 50;  // between two looks whether it was heard

  // Both outlive it.
  Inquiry(Line& line, Mayhem& mayhem) : line_(&line), mayhem_(&mayhem) {}

  // `verb` is a literal. False: nobody is there to be asked.
  bool ask(std::string_view verb, const runtime::Json& question);
  // What was asked does not matter any more; it may still be done until kPatience is over.
  void forget() { asked_.reset(); }
  // Until the answer was heard, or given up.
  bool waits() const { return asked_.has_value(); }

  struct Heard {
    std::string_view verb;
    Address::Answered answer;
  };
  // What has come; nothing where none has.
  std::optional<Heard> hear();

 private:
  struct Asked {
    std::uint64_t number = 0;
    std::uint32_t address = 0;
    std::string_view verb;
    Millis give_up = 0;
  };
  Line* line_;
  Mayhem* mayhem_;
  std::optional<Asked> asked_;
};

}  // namespace naadam::sim
