// See arguments.h.
#include "arguments.h"

#include <net/if.h>
#include <uv.h>

#include <cctype>
#include <cmath>
#include <cstring>

namespace pinsight {

bool TakeNumber(Napi::Object object, const char* name, int64_t least, int64_t most, int64_t* value) {
  Napi::Env env = object.Env();
  Napi::Value given = object.Get(name);
  if (env.IsExceptionPending()) return false;  // a getter threw
  if (given.IsUndefined()) return true;
  if (given.IsNumber()) {
    const double number = given.As<Napi::Number>().DoubleValue();
    // NaN compares false with everything, so it fails here too.
    if (number >= static_cast<double>(least) && number <= static_cast<double>(most) && std::floor(number) == number) {
      *value = static_cast<int64_t>(number);
      return true;
    }
  }
  ThrowRange(env, std::string(name) + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return false;
}

bool TakeFlag(Napi::Object object, const char* name, bool* value) {
  Napi::Env env = object.Env();
  Napi::Value given = object.Get(name);
  if (env.IsExceptionPending()) return false;
  if (given.IsUndefined()) return true;
  if (!given.IsBoolean()) {
    ThrowType(env, std::string(name) + " must be true or false");
    return false;
  }
  *value = given.As<Napi::Boolean>().Value();
  return true;
}

bool TakeInterfaceName(Napi::Env env, Napi::Value value, std::string* name) {
  if (!value.IsString()) {
    ThrowType(env, "the name of an interface must be a string");
    return false;
  }
  *name = value.As<Napi::String>().Utf8Value();
  bool fits = !name->empty() && name->size() < IFNAMSIZ && *name != "." && *name != "..";
  for (const char letter : *name) {
    if (letter == '\0' || letter == '/' || letter == ':' || std::isspace(static_cast<unsigned char>(letter))) fits = false;
  }
  if (!fits) ThrowRange(env, "the name of an interface has 1 to 15 octets and no slash, colon or space");
  return fits;
}

bool TakeOptions(const Napi::CallbackInfo& info, Napi::Object* options) {
  // An exotic object could give one answer now and another later; every option is read once only, so that does no harm.
  if (info.Length() < 1 || !info[0].IsObject()) {
    ThrowType(info.Env(), "options must be an object");
    return false;
  }
  *options = info[0].As<Napi::Object>();
  return true;
}

const char* ErrnoName(int error) { return uv_err_name(-error); }

void ThrowErrno(Napi::Env env, const char* what, int error) {
  if (env.IsExceptionPending()) return;  // a getter of the caller's was first
  Napi::Error thrown = Napi::Error::New(env, std::string(what) + ": " + uv_strerror(-error));
  thrown.Set("code", Napi::String::New(env, ErrnoName(error)));
  thrown.ThrowAsJavaScriptException();
}

void ThrowRange(Napi::Env env, const std::string& message) {
  if (!env.IsExceptionPending()) Napi::RangeError::New(env, message).ThrowAsJavaScriptException();
}

void ThrowType(Napi::Env env, const std::string& message) {
  if (!env.IsExceptionPending()) Napi::TypeError::New(env, message).ThrowAsJavaScriptException();
}

}  // namespace pinsight
