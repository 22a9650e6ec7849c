#include "wire/envelope.hpp"

#include <cassert>
#include <msgpack.hpp>

namespace naadam::wire {
namespace {

// Above what a valid frame holds, with room for elements that a later version appends.
msgpack::unpack_limit frame_limit() {
  constexpr std::size_t kArray = 64;
  constexpr std::size_t kDepth = 4;
  return {kArray, 0, kTextBytesMax, core::limits::kFrameBytesMax, 0, kDepth};
}

bool views_only(msgpack::type::object_type, std::size_t, void*) { return true; }

// The elements of the frame's array in order. The first that is missing, mistyped or out of range is remembered.
class Fields {
 public:
  explicit Fields(const msgpack::object_array& array) : next_(array.ptr), end_(array.ptr + array.size) {}

  const std::string& bad() const { return bad_; }
  bool ok() const { return bad_.empty(); }
  // What a later minor change has appended may be missing.
  bool more() const { return ok() && next_ != end_; }

  std::uint64_t number(const char* name, std::uint64_t low, std::uint64_t high) {
    const auto* o = take(name, msgpack::type::POSITIVE_INTEGER);
    if (o == nullptr) return 0;
    if (o->via.u64 < low || o->via.u64 > high) return reject(name), 0;
    return o->via.u64;
  }
  std::uint64_t number(const char* name) { return number(name, 0, UINT64_MAX); }

  std::string_view bytes(const char* name, std::size_t max) {
    const auto* o = take(name, msgpack::type::BIN);
    if (o == nullptr) return {};
    if (o->via.bin.size > max) return reject(name), std::string_view{};
    return {o->via.bin.ptr, o->via.bin.size};
  }
  std::string_view text(const char* name, std::size_t min, std::size_t max) {
    const auto* o = take(name, msgpack::type::STR);
    if (o == nullptr) return {};
    if (o->via.str.size < min || o->via.str.size > max) return reject(name), std::string_view{};
    return {o->via.str.ptr, o->via.str.size};
  }
  core::Id id(const char* name) {
    const auto raw = bytes(name, core::kIdBytes);
    if (!ok()) return {};
    if (raw.size() != core::kIdBytes) return reject(name), core::Id{};
    return core::Id::from(raw);
  }
  void reject(const char* name) {
    if (bad_.empty()) bad_ = name;
  }

 private:
  const msgpack::object* take(const char* name, msgpack::type::object_type type) {
    if (!ok()) return nullptr;
    if (next_ == end_ || next_->type != type) return reject(name), nullptr;
    return next_++;
  }

  const msgpack::object* next_;
  const msgpack::object* end_;
  std::string bad_;
};

Hello read_hello(Fields& in) {
  Hello hello;
  hello.sender_session = in.number("sender_session", 1, UINT64_MAX);
  hello.session = in.number("session");
  hello.pushed = in.number("pushed");
  hello.name = in.text("name", 1, kPeerNameBytesMax);
  return hello;
}

Credit read_credit(Fields& in) {
  Credit credit;
  credit.sender_session = in.number("sender_session", 1, UINT64_MAX);
  credit.session = in.number("session", 1, UINT64_MAX);
  credit.seq = in.number("seq", 1, UINT64_MAX);
  credit.total = in.number("total");
  return credit;
}

Batch read_batch(Fields& in) {
  Batch batch;
  auto& frame = batch.frame;
  batch.session = in.number("session", 1, UINT64_MAX);
  frame.kind = static_cast<char>(in.number("kind", 0, 0x7f));
  frame.stage = static_cast<std::uint8_t>(in.number("stage", 0, UINT8_MAX));
  frame.shard = static_cast<std::uint16_t>(in.number("shard", 0, core::limits::kShardsMax - 1));
  frame.pack = in.bytes("pack", BatchFrame::kPackBytes);
  frame.ids = in.bytes("ids", core::limits::kCallItemsMax * core::kIdBytes);
  frame.revs = in.bytes("revs", core::limits::kCallItemsMax * core::kRevBytes);
  frame.states = in.bytes("states", core::limits::kCallItemsMax * core::limits::kStateBytesMax);
  frame.bodies = in.bytes("bodies", core::limits::kFrameBytesMax);
  if (in.ok() && !frame.check()) in.reject("columns");
  return batch;
}

bool is_verb(std::string_view text) {
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
}

Ask read_ask(Fields& in) {
  Ask ask;
  ask.verb = in.text("verb", 1, kVerbBytesMax);
  if (!is_verb(ask.verb)) in.reject("verb");
  ask.body = in.bytes("body", kAskBodyBytesMax);
  if (in.more()) ask.until = static_cast<core::Millis>(in.number("until", 0, INT64_MAX));
  return ask;
}

Reply read_reply(Fields& in) {
  Reply reply;
  reply.status = static_cast<ReplyStatus>(in.number("status", 0, static_cast<std::uint64_t>(ReplyStatus::kInternal)));
  reply.text = in.text("text", 0, kTextBytesMax);
  reply.body = in.bytes("body", kAskBodyBytesMax);
  return reply;
}

Refusal read_refusal(Fields& in) {
  Refusal refusal;
  refusal.code = static_cast<RefusalCode>(in.number("code", 1, static_cast<std::uint64_t>(RefusalCode::kOverCredit)));
  refusal.version = static_cast<std::uint8_t>(in.number("version", 1, UINT8_MAX));
  refusal.cause = in.text("cause", 0, kTextBytesMax);
  return refusal;
}

FrameBody read_body(FrameType type, Fields& in) {
  switch (type) {
    case FrameType::kHello:
      return read_hello(in);
    case FrameType::kCredit:
      return read_credit(in);
    case FrameType::kBatch:
      return read_batch(in);
    case FrameType::kAsk:
      return read_ask(in);
    case FrameType::kReply:
      return read_reply(in);
    case FrameType::kRefusal:
      return read_refusal(in);
  }
  in.reject("type");
  return Refusal{};
}

struct Sink {
  std::string bytes;
  void write(const char* data, std::size_t size) { bytes.append(data, size); }
};

class Writer {
 public:
  explicit Writer(std::size_t room) { sink_.bytes.reserve(room); }

  Writer& array(std::uint32_t n) { return packer().pack_array(n), *this; }
  Writer& number(std::uint64_t v) { return packer().pack_uint64(v), *this; }
  Writer& bytes(std::string_view v) {
    packer().pack_bin(static_cast<std::uint32_t>(v.size()));
    packer().pack_bin_body(v.data(), static_cast<std::uint32_t>(v.size()));
    return *this;
  }
  Writer& text(std::string_view v) {
    packer().pack_str(static_cast<std::uint32_t>(v.size()));
    packer().pack_str_body(v.data(), static_cast<std::uint32_t>(v.size()));
    return *this;
  }
  std::string take() { return std::move(sink_.bytes); }

 private:
  msgpack::packer<Sink> packer() { return msgpack::packer<Sink>(sink_); }
  Sink sink_;
};

constexpr std::size_t kHeadRoom = 128;  // envelope and numbers of any frame
constexpr std::uint32_t kEnvelopeFields = 4;

Writer begin(const Envelope& envelope, FrameType type, std::uint32_t fields, std::size_t room) {
  Writer out(kHeadRoom + room);
  out.array(kEnvelopeFields + fields).number(kProtocolVersion).number(static_cast<std::uint8_t>(type));
  out.bytes(envelope.id.view()).bytes(envelope.trace.view());
  return out;
}

std::string write(const Envelope& envelope, const Hello& hello) {
  assert(!hello.name.empty() && hello.name.size() <= kPeerNameBytesMax);
  auto out = begin(envelope, FrameType::kHello, 4, hello.name.size());
  return out.number(hello.sender_session).number(hello.session).number(hello.pushed).text(hello.name).take();
}

std::string write(const Envelope& envelope, const Credit& credit) {
  auto out = begin(envelope, FrameType::kCredit, 4, 0);
  return out.number(credit.sender_session).number(credit.session).number(credit.seq).number(credit.total).take();
}

std::string write(const Envelope& envelope, const Batch& batch) {
  const auto& frame = batch.frame;
  assert(frame.check());
  const std::size_t columns = frame.ids.size() + frame.revs.size() + frame.states.size() + frame.bodies.size();
  auto out = begin(envelope, FrameType::kBatch, 9, columns);
  out.number(batch.session).number(static_cast<std::uint8_t>(frame.kind)).number(frame.stage).number(frame.shard);
  return out.bytes(frame.pack).bytes(frame.ids).bytes(frame.revs).bytes(frame.states).bytes(frame.bodies).take();
}

std::string write(const Envelope& envelope, const Ask& ask) {
  assert(!ask.verb.empty() && ask.verb.size() <= kVerbBytesMax && ask.body.size() <= kAskBodyBytesMax);
  const bool ends = ask.until > 0;
  auto out = begin(envelope, FrameType::kAsk, ends ? 3 : 2, ask.verb.size() + ask.body.size());
  out.text(ask.verb).bytes(ask.body);
  if (ends) out.number(static_cast<std::uint64_t>(ask.until));
  return out.take();
}

std::string write(const Envelope& envelope, const Reply& reply) {
  assert(reply.text.size() <= kTextBytesMax && reply.body.size() <= kAskBodyBytesMax);
  auto out = begin(envelope, FrameType::kReply, 3, reply.text.size() + reply.body.size());
  return out.number(static_cast<std::uint8_t>(reply.status)).text(reply.text).bytes(reply.body).take();
}

std::string write(const Envelope& envelope, const Refusal& refusal) {
  assert(refusal.cause.size() <= kTextBytesMax);
  auto out = begin(envelope, FrameType::kRefusal, 3, refusal.cause.size());
  return out.number(static_cast<std::uint8_t>(refusal.code)).number(refusal.version).text(refusal.cause).take();
}

Malformed malformed(const core::Id& id, std::string cause) { return {RefusalCode::kMalformed, id, std::move(cause)}; }

tl::expected<Frame, Malformed> read_frame(const msgpack::object& object) {
  if (object.type != msgpack::type::ARRAY) return tl::unexpected(malformed({}, "not an array"));
  Fields in(object.via.array);
  Frame frame;
  const auto version = in.number("version", 1, UINT8_MAX);
  const auto type = in.number("type", 1, UINT8_MAX);
  frame.envelope.id = in.id("id");
  if (in.ok() && version != kProtocolVersion) {
    return tl::unexpected(Malformed{RefusalCode::kVersion, frame.envelope.id, "another protocol version"});
  }
  frame.envelope.trace = in.id("trace");
  if (in.ok()) frame.body = read_body(static_cast<FrameType>(type), in);
  if (!in.ok()) return tl::unexpected(malformed(frame.envelope.id, "field " + in.bad()));
  return frame;
}

}  // namespace

ReplyStatus status_of(core::ErrorKind kind) {
  switch (kind) {
    case core::ErrorKind::kInvalid:
      return ReplyStatus::kInvalid;
    case core::ErrorKind::kNotFound:
      return ReplyStatus::kNotFound;
    case core::ErrorKind::kRefused:
      return ReplyStatus::kRefused;
    case core::ErrorKind::kFull:
      return ReplyStatus::kFull;
    case core::ErrorKind::kUnavailable:
      return ReplyStatus::kUnavailable;
    case core::ErrorKind::kUnknown:
      return ReplyStatus::kUnknown;
    case core::ErrorKind::kCorrupt:
      return ReplyStatus::kCorrupt;
    case core::ErrorKind::kInternal:
      return ReplyStatus::kInternal;
  }
  return ReplyStatus::kInternal;
}

core::ErrorKind kind_of(ReplyStatus status) {
  switch (status) {
    case ReplyStatus::kInvalid:
      return core::ErrorKind::kInvalid;
    case ReplyStatus::kNotFound:
      return core::ErrorKind::kNotFound;
    case ReplyStatus::kRefused:
      return core::ErrorKind::kRefused;
    case ReplyStatus::kFull:
      return core::ErrorKind::kFull;
    case ReplyStatus::kUnavailable:
      return core::ErrorKind::kUnavailable;
    case ReplyStatus::kUnknown:
      return core::ErrorKind::kUnknown;
    case ReplyStatus::kCorrupt:
      return core::ErrorKind::kCorrupt;
    case ReplyStatus::kOk:
    case ReplyStatus::kInternal:
      break;
  }
  return core::ErrorKind::kInternal;
}

bool is_fatal(RefusalCode code) { return code != RefusalCode::kStaleSession; }

std::string encode(const Envelope& envelope, const FrameBody& body) {
  return std::visit([&](const auto& typed) { return write(envelope, typed); }, body);
}

tl::expected<Frame, Malformed> decode(std::string_view bytes) {
  if (bytes.size() > core::limits::kFrameBytesMax) return tl::unexpected(malformed({}, "frame too long"));
  try {
    msgpack::zone zone(2'048);
    std::size_t end = 0;
    const auto object = msgpack::unpack(zone, bytes.data(), bytes.size(), end, views_only, nullptr, frame_limit());
    if (end != bytes.size()) return tl::unexpected(malformed({}, "bytes after the frame"));
    return read_frame(object);
  } catch (const msgpack::unpack_error&) {
    return tl::unexpected(malformed({}, "not msgpack within the limits"));
  }
}

}  // namespace naadam::wire
