#include "cds/library.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "cds/policy/read_policy.hpp"

namespace foresign {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) return std::nullopt;
  return text;
}

// `sha256:` and the digest in hexadecimal digits.
std::string digest_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) return {};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256:";
  for (unsigned int i = 0; i < size; ++i) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 0x0F];
  }
  return text;
}

json::Issue fatal(std::string path, std::string message) {
  return {json::Severity::fatal, std::move(path), std::move(message)};
}

// The roles that the table of concepts gives to its rows: the third column of concepts.tsv.
std::set<std::string> roles_in(const fs::path& table) {
  std::set<std::string> roles;
  std::ifstream file(table);
  for (std::string line; std::getline(file, line);) {
    const std::size_t second = line.find('\t', line.find('\t') + 1);
    if (line.find('\t') == std::string::npos || second == std::string::npos) continue;
    roles.insert(line.substr(second + 1, line.find('\t', second + 1) - second - 1));
  }
  return roles;
}

// What needs both sides: words of a policy that no code table knows.
class CrossCheck {
 public:
  CrossCheck(const mapping::Terminology& codes, std::set<std::string> roles)
      : codes_(codes), roles_(std::move(roles)) {}

  void policy(const std::string& file, const policy::Policy& policy) {
    for (const std::string& drug : policy.drugs) known_concept(file + ": drug.concepts", drug);
    for (const Asked& asked : policy::inquiry(policy).asked)
      question(file + ": criterion " + asked.criterion, asked.question);
  }
  [[nodiscard]] std::vector<json::Issue> take() { return std::move(issues_); }

 private:
  void known_concept(const std::string& path, const std::string& name) {
    if (codes_.concept_named(name) == nullptr) issues_.push_back(fatal(path, "no code table knows `" + name + "`"));
  }
  void question(const std::string& path, const Question& question) {
    if (const auto* variant = std::get_if<VariantOf>(&question)) known_concept(path, variant->variant);
    if (const auto* test = std::get_if<ApprovedTest>(&question)) {
      known_concept(path, test->variant);
      if (!roles_.contains(test->role))
        issues_.push_back(fatal(path, "no code table has the role `" + test->role + "`"));
    }
    if (const auto* combined = std::get_if<CombinedWith>(&question))
      for (const std::string& drug : combined->any_of) known_concept(path, drug);
    if (const auto* intolerance = std::get_if<IntoleranceTo>(&question))
      for (const std::string& drug : intolerance->all_of) known_concept(path, drug);
  }

  const mapping::Terminology& codes_;
  std::set<std::string> roles_;
  std::vector<json::Issue> issues_;
};

bool share_a_drug(const policy::Policy& left, const policy::Policy& right) {
  return std::any_of(left.drugs.begin(), left.drugs.end(), [&](const std::string& drug) {
    return std::find(right.drugs.begin(), right.drugs.end(), drug) != right.drugs.end();
  });
}

struct LoadedPolicy {
  std::string file;
  policy::Policy policy;
};

// Two policies between which no day and no drug can choose.
void check_overlaps(const std::vector<LoadedPolicy>& loaded, std::vector<json::Issue>& issues) {
  for (std::size_t i = 0; i < loaded.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const policy::Policy& policy = loaded[i].policy;
      const policy::Policy& other = loaded[j].policy;
      if (policy.id == other.id && policy.version == other.version) {
        issues.push_back(fatal(loaded[i].file, "has the id and version of " + loaded[j].file));
      } else if (policy.payer.name == other.payer.name && policy.effective == other.effective &&
                 share_a_drug(policy, other)) {
        issues.push_back(fatal(loaded[i].file, "is about a drug of " + loaded[j].file + ", from the same day"));
      }
    }
}

std::vector<LoadedPolicy> load_policies(const fs::path& folder, std::vector<json::Issue>& issues) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".json") files.push_back(it->path());
  std::sort(files.begin(), files.end());
  if (files.empty()) issues.push_back(fatal("policies", error ? "the folder cannot be read" : "there is no policy"));

  std::vector<LoadedPolicy> loaded;
  for (const fs::path& path : files) {
    const std::string name = "policies/" + path.filename().string();
    const auto text = read_file(path);
    if (!text) {
      issues.push_back(fatal(name, "cannot be read"));
      continue;
    }
    json::Parsed<policy::Policy> policy = policy::read_policy(*text);
    for (json::Issue& issue : policy.issues) {
      issue.path = name + ": " + issue.path;
      issues.push_back(std::move(issue));
    }
    if (!policy.value) continue;
    policy.value->digest = digest_of(*text);
    loaded.push_back({name, std::move(*policy.value)});
  }
  return loaded;
}

}  // namespace

json::Parsed<Library> load_library(const std::string& folder) {
  std::vector<json::Issue> issues;
  std::vector<LoadedPolicy> loaded = load_policies(fs::path(folder) / "policies", issues);
  check_overlaps(loaded, issues);

  const fs::path tables = fs::path(folder) / "terminology";
  json::Parsed<mapping::Terminology> codes = mapping::Terminology::load(tables.string());
  for (json::Issue& issue : codes.issues) issues.push_back(std::move(issue));
  if (codes.value) {
    CrossCheck check(*codes.value, roles_in(tables / "concepts.tsv"));
    for (const LoadedPolicy& one : loaded) check.policy(one.file, one.policy);
    for (json::Issue& issue : check.take()) issues.push_back(std::move(issue));
  }

  const bool usable = std::none_of(issues.begin(), issues.end(),
                                   [](const json::Issue& issue) { return issue.severity == json::Severity::fatal; });
  if (!usable || !codes.value) return {std::nullopt, std::move(issues)};
  std::vector<policy::Policy> policies;
  for (LoadedPolicy& one : loaded) policies.push_back(std::move(one.policy));
  return {Library{policy::Catalogue(std::move(policies)), std::move(*codes.value)}, std::move(issues)};
}

}  // namespace foresign
