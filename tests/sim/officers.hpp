// The people who hand files in: each one's files in order, and again what the store does not know any more.
//
// An officer looks up all his receipts before he hands in the next file, and some time after a roll-back was told to
// everybody. So the files of one submitter keep their numbers. Thread: one at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nodes.hpp"
#include "seal/keys.hpp"
#include "workload.hpp"

namespace naadam::sim {

class Officers {
 public:
  // What is handed in again is accepted later: the workload says when in the end.
  Officers(Workload& work, Nodes& nodes, Mayhem& mayhem, const seal::DataKey& data);

  // Hands in what it is time for.
  void step(Millis since_begin);
  // Everybody is told that the store was set back.
  void look_again();
  // When the next file is to come, after the beginning; nothing: all are there.
  std::optional<Millis> next() const;

  // What must never have happened, in words.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  bool known(const Upload& upload) const;
  void hand_in(const Upload& upload);

  Workload& work_;
  Nodes& nodes_;
  Mayhem& mayhem_;
  const seal::DataKey& data_;
  Millis since_begin_ = 0;
  std::vector<Millis> due_;  // by upload, after the beginning; -1: handed in
  std::vector<std::string> faults_;
};

}  // namespace naadam::sim
