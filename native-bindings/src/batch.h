// The layout of src/source/batch.ts's PacketBatch, as far as packets fill it: five typed arrays, handed over once, written by ring and
// tun. test/native/layout.test.ts compares the two.
#pragma once
#include <napi.h>

#include <cstdint>

namespace pinsight {

// LINKTYPE_ numbers, https://www.tcpdump.org/linktypes.html
constexpr uint16_t kLinkTypeEthernet = 1;
constexpr uint16_t kLinkTypeRaw = 101;

// Most packets of one batch, BATCH_PACKETS of batch.ts; columns may be shorter, never used past this.
constexpr uint32_t kMostPackets = 4096;

// Where the columns lie now. Valid until JavaScript runs again: who holds the arrays could detach them.
struct Columns {
  uint32_t* at;
  uint32_t* captured;
  uint32_t* onWire;
  double* time;
  uint16_t* linkType;
  uint32_t capacity;

  void Write(uint32_t i, uint32_t offset, uint32_t kept, uint32_t length, double timeUs, uint16_t link) const {
    at[i] = offset;
    captured[i] = kept;
    onWire[i] = length < kept ? kept : length;
    time[i] = timeUs;
    linkType[i] = link;
  }
};

class BatchColumns {
 public:
  // Keeps the columns of `batch`, an object as newBatch() makes it; false if it threw, naming the column that does not fit.
  bool Take(Napi::Env env, Napi::Value batch);
  // Looks up where they lie; false if it threw since one of them has been detached.
  bool Aim(Napi::Env env, Columns* columns) const;

 private:
  static constexpr int kColumns = 5;
  Napi::Reference<Napi::TypedArray> arrays_[kColumns];
};

// The columns with the type of each, for the test.
Napi::Value BatchLayout(const Napi::CallbackInfo& info);

// Whole microseconds since 1970 UTC; exact in a double to the year 2255.
inline double Microseconds(int64_t seconds, int64_t nanoseconds) {
  return static_cast<double>(seconds * 1000000 + nanoseconds / 1000);
}
// The kernel's clock, now.
double RealtimeUs();

}  // namespace pinsight
