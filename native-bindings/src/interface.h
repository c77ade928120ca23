// What the kernel says of an interface, and under which LINKTYPE_ number its packets are handed over.
#pragma once
#include <napi.h>

#include <cstdint>
#include <string>

namespace pinsight {

struct Interface {
  int index;
  unsigned short hardware;
  bool up;
  int mtu;
};

// 0, or errno; `name` has passed TakeInterfaceName.
int LookUp(const std::string& name, Interface* found);
// 0 for a kind of interface (ARPHRD_ number) that is not read.
uint16_t LinkTypeOf(unsigned short hardware);

// interfaceInfo(name): {index, type, up, mtu, linkType}, or undefined for no such interface.
Napi::Value InterfaceInfo(const Napi::CallbackInfo& info);

}  // namespace pinsight
