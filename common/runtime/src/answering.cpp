#include "runtime/answering.hpp"

namespace naadam::runtime {
namespace {

thread_local core::Millis asked_until = 0;

}  // namespace

Answering::Answering(core::Millis until) { asked_until = until; }
Answering::~Answering() { asked_until = 0; }
core::Millis Answering::until() { return asked_until; }

core::Error asked_too_long_ago() {
  return {core::ErrorKind::kUnavailable, "请求等待过久，已经作废，请重试。", "asked too long ago"};
}

}  // namespace naadam::runtime
