// Words of `naadam backup`, `naadam restore` and `naadam messages`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::keeping {

inline constexpr Text kCannotWrite{"无法写入 {}（{}）。请检查磁盘空间和目录权限。",
                                   "cannot write {} ({}); check the disk's space and the directory's rights"};
inline constexpr Text kCannotRead{"无法读取 {}（{}）。", "cannot read {} ({})"};
inline constexpr Text kIsThere{"{} 已存在，不覆盖。请换一个文件名。",
                               "{} exists and is not overwritten; name another file"};
inline constexpr Text kBroken{"{} 不是完整的备份文件（{}）。请换用另一份备份。",
                              "{} is not a whole backup ({}); take another one"};
inline constexpr Text kNoManifest{"{} 中没有清单，备份没有写完。请换用另一份备份。",
                                  "{} has no manifest: it was never finished; take another backup"};
inline constexpr Text kBadManifest{"备份清单无法读懂（{}）。请换用另一份备份。",
                                   "the backup's manifest cannot be understood ({}); take another backup"};
inline constexpr Text kOtherForm{"备份是另一版本的程序所写（{}），本程序不认识。请用写它的版本恢复。",
                                 "the backup is of a form this program does not know ({}); restore it with the version "
                                 "that wrote it"};
inline constexpr Text kMemberDiffers{
    "{} 中的 {} 与清单不符，备份已损坏。请换用另一份备份。",
    "in {}, {} is not what the manifest says: the backup is damaged; take another one"};
inline constexpr Text kNoSnapshot{"存储节点 {} 没有给出快照（{}）。请检查 Redis 是否在运行、磁盘是否有空间。",
                                  "{} gave no snapshot ({}); see whether Redis runs and the disk has room"};

inline constexpr Text kBackupAbout{"备份整套数据到一个文件（系统照常运行；不含密钥）",
                                   "back everything up into one file while it runs (without the keys)"};
inline constexpr Text kBackupFile{"备份文件，不能已存在", "the file to write; must not exist"};
inline constexpr Text kCheckOnly{"只核对这个备份文件是否完整，不做备份", "only check that this backup is whole"};
inline constexpr Text kBackupFooter{
    "备份中的个人信息均已加密；密钥在 DIR/keys，请另行保管，没有密钥备份无法使用。\n"
    "退出码：0 完成，1 备份已损坏，2 用法不对，3 系统没有运行或无法写入。",
    "Personal data in it is sealed. The keys are in DIR/keys: keep them elsewhere, the backup is useless without.\n"
    "Exit codes: 0 done, 1 the backup is damaged, 2 wrong use, 3 not running or not writable."};
inline constexpr Text kBackedUp{"已备份到 {}：{}；{} 个文件，{:.1f} MB，用时 {:.1f} 秒",
                                "backed up to {}: {}; {} files, {:.1f} MB, {:.1f} s"};
inline constexpr Text kKeysApart{"密钥不在备份里，请另行保管：{}", "the keys are not in it, keep them elsewhere: {}"};
inline constexpr Text kWhole{"{} 完整：{} 届，{} 制作，{}；{} 个文件，{:.1f} MB",
                             "{} is whole: edition {}, made at {}, {}; {} files, {:.1f} MB"};

inline constexpr Text kRestoreAbout{"把备份恢复到一个空的数据目录（短信先不发送）",
                                    "restore a backup into an empty directory (messages stay off)"};
inline constexpr Text kRestoreFile{"备份文件", "the backup"};
inline constexpr Text kRestoreKeys{"从这个目录取密钥（默认用 DIR/keys 中已有的）",
                                   "take the keys from this directory (default: those in DIR/keys)"};
inline constexpr Text kRestoreFooter{
    "恢复后短信暂停发送：先用 naadam up 启动并核对，再用 naadam messages release 放行。\n"
    "退出码：0 完成，1 备份已损坏或密钥不符，2 用法不对，3 无法写入。",
    "Messages are held afterwards: start with naadam up, look, then naadam messages release.\n"
    "Exit codes: 0 done, 1 a damaged backup or the wrong keys, 2 wrong use, 3 not writable."};
inline constexpr Text kNotEmpty{"{} 中已有数据（{}）。只能恢复到空目录，请另选一个。",
                                "{} holds data ({}); restore into an empty directory"};
inline constexpr Text kNoKeys{"{} 中没有密钥。请把密钥的备份放到那里，或用 --keys 指明所在目录。",
                              "no keys in {}; put their backup there or name it with --keys"};
inline constexpr Text kWrongKey{"密钥 {} 不是这套数据的密钥。请找出与备份同一系统的密钥。",
                                "key {} is not of this data; find the keys of the same installation"};
inline constexpr Text kNoSigningKey{
    "{1} 中没有 {0}：备份里的历史记录要由它接着签名，没有它公证不能工作。还没有改动任何东西。请从制作备份时的密钥备份"
    "中取出 {0} 放到那里；确实找不到的，加 --without-signing-key 先恢复其余的。",
    "no {0} in {1}: it signs what is to follow in the backup's history, and the notary stands still without. Nothing "
    "was "
    "changed; put it there from the backup of the keys of that time, or restore the rest with --without-signing-key"};
inline constexpr Text kNoFirstKey{
    "{1} 中没有 {0}：核验备份里的历史记录要从它开始。还没有改动任何东西。请从密钥备份中取出 "
    "{0}，或用首次启动后公布的那一行"
    "重新写成这个文件；都没有的，加 --without-signing-key 先恢复其余的。",
    "no {0} in {1}: whoever checks the backup's history begins with it. Nothing was changed; put it there from the "
    "backup "
    "of the keys, or as the line that was published; or restore the rest with --without-signing-key"};
inline constexpr Text kWithoutSigningKey{"没有历史记录的签名密钥也恢复（此后公证停止，直到放入密钥）",
                                         "restore without the history's signing key (the notary waits for it)"};
inline constexpr Text kHalfRestored{"{} 上次没有恢复完，不能启动。请重新运行 naadam restore。",
                                    "{} was not restored to the end and cannot be started; run naadam restore again"};
inline constexpr Text kNotLoaded{"Redis 无法装入备份中的 {}（{}）。请换用另一份备份。",
                                 "Redis does not load {} of the backup ({}); take another one"};
inline constexpr Text kRestored{"已恢复到 {}：{}；核查 {} 处异常，用时 {:.1f} 秒",
                                "restored to {}: {}; {} findings; {:.1f} s"};
inline constexpr Text kHeldNow{
    "短信已暂停发送，其中有 {} 条待发；备份之后已发出的，放行后可能再发一次。\n"
    "请用 naadam up 启动并核对，然后用 naadam messages release 放行。",
    "Messages are held; {} are planned. Those sent after the backup was made may go out a second time.\n"
    "Start with naadam up, look, then: naadam messages release"};

inline constexpr Text kMessagesAbout{"暂停或放行短信", "hold messages back, or release them"};
inline constexpr Text kMessagesVerb{"hold 暂停，release 放行，show 查看", "hold, release or show"};
inline constexpr Text kMessagesFooter{"暂停期间通知照常生成，只是不发出。",
                                      "While held, notices are planned but not sent."};
inline constexpr Text kHeld{"短信已暂停发送。放行：naadam messages release",
                            "Messages are held. Release: naadam messages release"};
inline constexpr Text kFlowing{"短信正常发送。", "Messages go out."};

// In the order of kCountedKinds (keeping/record_counts.hpp).
inline constexpr std::array<Text, 6> kRecordNames{{{"报名表 {}", "{} uploads"},
                                                   {"报名 {}", "{} entries"},
                                                   {"通知 {}", "{} notices"},
                                                   {"抽签 {}", "{} draws"},
                                                   {"出场表 {}", "{} start lists"},
                                                   {"成绩记录 {}", "{} score records"}}};
inline constexpr Text kRecordComma{"，", ", "};

}  // namespace naadam::cli::texts::keeping
