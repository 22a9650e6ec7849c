// Work on a lane, awaited by a Task on the edge's thread.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <utility>  // Asio 1.74 leans on it

#include "core/result.hpp"
#include "portal/http/task.hpp"
#include "portal/lanes.hpp"

namespace naadam::portal {

// What `work` returns, once it has run on `lane`'s thread. What it refers to must live until then: the awaiting Task
// does. kUnavailable: the lane has too much to do; then `work` does not run.
template <class T>
Task<core::Result<T>> on_lane(Lane& lane, std::function<core::Result<T>(asking::Peers&)> work) {
  namespace asio = boost::asio;
  auto begin = [&lane, work = std::move(work)](auto handler) mutable {
    const auto executor = asio::get_associated_executor(handler);
    auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
    const auto resume = [executor, waiting](core::Result<T> result) {
      asio::post(executor, [waiting, result = std::move(result)]() mutable { (*waiting)(std::move(result)); });
    };
    const bool taken = lane.post([work = std::move(work), resume](asking::Peers& peers) {
      try {
        resume(work(peers));
      } catch (const std::exception&) {  // a service's answer with a field of another type, for one
        resume(core::fail(core::ErrorKind::kInternal, "系统内部错误，请稍后重试。", "an exception on a lane"));
      }
    });
    if (!taken)
      resume(core::fail(core::ErrorKind::kUnavailable, "同时办理的请求太多，请稍后重试。", "the lane's queue is full"));
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(core::Result<T>)>(std::move(begin),
                                                                                                asio::use_awaitable);
}

}  // namespace naadam::portal
