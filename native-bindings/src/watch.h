// Watch: calls a JavaScript function from the event loop of its own thread while a descriptor is readable or has an error. Works in worker
// threads. The handle outlives its owner until libuv has let go of it, and an environment that ends waits for that.
#pragma once
#include <napi.h>
#include <uv.h>

#include <memory>

namespace pinsight {

class Watch {
 public:
  // What an owner does when the environment ends before it was closed.
  using OnTeardown = void (*)(void* owner);

  // Starts to watch `descriptor`; null if it threw. Ends with Close, not with delete. `owner` must live until then.
  static Watch* Start(Napi::Env env, int descriptor, Napi::Function ready, void* owner, OnTeardown onTeardown);

  // No call comes after. The descriptor may be closed as soon as this returns.
  void Close();
  // Whether the watch keeps the program running.
  void SetRef(bool ref);

 private:
  Watch(Napi::Env env, Napi::Function ready, void* owner, OnTeardown onTeardown);
  static void OnPoll(uv_poll_t* handle, int status, int events);
  static void OnEnd(napi_async_cleanup_hook_handle hook, void* watch);

  uv_poll_t handle_{};
  Napi::Env env_;
  Napi::FunctionReference ready_;
  std::unique_ptr<Napi::AsyncContext> context_;
  void* owner_;
  OnTeardown onTeardown_;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  bool closing_ = false;
};

}  // namespace pinsight
