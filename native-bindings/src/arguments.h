// What JavaScript hands over, checked: nothing of it reaches a system call or a pointer before it has passed here. A function that
// answers false has thrown a JavaScript exception that names the option. Also errors of system calls as JavaScript ones.
#pragma once
#include <napi.h>

#include <string>

namespace pinsight {

// `object[name]` as a whole number in [least, most]; where it is undefined `value` stays as it is.
bool TakeNumber(Napi::Object object, const char* name, int64_t least, int64_t most, int64_t* value);
// `object[name]` as true or false; where it is undefined `value` stays as it is.
bool TakeFlag(Napi::Object object, const char* name, bool* value);
// `value` as the name of an interface as the kernel takes it (dev_valid_name: 1 to 15 octets, no '/', ':' or space, not "." or "..").
bool TakeInterfaceName(Napi::Env env, Napi::Value value, std::string* name);
// The first argument as an object.
bool TakeOptions(const Napi::CallbackInfo& info, Napi::Object* options);

// Throws an Error whose message is "what: text of errno" and whose `code` is the name of errno ("EPERM").
void ThrowErrno(Napi::Env env, const char* what, int error);
void ThrowRange(Napi::Env env, const std::string& message);
void ThrowType(Napi::Env env, const std::string& message);

// The name of an errno value ("ENETDOWN"), as libuv knows it.
const char* ErrnoName(int error);

}  // namespace pinsight
