// Generated from src/serve/wire.proto by scripts/generate.mjs. Never edited.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/dist/minimal/protobuf.min.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["wire"] || ($protobuf.roots["wire"] = {});

export const pinsight = $root.pinsight = (() => {

    /**
     * Namespace pinsight.
     * @exports pinsight
     * @namespace
     */
    const pinsight = {};

    pinsight.verdict = (function() {

        /**
         * Namespace verdict.
         * @memberof pinsight
         * @namespace
         */
        const verdict = {};

        verdict.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof pinsight.verdict
             * @namespace
             */
            const v1 = {};

            v1.VerdictRequest = (function() {

                /**
                 * Properties of a VerdictRequest.
                 * @typedef {Object} pinsight.verdict.v1.VerdictRequest.$Properties
                 * @property {number|null} [requestId] VerdictRequest requestId
                 * @property {pinsight.verdict.v1.ByHello.$Properties|null} [byHello] VerdictRequest byHello
                 * @property {pinsight.verdict.v1.ByFlow.$Properties|null} [byFlow] VerdictRequest byFlow
                 * @property {pinsight.verdict.v1.Report.$Properties|null} [report] VerdictRequest report
                 * @property {"byHello"|"byFlow"|"report"} [question] VerdictRequest question
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a VerdictRequest.
                 * @memberof pinsight.verdict.v1
                 * @interface IVerdictRequest
                 * @augments pinsight.verdict.v1.VerdictRequest.$Properties
                 * @deprecated Use pinsight.verdict.v1.VerdictRequest.$Properties instead.
                 */

                /**
                 * Narrowed shape of a VerdictRequest.
                 * @typedef {{
                 *   requestId?: number|null;
                 *   byHello?: pinsight.verdict.v1.ByHello.$Shape|null;
                 *   byFlow?: pinsight.verdict.v1.ByFlow.$Shape|null;
                 *   report?: pinsight.verdict.v1.Report.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ question?: undefined; byHello?: null; byFlow?: null; report?: null }|{ question?: "byHello"; byHello: pinsight.verdict.v1.ByHello.$Shape; byFlow?: null; report?: null }|{ question?: "byFlow"; byHello?: null; byFlow: pinsight.verdict.v1.ByFlow.$Shape; report?: null }|{ question?: "report"; byHello?: null; byFlow?: null; report: pinsight.verdict.v1.Report.$Shape })
                 * )} pinsight.verdict.v1.VerdictRequest.$Shape
                 */

                /**
                 * Constructs a new VerdictRequest.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a VerdictRequest.
                 * @constructor
                 * @param {pinsight.verdict.v1.VerdictRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const VerdictRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * VerdictRequest requestId.
                 * @member {number} requestId
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @instance
                 */
                VerdictRequest.prototype.requestId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * VerdictRequest byHello.
                 * @member {pinsight.verdict.v1.ByHello.$Properties|null|undefined} byHello
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @instance
                 */
                VerdictRequest.prototype.byHello = null;

                /**
                 * VerdictRequest byFlow.
                 * @member {pinsight.verdict.v1.ByFlow.$Properties|null|undefined} byFlow
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @instance
                 */
                VerdictRequest.prototype.byFlow = null;

                /**
                 * VerdictRequest report.
                 * @member {pinsight.verdict.v1.Report.$Properties|null|undefined} report
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @instance
                 */
                VerdictRequest.prototype.report = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * VerdictRequest question.
                 * @member {"byHello"|"byFlow"|"report"|undefined} question
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @instance
                 */
                $Object.defineProperty(VerdictRequest.prototype, "question", {
                    get: $util.oneOfGetter($oneOfFields = ["byHello", "byFlow", "report"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new VerdictRequest instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @static
                 * @param {pinsight.verdict.v1.VerdictRequest.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.VerdictRequest} VerdictRequest instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.VerdictRequest.$Shape): pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape;
                 *   (properties?: pinsight.verdict.v1.VerdictRequest.$Properties): pinsight.verdict.v1.VerdictRequest;
                 * }}
                 */
                VerdictRequest.create = function(properties) {
                    return new VerdictRequest(properties);
                };

                /**
                 * Encodes the specified VerdictRequest message. Does not implicitly {@link pinsight.verdict.v1.VerdictRequest.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @static
                 * @param {pinsight.verdict.v1.VerdictRequest.$Properties} message VerdictRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VerdictRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && (typeof message.requestId === "object" ? message.requestId.low || message.requestId.high : message.requestId !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.requestId);
                    if (message.byHello != null && $Object.hasOwnProperty.call(message, "byHello"))
                        $root.pinsight.verdict.v1.ByHello.encode(message.byHello, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.byFlow != null && $Object.hasOwnProperty.call(message, "byFlow"))
                        $root.pinsight.verdict.v1.ByFlow.encode(message.byFlow, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                        $root.pinsight.verdict.v1.Report.encode(message.report, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified VerdictRequest message, length delimited. Does not implicitly {@link pinsight.verdict.v1.VerdictRequest.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @static
                 * @param {pinsight.verdict.v1.VerdictRequest.$Properties} message VerdictRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VerdictRequest.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a VerdictRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape} VerdictRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VerdictRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.VerdictRequest();
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
                                    message.requestId = value;
                                else
                                    delete message.requestId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.byHello = $root.pinsight.verdict.v1.ByHello.decode(reader, reader.size(), $undefined, _depth + 1, message.byHello);
                                message.question = "byHello";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.byFlow = $root.pinsight.verdict.v1.ByFlow.decode(reader, reader.size(), $undefined, _depth + 1, message.byFlow);
                                message.question = "byFlow";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.report = $root.pinsight.verdict.v1.Report.decode(reader, reader.size(), $undefined, _depth + 1, message.report);
                                message.question = "report";
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
                 * Decodes a VerdictRequest message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.VerdictRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape} VerdictRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VerdictRequest.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return VerdictRequest;
            })();

            v1.Flow = (function() {

                /**
                 * Properties of a Flow.
                 * @typedef {Object} pinsight.verdict.v1.Flow.$Properties
                 * @property {string|null} [srcIp] Flow srcIp
                 * @property {number|null} [srcPort] Flow srcPort
                 * @property {string|null} [destIp] Flow destIp
                 * @property {number|null} [destPort] Flow destPort
                 * @property {string|null} [proto] Flow proto
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Flow.
                 * @memberof pinsight.verdict.v1
                 * @interface IFlow
                 * @augments pinsight.verdict.v1.Flow.$Properties
                 * @deprecated Use pinsight.verdict.v1.Flow.$Properties instead.
                 */

                /**
                 * Shape of a Flow.
                 * @typedef {pinsight.verdict.v1.Flow.$Properties} pinsight.verdict.v1.Flow.$Shape
                 */

                /**
                 * Constructs a new Flow.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a Flow.
                 * @constructor
                 * @param {pinsight.verdict.v1.Flow.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Flow = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Flow srcIp.
                 * @member {string} srcIp
                 * @memberof pinsight.verdict.v1.Flow
                 * @instance
                 */
                Flow.prototype.srcIp = "";

                /**
                 * Flow srcPort.
                 * @member {number} srcPort
                 * @memberof pinsight.verdict.v1.Flow
                 * @instance
                 */
                Flow.prototype.srcPort = 0;

                /**
                 * Flow destIp.
                 * @member {string} destIp
                 * @memberof pinsight.verdict.v1.Flow
                 * @instance
                 */
                Flow.prototype.destIp = "";

                /**
                 * Flow destPort.
                 * @member {number} destPort
                 * @memberof pinsight.verdict.v1.Flow
                 * @instance
                 */
                Flow.prototype.destPort = 0;

                /**
                 * Flow proto.
                 * @member {string} proto
                 * @memberof pinsight.verdict.v1.Flow
                 * @instance
                 */
                Flow.prototype.proto = "";

                /**
                 * Creates a new Flow instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.Flow
                 * @static
                 * @param {pinsight.verdict.v1.Flow.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.Flow} Flow instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.Flow.$Shape): pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape;
                 *   (properties?: pinsight.verdict.v1.Flow.$Properties): pinsight.verdict.v1.Flow;
                 * }}
                 */
                Flow.create = function(properties) {
                    return new Flow(properties);
                };

                /**
                 * Encodes the specified Flow message. Does not implicitly {@link pinsight.verdict.v1.Flow.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.Flow
                 * @static
                 * @param {pinsight.verdict.v1.Flow.$Properties} message Flow message or plain object to encode
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
                    if (message.srcIp != null && $Object.hasOwnProperty.call(message, "srcIp") && message.srcIp !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.srcIp);
                    if (message.srcPort != null && $Object.hasOwnProperty.call(message, "srcPort") && message.srcPort !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.srcPort);
                    if (message.destIp != null && $Object.hasOwnProperty.call(message, "destIp") && message.destIp !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.destIp);
                    if (message.destPort != null && $Object.hasOwnProperty.call(message, "destPort") && message.destPort !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.destPort);
                    if (message.proto != null && $Object.hasOwnProperty.call(message, "proto") && message.proto !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.proto);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified Flow message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Flow.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.Flow
                 * @static
                 * @param {pinsight.verdict.v1.Flow.$Properties} message Flow message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Flow.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a Flow message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.Flow
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape} Flow
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
                    message = _target || new $root.pinsight.verdict.v1.Flow();
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
                                    message.srcIp = value;
                                else
                                    delete message.srcIp;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.srcPort = value;
                                else
                                    delete message.srcPort;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.destIp = value;
                                else
                                    delete message.destIp;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.destPort = value;
                                else
                                    delete message.destPort;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.proto = value;
                                else
                                    delete message.proto;
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
                 * @memberof pinsight.verdict.v1.Flow
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape} Flow
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

            v1.ByHello = (function() {

                /**
                 * Properties of a ByHello.
                 * @typedef {Object} pinsight.verdict.v1.ByHello.$Properties
                 * @property {pinsight.verdict.v1.Flow.$Properties|null} [flow] ByHello flow
                 * @property {Uint8Array|null} [octets] ByHello octets
                 * @property {Array.<Uint8Array>|null} [datagrams] ByHello datagrams
                 * @property {pinsight.verdict.v1.HelloFields.$Properties|null} [fields] ByHello fields
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ByHello.
                 * @memberof pinsight.verdict.v1
                 * @interface IByHello
                 * @augments pinsight.verdict.v1.ByHello.$Properties
                 * @deprecated Use pinsight.verdict.v1.ByHello.$Properties instead.
                 */

                /**
                 * Shape of a ByHello.
                 * @typedef {pinsight.verdict.v1.ByHello.$Properties} pinsight.verdict.v1.ByHello.$Shape
                 */

                /**
                 * Constructs a new ByHello.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a ByHello.
                 * @constructor
                 * @param {pinsight.verdict.v1.ByHello.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ByHello = function (properties) {
                    this.datagrams = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ByHello flow.
                 * @member {pinsight.verdict.v1.Flow.$Properties|null|undefined} flow
                 * @memberof pinsight.verdict.v1.ByHello
                 * @instance
                 */
                ByHello.prototype.flow = null;

                /**
                 * ByHello octets.
                 * @member {Uint8Array|null|undefined} octets
                 * @memberof pinsight.verdict.v1.ByHello
                 * @instance
                 */
                ByHello.prototype.octets = null;

                /**
                 * ByHello datagrams.
                 * @member {Array.<Uint8Array>} datagrams
                 * @memberof pinsight.verdict.v1.ByHello
                 * @instance
                 */
                ByHello.prototype.datagrams = $util.emptyArray;

                /**
                 * ByHello fields.
                 * @member {pinsight.verdict.v1.HelloFields.$Properties|null|undefined} fields
                 * @memberof pinsight.verdict.v1.ByHello
                 * @instance
                 */
                ByHello.prototype.fields = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ByHello.prototype, "_octets", {
                    get: $util.oneOfGetter($oneOfFields = ["octets"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ByHello.prototype, "_fields", {
                    get: $util.oneOfGetter($oneOfFields = ["fields"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new ByHello instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.ByHello
                 * @static
                 * @param {pinsight.verdict.v1.ByHello.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.ByHello} ByHello instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.ByHello.$Shape): pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape;
                 *   (properties?: pinsight.verdict.v1.ByHello.$Properties): pinsight.verdict.v1.ByHello;
                 * }}
                 */
                ByHello.create = function(properties) {
                    return new ByHello(properties);
                };

                /**
                 * Encodes the specified ByHello message. Does not implicitly {@link pinsight.verdict.v1.ByHello.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.ByHello
                 * @static
                 * @param {pinsight.verdict.v1.ByHello.$Properties} message ByHello message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ByHello.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.flow != null && $Object.hasOwnProperty.call(message, "flow"))
                        $root.pinsight.verdict.v1.Flow.encode(message.flow, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.octets != null && $Object.hasOwnProperty.call(message, "octets"))
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.octets);
                    if (message.datagrams != null && message.datagrams.length)
                        for (let i = 0; i < message.datagrams.length; ++i)
                            writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.datagrams[i]);
                    if (message.fields != null && $Object.hasOwnProperty.call(message, "fields"))
                        $root.pinsight.verdict.v1.HelloFields.encode(message.fields, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified ByHello message, length delimited. Does not implicitly {@link pinsight.verdict.v1.ByHello.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.ByHello
                 * @static
                 * @param {pinsight.verdict.v1.ByHello.$Properties} message ByHello message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ByHello.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a ByHello message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.ByHello
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape} ByHello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ByHello.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.ByHello();
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
                                message.flow = $root.pinsight.verdict.v1.Flow.decode(reader, reader.size(), $undefined, _depth + 1, message.flow);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.octets = reader.bytes();
                                message._octets = "octets";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.datagrams && message.datagrams.length))
                                    message.datagrams = [];
                                message.datagrams.push(reader.bytes());
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.fields = $root.pinsight.verdict.v1.HelloFields.decode(reader, reader.size(), $undefined, _depth + 1, message.fields);
                                message._fields = "fields";
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
                 * Decodes a ByHello message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.ByHello
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape} ByHello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ByHello.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return ByHello;
            })();

            v1.HelloFields = (function() {

                /**
                 * Properties of a HelloFields.
                 * @typedef {Object} pinsight.verdict.v1.HelloFields.$Properties
                 * @property {string|null} [sni] HelloFields sni
                 * @property {Array.<string>|null} [alpn] HelloFields alpn
                 * @property {string|null} [ja3] HelloFields ja3
                 * @property {string|null} [ja4] HelloFields ja4
                 * @property {boolean|null} [ech] HelloFields ech
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a HelloFields.
                 * @memberof pinsight.verdict.v1
                 * @interface IHelloFields
                 * @augments pinsight.verdict.v1.HelloFields.$Properties
                 * @deprecated Use pinsight.verdict.v1.HelloFields.$Properties instead.
                 */

                /**
                 * Shape of a HelloFields.
                 * @typedef {pinsight.verdict.v1.HelloFields.$Properties} pinsight.verdict.v1.HelloFields.$Shape
                 */

                /**
                 * Constructs a new HelloFields.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a HelloFields.
                 * @constructor
                 * @param {pinsight.verdict.v1.HelloFields.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const HelloFields = function (properties) {
                    this.alpn = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * HelloFields sni.
                 * @member {string|null|undefined} sni
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @instance
                 */
                HelloFields.prototype.sni = null;

                /**
                 * HelloFields alpn.
                 * @member {Array.<string>} alpn
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @instance
                 */
                HelloFields.prototype.alpn = $util.emptyArray;

                /**
                 * HelloFields ja3.
                 * @member {string|null|undefined} ja3
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @instance
                 */
                HelloFields.prototype.ja3 = null;

                /**
                 * HelloFields ja4.
                 * @member {string|null|undefined} ja4
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @instance
                 */
                HelloFields.prototype.ja4 = null;

                /**
                 * HelloFields ech.
                 * @member {boolean|null|undefined} ech
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @instance
                 */
                HelloFields.prototype.ech = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(HelloFields.prototype, "_sni", {
                    get: $util.oneOfGetter($oneOfFields = ["sni"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(HelloFields.prototype, "_ja3", {
                    get: $util.oneOfGetter($oneOfFields = ["ja3"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(HelloFields.prototype, "_ja4", {
                    get: $util.oneOfGetter($oneOfFields = ["ja4"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(HelloFields.prototype, "_ech", {
                    get: $util.oneOfGetter($oneOfFields = ["ech"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new HelloFields instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @static
                 * @param {pinsight.verdict.v1.HelloFields.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.HelloFields} HelloFields instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.HelloFields.$Shape): pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape;
                 *   (properties?: pinsight.verdict.v1.HelloFields.$Properties): pinsight.verdict.v1.HelloFields;
                 * }}
                 */
                HelloFields.create = function(properties) {
                    return new HelloFields(properties);
                };

                /**
                 * Encodes the specified HelloFields message. Does not implicitly {@link pinsight.verdict.v1.HelloFields.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @static
                 * @param {pinsight.verdict.v1.HelloFields.$Properties} message HelloFields message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                HelloFields.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.sni != null && $Object.hasOwnProperty.call(message, "sni"))
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.sni);
                    if (message.alpn != null && message.alpn.length)
                        for (let i = 0; i < message.alpn.length; ++i)
                            writer.uint32(/* id 2, wireType 2 =*/18).string(message.alpn[i]);
                    if (message.ja3 != null && $Object.hasOwnProperty.call(message, "ja3"))
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.ja3);
                    if (message.ja4 != null && $Object.hasOwnProperty.call(message, "ja4"))
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.ja4);
                    if (message.ech != null && $Object.hasOwnProperty.call(message, "ech"))
                        writer.uint32(/* id 5, wireType 0 =*/40).bool(message.ech);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified HelloFields message, length delimited. Does not implicitly {@link pinsight.verdict.v1.HelloFields.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @static
                 * @param {pinsight.verdict.v1.HelloFields.$Properties} message HelloFields message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                HelloFields.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a HelloFields message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape} HelloFields
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                HelloFields.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.HelloFields();
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
                                message.sni = reader.stringVerify();
                                message._sni = "sni";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.alpn && message.alpn.length))
                                    message.alpn = [];
                                message.alpn.push(reader.stringVerify());
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.ja3 = reader.stringVerify();
                                message._ja3 = "ja3";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.ja4 = reader.stringVerify();
                                message._ja4 = "ja4";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                message.ech = reader.bool();
                                message._ech = "ech";
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
                 * Decodes a HelloFields message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.HelloFields
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape} HelloFields
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                HelloFields.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return HelloFields;
            })();

            v1.ByFlow = (function() {

                /**
                 * Properties of a ByFlow.
                 * @typedef {Object} pinsight.verdict.v1.ByFlow.$Properties
                 * @property {pinsight.verdict.v1.Flow.$Properties|null} [flow] ByFlow flow
                 * @property {number|null} [waitMs] ByFlow waitMs
                 * @property {number|null} [notBefore] ByFlow notBefore
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ByFlow.
                 * @memberof pinsight.verdict.v1
                 * @interface IByFlow
                 * @augments pinsight.verdict.v1.ByFlow.$Properties
                 * @deprecated Use pinsight.verdict.v1.ByFlow.$Properties instead.
                 */

                /**
                 * Shape of a ByFlow.
                 * @typedef {pinsight.verdict.v1.ByFlow.$Properties} pinsight.verdict.v1.ByFlow.$Shape
                 */

                /**
                 * Constructs a new ByFlow.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a ByFlow.
                 * @constructor
                 * @param {pinsight.verdict.v1.ByFlow.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ByFlow = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ByFlow flow.
                 * @member {pinsight.verdict.v1.Flow.$Properties|null|undefined} flow
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @instance
                 */
                ByFlow.prototype.flow = null;

                /**
                 * ByFlow waitMs.
                 * @member {number|null|undefined} waitMs
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @instance
                 */
                ByFlow.prototype.waitMs = null;

                /**
                 * ByFlow notBefore.
                 * @member {number|null|undefined} notBefore
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @instance
                 */
                ByFlow.prototype.notBefore = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ByFlow.prototype, "_waitMs", {
                    get: $util.oneOfGetter($oneOfFields = ["waitMs"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ByFlow.prototype, "_notBefore", {
                    get: $util.oneOfGetter($oneOfFields = ["notBefore"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new ByFlow instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @static
                 * @param {pinsight.verdict.v1.ByFlow.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.ByFlow} ByFlow instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.ByFlow.$Shape): pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape;
                 *   (properties?: pinsight.verdict.v1.ByFlow.$Properties): pinsight.verdict.v1.ByFlow;
                 * }}
                 */
                ByFlow.create = function(properties) {
                    return new ByFlow(properties);
                };

                /**
                 * Encodes the specified ByFlow message. Does not implicitly {@link pinsight.verdict.v1.ByFlow.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @static
                 * @param {pinsight.verdict.v1.ByFlow.$Properties} message ByFlow message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ByFlow.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.flow != null && $Object.hasOwnProperty.call(message, "flow"))
                        $root.pinsight.verdict.v1.Flow.encode(message.flow, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.waitMs != null && $Object.hasOwnProperty.call(message, "waitMs"))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.waitMs);
                    if (message.notBefore != null && $Object.hasOwnProperty.call(message, "notBefore"))
                        writer.uint32(/* id 3, wireType 0 =*/24).int64(message.notBefore);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified ByFlow message, length delimited. Does not implicitly {@link pinsight.verdict.v1.ByFlow.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @static
                 * @param {pinsight.verdict.v1.ByFlow.$Properties} message ByFlow message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ByFlow.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a ByFlow message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape} ByFlow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ByFlow.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.ByFlow();
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
                                message.flow = $root.pinsight.verdict.v1.Flow.decode(reader, reader.size(), $undefined, _depth + 1, message.flow);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                message.waitMs = reader.uint32();
                                message._waitMs = "waitMs";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                message.notBefore = reader.int64();
                                message._notBefore = "notBefore";
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
                 * Decodes a ByFlow message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.ByFlow
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape} ByFlow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ByFlow.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return ByFlow;
            })();

            v1.Report = (function() {

                /**
                 * Properties of a Report.
                 * @typedef {Object} pinsight.verdict.v1.Report.$Properties
                 * @property {pinsight.verdict.v1.Flow.$Properties|null} [flow] Report flow
                 * @property {string|null} [outcome] Report outcome
                 * @property {number|null} [alert] Report alert
                 * @property {string|null} [sni] Report sni
                 * @property {string|null} [ja4] Report ja4
                 * @property {boolean|null} [resumed] Report resumed
                 * @property {boolean|null} [clientCertificate] Report clientCertificate
                 * @property {boolean|null} [serverClosedFirst] Report serverClosedFirst
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Report.
                 * @memberof pinsight.verdict.v1
                 * @interface IReport
                 * @augments pinsight.verdict.v1.Report.$Properties
                 * @deprecated Use pinsight.verdict.v1.Report.$Properties instead.
                 */

                /**
                 * Shape of a Report.
                 * @typedef {pinsight.verdict.v1.Report.$Properties} pinsight.verdict.v1.Report.$Shape
                 */

                /**
                 * Constructs a new Report.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a Report.
                 * @constructor
                 * @param {pinsight.verdict.v1.Report.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Report = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Report flow.
                 * @member {pinsight.verdict.v1.Flow.$Properties|null|undefined} flow
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.flow = null;

                /**
                 * Report outcome.
                 * @member {string} outcome
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.outcome = "";

                /**
                 * Report alert.
                 * @member {number|null|undefined} alert
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.alert = null;

                /**
                 * Report sni.
                 * @member {string|null|undefined} sni
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.sni = null;

                /**
                 * Report ja4.
                 * @member {string|null|undefined} ja4
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.ja4 = null;

                /**
                 * Report resumed.
                 * @member {boolean|null|undefined} resumed
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.resumed = null;

                /**
                 * Report clientCertificate.
                 * @member {boolean|null|undefined} clientCertificate
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.clientCertificate = null;

                /**
                 * Report serverClosedFirst.
                 * @member {boolean|null|undefined} serverClosedFirst
                 * @memberof pinsight.verdict.v1.Report
                 * @instance
                 */
                Report.prototype.serverClosedFirst = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Report.prototype, "_alert", {
                    get: $util.oneOfGetter($oneOfFields = ["alert"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Report.prototype, "_sni", {
                    get: $util.oneOfGetter($oneOfFields = ["sni"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Report.prototype, "_ja4", {
                    get: $util.oneOfGetter($oneOfFields = ["ja4"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Report.prototype, "_resumed", {
                    get: $util.oneOfGetter($oneOfFields = ["resumed"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Report.prototype, "_clientCertificate", {
                    get: $util.oneOfGetter($oneOfFields = ["clientCertificate"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Report.prototype, "_serverClosedFirst", {
                    get: $util.oneOfGetter($oneOfFields = ["serverClosedFirst"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new Report instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.Report
                 * @static
                 * @param {pinsight.verdict.v1.Report.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.Report} Report instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.Report.$Shape): pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape;
                 *   (properties?: pinsight.verdict.v1.Report.$Properties): pinsight.verdict.v1.Report;
                 * }}
                 */
                Report.create = function(properties) {
                    return new Report(properties);
                };

                /**
                 * Encodes the specified Report message. Does not implicitly {@link pinsight.verdict.v1.Report.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.Report
                 * @static
                 * @param {pinsight.verdict.v1.Report.$Properties} message Report message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Report.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.flow != null && $Object.hasOwnProperty.call(message, "flow"))
                        $root.pinsight.verdict.v1.Flow.encode(message.flow, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.outcome);
                    if (message.alert != null && $Object.hasOwnProperty.call(message, "alert"))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.alert);
                    if (message.sni != null && $Object.hasOwnProperty.call(message, "sni"))
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.sni);
                    if (message.ja4 != null && $Object.hasOwnProperty.call(message, "ja4"))
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.ja4);
                    if (message.resumed != null && $Object.hasOwnProperty.call(message, "resumed"))
                        writer.uint32(/* id 6, wireType 0 =*/48).bool(message.resumed);
                    if (message.clientCertificate != null && $Object.hasOwnProperty.call(message, "clientCertificate"))
                        writer.uint32(/* id 7, wireType 0 =*/56).bool(message.clientCertificate);
                    if (message.serverClosedFirst != null && $Object.hasOwnProperty.call(message, "serverClosedFirst"))
                        writer.uint32(/* id 8, wireType 0 =*/64).bool(message.serverClosedFirst);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified Report message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Report.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.Report
                 * @static
                 * @param {pinsight.verdict.v1.Report.$Properties} message Report message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Report.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a Report message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.Report
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape} Report
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Report.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.Report();
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
                                message.flow = $root.pinsight.verdict.v1.Flow.decode(reader, reader.size(), $undefined, _depth + 1, message.flow);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.outcome = value;
                                else
                                    delete message.outcome;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                message.alert = reader.uint32();
                                message._alert = "alert";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.sni = reader.stringVerify();
                                message._sni = "sni";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.ja4 = reader.stringVerify();
                                message._ja4 = "ja4";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                message.resumed = reader.bool();
                                message._resumed = "resumed";
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                message.clientCertificate = reader.bool();
                                message._clientCertificate = "clientCertificate";
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                message.serverClosedFirst = reader.bool();
                                message._serverClosedFirst = "serverClosedFirst";
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
                 * Decodes a Report message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.Report
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape} Report
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Report.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return Report;
            })();

            v1.VerdictResponse = (function() {

                /**
                 * Properties of a VerdictResponse.
                 * @typedef {Object} pinsight.verdict.v1.VerdictResponse.$Properties
                 * @property {number|null} [requestId] VerdictResponse requestId
                 * @property {pinsight.verdict.v1.Verdict.$Properties|null} [verdict] VerdictResponse verdict
                 * @property {pinsight.verdict.v1.Recorded.$Properties|null} [recorded] VerdictResponse recorded
                 * @property {pinsight.verdict.v1.Error.$Properties|null} [error] VerdictResponse error
                 * @property {"verdict"|"recorded"|"error"} [answer] VerdictResponse answer
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a VerdictResponse.
                 * @memberof pinsight.verdict.v1
                 * @interface IVerdictResponse
                 * @augments pinsight.verdict.v1.VerdictResponse.$Properties
                 * @deprecated Use pinsight.verdict.v1.VerdictResponse.$Properties instead.
                 */

                /**
                 * Narrowed shape of a VerdictResponse.
                 * @typedef {{
                 *   requestId?: number|null;
                 *   verdict?: pinsight.verdict.v1.Verdict.$Shape|null;
                 *   recorded?: pinsight.verdict.v1.Recorded.$Shape|null;
                 *   error?: pinsight.verdict.v1.Error.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ answer?: undefined; verdict?: null; recorded?: null; error?: null }|{ answer?: "verdict"; verdict: pinsight.verdict.v1.Verdict.$Shape; recorded?: null; error?: null }|{ answer?: "recorded"; verdict?: null; recorded: pinsight.verdict.v1.Recorded.$Shape; error?: null }|{ answer?: "error"; verdict?: null; recorded?: null; error: pinsight.verdict.v1.Error.$Shape })
                 * )} pinsight.verdict.v1.VerdictResponse.$Shape
                 */

                /**
                 * Constructs a new VerdictResponse.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a VerdictResponse.
                 * @constructor
                 * @param {pinsight.verdict.v1.VerdictResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const VerdictResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * VerdictResponse requestId.
                 * @member {number} requestId
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @instance
                 */
                VerdictResponse.prototype.requestId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * VerdictResponse verdict.
                 * @member {pinsight.verdict.v1.Verdict.$Properties|null|undefined} verdict
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @instance
                 */
                VerdictResponse.prototype.verdict = null;

                /**
                 * VerdictResponse recorded.
                 * @member {pinsight.verdict.v1.Recorded.$Properties|null|undefined} recorded
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @instance
                 */
                VerdictResponse.prototype.recorded = null;

                /**
                 * VerdictResponse error.
                 * @member {pinsight.verdict.v1.Error.$Properties|null|undefined} error
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @instance
                 */
                VerdictResponse.prototype.error = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * VerdictResponse answer.
                 * @member {"verdict"|"recorded"|"error"|undefined} answer
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @instance
                 */
                $Object.defineProperty(VerdictResponse.prototype, "answer", {
                    get: $util.oneOfGetter($oneOfFields = ["verdict", "recorded", "error"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new VerdictResponse instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @static
                 * @param {pinsight.verdict.v1.VerdictResponse.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.VerdictResponse} VerdictResponse instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.VerdictResponse.$Shape): pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape;
                 *   (properties?: pinsight.verdict.v1.VerdictResponse.$Properties): pinsight.verdict.v1.VerdictResponse;
                 * }}
                 */
                VerdictResponse.create = function(properties) {
                    return new VerdictResponse(properties);
                };

                /**
                 * Encodes the specified VerdictResponse message. Does not implicitly {@link pinsight.verdict.v1.VerdictResponse.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @static
                 * @param {pinsight.verdict.v1.VerdictResponse.$Properties} message VerdictResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VerdictResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && (typeof message.requestId === "object" ? message.requestId.low || message.requestId.high : message.requestId !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.requestId);
                    if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                        $root.pinsight.verdict.v1.Verdict.encode(message.verdict, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.recorded != null && $Object.hasOwnProperty.call(message, "recorded"))
                        $root.pinsight.verdict.v1.Recorded.encode(message.recorded, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.error != null && $Object.hasOwnProperty.call(message, "error"))
                        $root.pinsight.verdict.v1.Error.encode(message.error, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified VerdictResponse message, length delimited. Does not implicitly {@link pinsight.verdict.v1.VerdictResponse.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @static
                 * @param {pinsight.verdict.v1.VerdictResponse.$Properties} message VerdictResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VerdictResponse.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a VerdictResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape} VerdictResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VerdictResponse.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.VerdictResponse();
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
                                    message.requestId = value;
                                else
                                    delete message.requestId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.verdict = $root.pinsight.verdict.v1.Verdict.decode(reader, reader.size(), $undefined, _depth + 1, message.verdict);
                                message.answer = "verdict";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.recorded = $root.pinsight.verdict.v1.Recorded.decode(reader, reader.size(), $undefined, _depth + 1, message.recorded);
                                message.answer = "recorded";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.error = $root.pinsight.verdict.v1.Error.decode(reader, reader.size(), $undefined, _depth + 1, message.error);
                                message.answer = "error";
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
                 * Decodes a VerdictResponse message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.VerdictResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape} VerdictResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VerdictResponse.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return VerdictResponse;
            })();

            v1.Verdict = (function() {

                /**
                 * Properties of a Verdict.
                 * @typedef {Object} pinsight.verdict.v1.Verdict.$Properties
                 * @property {string|null} [action] Verdict action
                 * @property {string|null} [reason] Verdict reason
                 * @property {string|null} [app] Verdict app
                 * @property {pinsight.verdict.v1.BundleId.$Properties|null} [bundleId] Verdict bundleId
                 * @property {number|null} [score] Verdict score
                 * @property {number|null} [confidence] Verdict confidence
                 * @property {Array.<pinsight.verdict.v1.Candidate.$Properties>|null} [candidates] Verdict candidates
                 * @property {Array.<pinsight.verdict.v1.Evidence.$Properties>|null} [evidence] Verdict evidence
                 * @property {number|null} [decidedAt] Verdict decidedAt
                 * @property {string|null} [sni] Verdict sni
                 * @property {Array.<string>|null} [alpn] Verdict alpn
                 * @property {string|null} [ja3] Verdict ja3
                 * @property {string|null} [ja4] Verdict ja4
                 * @property {number|null} [flowId] Verdict flowId
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Verdict.
                 * @memberof pinsight.verdict.v1
                 * @interface IVerdict
                 * @augments pinsight.verdict.v1.Verdict.$Properties
                 * @deprecated Use pinsight.verdict.v1.Verdict.$Properties instead.
                 */

                /**
                 * Shape of a Verdict.
                 * @typedef {pinsight.verdict.v1.Verdict.$Properties} pinsight.verdict.v1.Verdict.$Shape
                 */

                /**
                 * Constructs a new Verdict.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a Verdict.
                 * @constructor
                 * @param {pinsight.verdict.v1.Verdict.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Verdict = function (properties) {
                    this.candidates = [];
                    this.evidence = [];
                    this.alpn = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Verdict action.
                 * @member {string} action
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.action = "";

                /**
                 * Verdict reason.
                 * @member {string} reason
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.reason = "";

                /**
                 * Verdict app.
                 * @member {string|null|undefined} app
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.app = null;

                /**
                 * Verdict bundleId.
                 * @member {pinsight.verdict.v1.BundleId.$Properties|null|undefined} bundleId
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.bundleId = null;

                /**
                 * Verdict score.
                 * @member {number|null|undefined} score
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.score = null;

                /**
                 * Verdict confidence.
                 * @member {number|null|undefined} confidence
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.confidence = null;

                /**
                 * Verdict candidates.
                 * @member {Array.<pinsight.verdict.v1.Candidate.$Properties>} candidates
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.candidates = $util.emptyArray;

                /**
                 * Verdict evidence.
                 * @member {Array.<pinsight.verdict.v1.Evidence.$Properties>} evidence
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.evidence = $util.emptyArray;

                /**
                 * Verdict decidedAt.
                 * @member {number} decidedAt
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.decidedAt = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * Verdict sni.
                 * @member {string|null|undefined} sni
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.sni = null;

                /**
                 * Verdict alpn.
                 * @member {Array.<string>} alpn
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.alpn = $util.emptyArray;

                /**
                 * Verdict ja3.
                 * @member {string|null|undefined} ja3
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.ja3 = null;

                /**
                 * Verdict ja4.
                 * @member {string|null|undefined} ja4
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.ja4 = null;

                /**
                 * Verdict flowId.
                 * @member {number|null|undefined} flowId
                 * @memberof pinsight.verdict.v1.Verdict
                 * @instance
                 */
                Verdict.prototype.flowId = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_app", {
                    get: $util.oneOfGetter($oneOfFields = ["app"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_bundleId", {
                    get: $util.oneOfGetter($oneOfFields = ["bundleId"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_score", {
                    get: $util.oneOfGetter($oneOfFields = ["score"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_confidence", {
                    get: $util.oneOfGetter($oneOfFields = ["confidence"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_sni", {
                    get: $util.oneOfGetter($oneOfFields = ["sni"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_ja3", {
                    get: $util.oneOfGetter($oneOfFields = ["ja3"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_ja4", {
                    get: $util.oneOfGetter($oneOfFields = ["ja4"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(Verdict.prototype, "_flowId", {
                    get: $util.oneOfGetter($oneOfFields = ["flowId"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new Verdict instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.Verdict
                 * @static
                 * @param {pinsight.verdict.v1.Verdict.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.Verdict} Verdict instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.Verdict.$Shape): pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape;
                 *   (properties?: pinsight.verdict.v1.Verdict.$Properties): pinsight.verdict.v1.Verdict;
                 * }}
                 */
                Verdict.create = function(properties) {
                    return new Verdict(properties);
                };

                /**
                 * Encodes the specified Verdict message. Does not implicitly {@link pinsight.verdict.v1.Verdict.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.Verdict
                 * @static
                 * @param {pinsight.verdict.v1.Verdict.$Properties} message Verdict message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Verdict.encode = function (message, writer, _depth) {
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
                        $root.pinsight.verdict.v1.BundleId.encode(message.bundleId, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.score != null && $Object.hasOwnProperty.call(message, "score"))
                        writer.uint32(/* id 5, wireType 1 =*/41).double(message.score);
                    if (message.confidence != null && $Object.hasOwnProperty.call(message, "confidence"))
                        writer.uint32(/* id 6, wireType 1 =*/49).double(message.confidence);
                    if (message.candidates != null && message.candidates.length)
                        for (let i = 0; i < message.candidates.length; ++i)
                            $root.pinsight.verdict.v1.Candidate.encode(message.candidates[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.evidence != null && message.evidence.length)
                        for (let i = 0; i < message.evidence.length; ++i)
                            $root.pinsight.verdict.v1.Evidence.encode(message.evidence[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.decidedAt != null && $Object.hasOwnProperty.call(message, "decidedAt") && (typeof message.decidedAt === "object" ? message.decidedAt.low || message.decidedAt.high : message.decidedAt !== 0))
                        writer.uint32(/* id 9, wireType 0 =*/72).int64(message.decidedAt);
                    if (message.sni != null && $Object.hasOwnProperty.call(message, "sni"))
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.sni);
                    if (message.alpn != null && message.alpn.length)
                        for (let i = 0; i < message.alpn.length; ++i)
                            writer.uint32(/* id 11, wireType 2 =*/90).string(message.alpn[i]);
                    if (message.ja3 != null && $Object.hasOwnProperty.call(message, "ja3"))
                        writer.uint32(/* id 12, wireType 2 =*/98).string(message.ja3);
                    if (message.ja4 != null && $Object.hasOwnProperty.call(message, "ja4"))
                        writer.uint32(/* id 13, wireType 2 =*/106).string(message.ja4);
                    if (message.flowId != null && $Object.hasOwnProperty.call(message, "flowId"))
                        writer.uint32(/* id 14, wireType 0 =*/112).uint64(message.flowId);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified Verdict message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Verdict.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.Verdict
                 * @static
                 * @param {pinsight.verdict.v1.Verdict.$Properties} message Verdict message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Verdict.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a Verdict message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.Verdict
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape} Verdict
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Verdict.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.Verdict();
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
                                message.bundleId = $root.pinsight.verdict.v1.BundleId.decode(reader, reader.size(), $undefined, _depth + 1, message.bundleId);
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
                                message.candidates.push($root.pinsight.verdict.v1.Candidate.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.evidence && message.evidence.length))
                                    message.evidence = [];
                                message.evidence.push($root.pinsight.verdict.v1.Evidence.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 9: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.decidedAt = value;
                                else
                                    delete message.decidedAt;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.sni = reader.stringVerify();
                                message._sni = "sni";
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.alpn && message.alpn.length))
                                    message.alpn = [];
                                message.alpn.push(reader.stringVerify());
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                message.ja3 = reader.stringVerify();
                                message._ja3 = "ja3";
                                continue;
                            }
                        case 13: {
                                if (wireType !== 2)
                                    break;
                                message.ja4 = reader.stringVerify();
                                message._ja4 = "ja4";
                                continue;
                            }
                        case 14: {
                                if (wireType !== 0)
                                    break;
                                message.flowId = reader.uint64();
                                message._flowId = "flowId";
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
                 * Decodes a Verdict message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.Verdict
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape} Verdict
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Verdict.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return Verdict;
            })();

            v1.BundleId = (function() {

                /**
                 * Properties of a BundleId.
                 * @typedef {Object} pinsight.verdict.v1.BundleId.$Properties
                 * @property {string|null} [ios] BundleId ios
                 * @property {string|null} [android] BundleId android
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BundleId.
                 * @memberof pinsight.verdict.v1
                 * @interface IBundleId
                 * @augments pinsight.verdict.v1.BundleId.$Properties
                 * @deprecated Use pinsight.verdict.v1.BundleId.$Properties instead.
                 */

                /**
                 * Shape of a BundleId.
                 * @typedef {pinsight.verdict.v1.BundleId.$Properties} pinsight.verdict.v1.BundleId.$Shape
                 */

                /**
                 * Constructs a new BundleId.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a BundleId.
                 * @constructor
                 * @param {pinsight.verdict.v1.BundleId.$Properties=} [properties] Properties to set
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
                 * @memberof pinsight.verdict.v1.BundleId
                 * @instance
                 */
                BundleId.prototype.ios = null;

                /**
                 * BundleId android.
                 * @member {string|null|undefined} android
                 * @memberof pinsight.verdict.v1.BundleId
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
                 * @memberof pinsight.verdict.v1.BundleId
                 * @static
                 * @param {pinsight.verdict.v1.BundleId.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.BundleId} BundleId instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.BundleId.$Shape): pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape;
                 *   (properties?: pinsight.verdict.v1.BundleId.$Properties): pinsight.verdict.v1.BundleId;
                 * }}
                 */
                BundleId.create = function(properties) {
                    return new BundleId(properties);
                };

                /**
                 * Encodes the specified BundleId message. Does not implicitly {@link pinsight.verdict.v1.BundleId.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.BundleId
                 * @static
                 * @param {pinsight.verdict.v1.BundleId.$Properties} message BundleId message or plain object to encode
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
                 * Encodes the specified BundleId message, length delimited. Does not implicitly {@link pinsight.verdict.v1.BundleId.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.BundleId
                 * @static
                 * @param {pinsight.verdict.v1.BundleId.$Properties} message BundleId message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BundleId.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a BundleId message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.BundleId
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape} BundleId
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
                    message = _target || new $root.pinsight.verdict.v1.BundleId();
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
                 * @memberof pinsight.verdict.v1.BundleId
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape} BundleId
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
                 * @typedef {Object} pinsight.verdict.v1.Candidate.$Properties
                 * @property {string|null} [app] Candidate app
                 * @property {number|null} [probability] Candidate probability
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Candidate.
                 * @memberof pinsight.verdict.v1
                 * @interface ICandidate
                 * @augments pinsight.verdict.v1.Candidate.$Properties
                 * @deprecated Use pinsight.verdict.v1.Candidate.$Properties instead.
                 */

                /**
                 * Shape of a Candidate.
                 * @typedef {pinsight.verdict.v1.Candidate.$Properties} pinsight.verdict.v1.Candidate.$Shape
                 */

                /**
                 * Constructs a new Candidate.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a Candidate.
                 * @constructor
                 * @param {pinsight.verdict.v1.Candidate.$Properties=} [properties] Properties to set
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
                 * @memberof pinsight.verdict.v1.Candidate
                 * @instance
                 */
                Candidate.prototype.app = "";

                /**
                 * Candidate probability.
                 * @member {number} probability
                 * @memberof pinsight.verdict.v1.Candidate
                 * @instance
                 */
                Candidate.prototype.probability = 0;

                /**
                 * Creates a new Candidate instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.Candidate
                 * @static
                 * @param {pinsight.verdict.v1.Candidate.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.Candidate} Candidate instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.Candidate.$Shape): pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape;
                 *   (properties?: pinsight.verdict.v1.Candidate.$Properties): pinsight.verdict.v1.Candidate;
                 * }}
                 */
                Candidate.create = function(properties) {
                    return new Candidate(properties);
                };

                /**
                 * Encodes the specified Candidate message. Does not implicitly {@link pinsight.verdict.v1.Candidate.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.Candidate
                 * @static
                 * @param {pinsight.verdict.v1.Candidate.$Properties} message Candidate message or plain object to encode
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
                 * Encodes the specified Candidate message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Candidate.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.Candidate
                 * @static
                 * @param {pinsight.verdict.v1.Candidate.$Properties} message Candidate message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Candidate.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a Candidate message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.Candidate
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape} Candidate
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
                    message = _target || new $root.pinsight.verdict.v1.Candidate();
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
                 * @memberof pinsight.verdict.v1.Candidate
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape} Candidate
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
                 * @typedef {Object} pinsight.verdict.v1.Evidence.$Properties
                 * @property {string|null} [kind] Evidence kind
                 * @property {string|null} [value] Evidence value
                 * @property {string|null} [app] Evidence app
                 * @property {number|null} [weight] Evidence weight
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Evidence.
                 * @memberof pinsight.verdict.v1
                 * @interface IEvidence
                 * @augments pinsight.verdict.v1.Evidence.$Properties
                 * @deprecated Use pinsight.verdict.v1.Evidence.$Properties instead.
                 */

                /**
                 * Shape of an Evidence.
                 * @typedef {pinsight.verdict.v1.Evidence.$Properties} pinsight.verdict.v1.Evidence.$Shape
                 */

                /**
                 * Constructs a new Evidence.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents an Evidence.
                 * @constructor
                 * @param {pinsight.verdict.v1.Evidence.$Properties=} [properties] Properties to set
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
                 * @memberof pinsight.verdict.v1.Evidence
                 * @instance
                 */
                Evidence.prototype.kind = "";

                /**
                 * Evidence value.
                 * @member {string} value
                 * @memberof pinsight.verdict.v1.Evidence
                 * @instance
                 */
                Evidence.prototype.value = "";

                /**
                 * Evidence app.
                 * @member {string} app
                 * @memberof pinsight.verdict.v1.Evidence
                 * @instance
                 */
                Evidence.prototype.app = "";

                /**
                 * Evidence weight.
                 * @member {number} weight
                 * @memberof pinsight.verdict.v1.Evidence
                 * @instance
                 */
                Evidence.prototype.weight = 0;

                /**
                 * Creates a new Evidence instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.Evidence
                 * @static
                 * @param {pinsight.verdict.v1.Evidence.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.Evidence} Evidence instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.Evidence.$Shape): pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape;
                 *   (properties?: pinsight.verdict.v1.Evidence.$Properties): pinsight.verdict.v1.Evidence;
                 * }}
                 */
                Evidence.create = function(properties) {
                    return new Evidence(properties);
                };

                /**
                 * Encodes the specified Evidence message. Does not implicitly {@link pinsight.verdict.v1.Evidence.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.Evidence
                 * @static
                 * @param {pinsight.verdict.v1.Evidence.$Properties} message Evidence message or plain object to encode
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
                 * Encodes the specified Evidence message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Evidence.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.Evidence
                 * @static
                 * @param {pinsight.verdict.v1.Evidence.$Properties} message Evidence message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Evidence.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes an Evidence message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.Evidence
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape} Evidence
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
                    message = _target || new $root.pinsight.verdict.v1.Evidence();
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
                 * @memberof pinsight.verdict.v1.Evidence
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape} Evidence
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

            v1.Recorded = (function() {

                /**
                 * Properties of a Recorded.
                 * @typedef {Object} pinsight.verdict.v1.Recorded.$Properties
                 * @property {boolean|null} [taken] Recorded taken
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Recorded.
                 * @memberof pinsight.verdict.v1
                 * @interface IRecorded
                 * @augments pinsight.verdict.v1.Recorded.$Properties
                 * @deprecated Use pinsight.verdict.v1.Recorded.$Properties instead.
                 */

                /**
                 * Shape of a Recorded.
                 * @typedef {pinsight.verdict.v1.Recorded.$Properties} pinsight.verdict.v1.Recorded.$Shape
                 */

                /**
                 * Constructs a new Recorded.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents a Recorded.
                 * @constructor
                 * @param {pinsight.verdict.v1.Recorded.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Recorded = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Recorded taken.
                 * @member {boolean} taken
                 * @memberof pinsight.verdict.v1.Recorded
                 * @instance
                 */
                Recorded.prototype.taken = false;

                /**
                 * Creates a new Recorded instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.Recorded
                 * @static
                 * @param {pinsight.verdict.v1.Recorded.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.Recorded} Recorded instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.Recorded.$Shape): pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape;
                 *   (properties?: pinsight.verdict.v1.Recorded.$Properties): pinsight.verdict.v1.Recorded;
                 * }}
                 */
                Recorded.create = function(properties) {
                    return new Recorded(properties);
                };

                /**
                 * Encodes the specified Recorded message. Does not implicitly {@link pinsight.verdict.v1.Recorded.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.Recorded
                 * @static
                 * @param {pinsight.verdict.v1.Recorded.$Properties} message Recorded message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Recorded.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.taken != null && $Object.hasOwnProperty.call(message, "taken") && message.taken !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.taken);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified Recorded message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Recorded.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.Recorded
                 * @static
                 * @param {pinsight.verdict.v1.Recorded.$Properties} message Recorded message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Recorded.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a Recorded message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.Recorded
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape} Recorded
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Recorded.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.Recorded();
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
                                if (value = reader.bool())
                                    message.taken = value;
                                else
                                    delete message.taken;
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
                 * Decodes a Recorded message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.Recorded
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape} Recorded
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Recorded.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return Recorded;
            })();

            v1.Error = (function() {

                /**
                 * Properties of an Error.
                 * @typedef {Object} pinsight.verdict.v1.Error.$Properties
                 * @property {string|null} [code] Error code
                 * @property {string|null} [message] Error message
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Error.
                 * @memberof pinsight.verdict.v1
                 * @interface IError
                 * @augments pinsight.verdict.v1.Error.$Properties
                 * @deprecated Use pinsight.verdict.v1.Error.$Properties instead.
                 */

                /**
                 * Shape of an Error.
                 * @typedef {pinsight.verdict.v1.Error.$Properties} pinsight.verdict.v1.Error.$Shape
                 */

                /**
                 * Constructs a new Error.
                 * @memberof pinsight.verdict.v1
                 * @classdesc Represents an Error.
                 * @constructor
                 * @param {pinsight.verdict.v1.Error.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Error = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Error code.
                 * @member {string} code
                 * @memberof pinsight.verdict.v1.Error
                 * @instance
                 */
                Error.prototype.code = "";

                /**
                 * Error message.
                 * @member {string} message
                 * @memberof pinsight.verdict.v1.Error
                 * @instance
                 */
                Error.prototype.message = "";

                /**
                 * Creates a new Error instance using the specified properties.
                 * @function create
                 * @memberof pinsight.verdict.v1.Error
                 * @static
                 * @param {pinsight.verdict.v1.Error.$Properties=} [properties] Properties to set
                 * @returns {pinsight.verdict.v1.Error} Error instance
                 * @type {{
                 *   (properties: pinsight.verdict.v1.Error.$Shape): pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape;
                 *   (properties?: pinsight.verdict.v1.Error.$Properties): pinsight.verdict.v1.Error;
                 * }}
                 */
                Error.create = function(properties) {
                    return new Error(properties);
                };

                /**
                 * Encodes the specified Error message. Does not implicitly {@link pinsight.verdict.v1.Error.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.verdict.v1.Error
                 * @static
                 * @param {pinsight.verdict.v1.Error.$Properties} message Error message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Error.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                    if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified Error message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Error.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.verdict.v1.Error
                 * @static
                 * @param {pinsight.verdict.v1.Error.$Properties} message Error message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Error.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes an Error message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.verdict.v1.Error
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape} Error
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Error.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.verdict.v1.Error();
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
                                    message.code = value;
                                else
                                    delete message.code;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.message = value;
                                else
                                    delete message.message;
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
                 * Decodes an Error message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.verdict.v1.Error
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape} Error
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Error.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return Error;
            })();

            return v1;
        })();

        return verdict;
    })();

    return pinsight;
})();

export {
  $root as default
};
