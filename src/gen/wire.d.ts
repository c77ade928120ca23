// Generated from src/serve/wire.proto by scripts/generate.mjs. Never edited.
import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace pinsight. */
export namespace pinsight {

    /** Namespace verdict. */
    namespace verdict {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a VerdictRequest.
             * @deprecated Use pinsight.verdict.v1.VerdictRequest.$Properties instead.
             */
            interface IVerdictRequest extends pinsight.verdict.v1.VerdictRequest.$Properties {
            }

            /** Represents a VerdictRequest. */
            class VerdictRequest {

                /**
                 * Constructs a new VerdictRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.VerdictRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VerdictRequest requestId. */
                requestId: number;

                /** VerdictRequest byHello. */
                byHello?: (pinsight.verdict.v1.ByHello.$Properties|null);

                /** VerdictRequest byFlow. */
                byFlow?: (pinsight.verdict.v1.ByFlow.$Properties|null);

                /** VerdictRequest report. */
                report?: (pinsight.verdict.v1.Report.$Properties|null);

                /** VerdictRequest question. */
                question?: ("byHello"|"byFlow"|"report");

                /**
                 * Creates a new VerdictRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns VerdictRequest instance
                 */
                static create(properties: pinsight.verdict.v1.VerdictRequest.$Shape): pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape;
                static create(properties?: pinsight.verdict.v1.VerdictRequest.$Properties): pinsight.verdict.v1.VerdictRequest;

                /**
                 * Encodes the specified VerdictRequest message. Does not implicitly {@link pinsight.verdict.v1.VerdictRequest.verify|verify} messages.
                 * @param message VerdictRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.VerdictRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified VerdictRequest message, length delimited. Does not implicitly {@link pinsight.verdict.v1.VerdictRequest.verify|verify} messages.
                 * @param message VerdictRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.VerdictRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VerdictRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape} VerdictRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape;

                /**
                 * Decodes a VerdictRequest message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape} VerdictRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.VerdictRequest & pinsight.verdict.v1.VerdictRequest.$Shape;
            }

            namespace VerdictRequest {

                /** Properties of a VerdictRequest. */
                interface $Properties {

                    /** VerdictRequest requestId */
                    requestId?: (number|null);

                    /** VerdictRequest byHello */
                    byHello?: (pinsight.verdict.v1.ByHello.$Properties|null);

                    /** VerdictRequest byFlow */
                    byFlow?: (pinsight.verdict.v1.ByFlow.$Properties|null);

                    /** VerdictRequest report */
                    report?: (pinsight.verdict.v1.Report.$Properties|null);

                    /** VerdictRequest question */
                    question?: ("byHello"|"byFlow"|"report");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a VerdictRequest. */
                type $Shape = {
                  requestId?: number|null;
                  byHello?: pinsight.verdict.v1.ByHello.$Shape|null;
                  byFlow?: pinsight.verdict.v1.ByFlow.$Shape|null;
                  report?: pinsight.verdict.v1.Report.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ question?: undefined; byHello?: null; byFlow?: null; report?: null }|{ question?: "byHello"; byHello: pinsight.verdict.v1.ByHello.$Shape; byFlow?: null; report?: null }|{ question?: "byFlow"; byHello?: null; byFlow: pinsight.verdict.v1.ByFlow.$Shape; report?: null }|{ question?: "report"; byHello?: null; byFlow?: null; report: pinsight.verdict.v1.Report.$Shape })
                );
            }

            /**
             * Properties of a Flow.
             * @deprecated Use pinsight.verdict.v1.Flow.$Properties instead.
             */
            interface IFlow extends pinsight.verdict.v1.Flow.$Properties {
            }

            /** Represents a Flow. */
            class Flow {

                /**
                 * Constructs a new Flow.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.Flow.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Flow srcIp. */
                srcIp: string;

                /** Flow srcPort. */
                srcPort: number;

                /** Flow destIp. */
                destIp: string;

                /** Flow destPort. */
                destPort: number;

                /** Flow proto. */
                proto: string;

                /**
                 * Creates a new Flow instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Flow instance
                 */
                static create(properties: pinsight.verdict.v1.Flow.$Shape): pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape;
                static create(properties?: pinsight.verdict.v1.Flow.$Properties): pinsight.verdict.v1.Flow;

                /**
                 * Encodes the specified Flow message. Does not implicitly {@link pinsight.verdict.v1.Flow.verify|verify} messages.
                 * @param message Flow message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.Flow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Flow message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Flow.verify|verify} messages.
                 * @param message Flow message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.Flow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Flow message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape} Flow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape;

                /**
                 * Decodes a Flow message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape} Flow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.Flow & pinsight.verdict.v1.Flow.$Shape;
            }

            namespace Flow {

                /** Properties of a Flow. */
                interface $Properties {

                    /** Flow srcIp */
                    srcIp?: (string|null);

                    /** Flow srcPort */
                    srcPort?: (number|null);

                    /** Flow destIp */
                    destIp?: (string|null);

                    /** Flow destPort */
                    destPort?: (number|null);

                    /** Flow proto */
                    proto?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Flow. */
                type $Shape = pinsight.verdict.v1.Flow.$Properties;
            }

            /**
             * Properties of a ByHello.
             * @deprecated Use pinsight.verdict.v1.ByHello.$Properties instead.
             */
            interface IByHello extends pinsight.verdict.v1.ByHello.$Properties {
            }

            /** Represents a ByHello. */
            class ByHello {

                /**
                 * Constructs a new ByHello.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.ByHello.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ByHello flow. */
                flow?: (pinsight.verdict.v1.Flow.$Properties|null);

                /** ByHello octets. */
                octets?: (Uint8Array|null);

                /** ByHello datagrams. */
                datagrams: Uint8Array[];

                /** ByHello fields. */
                fields?: (pinsight.verdict.v1.HelloFields.$Properties|null);

                /**
                 * Creates a new ByHello instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ByHello instance
                 */
                static create(properties: pinsight.verdict.v1.ByHello.$Shape): pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape;
                static create(properties?: pinsight.verdict.v1.ByHello.$Properties): pinsight.verdict.v1.ByHello;

                /**
                 * Encodes the specified ByHello message. Does not implicitly {@link pinsight.verdict.v1.ByHello.verify|verify} messages.
                 * @param message ByHello message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.ByHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified ByHello message, length delimited. Does not implicitly {@link pinsight.verdict.v1.ByHello.verify|verify} messages.
                 * @param message ByHello message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.ByHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ByHello message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape} ByHello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape;

                /**
                 * Decodes a ByHello message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape} ByHello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.ByHello & pinsight.verdict.v1.ByHello.$Shape;
            }

            namespace ByHello {

                /** Properties of a ByHello. */
                interface $Properties {

                    /** ByHello flow */
                    flow?: (pinsight.verdict.v1.Flow.$Properties|null);

                    /** ByHello octets */
                    octets?: (Uint8Array|null);

                    /** ByHello datagrams */
                    datagrams?: (Uint8Array[]|null);

                    /** ByHello fields */
                    fields?: (pinsight.verdict.v1.HelloFields.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ByHello. */
                type $Shape = pinsight.verdict.v1.ByHello.$Properties;
            }

            /**
             * Properties of a HelloFields.
             * @deprecated Use pinsight.verdict.v1.HelloFields.$Properties instead.
             */
            interface IHelloFields extends pinsight.verdict.v1.HelloFields.$Properties {
            }

            /** Represents a HelloFields. */
            class HelloFields {

                /**
                 * Constructs a new HelloFields.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.HelloFields.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HelloFields sni. */
                sni?: (string|null);

                /** HelloFields alpn. */
                alpn: string[];

                /** HelloFields ja3. */
                ja3?: (string|null);

                /** HelloFields ja4. */
                ja4?: (string|null);

                /** HelloFields ech. */
                ech?: (boolean|null);

                /**
                 * Creates a new HelloFields instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HelloFields instance
                 */
                static create(properties: pinsight.verdict.v1.HelloFields.$Shape): pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape;
                static create(properties?: pinsight.verdict.v1.HelloFields.$Properties): pinsight.verdict.v1.HelloFields;

                /**
                 * Encodes the specified HelloFields message. Does not implicitly {@link pinsight.verdict.v1.HelloFields.verify|verify} messages.
                 * @param message HelloFields message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.HelloFields.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified HelloFields message, length delimited. Does not implicitly {@link pinsight.verdict.v1.HelloFields.verify|verify} messages.
                 * @param message HelloFields message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.HelloFields.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HelloFields message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape} HelloFields
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape;

                /**
                 * Decodes a HelloFields message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape} HelloFields
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.HelloFields & pinsight.verdict.v1.HelloFields.$Shape;
            }

            namespace HelloFields {

                /** Properties of a HelloFields. */
                interface $Properties {

                    /** HelloFields sni */
                    sni?: (string|null);

                    /** HelloFields alpn */
                    alpn?: (string[]|null);

                    /** HelloFields ja3 */
                    ja3?: (string|null);

                    /** HelloFields ja4 */
                    ja4?: (string|null);

                    /** HelloFields ech */
                    ech?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HelloFields. */
                type $Shape = pinsight.verdict.v1.HelloFields.$Properties;
            }

            /**
             * Properties of a ByFlow.
             * @deprecated Use pinsight.verdict.v1.ByFlow.$Properties instead.
             */
            interface IByFlow extends pinsight.verdict.v1.ByFlow.$Properties {
            }

            /** Represents a ByFlow. */
            class ByFlow {

                /**
                 * Constructs a new ByFlow.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.ByFlow.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ByFlow flow. */
                flow?: (pinsight.verdict.v1.Flow.$Properties|null);

                /** ByFlow waitMs. */
                waitMs?: (number|null);

                /** ByFlow notBefore. */
                notBefore?: (number|null);

                /**
                 * Creates a new ByFlow instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ByFlow instance
                 */
                static create(properties: pinsight.verdict.v1.ByFlow.$Shape): pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape;
                static create(properties?: pinsight.verdict.v1.ByFlow.$Properties): pinsight.verdict.v1.ByFlow;

                /**
                 * Encodes the specified ByFlow message. Does not implicitly {@link pinsight.verdict.v1.ByFlow.verify|verify} messages.
                 * @param message ByFlow message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.ByFlow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified ByFlow message, length delimited. Does not implicitly {@link pinsight.verdict.v1.ByFlow.verify|verify} messages.
                 * @param message ByFlow message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.ByFlow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ByFlow message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape} ByFlow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape;

                /**
                 * Decodes a ByFlow message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape} ByFlow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.ByFlow & pinsight.verdict.v1.ByFlow.$Shape;
            }

            namespace ByFlow {

                /** Properties of a ByFlow. */
                interface $Properties {

                    /** ByFlow flow */
                    flow?: (pinsight.verdict.v1.Flow.$Properties|null);

                    /** ByFlow waitMs */
                    waitMs?: (number|null);

                    /** ByFlow notBefore */
                    notBefore?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ByFlow. */
                type $Shape = pinsight.verdict.v1.ByFlow.$Properties;
            }

            /**
             * Properties of a Report.
             * @deprecated Use pinsight.verdict.v1.Report.$Properties instead.
             */
            interface IReport extends pinsight.verdict.v1.Report.$Properties {
            }

            /** Represents a Report. */
            class Report {

                /**
                 * Constructs a new Report.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.Report.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Report flow. */
                flow?: (pinsight.verdict.v1.Flow.$Properties|null);

                /** Report outcome. */
                outcome: string;

                /** Report alert. */
                alert?: (number|null);

                /** Report sni. */
                sni?: (string|null);

                /** Report ja4. */
                ja4?: (string|null);

                /** Report resumed. */
                resumed?: (boolean|null);

                /** Report clientCertificate. */
                clientCertificate?: (boolean|null);

                /** Report serverClosedFirst. */
                serverClosedFirst?: (boolean|null);

                /**
                 * Creates a new Report instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Report instance
                 */
                static create(properties: pinsight.verdict.v1.Report.$Shape): pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape;
                static create(properties?: pinsight.verdict.v1.Report.$Properties): pinsight.verdict.v1.Report;

                /**
                 * Encodes the specified Report message. Does not implicitly {@link pinsight.verdict.v1.Report.verify|verify} messages.
                 * @param message Report message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.Report.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Report message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Report.verify|verify} messages.
                 * @param message Report message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.Report.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Report message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape} Report
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape;

                /**
                 * Decodes a Report message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape} Report
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.Report & pinsight.verdict.v1.Report.$Shape;
            }

            namespace Report {

                /** Properties of a Report. */
                interface $Properties {

                    /** Report flow */
                    flow?: (pinsight.verdict.v1.Flow.$Properties|null);

                    /** Report outcome */
                    outcome?: (string|null);

                    /** Report alert */
                    alert?: (number|null);

                    /** Report sni */
                    sni?: (string|null);

                    /** Report ja4 */
                    ja4?: (string|null);

                    /** Report resumed */
                    resumed?: (boolean|null);

                    /** Report clientCertificate */
                    clientCertificate?: (boolean|null);

                    /** Report serverClosedFirst */
                    serverClosedFirst?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Report. */
                type $Shape = pinsight.verdict.v1.Report.$Properties;
            }

            /**
             * Properties of a VerdictResponse.
             * @deprecated Use pinsight.verdict.v1.VerdictResponse.$Properties instead.
             */
            interface IVerdictResponse extends pinsight.verdict.v1.VerdictResponse.$Properties {
            }

            /** Represents a VerdictResponse. */
            class VerdictResponse {

                /**
                 * Constructs a new VerdictResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.VerdictResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VerdictResponse requestId. */
                requestId: number;

                /** VerdictResponse verdict. */
                verdict?: (pinsight.verdict.v1.Verdict.$Properties|null);

                /** VerdictResponse recorded. */
                recorded?: (pinsight.verdict.v1.Recorded.$Properties|null);

                /** VerdictResponse error. */
                error?: (pinsight.verdict.v1.Error.$Properties|null);

                /** VerdictResponse answer. */
                answer?: ("verdict"|"recorded"|"error");

                /**
                 * Creates a new VerdictResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns VerdictResponse instance
                 */
                static create(properties: pinsight.verdict.v1.VerdictResponse.$Shape): pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape;
                static create(properties?: pinsight.verdict.v1.VerdictResponse.$Properties): pinsight.verdict.v1.VerdictResponse;

                /**
                 * Encodes the specified VerdictResponse message. Does not implicitly {@link pinsight.verdict.v1.VerdictResponse.verify|verify} messages.
                 * @param message VerdictResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.VerdictResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified VerdictResponse message, length delimited. Does not implicitly {@link pinsight.verdict.v1.VerdictResponse.verify|verify} messages.
                 * @param message VerdictResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.VerdictResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VerdictResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape} VerdictResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape;

                /**
                 * Decodes a VerdictResponse message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape} VerdictResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.VerdictResponse & pinsight.verdict.v1.VerdictResponse.$Shape;
            }

            namespace VerdictResponse {

                /** Properties of a VerdictResponse. */
                interface $Properties {

                    /** VerdictResponse requestId */
                    requestId?: (number|null);

                    /** VerdictResponse verdict */
                    verdict?: (pinsight.verdict.v1.Verdict.$Properties|null);

                    /** VerdictResponse recorded */
                    recorded?: (pinsight.verdict.v1.Recorded.$Properties|null);

                    /** VerdictResponse error */
                    error?: (pinsight.verdict.v1.Error.$Properties|null);

                    /** VerdictResponse answer */
                    answer?: ("verdict"|"recorded"|"error");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a VerdictResponse. */
                type $Shape = {
                  requestId?: number|null;
                  verdict?: pinsight.verdict.v1.Verdict.$Shape|null;
                  recorded?: pinsight.verdict.v1.Recorded.$Shape|null;
                  error?: pinsight.verdict.v1.Error.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ answer?: undefined; verdict?: null; recorded?: null; error?: null }|{ answer?: "verdict"; verdict: pinsight.verdict.v1.Verdict.$Shape; recorded?: null; error?: null }|{ answer?: "recorded"; verdict?: null; recorded: pinsight.verdict.v1.Recorded.$Shape; error?: null }|{ answer?: "error"; verdict?: null; recorded?: null; error: pinsight.verdict.v1.Error.$Shape })
                );
            }

            /**
             * Properties of a Verdict.
             * @deprecated Use pinsight.verdict.v1.Verdict.$Properties instead.
             */
            interface IVerdict extends pinsight.verdict.v1.Verdict.$Properties {
            }

            /** Represents a Verdict. */
            class Verdict {

                /**
                 * Constructs a new Verdict.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.Verdict.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Verdict action. */
                action: string;

                /** Verdict reason. */
                reason: string;

                /** Verdict app. */
                app?: (string|null);

                /** Verdict bundleId. */
                bundleId?: (pinsight.verdict.v1.BundleId.$Properties|null);

                /** Verdict score. */
                score?: (number|null);

                /** Verdict confidence. */
                confidence?: (number|null);

                /** Verdict candidates. */
                candidates: pinsight.verdict.v1.Candidate.$Properties[];

                /** Verdict evidence. */
                evidence: pinsight.verdict.v1.Evidence.$Properties[];

                /** Verdict decidedAt. */
                decidedAt: number;

                /** Verdict sni. */
                sni?: (string|null);

                /** Verdict alpn. */
                alpn: string[];

                /** Verdict ja3. */
                ja3?: (string|null);

                /** Verdict ja4. */
                ja4?: (string|null);

                /** Verdict flowId. */
                flowId?: (number|null);

                /**
                 * Creates a new Verdict instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Verdict instance
                 */
                static create(properties: pinsight.verdict.v1.Verdict.$Shape): pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape;
                static create(properties?: pinsight.verdict.v1.Verdict.$Properties): pinsight.verdict.v1.Verdict;

                /**
                 * Encodes the specified Verdict message. Does not implicitly {@link pinsight.verdict.v1.Verdict.verify|verify} messages.
                 * @param message Verdict message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.Verdict.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Verdict message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Verdict.verify|verify} messages.
                 * @param message Verdict message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.Verdict.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Verdict message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape} Verdict
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape;

                /**
                 * Decodes a Verdict message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape} Verdict
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.Verdict & pinsight.verdict.v1.Verdict.$Shape;
            }

            namespace Verdict {

                /** Properties of a Verdict. */
                interface $Properties {

                    /** Verdict action */
                    action?: (string|null);

                    /** Verdict reason */
                    reason?: (string|null);

                    /** Verdict app */
                    app?: (string|null);

                    /** Verdict bundleId */
                    bundleId?: (pinsight.verdict.v1.BundleId.$Properties|null);

                    /** Verdict score */
                    score?: (number|null);

                    /** Verdict confidence */
                    confidence?: (number|null);

                    /** Verdict candidates */
                    candidates?: (pinsight.verdict.v1.Candidate.$Properties[]|null);

                    /** Verdict evidence */
                    evidence?: (pinsight.verdict.v1.Evidence.$Properties[]|null);

                    /** Verdict decidedAt */
                    decidedAt?: (number|null);

                    /** Verdict sni */
                    sni?: (string|null);

                    /** Verdict alpn */
                    alpn?: (string[]|null);

                    /** Verdict ja3 */
                    ja3?: (string|null);

                    /** Verdict ja4 */
                    ja4?: (string|null);

                    /** Verdict flowId */
                    flowId?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Verdict. */
                type $Shape = pinsight.verdict.v1.Verdict.$Properties;
            }

            /**
             * Properties of a BundleId.
             * @deprecated Use pinsight.verdict.v1.BundleId.$Properties instead.
             */
            interface IBundleId extends pinsight.verdict.v1.BundleId.$Properties {
            }

            /** Represents a BundleId. */
            class BundleId {

                /**
                 * Constructs a new BundleId.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.BundleId.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BundleId ios. */
                ios?: (string|null);

                /** BundleId android. */
                android?: (string|null);

                /**
                 * Creates a new BundleId instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns BundleId instance
                 */
                static create(properties: pinsight.verdict.v1.BundleId.$Shape): pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape;
                static create(properties?: pinsight.verdict.v1.BundleId.$Properties): pinsight.verdict.v1.BundleId;

                /**
                 * Encodes the specified BundleId message. Does not implicitly {@link pinsight.verdict.v1.BundleId.verify|verify} messages.
                 * @param message BundleId message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.BundleId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified BundleId message, length delimited. Does not implicitly {@link pinsight.verdict.v1.BundleId.verify|verify} messages.
                 * @param message BundleId message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.BundleId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BundleId message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape} BundleId
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape;

                /**
                 * Decodes a BundleId message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape} BundleId
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.BundleId & pinsight.verdict.v1.BundleId.$Shape;
            }

            namespace BundleId {

                /** Properties of a BundleId. */
                interface $Properties {

                    /** BundleId ios */
                    ios?: (string|null);

                    /** BundleId android */
                    android?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BundleId. */
                type $Shape = pinsight.verdict.v1.BundleId.$Properties;
            }

            /**
             * Properties of a Candidate.
             * @deprecated Use pinsight.verdict.v1.Candidate.$Properties instead.
             */
            interface ICandidate extends pinsight.verdict.v1.Candidate.$Properties {
            }

            /** Represents a Candidate. */
            class Candidate {

                /**
                 * Constructs a new Candidate.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.Candidate.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Candidate app. */
                app: string;

                /** Candidate probability. */
                probability: number;

                /**
                 * Creates a new Candidate instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Candidate instance
                 */
                static create(properties: pinsight.verdict.v1.Candidate.$Shape): pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape;
                static create(properties?: pinsight.verdict.v1.Candidate.$Properties): pinsight.verdict.v1.Candidate;

                /**
                 * Encodes the specified Candidate message. Does not implicitly {@link pinsight.verdict.v1.Candidate.verify|verify} messages.
                 * @param message Candidate message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.Candidate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Candidate message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Candidate.verify|verify} messages.
                 * @param message Candidate message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.Candidate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Candidate message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape} Candidate
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape;

                /**
                 * Decodes a Candidate message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape} Candidate
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.Candidate & pinsight.verdict.v1.Candidate.$Shape;
            }

            namespace Candidate {

                /** Properties of a Candidate. */
                interface $Properties {

                    /** Candidate app */
                    app?: (string|null);

                    /** Candidate probability */
                    probability?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Candidate. */
                type $Shape = pinsight.verdict.v1.Candidate.$Properties;
            }

            /**
             * Properties of an Evidence.
             * @deprecated Use pinsight.verdict.v1.Evidence.$Properties instead.
             */
            interface IEvidence extends pinsight.verdict.v1.Evidence.$Properties {
            }

            /** Represents an Evidence. */
            class Evidence {

                /**
                 * Constructs a new Evidence.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.Evidence.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Evidence kind. */
                kind: string;

                /** Evidence value. */
                value: string;

                /** Evidence app. */
                app: string;

                /** Evidence weight. */
                weight: number;

                /**
                 * Creates a new Evidence instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Evidence instance
                 */
                static create(properties: pinsight.verdict.v1.Evidence.$Shape): pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape;
                static create(properties?: pinsight.verdict.v1.Evidence.$Properties): pinsight.verdict.v1.Evidence;

                /**
                 * Encodes the specified Evidence message. Does not implicitly {@link pinsight.verdict.v1.Evidence.verify|verify} messages.
                 * @param message Evidence message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Evidence message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Evidence.verify|verify} messages.
                 * @param message Evidence message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Evidence message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape} Evidence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape;

                /**
                 * Decodes an Evidence message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape} Evidence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.Evidence & pinsight.verdict.v1.Evidence.$Shape;
            }

            namespace Evidence {

                /** Properties of an Evidence. */
                interface $Properties {

                    /** Evidence kind */
                    kind?: (string|null);

                    /** Evidence value */
                    value?: (string|null);

                    /** Evidence app */
                    app?: (string|null);

                    /** Evidence weight */
                    weight?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Evidence. */
                type $Shape = pinsight.verdict.v1.Evidence.$Properties;
            }

            /**
             * Properties of a Recorded.
             * @deprecated Use pinsight.verdict.v1.Recorded.$Properties instead.
             */
            interface IRecorded extends pinsight.verdict.v1.Recorded.$Properties {
            }

            /** Represents a Recorded. */
            class Recorded {

                /**
                 * Constructs a new Recorded.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.Recorded.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Recorded taken. */
                taken: boolean;

                /**
                 * Creates a new Recorded instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Recorded instance
                 */
                static create(properties: pinsight.verdict.v1.Recorded.$Shape): pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape;
                static create(properties?: pinsight.verdict.v1.Recorded.$Properties): pinsight.verdict.v1.Recorded;

                /**
                 * Encodes the specified Recorded message. Does not implicitly {@link pinsight.verdict.v1.Recorded.verify|verify} messages.
                 * @param message Recorded message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.Recorded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Recorded message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Recorded.verify|verify} messages.
                 * @param message Recorded message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.Recorded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Recorded message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape} Recorded
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape;

                /**
                 * Decodes a Recorded message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape} Recorded
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.Recorded & pinsight.verdict.v1.Recorded.$Shape;
            }

            namespace Recorded {

                /** Properties of a Recorded. */
                interface $Properties {

                    /** Recorded taken */
                    taken?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Recorded. */
                type $Shape = pinsight.verdict.v1.Recorded.$Properties;
            }

            /**
             * Properties of an Error.
             * @deprecated Use pinsight.verdict.v1.Error.$Properties instead.
             */
            interface IError extends pinsight.verdict.v1.Error.$Properties {
            }

            /** Represents an Error. */
            class Error {

                /**
                 * Constructs a new Error.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.verdict.v1.Error.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Error code. */
                code: string;

                /** Error message. */
                message: string;

                /**
                 * Creates a new Error instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Error instance
                 */
                static create(properties: pinsight.verdict.v1.Error.$Shape): pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape;
                static create(properties?: pinsight.verdict.v1.Error.$Properties): pinsight.verdict.v1.Error;

                /**
                 * Encodes the specified Error message. Does not implicitly {@link pinsight.verdict.v1.Error.verify|verify} messages.
                 * @param message Error message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.verdict.v1.Error.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Error message, length delimited. Does not implicitly {@link pinsight.verdict.v1.Error.verify|verify} messages.
                 * @param message Error message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.verdict.v1.Error.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Error message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape} Error
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape;

                /**
                 * Decodes an Error message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape} Error
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.verdict.v1.Error & pinsight.verdict.v1.Error.$Shape;
            }

            namespace Error {

                /** Properties of an Error. */
                interface $Properties {

                    /** Error code */
                    code?: (string|null);

                    /** Error message */
                    message?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Error. */
                type $Shape = pinsight.verdict.v1.Error.$Properties;
            }
        }
    }
}
