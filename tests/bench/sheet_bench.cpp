// Reading a table of 100,000 rows and 12 columns: the sheet alone here, the sheet through the confined child, and
// the whole way from file to claims. Prints microseconds a row.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/document_number.hpp"
#include "intake/rules/reading.hpp"
#include "sheet/memory_file.hpp"
#include "sheet/reader.hpp"
#include "sheet/sandbox.hpp"
#include "sheet/writer.hpp"

namespace {

using namespace naadam;

constexpr std::uint32_t kRows = 100'000;
constexpr std::size_t kColumns = 12;
using Row = std::array<std::string, kColumns>;

void must(const core::Status& status) {
  if (!status) throw std::runtime_error(status.error().cause);
}

Row row_of(std::uint32_t i) {
  if (i == 0) {
    return {"姓名",   "性别",     "证件号码", "手机号码",         "参赛项目", "组别",
            "代表队", "参赛依据", "单位名称", "统一社会信用代码", "岗位类别", "备注"};
  }
  const std::string serial = std::to_string(100'000 + i);
  const std::string born = "15010219" + std::to_string(70 + i % 30) + "0" + std::to_string(1 + i % 9) + "1" +
                           std::to_string(i % 10) + serial.substr(3);
  return {"乌云·其其格",
          i % 2 ? "男" : "女",
          domain::complete_citizen_id(born),
          "13800" + serial,
          "数控车",
          "职工组",
          "呼和浩特市",
          "工作",
          "某某机械有限公司" + serial,
          "91150100MA0N000000",
          "管理技术",
          ""};
}

const std::string& xlsx() {
  static const std::string bytes = [] {
    const int fd = sheet::memory_file("bench").value();
    auto writer = sheet::XlsxWriter::open(fd).value();
    must(writer.sheet("报名表"));
    for (std::uint32_t i = 0; i <= kRows; ++i) {
      const Row row = row_of(i);
      std::array<sheet::CellOut, kColumns> cells;
      for (std::size_t c = 0; c < kColumns; ++c) cells[c].text = row[c];
      must(writer.row(i + 1, cells));
    }
    must(writer.finish());
    auto all = sheet::file_bytes(fd).value();
    ::close(fd);
    return all;
  }();
  return bytes;
}

const std::string& csv() {
  static const std::string bytes = [] {
    std::string all;
    for (std::uint32_t i = 0; i <= kRows; ++i) {
      const Row row = row_of(i);
      const std::vector<std::string_view> cells(row.begin(), row.end());
      sheet::append_csv(all, cells);
    }
    return all;
  }();
  return bytes;
}

class Count : public sheet::RowSink {
 public:
  std::size_t rows = 0;
  core::Status sheet(const sheet::SheetInfo&) override { return {}; }
  core::Status row(const sheet::RowView&) override {
    ++rows;
    return {};
  }
};

const std::string& file_of(const benchmark::State& state) { return state.range(0) == 0 ? xlsx() : csv(); }

void per_row(benchmark::State& state) {
  state.counters["us_a_row"] = benchmark::Counter(static_cast<double>(state.iterations()) * kRows / 1e6,
                                                  benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void BM_ReadHere(benchmark::State& state) {
  const auto& bytes = file_of(state);
  while (state.KeepRunning()) {
    Count sink;
    if (!sheet::read(bytes, "", {}, sink) || sink.rows != kRows + 1) state.SkipWithError("not read");
  }
  per_row(state);
}

void BM_ReadConfined(benchmark::State& state) {
  const auto& bytes = file_of(state);
  sheet::SandboxUse use;
  while (state.KeepRunning()) {
    Count sink;
    if (!sheet::read_sandboxed(bytes, "", {}, sink, &use) || sink.rows != kRows + 1) state.SkipWithError("not read");
  }
  per_row(state);
  state.counters["child_MiB"] = static_cast<double>(use.memory_peak_bytes) / (1 << 20);
  state.counters["child_cpu_us_a_row"] = static_cast<double>(use.cpu.count()) / kRows;
}

void BM_FileToClaims(benchmark::State& state) {
  static const auto edition = domain::load_edition(NAADAM_SOURCE_DIR "/deploy/editions/2021.toml").value();
  const auto& bytes = file_of(state);
  while (state.KeepRunning()) {
    const auto reading = intake::read_upload(bytes, "", edition);
    if (!reading || reading->rows.size() != kRows) state.SkipWithError("not read");
  }
  per_row(state);
}

BENCHMARK(BM_ReadHere)->Arg(0)->Arg(1)->ArgName("csv")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_ReadConfined)->Arg(0)->Arg(1)->ArgName("csv")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_FileToClaims)->Arg(0)->Arg(1)->ArgName("csv")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
