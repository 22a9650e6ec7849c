#include "cli/up/store_checkup.hpp"

#include <algorithm>

#include "cli/findings.hpp"
#include "cli/texts/doctor.hpp"
#include "store/slot.hpp"

namespace naadam::cli {
namespace {

constexpr int kRedisMajorMin = 7;  // the first with functions
constexpr std::uint64_t kMemoryWarnPercent = 85;

bool serves(const StoreNode& node) { return node.primary && node.slots > 0 && node.answers; }

// Its own only where there is more than one.
std::string prefix(const StoreNode& node, std::size_t nodes) { return nodes > 1 ? node.address + " " : std::string(); }

Check check_version(const StoreNode& node, Lang lang) {
  const std::string version = node.field("redis_version");
  if (std::atoi(version.c_str()) < kRedisMajorMin) {
    return {"redis", Health::kBad, say(lang, texts::doctor::kRedisOld, version), texts::doctor::kInstallRedis.in(lang)};
  }
  return {"redis", Health::kGood, say(lang, texts::doctor::kRedisUp, version, node.number("uptime_in_seconds") / 3'600),
          ""};
}

Check check_durability(const std::vector<StoreNode>& nodes, Lang lang) {
  Findings wrong(lang), changed(lang);
  bool everysec = false;
  for (const StoreNode& node : nodes) {
    if (!node.answers) continue;
    const std::string who = prefix(node, nodes.size());
    const auto must_be = [&](const char* name, std::string_view value) {
      if (node.setting(name) != value) wrong.add(texts::doctor::kSetting, who, name, node.setting(name));
    };
    must_be("appendonly", "yes");
    must_be("maxmemory-policy", "noeviction");
    must_be("no-appendfsync-on-rewrite", "no");
    if (node.setting("appendfsync") == "everysec") {
      everysec = true;
    } else {
      must_be("appendfsync", "always");
    }
    for (const auto& [name, value] : node.file) {
      if (node.setting(name) != value)
        changed.add(texts::doctor::kChangedSetting, who, name, node.setting(name), value);
    }
  }
  if (!wrong.empty()) {
    return {"durability", Health::kBad, say(lang, texts::doctor::kNotDurable, wrong.text()),
            texts::doctor::kNotDurableTodo.in(lang)};
  }
  if (!changed.empty()) {
    return {"durability", Health::kBad, say(lang, texts::doctor::kChanged, changed.text()),
            texts::doctor::kNotDurableTodo.in(lang)};
  }
  if (everysec) {
    return {"durability", Health::kWarning, texts::doctor::kEverysec.in(lang), texts::doctor::kEverysecTodo.in(lang)};
  }
  return {"durability", Health::kGood, texts::doctor::kDurable.in(lang), ""};
}

// Of the node that has the least left.
Check check_memory(const std::vector<StoreNode>& nodes, Lang lang) {
  const StoreNode* worst = nullptr;
  const auto share = [](const StoreNode& node) {
    const std::uint64_t limit = node.number("maxmemory");
    return limit == 0 ? UINT64_MAX : node.number("used_memory") * 100 / limit;
  };
  for (const StoreNode& node : nodes) {
    if (node.answers && (worst == nullptr || share(node) > share(*worst))) worst = &node;
  }
  const std::uint64_t used = worst->number("used_memory") >> 20;
  const std::uint64_t limit = worst->number("maxmemory") >> 20;
  if (limit == 0) {
    return {"memory", Health::kWarning, say(lang, texts::doctor::kMemoryNoLimit, used),
            texts::doctor::kNotDurableTodo.in(lang)};
  }
  const bool short_of = share(*worst) >= kMemoryWarnPercent;
  return {"memory", short_of ? Health::kWarning : Health::kGood, say(lang, texts::doctor::kMemoryUse, used, limit),
          short_of ? texts::doctor::kMemoryTodo.in(lang) : ""};
}

// What a primary and those who follow it lack.
struct Lacks {
  explicit Lacks(Lang lang) : replicas(lang), links(lang), refused(lang), unset(lang) {}
  Findings replicas, links, refused, unset;
};

void check_primary(const StoreNode& primary, const std::vector<StoreNode>& nodes, std::uint16_t wanted, Lacks& lacks) {
  std::size_t following = 0, linked = 0;
  for (const StoreNode& node : nodes) {
    if (node.primary || node.follows != primary.id || !node.answers) continue;
    ++following;
    if (node.field("master_link_status") == "up") {
      ++linked;
    } else {
      lacks.links.add(texts::doctor::kLinkDown, node.address, primary.address);
    }
  }
  if (following < std::max<std::size_t>(wanted, 1)) {
    lacks.replicas.add(texts::doctor::kTooFewReplicas, primary.address, following, std::max<std::size_t>(wanted, 1));
  }
  const std::size_t least =
      primary.setting("min-replicas-to-write").empty() ? 0 : std::stoul(primary.setting("min-replicas-to-write"));
  if (least == 0) {
    if (following > 0) lacks.unset.add(primary.address);
    return;
  }
  // Those that Redis itself counts are in step; it may not have noticed yet that a link is down.
  const std::size_t good = std::min<std::size_t>(linked, primary.number("min_slaves_good_slaves"));
  if (good < least) lacks.refused.add(texts::doctor::kWritesRefused, primary.address, good, least);
}

}  // namespace

std::vector<Check> check_store(const Settings& settings, Lang lang) {
  const auto nodes = look_at_nodes(settings.common);
  const bool any = nodes && std::ranges::any_of(*nodes, &StoreNode::answers);
  if (!any) {
    return {{"redis", Health::kBad,
             say(lang, texts::doctor::kRedisDown, nodes ? "no node answers" : nodes.error().cause),
             say(lang, texts::doctor::kStartHere, settings.common.data_dir.string())}};
  }
  std::vector<Check> checks = check_nodes(*nodes, lang);
  for (Check& check : check_cluster(*nodes, settings.common.store_replicas, lang)) checks.push_back(std::move(check));
  return checks;
}

std::vector<Check> check_nodes(const std::vector<StoreNode>& nodes, Lang lang) {
  const auto first = std::ranges::find(nodes, true, &StoreNode::answers);
  return {check_version(*first, lang), check_durability(nodes, lang), check_memory(nodes, lang)};
}

std::vector<Check> check_cluster(const std::vector<StoreNode>& nodes, std::uint16_t replicas, Lang lang) {
  std::size_t served = 0;
  std::size_t primaries = 0;
  Findings silent(lang);
  Lacks lacks(lang);
  for (const StoreNode& node : nodes) {
    if (!node.answers) silent.add(node.address);
    if (!serves(node)) continue;
    served += node.slots;
    ++primaries;
    if (nodes.size() > 1 || replicas > 0) check_primary(node, nodes, replicas, lacks);
  }
  std::vector<Check> checks;
  const auto wrong = [&](const char* name, Health health, std::string found, const Text& todo) {
    checks.push_back({name, health, std::move(found), std::string(todo.in(lang))});
  };
  const auto told = [&](const char* name, Health health, const Text& found, const Findings& which, const Text& todo) {
    if (!which.empty()) wrong(name, health, say(lang, found, which.text()), todo);
  };
  if (served < store::kSlots) {
    wrong("slots", Health::kBad, say(lang, texts::doctor::kSlotsOpen, store::kSlots - served, store::kSlots),
          texts::doctor::kSlotsOpenTodo);
  }
  told("nodes", Health::kBad, texts::doctor::kNodesSilent, silent, texts::doctor::kNodesSilentTodo);
  told("min_replicas", Health::kBad, texts::doctor::kRefusing, lacks.refused, texts::doctor::kRefusingTodo);
  told("min_replicas", Health::kWarning, texts::doctor::kMinUnset, lacks.unset, texts::doctor::kMinUnsetTodo);
  told("replica_link", Health::kBad, texts::doctor::kLinksDown, lacks.links, texts::doctor::kLinksDownTodo);
  // With store.replicas set no write counts without them; otherwise it is what the next failure would cost.
  told("replicas", replicas > 0 ? Health::kBad : Health::kWarning, texts::doctor::kReplicasMissing, lacks.replicas,
       texts::doctor::kReplicasMissingTodo);
  if (checks.empty() && nodes.size() > 1) {
    checks.push_back(
        {"slots", Health::kGood, say(lang, texts::doctor::kClusterWell, primaries, nodes.size() - primaries), ""});
  }
  return checks;
}

}  // namespace naadam::cli
