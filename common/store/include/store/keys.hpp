// Every key in Redis, named once. NN is the shard in decimal, at least two digits; {sNN} is the hash tag, so all keys
// of a shard lie in one slot. K is the kind: u upload, e entry, n notice, b place on a board, d draw, s start list of a
// contest, m marks and results.
//
// key               type    owner (by kind)      lifetime               personal data
// {sNN}:K:x         hash    u,e intake; n notif.  the edition            no (keyed hashes)   id -> pack
//                           d scheduling
//                           s,m scoring
// {sNN}:b:x         hash    scheduling           the edition            no                  group and stage -> how many
// {sNN}:b:x:GROUP   hash    scheduling           the edition            no (keyed hashes)   a group's ids -> pack
// {sNN}:K:p         hash    the same             the edition            sealed bodies       packs, see functions.lua
// {sNN}:K:d:STAGE   zset    the same             while due              no                  due time -> pack
// {sNN}:K:z         zset    the same             until replayed         no                  parked packs
// {sNN}:K:n         hash    the same             the edition            no                  records by stage
// {sNN}             -       nobody               never written          no                  names the shard in a call
// {sNN}:ctr         string  store                for ever               no                  last pack name given
// {sNN}:log         stream  store                till the notary has it no                  see log_entry.hpp
// {sNN}:u:w:UPLOAD  string  intake               the edition            no                  one mark a row: outcome
// {sNN}:u:f         hash    intake               the edition            no                  upload -> rows with outcome
// {sNN}:u:o:OWNER   hash    intake               the edition            no (keyed hash)     upload -> its number
// naadam:copies:SVC hash    each service         seconds                no                  who is alive
// naadam:fact:NAME  string  see facts below      for ever               no                  small installation facts
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace naadam::store::keys {

std::string shard_tag(std::uint16_t shard);         // "{s07}"
std::string index(std::uint16_t shard, char kind);  // "{s07}:e:x"
std::string fact(std::string_view name);
std::string copies(std::string_view service);  // "naadam:copies:intake"

// Facts of the installation, by name.
inline constexpr std::string_view kForm = "form";          // decimal, absent: 1; see store_form in redis_store.hpp
inline constexpr std::string_view kDataKey = "data_key:";  // + edition: number of the key that seals; absent: the first
inline constexpr std::string_view kShards = "shards";      // decimal; fixed when the data set is made
inline constexpr std::string_view kEpoch = "epoch";        // decimal, raised by a restore; added to the cluster's own
inline constexpr std::string_view kRetold = "retold";      // how far telling again has come, see intake/retelling.hpp
inline constexpr std::string_view kRejudge = "rejudge";    // decimal: how often judging again was asked for
inline constexpr std::string_view kRejudged = "rejudged";  // how far that has come, see runtime/rejudged.hpp
inline constexpr std::string_view kDrawsRetold = "retold:draws";  // the same of draws, see scheduling/seat_telling.hpp
inline constexpr std::string_view kScoresRetold = "retold:scores";  // and of scores, see scoring/result_telling.hpp
inline constexpr std::string_view kDocument =
    "document:";  // + SHA-256 in hex: a published text, see runtime/documents.hpp
inline constexpr std::string_view kHistory = "history";  // origin of the history that the shards' log goes to
inline constexpr std::string_view kClockOffset =
    "clock_offset";                                           // decimal ms added to the store's clock; training only
inline constexpr std::string_view kMode = "mode";             // "live" or "training"
inline constexpr std::string_view kEdition = "edition";       // version (content hash) of the edition in force
inline constexpr std::string_view kEditionBody = "edition:";  // + version: the published TOML text
inline constexpr std::string_view kWinners = "winners";       // version of the register in force
inline constexpr std::string_view kMessages = "messages";     // "held": planned but not sent; else they go out
inline constexpr std::string_view kWinnersBody = "winners:";  // + version: the published register, keyed hashes only

}  // namespace naadam::store::keys
