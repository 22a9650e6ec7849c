#include "store/reply.hpp"

#include <hiredis/hiredis.h>

namespace naadam::store {

bool ReplyView::is_nil() const { return node_ == nullptr || node_->type == REDIS_REPLY_NIL; }
bool ReplyView::is_error() const { return node_ != nullptr && node_->type == REDIS_REPLY_ERROR; }
bool ReplyView::is_string() const {
  return node_ != nullptr && (node_->type == REDIS_REPLY_STRING || node_->type == REDIS_REPLY_STATUS);
}
bool ReplyView::is_integer() const { return node_ != nullptr && node_->type == REDIS_REPLY_INTEGER; }
bool ReplyView::is_array() const { return node_ != nullptr && node_->type == REDIS_REPLY_ARRAY; }

std::int64_t ReplyView::integer() const { return is_integer() ? node_->integer : 0; }

std::string_view ReplyView::string() const {
  if (!is_string() && !is_error()) return {};
  return {node_->str, node_->len};
}

std::string_view ReplyView::error_code() const {
  if (!is_error()) return {};
  const auto text = string();
  return text.substr(0, text.find(' '));
}

std::size_t ReplyView::size() const { return is_array() ? node_->elements : 0; }

ReplyView ReplyView::operator[](std::size_t i) const { return i < size() ? ReplyView(node_->element[i]) : ReplyView(); }

void Reply::Free::operator()(redisReply* tree) const { freeReplyObject(tree); }

}  // namespace naadam::store
