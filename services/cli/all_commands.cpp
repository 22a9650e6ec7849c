#include "cli/all_commands.hpp"

#include "cli/commands/audit.hpp"
#include "cli/commands/backup.hpp"
#include "cli/commands/boards.hpp"
#include "cli/commands/closes.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/commands/draw.hpp"
#include "cli/commands/entries.hpp"
#include "cli/commands/entry.hpp"
#include "cli/commands/extend.hpp"
#include "cli/commands/import.hpp"
#include "cli/commands/judge.hpp"
#include "cli/commands/keys.hpp"
#include "cli/commands/marks.hpp"
#include "cli/commands/messages.hpp"
#include "cli/commands/parked.hpp"
#include "cli/commands/publish.hpp"
#include "cli/commands/rank.hpp"
#include "cli/commands/redis_config.hpp"
#include "cli/commands/redis_users.hpp"
#include "cli/commands/restore.hpp"
#include "cli/commands/results.hpp"
#include "cli/commands/sample.hpp"
#include "cli/commands/sample_marks.hpp"
#include "cli/commands/status.hpp"
#include "cli/commands/tokens.hpp"
#include "cli/commands/up.hpp"

namespace naadam::cli {

std::span<const AddCommand> all_commands() {
  static constexpr AddCommand kCommands[] = {
      add_up,      add_status,       add_import,      add_boards, add_entries,     add_entry,    add_judge,
      add_sample,  add_audit,        add_doctor,      add_backup, add_restore,     add_messages, add_parked,
      add_publish, add_redis_config, add_redis_users, add_keys,   add_draw,        add_extend,   add_closes,
      add_tokens,  add_marks,        add_results,     add_rank,   add_sample_marks};
  return kCommands;
}

}  // namespace naadam::cli
