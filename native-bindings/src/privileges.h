// Capabilities over a change of user (capabilities(7)): a program that gives up root loses CAP_NET_RAW with it, unless it asked to keep what
// it may do, and then needs no other. All of this is per thread: call it in the main thread before any worker is started; threads
// started later inherit it.
#pragma once
#include <napi.h>

namespace pinsight {

// keepCapabilities(): a change of user that follows leaves the permitted capabilities (PR_SET_KEEPCAPS).
void KeepCapabilities(const Napi::CallbackInfo& info);
// restrictCapabilities(names): of the permitted capabilities only these are left ('net_raw', 'net_admin'), and in effect. Answers the names
// that are in effect now.
Napi::Value RestrictCapabilities(const Napi::CallbackInfo& info);

}  // namespace pinsight
