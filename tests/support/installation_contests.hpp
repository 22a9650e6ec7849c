// The trials of one delegation in an installation whose entries are decided, from the draw to the finals, step by step
// as officers take them with `naadam`; and what entries and people must have heard in the end. For tests of what
// happens to them meanwhile.
//
// Thread: begin() and what looks at records on the main thread; the steps from any, one at a time. Each gives what
// `naadam` answered where it did not succeed, else "". Personal data: none.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scoring/rules/results_record.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "wire/entry.hpp"

namespace naadam::support {

class Contests {
 public:
  static constexpr const char* kDelegation = "150200";

  // `installation` outlives it.
  explicit Contests(Installation& installation) : installation_(installation) {}

  // `naadam` with these words and the installation's --data; without it where they begin with "rank".
  Ran naadam(std::vector<std::string> words) const;
  // The same with --delegation, and --by for an officer.
  Ran of_delegation(std::vector<std::string> words, bool officer = true) const;
  // In the installation's own directory.
  std::string file(const std::string& name) const { return (installation_.home().dir() / name).string(); }

  // Draw opened, committed to, its list frozen and its secret revealed; the installation's clock is past the public
  // value. Throws std::runtime_error.
  void begin();
  std::string publish_draw() const;
  // Invented sheets and their scheme are below file("sample"); scoring must know the start lists.
  std::string make_marks() const;
  std::string set_scheme() const;
  std::vector<std::string> sheets() const;
  std::string import_marks() const;
  std::string publish() const;
  std::string nominate() const;

  // Whether every seat, or every result and place in the finals that was published, is with its entry. False where
  // nobody answers within a second.
  bool seats_told(asking::Peers& peers) const;
  bool results_told(asking::Peers& peers) const;

  // The published record, as `naadam results save` writes it; "" where there is none.
  std::string saved() const;
  std::map<std::string, wire::EntryState> entries() const;  // by id in hex
  // What every entry knows is what the published draw and the record say, no more and no less; the record holds.
  void expect_told() const;
  // Of all `messages` that left: seat, result and place in the finals were told once each to those who can be reached.
  // What was begun when its sender died, or its gateway fell silent, may have gone out or not.
  struct Heard {
    std::uint64_t doubled = 0, unanswered = 0;
  };
  Heard expect_heard(std::vector<SentMessage> messages) const;
  // How often the words stand in messages.
  std::size_t messages_with(const std::string& words) const;

 private:
  void let_it_be(const char* instant) const;

  Installation& installation_;
};

}  // namespace naadam::support
