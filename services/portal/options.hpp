// What the portal can be told. Every field has one name in file, environment and flag; see runtime/options.hpp.
#pragma once

#include "portal/http/limits.hpp"
#include "runtime/common_options.hpp"
#include "runtime/options.hpp"

namespace naadam::portal {

struct Options {
  runtime::CommonOptions common;
  std::uint16_t port = 8'080;             // of copy 1; further copies listen on the ports after it. 0: any free one
  std::filesystem::path tokens_file;      // empty: data_dir/portal/tokens.json. Mode 0600
  std::uint32_t lanes = 4;                // [1, 32] to each service that is asked
  std::uint32_t uploads_max = 16;         // [1, 48] files taken in at once; below what intake takes, 64
  std::uint32_t streams_max = 64;         // [1, 1000] uploads followed at once
  std::uint32_t stranger_points = 3'000;  // [60, 10000000] a minute, see rules/rates.hpp
  std::uint32_t connections_max = 512;
  std::uint32_t header_bytes_max = 16'384;
  std::uint32_t header_s = 10;
  std::uint32_t idle_s = 30;  // below a minute: so long intake waits for the next piece of a file
  std::uint32_t body_s = 600;

  std::uint16_t own_port() const { return port == 0 ? port : static_cast<std::uint16_t>(port + common.copy - 1); }
  std::filesystem::path tokens() const {
    return tokens_file.empty() ? common.data_dir / "portal" / "tokens.json" : tokens_file;
  }
  Limits limits() const {
    Limits all;
    all.connections_max = connections_max;
    all.header_bytes_max = header_bytes_max;
    all.header_ms = core::Millis{header_s} * 1'000;
    all.idle_ms = core::Millis{idle_s} * 1'000;
    all.body_ms = core::Millis{body_s} * 1'000;
    return all;
  }

  void declare(runtime::Options& all) {
    all.integer("portal.port", &port, {0, 65'000},
                "loopback port of the pages and the interface, copy 2 takes the one after it; 0: any free one");
    all.path("portal.tokens_file", &tokens_file,
             "hashes of the tokens that are let in, mode 0600; empty: portal/tokens.json in the data directory");
    all.integer("portal.lanes", &lanes, {1, 32}, "questions to one service at once; a thread and a connection each");
    all.integer("portal.uploads_max", &uploads_max, {1, 48}, "files taken in at once; about 2 MB of memory each");
    all.integer("portal.streams_max", &streams_max, {1, 1'000},
                "uploads whose progress is told at once; each asks intake up to five times a second");
    all.integer("portal.stranger_points", &stranger_points, {60, 10'000'000},
                "what one client without a token may ask in a minute: a form costs 10 points, a look or a check of "
                "one 1; a school behind one address is one client");
    all.integer("portal.connections_max", &connections_max, {16, 100'000},
                "connections at once; when all are taken the one that has kept us waiting longest is closed; about 20 "
                "KB of memory each");
    all.integer("portal.header_bytes_max", &header_bytes_max, {2'048, 65'536}, "bytes of a request's header");
    all.integer("portal.header_s", &header_s, {1, 120},
                "seconds for a whole header, and until the next request of a connection that stays open");
    all.integer("portal.idle_s", &idle_s, {1, 50}, "seconds between two bytes of a body or of an answer");
    all.integer("portal.body_s", &body_s, {10, 3'600}, "seconds for a whole body");
  }
};

}  // namespace naadam::portal
