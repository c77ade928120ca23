// See privileges.h.
#include "privileges.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "arguments.h"

namespace pinsight {
namespace {

struct Capability {
  const char* name;
  unsigned number;
};
constexpr Capability kCapabilities[] = {{"net_admin", CAP_NET_ADMIN}, {"net_raw", CAP_NET_RAW}};

}  // namespace

void KeepCapabilities(const Napi::CallbackInfo& info) {
  if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) ThrowErrno(info.Env(), "PR_SET_KEEPCAPS", errno);
}

Napi::Value RestrictCapabilities(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsArray()) {
    ThrowType(env, "restrictCapabilities takes a list of names");
    return env.Undefined();
  }
  Napi::Array names = info[0].As<Napi::Array>();
  uint32_t wanted = 0;
  const uint32_t most = names.Length() < 64 ? names.Length() : 64;
  for (uint32_t i = 0; i < most; i++) {
    Napi::Value name = names.Get(i);
    if (env.IsExceptionPending()) return env.Undefined();
    uint32_t bit = 0;
    for (const Capability& capability : kCapabilities) {
      if (name.IsString() && name.As<Napi::String>().Utf8Value() == capability.name) bit = 1u << capability.number;
    }
    if (bit == 0) {
      ThrowRange(env, "a capability is 'net_admin' or 'net_raw'");
      return env.Undefined();
    }
    wanted |= bit;
  }
  // Version 3 has 64 bits in two structures; both capabilities lie in the first.
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  if (syscall(SYS_capget, &header, data) != 0) {
    ThrowErrno(env, "capget", errno);
    return env.Undefined();
  }
  wanted &= data[0].permitted;
  data[0] = {wanted, wanted, 0};
  data[1] = {0, 0, 0};
  if (syscall(SYS_capset, &header, data) != 0) {
    ThrowErrno(env, "capset", errno);
    return env.Undefined();
  }
  Napi::Array left = Napi::Array::New(env);
  for (const Capability& capability : kCapabilities) {
    if ((wanted & (1u << capability.number)) != 0) left.Set(left.Length(), capability.name);
  }
  return left;
}

}  // namespace pinsight
