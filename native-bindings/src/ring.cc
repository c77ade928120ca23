// See ring.h.
#include "ring.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "arguments.h"
#include "interface.h"

// Younger than the headers of some systems.
#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif
#ifndef PACKET_FANOUT_FLAG_IGNORE_OUTGOING
#define PACKET_FANOUT_FLAG_IGNORE_OUTGOING 0x4000
#endif
#ifndef PACKET_FANOUT_FLAG_UNIQUEID
#define PACKET_FANOUT_FLAG_UNIQUEID 0x2000
#endif

namespace pinsight {
namespace {

constexpr uint32_t kLeastBlock = 1 << 16, kMostBlock = 1 << 24;
constexpr uint32_t kLeastBlocks = 2, kMostBlocks = 4096;
// Offsets into the ring are 32-bit words in the columns; a quarter of that is more than anyone should lock.
constexpr uint64_t kMostRing = 1 << 30;
// TPACKET_V3 packs frames of any size; the kernel only checks that a frame size divides the block.
constexpr uint32_t kFrameSize = 2048;
// Room that the kernel leaves before each frame, for the tag that it took off.
constexpr uint32_t kVlanTag = 4;
// V3_ALIGNMENT of the kernel's af_packet.c: frames of a block begin at multiples of it.
constexpr uint32_t kFrameAlignment = 8;
constexpr uint32_t kAddresses = 2 * ETH_ALEN;
// BPF_MAXINSNS instructions.
constexpr size_t kMostFilter = BPF_MAXINSNS * sizeof(sock_filter);

}  // namespace

Napi::Function Ring::Define(Napi::Env env) {
  return DefineClass(env, "Ring",
                     {
                         InstanceMethod<&Ring::Next>("next"),
                         InstanceMethod<&Ring::Release>("release"),
                         InstanceMethod<&Ring::StartWatch>("watch"),
                         InstanceMethod<&Ring::SetRef>("setRef"),
                         InstanceMethod<&Ring::Statistics>("statistics"),
                         InstanceMethod<&Ring::TakeError>("error"),
                         InstanceMethod<&Ring::Close>("close"),
                         InstanceAccessor<&Ring::Octets>("octets"),
                         InstanceAccessor<&Ring::Get>("state"),
                     });
}

Ring::Ring(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Ring>(info) {
  Napi::Object options;
  if (!TakeOptions(info, &options) || !TakeOptionsOf(options)) return;
  const bool open = OpenSocket() && MapRing() && Bind() && JoinFanout() && AttachFilter();
  if (!open) {
    CloseAll(false);
    return;
  }
  // An open ring stays until it is closed: JavaScript may hold its octets without holding this object.
  Ref();
}

// An open ring has a reference to itself: what is open here lies in an environment that ends.
Ring::~Ring() { CloseAll(true); }

bool Ring::TakeOptionsOf(Napi::Object options) {
  Napi::Env env = Env();
  int64_t blockOctets = blockOctets_, blocks = blocks_, timeout = blockTimeoutMs_, fanout = kNoFanout, direction = 3;
  if (!TakeInterfaceName(env, options.Get("interface"), &interface_) ||
      !TakeNumber(options, "blockOctets", kLeastBlock, kMostBlock, &blockOctets) ||
      !TakeNumber(options, "blocks", kLeastBlocks, kMostBlocks, &blocks) ||
      !TakeNumber(options, "blockTimeoutMs", 1, 1000, &timeout) ||
      !TakeNumber(options, "fanoutGroup", kNewFanout, 0xffff, &fanout) ||
      !TakeNumber(options, "direction", 1, 3, &direction) || !TakeFlag(options, "promiscuous", &promiscuous_)) {
    return false;
  }
  if ((blockOctets & (blockOctets - 1)) != 0) {
    ThrowRange(env, "blockOctets must be a power of two");
    return false;
  }
  if (static_cast<uint64_t>(blockOctets) * static_cast<uint64_t>(blocks) > kMostRing) {
    ThrowRange(env, "blockOctets times blocks must not be more than " + std::to_string(kMostRing));
    return false;
  }
  Napi::Value filter = options.Get("filter");
  if (env.IsExceptionPending()) return false;
  if (!filter.IsUndefined()) {
    if (!filter.IsTypedArray() || filter.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
      ThrowType(env, "filter must be a Uint8Array of struct sock_filter");
      return false;
    }
    Napi::Uint8Array program = filter.As<Napi::Uint8Array>();
    const size_t octets = program.ByteLength();
    if (octets == 0 || octets > kMostFilter || octets % sizeof(sock_filter) != 0) {
      ThrowRange(env, "filter must have 1 to " + std::to_string(BPF_MAXINSNS) + " instructions of 8 octets");
      return false;
    }
    filter_.assign(reinterpret_cast<const char*>(program.Data()), octets);
  }
  Napi::Value batch = options.Get("batch");
  if (env.IsExceptionPending() || !columns_.Take(env, batch)) return false;
  blockOctets_ = static_cast<uint32_t>(blockOctets);
  blocks_ = static_cast<uint32_t>(blocks);
  blockTimeoutMs_ = static_cast<uint32_t>(timeout);
  fanoutGroup_ = static_cast<int32_t>(fanout);
  direction_ = static_cast<Direction>(direction);
  return true;
}

bool Ring::Fail(const char* what) {
  ThrowErrno(Env(), what, errno);
  return false;
}

bool Ring::OpenSocket() {
  Interface found{};
  const int error = LookUp(interface_, &found);
  if (error != 0) {
    errno = error;
    return Fail("interface");
  }
  linkType_ = LinkTypeOf(found.hardware);
  if (linkType_ == 0) {
    errno = EPFNOSUPPORT;
    return Fail("link type of the interface");
  }
  index_ = found.index;
  // Both copies of a packet on lo pass here; the one that goes out is left out, as libpcap does.
  if (found.hardware == ARPHRD_LOOPBACK) direction_ = Direction::kIn;

  // Protocol 0 until it is bound: nothing is received before everything is set.
  socket_ = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return Fail("AF_PACKET socket");
  const int version = TPACKET_V3;
  if (setsockopt(socket_, SOL_PACKET, PACKET_VERSION, &version, sizeof version) != 0) return Fail("TPACKET_V3");
  if (linkType_ == kLinkTypeEthernet) {
    const int reserve = kVlanTag;
    if (setsockopt(socket_, SOL_PACKET, PACKET_RESERVE, &reserve, sizeof reserve) != 0) return Fail("PACKET_RESERVE");
  }
  if (direction_ == Direction::kIn) {
    // Where the kernel is too old for it, frames are left out when they are read.
    const int ignore = 1;
    (void)setsockopt(socket_, SOL_PACKET, PACKET_IGNORE_OUTGOING, &ignore, sizeof ignore);
  }
  return true;
}

bool Ring::MapRing() {
  tpacket_req3 request{};
  request.tp_block_size = blockOctets_;
  request.tp_block_nr = blocks_;
  request.tp_frame_size = kFrameSize;
  request.tp_frame_nr = blockOctets_ / kFrameSize * blocks_;
  request.tp_retire_blk_tov = blockTimeoutMs_;
  if (setsockopt(socket_, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) != 0) return Fail("PACKET_RX_RING");
  const size_t octets = static_cast<size_t>(blockOctets_) * blocks_;
  void* map = mmap(nullptr, octets, PROT_READ | PROT_WRITE, MAP_SHARED, socket_, 0);
  if (map == MAP_FAILED) return Fail("mmap of the ring");
  map_ = static_cast<uint8_t*>(map);
  mapOctets_ = octets;
  // The finalizer has nothing to do: CloseAll detaches the buffer before the memory goes.
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(Env(), map_, octets, [](napi_env, void*, void*) {}, nullptr, &buffer) != napi_ok) {
    ThrowType(Env(), "this environment takes no external memory");
    return false;
  }
  buffer_ = Napi::Persistent(Napi::ArrayBuffer(Env(), buffer));
  return true;
}

bool Ring::Bind() {
  // Nothing passes until AttachFilter: between binding and joining a group the socket would see every packet of the group.
  sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
  const sock_fprog closed{1, &nothing};
  if (setsockopt(socket_, SOL_SOCKET, SO_ATTACH_FILTER, &closed, sizeof closed) != 0) return Fail("SO_ATTACH_FILTER");
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = index_;
  if (bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return Fail("bind");
  // An interface that is down is no error of bind but one that waits at the socket.
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error != 0) {
    errno = error;
    return Fail("bind");
  }
  if (!promiscuous_) return true;
  packet_mreq member{};
  member.mr_ifindex = index_;
  member.mr_type = PACKET_MR_PROMISC;
  if (setsockopt(socket_, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &member, sizeof member) != 0) return Fail("promiscuous mode");
  return true;
}

bool Ring::JoinFanout() {
  if (fanoutGroup_ == kNoFanout) return true;
  // The hash is symmetric: both directions of a flow have the same (fanout_demux_hash, __skb_get_hash_symmetric).
  uint32_t flags = PACKET_FANOUT_HASH | PACKET_FANOUT_FLAG_DEFRAG;
  if (direction_ == Direction::kIn) flags |= PACKET_FANOUT_FLAG_IGNORE_OUTGOING;
  uint32_t group = 0;
  if (fanoutGroup_ == kNewFanout) {
    flags |= PACKET_FANOUT_FLAG_UNIQUEID;
  } else {
    group = static_cast<uint32_t>(fanoutGroup_);
  }
  uint32_t argument = group | flags << 16;
  if (setsockopt(socket_, SOL_PACKET, PACKET_FANOUT, &argument, sizeof argument) != 0) {
    if (errno != EINVAL || direction_ != Direction::kIn) return Fail("PACKET_FANOUT");
    // A kernel that does not know that flag: frames are left out when they are read.
    argument &= ~(static_cast<uint32_t>(PACKET_FANOUT_FLAG_IGNORE_OUTGOING) << 16);
    if (setsockopt(socket_, SOL_PACKET, PACKET_FANOUT, &argument, sizeof argument) != 0) return Fail("PACKET_FANOUT");
  }
  socklen_t length = sizeof argument;
  if (getsockopt(socket_, SOL_PACKET, PACKET_FANOUT, &argument, &length) != 0) return Fail("PACKET_FANOUT");
  fanoutGroup_ = static_cast<int32_t>(argument & 0xffff);
  return true;
}

bool Ring::AttachFilter() {
  if (filter_.empty()) {
    sock_filter everything = BPF_STMT(BPF_RET | BPF_K, 0xffffffff);
    const sock_fprog open{1, &everything};
    if (setsockopt(socket_, SOL_SOCKET, SO_ATTACH_FILTER, &open, sizeof open) != 0) return Fail("SO_ATTACH_FILTER");
    return true;
  }
  const sock_fprog program{static_cast<unsigned short>(filter_.size() / sizeof(sock_filter)),
                           reinterpret_cast<sock_filter*>(filter_.data())};
  if (setsockopt(socket_, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) return Fail("filter");
  return true;
}

void Ring::CloseAll(bool ending) {
  if (watch_ != nullptr) watch_->Close();
  watch_ = nullptr;
  // Whoever took the octets away (ArrayBuffer.prototype.transfer) may look at them still: then they stay until the process ends. An
  // environment that ends detaches its buffers before this; and a mapping that stayed would keep the socket, and its share of a fanout group.
  if (!buffer_.IsEmpty()) {
    Napi::HandleScope scope(Env());
    if (!ending) {
      LookForTaken();
      napi_detach_arraybuffer(Env(), buffer_.Value());
    }
    buffer_.Reset();
  }
  if (map_ != nullptr && !taken_) munmap(map_, mapOctets_);
  map_ = nullptr;
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
  reading_ = false;
  held_ = 0;
}

bool Ring::OpenOrThrow() {
  if (map_ != nullptr) return true;
  ThrowErrno(Env(), "the ring is closed", EBADF);
  return false;
}

void Ring::Close(const Napi::CallbackInfo&) {
  if (map_ == nullptr) return;
  CloseAll(false);
  Unref();
}

void Ring::LookForTaken() {
  if (!taken_ && !buffer_.IsEmpty()) napi_is_detached_arraybuffer(Env(), buffer_.Value(), &taken_);
}

Napi::Value Ring::Next(const Napi::CallbackInfo& info) {
  Columns columns;
  if (!OpenOrThrow() || !columns_.Aim(info.Env(), &columns)) return info.Env().Undefined();
  LookForTaken();
  ReleaseRead();
  uint32_t count = 0;
  // Every turn goes on to another block; the kernel could hand blocks over as fast as we read, so one round is the most.
  for (uint32_t turn = 0; turn < blocks_ && count < columns.capacity; turn++) {
    if (!reading_ && !EnterBlock()) break;
    count = ReadBlock(columns, count);
    if (packetsLeft_ > 0) break;
    reading_ = false;
    held_++;
    current_ = current_ + 1 == blocks_ ? 0 : current_ + 1;
    if (held_ == blocks_) break;
  }
  return Napi::Number::New(info.Env(), count);
}

void Ring::Release(const Napi::CallbackInfo&) {
  if (map_ != nullptr) ReleaseRead();
}

void Ring::ReleaseRead() {
  for (; held_ > 0; held_--) {
    auto* block = reinterpret_cast<tpacket_block_desc*>(Block(firstHeld_));
    // What was read of the block must have been read before the kernel sees that it may write.
    __atomic_store_n(&block->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    firstHeld_ = firstHeld_ + 1 == blocks_ ? 0 : firstHeld_ + 1;
  }
}

bool Ring::EnterBlock() {
  const auto* block = reinterpret_cast<const tpacket_block_desc*>(Block(current_));
  if ((__atomic_load_n(&block->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER) == 0) return false;
  packetsLeft_ = block->hdr.bh1.num_pkts;
  nextAt_ = block->hdr.bh1.offset_to_first_pkt;
  reading_ = true;
  return true;
}

uint32_t Ring::ReadBlock(const Columns& columns, uint32_t count) {
  while (packetsLeft_ > 0 && count < columns.capacity) {
    // The header must lie in the block, and aligned; else nothing behind it can be found.
    if (nextAt_ > blockOctets_ - sizeof(tpacket3_hdr) || nextAt_ % kFrameAlignment != 0) {
      broken_ += packetsLeft_;
      packetsLeft_ = 0;
      break;
    }
    const auto* header = reinterpret_cast<const tpacket3_hdr*>(Block(current_) + nextAt_);
    const uint32_t step = header->tp_next_offset;
    if (ReadFrame(nextAt_, columns, count)) count++;
    packetsLeft_--;
    if (packetsLeft_ == 0) break;
    if (step < sizeof(tpacket3_hdr) || step > blockOctets_ - nextAt_) {
      broken_ += packetsLeft_;
      packetsLeft_ = 0;
      break;
    }
    nextAt_ += step;
  }
  return count;
}

bool Ring::ReadFrame(uint32_t offset, const Columns& columns, uint32_t i) {
  uint8_t* block = Block(current_);
  const auto* header = reinterpret_cast<const tpacket3_hdr*>(block + offset);
  const uint32_t room = blockOctets_ - offset;
  constexpr uint32_t kAddressAt = TPACKET_ALIGN(sizeof(tpacket3_hdr));
  uint32_t captured = header->tp_snaplen;
  // The parts must follow each other: header, address, frame; and end inside the block.
  if (room < kAddressAt + sizeof(sockaddr_ll) || header->tp_mac < kAddressAt + sizeof(sockaddr_ll) || header->tp_mac > room ||
      captured > room - header->tp_mac) {
    broken_++;
    return false;
  }
  const auto* address = reinterpret_cast<const sockaddr_ll*>(block + offset + kAddressAt);
  const int asked = address->sll_pkttype == PACKET_OUTGOING ? static_cast<int>(Direction::kOut) : static_cast<int>(Direction::kIn);
  if ((static_cast<int>(direction_) & asked) == 0) {
    skipped_++;
    return false;
  }
  uint32_t frameAt = offset + header->tp_mac;
  uint32_t length = header->tp_len;
  if (linkType_ == kLinkTypeEthernet && (header->tp_status & TP_STATUS_VLAN_VALID) != 0 &&
      RestoreVlan(block, offset, header, &frameAt)) {
    captured += kVlanTag;
    if (length <= UINT32_MAX - kVlanTag) length += kVlanTag;
  }
  const uint32_t ringAt = current_ * blockOctets_ + frameAt;
  columns.Write(i, ringAt, captured, length, Microseconds(header->tp_sec, header->tp_nsec), linkType_);
  return true;
}

bool Ring::RestoreVlan(uint8_t* block, uint32_t offset, const tpacket3_hdr* header, uint32_t* frameAt) const {
  // The tag goes between the addresses and the type, so they must be there, and room before them (PACKET_RESERVE).
  constexpr uint32_t kHeaders = TPACKET_ALIGN(sizeof(tpacket3_hdr)) + sizeof(sockaddr_ll);
  if (header->tp_snaplen < kAddresses || header->tp_mac < kHeaders + kVlanTag) return false;
  const uint16_t control = static_cast<uint16_t>(header->hv1.tp_vlan_tci);
  const bool stated = (header->tp_status & TP_STATUS_VLAN_TPID_VALID) != 0;
  const uint16_t protocol = stated ? header->hv1.tp_vlan_tpid : ETH_P_8021Q;
  uint8_t* frame = block + offset + header->tp_mac - kVlanTag;
  std::memmove(frame, frame + kVlanTag, kAddresses);
  frame[kAddresses] = static_cast<uint8_t>(protocol >> 8);
  frame[kAddresses + 1] = static_cast<uint8_t>(protocol);
  frame[kAddresses + 2] = static_cast<uint8_t>(control >> 8);
  frame[kAddresses + 3] = static_cast<uint8_t>(control);
  *frameAt -= kVlanTag;
  return true;
}

void Ring::StartWatch(const Napi::CallbackInfo& info) {
  if (!OpenOrThrow()) return;
  if (info.Length() < 1 || !info[0].IsFunction()) return ThrowType(Env(), "watch takes a function");
  if (watch_ != nullptr) return ThrowType(Env(), "the ring is watched already");
  watch_ = Watch::Start(Env(), socket_, info[0].As<Napi::Function>(), this, [](void* ring) { static_cast<Ring*>(ring)->CloseAll(true); });
}

void Ring::SetRef(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsBoolean()) return ThrowType(Env(), "setRef takes true or false");
  if (watch_ != nullptr) watch_->SetRef(info[0].As<Napi::Boolean>().Value());
}

Napi::Value Ring::Statistics(const Napi::CallbackInfo& info) {
  Napi::Array counts = Napi::Array::New(Env(), 3);
  if (!OpenOrThrow()) return counts;
  tpacket_stats_v3 kernel{};
  socklen_t length = sizeof kernel;
  if (getsockopt(socket_, SOL_PACKET, PACKET_STATISTICS, &kernel, &length) != 0) {
    Fail("PACKET_STATISTICS");
    return counts;
  }
  counts.Set(0u, Napi::Number::New(Env(), kernel.tp_packets));
  counts.Set(1u, Napi::Number::New(Env(), kernel.tp_drops));
  counts.Set(2u, Napi::Number::New(Env(), kernel.tp_freeze_q_cnt));
  return counts;
}

Napi::Value Ring::TakeError(const Napi::CallbackInfo&) {
  if (!OpenOrThrow()) return Env().Undefined();
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error == 0) return Env().Undefined();
  return Napi::String::New(Env(), ErrnoName(error));
}

Napi::Value Ring::Octets(const Napi::CallbackInfo&) {
  if (!OpenOrThrow()) return Env().Undefined();
  return Napi::Uint8Array::New(Env(), mapOctets_, buffer_.Value(), 0);
}

Napi::Value Ring::Get(const Napi::CallbackInfo&) {
  Napi::Object state = Napi::Object::New(Env());
  state.Set("open", map_ != nullptr);
  state.Set("linkType", Napi::Number::New(Env(), linkType_));
  state.Set("index", Napi::Number::New(Env(), index_));
  if (fanoutGroup_ >= 0) state.Set("fanoutGroup", Napi::Number::New(Env(), fanoutGroup_));
  state.Set("skipped", Napi::Number::New(Env(), skipped_));
  state.Set("broken", Napi::Number::New(Env(), broken_));
  return state;
}

}  // namespace pinsight
