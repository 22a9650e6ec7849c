// Findings of one kind about several things, as one line: "a; b".
//
// Thread: one.
#pragma once

#include <string>
#include <string_view>

#include "cli/say.hpp"

namespace naadam::cli {

class Findings {
 public:
  explicit Findings(Lang lang) : lang_(lang) {}

  template <class... Values>
  void add(const Text& text, const Values&... values) {
    add(say(lang_, text, values...));
  }
  // What is called the same in both languages: a file, an address.
  void add(std::string_view name) {
    if (!all_.empty()) all_ += lang_ == Lang::kZh ? "；" : "; ";
    all_ += name;
  }
  bool empty() const { return all_.empty(); }
  const std::string& text() const { return all_; }

 private:
  Lang lang_;
  std::string all_;
};

}  // namespace naadam::cli
