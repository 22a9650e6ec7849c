// A piece of work on the edge's one thread that may wait without holding it: a C++20 coroutine of Asio.
//
// A Task does nothing until it is awaited, and is awaited at once: so it may take references. Whatever blocks goes to a
// lane (lanes.hpp), never into a Task.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <utility>  // Asio 1.74 leans on it

namespace naadam::portal {

template <class T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace naadam::portal
