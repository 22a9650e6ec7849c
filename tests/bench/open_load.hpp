// An open load over HTTP: requests are due at fixed moments, whether or not those before were answered, so that a
// server which stalls is charged for all who wait. Keep-alive connections on loopback, one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace naadam::bench {

using Clock = std::chrono::steady_clock;

struct Answered {
  Clock::time_point due, at;  // when it was to be sent, and when its answer was whole
  unsigned status = 0;
};

// Sends `requests` (each whole: head and body) at `rate` a second over `connections`; a request that is due while none
// is free waits, and its time runs. One answer a request, in their order. Throws std::runtime_error where the server
// closes or says nothing for 10 s.
std::vector<Answered> open_load(std::uint16_t port, const std::vector<std::string>& requests, double rate,
                                std::size_t connections);

// The p-th percentile, p in (0, 100], of what is not empty; sorts it.
double percentile(std::vector<double>& values, double p);

}  // namespace naadam::bench
