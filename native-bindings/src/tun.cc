// See tun.h.
#include "tun.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "arguments.h"

namespace pinsight {
namespace {

// The longest IP packet without a jumbo payload option (RFC 791 §3.1, RFC 8200 §3): 40 octets of header and 65,535 behind them.
constexpr size_t kMostPacket = 40 + 65535;
constexpr size_t kMostBuffer = 1 << 26;

}  // namespace

Napi::Function Tun::Define(Napi::Env env) {
  return DefineClass(env, "Tun",
                     {
                         InstanceMethod<&Tun::Next>("next"),
                         InstanceMethod<&Tun::Write>("write"),
                         InstanceMethod<&Tun::StartWatch>("watch"),
                         InstanceMethod<&Tun::SetRef>("setRef"),
                         InstanceMethod<&Tun::Close>("close"),
                         InstanceAccessor<&Tun::Get>("state"),
                     });
}

Tun::Tun(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Tun>(info) {
  Napi::Env env = info.Env();
  Napi::Object options;
  bool multiQueue = false, persist = false;
  int64_t owner = -1;
  if (!TakeOptions(info, &options) || !TakeInterfaceName(env, options.Get("interface"), &name_) ||
      !TakeFlag(options, "multiQueue", &multiQueue) || !TakeFlag(options, "persist", &persist) ||
      !TakeNumber(options, "owner", 0, 0xfffffffe, &owner)) {
    return;
  }
  Napi::Value buffer = options.Get("buffer");
  if (env.IsExceptionPending()) return;
  if (!buffer.IsTypedArray() || buffer.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array ||
      buffer.As<Napi::TypedArray>().ByteLength() < kMostPacket || buffer.As<Napi::TypedArray>().ByteLength() > kMostBuffer) {
    ThrowType(env, "buffer must be a Uint8Array of " + std::to_string(kMostPacket) + " to " + std::to_string(kMostBuffer) + " octets");
    return;
  }
  if (!columns_.Take(env, options.Get("batch"))) return;
  buffer_ = Napi::Persistent(buffer.As<Napi::Uint8Array>());

  device_ = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device_ < 0) {
    ThrowErrno(env, "/dev/net/tun", errno);
    return;
  }
  ifreq request{};
  std::memcpy(request.ifr_name, name_.c_str(), name_.size() + 1);
  request.ifr_flags = static_cast<short>(IFF_TUN | IFF_NO_PI | (multiQueue ? IFF_MULTI_QUEUE : 0));
  const char* failed = nullptr;
  if (ioctl(device_, TUNSETIFF, &request) != 0) {
    failed = "TUNSETIFF";
  } else if (persist && ioctl(device_, TUNSETPERSIST, 1) != 0) {
    failed = "TUNSETPERSIST";
  } else if (owner >= 0 && ioctl(device_, TUNSETOWNER, static_cast<unsigned long>(owner)) != 0) {
    failed = "TUNSETOWNER";
  }
  if (failed != nullptr) {
    const int error = errno;
    CloseAll();
    ThrowErrno(env, failed, error);
    return;
  }
  // The kernel fills in the number of a name like `tun%d`.
  name_.assign(request.ifr_name, strnlen(request.ifr_name, IFNAMSIZ));
  Ref();  // until it is closed
}

Tun::~Tun() { CloseAll(); }

void Tun::CloseAll() {
  if (watch_ != nullptr) watch_->Close();
  watch_ = nullptr;
  if (device_ >= 0) close(device_);
  device_ = -1;
}

bool Tun::OpenOrThrow() {
  if (device_ >= 0) return true;
  ThrowErrno(Env(), "the TUN device is closed", EBADF);
  return false;
}

void Tun::Close(const Napi::CallbackInfo&) {
  if (device_ < 0) return;
  CloseAll();
  Unref();
}

Napi::Value Tun::Next(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Columns columns;
  if (!OpenOrThrow() || !columns_.Aim(env, &columns)) return env.Undefined();
  Napi::Uint8Array buffer = buffer_.Value();
  uint8_t* octets = buffer.Data();
  const size_t room = octets == nullptr ? 0 : buffer.ByteLength();  // 0 if it has been detached
  size_t used = 0;
  uint32_t count = 0;
  while (count < columns.capacity && room - used >= kMostPacket && room >= kMostPacket) {
    const ssize_t got = read(device_, octets + used, room - used);
    if (got < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || count > 0) break;  // another error comes again, when nothing is lost by it
      if (errno == EBADFD) errno = ENODEV;      // the interface is gone; libuv has no name for that
      ThrowErrno(env, "reading the TUN device", errno);
      return env.Undefined();
    }
    const uint32_t length = static_cast<uint32_t>(got);
    columns.Write(count++, static_cast<uint32_t>(used), length, length, RealtimeUs(), kLinkTypeRaw);
    used += length;
  }
  return Napi::Number::New(env, count);
}

Napi::Value Tun::Write(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (!OpenOrThrow()) return env.Undefined();
  auto isArray = [&](size_t i, napi_typedarray_type type) {
    return info.Length() > i && info[i].IsTypedArray() && info[i].As<Napi::TypedArray>().TypedArrayType() == type;
  };
  if (!isArray(0, napi_uint8_array) || !isArray(1, napi_uint32_array) || !isArray(2, napi_uint32_array) || info.Length() < 4 ||
      !info[3].IsNumber()) {
    ThrowType(env, "write takes octets (Uint8Array), at and lengths (Uint32Array) and a count");
    return env.Undefined();
  }
  Napi::Uint8Array octets = info[0].As<Napi::Uint8Array>();
  Napi::Uint32Array at = info[1].As<Napi::Uint32Array>(), lengths = info[2].As<Napi::Uint32Array>();
  const double asked = info[3].As<Napi::Number>().DoubleValue();
  if (!(asked >= 0) || asked > static_cast<double>(at.ElementLength()) || asked > static_cast<double>(lengths.ElementLength())) {
    ThrowRange(env, "count must not be more than the columns hold");
    return env.Undefined();
  }
  const uint32_t count = static_cast<uint32_t>(asked);
  uint32_t done = 0;
  while (done < count) {
    const size_t from = at.Data()[done], length = lengths.Data()[done];
    if (length > octets.ByteLength() || from > octets.ByteLength() - length) {
      ThrowRange(env, "a packet does not lie in octets");
      return env.Undefined();
    }
    if (write(device_, octets.Data() + from, length) < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == ENOBUFS || errno == ENOMEM) break;
      // EINVAL: no IP packet. EIO: the interface is down. EBADFD: it is gone, and nothing more will go.
      if (errno != EINVAL) {
        if (done > 0) break;
        if (errno == EBADFD) errno = ENODEV;
        ThrowErrno(env, "writing to the TUN device", errno);
        return env.Undefined();
      }
      refused_++;
    }
    done++;
  }
  return Napi::Number::New(env, done);
}

void Tun::StartWatch(const Napi::CallbackInfo& info) {
  if (!OpenOrThrow()) return;
  if (info.Length() < 1 || !info[0].IsFunction()) return ThrowType(Env(), "watch takes a function");
  if (watch_ != nullptr) return ThrowType(Env(), "the TUN device is watched already");
  watch_ = Watch::Start(Env(), device_, info[0].As<Napi::Function>(), this, [](void* tun) { static_cast<Tun*>(tun)->CloseAll(); });
}

void Tun::SetRef(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsBoolean()) return ThrowType(Env(), "setRef takes true or false");
  if (watch_ != nullptr) watch_->SetRef(info[0].As<Napi::Boolean>().Value());
}

Napi::Value Tun::Get(const Napi::CallbackInfo&) {
  Napi::Object state = Napi::Object::New(Env());
  state.Set("open", device_ >= 0);
  state.Set("name", name_);
  state.Set("refused", Napi::Number::New(Env(), refused_));
  return state;
}

}  // namespace pinsight
