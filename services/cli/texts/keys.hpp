// Texts of `naadam keys`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::keys {

inline constexpr Text kAbout{"查看、轮换、销毁本届的数据密钥和公证的签名密钥",
                             "show, rotate and retire the edition's data key and the notary's signing key"};
inline constexpr Text kVerb{
    "show 各密钥各封存了多少；rotate 换用新密钥并把已有内容全部重新封存；retire 销毁不再需要的旧密钥",
    "show what each key has sealed; rotate to a new one and seal everything anew; retire the old ones"};
inline constexpr Text kWait{"等待各服务副本取得新密钥的最长时间（默认 60）",
                            "how long to wait for the copies to have the new key (default 60)"};
inline constexpr Text kNotary{"不是数据密钥，而是公证服务的签名密钥：rotate 换用新的，retire 销毁已停用的私钥",
                              "not the data key but the notary's signing key: rotate changes it, retire destroys the "
                              "secrets of those before it"};
inline constexpr Text kFooter{
    "轮换时系统照常运行；中断了再运行一次 rotate 即接着做。多台机器时先把 rotate "
    "新建的密钥文件拷到各机的密钥目录，再运行一次。\n"
    "旧备份只能用当时的密钥打开：销毁旧密钥前先做一次新备份。lookup.key 不轮换：人员靠它识别。\n"
    "签名密钥更换时，历史记录里留下由新旧两把密钥共同签名的交接；核验仍从最初公布的 notary.pub 开始。\n"
    "退出码：0 完成，1 被拒绝或还有内容没能重新封存，2 用法有误，3 连不上。",
    "Everything runs on meanwhile; what was interrupted goes on with another rotate. With several machines copy the "
    "new key "
    "file to the key directory of each, then rotate again.\n"
    "An old backup opens with the keys of its time only: make a new one before old keys are retired. lookup.key is not "
    "rotated: people are known by it.\n"
    "Where the signing key changes the history holds a hand-over signed by both; it is verified from the first "
    "notary.pub on, as before.\n"
    "Exit codes: 0 done, 1 refused or something could not be sealed anew, 2 wrong use, 3 not reachable."};

inline constexpr Text kOf{"{} 届的数据密钥（{}）：", "data keys of edition {} ({}):"};
inline constexpr std::array<Text, 4> kHeadings{
    {{"编号", "number"}, {"用途", "use"}, {"记录", "records"}, {"文件", "files"}}};
inline constexpr Text kInForce{"封存与打开", "seals and opens"};
inline constexpr Text kOpensOnly{"只打开旧内容", "opens only"};
inline constexpr Text kUnfinished{
    "还有 {} 项由旧密钥封存，轮换没有完成：请运行 naadam keys rotate",
    "{} items are sealed by older keys, the rotation is unfinished: run naadam keys rotate"};
inline constexpr Text kLookup{"查找密钥 lookup.key 跨届使用，不轮换。",
                              "The look-up key outlives editions and is not rotated."};
inline constexpr Text kNoKey{"密钥目录中没有 {} 届的数据密钥，请从密钥备份恢复",
                             "no data key of edition {} is in the key directory"};
inline constexpr Text kMissing{
    "正在使用的第 {} 把数据密钥不在密钥目录中，请从密钥备份恢复",
    "data key {} is in force and not in the key directory: restore it from the backup of the keys"};
inline constexpr Text kOldCopy{"服务 {} 是旧版本程序，不认识新密钥：请先升级全部服务，再轮换",
                               "copy {} is of an older version that knows one key only: upgrade all services first"};
inline constexpr Text kCopyBehind{
    "服务 {} 没有取得新密钥。多台机器时请把密钥文件拷到它的密钥目录，然后再运行一次 naadam keys rotate",
    "copy {} does not have the new key: copy the key file to its machine and rotate again"};
inline constexpr Text kRotated{"已换用第 {} 把数据密钥，重新封存记录 {} 条、文件 {} 个。",
                               "data key {} is in force; sealed anew: {} records, {} files."};
inline constexpr Text kLeft{
    "还有 {} 项没有重新封存（正在处理，或已搁置、损坏）：待处理完后再运行一次 rotate；仍有的，用 naadam parked 和 "
    "naadam audit 查看。",
    "{} items are not sealed anew yet (under way, parked or damaged): rotate again when they have settled; for what "
    "stays see naadam parked and naadam audit."};
inline constexpr Text kBackUpKeys{
    "请立即备份密钥目录 {}，再做一次数据备份；之后可用 naadam keys retire 销毁旧密钥。",
    "Back up the key directory {} now, then the data; after that naadam keys retire destroys the old keys."};
inline constexpr Text kNotInForce{
    "有一把更新的密钥还没有启用，轮换没有完成：请运行 naadam keys rotate",
    "a newer key is not in force yet, the rotation is unfinished: run naadam keys rotate"};
inline constexpr Text kRetired{
    "已销毁旧密钥 {} 把，只留第 {} "
    "把。旧密钥时期的备份从此不能恢复（除非另有密钥备份）；各服务下次重启后不再持有旧密钥。",
    "{} old keys destroyed, key {} stays. Backups of their time can no longer be restored but with a "
    "backup of the keys; services drop the old keys when they start anew."};

inline constexpr Text kSigningOf{"公证的签名密钥：", "signing keys of the notary:"};
inline constexpr std::array<Text, 4> kSigningHeadings{
    {{"名称", "name"}, {"用途", "use"}, {"启用时间", "since"}, {"天数", "days"}}};
inline constexpr Text kSigns{"签名", "signs"};
inline constexpr Text kToRetire{"已停用，私钥待销毁", "has handed over, its secret is still there"};
inline constexpr Text kRetiredKey{"已停用，私钥已销毁", "retired"};
inline constexpr Text kNobodySigns{"没有公证副本在写历史记录，请用 naadam doctor 查看原因",
                                   "no notary writes the history now, see naadam doctor"};
inline constexpr Text kSigningUnknown{"签名密钥未列出：{}", "signing keys are not listed: {}"};
inline constexpr Text kHandedOver{
    "签名密钥已由 {} 换为 {}，交接已写入历史记录。新公钥：\n  {}"
    "请立即备份密钥目录 {}，再做一次数据备份；之后用 naadam keys retire --notary 销毁旧私钥。最初的 notary.pub "
    "仍要保留，核验从它开始。",
    "The signing key changed from {} to {}, the hand-over is in the history. Its public key:\n  {}"
    "Back up the key directory {} now, then the data; after that naadam keys retire --notary destroys the old secret. "
    "Keep the first notary.pub: verifying begins with it."};
inline constexpr Text kSigningRetired{"已销毁停用的签名私钥 {} 把，现用 {}；公钥都还在，以前的签名照常可以核验。",
                                      "{} secrets destroyed, {} signs; public keys stay, old signatures hold."};

}  // namespace naadam::cli::texts::keys
