#include "cli/up/store_nodes.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "store/node_connection.hpp"

namespace naadam::cli {
namespace {

constexpr core::Millis kAnswerMs = 2'000;

template <class Number>
Number to_number(std::string_view text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "5" or "0-5460"; what stands in brackets is on its way and still counted where it comes from.
std::size_t slots_in(std::string_view range) {
  if (range.starts_with('[')) return 0;
  const auto dash = range.find('-');
  const auto first = to_number<std::size_t>(range);
  return dash == std::string_view::npos ? 1 : to_number<std::size_t>(range.substr(dash + 1)) - first + 1;
}

// A line of CLUSTER NODES: id, address, flags, primary, three numbers, link, slots. Those without an address are gone.
std::vector<StoreNode> read_nodes(std::string_view text) {
  std::vector<StoreNode> nodes;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string flags, skipped;
    StoreNode node;
    words >> node.id >> node.address >> flags >> node.follows;
    for (int i = 0; i < 4; ++i) words >> skipped;
    for (std::string range; words >> range;) node.slots += slots_in(range);
    if (flags.find("noaddr") != std::string::npos || flags.find("handshake") != std::string::npos) continue;
    node.primary = flags.find("master") != std::string::npos;
    node.address.resize(std::min(node.address.size(), node.address.find('@')));
    nodes.push_back(std::move(node));
  }
  std::ranges::sort(nodes, {}, &StoreNode::address);
  return nodes;
}

// "appendonly yes": a later line goes before an earlier one, as with Redis.
std::map<std::string, std::string> read_file(const std::string& path) {
  std::map<std::string, std::string> settings;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name, value;
    words >> name >> value;
    if (std::ranges::find(kFollowedSettings, name) != std::end(kFollowedSettings)) settings[name] = value;
  }
  return settings;
}

void ask_node(store::NodeConnection& connection, StoreNode& node) {
  const store::Reply info = connection.say({"INFO"});
  std::vector<std::string> words{"CONFIG", "GET"};
  words.insert(words.end(), std::begin(kFollowedSettings), std::end(kFollowedSettings));
  const store::Reply settings = connection.say(words);
  if (!info.is_string() || !settings.is_array()) return;
  node.answers = true;
  node.info = info.string();
  for (std::size_t i = 0; i + 1 < settings.size(); i += 2) {
    node.settings[std::string(settings[i].string())] = settings[i + 1].string();
  }
  // Another machine's file of the same name is not its own.
  if (node.address.starts_with("127.")) node.file = read_file(node.field("config_file"));
}

}  // namespace

std::string StoreNode::field(std::string_view name) const { return std::string(store::info_field(info, name)); }

std::uint64_t StoreNode::number(std::string_view name) const {
  return to_number<std::uint64_t>(store::info_field(info, name));
}

std::string StoreNode::setting(const std::string& name) const {
  const auto it = settings.find(name);
  return it == settings.end() ? std::string() : it->second;
}

core::Result<std::vector<StoreNode>> look_at_nodes(const runtime::CommonOptions& options) {
  const auto password = options.store_password();
  if (!password) return tl::unexpected(password.error());
  const store::NodeLogin login{options.store_user, *password};
  core::Error why;
  for (const std::string& seed : options.store_seeds()) {
    auto first = store::NodeConnection::open(seed, login, kAnswerMs);
    if (!first) {
      why = first.error();
      continue;
    }
    const std::string self(first->say({"CLUSTER", "MYID"}).string());
    std::vector<StoreNode> nodes = read_nodes(first->say({"CLUSTER", "NODES"}).string());
    for (StoreNode& node : nodes) {
      if (node.id == self) {
        ask_node(*first, node);  // also where only its socket can be reached
      } else if (auto other = store::NodeConnection::open(node.address, login, kAnswerMs)) {
        ask_node(*other, node);
      }
    }
    if (!nodes.empty()) return nodes;
    why = {core::ErrorKind::kUnavailable, "数据存储没有以集群方式运行", seed + ": no CLUSTER NODES"};
  }
  return tl::unexpected(why);
}

}  // namespace naadam::cli
