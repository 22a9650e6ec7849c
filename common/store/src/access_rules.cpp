#include "store/access_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <initializer_list>

#include "store/keys.hpp"

namespace naadam::store {
namespace {

using Names = std::initializer_list<std::string_view>;

std::string functions(Names names) {
  std::string rights;
  for (const std::string_view name : names) {
    // Under both numbers that the libraries have had, so that old programs may run beside new ones.
    for (const char number : {'1', '2'}) rights += fmt::format(" +fcall|n{1}_{0} +fcall_ro|n{1}_{0}", name, number);
  }
  return rights;
}

std::string commands(Names names) {
  std::string rights;
  for (const std::string_view name : names) rights += fmt::format(" +{}", name);
  return rights;
}

std::string fact(std::string_view name) { return " ~" + keys::fact(name); }

// Of all shards: hash tags have two digits, more where there are more of them.
constexpr std::string_view kTags = " ~{s[0-9][0-9]} ~{s[0-9][0-9][0-9]} ~{s[0-9][0-9][0-9][0-9]}";
constexpr std::string_view kNames = " ~{s*}:ctr ~{s*}:log";  // pack names and the log of decisions
constexpr std::string_view kUploads = " ~{s*}:u:*";
constexpr std::string_view kEntries = " ~{s*}:e:*";
constexpr std::string_view kNotices = " ~{s*}:n:*";
constexpr std::string_view kNoticesToRead = " %R~{s*}:n:*";
constexpr std::string_view kPlaces = " ~{s*}:b:*";
constexpr std::string_view kPlacesToRead = " %R~{s*}:b:*";
constexpr std::string_view kDraws = " ~{s*}:d:*";
constexpr std::string_view kDrawsToRead = " %R~{s*}:d:*";
constexpr std::string_view kStartLists = " ~{s*}:s:*";
constexpr std::string_view kStartListsToRead = " %R~{s*}:s:*";
constexpr std::string_view kScores = " ~{s*}:m:*";
constexpr std::string_view kScoresToRead = " %R~{s*}:m:*";

// What every service does: find the cluster, ask the time, read facts, announce itself and see the others.
std::string common_rights(std::string_view service) {
  return " resetchannels -@all" +
         commands({"ping", "time", "wait", "asking", "cluster|slots", "cluster|info", "function|list", "get", "hgetall",
                   "hset", "hdel", "pttl", "pexpire"}) +
         functions({"announce", "withdraw", "copies"}) +
         fmt::format(" %R~{} ~{}", keys::copies("*"), keys::copies(service)) + " %R~" + keys::fact("*");
}

// The calls on records that every owner of a kind makes, and the commands behind them.
std::string record_rights() {
  return commands({"hget", "hmget", "hset", "hdel", "hincrby", "incr", "zadd", "zrem", "zrange", "zrangebyscore",
                   "zcard", "hscan", "xadd", "xinfo|stream"}) +
         functions({"advance", "take", "defer", "park", "replay", "walk", "read", "count"});
}

std::string rights_of(std::string_view service) {
  std::string rights = common_rights(service);
  const auto add = [&rights](Names more) {
    for (const std::string_view one : more) rights += one;
  };
  // The first real upload makes the installation live; entries tell boards where they stand; the auditor, which intake
  // runs, looks at notices, draws and scores.
  if (service == "intake") {
    add({fact(keys::kMode), fact(keys::kRetold), fact(keys::kRejudged), kTags, kNames, kUploads, kEntries,
         kNoticesToRead, kPlaces, kDrawsToRead, kStartListsToRead, kScoresToRead, record_rights(),
         functions({"admit", "admit_owed", "apply", "mark", "number", "put_fact"}),
         commands(
             {"set", "getrange", "setrange", "hkeys", "hlen", "hstrlen", "zscan", "zscore", "cluster|getkeysinslot"})});
  } else if (service == "eligibility") {
    add({kTags, kNames, kEntries, record_rights()});
  } else if (service == "scheduling") {
    // Entries get their seats, contests their start lists; draws are documents.
    add({fact(std::string(keys::kDocument) + "*"), fact(keys::kDrawsRetold), kTags, kNames, kEntries, kPlacesToRead,
         kDraws, kStartLists, record_rights(), commands({"set"}),
         functions({"admit", "apply", "count_groups", "list", "put_fact"})});
  } else if (service == "scoring") {
    // Entries get their results, also those on boards whose result is not any more; score books are documents.
    add({fact(std::string(keys::kDocument) + "*"), fact(keys::kScoresRetold), kTags, kNames, kEntries, kPlacesToRead,
         kStartListsToRead, kScores, record_rights(), commands({"set"}), functions({"admit", "list", "put_fact"})});
  } else if (service == "notification") {
    add({kTags, kNames, kEntries, kNotices, record_rights(), functions({"apply"})});
  } else if (service == "notary") {
    // Takes the log away once it has it on disk.
    add({fact(keys::kHistory), kTags, " ~{s*}:log", commands({"set", "xrange", "xlen", "xtrim"}),
         functions({"trim_log", "put_fact"})});
  }
  return rights;  // portal asks the services and stores no record
}

}  // namespace

std::string access_rules(const std::function<std::vector<std::string>(std::string_view user)>& hashes_of) {
  const auto passwords = [&](std::string_view user) { return fmt::format("#{}", fmt::join(hashes_of(user), " #")); };
  std::string rules = fmt::format("user default on {} ~* &* +@all\n", passwords(kOperator));
  for (const std::string_view service : kServiceUsers) {
    rules += fmt::format("user {} on {} resetkeys{}\n", service, passwords(service), rights_of(service));
  }
  return rules;
}

}  // namespace naadam::store
