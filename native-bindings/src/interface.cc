// See interface.h.
#include "interface.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "arguments.h"
#include "batch.h"

// Younger than the headers of some systems.
#ifndef ARPHRD_RAWIP
#define ARPHRD_RAWIP 519
#endif

namespace pinsight {

uint16_t LinkTypeOf(unsigned short hardware) {
  switch (hardware) {
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK:  // Linux puts an Ethernet header of zeros before packets on lo
      return kLinkTypeEthernet;
    case ARPHRD_NONE:  // TUN, WireGuard
    case ARPHRD_RAWIP:
    case ARPHRD_PPP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
      return kLinkTypeRaw;
    default:
      return 0;
  }
}

// 0, or errno.
int LookUp(const std::string& name, Interface* found) {
  // Any socket serves for these requests; this family is there where others have been forbidden.
  const int any = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return errno;
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.size() + 1);
  int error = 0;
  if (ioctl(any, SIOCGIFINDEX, &request) == 0) {
    found->index = request.ifr_ifindex;
    if (ioctl(any, SIOCGIFHWADDR, &request) == 0) {
      found->hardware = request.ifr_hwaddr.sa_family;
      if (ioctl(any, SIOCGIFFLAGS, &request) == 0) {
        found->up = (request.ifr_flags & IFF_UP) != 0;
        if (ioctl(any, SIOCGIFMTU, &request) == 0) {
          found->mtu = request.ifr_mtu;
        } else {
          error = errno;
        }
      } else {
        error = errno;
      }
    } else {
      error = errno;
    }
  } else {
    error = errno;
  }
  close(any);
  return error;
}

Napi::Value InterfaceInfo(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  std::string name;
  if (!TakeInterfaceName(env, info.Length() < 1 ? env.Undefined() : info[0], &name)) return env.Undefined();
  Interface found{};
  const int error = LookUp(name, &found);
  if (error == ENODEV || error == ENXIO) return env.Undefined();
  if (error != 0) {
    ThrowErrno(env, "interface", error);
    return env.Undefined();
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("index", Napi::Number::New(env, found.index));
  result.Set("type", Napi::Number::New(env, found.hardware));
  result.Set("up", found.up);
  result.Set("mtu", Napi::Number::New(env, found.mtu));
  result.Set("linkType", Napi::Number::New(env, LinkTypeOf(found.hardware)));
  return result;
}

}  // namespace pinsight
