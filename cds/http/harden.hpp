// What the process gives up before it sees a request.
#pragma once

namespace foresign::http {

// No core dump, no reading of its memory by other processes of the same user, and no file that others may read: memory
// holds patients' records and tokens. What fails is not there to be given up.
void harden_process();

}  // namespace foresign::http
