// See batch.h.
#include "batch.h"

#include <ctime>
#include <string>

#include "arguments.h"

namespace pinsight {
namespace {

struct Column {
  const char* name;
  napi_typedarray_type type;
  const char* typeName;
};

constexpr Column kLayout[] = {
    {"at", napi_uint32_array, "Uint32Array"},         {"captured", napi_uint32_array, "Uint32Array"},
    {"onWire", napi_uint32_array, "Uint32Array"},     {"time", napi_float64_array, "Float64Array"},
    {"linkType", napi_uint16_array, "Uint16Array"},
};

}  // namespace

bool BatchColumns::Take(Napi::Env env, Napi::Value batch) {
  if (!batch.IsObject()) {
    ThrowType(env, "batch must be an object with the columns of a PacketBatch");
    return false;
  }
  for (int i = 0; i < kColumns; i++) {
    Napi::Value column = batch.As<Napi::Object>().Get(kLayout[i].name);
    if (env.IsExceptionPending()) return false;
    if (!column.IsTypedArray() || column.As<Napi::TypedArray>().TypedArrayType() != kLayout[i].type ||
        column.As<Napi::TypedArray>().ElementLength() == 0) {
      ThrowType(env, std::string("batch.") + kLayout[i].name + " must be a " + kLayout[i].typeName + " that is not empty");
      return false;
    }
    arrays_[i] = Napi::Persistent(column.As<Napi::TypedArray>());
  }
  return true;
}

bool BatchColumns::Aim(Napi::Env env, Columns* columns) const {
  void* places[kColumns];
  size_t capacity = kMostPackets;
  for (int i = 0; i < kColumns; i++) {
    size_t length = 0;
    if (napi_get_typedarray_info(env, arrays_[i].Value(), nullptr, &length, &places[i], nullptr, nullptr) != napi_ok) {
      length = 0;
    }
    if (length < capacity) capacity = length;
  }
  if (capacity == 0) {
    ThrowType(env, "a column of the batch has been detached");
    return false;
  }
  columns->at = static_cast<uint32_t*>(places[0]);
  columns->captured = static_cast<uint32_t*>(places[1]);
  columns->onWire = static_cast<uint32_t*>(places[2]);
  columns->time = static_cast<double*>(places[3]);
  columns->linkType = static_cast<uint16_t*>(places[4]);
  columns->capacity = static_cast<uint32_t>(capacity);
  return true;
}

Napi::Value BatchLayout(const Napi::CallbackInfo& info) {
  Napi::Object layout = Napi::Object::New(info.Env());
  for (const Column& column : kLayout) layout.Set(column.name, column.typeName);
  return layout;
}

double RealtimeUs() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return Microseconds(now.tv_sec, now.tv_nsec);
}

}  // namespace pinsight
