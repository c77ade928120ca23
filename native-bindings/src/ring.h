// Ring: an AF_PACKET socket with a TPACKET_V3 receive ring (Documentation/networking/packet_mmap.rst of the kernel). The kernel writes
// frames into blocks that it shares with us and hands a block over when it is full or its time is up. JavaScript sees the whole ring as
// one ArrayBuffer, so that no packet is copied; a block is the kernel's again when what was read of it has been looked at.
#pragma once
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "batch.h"
#include "watch.h"

struct tpacket_block_desc;
struct tpacket3_hdr;

namespace pinsight {

class Ring : public Napi::ObjectWrap<Ring> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Ring(const Napi::CallbackInfo& info);
  ~Ring() override;

 private:
  enum class Direction { kIn = 1, kOut = 2, kBoth = 3 };

  // next(): gives back what the last call read, then reads what is ready into the columns, at most a batch; how many packets.
  Napi::Value Next(const Napi::CallbackInfo& info);
  // release(): gives back what the last call read.
  void Release(const Napi::CallbackInfo& info);
  // watch(ready): calls `ready(status)` while blocks are ready; a negative status is an error of the socket, and the last call.
  void StartWatch(const Napi::CallbackInfo& info);
  void SetRef(const Napi::CallbackInfo& info);
  // statistics(): [packets, drops, freezes] since the last call: the kernel resets them.
  Napi::Value Statistics(const Napi::CallbackInfo& info);
  // error(): takes the socket's pending error: its errno's name, or undefined.
  Napi::Value TakeError(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  Napi::Value Octets(const Napi::CallbackInfo& info);
  Napi::Value Get(const Napi::CallbackInfo& info);

  // The steps of opening, in order; each answers false if it threw.
  bool TakeOptionsOf(Napi::Object options);
  bool OpenSocket();
  bool MapRing();
  bool Bind();
  bool JoinFanout();
  bool AttachFilter();

  bool OpenOrThrow();
  bool Fail(const char* what);
  // `ending`: the environment ends, and has detached the octets already.
  void CloseAll(bool ending);
  // Whether the octets were taken away from their buffer.
  void LookForTaken();
  // Gives the blocks before the one being read, and that one if it is through, back to the kernel.
  void ReleaseRead();
  uint8_t* Block(uint32_t number) const { return map_ + static_cast<size_t>(number) * blockOctets_; }
  // Makes block `current_` the one being read; false if the kernel still has it.
  bool EnterBlock();
  // Reads from the block being read until it or the columns are used up.
  uint32_t ReadBlock(const Columns& columns, uint32_t count);
  // One frame at `offset` of the block; false if it must not be handed over.
  bool ReadFrame(uint32_t offset, const Columns& columns, uint32_t i);
  // Puts a tag that the kernel took off back into the frame, in place.
  bool RestoreVlan(uint8_t* block, uint32_t offset, const tpacket3_hdr* header, uint32_t* frameAt) const;

  std::string interface_;
  std::string filter_;  // octets of struct sock_filter
  uint32_t blockOctets_ = 1 << 17;
  uint32_t blocks_ = 256;
  uint32_t blockTimeoutMs_ = 1;
  int32_t fanoutGroup_ = kNoFanout;
  bool promiscuous_ = false;
  Direction direction_ = Direction::kBoth;

  static constexpr int32_t kNoFanout = -2, kNewFanout = -1;

  int socket_ = -1;
  int index_ = 0;
  uint16_t linkType_ = 0;
  uint8_t* map_ = nullptr;
  size_t mapOctets_ = 0;
  BatchColumns columns_;
  Napi::Reference<Napi::ArrayBuffer> buffer_;
  Watch* watch_ = nullptr;
  bool taken_ = false;

  uint32_t current_ = 0;      // block being read, or to be read next
  uint32_t firstHeld_ = 0;    // first block that is read and not given back
  uint32_t held_ = 0;         // blocks that are read through and not given back
  bool reading_ = false;      // `current_` is being read
  uint32_t packetsLeft_ = 0;  // in it
  uint32_t nextAt_ = 0;       // offset of the next frame in it
  double skipped_ = 0;        // frames of the direction that was not asked for
  double broken_ = 0;         // frames whose header leads outside their block
};

}  // namespace pinsight
