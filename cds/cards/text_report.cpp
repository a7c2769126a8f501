#include "cds/cards/text_report.hpp"

#include <algorithm>
#include <vector>

#include "cds/cards/plain.hpp"
#include "cds/cards/wording.hpp"

namespace foresign::cards {
namespace {

using policy::Determination;
using policy::IndicationJudgement;
using policy::Judgement;
using policy::Policy;

constexpr std::size_t width = 100;
constexpr std::size_t verdict_column = 12;  // `Not needed` and two spaces

class Page {
 public:
  explicit Page(Colour colour) : colour_(colour) {}

  // A paragraph, wrapped; further lines hang below `indent` columns.
  void text(std::string_view words, std::size_t indent = 0) { wrap(std::string(indent, ' '), indent, words); }

  // The same behind a dash.
  void item(std::string_view words, std::size_t indent) { wrap(std::string(indent, ' ') + "- ", indent + 2, words); }

  // A line that begins with `lead` (`columns` wide) and wraps beside it.
  void wrap(std::string_view lead, std::size_t columns, std::string_view words) {
    page_ += lead;
    std::size_t used = columns;
    bool first = true;
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t end = std::min(words.find(' ', at), words.size());
      const std::string_view word = words.substr(at, end - at);
      at = end + 1;
      const std::size_t size = length(word);
      if (!first && used + 1 + size > width) {
        page_ += '\n';
        page_.append(columns, ' ');
        used = columns;
      } else if (!first) {
        page_ += ' ';
        ++used;
      }
      page_ += word;
      used += size;
      first = false;
    }
    page_ += '\n';
  }

  void blank() { page_ += '\n'; }

  [[nodiscard]] std::string strong(std::string_view words) const { return painted(words, "1"); }
  [[nodiscard]] std::string painted(std::string_view words, std::string_view code) const {
    if (colour_ == Colour::never) return std::string(words);
    return "\x1b[" + std::string(code) + "m" + std::string(words) + "\x1b[0m";
  }

  void line(std::string_view words) {
    page_ += words;
    page_ += '\n';
  }

  [[nodiscard]] std::string take() { return std::move(page_); }

 private:
  Colour colour_;
  std::string page_;
};

std::string_view colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
      return "32";
    case Verdict::not_met:
      return "31";
    case Verdict::unknown:
      return "33";
  }
  return "0";
}

// `Met         ` in its colour; the padding is not painted.
std::string verdict_cell(const Page& page, std::string_view word, Verdict verdict) {
  return page.painted(word, colour_of(verdict)) + std::string(verdict_column - word.size(), ' ');
}

void criterion_lines(Page& page, const Judgement& judgement, std::size_t depth, bool settled) {
  const bool not_needed = settled && judgement.verdict == Verdict::unknown;
  const std::string_view word = not_needed ? wording::not_needed : wording::word(judgement.verdict);
  std::string marker = wording::marker(judgement);
  if (!marker.empty()) marker += ' ';
  const std::size_t indent = depth * 3;
  const std::size_t columns = verdict_column + indent + marker.size();
  page.wrap(verdict_cell(page, word, judgement.verdict) + std::string(indent, ' ') + marker, columns,
            plain(judgement.quote, 400));
  if (!not_needed)
    if (const std::string because = wording::because(judgement); !because.empty()) page.item(because, columns);
  const bool parts_settled = settled || (judgement.any && judgement.verdict == Verdict::met);
  for (const Judgement& part : judgement.of) criterion_lines(page, part, depth + 1, parts_settled);
}

void diagnosis_lines(Page& page, const Determination& determination) {
  for (const IndicationJudgement& indication : determination.indications) {
    if (indication.criteria.empty()) continue;
    const Judgement& diagnosis = indication.criteria.front();
    page.wrap(verdict_cell(page, wording::word(diagnosis.verdict), diagnosis.verdict), verdict_column,
              indication.id + ". " + indication.title);
    if (const std::string because = wording::because(diagnosis); !because.empty())
      page.item(because, verdict_column + 3);
  }
}

void section(Page& page, std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  page.blank();
  page.line(page.strong(title));
  for (const std::string& line : lines) page.item(line, 0);
}

void remark(Page& page, const std::string& text) {
  if (text.empty()) return;
  page.blank();
  page.text(text);
}

}  // namespace

std::string text_report(const Determination& determination, const Policy& policy, Colour colour) {
  Page page(colour);
  page.line(page.strong("Prior authorization: " + policy.drug_name + ", " + policy.payer.name));
  page.text("Order " + plain(determination.order) + ", judged for " + determination.day);
  page.blank();
  for (const std::string& first : wording::first(determination)) page.text("! " + first);
  page.wrap(verdict_cell(page, wording::word(determination.verdict), determination.verdict), verdict_column,
            wording::headline(determination, policy));
  page.blank();
  if (const IndicationJudgement* shown = determination.shown()) {
    page.line(page.strong(shown->id + ". " + shown->title));
    for (const Judgement& judgement : shown->criteria) criterion_lines(page, judgement, 0, false);
    remark(page, wording::companion_tests(determination, policy));
  } else {
    if (determination.basis == policy::Basis::not_covered) page.text(wording::not_covered(policy));
    if (const std::string cancers = wording::cancers_on_record(determination); !cancers.empty()) page.text(cancers);
    page.line(page.strong("Diagnoses that the policy covers"));
    diagnosis_lines(page, determination);
  }
  section(page, "Conflicts in the record", wording::conflicts(determination));
  section(page, "Seen and set aside", wording::ignored(determination));
  remark(page, wording::unavailable(determination));
  remark(page, wording::policy_line(determination, policy));
  page.text(wording::disclaimer());
  return page.take();
}

}  // namespace foresign::cards
