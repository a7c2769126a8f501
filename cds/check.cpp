#include "cds/check.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <system_error>
#include <utility>

#include "cds/config_file.hpp"
#include "cds/data.hpp"
#include "cds/http/tls.hpp"
#include "cds/library.hpp"
#include "cds/policy/read_policy.hpp"
#include "fhir/json/document.hpp"
#include "mapping/terminology/terminology.hpp"

namespace foresign {
namespace {

namespace fs = std::filesystem;
using json::Issue;
using json::Severity;

Issue fatal(std::string message) {
  return {Severity::fatal, {}, std::move(message)};
}

// A file can only be judged among the others: a table among the tables, a policy beside the codes that it names. This
// is a copy of the data folder, made of links, in which one file can take another's place.
class DataFolderWith {
 public:
  explicit DataFolderWith(const std::string& data) {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "foresign-check-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr) return;
    folder_ = name;
    fs::create_directory(folder_ / "policies", error);
    fs::create_directory(folder_ / "terminology", error);
    for (const auto& table : fs::directory_iterator(fs::path(data) / "terminology", error))
      fs::create_symlink(fs::absolute(table.path(), error), folder_ / "terminology" / table.path().filename(), error);
  }
  ~DataFolderWith() {
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
  }
  DataFolderWith(const DataFolderWith&) = delete;
  DataFolderWith& operator=(const DataFolderWith&) = delete;

  [[nodiscard]] fs::path path() const { return folder_; }
  [[nodiscard]] bool has(const fs::path& relative) const {
    std::error_code error;
    return fs::exists(folder_ / relative, error);
  }
  bool put(const fs::path& relative, const std::string& file) const {
    std::error_code error;
    fs::remove(folder_ / relative, error);
    fs::create_symlink(fs::absolute(file, error), folder_ / relative, error);
    return !error;
  }

 private:
  fs::path folder_;
};

// Issues that name the file `name`, without that name: `drugs.tsv:12` -> `line 12`.
std::vector<Issue> issues_of(const std::string& name, const std::vector<Issue>& all) {
  std::vector<Issue> own;
  for (const Issue& issue : all) {
    if (!issue.path.starts_with(name)) continue;
    std::string place = issue.path.substr(name.size());
    const bool is_line = place.starts_with(':') && place.size() > 1 && place[1] >= '0' && place[1] <= '9';
    while (!place.empty() && (place.front() == ':' || place.front() == ' ')) place.erase(0, 1);
    own.push_back({issue.severity, is_line ? "line " + place : place, issue.message});
  }
  return own;
}

std::vector<Issue> check_table(const std::string& file, const std::string& data) {
  const std::string name = fs::path(file).filename().string();
  const DataFolderWith folder(data);
  if (!folder.has(fs::path("terminology") / name))
    return {fatal("no code table of the data folder " + data + " has this name")};
  if (!folder.put(fs::path("terminology") / name, file)) return {fatal("cannot be read")};
  return issues_of(name, mapping::Terminology::load((folder.path() / "terminology").string()).issues);
}

std::vector<Issue> check_policy(const std::string& file, const std::string& text, const std::string& data) {
  auto parsed = policy::read_policy(text);
  if (!parsed.issues.empty() || !parsed.value) return std::move(parsed.issues);
  const DataFolderWith folder(data);
  if (!folder.has("terminology/concepts.tsv"))
    return {fatal("its drugs were not checked: the data folder " + data + " has no code tables")};
  const std::string name = fs::path(file).stem().string() + ".json";
  if (!folder.put(fs::path("policies") / name, file)) return {fatal("cannot be read")};
  return issues_of("policies/" + name, load_library(folder.path().string()).issues);
}

std::vector<Issue> check_json(const std::string& file, const std::string& text, const std::string& data) {
  auto document = json::read(text);
  if (!document.value) return std::move(document.issues);
  const json::View root = document.value->root();
  for (const std::string_view key : {"indications", "payer", "drugs"})
    if (root[key].exists()) return check_policy(file, text, data);
  // A policy and a configuration share no key; whatever else this is, the issues say what a configuration may hold.
  auto config = load_config(file, text);
  if (!config.value) return std::move(config.issues);
  if (std::string why = refuse_to_start(*config.value); !why.empty()) return {fatal("the service " + why)};
  if (const TlsFiles& files = config.value->tls; !files.certificate.empty())
    if (http::TlsSetting read = http::read_tls(files); !read.context)
      return {{Severity::fatal, "tls", std::move(read.why)}};
  return std::move(config.issues);
}

std::vector<Issue> check_file(const std::string& file, const std::string& data) {
  const auto text = read_all(file);
  if (!text) return {fatal("cannot be read: " + std::string(std::strerror(errno)))};
  return file.ends_with(".tsv") ? check_table(file, data) : check_json(file, *text, data);
}

int check_data_folder(const std::string& data) {
  const auto library = load_library(data);
  print_library_issues(std::cout, data, library.issues);
  if (!library.issues.empty() || !library.value) return 1;
  const std::size_t count = library.value->policies.all().size();
  std::cout << data << ": " << count << (count == 1 ? " policy" : " policies")
            << " and the code tables: no problem found\n";
  return 0;
}

}  // namespace

int check(const CheckCommand& command) {
  if (command.files.empty()) return check_data_folder(command.data);
  int code = 0;
  for (const std::string& file : command.files) {
    const std::vector<Issue> issues = check_file(file, command.data);
    print_issues(std::cout, file, issues);
    if (issues.empty())
      std::cout << file << ": no problem found\n";
    else
      code = 1;
  }
  return code;
}

}  // namespace foresign
