// Generated from src/catalog/catalog.proto by scripts/generate.mjs. Never edited.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/dist/minimal/protobuf.min.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["catalog"] || ($protobuf.roots["catalog"] = {});

export const pinsight = $root.pinsight = (() => {

    /**
     * Namespace pinsight.
     * @exports pinsight
     * @namespace
     */
    const pinsight = {};

    pinsight.catalog = (function() {

        /**
         * Namespace catalog.
         * @memberof pinsight
         * @namespace
         */
        const catalog = {};

        catalog.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof pinsight.catalog
             * @namespace
             */
            const v1 = {};

            v1.CatalogFile = (function() {

                /**
                 * Properties of a CatalogFile.
                 * @typedef {Object} pinsight.catalog.v1.CatalogFile.$Properties
                 * @property {string|null} [format] CatalogFile format
                 * @property {number|null} [formatVersion] CatalogFile formatVersion
                 * @property {Uint8Array|null} [digest] CatalogFile digest
                 * @property {Uint8Array|null} [body] CatalogFile body
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CatalogFile.
                 * @memberof pinsight.catalog.v1
                 * @interface ICatalogFile
                 * @augments pinsight.catalog.v1.CatalogFile.$Properties
                 * @deprecated Use pinsight.catalog.v1.CatalogFile.$Properties instead.
                 */

                /**
                 * Shape of a CatalogFile.
                 * @typedef {pinsight.catalog.v1.CatalogFile.$Properties} pinsight.catalog.v1.CatalogFile.$Shape
                 */

                /**
                 * Constructs a new CatalogFile.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents a CatalogFile.
                 * @constructor
                 * @param {pinsight.catalog.v1.CatalogFile.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CatalogFile = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * CatalogFile format.
                 * @member {string} format
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @instance
                 */
                CatalogFile.prototype.format = "";

                /**
                 * CatalogFile formatVersion.
                 * @member {number} formatVersion
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @instance
                 */
                CatalogFile.prototype.formatVersion = 0;

                /**
                 * CatalogFile digest.
                 * @member {Uint8Array} digest
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @instance
                 */
                CatalogFile.prototype.digest = $util.newBuffer([]);

                /**
                 * CatalogFile body.
                 * @member {Uint8Array} body
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @instance
                 */
                CatalogFile.prototype.body = $util.newBuffer([]);

                /**
                 * Creates a new CatalogFile instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @static
                 * @param {pinsight.catalog.v1.CatalogFile.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.CatalogFile} CatalogFile instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.CatalogFile.$Shape): pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape;
                 *   (properties?: pinsight.catalog.v1.CatalogFile.$Properties): pinsight.catalog.v1.CatalogFile;
                 * }}
                 */
                CatalogFile.create = function(properties) {
                    return new CatalogFile(properties);
                };

                /**
                 * Encodes the specified CatalogFile message. Does not implicitly {@link pinsight.catalog.v1.CatalogFile.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @static
                 * @param {pinsight.catalog.v1.CatalogFile.$Properties} message CatalogFile message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CatalogFile.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.format != null && $Object.hasOwnProperty.call(message, "format") && message.format !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.format);
                    if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.formatVersion);
                    if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.digest);
                    if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.body);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified CatalogFile message, length delimited. Does not implicitly {@link pinsight.catalog.v1.CatalogFile.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @static
                 * @param {pinsight.catalog.v1.CatalogFile.$Properties} message CatalogFile message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CatalogFile.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a CatalogFile message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape} CatalogFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CatalogFile.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.CatalogFile();
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
                                    message.format = value;
                                else
                                    delete message.format;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.formatVersion = value;
                                else
                                    delete message.formatVersion;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.digest = value;
                                else
                                    delete message.digest;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.body = value;
                                else
                                    delete message.body;
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
                 * Decodes a CatalogFile message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.CatalogFile
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape} CatalogFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CatalogFile.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return CatalogFile;
            })();

            v1.CatalogBody = (function() {

                /**
                 * Properties of a CatalogBody.
                 * @typedef {Object} pinsight.catalog.v1.CatalogBody.$Properties
                 * @property {string|null} [version] CatalogBody version
                 * @property {number|null} [created] CatalogBody created
                 * @property {Array.<pinsight.catalog.v1.StartingValue.$Properties>|null} [startingValues] CatalogBody startingValues
                 * @property {Array.<pinsight.catalog.v1.App.$Properties>|null} [apps] CatalogBody apps
                 * @property {Array.<pinsight.catalog.v1.ClientHypothesis.$Properties>|null} [hypotheses] CatalogBody hypotheses
                 * @property {Array.<pinsight.catalog.v1.KnownFingerprint.$Properties>|null} [fingerprints] CatalogBody fingerprints
                 * @property {Array.<pinsight.catalog.v1.EchFront.$Properties>|null} [echFronts] CatalogBody echFronts
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CatalogBody.
                 * @memberof pinsight.catalog.v1
                 * @interface ICatalogBody
                 * @augments pinsight.catalog.v1.CatalogBody.$Properties
                 * @deprecated Use pinsight.catalog.v1.CatalogBody.$Properties instead.
                 */

                /**
                 * Shape of a CatalogBody.
                 * @typedef {pinsight.catalog.v1.CatalogBody.$Properties} pinsight.catalog.v1.CatalogBody.$Shape
                 */

                /**
                 * Constructs a new CatalogBody.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents a CatalogBody.
                 * @constructor
                 * @param {pinsight.catalog.v1.CatalogBody.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CatalogBody = function (properties) {
                    this.startingValues = [];
                    this.apps = [];
                    this.hypotheses = [];
                    this.fingerprints = [];
                    this.echFronts = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * CatalogBody version.
                 * @member {string} version
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @instance
                 */
                CatalogBody.prototype.version = "";

                /**
                 * CatalogBody created.
                 * @member {number} created
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @instance
                 */
                CatalogBody.prototype.created = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

                /**
                 * CatalogBody startingValues.
                 * @member {Array.<pinsight.catalog.v1.StartingValue.$Properties>} startingValues
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @instance
                 */
                CatalogBody.prototype.startingValues = $util.emptyArray;

                /**
                 * CatalogBody apps.
                 * @member {Array.<pinsight.catalog.v1.App.$Properties>} apps
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @instance
                 */
                CatalogBody.prototype.apps = $util.emptyArray;

                /**
                 * CatalogBody hypotheses.
                 * @member {Array.<pinsight.catalog.v1.ClientHypothesis.$Properties>} hypotheses
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @instance
                 */
                CatalogBody.prototype.hypotheses = $util.emptyArray;

                /**
                 * CatalogBody fingerprints.
                 * @member {Array.<pinsight.catalog.v1.KnownFingerprint.$Properties>} fingerprints
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @instance
                 */
                CatalogBody.prototype.fingerprints = $util.emptyArray;

                /**
                 * CatalogBody echFronts.
                 * @member {Array.<pinsight.catalog.v1.EchFront.$Properties>} echFronts
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @instance
                 */
                CatalogBody.prototype.echFronts = $util.emptyArray;

                /**
                 * Creates a new CatalogBody instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @static
                 * @param {pinsight.catalog.v1.CatalogBody.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.CatalogBody} CatalogBody instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.CatalogBody.$Shape): pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape;
                 *   (properties?: pinsight.catalog.v1.CatalogBody.$Properties): pinsight.catalog.v1.CatalogBody;
                 * }}
                 */
                CatalogBody.create = function(properties) {
                    return new CatalogBody(properties);
                };

                /**
                 * Encodes the specified CatalogBody message. Does not implicitly {@link pinsight.catalog.v1.CatalogBody.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @static
                 * @param {pinsight.catalog.v1.CatalogBody.$Properties} message CatalogBody message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CatalogBody.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.version);
                    if (message.created != null && $Object.hasOwnProperty.call(message, "created") && (typeof message.created === "object" ? message.created.low || message.created.high : message.created !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).int64(message.created);
                    if (message.startingValues != null && message.startingValues.length)
                        for (let i = 0; i < message.startingValues.length; ++i)
                            $root.pinsight.catalog.v1.StartingValue.encode(message.startingValues[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.apps != null && message.apps.length)
                        for (let i = 0; i < message.apps.length; ++i)
                            $root.pinsight.catalog.v1.App.encode(message.apps[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.hypotheses != null && message.hypotheses.length)
                        for (let i = 0; i < message.hypotheses.length; ++i)
                            $root.pinsight.catalog.v1.ClientHypothesis.encode(message.hypotheses[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.fingerprints != null && message.fingerprints.length)
                        for (let i = 0; i < message.fingerprints.length; ++i)
                            $root.pinsight.catalog.v1.KnownFingerprint.encode(message.fingerprints[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.echFronts != null && message.echFronts.length)
                        for (let i = 0; i < message.echFronts.length; ++i)
                            $root.pinsight.catalog.v1.EchFront.encode(message.echFronts[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified CatalogBody message, length delimited. Does not implicitly {@link pinsight.catalog.v1.CatalogBody.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @static
                 * @param {pinsight.catalog.v1.CatalogBody.$Properties} message CatalogBody message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CatalogBody.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a CatalogBody message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape} CatalogBody
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CatalogBody.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.CatalogBody();
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
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                    message.created = value;
                                else
                                    delete message.created;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.startingValues && message.startingValues.length))
                                    message.startingValues = [];
                                message.startingValues.push($root.pinsight.catalog.v1.StartingValue.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.apps && message.apps.length))
                                    message.apps = [];
                                message.apps.push($root.pinsight.catalog.v1.App.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.hypotheses && message.hypotheses.length))
                                    message.hypotheses = [];
                                message.hypotheses.push($root.pinsight.catalog.v1.ClientHypothesis.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.fingerprints && message.fingerprints.length))
                                    message.fingerprints = [];
                                message.fingerprints.push($root.pinsight.catalog.v1.KnownFingerprint.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.echFronts && message.echFronts.length))
                                    message.echFronts = [];
                                message.echFronts.push($root.pinsight.catalog.v1.EchFront.decode(reader, reader.size(), $undefined, _depth + 1));
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
                 * Decodes a CatalogBody message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.CatalogBody
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape} CatalogBody
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CatalogBody.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return CatalogBody;
            })();

            v1.StartingValue = (function() {

                /**
                 * Properties of a StartingValue.
                 * @typedef {Object} pinsight.catalog.v1.StartingValue.$Properties
                 * @property {string|null} [name] StartingValue name
                 * @property {number|null} [value] StartingValue value
                 * @property {string|null} [origin] StartingValue origin
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a StartingValue.
                 * @memberof pinsight.catalog.v1
                 * @interface IStartingValue
                 * @augments pinsight.catalog.v1.StartingValue.$Properties
                 * @deprecated Use pinsight.catalog.v1.StartingValue.$Properties instead.
                 */

                /**
                 * Shape of a StartingValue.
                 * @typedef {pinsight.catalog.v1.StartingValue.$Properties} pinsight.catalog.v1.StartingValue.$Shape
                 */

                /**
                 * Constructs a new StartingValue.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents a StartingValue.
                 * @constructor
                 * @param {pinsight.catalog.v1.StartingValue.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const StartingValue = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * StartingValue name.
                 * @member {string} name
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @instance
                 */
                StartingValue.prototype.name = "";

                /**
                 * StartingValue value.
                 * @member {number} value
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @instance
                 */
                StartingValue.prototype.value = 0;

                /**
                 * StartingValue origin.
                 * @member {string} origin
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @instance
                 */
                StartingValue.prototype.origin = "";

                /**
                 * Creates a new StartingValue instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @static
                 * @param {pinsight.catalog.v1.StartingValue.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.StartingValue} StartingValue instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.StartingValue.$Shape): pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape;
                 *   (properties?: pinsight.catalog.v1.StartingValue.$Properties): pinsight.catalog.v1.StartingValue;
                 * }}
                 */
                StartingValue.create = function(properties) {
                    return new StartingValue(properties);
                };

                /**
                 * Encodes the specified StartingValue message. Does not implicitly {@link pinsight.catalog.v1.StartingValue.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @static
                 * @param {pinsight.catalog.v1.StartingValue.$Properties} message StartingValue message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                StartingValue.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                    if (message.value != null && $Object.hasOwnProperty.call(message, "value") && !$Object.is(message.value, 0))
                        writer.uint32(/* id 2, wireType 1 =*/17).double(message.value);
                    if (message.origin != null && $Object.hasOwnProperty.call(message, "origin") && message.origin !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.origin);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified StartingValue message, length delimited. Does not implicitly {@link pinsight.catalog.v1.StartingValue.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @static
                 * @param {pinsight.catalog.v1.StartingValue.$Properties} message StartingValue message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                StartingValue.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a StartingValue message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape} StartingValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                StartingValue.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.StartingValue();
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
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.value = value;
                                else
                                    delete message.value;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.origin = value;
                                else
                                    delete message.origin;
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
                 * Decodes a StartingValue message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.StartingValue
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape} StartingValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                StartingValue.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return StartingValue;
            })();

            v1.App = (function() {

                /**
                 * Properties of an App.
                 * @typedef {Object} pinsight.catalog.v1.App.$Properties
                 * @property {string|null} [name] App name
                 * @property {string|null} [kind] App kind
                 * @property {string|null} [category] App category
                 * @property {string|null} [bundleIdIos] App bundleIdIos
                 * @property {string|null} [bundleIdAndroid] App bundleIdAndroid
                 * @property {string|null} [notes] App notes
                 * @property {Array.<pinsight.catalog.v1.Fact.$Properties>|null} [facts] App facts
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an App.
                 * @memberof pinsight.catalog.v1
                 * @interface IApp
                 * @augments pinsight.catalog.v1.App.$Properties
                 * @deprecated Use pinsight.catalog.v1.App.$Properties instead.
                 */

                /**
                 * Shape of an App.
                 * @typedef {pinsight.catalog.v1.App.$Properties} pinsight.catalog.v1.App.$Shape
                 */

                /**
                 * Constructs a new App.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents an App.
                 * @constructor
                 * @param {pinsight.catalog.v1.App.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const App = function (properties) {
                    this.facts = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * App name.
                 * @member {string} name
                 * @memberof pinsight.catalog.v1.App
                 * @instance
                 */
                App.prototype.name = "";

                /**
                 * App kind.
                 * @member {string} kind
                 * @memberof pinsight.catalog.v1.App
                 * @instance
                 */
                App.prototype.kind = "";

                /**
                 * App category.
                 * @member {string} category
                 * @memberof pinsight.catalog.v1.App
                 * @instance
                 */
                App.prototype.category = "";

                /**
                 * App bundleIdIos.
                 * @member {string} bundleIdIos
                 * @memberof pinsight.catalog.v1.App
                 * @instance
                 */
                App.prototype.bundleIdIos = "";

                /**
                 * App bundleIdAndroid.
                 * @member {string} bundleIdAndroid
                 * @memberof pinsight.catalog.v1.App
                 * @instance
                 */
                App.prototype.bundleIdAndroid = "";

                /**
                 * App notes.
                 * @member {string} notes
                 * @memberof pinsight.catalog.v1.App
                 * @instance
                 */
                App.prototype.notes = "";

                /**
                 * App facts.
                 * @member {Array.<pinsight.catalog.v1.Fact.$Properties>} facts
                 * @memberof pinsight.catalog.v1.App
                 * @instance
                 */
                App.prototype.facts = $util.emptyArray;

                /**
                 * Creates a new App instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.App
                 * @static
                 * @param {pinsight.catalog.v1.App.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.App} App instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.App.$Shape): pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape;
                 *   (properties?: pinsight.catalog.v1.App.$Properties): pinsight.catalog.v1.App;
                 * }}
                 */
                App.create = function(properties) {
                    return new App(properties);
                };

                /**
                 * Encodes the specified App message. Does not implicitly {@link pinsight.catalog.v1.App.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.App
                 * @static
                 * @param {pinsight.catalog.v1.App.$Properties} message App message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                App.encode = function (message, writer, _depth) {
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
                    if (message.category != null && $Object.hasOwnProperty.call(message, "category") && message.category !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.category);
                    if (message.bundleIdIos != null && $Object.hasOwnProperty.call(message, "bundleIdIos") && message.bundleIdIos !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.bundleIdIos);
                    if (message.bundleIdAndroid != null && $Object.hasOwnProperty.call(message, "bundleIdAndroid") && message.bundleIdAndroid !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.bundleIdAndroid);
                    if (message.notes != null && $Object.hasOwnProperty.call(message, "notes") && message.notes !== "")
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.notes);
                    if (message.facts != null && message.facts.length)
                        for (let i = 0; i < message.facts.length; ++i)
                            $root.pinsight.catalog.v1.Fact.encode(message.facts[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified App message, length delimited. Does not implicitly {@link pinsight.catalog.v1.App.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.App
                 * @static
                 * @param {pinsight.catalog.v1.App.$Properties} message App message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                App.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes an App message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.App
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape} App
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                App.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.App();
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
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.category = value;
                                else
                                    delete message.category;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.bundleIdIos = value;
                                else
                                    delete message.bundleIdIos;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.bundleIdAndroid = value;
                                else
                                    delete message.bundleIdAndroid;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.notes = value;
                                else
                                    delete message.notes;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.facts && message.facts.length))
                                    message.facts = [];
                                message.facts.push($root.pinsight.catalog.v1.Fact.decode(reader, reader.size(), $undefined, _depth + 1));
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
                 * Decodes an App message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.App
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape} App
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                App.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return App;
            })();

            v1.Fact = (function() {

                /**
                 * Properties of a Fact.
                 * @typedef {Object} pinsight.catalog.v1.Fact.$Properties
                 * @property {string|null} [kind] Fact kind
                 * @property {string|null} [value] Fact value
                 * @property {number|null} [count] Fact count
                 * @property {string|null} [level] Fact level
                 * @property {Array.<string>|null} [platforms] Fact platforms
                 * @property {string|null} [evidence] Fact evidence
                 * @property {string|null} [source] Fact source
                 * @property {string|null} [thirdParty] Fact thirdParty
                 * @property {boolean|null} [broad] Fact broad
                 * @property {boolean|null} [inferred] Fact inferred
                 * @property {number|null} [domainLabels] Fact domainLabels
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Fact.
                 * @memberof pinsight.catalog.v1
                 * @interface IFact
                 * @augments pinsight.catalog.v1.Fact.$Properties
                 * @deprecated Use pinsight.catalog.v1.Fact.$Properties instead.
                 */

                /**
                 * Shape of a Fact.
                 * @typedef {pinsight.catalog.v1.Fact.$Properties} pinsight.catalog.v1.Fact.$Shape
                 */

                /**
                 * Constructs a new Fact.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents a Fact.
                 * @constructor
                 * @param {pinsight.catalog.v1.Fact.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Fact = function (properties) {
                    this.platforms = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Fact kind.
                 * @member {string} kind
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.kind = "";

                /**
                 * Fact value.
                 * @member {string} value
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.value = "";

                /**
                 * Fact count.
                 * @member {number} count
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.count = 0;

                /**
                 * Fact level.
                 * @member {string} level
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.level = "";

                /**
                 * Fact platforms.
                 * @member {Array.<string>} platforms
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.platforms = $util.emptyArray;

                /**
                 * Fact evidence.
                 * @member {string} evidence
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.evidence = "";

                /**
                 * Fact source.
                 * @member {string} source
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.source = "";

                /**
                 * Fact thirdParty.
                 * @member {string} thirdParty
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.thirdParty = "";

                /**
                 * Fact broad.
                 * @member {boolean} broad
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.broad = false;

                /**
                 * Fact inferred.
                 * @member {boolean} inferred
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.inferred = false;

                /**
                 * Fact domainLabels.
                 * @member {number} domainLabels
                 * @memberof pinsight.catalog.v1.Fact
                 * @instance
                 */
                Fact.prototype.domainLabels = 0;

                /**
                 * Creates a new Fact instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.Fact
                 * @static
                 * @param {pinsight.catalog.v1.Fact.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.Fact} Fact instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.Fact.$Shape): pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape;
                 *   (properties?: pinsight.catalog.v1.Fact.$Properties): pinsight.catalog.v1.Fact;
                 * }}
                 */
                Fact.create = function(properties) {
                    return new Fact(properties);
                };

                /**
                 * Encodes the specified Fact message. Does not implicitly {@link pinsight.catalog.v1.Fact.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.Fact
                 * @static
                 * @param {pinsight.catalog.v1.Fact.$Properties} message Fact message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Fact.encode = function (message, writer, _depth) {
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
                    if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.count);
                    if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.level);
                    if (message.platforms != null && message.platforms.length)
                        for (let i = 0; i < message.platforms.length; ++i)
                            writer.uint32(/* id 5, wireType 2 =*/42).string(message.platforms[i]);
                    if (message.evidence != null && $Object.hasOwnProperty.call(message, "evidence") && message.evidence !== "")
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.evidence);
                    if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.source);
                    if (message.thirdParty != null && $Object.hasOwnProperty.call(message, "thirdParty") && message.thirdParty !== "")
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.thirdParty);
                    if (message.broad != null && $Object.hasOwnProperty.call(message, "broad") && message.broad !== false)
                        writer.uint32(/* id 9, wireType 0 =*/72).bool(message.broad);
                    if (message.inferred != null && $Object.hasOwnProperty.call(message, "inferred") && message.inferred !== false)
                        writer.uint32(/* id 10, wireType 0 =*/80).bool(message.inferred);
                    if (message.domainLabels != null && $Object.hasOwnProperty.call(message, "domainLabels") && message.domainLabels !== 0)
                        writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.domainLabels);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified Fact message, length delimited. Does not implicitly {@link pinsight.catalog.v1.Fact.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.Fact
                 * @static
                 * @param {pinsight.catalog.v1.Fact.$Properties} message Fact message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Fact.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a Fact message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.Fact
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape} Fact
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Fact.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.Fact();
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
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.count = value;
                                else
                                    delete message.count;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.level = value;
                                else
                                    delete message.level;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.platforms && message.platforms.length))
                                    message.platforms = [];
                                message.platforms.push(reader.stringVerify());
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.evidence = value;
                                else
                                    delete message.evidence;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.source = value;
                                else
                                    delete message.source;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.thirdParty = value;
                                else
                                    delete message.thirdParty;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.broad = value;
                                else
                                    delete message.broad;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.inferred = value;
                                else
                                    delete message.inferred;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.domainLabels = value;
                                else
                                    delete message.domainLabels;
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
                 * Decodes a Fact message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.Fact
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape} Fact
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Fact.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return Fact;
            })();

            v1.ClientHypothesis = (function() {

                /**
                 * Properties of a ClientHypothesis.
                 * @typedef {Object} pinsight.catalog.v1.ClientHypothesis.$Properties
                 * @property {string|null} [name] ClientHypothesis name
                 * @property {string|null} [kind] ClientHypothesis kind
                 * @property {string|null} [platform] ClientHypothesis platform
                 * @property {boolean|null} [permutes] ClientHypothesis permutes
                 * @property {Array.<string>|null} [vendorApps] ClientHypothesis vendorApps
                 * @property {string|null} [engine] ClientHypothesis engine
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ClientHypothesis.
                 * @memberof pinsight.catalog.v1
                 * @interface IClientHypothesis
                 * @augments pinsight.catalog.v1.ClientHypothesis.$Properties
                 * @deprecated Use pinsight.catalog.v1.ClientHypothesis.$Properties instead.
                 */

                /**
                 * Shape of a ClientHypothesis.
                 * @typedef {pinsight.catalog.v1.ClientHypothesis.$Properties} pinsight.catalog.v1.ClientHypothesis.$Shape
                 */

                /**
                 * Constructs a new ClientHypothesis.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents a ClientHypothesis.
                 * @constructor
                 * @param {pinsight.catalog.v1.ClientHypothesis.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ClientHypothesis = function (properties) {
                    this.vendorApps = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ClientHypothesis name.
                 * @member {string} name
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @instance
                 */
                ClientHypothesis.prototype.name = "";

                /**
                 * ClientHypothesis kind.
                 * @member {string} kind
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @instance
                 */
                ClientHypothesis.prototype.kind = "";

                /**
                 * ClientHypothesis platform.
                 * @member {string} platform
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @instance
                 */
                ClientHypothesis.prototype.platform = "";

                /**
                 * ClientHypothesis permutes.
                 * @member {boolean} permutes
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @instance
                 */
                ClientHypothesis.prototype.permutes = false;

                /**
                 * ClientHypothesis vendorApps.
                 * @member {Array.<string>} vendorApps
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @instance
                 */
                ClientHypothesis.prototype.vendorApps = $util.emptyArray;

                /**
                 * ClientHypothesis engine.
                 * @member {string} engine
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @instance
                 */
                ClientHypothesis.prototype.engine = "";

                /**
                 * Creates a new ClientHypothesis instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @static
                 * @param {pinsight.catalog.v1.ClientHypothesis.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.ClientHypothesis} ClientHypothesis instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.ClientHypothesis.$Shape): pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape;
                 *   (properties?: pinsight.catalog.v1.ClientHypothesis.$Properties): pinsight.catalog.v1.ClientHypothesis;
                 * }}
                 */
                ClientHypothesis.create = function(properties) {
                    return new ClientHypothesis(properties);
                };

                /**
                 * Encodes the specified ClientHypothesis message. Does not implicitly {@link pinsight.catalog.v1.ClientHypothesis.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @static
                 * @param {pinsight.catalog.v1.ClientHypothesis.$Properties} message ClientHypothesis message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ClientHypothesis.encode = function (message, writer, _depth) {
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
                    if (message.platform != null && $Object.hasOwnProperty.call(message, "platform") && message.platform !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.platform);
                    if (message.permutes != null && $Object.hasOwnProperty.call(message, "permutes") && message.permutes !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.permutes);
                    if (message.vendorApps != null && message.vendorApps.length)
                        for (let i = 0; i < message.vendorApps.length; ++i)
                            writer.uint32(/* id 5, wireType 2 =*/42).string(message.vendorApps[i]);
                    if (message.engine != null && $Object.hasOwnProperty.call(message, "engine") && message.engine !== "")
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.engine);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified ClientHypothesis message, length delimited. Does not implicitly {@link pinsight.catalog.v1.ClientHypothesis.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @static
                 * @param {pinsight.catalog.v1.ClientHypothesis.$Properties} message ClientHypothesis message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ClientHypothesis.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a ClientHypothesis message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape} ClientHypothesis
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ClientHypothesis.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.ClientHypothesis();
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
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.platform = value;
                                else
                                    delete message.platform;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.permutes = value;
                                else
                                    delete message.permutes;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.vendorApps && message.vendorApps.length))
                                    message.vendorApps = [];
                                message.vendorApps.push(reader.stringVerify());
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.engine = value;
                                else
                                    delete message.engine;
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
                 * Decodes a ClientHypothesis message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.ClientHypothesis
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape} ClientHypothesis
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ClientHypothesis.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return ClientHypothesis;
            })();

            v1.KnownFingerprint = (function() {

                /**
                 * Properties of a KnownFingerprint.
                 * @typedef {Object} pinsight.catalog.v1.KnownFingerprint.$Properties
                 * @property {string|null} [ja4] KnownFingerprint ja4
                 * @property {string|null} [ja3] KnownFingerprint ja3
                 * @property {Array.<string>|null} [hypotheses] KnownFingerprint hypotheses
                 * @property {string|null} [stack] KnownFingerprint stack
                 * @property {string|null} [product] KnownFingerprint product
                 * @property {string|null} [version] KnownFingerprint version
                 * @property {string|null} [platform] KnownFingerprint platform
                 * @property {string|null} [transport] KnownFingerprint transport
                 * @property {string|null} [basis] KnownFingerprint basis
                 * @property {string|null} [source] KnownFingerprint source
                 * @property {string|null} [note] KnownFingerprint note
                 * @property {string|null} [app] KnownFingerprint app
                 * @property {number|null} [flows] KnownFingerprint flows
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a KnownFingerprint.
                 * @memberof pinsight.catalog.v1
                 * @interface IKnownFingerprint
                 * @augments pinsight.catalog.v1.KnownFingerprint.$Properties
                 * @deprecated Use pinsight.catalog.v1.KnownFingerprint.$Properties instead.
                 */

                /**
                 * Shape of a KnownFingerprint.
                 * @typedef {pinsight.catalog.v1.KnownFingerprint.$Properties} pinsight.catalog.v1.KnownFingerprint.$Shape
                 */

                /**
                 * Constructs a new KnownFingerprint.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents a KnownFingerprint.
                 * @constructor
                 * @param {pinsight.catalog.v1.KnownFingerprint.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const KnownFingerprint = function (properties) {
                    this.hypotheses = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * KnownFingerprint ja4.
                 * @member {string} ja4
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.ja4 = "";

                /**
                 * KnownFingerprint ja3.
                 * @member {string} ja3
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.ja3 = "";

                /**
                 * KnownFingerprint hypotheses.
                 * @member {Array.<string>} hypotheses
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.hypotheses = $util.emptyArray;

                /**
                 * KnownFingerprint stack.
                 * @member {string} stack
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.stack = "";

                /**
                 * KnownFingerprint product.
                 * @member {string} product
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.product = "";

                /**
                 * KnownFingerprint version.
                 * @member {string} version
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.version = "";

                /**
                 * KnownFingerprint platform.
                 * @member {string} platform
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.platform = "";

                /**
                 * KnownFingerprint transport.
                 * @member {string} transport
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.transport = "";

                /**
                 * KnownFingerprint basis.
                 * @member {string} basis
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.basis = "";

                /**
                 * KnownFingerprint source.
                 * @member {string} source
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.source = "";

                /**
                 * KnownFingerprint note.
                 * @member {string} note
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.note = "";

                /**
                 * KnownFingerprint app.
                 * @member {string} app
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.app = "";

                /**
                 * KnownFingerprint flows.
                 * @member {number} flows
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @instance
                 */
                KnownFingerprint.prototype.flows = 0;

                /**
                 * Creates a new KnownFingerprint instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @static
                 * @param {pinsight.catalog.v1.KnownFingerprint.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.KnownFingerprint} KnownFingerprint instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.KnownFingerprint.$Shape): pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape;
                 *   (properties?: pinsight.catalog.v1.KnownFingerprint.$Properties): pinsight.catalog.v1.KnownFingerprint;
                 * }}
                 */
                KnownFingerprint.create = function(properties) {
                    return new KnownFingerprint(properties);
                };

                /**
                 * Encodes the specified KnownFingerprint message. Does not implicitly {@link pinsight.catalog.v1.KnownFingerprint.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @static
                 * @param {pinsight.catalog.v1.KnownFingerprint.$Properties} message KnownFingerprint message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                KnownFingerprint.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.ja4 != null && $Object.hasOwnProperty.call(message, "ja4") && message.ja4 !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.ja4);
                    if (message.ja3 != null && $Object.hasOwnProperty.call(message, "ja3") && message.ja3 !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.ja3);
                    if (message.hypotheses != null && message.hypotheses.length)
                        for (let i = 0; i < message.hypotheses.length; ++i)
                            writer.uint32(/* id 3, wireType 2 =*/26).string(message.hypotheses[i]);
                    if (message.stack != null && $Object.hasOwnProperty.call(message, "stack") && message.stack !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.stack);
                    if (message.product != null && $Object.hasOwnProperty.call(message, "product") && message.product !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.product);
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.version);
                    if (message.platform != null && $Object.hasOwnProperty.call(message, "platform") && message.platform !== "")
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.platform);
                    if (message.transport != null && $Object.hasOwnProperty.call(message, "transport") && message.transport !== "")
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.transport);
                    if (message.basis != null && $Object.hasOwnProperty.call(message, "basis") && message.basis !== "")
                        writer.uint32(/* id 9, wireType 2 =*/74).string(message.basis);
                    if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.source);
                    if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                        writer.uint32(/* id 11, wireType 2 =*/90).string(message.note);
                    if (message.app != null && $Object.hasOwnProperty.call(message, "app") && message.app !== "")
                        writer.uint32(/* id 12, wireType 2 =*/98).string(message.app);
                    if (message.flows != null && $Object.hasOwnProperty.call(message, "flows") && message.flows !== 0)
                        writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.flows);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified KnownFingerprint message, length delimited. Does not implicitly {@link pinsight.catalog.v1.KnownFingerprint.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @static
                 * @param {pinsight.catalog.v1.KnownFingerprint.$Properties} message KnownFingerprint message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                KnownFingerprint.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a KnownFingerprint message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape} KnownFingerprint
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                KnownFingerprint.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.KnownFingerprint();
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
                                    message.ja4 = value;
                                else
                                    delete message.ja4;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.ja3 = value;
                                else
                                    delete message.ja3;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.hypotheses && message.hypotheses.length))
                                    message.hypotheses = [];
                                message.hypotheses.push(reader.stringVerify());
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.stack = value;
                                else
                                    delete message.stack;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.product = value;
                                else
                                    delete message.product;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.platform = value;
                                else
                                    delete message.platform;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.transport = value;
                                else
                                    delete message.transport;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.basis = value;
                                else
                                    delete message.basis;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.source = value;
                                else
                                    delete message.source;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.note = value;
                                else
                                    delete message.note;
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.app = value;
                                else
                                    delete message.app;
                                continue;
                            }
                        case 13: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.flows = value;
                                else
                                    delete message.flows;
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
                 * Decodes a KnownFingerprint message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.KnownFingerprint
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape} KnownFingerprint
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                KnownFingerprint.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return KnownFingerprint;
            })();

            v1.EchFront = (function() {

                /**
                 * Properties of an EchFront.
                 * @typedef {Object} pinsight.catalog.v1.EchFront.$Properties
                 * @property {string|null} [host] EchFront host
                 * @property {string|null} [source] EchFront source
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an EchFront.
                 * @memberof pinsight.catalog.v1
                 * @interface IEchFront
                 * @augments pinsight.catalog.v1.EchFront.$Properties
                 * @deprecated Use pinsight.catalog.v1.EchFront.$Properties instead.
                 */

                /**
                 * Shape of an EchFront.
                 * @typedef {pinsight.catalog.v1.EchFront.$Properties} pinsight.catalog.v1.EchFront.$Shape
                 */

                /**
                 * Constructs a new EchFront.
                 * @memberof pinsight.catalog.v1
                 * @classdesc Represents an EchFront.
                 * @constructor
                 * @param {pinsight.catalog.v1.EchFront.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const EchFront = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * EchFront host.
                 * @member {string} host
                 * @memberof pinsight.catalog.v1.EchFront
                 * @instance
                 */
                EchFront.prototype.host = "";

                /**
                 * EchFront source.
                 * @member {string} source
                 * @memberof pinsight.catalog.v1.EchFront
                 * @instance
                 */
                EchFront.prototype.source = "";

                /**
                 * Creates a new EchFront instance using the specified properties.
                 * @function create
                 * @memberof pinsight.catalog.v1.EchFront
                 * @static
                 * @param {pinsight.catalog.v1.EchFront.$Properties=} [properties] Properties to set
                 * @returns {pinsight.catalog.v1.EchFront} EchFront instance
                 * @type {{
                 *   (properties: pinsight.catalog.v1.EchFront.$Shape): pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape;
                 *   (properties?: pinsight.catalog.v1.EchFront.$Properties): pinsight.catalog.v1.EchFront;
                 * }}
                 */
                EchFront.create = function(properties) {
                    return new EchFront(properties);
                };

                /**
                 * Encodes the specified EchFront message. Does not implicitly {@link pinsight.catalog.v1.EchFront.verify|verify} messages.
                 * @function encode
                 * @memberof pinsight.catalog.v1.EchFront
                 * @static
                 * @param {pinsight.catalog.v1.EchFront.$Properties} message EchFront message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                EchFront.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.host);
                    if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.source);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified EchFront message, length delimited. Does not implicitly {@link pinsight.catalog.v1.EchFront.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof pinsight.catalog.v1.EchFront
                 * @static
                 * @param {pinsight.catalog.v1.EchFront.$Properties} message EchFront message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                EchFront.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes an EchFront message from the specified reader or buffer.
                 * @function decode
                 * @memberof pinsight.catalog.v1.EchFront
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape} EchFront
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                EchFront.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.pinsight.catalog.v1.EchFront();
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
                                    message.host = value;
                                else
                                    delete message.host;
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
                 * Decodes an EchFront message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof pinsight.catalog.v1.EchFront
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape} EchFront
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                EchFront.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                return EchFront;
            })();

            return v1;
        })();

        return catalog;
    })();

    return pinsight;
})();

export {
  $root as default
};
