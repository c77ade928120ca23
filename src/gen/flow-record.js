// Generated from src/sink/flow-record.proto by scripts/generate.mjs. Never edited.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/dist/minimal/protobuf.min.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["flow-record"] || ($protobuf.roots["flow-record"] = {});

export const pinsight = $root.pinsight = (() => {

    /**
     * Namespace pinsight.
     * @exports pinsight
     * @namespace
     */
    const pinsight = {};

    pinsight.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof pinsight
         * @namespace
         */
        const v1 = {};

        v1.FlowRecord = (function() {

            /**
             * Properties of a FlowRecord.
             * @typedef {Object} pinsight.v1.FlowRecord.$Properties
             * @property {number|null} [timestamp] FlowRecord timestamp
             * @property {string|null} [eventType] FlowRecord eventType
             * @property {string|null} [capture] FlowRecord capture
             * @property {number|null} [flowId] FlowRecord flowId
             * @property {string|null} [communityId] FlowRecord communityId
             * @property {string|null} [srcIp] FlowRecord srcIp
             * @property {number|null} [srcPort] FlowRecord srcPort
             * @property {string|null} [destIp] FlowRecord destIp
             * @property {number|null} [destPort] FlowRecord destPort
             * @property {string|null} [proto] FlowRecord proto
             * @property {pinsight.v1.Flow.$Properties|null} [flow] FlowRecord flow
             * @property {pinsight.v1.Tls.$Properties|null} [tls] FlowRecord tls
             * @property {pinsight.v1.Pinsight.$Properties|null} [pinsight] FlowRecord pinsight
             * @property {string|null} [appProto] FlowRecord appProto
             * @property {pinsight.v1.Dns.$Properties|null} [dns] FlowRecord dns
             * @property {Array.<number>|null} [vlan] FlowRecord vlan
             * @property {Array.<string>|null} [tunnel] FlowRecord tunnel
             * @property {pinsight.v1.Quic.$Properties|null} [quic] FlowRecord quic
             * @property {pinsight.v1.Label.$Properties|null} [label] FlowRecord label
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FlowRecord.
             * @memberof pinsight.v1
             * @interface IFlowRecord
             * @augments pinsight.v1.FlowRecord.$Properties
             * @deprecated Use pinsight.v1.FlowRecord.$Properties instead.
             */

            /**
             * Shape of a FlowRecord.
             * @typedef {pinsight.v1.FlowRecord.$Properties} pinsight.v1.FlowRecord.$Shape
             */

            /**
             * Constructs a new FlowRecord.
             * @memberof pinsight.v1
             * @classdesc Represents a FlowRecord.
             * @constructor
             * @param {pinsight.v1.FlowRecord.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FlowRecord = function (properties) {
                this.vlan = [];
                this.tunnel = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FlowRecord timestamp.
             * @member {number} timestamp
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.timestamp = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * FlowRecord eventType.
             * @member {string} eventType
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.eventType = "";

            /**
             * FlowRecord capture.
             * @member {string} capture
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.capture = "";

            /**
             * FlowRecord flowId.
             * @member {number} flowId
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.flowId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FlowRecord communityId.
             * @member {string} communityId
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.communityId = "";

            /**
             * FlowRecord srcIp.
             * @member {string} srcIp
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.srcIp = "";

            /**
             * FlowRecord srcPort.
             * @member {number} srcPort
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.srcPort = 0;

            /**
             * FlowRecord destIp.
             * @member {string} destIp
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.destIp = "";

            /**
             * FlowRecord destPort.
             * @member {number} destPort
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.destPort = 0;

            /**
             * FlowRecord proto.
             * @member {string} proto
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.proto = "";

            /**
             * FlowRecord flow.
             * @member {pinsight.v1.Flow.$Properties|null|undefined} flow
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.flow = null;

            /**
             * FlowRecord tls.
             * @member {pinsight.v1.Tls.$Properties|null|undefined} tls
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.tls = null;

            /**
             * FlowRecord pinsight.
             * @member {pinsight.v1.Pinsight.$Properties|null|undefined} pinsight
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.pinsight = null;

            /**
             * FlowRecord appProto.
             * @member {string|null|undefined} appProto
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.appProto = null;

            /**
             * FlowRecord dns.
             * @member {pinsight.v1.Dns.$Properties|null|undefined} dns
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.dns = null;

            /**
             * FlowRecord vlan.
             * @member {Array.<number>} vlan
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.vlan = $util.emptyArray;

            /**
             * FlowRecord tunnel.
             * @member {Array.<string>} tunnel
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.tunnel = $util.emptyArray;

            /**
             * FlowRecord quic.
             * @member {pinsight.v1.Quic.$Properties|null|undefined} quic
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.quic = null;

            /**
             * FlowRecord label.
             * @member {pinsight.v1.Label.$Properties|null|undefined} label
             * @memberof pinsight.v1.FlowRecord
             * @instance
             */
            FlowRecord.prototype.label = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(FlowRecord.prototype, "_tls", {
                get: $util.oneOfGetter($oneOfFields = ["tls"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(FlowRecord.prototype, "_appProto", {
                get: $util.oneOfGetter($oneOfFields = ["appProto"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(FlowRecord.prototype, "_dns", {
                get: $util.oneOfGetter($oneOfFields = ["dns"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(FlowRecord.prototype, "_quic", {
                get: $util.oneOfGetter($oneOfFields = ["quic"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(FlowRecord.prototype, "_label", {
                get: $util.oneOfGetter($oneOfFields = ["label"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new FlowRecord instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.FlowRecord
             * @static
             * @param {pinsight.v1.FlowRecord.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.FlowRecord} FlowRecord instance
             * @type {{
             *   (properties: pinsight.v1.FlowRecord.$Shape): pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape;
             *   (properties?: pinsight.v1.FlowRecord.$Properties): pinsight.v1.FlowRecord;
             * }}
             */
            FlowRecord.create = function(properties) {
                return new FlowRecord(properties);
            };

            /**
             * Encodes the specified FlowRecord message. Does not implicitly {@link pinsight.v1.FlowRecord.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.FlowRecord
             * @static
             * @param {pinsight.v1.FlowRecord.$Properties} message FlowRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FlowRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.timestamp != null && $Object.hasOwnProperty.call(message, "timestamp") && (typeof message.timestamp === "object" ? message.timestamp.low || message.timestamp.high : message.timestamp !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).int64(message.timestamp);
                if (message.eventType != null && $Object.hasOwnProperty.call(message, "eventType") && message.eventType !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.eventType);
                if (message.capture != null && $Object.hasOwnProperty.call(message, "capture") && message.capture !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.capture);
                if (message.flowId != null && $Object.hasOwnProperty.call(message, "flowId") && (typeof message.flowId === "object" ? message.flowId.low || message.flowId.high : message.flowId !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.flowId);
                if (message.communityId != null && $Object.hasOwnProperty.call(message, "communityId") && message.communityId !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.communityId);
                if (message.srcIp != null && $Object.hasOwnProperty.call(message, "srcIp") && message.srcIp !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.srcIp);
                if (message.srcPort != null && $Object.hasOwnProperty.call(message, "srcPort") && message.srcPort !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.srcPort);
                if (message.destIp != null && $Object.hasOwnProperty.call(message, "destIp") && message.destIp !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.destIp);
                if (message.destPort != null && $Object.hasOwnProperty.call(message, "destPort") && message.destPort !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.destPort);
                if (message.proto != null && $Object.hasOwnProperty.call(message, "proto") && message.proto !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.proto);
                if (message.flow != null && $Object.hasOwnProperty.call(message, "flow"))
                    $root.pinsight.v1.Flow.encode(message.flow, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.tls != null && $Object.hasOwnProperty.call(message, "tls"))
                    $root.pinsight.v1.Tls.encode(message.tls, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.pinsight != null && $Object.hasOwnProperty.call(message, "pinsight"))
                    $root.pinsight.v1.Pinsight.encode(message.pinsight, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.appProto != null && $Object.hasOwnProperty.call(message, "appProto"))
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.appProto);
                if (message.dns != null && $Object.hasOwnProperty.call(message, "dns"))
                    $root.pinsight.v1.Dns.encode(message.dns, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.vlan != null && message.vlan.length)
                    writer.uint32(/* id 16, wireType 2 =*/130).uint32s(message.vlan);
                if (message.tunnel != null && message.tunnel.length)
                    for (let i = 0; i < message.tunnel.length; ++i)
                        writer.uint32(/* id 17, wireType 2 =*/138).string(message.tunnel[i]);
                if (message.quic != null && $Object.hasOwnProperty.call(message, "quic"))
                    $root.pinsight.v1.Quic.encode(message.quic, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
                if (message.label != null && $Object.hasOwnProperty.call(message, "label"))
                    $root.pinsight.v1.Label.encode(message.label, writer.uint32(/* id 19, wireType 2 =*/154).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified FlowRecord message, length delimited. Does not implicitly {@link pinsight.v1.FlowRecord.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.FlowRecord
             * @static
             * @param {pinsight.v1.FlowRecord.$Properties} message FlowRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FlowRecord.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a FlowRecord message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.FlowRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape} FlowRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FlowRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.FlowRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestamp = value;
                            else
                                delete message.timestamp;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.eventType = value;
                            else
                                delete message.eventType;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.capture = value;
                            else
                                delete message.capture;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.flowId = value;
                            else
                                delete message.flowId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.communityId = value;
                            else
                                delete message.communityId;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.srcIp = value;
                            else
                                delete message.srcIp;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.srcPort = value;
                            else
                                delete message.srcPort;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.destIp = value;
                            else
                                delete message.destIp;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.destPort = value;
                            else
                                delete message.destPort;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.proto = value;
                            else
                                delete message.proto;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.flow = $root.pinsight.v1.Flow.decode(reader, reader.size(), $undefined, _depth + 1, message.flow);
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.tls = $root.pinsight.v1.Tls.decode(reader, reader.size(), $undefined, _depth + 1, message.tls);
                            message._tls = "tls";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.pinsight = $root.pinsight.v1.Pinsight.decode(reader, reader.size(), $undefined, _depth + 1, message.pinsight);
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.appProto = reader.stringVerify();
                            message._appProto = "appProto";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.dns = $root.pinsight.v1.Dns.decode(reader, reader.size(), $undefined, _depth + 1, message.dns);
                            message._dns = "dns";
                            continue;
                        }
                    case 16: {
                            if (wireType === 2) {
                                if (!(message.vlan && message.vlan.length))
                                    message.vlan = [];
                                reader.uint32s(message.vlan);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.vlan && message.vlan.length))
                                message.vlan = [];
                            message.vlan.push(reader.uint32());
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tunnel && message.tunnel.length))
                                message.tunnel = [];
                            message.tunnel.push(reader.stringVerify());
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.quic = $root.pinsight.v1.Quic.decode(reader, reader.size(), $undefined, _depth + 1, message.quic);
                            message._quic = "quic";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.label = $root.pinsight.v1.Label.decode(reader, reader.size(), $undefined, _depth + 1, message.label);
                            message._label = "label";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a FlowRecord message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.FlowRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape} FlowRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FlowRecord.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return FlowRecord;
        })();

        v1.Flow = (function() {

            /**
             * Properties of a Flow.
             * @typedef {Object} pinsight.v1.Flow.$Properties
             * @property {number|null} [pktsToserver] Flow pktsToserver
             * @property {number|null} [pktsToclient] Flow pktsToclient
             * @property {number|null} [bytesToserver] Flow bytesToserver
             * @property {number|null} [bytesToclient] Flow bytesToclient
             * @property {number|null} [start] Flow start
             * @property {number|null} [end] Flow end
             * @property {string|null} [state] Flow state
             * @property {string|null} [reason] Flow reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Flow.
             * @memberof pinsight.v1
             * @interface IFlow
             * @augments pinsight.v1.Flow.$Properties
             * @deprecated Use pinsight.v1.Flow.$Properties instead.
             */

            /**
             * Shape of a Flow.
             * @typedef {pinsight.v1.Flow.$Properties} pinsight.v1.Flow.$Shape
             */

            /**
             * Constructs a new Flow.
             * @memberof pinsight.v1
             * @classdesc Represents a Flow.
             * @constructor
             * @param {pinsight.v1.Flow.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Flow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Flow pktsToserver.
             * @member {number} pktsToserver
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.pktsToserver = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Flow pktsToclient.
             * @member {number} pktsToclient
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.pktsToclient = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Flow bytesToserver.
             * @member {number} bytesToserver
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.bytesToserver = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Flow bytesToclient.
             * @member {number} bytesToclient
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.bytesToclient = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Flow start.
             * @member {number} start
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.start = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Flow end.
             * @member {number} end
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.end = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Flow state.
             * @member {string} state
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.state = "";

            /**
             * Flow reason.
             * @member {string} reason
             * @memberof pinsight.v1.Flow
             * @instance
             */
            Flow.prototype.reason = "";

            /**
             * Creates a new Flow instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Flow
             * @static
             * @param {pinsight.v1.Flow.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Flow} Flow instance
             * @type {{
             *   (properties: pinsight.v1.Flow.$Shape): pinsight.v1.Flow & pinsight.v1.Flow.$Shape;
             *   (properties?: pinsight.v1.Flow.$Properties): pinsight.v1.Flow;
             * }}
             */
            Flow.create = function(properties) {
                return new Flow(properties);
            };

            /**
             * Encodes the specified Flow message. Does not implicitly {@link pinsight.v1.Flow.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Flow
             * @static
             * @param {pinsight.v1.Flow.$Properties} message Flow message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Flow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pktsToserver != null && $Object.hasOwnProperty.call(message, "pktsToserver") && (typeof message.pktsToserver === "object" ? message.pktsToserver.low || message.pktsToserver.high : message.pktsToserver !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.pktsToserver);
                if (message.pktsToclient != null && $Object.hasOwnProperty.call(message, "pktsToclient") && (typeof message.pktsToclient === "object" ? message.pktsToclient.low || message.pktsToclient.high : message.pktsToclient !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.pktsToclient);
                if (message.bytesToserver != null && $Object.hasOwnProperty.call(message, "bytesToserver") && (typeof message.bytesToserver === "object" ? message.bytesToserver.low || message.bytesToserver.high : message.bytesToserver !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.bytesToserver);
                if (message.bytesToclient != null && $Object.hasOwnProperty.call(message, "bytesToclient") && (typeof message.bytesToclient === "object" ? message.bytesToclient.low || message.bytesToclient.high : message.bytesToclient !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.bytesToclient);
                if (message.start != null && $Object.hasOwnProperty.call(message, "start") && (typeof message.start === "object" ? message.start.low || message.start.high : message.start !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).int64(message.start);
                if (message.end != null && $Object.hasOwnProperty.call(message, "end") && (typeof message.end === "object" ? message.end.low || message.end.high : message.end !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).int64(message.end);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.state);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Flow message, length delimited. Does not implicitly {@link pinsight.v1.Flow.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Flow
             * @static
             * @param {pinsight.v1.Flow.$Properties} message Flow message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Flow.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Flow message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Flow
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Flow & pinsight.v1.Flow.$Shape} Flow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Flow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Flow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pktsToserver = value;
                            else
                                delete message.pktsToserver;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pktsToclient = value;
                            else
                                delete message.pktsToclient;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytesToserver = value;
                            else
                                delete message.bytesToserver;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytesToclient = value;
                            else
                                delete message.bytesToclient;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.start = value;
                            else
                                delete message.start;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.end = value;
                            else
                                delete message.end;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Flow message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Flow
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Flow & pinsight.v1.Flow.$Shape} Flow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Flow.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Flow;
        })();

        v1.Tls = (function() {

            /**
             * Properties of a Tls.
             * @typedef {Object} pinsight.v1.Tls.$Properties
             * @property {string|null} [version] Tls version
             * @property {string|null} [sni] Tls sni
             * @property {Array.<string>|null} [clientAlpns] Tls clientAlpns
             * @property {pinsight.v1.HashedString.$Properties|null} [ja3] Tls ja3
             * @property {pinsight.v1.HashedString.$Properties|null} [ja3s] Tls ja3s
             * @property {string|null} [ja4] Tls ja4
             * @property {string|null} [ja4R] Tls ja4R
             * @property {string|null} [ech] Tls ech
             * @property {number|null} [helloOctets] Tls helloOctets
             * @property {number|null} [helloPackets] Tls helloPackets
             * @property {boolean|null} [retried] Tls retried
             * @property {string|null} [outcome] Tls outcome
             * @property {string|null} [outcomeClass] Tls outcomeClass
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Tls.
             * @memberof pinsight.v1
             * @interface ITls
             * @augments pinsight.v1.Tls.$Properties
             * @deprecated Use pinsight.v1.Tls.$Properties instead.
             */

            /**
             * Shape of a Tls.
             * @typedef {pinsight.v1.Tls.$Properties} pinsight.v1.Tls.$Shape
             */

            /**
             * Constructs a new Tls.
             * @memberof pinsight.v1
             * @classdesc Represents a Tls.
             * @constructor
             * @param {pinsight.v1.Tls.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Tls = function (properties) {
                this.clientAlpns = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Tls version.
             * @member {string|null|undefined} version
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.version = null;

            /**
             * Tls sni.
             * @member {string|null|undefined} sni
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.sni = null;

            /**
             * Tls clientAlpns.
             * @member {Array.<string>} clientAlpns
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.clientAlpns = $util.emptyArray;

            /**
             * Tls ja3.
             * @member {pinsight.v1.HashedString.$Properties|null|undefined} ja3
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.ja3 = null;

            /**
             * Tls ja3s.
             * @member {pinsight.v1.HashedString.$Properties|null|undefined} ja3s
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.ja3s = null;

            /**
             * Tls ja4.
             * @member {string|null|undefined} ja4
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.ja4 = null;

            /**
             * Tls ja4R.
             * @member {string|null|undefined} ja4R
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.ja4R = null;

            /**
             * Tls ech.
             * @member {string|null|undefined} ech
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.ech = null;

            /**
             * Tls helloOctets.
             * @member {number|null|undefined} helloOctets
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.helloOctets = null;

            /**
             * Tls helloPackets.
             * @member {number|null|undefined} helloPackets
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.helloPackets = null;

            /**
             * Tls retried.
             * @member {boolean|null|undefined} retried
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.retried = null;

            /**
             * Tls outcome.
             * @member {string|null|undefined} outcome
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.outcome = null;

            /**
             * Tls outcomeClass.
             * @member {string|null|undefined} outcomeClass
             * @memberof pinsight.v1.Tls
             * @instance
             */
            Tls.prototype.outcomeClass = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_version", {
                get: $util.oneOfGetter($oneOfFields = ["version"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_sni", {
                get: $util.oneOfGetter($oneOfFields = ["sni"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_ja3", {
                get: $util.oneOfGetter($oneOfFields = ["ja3"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_ja3s", {
                get: $util.oneOfGetter($oneOfFields = ["ja3s"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_ja4", {
                get: $util.oneOfGetter($oneOfFields = ["ja4"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_ja4R", {
                get: $util.oneOfGetter($oneOfFields = ["ja4R"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_ech", {
                get: $util.oneOfGetter($oneOfFields = ["ech"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_helloOctets", {
                get: $util.oneOfGetter($oneOfFields = ["helloOctets"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_helloPackets", {
                get: $util.oneOfGetter($oneOfFields = ["helloPackets"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_retried", {
                get: $util.oneOfGetter($oneOfFields = ["retried"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_outcome", {
                get: $util.oneOfGetter($oneOfFields = ["outcome"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Tls.prototype, "_outcomeClass", {
                get: $util.oneOfGetter($oneOfFields = ["outcomeClass"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Tls instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Tls
             * @static
             * @param {pinsight.v1.Tls.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Tls} Tls instance
             * @type {{
             *   (properties: pinsight.v1.Tls.$Shape): pinsight.v1.Tls & pinsight.v1.Tls.$Shape;
             *   (properties?: pinsight.v1.Tls.$Properties): pinsight.v1.Tls;
             * }}
             */
            Tls.create = function(properties) {
                return new Tls(properties);
            };

            /**
             * Encodes the specified Tls message. Does not implicitly {@link pinsight.v1.Tls.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Tls
             * @static
             * @param {pinsight.v1.Tls.$Properties} message Tls message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Tls.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.version);
                if (message.sni != null && $Object.hasOwnProperty.call(message, "sni"))
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.sni);
                if (message.clientAlpns != null && message.clientAlpns.length)
                    for (let i = 0; i < message.clientAlpns.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.clientAlpns[i]);
                if (message.ja3 != null && $Object.hasOwnProperty.call(message, "ja3"))
                    $root.pinsight.v1.HashedString.encode(message.ja3, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.ja3s != null && $Object.hasOwnProperty.call(message, "ja3s"))
                    $root.pinsight.v1.HashedString.encode(message.ja3s, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.ja4 != null && $Object.hasOwnProperty.call(message, "ja4"))
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.ja4);
                if (message.ja4R != null && $Object.hasOwnProperty.call(message, "ja4R"))
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.ja4R);
                if (message.ech != null && $Object.hasOwnProperty.call(message, "ech"))
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.ech);
                if (message.helloOctets != null && $Object.hasOwnProperty.call(message, "helloOctets"))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.helloOctets);
                if (message.helloPackets != null && $Object.hasOwnProperty.call(message, "helloPackets"))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.helloPackets);
                if (message.retried != null && $Object.hasOwnProperty.call(message, "retried"))
                    writer.uint32(/* id 11, wireType 0 =*/88).bool(message.retried);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.outcome);
                if (message.outcomeClass != null && $Object.hasOwnProperty.call(message, "outcomeClass"))
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.outcomeClass);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Tls message, length delimited. Does not implicitly {@link pinsight.v1.Tls.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Tls
             * @static
             * @param {pinsight.v1.Tls.$Properties} message Tls message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Tls.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Tls message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Tls
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Tls & pinsight.v1.Tls.$Shape} Tls
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Tls.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Tls();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.version = reader.stringVerify();
                            message._version = "version";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.sni = reader.stringVerify();
                            message._sni = "sni";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.clientAlpns && message.clientAlpns.length))
                                message.clientAlpns = [];
                            message.clientAlpns.push(reader.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.ja3 = $root.pinsight.v1.HashedString.decode(reader, reader.size(), $undefined, _depth + 1, message.ja3);
                            message._ja3 = "ja3";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.ja3s = $root.pinsight.v1.HashedString.decode(reader, reader.size(), $undefined, _depth + 1, message.ja3s);
                            message._ja3s = "ja3s";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.ja4 = reader.stringVerify();
                            message._ja4 = "ja4";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.ja4R = reader.stringVerify();
                            message._ja4R = "ja4R";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.ech = reader.stringVerify();
                            message._ech = "ech";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            message.helloOctets = reader.uint32();
                            message._helloOctets = "helloOctets";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            message.helloPackets = reader.uint32();
                            message._helloPackets = "helloPackets";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            message.retried = reader.bool();
                            message._retried = "retried";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.outcome = reader.stringVerify();
                            message._outcome = "outcome";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.outcomeClass = reader.stringVerify();
                            message._outcomeClass = "outcomeClass";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Tls message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Tls
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Tls & pinsight.v1.Tls.$Shape} Tls
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Tls.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Tls;
        })();

        v1.HashedString = (function() {

            /**
             * Properties of a HashedString.
             * @typedef {Object} pinsight.v1.HashedString.$Properties
             * @property {string|null} [hash] HashedString hash
             * @property {string|null} [string] HashedString string
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HashedString.
             * @memberof pinsight.v1
             * @interface IHashedString
             * @augments pinsight.v1.HashedString.$Properties
             * @deprecated Use pinsight.v1.HashedString.$Properties instead.
             */

            /**
             * Shape of a HashedString.
             * @typedef {pinsight.v1.HashedString.$Properties} pinsight.v1.HashedString.$Shape
             */

            /**
             * Constructs a new HashedString.
             * @memberof pinsight.v1
             * @classdesc Represents a HashedString.
             * @constructor
             * @param {pinsight.v1.HashedString.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HashedString = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HashedString hash.
             * @member {string} hash
             * @memberof pinsight.v1.HashedString
             * @instance
             */
            HashedString.prototype.hash = "";

            /**
             * HashedString string.
             * @member {string} string
             * @memberof pinsight.v1.HashedString
             * @instance
             */
            HashedString.prototype.string = "";

            /**
             * Creates a new HashedString instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.HashedString
             * @static
             * @param {pinsight.v1.HashedString.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.HashedString} HashedString instance
             * @type {{
             *   (properties: pinsight.v1.HashedString.$Shape): pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape;
             *   (properties?: pinsight.v1.HashedString.$Properties): pinsight.v1.HashedString;
             * }}
             */
            HashedString.create = function(properties) {
                return new HashedString(properties);
            };

            /**
             * Encodes the specified HashedString message. Does not implicitly {@link pinsight.v1.HashedString.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.HashedString
             * @static
             * @param {pinsight.v1.HashedString.$Properties} message HashedString message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HashedString.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hash != null && $Object.hasOwnProperty.call(message, "hash") && message.hash !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.hash);
                if (message.string != null && $Object.hasOwnProperty.call(message, "string") && message.string !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.string);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified HashedString message, length delimited. Does not implicitly {@link pinsight.v1.HashedString.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.HashedString
             * @static
             * @param {pinsight.v1.HashedString.$Properties} message HashedString message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HashedString.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a HashedString message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.HashedString
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape} HashedString
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HashedString.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.HashedString();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hash = value;
                            else
                                delete message.hash;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.string = value;
                            else
                                delete message.string;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a HashedString message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.HashedString
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape} HashedString
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HashedString.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return HashedString;
        })();

        v1.Quic = (function() {

            /**
             * Properties of a Quic.
             * @typedef {Object} pinsight.v1.Quic.$Properties
             * @property {string|null} [version] Quic version
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Quic.
             * @memberof pinsight.v1
             * @interface IQuic
             * @augments pinsight.v1.Quic.$Properties
             * @deprecated Use pinsight.v1.Quic.$Properties instead.
             */

            /**
             * Shape of a Quic.
             * @typedef {pinsight.v1.Quic.$Properties} pinsight.v1.Quic.$Shape
             */

            /**
             * Constructs a new Quic.
             * @memberof pinsight.v1
             * @classdesc Represents a Quic.
             * @constructor
             * @param {pinsight.v1.Quic.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Quic = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Quic version.
             * @member {string} version
             * @memberof pinsight.v1.Quic
             * @instance
             */
            Quic.prototype.version = "";

            /**
             * Creates a new Quic instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Quic
             * @static
             * @param {pinsight.v1.Quic.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Quic} Quic instance
             * @type {{
             *   (properties: pinsight.v1.Quic.$Shape): pinsight.v1.Quic & pinsight.v1.Quic.$Shape;
             *   (properties?: pinsight.v1.Quic.$Properties): pinsight.v1.Quic;
             * }}
             */
            Quic.create = function(properties) {
                return new Quic(properties);
            };

            /**
             * Encodes the specified Quic message. Does not implicitly {@link pinsight.v1.Quic.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Quic
             * @static
             * @param {pinsight.v1.Quic.$Properties} message Quic message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Quic.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Quic message, length delimited. Does not implicitly {@link pinsight.v1.Quic.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Quic
             * @static
             * @param {pinsight.v1.Quic.$Properties} message Quic message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Quic.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Quic message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Quic
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Quic & pinsight.v1.Quic.$Shape} Quic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Quic.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Quic();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Quic message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Quic
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Quic & pinsight.v1.Quic.$Shape} Quic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Quic.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Quic;
        })();

        v1.Dns = (function() {

            /**
             * Properties of a Dns.
             * @typedef {Object} pinsight.v1.Dns.$Properties
             * @property {Array.<string>|null} [names] Dns names
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Dns.
             * @memberof pinsight.v1
             * @interface IDns
             * @augments pinsight.v1.Dns.$Properties
             * @deprecated Use pinsight.v1.Dns.$Properties instead.
             */

            /**
             * Shape of a Dns.
             * @typedef {pinsight.v1.Dns.$Properties} pinsight.v1.Dns.$Shape
             */

            /**
             * Constructs a new Dns.
             * @memberof pinsight.v1
             * @classdesc Represents a Dns.
             * @constructor
             * @param {pinsight.v1.Dns.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Dns = function (properties) {
                this.names = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Dns names.
             * @member {Array.<string>} names
             * @memberof pinsight.v1.Dns
             * @instance
             */
            Dns.prototype.names = $util.emptyArray;

            /**
             * Creates a new Dns instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Dns
             * @static
             * @param {pinsight.v1.Dns.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Dns} Dns instance
             * @type {{
             *   (properties: pinsight.v1.Dns.$Shape): pinsight.v1.Dns & pinsight.v1.Dns.$Shape;
             *   (properties?: pinsight.v1.Dns.$Properties): pinsight.v1.Dns;
             * }}
             */
            Dns.create = function(properties) {
                return new Dns(properties);
            };

            /**
             * Encodes the specified Dns message. Does not implicitly {@link pinsight.v1.Dns.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Dns
             * @static
             * @param {pinsight.v1.Dns.$Properties} message Dns message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Dns.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.names != null && message.names.length)
                    for (let i = 0; i < message.names.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.names[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Dns message, length delimited. Does not implicitly {@link pinsight.v1.Dns.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Dns
             * @static
             * @param {pinsight.v1.Dns.$Properties} message Dns message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Dns.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Dns message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Dns
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Dns & pinsight.v1.Dns.$Shape} Dns
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Dns.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Dns();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.names && message.names.length))
                                message.names = [];
                            message.names.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Dns message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Dns
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Dns & pinsight.v1.Dns.$Shape} Dns
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Dns.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Dns;
        })();

        v1.Label = (function() {

            /**
             * Properties of a Label.
             * @typedef {Object} pinsight.v1.Label.$Properties
             * @property {string|null} [app] Label app
             * @property {string|null} [source] Label source
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Label.
             * @memberof pinsight.v1
             * @interface ILabel
             * @augments pinsight.v1.Label.$Properties
             * @deprecated Use pinsight.v1.Label.$Properties instead.
             */

            /**
             * Shape of a Label.
             * @typedef {pinsight.v1.Label.$Properties} pinsight.v1.Label.$Shape
             */

            /**
             * Constructs a new Label.
             * @memberof pinsight.v1
             * @classdesc Represents a Label.
             * @constructor
             * @param {pinsight.v1.Label.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Label = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Label app.
             * @member {string} app
             * @memberof pinsight.v1.Label
             * @instance
             */
            Label.prototype.app = "";

            /**
             * Label source.
             * @member {string} source
             * @memberof pinsight.v1.Label
             * @instance
             */
            Label.prototype.source = "";

            /**
             * Creates a new Label instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Label
             * @static
             * @param {pinsight.v1.Label.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Label} Label instance
             * @type {{
             *   (properties: pinsight.v1.Label.$Shape): pinsight.v1.Label & pinsight.v1.Label.$Shape;
             *   (properties?: pinsight.v1.Label.$Properties): pinsight.v1.Label;
             * }}
             */
            Label.create = function(properties) {
                return new Label(properties);
            };

            /**
             * Encodes the specified Label message. Does not implicitly {@link pinsight.v1.Label.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Label
             * @static
             * @param {pinsight.v1.Label.$Properties} message Label message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Label.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.app);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.source);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Label message, length delimited. Does not implicitly {@link pinsight.v1.Label.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Label
             * @static
             * @param {pinsight.v1.Label.$Properties} message Label message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Label.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Label message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Label
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Label & pinsight.v1.Label.$Shape} Label
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Label.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Label();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.app = value;
                            else
                                delete message.app;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Label message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Label
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Label & pinsight.v1.Label.$Shape} Label
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Label.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Label;
        })();

        v1.Pinsight = (function() {

            /**
             * Properties of a Pinsight.
             * @typedef {Object} pinsight.v1.Pinsight.$Properties
             * @property {string|null} [action] Pinsight action
             * @property {string|null} [reason] Pinsight reason
             * @property {string|null} [app] Pinsight app
             * @property {pinsight.v1.BundleId.$Properties|null} [bundleId] Pinsight bundleId
             * @property {number|null} [score] Pinsight score
             * @property {number|null} [confidence] Pinsight confidence
             * @property {Array.<pinsight.v1.Candidate.$Properties>|null} [candidates] Pinsight candidates
             * @property {Array.<pinsight.v1.Evidence.$Properties>|null} [evidence] Pinsight evidence
             * @property {Array.<pinsight.v1.Hypothesis.$Properties>|null} [hypotheses] Pinsight hypotheses
             * @property {number|null} [decidedAt] Pinsight decidedAt
             * @property {number|null} [decidedPacket] Pinsight decidedPacket
             * @property {number|null} [decidedFrame] Pinsight decidedFrame
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pinsight.
             * @memberof pinsight.v1
             * @interface IPinsight
             * @augments pinsight.v1.Pinsight.$Properties
             * @deprecated Use pinsight.v1.Pinsight.$Properties instead.
             */

            /**
             * Shape of a Pinsight.
             * @typedef {pinsight.v1.Pinsight.$Properties} pinsight.v1.Pinsight.$Shape
             */

            /**
             * Constructs a new Pinsight.
             * @memberof pinsight.v1
             * @classdesc Represents a Pinsight.
             * @constructor
             * @param {pinsight.v1.Pinsight.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pinsight = function (properties) {
                this.candidates = [];
                this.evidence = [];
                this.hypotheses = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Pinsight action.
             * @member {string} action
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.action = "";

            /**
             * Pinsight reason.
             * @member {string} reason
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.reason = "";

            /**
             * Pinsight app.
             * @member {string|null|undefined} app
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.app = null;

            /**
             * Pinsight bundleId.
             * @member {pinsight.v1.BundleId.$Properties|null|undefined} bundleId
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.bundleId = null;

            /**
             * Pinsight score.
             * @member {number|null|undefined} score
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.score = null;

            /**
             * Pinsight confidence.
             * @member {number|null|undefined} confidence
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.confidence = null;

            /**
             * Pinsight candidates.
             * @member {Array.<pinsight.v1.Candidate.$Properties>} candidates
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.candidates = $util.emptyArray;

            /**
             * Pinsight evidence.
             * @member {Array.<pinsight.v1.Evidence.$Properties>} evidence
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.evidence = $util.emptyArray;

            /**
             * Pinsight hypotheses.
             * @member {Array.<pinsight.v1.Hypothesis.$Properties>} hypotheses
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.hypotheses = $util.emptyArray;

            /**
             * Pinsight decidedAt.
             * @member {number|null|undefined} decidedAt
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.decidedAt = null;

            /**
             * Pinsight decidedPacket.
             * @member {number|null|undefined} decidedPacket
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.decidedPacket = null;

            /**
             * Pinsight decidedFrame.
             * @member {number|null|undefined} decidedFrame
             * @memberof pinsight.v1.Pinsight
             * @instance
             */
            Pinsight.prototype.decidedFrame = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pinsight.prototype, "_app", {
                get: $util.oneOfGetter($oneOfFields = ["app"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pinsight.prototype, "_bundleId", {
                get: $util.oneOfGetter($oneOfFields = ["bundleId"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pinsight.prototype, "_score", {
                get: $util.oneOfGetter($oneOfFields = ["score"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pinsight.prototype, "_confidence", {
                get: $util.oneOfGetter($oneOfFields = ["confidence"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pinsight.prototype, "_decidedAt", {
                get: $util.oneOfGetter($oneOfFields = ["decidedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pinsight.prototype, "_decidedPacket", {
                get: $util.oneOfGetter($oneOfFields = ["decidedPacket"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pinsight.prototype, "_decidedFrame", {
                get: $util.oneOfGetter($oneOfFields = ["decidedFrame"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Pinsight instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Pinsight
             * @static
             * @param {pinsight.v1.Pinsight.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Pinsight} Pinsight instance
             * @type {{
             *   (properties: pinsight.v1.Pinsight.$Shape): pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape;
             *   (properties?: pinsight.v1.Pinsight.$Properties): pinsight.v1.Pinsight;
             * }}
             */
            Pinsight.create = function(properties) {
                return new Pinsight(properties);
            };

            /**
             * Encodes the specified Pinsight message. Does not implicitly {@link pinsight.v1.Pinsight.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Pinsight
             * @static
             * @param {pinsight.v1.Pinsight.$Properties} message Pinsight message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pinsight.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.action);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.app != null && $Object.hasOwnProperty.call(message, "app"))
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.app);
                if (message.bundleId != null && $Object.hasOwnProperty.call(message, "bundleId"))
                    $root.pinsight.v1.BundleId.encode(message.bundleId, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.score != null && $Object.hasOwnProperty.call(message, "score"))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.score);
                if (message.confidence != null && $Object.hasOwnProperty.call(message, "confidence"))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.confidence);
                if (message.candidates != null && message.candidates.length)
                    for (let i = 0; i < message.candidates.length; ++i)
                        $root.pinsight.v1.Candidate.encode(message.candidates[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.evidence != null && message.evidence.length)
                    for (let i = 0; i < message.evidence.length; ++i)
                        $root.pinsight.v1.Evidence.encode(message.evidence[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.hypotheses != null && message.hypotheses.length)
                    for (let i = 0; i < message.hypotheses.length; ++i)
                        $root.pinsight.v1.Hypothesis.encode(message.hypotheses[i], writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.decidedAt != null && $Object.hasOwnProperty.call(message, "decidedAt"))
                    writer.uint32(/* id 10, wireType 0 =*/80).int64(message.decidedAt);
                if (message.decidedPacket != null && $Object.hasOwnProperty.call(message, "decidedPacket"))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.decidedPacket);
                if (message.decidedFrame != null && $Object.hasOwnProperty.call(message, "decidedFrame"))
                    writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.decidedFrame);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Pinsight message, length delimited. Does not implicitly {@link pinsight.v1.Pinsight.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Pinsight
             * @static
             * @param {pinsight.v1.Pinsight.$Properties} message Pinsight message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pinsight.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Pinsight message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Pinsight
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape} Pinsight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pinsight.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Pinsight();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.action = value;
                            else
                                delete message.action;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.app = reader.stringVerify();
                            message._app = "app";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.bundleId = $root.pinsight.v1.BundleId.decode(reader, reader.size(), $undefined, _depth + 1, message.bundleId);
                            message._bundleId = "bundleId";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            message.score = reader.double();
                            message._score = "score";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            message.confidence = reader.double();
                            message._confidence = "confidence";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.candidates && message.candidates.length))
                                message.candidates = [];
                            message.candidates.push($root.pinsight.v1.Candidate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.evidence && message.evidence.length))
                                message.evidence = [];
                            message.evidence.push($root.pinsight.v1.Evidence.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.hypotheses && message.hypotheses.length))
                                message.hypotheses = [];
                            message.hypotheses.push($root.pinsight.v1.Hypothesis.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            message.decidedAt = reader.int64();
                            message._decidedAt = "decidedAt";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            message.decidedPacket = reader.uint64();
                            message._decidedPacket = "decidedPacket";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            message.decidedFrame = reader.uint64();
                            message._decidedFrame = "decidedFrame";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Pinsight message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Pinsight
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape} Pinsight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pinsight.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Pinsight;
        })();

        v1.BundleId = (function() {

            /**
             * Properties of a BundleId.
             * @typedef {Object} pinsight.v1.BundleId.$Properties
             * @property {string|null} [ios] BundleId ios
             * @property {string|null} [android] BundleId android
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BundleId.
             * @memberof pinsight.v1
             * @interface IBundleId
             * @augments pinsight.v1.BundleId.$Properties
             * @deprecated Use pinsight.v1.BundleId.$Properties instead.
             */

            /**
             * Shape of a BundleId.
             * @typedef {pinsight.v1.BundleId.$Properties} pinsight.v1.BundleId.$Shape
             */

            /**
             * Constructs a new BundleId.
             * @memberof pinsight.v1
             * @classdesc Represents a BundleId.
             * @constructor
             * @param {pinsight.v1.BundleId.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BundleId = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BundleId ios.
             * @member {string|null|undefined} ios
             * @memberof pinsight.v1.BundleId
             * @instance
             */
            BundleId.prototype.ios = null;

            /**
             * BundleId android.
             * @member {string|null|undefined} android
             * @memberof pinsight.v1.BundleId
             * @instance
             */
            BundleId.prototype.android = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(BundleId.prototype, "_ios", {
                get: $util.oneOfGetter($oneOfFields = ["ios"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(BundleId.prototype, "_android", {
                get: $util.oneOfGetter($oneOfFields = ["android"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new BundleId instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.BundleId
             * @static
             * @param {pinsight.v1.BundleId.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.BundleId} BundleId instance
             * @type {{
             *   (properties: pinsight.v1.BundleId.$Shape): pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape;
             *   (properties?: pinsight.v1.BundleId.$Properties): pinsight.v1.BundleId;
             * }}
             */
            BundleId.create = function(properties) {
                return new BundleId(properties);
            };

            /**
             * Encodes the specified BundleId message. Does not implicitly {@link pinsight.v1.BundleId.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.BundleId
             * @static
             * @param {pinsight.v1.BundleId.$Properties} message BundleId message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BundleId.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ios != null && $Object.hasOwnProperty.call(message, "ios"))
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.ios);
                if (message.android != null && $Object.hasOwnProperty.call(message, "android"))
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.android);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified BundleId message, length delimited. Does not implicitly {@link pinsight.v1.BundleId.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.BundleId
             * @static
             * @param {pinsight.v1.BundleId.$Properties} message BundleId message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BundleId.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a BundleId message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.BundleId
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape} BundleId
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BundleId.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.BundleId();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.ios = reader.stringVerify();
                            message._ios = "ios";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.android = reader.stringVerify();
                            message._android = "android";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a BundleId message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.BundleId
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape} BundleId
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BundleId.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return BundleId;
        })();

        v1.Candidate = (function() {

            /**
             * Properties of a Candidate.
             * @typedef {Object} pinsight.v1.Candidate.$Properties
             * @property {string|null} [app] Candidate app
             * @property {number|null} [probability] Candidate probability
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Candidate.
             * @memberof pinsight.v1
             * @interface ICandidate
             * @augments pinsight.v1.Candidate.$Properties
             * @deprecated Use pinsight.v1.Candidate.$Properties instead.
             */

            /**
             * Shape of a Candidate.
             * @typedef {pinsight.v1.Candidate.$Properties} pinsight.v1.Candidate.$Shape
             */

            /**
             * Constructs a new Candidate.
             * @memberof pinsight.v1
             * @classdesc Represents a Candidate.
             * @constructor
             * @param {pinsight.v1.Candidate.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Candidate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Candidate app.
             * @member {string} app
             * @memberof pinsight.v1.Candidate
             * @instance
             */
            Candidate.prototype.app = "";

            /**
             * Candidate probability.
             * @member {number} probability
             * @memberof pinsight.v1.Candidate
             * @instance
             */
            Candidate.prototype.probability = 0;

            /**
             * Creates a new Candidate instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Candidate
             * @static
             * @param {pinsight.v1.Candidate.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Candidate} Candidate instance
             * @type {{
             *   (properties: pinsight.v1.Candidate.$Shape): pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape;
             *   (properties?: pinsight.v1.Candidate.$Properties): pinsight.v1.Candidate;
             * }}
             */
            Candidate.create = function(properties) {
                return new Candidate(properties);
            };

            /**
             * Encodes the specified Candidate message. Does not implicitly {@link pinsight.v1.Candidate.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Candidate
             * @static
             * @param {pinsight.v1.Candidate.$Properties} message Candidate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Candidate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.app);
                if (message.probability != null && $Object.hasOwnProperty.call(message, "probability") && !$Object.is(message.probability, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.probability);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Candidate message, length delimited. Does not implicitly {@link pinsight.v1.Candidate.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Candidate
             * @static
             * @param {pinsight.v1.Candidate.$Properties} message Candidate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Candidate.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Candidate message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Candidate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape} Candidate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Candidate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Candidate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.app = value;
                            else
                                delete message.app;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.probability = value;
                            else
                                delete message.probability;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Candidate message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Candidate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape} Candidate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Candidate.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Candidate;
        })();

        v1.Evidence = (function() {

            /**
             * Properties of an Evidence.
             * @typedef {Object} pinsight.v1.Evidence.$Properties
             * @property {string|null} [kind] Evidence kind
             * @property {string|null} [value] Evidence value
             * @property {string|null} [app] Evidence app
             * @property {number|null} [weight] Evidence weight
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Evidence.
             * @memberof pinsight.v1
             * @interface IEvidence
             * @augments pinsight.v1.Evidence.$Properties
             * @deprecated Use pinsight.v1.Evidence.$Properties instead.
             */

            /**
             * Shape of an Evidence.
             * @typedef {pinsight.v1.Evidence.$Properties} pinsight.v1.Evidence.$Shape
             */

            /**
             * Constructs a new Evidence.
             * @memberof pinsight.v1
             * @classdesc Represents an Evidence.
             * @constructor
             * @param {pinsight.v1.Evidence.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Evidence = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Evidence kind.
             * @member {string} kind
             * @memberof pinsight.v1.Evidence
             * @instance
             */
            Evidence.prototype.kind = "";

            /**
             * Evidence value.
             * @member {string} value
             * @memberof pinsight.v1.Evidence
             * @instance
             */
            Evidence.prototype.value = "";

            /**
             * Evidence app.
             * @member {string} app
             * @memberof pinsight.v1.Evidence
             * @instance
             */
            Evidence.prototype.app = "";

            /**
             * Evidence weight.
             * @member {number} weight
             * @memberof pinsight.v1.Evidence
             * @instance
             */
            Evidence.prototype.weight = 0;

            /**
             * Creates a new Evidence instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Evidence
             * @static
             * @param {pinsight.v1.Evidence.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Evidence} Evidence instance
             * @type {{
             *   (properties: pinsight.v1.Evidence.$Shape): pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape;
             *   (properties?: pinsight.v1.Evidence.$Properties): pinsight.v1.Evidence;
             * }}
             */
            Evidence.create = function(properties) {
                return new Evidence(properties);
            };

            /**
             * Encodes the specified Evidence message. Does not implicitly {@link pinsight.v1.Evidence.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Evidence
             * @static
             * @param {pinsight.v1.Evidence.$Properties} message Evidence message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Evidence.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.value);
                if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.app);
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && !$Object.is(message.weight, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.weight);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Evidence message, length delimited. Does not implicitly {@link pinsight.v1.Evidence.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Evidence
             * @static
             * @param {pinsight.v1.Evidence.$Properties} message Evidence message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Evidence.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Evidence message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Evidence
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Evidence.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Evidence();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.value = value;
                            else
                                delete message.value;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.app = value;
                            else
                                delete message.app;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Evidence message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Evidence
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Evidence.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Evidence;
        })();

        v1.Hypothesis = (function() {

            /**
             * Properties of a Hypothesis.
             * @typedef {Object} pinsight.v1.Hypothesis.$Properties
             * @property {string|null} [name] Hypothesis name
             * @property {string|null} [kind] Hypothesis kind
             * @property {number|null} [probability] Hypothesis probability
             * @property {number|null} [prior] Hypothesis prior
             * @property {Object.<string,number>|null} [families] Hypothesis families
             * @property {number|null} [pinned] Hypothesis pinned
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hypothesis.
             * @memberof pinsight.v1
             * @interface IHypothesis
             * @augments pinsight.v1.Hypothesis.$Properties
             * @deprecated Use pinsight.v1.Hypothesis.$Properties instead.
             */

            /**
             * Shape of a Hypothesis.
             * @typedef {pinsight.v1.Hypothesis.$Properties} pinsight.v1.Hypothesis.$Shape
             */

            /**
             * Constructs a new Hypothesis.
             * @memberof pinsight.v1
             * @classdesc Represents a Hypothesis.
             * @constructor
             * @param {pinsight.v1.Hypothesis.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hypothesis = function (properties) {
                this.families = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hypothesis name.
             * @member {string} name
             * @memberof pinsight.v1.Hypothesis
             * @instance
             */
            Hypothesis.prototype.name = "";

            /**
             * Hypothesis kind.
             * @member {string} kind
             * @memberof pinsight.v1.Hypothesis
             * @instance
             */
            Hypothesis.prototype.kind = "";

            /**
             * Hypothesis probability.
             * @member {number} probability
             * @memberof pinsight.v1.Hypothesis
             * @instance
             */
            Hypothesis.prototype.probability = 0;

            /**
             * Hypothesis prior.
             * @member {number} prior
             * @memberof pinsight.v1.Hypothesis
             * @instance
             */
            Hypothesis.prototype.prior = 0;

            /**
             * Hypothesis families.
             * @member {Object.<string,number>} families
             * @memberof pinsight.v1.Hypothesis
             * @instance
             */
            Hypothesis.prototype.families = $util.emptyObject;

            /**
             * Hypothesis pinned.
             * @member {number} pinned
             * @memberof pinsight.v1.Hypothesis
             * @instance
             */
            Hypothesis.prototype.pinned = 0;

            /**
             * Creates a new Hypothesis instance using the specified properties.
             * @function create
             * @memberof pinsight.v1.Hypothesis
             * @static
             * @param {pinsight.v1.Hypothesis.$Properties=} [properties] Properties to set
             * @returns {pinsight.v1.Hypothesis} Hypothesis instance
             * @type {{
             *   (properties: pinsight.v1.Hypothesis.$Shape): pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape;
             *   (properties?: pinsight.v1.Hypothesis.$Properties): pinsight.v1.Hypothesis;
             * }}
             */
            Hypothesis.create = function(properties) {
                return new Hypothesis(properties);
            };

            /**
             * Encodes the specified Hypothesis message. Does not implicitly {@link pinsight.v1.Hypothesis.verify|verify} messages.
             * @function encode
             * @memberof pinsight.v1.Hypothesis
             * @static
             * @param {pinsight.v1.Hypothesis.$Properties} message Hypothesis message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hypothesis.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.probability != null && $Object.hasOwnProperty.call(message, "probability") && !$Object.is(message.probability, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.probability);
                if (message.prior != null && $Object.hasOwnProperty.call(message, "prior") && !$Object.is(message.prior, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.prior);
                if (message.families != null && $Object.hasOwnProperty.call(message, "families"))
                    for (let keys = $Object.keys(message.families), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 1 =*/17).double(message.families[keys[i]]).ldelim();
                if (message.pinned != null && $Object.hasOwnProperty.call(message, "pinned") && !$Object.is(message.pinned, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.pinned);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Hypothesis message, length delimited. Does not implicitly {@link pinsight.v1.Hypothesis.verify|verify} messages.
             * @function encodeDelimited
             * @memberof pinsight.v1.Hypothesis
             * @static
             * @param {pinsight.v1.Hypothesis.$Properties} message Hypothesis message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hypothesis.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Hypothesis message from the specified reader or buffer.
             * @function decode
             * @memberof pinsight.v1.Hypothesis
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape} Hypothesis
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hypothesis.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pinsight.v1.Hypothesis();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.probability = value;
                            else
                                delete message.probability;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.prior = value;
                            else
                                delete message.prior;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (message.families === $util.emptyObject)
                                message.families = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = 0;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 1)
                                        break;
                                    value = reader.double();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.families, key);
                            message.families[key] = value;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.pinned = value;
                            else
                                delete message.pinned;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Hypothesis message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof pinsight.v1.Hypothesis
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape} Hypothesis
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hypothesis.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            return Hypothesis;
        })();

        return v1;
    })();

    return pinsight;
})();

export {
  $root as default
};
