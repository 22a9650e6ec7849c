// The frames of the link and their envelope. One ZeroMQ message part is one frame; one frame is one msgpack array:
//
//   [ version, type, id (bin 16), trace (bin 16), fields of the type ... ]
//
// README.md beside this layer holds the grammar and the conversation. Numbers here are on the wire for ever: never
// reuse or renumber. Unknown trailing elements are skipped (within the limits of the decoder), a missing or
// mistyped field refuses the frame. Pure; any thread.
//
// When a type is added: FrameType, its struct, Frame, encode, decode, README.md and the golden bytes in tests/contract.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "wire/batch_frame.hpp"

namespace naadam::wire {

inline constexpr std::uint8_t kProtocolVersion = 1;

inline constexpr std::size_t kPeerNameBytesMax = 64;
inline constexpr std::size_t kVerbBytesMax = 64;
inline constexpr std::size_t kTextBytesMax = 1'024;  // a text in a reply or refusal
// What is left of a frame for one body, after envelope and field headers.
inline constexpr std::size_t kAskBodyBytesMax = core::limits::kFrameBytesMax - 4'096;

enum class FrameType : std::uint8_t {
  kHello = 1,    // sender -> consumer: here I am, this much have I pushed
  kCredit = 2,   // consumer -> sender: this much may you have pushed in all
  kBatch = 3,    // sender -> consumer: records
  kAsk = 4,      // program -> service: a question
  kReply = 5,    // service -> program: its answer
  kRefusal = 6,  // either way: a frame could not be taken
};

struct Envelope {
  core::Id id;     // of this frame; a reply or refusal carries the id of what it answers
  core::Id trace;  // of the request that caused it, all zero when none did
};

// First frame of a sender, and its heartbeat: repeated each interval. Also tells the consumer what was pushed, so that
// batches lost on the way give their credit back.
struct Hello {
  std::uint64_t sender_session = 0;  // random, new at each start of the sender
  std::uint64_t session = 0;         // the consumer's session last seen in a Credit; 0 before the first
  std::uint64_t pushed = 0;          // items pushed in `session`
  std::string_view name;             // for logs and metrics, [1, kPeerNameBytesMax] bytes of UTF-8
};

// The sender may push while what it pushed in `session` stays at or below `total`. Totals instead of increments: a
// lost or doubled Credit does no harm. A total may fall when peers join; what was pushed before stays valid.
struct Credit {
  std::uint64_t sender_session = 0;  // echo; a Credit for another sender session is ignored
  std::uint64_t session = 0;         // new whenever the consumer (re)starts or has forgotten this sender; never 0
  std::uint64_t seq = 0;             // counts from 1 in a session; a lower one than seen is ignored
  std::uint64_t total = 0;           // items
};

struct Batch {
  std::uint64_t session = 0;  // in which it is paid; another than the consumer's is refused as kStaleSession
  BatchFrame frame;
};

struct Ask {
  std::string_view verb;  // [1, kVerbBytesMax] bytes of [a-z0-9_.]
  std::string_view body;  // at most kAskBodyBytesMax; its form belongs to the verb
  // By the store's clock, Unix ms: whoever asked has given up, and what is done later is done for nobody. 0: not
  // known, or of a program that does not say it.
  core::Millis until = 0;
};

// core::ErrorKind as sent. When it grows: both conversions below.
enum class ReplyStatus : std::uint8_t {
  kOk = 0,
  kInvalid = 1,
  kNotFound = 2,
  kRefused = 3,
  kFull = 4,
  kUnavailable = 5,
  kUnknown = 6,
  kCorrupt = 7,
  kInternal = 8,
};
ReplyStatus status_of(core::ErrorKind kind);
// `status` is not kOk.
core::ErrorKind kind_of(ReplyStatus status);

struct Reply {
  ReplyStatus status = ReplyStatus::kOk;
  std::string_view text;  // zh-CN for the person when status is not kOk, at most kTextBytesMax
  std::string_view body;  // at most kAskBodyBytesMax
};

enum class RefusalCode : std::uint8_t {
  kVersion = 1,       // fatal: the peer speaks another version; `version` says which one this side speaks
  kMalformed = 2,     // fatal: not a frame, a field missing, mistyped or out of range
  kUnexpected = 3,    // fatal: a frame that this side never takes
  kStaleSession = 4,  // say hello again; the records are in the store
  kOverCredit = 5,    // fatal: more items than were ever granted
};
// After a fatal refusal the peer is forgotten and has to say hello again.
bool is_fatal(RefusalCode code);

struct Refusal {
  RefusalCode code = RefusalCode::kMalformed;
  std::uint8_t version = kProtocolVersion;
  std::string_view cause;  // English, for the log, at most kTextBytesMax
};

using FrameBody = std::variant<Hello, Credit, Batch, Ask, Reply, Refusal>;

// Every view points into the bytes that were decoded.
struct Frame {
  Envelope envelope;
  FrameBody body;
};

// Why a frame was not taken, with what is needed to answer it.
struct Malformed {
  RefusalCode code = RefusalCode::kMalformed;
  core::Id id;        // of the frame as far as it could be read, else zero
  std::string cause;  // English; names the field, never its value
};

// The frame's bytes. The caller keeps to the limits above (checked by assert), and to BatchFrame::check().
std::string encode(const Envelope& envelope, const FrameBody& body);

// Reads one frame and checks every field. Bytes after the array are an error.
tl::expected<Frame, Malformed> decode(std::string_view bytes);

}  // namespace naadam::wire
