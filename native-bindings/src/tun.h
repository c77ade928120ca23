// Tun: a TUN device (Documentation/networking/tuntap.rst of the kernel): the kernel's packets for the tunnel are read from it, and what is
// written to it has come out of the tunnel. IP packets without any header of a link.
#pragma once
#include <napi.h>

#include <cstdint>
#include <string>

#include "batch.h"
#include "watch.h"

namespace pinsight {

class Tun : public Napi::ObjectWrap<Tun> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Tun(const Napi::CallbackInfo& info);
  ~Tun() override;

 private:
  // next(): reads what is ready into the buffer and the columns, at most a batch; how many packets.
  Napi::Value Next(const Napi::CallbackInfo& info);
  // write(octets, at, lengths, count): writes packets until one does not go now; how many are done with, the refused included.
  Napi::Value Write(const Napi::CallbackInfo& info);
  void StartWatch(const Napi::CallbackInfo& info);
  void SetRef(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  Napi::Value Get(const Napi::CallbackInfo& info);

  bool OpenOrThrow();
  void CloseAll();

  std::string name_;
  int device_ = -1;
  BatchColumns columns_;
  Napi::Reference<Napi::Uint8Array> buffer_;
  Watch* watch_ = nullptr;
  double refused_ = 0;  // packets that the kernel would not take
};

}  // namespace pinsight
