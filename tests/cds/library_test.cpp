#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

#include "cds/library.hpp"
#include "tests/cds/support.hpp"

using namespace foresign;
namespace fs = std::filesystem;

namespace {

// A folder of data like that beside the program, to be broken by each test.
class DataFolder {
 public:
  DataFolder() {
    // Tests run side by side.
    std::string name = (fs::temp_directory_path() / "foresign-library-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
    const fs::path source = FORESIGN_SOURCE_DIR;
    fs::create_directories(path_ / "policies");
    fs::create_directories(path_ / "terminology");
    for (const auto& file : fs::directory_iterator(source / "mapping/terminology"))
      if (file.path().extension() == ".tsv") fs::copy(file.path(), path_ / "terminology");
    write("policies/lumakras.json", policy_text());
  }
  ~DataFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  static std::string policy_text() {
    return foresign::testing::file_text("cds/policies/cigna-lumakras-2025-05-14.json");
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  void remove(const std::string& name) const { fs::remove(path_ / name); }
  [[nodiscard]] json::Parsed<Library> load() const { return load_library(path_.string()); }

 private:
  fs::path path_;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

bool has_issue(const json::Parsed<Library>& library, const std::string& path, const std::string& message) {
  for (const json::Issue& issue : library.issues)
    if (issue.path == path && issue.message == message) return issue.severity == json::Severity::fatal;
  for (const json::Issue& issue : library.issues) UNSCOPED_INFO(issue.path << ": " << issue.message);
  return false;
}

}  // namespace

TEST_CASE("the shipped policies and code tables load and know each other") {
  const DataFolder folder;
  const auto library = folder.load();
  for (const json::Issue& issue : library.issues) UNSCOPED_INFO(issue.path << ": " << issue.message);
  REQUIRE(library.value);
  CHECK(library.value->policies.drugs() == std::vector<std::string>{"sotorasib"});
  const policy::Policy& policy = library.value->policies.all().at(0);
  CHECK(policy.digest.size() == std::string("sha256:").size() + 64);
  CHECK(policy.digest.rfind("sha256:", 0) == 0);
}

TEST_CASE("the digest is that of the file's bytes") {
  const DataFolder folder;
  const auto digest = [&] { return folder.load().value->policies.all().at(0).digest; };
  const std::string before = digest();
  CHECK(digest() == before);
  folder.write("policies/lumakras.json", DataFolder::policy_text() + "\n");
  CHECK(digest() != before);
}

TEST_CASE("a concept or role that no code table knows is found at start") {
  const auto [from, to, path, message] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {R"("concepts": ["sotorasib"])", R"("concepts": ["sotorasibb"])", "drug.concepts",
       "no code table knows `sotorasibb`"},
      {R"({"combined_with": ["cetuximab", "panitumumab"]})", R"({"combined_with": ["cetuximab", "vectibix"]})",
       "criterion 2.D.i", "no code table knows `vectibix`"},
      {R"({"variant": "kras-g12c"})", R"({"variant": "kras-g13"})", "criterion 1.B.mutation",
       "no code table knows `kras-g13`"},
      {R"("role": "fda-cdx-sotorasib")", R"("role": "fda-cdx")", "criterion 1.B.test",
       "no code table has the role `fda-cdx`"},
  }));
  CAPTURE(to);
  const DataFolder folder;
  folder.write("policies/lumakras.json", replaced(DataFolder::policy_text(), from, to));
  const auto library = folder.load();
  CHECK_FALSE(library.value);
  CHECK(has_issue(library, "policies/lumakras.json: " + path, message));
}

TEST_CASE("policies between which nothing can choose are refused") {
  const DataFolder folder;
  folder.write("policies/second.json", DataFolder::policy_text());
  CHECK(has_issue(folder.load(), "policies/second.json", "has the id and version of policies/lumakras.json"));
  folder.write("policies/second.json",
               replaced(DataFolder::policy_text(), R"("id": "cigna-lumakras")", R"("id": "other")"));
  CHECK(
      has_issue(folder.load(), "policies/second.json", "is about a drug of policies/lumakras.json, from the same day"));
  folder.write("policies/second.json",
               replaced(replaced(DataFolder::policy_text(), R"("version": "2025-05-14")", R"("version": "2026-05-14")"),
                        R"("effective": "2025-05-14")", R"("effective": "2026-05-14")"));
  CHECK(folder.load().value);
}

TEST_CASE("a broken or missing file is named") {
  const DataFolder folder;
  folder.write("policies/second.json", "{");
  const auto broken = folder.load();
  CHECK_FALSE(broken.value);
  REQUIRE_FALSE(broken.issues.empty());
  CHECK(broken.issues.front().path.rfind("policies/second.json: ", 0) == 0);
  folder.remove("policies/second.json");
  folder.remove("policies/lumakras.json");
  CHECK(has_issue(folder.load(), "policies", "there is no policy"));
  CHECK_FALSE(load_library("/nonexistent").value);
}
