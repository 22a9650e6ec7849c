#include "runtime/not_now.hpp"

namespace naadam::runtime {

tl::unexpected<core::Error> not_now(const store::ItemAnswers& answer) {
  return core::fail(core::ErrorKind::kUnavailable, "系统暂时无法查询，请稍后重试。", answer.cause);
}

}  // namespace naadam::runtime
