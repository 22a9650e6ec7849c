// Reading and writing the fields of stored records: msgpack arrays for sealed bodies, fixed big-endian bytes for
// states. Every required field is checked by hand, as msgpack's own conversions accept what is missing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// What msgpack drags in is noisy under our warnings; it stays in the sources of this layer.
#include <msgpack.hpp>

#include "core/bytes.hpp"
#include "core/id.hpp"
#include "core/result.hpp"

namespace naadam::wire {

inline constexpr std::size_t kCodeBytesMax = 16;  // of an event, group or delegation

// Limits for a record's msgpack: far above what a valid one holds, far below what hurts.
inline msgpack::unpack_limit record_limit() { return {4'096, 0, 32'768, 32'768, 0, 8}; }

inline core::Error corrupt(std::string_view record, std::string_view field) {
  return {core::ErrorKind::kCorrupt, "记录损坏，已搁置，请联系运维人员。",
          "record " + std::string(record) + ": field " + std::string(field) + " missing or mistyped"};
}

// The elements of one msgpack array in order. After a failed read ok() is false and failed() names the field.
class ArrayReader {
 public:
  ArrayReader(const msgpack::object& array, std::string_view name) : name_(name) {
    if (array.type != msgpack::type::ARRAY) {
      fail("array");
      return;
    }
    next_ = array.via.array.ptr;
    end_ = next_ + array.via.array.size;
  }

  bool ok() const { return failed_.empty(); }
  core::Error error() const { return corrupt(name_, failed_); }
  // Whether another element follows.
  bool more() const { return ok() && next_ != end_; }

  std::uint64_t number(std::string_view field, std::uint64_t max) {
    const msgpack::object* o = take(field, msgpack::type::POSITIVE_INTEGER);
    if (o == nullptr) return 0;
    if (o->via.u64 > max) return fail(field), 0;
    return o->via.u64;
  }
  bool boolean(std::string_view field) {
    const msgpack::object* o = take(field, msgpack::type::BOOLEAN);
    return o != nullptr && o->via.boolean;
  }
  std::string text(std::string_view field) {
    const msgpack::object* o = take(field, msgpack::type::STR);
    return o == nullptr ? std::string() : std::string(o->via.str.ptr, o->via.str.size);
  }
  // Exactly `size` bytes; points into what was parsed.
  std::string_view bin(std::string_view field, std::size_t size) {
    const msgpack::object* o = take(field, msgpack::type::BIN);
    if (o == nullptr) return {};
    if (o->via.bin.size != size) return fail(field), std::string_view{};
    return {o->via.bin.ptr, size};
  }
  core::Id id(std::string_view field) {
    const std::string_view bytes = bin(field, core::kIdBytes);
    return bytes.empty() ? core::Id{} : core::Id::from(bytes);
  }
  // The array itself, for a reader of its own; nullptr after a failure.
  const msgpack::object* array(std::string_view field) { return take(field, msgpack::type::ARRAY); }

 private:
  void fail(std::string_view field) {
    if (failed_.empty()) failed_ = field;
  }
  const msgpack::object* take(std::string_view field, msgpack::type::object_type type) {
    if (!ok()) return nullptr;
    if (next_ == end_ || next_->type != type) return fail(field), nullptr;
    return next_++;
  }

  std::string name_;
  std::string failed_;
  const msgpack::object* next_ = nullptr;
  const msgpack::object* end_ = nullptr;
};

// Parses one msgpack object that must fill `bytes`, and calls read(object). Views point into `bytes`.
template <class T, class Read>
core::Result<T> unpack_record(std::string_view bytes, std::string_view name, Read read) {
  try {
    msgpack::zone zone(2'048);
    std::size_t offset = 0;
    const msgpack::object object = msgpack::unpack(
        zone, bytes.data(), bytes.size(), offset, [](msgpack::type::object_type, std::size_t, void*) { return true; },
        nullptr, record_limit());
    if (offset != bytes.size()) return tl::unexpected(corrupt(name, "length"));
    return read(object);
  } catch (const msgpack::unpack_error&) {
    return tl::unexpected(corrupt(name, "msgpack"));
  }
}

struct StringBuffer {
  std::string bytes;
  void write(const char* data, std::size_t size) { bytes.append(data, size); }
};
using Packer = msgpack::packer<StringBuffer>;

inline void pack_id(Packer& packer, const core::Id& id) {
  packer.pack_bin(core::kIdBytes);
  packer.pack_bin_body(reinterpret_cast<const char*>(id.bytes.data()), core::kIdBytes);
}
inline void pack_text(Packer& packer, std::string_view text) {
  packer.pack_str(static_cast<std::uint32_t>(text.size()));
  packer.pack_str_body(text.data(), static_cast<std::uint32_t>(text.size()));
}

// Fixed-width fields in order. After a failed read ok() is false and every value neutral.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  std::string_view take(std::size_t n) {
    if (!ok_ || rest_.size() < n) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }
  std::uint8_t u8() {
    const auto b = take(1);
    return b.empty() ? 0 : static_cast<std::uint8_t>(b[0]);
  }
  std::uint16_t u16() {
    const auto high = u8();
    return static_cast<std::uint16_t>(high << 8 | u8());
  }
  std::uint32_t u32() {
    const auto b = take(4);
    return b.empty() ? 0 : core::get_u32(b);
  }
  std::uint64_t u64() {
    const auto b = take(8);
    return b.empty() ? 0 : core::get_u64(b);
  }
  // Written as 0 or 1; another value fails, so that one record has one form of bytes.
  bool boolean() {
    const std::uint8_t v = u8();
    ok_ = ok_ && v <= 1;
    return v == 1;
  }
  core::Id id() {
    const auto b = take(core::kIdBytes);
    return b.empty() ? core::Id{} : core::Id::from(b);
  }
  // Longer than `bytes_max` fails.
  std::string short_text(std::size_t bytes_max) {
    const std::size_t size = u8();
    ok_ = ok_ && size <= bytes_max;
    return std::string(take(size));
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

inline void put_u8(std::string& out, std::uint8_t v) { out.push_back(static_cast<char>(v)); }
inline void put_u16(std::string& out, std::uint16_t v) {
  put_u8(out, static_cast<std::uint8_t>(v >> 8));
  put_u8(out, static_cast<std::uint8_t>(v));
}
// At most 255 bytes; the caller's field limits see to it.
inline void put_short_text(std::string& out, std::string_view text) {
  put_u8(out, static_cast<std::uint8_t>(text.size()));
  out.append(text);
}

}  // namespace naadam::wire
