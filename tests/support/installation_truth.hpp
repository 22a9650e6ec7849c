// Whether an installation came to what the truth of a sample says, whatever it went through: outcomes, notices, the
// auditor's view and the history. Each says by gtest what is amiss; asks on the calling thread.
#pragma once

#include <string>
#include <vector>

#include "support/installation.hpp"
#include "support/installation_sample.hpp"

namespace naadam::support {

// Every row of `files`, whose uploads are `uploads` in the same order, was decided as it should be; nobody is
// forgotten.
void expect_outcomes(Installation& installation, const std::vector<SampleFile>& files,
                     const std::vector<std::string>& uploads);

// The auditor finds nothing wrong, nor due for longer than this; else its findings are told by name. What it saw.
audit::Report expect_audited(Installation& installation, core::Millis overdue_max_ms);

// Expects one notice for each who must be told, that `messages` went to nobody else, and that whoever has none among
// them is one whose message was begun when its sender died: it may have gone out or not.
struct MessageTally {
  std::uint64_t unanswered = 0;  // of those
  std::size_t doubled = 0;       // messages beyond the first of the same id and words
};
MessageTally tally_messages(Installation& installation, const std::vector<SampleFile>& files,
                            std::vector<SentMessage> messages);

// One notice for each who must be told, and no message twice. Those that were begun when their sender died may have
// gone out or not.
void expect_messages(Installation& installation, const std::vector<SampleFile>& files, bool a_sender_died);

// The history holds together, its notary has taken all there is, and every entry was decided in it.
void expect_history(Installation& installation);
// Every entry stands on the board of its contest and is counted there by its verdict; counts, lists and what scheduling
// answers are what a full recount of the entries says. Waits for what is told afterwards, as after an upgrade.
void expect_boards(Installation& installation);

}  // namespace naadam::support
