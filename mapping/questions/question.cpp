#include "mapping/questions/question.hpp"

namespace foresign {

std::string_view to_string(Cancer cancer) {
  switch (cancer) {
    case Cancer::lung:
      return "nsclc";
    case Cancer::colorectal:
      return "colorectal";
    case Cancer::ampulla:
      return "ampullary-adenocarcinoma";
    case Cancer::pancreas:
      return "pancreatic-adenocarcinoma";
    case Cancer::small_bowel:
      return "small-bowel-adenocarcinoma";
  }
  return "";
}

}  // namespace foresign
