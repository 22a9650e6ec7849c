// The body of a form over HTTP: what is no form is refused without a word of what stood in it.
#include "portal/rules/form_body.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace naadam::portal {
namespace {

TEST(FormBody, EveryFieldHasItsPlaceInTheQuestion) {
  const auto question = form_question(
      R"({"fields": {"name": "甲一", "mobile": "1"}, "consent": {"version": "1", "agreed_at": "2021-06-20T10:00:00.123Z"},
          "guardian": {"name": "乙", "phone": "2", "agreed": true}})");
  ASSERT_TRUE(question);
  EXPECT_EQ(question->at("fields").size(), 16u);
  EXPECT_EQ(question->at("fields").at("name"), "甲一");
  EXPECT_EQ(question->at("fields").at("address"), "");
  EXPECT_EQ(question->at("consent").at("agreed_at"), 1'624'183'200'123u);
  EXPECT_EQ(question->at("guardian").at("agreed"), true);
  EXPECT_TRUE(form_question("{}")) << "an empty form: intake says what is missing";
}

TEST(FormBody, WhatIsNoFormIsRefused) {
  for (const char* body :
       {"", "[]", "3", "{", "{\"fields\": []}", "{\"fields\": {\"secret\": \"x\"}}", "{\"fields\": {\"name\": 3}}",
        "{\"fields\": {\"team\": \"1\"}}", "{\"more\": 1}", "{\"consent\": 1}", "{\"consent\": {\"version\": 1}}",
        "{\"consent\": {\"agreed_at\": \"soon\"}}", "{\"consent\": {\"agreed_at\": \"1969-01-01\"}}",
        "{\"guardian\": {\"agreed\": \"yes\"}}", "{\"guardian\": {\"name\": true}}"}) {
    const auto question = form_question(body);
    ASSERT_FALSE(question) << body;
    EXPECT_EQ(question.error().kind(), ProblemKind::kInvalid) << body;
    EXPECT_EQ(question.error().json({}).find("secret"), std::string::npos);
  }
}

TEST(FormBody, OneContentHasOneText) {
  const auto text = [](const char* body) { return same_form_text(form_question(body).value()); };
  const std::string one = text(R"({"fields":{"name":"甲","mobile":"1"},"consent":{"version":"1"}})");
  EXPECT_EQ(
      text(R"( {"consent" : {"agreed_at": "2021-06-20", "version": "1"}, "fields": {"mobile": "1", "name": "甲"}})"),
      one);
  EXPECT_NE(text(R"({"fields":{"name":"甲","mobile":"2"},"consent":{"version":"1"}})"), one);
  EXPECT_NE(text(R"({"fields":{"name":"甲","mobile":"1"},"consent":{"version":"2"}})"), one);
}

}  // namespace
}  // namespace naadam::portal
