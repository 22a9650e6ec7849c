// The draw 抽签 of heat and station, so that whoever doubts it can compute it again (algorithm TDRAW-1).
//
// In this order, each step published before the next:
//   commit   the organiser, and each delegation that wishes to, chooses 32 bytes by chance, its secret, and publishes
//            commitment(draw, who, secret); the notice names a public source whose value will only exist later
//   freeze   the entries and their slots; forbidden heats with their reason
//   reveal   the secrets; one that does not open its commitment, or is missing, is left out and named
//   public   the value of the public source, as text, comes to be: nobody can steer the draw by having kept silent
//   draw     draw(), the same for everybody
//
// All hashes are SHA-256 of a Preimage; ids and names count as their UTF-8 bytes and are ordered by them:
//   list  = "TDRAW1/list", every entry's id in order
//   seed  = "TDRAW1/seed", draw id, list, public text, then name and secret of each who revealed, in order of name
// Free draw of an event: its entries in order, shuffled with the stream EVENT/lots; the k-th gets the k-th slot. Where
// an entry may not be in some heat, the same order; each entry in its turn shuffles all slots with the stream
// EVENT/entry/ID and gets the first that is free, allowed for it and leaves slots for all who come after.
//
// Pure. Thread: any. No personal data: entries are their public ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "seal/sha256.hpp"

namespace naadam::scheduling {

inline constexpr std::size_t kSecretBytes = 32;
inline constexpr std::size_t kDrawEntriesMax = 100'000;

struct Slot {
  std::uint16_t heat = 0;     // 场次, from 1
  std::uint16_t station = 0;  // 工位, from 1
  auto operator<=>(const Slot&) const = default;
};

struct Committed {
  std::string who;
  seal::Hash commitment{};
};

struct Revealed {
  std::string who;
  std::string secret;  // kSecretBytes
};

struct DrawEntry {
  std::string id;                              // as published
  std::vector<std::uint16_t> forbidden_heats;  // 回避; empty for nearly all
};

struct DrawEvent {
  std::string event;  // code
  std::vector<DrawEntry> entries;
  std::vector<Slot> slots;
};

struct DrawRequest {
  std::string id;
  std::vector<Committed> commitments;
  std::vector<Revealed> reveals;
  std::string public_text;
  std::vector<DrawEvent> events;
};

struct Seat {
  std::string entry;
  Slot slot;
  bool operator==(const Seat&) const = default;
};

struct EventSeats {
  std::string event;
  std::vector<Seat> seats;  // in the order of the lots
};

struct Drawn {
  seal::Hash list{};
  seal::Hash seed{};
  std::vector<std::string> left_out;  // who committed and did not open it, in order of name
  std::vector<EventSeats> events;     // as requested
};

// Of all entries of a draw, each once.
seal::Hash list_hash(std::vector<std::string_view> ids);
seal::Hash commitment(std::string_view draw, std::string_view who, std::string_view secret);

// Errors, kInvalid: an id that is there twice, somebody who committed or revealed twice or revealed without a
// commitment, nobody whose secret opens, no public text, a slot that is there twice, fewer slots than entries, heats
// forbidden so that not everybody can be seated.
core::Result<Drawn> draw(const DrawRequest& request);

}  // namespace naadam::scheduling
