// What the addon exports, and nothing else. It holds no global state, so every environment (worker thread) has its own.
#include <napi.h>

#include "batch.h"
#include "interface.h"
#include "privileges.h"
#include "ring.h"
#include "tun.h"

namespace {

Napi::Value Realtime(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), pinsight::RealtimeUs()); }

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("Ring", pinsight::Ring::Define(env));
  exports.Set("Tun", pinsight::Tun::Define(env));
  exports.Set("interfaceInfo", Napi::Function::New<pinsight::InterfaceInfo>(env, "interfaceInfo"));
  exports.Set("realtimeUs", Napi::Function::New<Realtime>(env, "realtimeUs"));
  exports.Set("batchLayout", Napi::Function::New<pinsight::BatchLayout>(env, "batchLayout"));
  exports.Set("keepCapabilities", Napi::Function::New<pinsight::KeepCapabilities>(env, "keepCapabilities"));
  exports.Set("restrictCapabilities", Napi::Function::New<pinsight::RestrictCapabilities>(env, "restrictCapabilities"));
  return exports;
}

}  // namespace

NODE_API_MODULE(pinsight, Init)
