// From sealed notices to the short message that says them.
//
// Personal data: number and text, in clear, for as long as the message is on its way to the sink. Thread: any.
#pragma once

#include <span>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "domain/edition.hpp"
#include "notification/adapters/sms_sink.hpp"
#include "seal/keys.hpp"
#include "wire/entry.hpp"

namespace naadam::notification {

struct NoticeToSay {
  core::Id id;
  std::string_view body;  // sealed wire::NoticeBody
  bool again = false;     // second try
};

// Whether the reasons are that it came after the close of registration.
bool came_too_late(const wire::RuleReasons& reasons);

class MessageWriter {
 public:
  MessageWriter(const seal::DataKey& data, const domain::Edition& edition, bool training)
      : data_(data), edition_(edition), training_(training) {}

  // Fills `to` and `text` from 1 to kNoticesJoinedMax notices of one recipient. kCorrupt where one cannot be opened.
  core::Status write(std::span<const NoticeToSay> notices, Sms& sms) const;

 private:
  const seal::DataKey& data_;
  const domain::Edition& edition_;
  bool training_;
};

}  // namespace naadam::notification
