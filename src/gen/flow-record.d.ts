// Generated from src/sink/flow-record.proto by scripts/generate.mjs. Never edited.
import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace pinsight. */
export namespace pinsight {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a FlowRecord.
         * @deprecated Use pinsight.v1.FlowRecord.$Properties instead.
         */
        interface IFlowRecord extends pinsight.v1.FlowRecord.$Properties {
        }

        /** Represents a FlowRecord. */
        class FlowRecord {

            /**
             * Constructs a new FlowRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.FlowRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FlowRecord timestamp. */
            timestamp: number;

            /** FlowRecord eventType. */
            eventType: string;

            /** FlowRecord capture. */
            capture: string;

            /** FlowRecord flowId. */
            flowId: number;

            /** FlowRecord communityId. */
            communityId: string;

            /** FlowRecord srcIp. */
            srcIp: string;

            /** FlowRecord srcPort. */
            srcPort: number;

            /** FlowRecord destIp. */
            destIp: string;

            /** FlowRecord destPort. */
            destPort: number;

            /** FlowRecord proto. */
            proto: string;

            /** FlowRecord flow. */
            flow?: (pinsight.v1.Flow.$Properties|null);

            /** FlowRecord tls. */
            tls?: (pinsight.v1.Tls.$Properties|null);

            /** FlowRecord pinsight. */
            pinsight?: (pinsight.v1.Pinsight.$Properties|null);

            /** FlowRecord appProto. */
            appProto?: (string|null);

            /** FlowRecord dns. */
            dns?: (pinsight.v1.Dns.$Properties|null);

            /** FlowRecord vlan. */
            vlan: number[];

            /** FlowRecord tunnel. */
            tunnel: string[];

            /** FlowRecord quic. */
            quic?: (pinsight.v1.Quic.$Properties|null);

            /** FlowRecord label. */
            label?: (pinsight.v1.Label.$Properties|null);

            /**
             * Creates a new FlowRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FlowRecord instance
             */
            static create(properties: pinsight.v1.FlowRecord.$Shape): pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape;
            static create(properties?: pinsight.v1.FlowRecord.$Properties): pinsight.v1.FlowRecord;

            /**
             * Encodes the specified FlowRecord message. Does not implicitly {@link pinsight.v1.FlowRecord.verify|verify} messages.
             * @param message FlowRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.FlowRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified FlowRecord message, length delimited. Does not implicitly {@link pinsight.v1.FlowRecord.verify|verify} messages.
             * @param message FlowRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.FlowRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FlowRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape} FlowRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape;

            /**
             * Decodes a FlowRecord message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape} FlowRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.FlowRecord & pinsight.v1.FlowRecord.$Shape;
        }

        namespace FlowRecord {

            /** Properties of a FlowRecord. */
            interface $Properties {

                /** FlowRecord timestamp */
                timestamp?: (number|null);

                /** FlowRecord eventType */
                eventType?: (string|null);

                /** FlowRecord capture */
                capture?: (string|null);

                /** FlowRecord flowId */
                flowId?: (number|null);

                /** FlowRecord communityId */
                communityId?: (string|null);

                /** FlowRecord srcIp */
                srcIp?: (string|null);

                /** FlowRecord srcPort */
                srcPort?: (number|null);

                /** FlowRecord destIp */
                destIp?: (string|null);

                /** FlowRecord destPort */
                destPort?: (number|null);

                /** FlowRecord proto */
                proto?: (string|null);

                /** FlowRecord flow */
                flow?: (pinsight.v1.Flow.$Properties|null);

                /** FlowRecord tls */
                tls?: (pinsight.v1.Tls.$Properties|null);

                /** FlowRecord pinsight */
                pinsight?: (pinsight.v1.Pinsight.$Properties|null);

                /** FlowRecord appProto */
                appProto?: (string|null);

                /** FlowRecord dns */
                dns?: (pinsight.v1.Dns.$Properties|null);

                /** FlowRecord vlan */
                vlan?: (number[]|null);

                /** FlowRecord tunnel */
                tunnel?: (string[]|null);

                /** FlowRecord quic */
                quic?: (pinsight.v1.Quic.$Properties|null);

                /** FlowRecord label */
                label?: (pinsight.v1.Label.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FlowRecord. */
            type $Shape = pinsight.v1.FlowRecord.$Properties;
        }

        /**
         * Properties of a Flow.
         * @deprecated Use pinsight.v1.Flow.$Properties instead.
         */
        interface IFlow extends pinsight.v1.Flow.$Properties {
        }

        /** Represents a Flow. */
        class Flow {

            /**
             * Constructs a new Flow.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Flow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Flow pktsToserver. */
            pktsToserver: number;

            /** Flow pktsToclient. */
            pktsToclient: number;

            /** Flow bytesToserver. */
            bytesToserver: number;

            /** Flow bytesToclient. */
            bytesToclient: number;

            /** Flow start. */
            start: number;

            /** Flow end. */
            end: number;

            /** Flow state. */
            state: string;

            /** Flow reason. */
            reason: string;

            /**
             * Creates a new Flow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Flow instance
             */
            static create(properties: pinsight.v1.Flow.$Shape): pinsight.v1.Flow & pinsight.v1.Flow.$Shape;
            static create(properties?: pinsight.v1.Flow.$Properties): pinsight.v1.Flow;

            /**
             * Encodes the specified Flow message. Does not implicitly {@link pinsight.v1.Flow.verify|verify} messages.
             * @param message Flow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Flow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Flow message, length delimited. Does not implicitly {@link pinsight.v1.Flow.verify|verify} messages.
             * @param message Flow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Flow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Flow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Flow & pinsight.v1.Flow.$Shape} Flow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Flow & pinsight.v1.Flow.$Shape;

            /**
             * Decodes a Flow message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Flow & pinsight.v1.Flow.$Shape} Flow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Flow & pinsight.v1.Flow.$Shape;
        }

        namespace Flow {

            /** Properties of a Flow. */
            interface $Properties {

                /** Flow pktsToserver */
                pktsToserver?: (number|null);

                /** Flow pktsToclient */
                pktsToclient?: (number|null);

                /** Flow bytesToserver */
                bytesToserver?: (number|null);

                /** Flow bytesToclient */
                bytesToclient?: (number|null);

                /** Flow start */
                start?: (number|null);

                /** Flow end */
                end?: (number|null);

                /** Flow state */
                state?: (string|null);

                /** Flow reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Flow. */
            type $Shape = pinsight.v1.Flow.$Properties;
        }

        /**
         * Properties of a Tls.
         * @deprecated Use pinsight.v1.Tls.$Properties instead.
         */
        interface ITls extends pinsight.v1.Tls.$Properties {
        }

        /** Represents a Tls. */
        class Tls {

            /**
             * Constructs a new Tls.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Tls.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Tls version. */
            version?: (string|null);

            /** Tls sni. */
            sni?: (string|null);

            /** Tls clientAlpns. */
            clientAlpns: string[];

            /** Tls ja3. */
            ja3?: (pinsight.v1.HashedString.$Properties|null);

            /** Tls ja3s. */
            ja3s?: (pinsight.v1.HashedString.$Properties|null);

            /** Tls ja4. */
            ja4?: (string|null);

            /** Tls ja4R. */
            ja4R?: (string|null);

            /** Tls ech. */
            ech?: (string|null);

            /** Tls helloOctets. */
            helloOctets?: (number|null);

            /** Tls helloPackets. */
            helloPackets?: (number|null);

            /** Tls retried. */
            retried?: (boolean|null);

            /** Tls outcome. */
            outcome?: (string|null);

            /** Tls outcomeClass. */
            outcomeClass?: (string|null);

            /**
             * Creates a new Tls instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Tls instance
             */
            static create(properties: pinsight.v1.Tls.$Shape): pinsight.v1.Tls & pinsight.v1.Tls.$Shape;
            static create(properties?: pinsight.v1.Tls.$Properties): pinsight.v1.Tls;

            /**
             * Encodes the specified Tls message. Does not implicitly {@link pinsight.v1.Tls.verify|verify} messages.
             * @param message Tls message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Tls.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Tls message, length delimited. Does not implicitly {@link pinsight.v1.Tls.verify|verify} messages.
             * @param message Tls message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Tls.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Tls message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Tls & pinsight.v1.Tls.$Shape} Tls
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Tls & pinsight.v1.Tls.$Shape;

            /**
             * Decodes a Tls message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Tls & pinsight.v1.Tls.$Shape} Tls
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Tls & pinsight.v1.Tls.$Shape;
        }

        namespace Tls {

            /** Properties of a Tls. */
            interface $Properties {

                /** Tls version */
                version?: (string|null);

                /** Tls sni */
                sni?: (string|null);

                /** Tls clientAlpns */
                clientAlpns?: (string[]|null);

                /** Tls ja3 */
                ja3?: (pinsight.v1.HashedString.$Properties|null);

                /** Tls ja3s */
                ja3s?: (pinsight.v1.HashedString.$Properties|null);

                /** Tls ja4 */
                ja4?: (string|null);

                /** Tls ja4R */
                ja4R?: (string|null);

                /** Tls ech */
                ech?: (string|null);

                /** Tls helloOctets */
                helloOctets?: (number|null);

                /** Tls helloPackets */
                helloPackets?: (number|null);

                /** Tls retried */
                retried?: (boolean|null);

                /** Tls outcome */
                outcome?: (string|null);

                /** Tls outcomeClass */
                outcomeClass?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Tls. */
            type $Shape = pinsight.v1.Tls.$Properties;
        }

        /**
         * Properties of a HashedString.
         * @deprecated Use pinsight.v1.HashedString.$Properties instead.
         */
        interface IHashedString extends pinsight.v1.HashedString.$Properties {
        }

        /** Represents a HashedString. */
        class HashedString {

            /**
             * Constructs a new HashedString.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.HashedString.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HashedString hash. */
            hash: string;

            /** HashedString string. */
            string: string;

            /**
             * Creates a new HashedString instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HashedString instance
             */
            static create(properties: pinsight.v1.HashedString.$Shape): pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape;
            static create(properties?: pinsight.v1.HashedString.$Properties): pinsight.v1.HashedString;

            /**
             * Encodes the specified HashedString message. Does not implicitly {@link pinsight.v1.HashedString.verify|verify} messages.
             * @param message HashedString message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.HashedString.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified HashedString message, length delimited. Does not implicitly {@link pinsight.v1.HashedString.verify|verify} messages.
             * @param message HashedString message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.HashedString.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HashedString message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape} HashedString
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape;

            /**
             * Decodes a HashedString message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape} HashedString
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.HashedString & pinsight.v1.HashedString.$Shape;
        }

        namespace HashedString {

            /** Properties of a HashedString. */
            interface $Properties {

                /** HashedString hash */
                hash?: (string|null);

                /** HashedString string */
                string?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HashedString. */
            type $Shape = pinsight.v1.HashedString.$Properties;
        }

        /**
         * Properties of a Quic.
         * @deprecated Use pinsight.v1.Quic.$Properties instead.
         */
        interface IQuic extends pinsight.v1.Quic.$Properties {
        }

        /** Represents a Quic. */
        class Quic {

            /**
             * Constructs a new Quic.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Quic.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Quic version. */
            version: string;

            /**
             * Creates a new Quic instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Quic instance
             */
            static create(properties: pinsight.v1.Quic.$Shape): pinsight.v1.Quic & pinsight.v1.Quic.$Shape;
            static create(properties?: pinsight.v1.Quic.$Properties): pinsight.v1.Quic;

            /**
             * Encodes the specified Quic message. Does not implicitly {@link pinsight.v1.Quic.verify|verify} messages.
             * @param message Quic message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Quic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Quic message, length delimited. Does not implicitly {@link pinsight.v1.Quic.verify|verify} messages.
             * @param message Quic message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Quic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Quic message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Quic & pinsight.v1.Quic.$Shape} Quic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Quic & pinsight.v1.Quic.$Shape;

            /**
             * Decodes a Quic message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Quic & pinsight.v1.Quic.$Shape} Quic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Quic & pinsight.v1.Quic.$Shape;
        }

        namespace Quic {

            /** Properties of a Quic. */
            interface $Properties {

                /** Quic version */
                version?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Quic. */
            type $Shape = pinsight.v1.Quic.$Properties;
        }

        /**
         * Properties of a Dns.
         * @deprecated Use pinsight.v1.Dns.$Properties instead.
         */
        interface IDns extends pinsight.v1.Dns.$Properties {
        }

        /** Represents a Dns. */
        class Dns {

            /**
             * Constructs a new Dns.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Dns.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Dns names. */
            names: string[];

            /**
             * Creates a new Dns instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Dns instance
             */
            static create(properties: pinsight.v1.Dns.$Shape): pinsight.v1.Dns & pinsight.v1.Dns.$Shape;
            static create(properties?: pinsight.v1.Dns.$Properties): pinsight.v1.Dns;

            /**
             * Encodes the specified Dns message. Does not implicitly {@link pinsight.v1.Dns.verify|verify} messages.
             * @param message Dns message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Dns.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Dns message, length delimited. Does not implicitly {@link pinsight.v1.Dns.verify|verify} messages.
             * @param message Dns message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Dns.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Dns message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Dns & pinsight.v1.Dns.$Shape} Dns
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Dns & pinsight.v1.Dns.$Shape;

            /**
             * Decodes a Dns message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Dns & pinsight.v1.Dns.$Shape} Dns
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Dns & pinsight.v1.Dns.$Shape;
        }

        namespace Dns {

            /** Properties of a Dns. */
            interface $Properties {

                /** Dns names */
                names?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Dns. */
            type $Shape = pinsight.v1.Dns.$Properties;
        }

        /**
         * Properties of a Label.
         * @deprecated Use pinsight.v1.Label.$Properties instead.
         */
        interface ILabel extends pinsight.v1.Label.$Properties {
        }

        /** Represents a Label. */
        class Label {

            /**
             * Constructs a new Label.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Label.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Label app. */
            app: string;

            /** Label source. */
            source: string;

            /**
             * Creates a new Label instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Label instance
             */
            static create(properties: pinsight.v1.Label.$Shape): pinsight.v1.Label & pinsight.v1.Label.$Shape;
            static create(properties?: pinsight.v1.Label.$Properties): pinsight.v1.Label;

            /**
             * Encodes the specified Label message. Does not implicitly {@link pinsight.v1.Label.verify|verify} messages.
             * @param message Label message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Label.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Label message, length delimited. Does not implicitly {@link pinsight.v1.Label.verify|verify} messages.
             * @param message Label message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Label.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Label message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Label & pinsight.v1.Label.$Shape} Label
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Label & pinsight.v1.Label.$Shape;

            /**
             * Decodes a Label message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Label & pinsight.v1.Label.$Shape} Label
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Label & pinsight.v1.Label.$Shape;
        }

        namespace Label {

            /** Properties of a Label. */
            interface $Properties {

                /** Label app */
                app?: (string|null);

                /** Label source */
                source?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Label. */
            type $Shape = pinsight.v1.Label.$Properties;
        }

        /**
         * Properties of a Pinsight.
         * @deprecated Use pinsight.v1.Pinsight.$Properties instead.
         */
        interface IPinsight extends pinsight.v1.Pinsight.$Properties {
        }

        /** Represents a Pinsight. */
        class Pinsight {

            /**
             * Constructs a new Pinsight.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Pinsight.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Pinsight action. */
            action: string;

            /** Pinsight reason. */
            reason: string;

            /** Pinsight app. */
            app?: (string|null);

            /** Pinsight bundleId. */
            bundleId?: (pinsight.v1.BundleId.$Properties|null);

            /** Pinsight score. */
            score?: (number|null);

            /** Pinsight confidence. */
            confidence?: (number|null);

            /** Pinsight candidates. */
            candidates: pinsight.v1.Candidate.$Properties[];

            /** Pinsight evidence. */
            evidence: pinsight.v1.Evidence.$Properties[];

            /** Pinsight hypotheses. */
            hypotheses: pinsight.v1.Hypothesis.$Properties[];

            /** Pinsight decidedAt. */
            decidedAt?: (number|null);

            /** Pinsight decidedPacket. */
            decidedPacket?: (number|null);

            /** Pinsight decidedFrame. */
            decidedFrame?: (number|null);

            /**
             * Creates a new Pinsight instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Pinsight instance
             */
            static create(properties: pinsight.v1.Pinsight.$Shape): pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape;
            static create(properties?: pinsight.v1.Pinsight.$Properties): pinsight.v1.Pinsight;

            /**
             * Encodes the specified Pinsight message. Does not implicitly {@link pinsight.v1.Pinsight.verify|verify} messages.
             * @param message Pinsight message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Pinsight.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Pinsight message, length delimited. Does not implicitly {@link pinsight.v1.Pinsight.verify|verify} messages.
             * @param message Pinsight message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Pinsight.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pinsight message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape} Pinsight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape;

            /**
             * Decodes a Pinsight message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape} Pinsight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Pinsight & pinsight.v1.Pinsight.$Shape;
        }

        namespace Pinsight {

            /** Properties of a Pinsight. */
            interface $Properties {

                /** Pinsight action */
                action?: (string|null);

                /** Pinsight reason */
                reason?: (string|null);

                /** Pinsight app */
                app?: (string|null);

                /** Pinsight bundleId */
                bundleId?: (pinsight.v1.BundleId.$Properties|null);

                /** Pinsight score */
                score?: (number|null);

                /** Pinsight confidence */
                confidence?: (number|null);

                /** Pinsight candidates */
                candidates?: (pinsight.v1.Candidate.$Properties[]|null);

                /** Pinsight evidence */
                evidence?: (pinsight.v1.Evidence.$Properties[]|null);

                /** Pinsight hypotheses */
                hypotheses?: (pinsight.v1.Hypothesis.$Properties[]|null);

                /** Pinsight decidedAt */
                decidedAt?: (number|null);

                /** Pinsight decidedPacket */
                decidedPacket?: (number|null);

                /** Pinsight decidedFrame */
                decidedFrame?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pinsight. */
            type $Shape = pinsight.v1.Pinsight.$Properties;
        }

        /**
         * Properties of a BundleId.
         * @deprecated Use pinsight.v1.BundleId.$Properties instead.
         */
        interface IBundleId extends pinsight.v1.BundleId.$Properties {
        }

        /** Represents a BundleId. */
        class BundleId {

            /**
             * Constructs a new BundleId.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.BundleId.$Properties);

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
            static create(properties: pinsight.v1.BundleId.$Shape): pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape;
            static create(properties?: pinsight.v1.BundleId.$Properties): pinsight.v1.BundleId;

            /**
             * Encodes the specified BundleId message. Does not implicitly {@link pinsight.v1.BundleId.verify|verify} messages.
             * @param message BundleId message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.BundleId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified BundleId message, length delimited. Does not implicitly {@link pinsight.v1.BundleId.verify|verify} messages.
             * @param message BundleId message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.BundleId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BundleId message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape} BundleId
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape;

            /**
             * Decodes a BundleId message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape} BundleId
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.BundleId & pinsight.v1.BundleId.$Shape;
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
            type $Shape = pinsight.v1.BundleId.$Properties;
        }

        /**
         * Properties of a Candidate.
         * @deprecated Use pinsight.v1.Candidate.$Properties instead.
         */
        interface ICandidate extends pinsight.v1.Candidate.$Properties {
        }

        /** Represents a Candidate. */
        class Candidate {

            /**
             * Constructs a new Candidate.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Candidate.$Properties);

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
            static create(properties: pinsight.v1.Candidate.$Shape): pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape;
            static create(properties?: pinsight.v1.Candidate.$Properties): pinsight.v1.Candidate;

            /**
             * Encodes the specified Candidate message. Does not implicitly {@link pinsight.v1.Candidate.verify|verify} messages.
             * @param message Candidate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Candidate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Candidate message, length delimited. Does not implicitly {@link pinsight.v1.Candidate.verify|verify} messages.
             * @param message Candidate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Candidate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Candidate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape} Candidate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape;

            /**
             * Decodes a Candidate message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape} Candidate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Candidate & pinsight.v1.Candidate.$Shape;
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
            type $Shape = pinsight.v1.Candidate.$Properties;
        }

        /**
         * Properties of an Evidence.
         * @deprecated Use pinsight.v1.Evidence.$Properties instead.
         */
        interface IEvidence extends pinsight.v1.Evidence.$Properties {
        }

        /** Represents an Evidence. */
        class Evidence {

            /**
             * Constructs a new Evidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Evidence.$Properties);

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
            static create(properties: pinsight.v1.Evidence.$Shape): pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape;
            static create(properties?: pinsight.v1.Evidence.$Properties): pinsight.v1.Evidence;

            /**
             * Encodes the specified Evidence message. Does not implicitly {@link pinsight.v1.Evidence.verify|verify} messages.
             * @param message Evidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Evidence message, length delimited. Does not implicitly {@link pinsight.v1.Evidence.verify|verify} messages.
             * @param message Evidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Evidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape;

            /**
             * Decodes an Evidence message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Evidence & pinsight.v1.Evidence.$Shape;
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
            type $Shape = pinsight.v1.Evidence.$Properties;
        }

        /**
         * Properties of a Hypothesis.
         * @deprecated Use pinsight.v1.Hypothesis.$Properties instead.
         */
        interface IHypothesis extends pinsight.v1.Hypothesis.$Properties {
        }

        /** Represents a Hypothesis. */
        class Hypothesis {

            /**
             * Constructs a new Hypothesis.
             * @param [properties] Properties to set
             */
            constructor(properties?: pinsight.v1.Hypothesis.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hypothesis name. */
            name: string;

            /** Hypothesis kind. */
            kind: string;

            /** Hypothesis probability. */
            probability: number;

            /** Hypothesis prior. */
            prior: number;

            /** Hypothesis families. */
            families: { [k: string]: number };

            /** Hypothesis pinned. */
            pinned: number;

            /**
             * Creates a new Hypothesis instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hypothesis instance
             */
            static create(properties: pinsight.v1.Hypothesis.$Shape): pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape;
            static create(properties?: pinsight.v1.Hypothesis.$Properties): pinsight.v1.Hypothesis;

            /**
             * Encodes the specified Hypothesis message. Does not implicitly {@link pinsight.v1.Hypothesis.verify|verify} messages.
             * @param message Hypothesis message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pinsight.v1.Hypothesis.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Hypothesis message, length delimited. Does not implicitly {@link pinsight.v1.Hypothesis.verify|verify} messages.
             * @param message Hypothesis message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: pinsight.v1.Hypothesis.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hypothesis message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape} Hypothesis
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape;

            /**
             * Decodes a Hypothesis message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape} Hypothesis
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.v1.Hypothesis & pinsight.v1.Hypothesis.$Shape;
        }

        namespace Hypothesis {

            /** Properties of a Hypothesis. */
            interface $Properties {

                /** Hypothesis name */
                name?: (string|null);

                /** Hypothesis kind */
                kind?: (string|null);

                /** Hypothesis probability */
                probability?: (number|null);

                /** Hypothesis prior */
                prior?: (number|null);

                /** Hypothesis families */
                families?: ({ [k: string]: number }|null);

                /** Hypothesis pinned */
                pinned?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hypothesis. */
            type $Shape = pinsight.v1.Hypothesis.$Properties;
        }
    }
}
