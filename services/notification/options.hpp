// What notification can be told. Every field has one name in file, environment and flag; see runtime/options.hpp.
#pragma once

#include <string>

#include "notification/rules/delivery.hpp"
#include "runtime/common_options.hpp"
#include "runtime/options.hpp"

namespace naadam::notification {

struct Options {
  runtime::CommonOptions common;
  std::uint32_t window_records = 8'000;  // [400, 100000]

  std::string sink = "file";   // file or kannel
  std::filesystem::path file;  // of the file sink; empty: data_dir/sms.jsonl, of copy 2 sms-2.jsonl. Mode 0600
  bool file_sync = true;       // each batch synced before it counts as sent
  std::string kannel_url = "http://127.0.0.1:13013/cgi-bin/sendsms";
  std::string kannel_user;
  std::filesystem::path kannel_password_file;                      // mode 0600, first line
  std::string receipt_base = "http://127.0.0.1:8080/sms/receipt";  // of the portal, where Kannel calls back
  std::uint32_t kannel_batch = 100;      // messages handed to Kannel before answers are written. [1, 400]
  std::uint32_t receipt_wait_s = 1'800;  // of an unknown message, before a duty notice is tried once more

  void declare(runtime::Options& all) {
    all.integer("notification.window_records", &window_records, {400, 100'000},
                "records in work or on their way here; about 1 KB of memory each, against stalls of the sender");
    all.choice("notification.sink", &sink, {"file", "kannel"}, "where short messages go");
    all.path(
        "notification.file", &file,
        "file of the file sink, of this copy alone; empty: sms.jsonl in the data directory, of copy 2 sms-2.jsonl");
    all.boolean("notification.file_sync", &file_sync,
                "sync each batch of the file sink: survives a power cut, one flush a batch");
    all.text("notification.kannel_url", &kannel_url, 256, "Kannel's sendsms on loopback");
    all.text("notification.kannel_user", &kannel_user, 64, "user of Kannel's sendsms");
    all.path("notification.kannel_password_file", &kannel_password_file, "its password, a file of mode 0600");
    all.text("notification.receipt_base", &receipt_base, 256,
             "URL of the portal that Kannel calls back; of any copy, or what stands before them");
    all.integer("notification.kannel_batch", &kannel_batch, {1, 6'400},
                "notices begun before their answers are written (a pack of up to 400 at least); a crash leaves so many "
                "unknown");
    all.integer("notification.receipt_wait_s", &receipt_wait_s, {60, 86'400},
                "seconds an unknown message waits for its receipt before a duty notice is tried once more");
  }
};

}  // namespace naadam::notification
