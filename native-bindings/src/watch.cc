// See watch.h.
#include "watch.h"

#include "arguments.h"

namespace pinsight {

Watch::Watch(Napi::Env env, Napi::Function ready, void* owner, OnTeardown onTeardown)
    : env_(env),
      ready_(Napi::Persistent(ready)),
      context_(std::make_unique<Napi::AsyncContext>(env, "pinsight")),
      owner_(owner),
      onTeardown_(onTeardown) {}

Watch* Watch::Start(Napi::Env env, int descriptor, Napi::Function ready, void* owner, OnTeardown onTeardown) {
  uv_loop_t* loop = nullptr;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) {
    ThrowType(env, "this environment has no event loop");
    return nullptr;
  }
  Watch* watch = new Watch(env, ready, owner, onTeardown);
  const int failed = uv_poll_init(loop, &watch->handle_, descriptor);
  if (failed != 0) {
    delete watch;  // libuv has not linked the handle to the loop
    ThrowErrno(env, "watching the descriptor", -failed);
    return nullptr;
  }
  watch->handle_.data = watch;
  napi_add_async_cleanup_hook(env, OnEnd, watch, &watch->hook_);
  const int started = uv_poll_start(&watch->handle_, UV_READABLE, OnPoll);
  if (started != 0) {
    watch->Close();
    ThrowErrno(env, "watching the descriptor", -started);
    return nullptr;
  }
  return watch;
}

void Watch::Close() {
  if (closing_) return;
  closing_ = true;
  owner_ = nullptr;
  uv_poll_stop(&handle_);
  ready_.Reset();
  context_.reset();
  uv_close(reinterpret_cast<uv_handle_t*>(&handle_), [](uv_handle_t* handle) {
    Watch* watch = static_cast<Watch*>(handle->data);
    // Only now may the environment go on to end.
    if (watch->hook_ != nullptr) napi_remove_async_cleanup_hook(watch->hook_);
    delete watch;
  });
}

void Watch::SetRef(bool ref) {
  uv_handle_t* handle = reinterpret_cast<uv_handle_t*>(&handle_);
  if (ref) {
    uv_ref(handle);
  } else {
    uv_unref(handle);
  }
}

void Watch::OnPoll(uv_poll_t* handle, int status, int) {
  Watch* watch = static_cast<Watch*>(handle->data);
  if (watch->closing_) return;
  Napi::Env env = watch->env_;
  Napi::HandleScope scope(env);
  napi_value argument = Napi::Number::New(env, status), result = nullptr, thrown = nullptr;
  const napi_status called =
      napi_make_callback(env, *watch->context_, env.Global(), watch->ready_.Value(), 1, &argument, &result);
  // `watch` may be closed by now, though not gone: libuv calls back later.
  if (called == napi_ok) return;
  bool pending = false;
  if (called == napi_pending_exception && napi_is_exception_pending(env, &pending) == napi_ok && pending) {
    if (napi_get_and_clear_last_exception(env, &thrown) == napi_ok) napi_fatal_exception(env, thrown);
    return;
  }
  // The environment is about to end, and still turns its loop until handles of its own are closed. Ours is next.
  if (!watch->closing_) uv_poll_stop(&watch->handle_);
}

void Watch::OnEnd(napi_async_cleanup_hook_handle, void* data) {
  Watch* watch = static_cast<Watch*>(data);
  if (watch->closing_) return;  // the call back from libuv is on its way
  watch->onTeardown_(watch->owner_);
}

}  // namespace pinsight
