#include "store/column.hpp"

#include <gtest/gtest.h>

namespace naadam::store {
namespace {

std::string column_of_three() {
  ColumnBuilder builder;
  for (const char* cell : {"one", "", "three"}) builder.add(cell);
  return builder.finish();
}

TEST(Column, GivesBackItsCells) {
  const std::string column = column_of_three();
  EXPECT_TRUE(column_fits(column, 3));
  EXPECT_EQ(column_cell(column, 3, 0), "one");
  EXPECT_EQ(column_cell(column, 3, 1), "");
  EXPECT_EQ(column_cell(column, 3, 2), "three");
}

TEST(Column, AnyFlippedByteOfItsHeadGivesCellsOfItOrNone) {
  const std::string whole = column_of_three();
  for (std::size_t at = 0; at < 12; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string column = whole;
      column[at] = static_cast<char>(column[at] ^ (1 << bit));
      for (std::size_t i = 0; i < 3; ++i) EXPECT_LE(column_cell(column, 3, i).size(), 8u) << at;
    }
  }
}

TEST(Column, OneCutShortOfItsHeadHasNoCells) {
  const std::string column = column_of_three().substr(0, 7);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(column_cell(column, 3, i), "");
}

}  // namespace
}  // namespace naadam::store
