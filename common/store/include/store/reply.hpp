// What a Redis server answered: a tree of nil, integer, string, error and array (RESP 2).
//
// ReplyView borrows a node; Reply owns the whole tree and moves only. A view, and every string_view taken from it,
// lives as long as the Reply it came from. Asking a node for what it is not gives the neutral value (0, "", no
// elements), never a crash: test the type first where the difference matters. Thread: values, share nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

struct redisReply;

namespace naadam::store {

class ReplyView {
 public:
  ReplyView() = default;  // nil
  explicit ReplyView(const redisReply* node) : node_(node) {}

  bool is_nil() const;
  bool is_error() const;
  bool is_string() const;  // a bulk string or a status such as "OK"
  bool is_integer() const;
  bool is_array() const;

  // The integer; 0 for anything else. A string of digits is not an integer here.
  std::int64_t integer() const;
  // The bytes of a string, status or error; empty for anything else.
  std::string_view string() const;
  // First word of an error ("MOVED", "OOM", "ERR"); empty when this is no error.
  std::string_view error_code() const;

  // Elements of an array; 0 for anything else.
  std::size_t size() const;
  // Element `i`; nil beyond the end.
  ReplyView operator[](std::size_t i) const;

 private:
  const redisReply* node_ = nullptr;
};

class Reply {
 public:
  Reply() = default;  // nil
  // Takes over a tree made by hiredis.
  explicit Reply(redisReply* tree) : tree_(tree) {}

  ReplyView view() const { return ReplyView(tree_.get()); }

  bool is_nil() const { return view().is_nil(); }
  bool is_error() const { return view().is_error(); }
  bool is_string() const { return view().is_string(); }
  bool is_integer() const { return view().is_integer(); }
  bool is_array() const { return view().is_array(); }
  std::int64_t integer() const { return view().integer(); }
  std::string_view string() const { return view().string(); }
  std::string_view error_code() const { return view().error_code(); }
  std::size_t size() const { return view().size(); }
  ReplyView operator[](std::size_t i) const { return view()[i]; }

 private:
  struct Free {
    void operator()(redisReply* tree) const;
  };
  std::unique_ptr<redisReply, Free> tree_;
};

}  // namespace naadam::store
