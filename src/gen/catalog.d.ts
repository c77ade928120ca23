// Generated from src/catalog/catalog.proto by scripts/generate.mjs. Never edited.
import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace pinsight. */
export namespace pinsight {

    /** Namespace catalog. */
    namespace catalog {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a CatalogFile.
             * @deprecated Use pinsight.catalog.v1.CatalogFile.$Properties instead.
             */
            interface ICatalogFile extends pinsight.catalog.v1.CatalogFile.$Properties {
            }

            /** Represents a CatalogFile. */
            class CatalogFile {

                /**
                 * Constructs a new CatalogFile.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.CatalogFile.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CatalogFile format. */
                format: string;

                /** CatalogFile formatVersion. */
                formatVersion: number;

                /** CatalogFile digest. */
                digest: Uint8Array;

                /** CatalogFile body. */
                body: Uint8Array;

                /**
                 * Creates a new CatalogFile instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CatalogFile instance
                 */
                static create(properties: pinsight.catalog.v1.CatalogFile.$Shape): pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape;
                static create(properties?: pinsight.catalog.v1.CatalogFile.$Properties): pinsight.catalog.v1.CatalogFile;

                /**
                 * Encodes the specified CatalogFile message. Does not implicitly {@link pinsight.catalog.v1.CatalogFile.verify|verify} messages.
                 * @param message CatalogFile message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.CatalogFile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified CatalogFile message, length delimited. Does not implicitly {@link pinsight.catalog.v1.CatalogFile.verify|verify} messages.
                 * @param message CatalogFile message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.CatalogFile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CatalogFile message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape} CatalogFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape;

                /**
                 * Decodes a CatalogFile message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape} CatalogFile
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.CatalogFile & pinsight.catalog.v1.CatalogFile.$Shape;
            }

            namespace CatalogFile {

                /** Properties of a CatalogFile. */
                interface $Properties {

                    /** CatalogFile format */
                    format?: (string|null);

                    /** CatalogFile formatVersion */
                    formatVersion?: (number|null);

                    /** CatalogFile digest */
                    digest?: (Uint8Array|null);

                    /** CatalogFile body */
                    body?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CatalogFile. */
                type $Shape = pinsight.catalog.v1.CatalogFile.$Properties;
            }

            /**
             * Properties of a CatalogBody.
             * @deprecated Use pinsight.catalog.v1.CatalogBody.$Properties instead.
             */
            interface ICatalogBody extends pinsight.catalog.v1.CatalogBody.$Properties {
            }

            /** Represents a CatalogBody. */
            class CatalogBody {

                /**
                 * Constructs a new CatalogBody.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.CatalogBody.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CatalogBody version. */
                version: string;

                /** CatalogBody created. */
                created: number;

                /** CatalogBody startingValues. */
                startingValues: pinsight.catalog.v1.StartingValue.$Properties[];

                /** CatalogBody apps. */
                apps: pinsight.catalog.v1.App.$Properties[];

                /** CatalogBody hypotheses. */
                hypotheses: pinsight.catalog.v1.ClientHypothesis.$Properties[];

                /** CatalogBody fingerprints. */
                fingerprints: pinsight.catalog.v1.KnownFingerprint.$Properties[];

                /** CatalogBody echFronts. */
                echFronts: pinsight.catalog.v1.EchFront.$Properties[];

                /**
                 * Creates a new CatalogBody instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CatalogBody instance
                 */
                static create(properties: pinsight.catalog.v1.CatalogBody.$Shape): pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape;
                static create(properties?: pinsight.catalog.v1.CatalogBody.$Properties): pinsight.catalog.v1.CatalogBody;

                /**
                 * Encodes the specified CatalogBody message. Does not implicitly {@link pinsight.catalog.v1.CatalogBody.verify|verify} messages.
                 * @param message CatalogBody message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.CatalogBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified CatalogBody message, length delimited. Does not implicitly {@link pinsight.catalog.v1.CatalogBody.verify|verify} messages.
                 * @param message CatalogBody message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.CatalogBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CatalogBody message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape} CatalogBody
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape;

                /**
                 * Decodes a CatalogBody message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape} CatalogBody
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.CatalogBody & pinsight.catalog.v1.CatalogBody.$Shape;
            }

            namespace CatalogBody {

                /** Properties of a CatalogBody. */
                interface $Properties {

                    /** CatalogBody version */
                    version?: (string|null);

                    /** CatalogBody created */
                    created?: (number|null);

                    /** CatalogBody startingValues */
                    startingValues?: (pinsight.catalog.v1.StartingValue.$Properties[]|null);

                    /** CatalogBody apps */
                    apps?: (pinsight.catalog.v1.App.$Properties[]|null);

                    /** CatalogBody hypotheses */
                    hypotheses?: (pinsight.catalog.v1.ClientHypothesis.$Properties[]|null);

                    /** CatalogBody fingerprints */
                    fingerprints?: (pinsight.catalog.v1.KnownFingerprint.$Properties[]|null);

                    /** CatalogBody echFronts */
                    echFronts?: (pinsight.catalog.v1.EchFront.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CatalogBody. */
                type $Shape = pinsight.catalog.v1.CatalogBody.$Properties;
            }

            /**
             * Properties of a StartingValue.
             * @deprecated Use pinsight.catalog.v1.StartingValue.$Properties instead.
             */
            interface IStartingValue extends pinsight.catalog.v1.StartingValue.$Properties {
            }

            /** Represents a StartingValue. */
            class StartingValue {

                /**
                 * Constructs a new StartingValue.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.StartingValue.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StartingValue name. */
                name: string;

                /** StartingValue value. */
                value: number;

                /** StartingValue origin. */
                origin: string;

                /**
                 * Creates a new StartingValue instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns StartingValue instance
                 */
                static create(properties: pinsight.catalog.v1.StartingValue.$Shape): pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape;
                static create(properties?: pinsight.catalog.v1.StartingValue.$Properties): pinsight.catalog.v1.StartingValue;

                /**
                 * Encodes the specified StartingValue message. Does not implicitly {@link pinsight.catalog.v1.StartingValue.verify|verify} messages.
                 * @param message StartingValue message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.StartingValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified StartingValue message, length delimited. Does not implicitly {@link pinsight.catalog.v1.StartingValue.verify|verify} messages.
                 * @param message StartingValue message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.StartingValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StartingValue message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape} StartingValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape;

                /**
                 * Decodes a StartingValue message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape} StartingValue
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.StartingValue & pinsight.catalog.v1.StartingValue.$Shape;
            }

            namespace StartingValue {

                /** Properties of a StartingValue. */
                interface $Properties {

                    /** StartingValue name */
                    name?: (string|null);

                    /** StartingValue value */
                    value?: (number|null);

                    /** StartingValue origin */
                    origin?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StartingValue. */
                type $Shape = pinsight.catalog.v1.StartingValue.$Properties;
            }

            /**
             * Properties of an App.
             * @deprecated Use pinsight.catalog.v1.App.$Properties instead.
             */
            interface IApp extends pinsight.catalog.v1.App.$Properties {
            }

            /** Represents an App. */
            class App {

                /**
                 * Constructs a new App.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.App.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** App name. */
                name: string;

                /** App kind. */
                kind: string;

                /** App category. */
                category: string;

                /** App bundleIdIos. */
                bundleIdIos: string;

                /** App bundleIdAndroid. */
                bundleIdAndroid: string;

                /** App notes. */
                notes: string;

                /** App facts. */
                facts: pinsight.catalog.v1.Fact.$Properties[];

                /**
                 * Creates a new App instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns App instance
                 */
                static create(properties: pinsight.catalog.v1.App.$Shape): pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape;
                static create(properties?: pinsight.catalog.v1.App.$Properties): pinsight.catalog.v1.App;

                /**
                 * Encodes the specified App message. Does not implicitly {@link pinsight.catalog.v1.App.verify|verify} messages.
                 * @param message App message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.App.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified App message, length delimited. Does not implicitly {@link pinsight.catalog.v1.App.verify|verify} messages.
                 * @param message App message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.App.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an App message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape} App
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape;

                /**
                 * Decodes an App message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape} App
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.App & pinsight.catalog.v1.App.$Shape;
            }

            namespace App {

                /** Properties of an App. */
                interface $Properties {

                    /** App name */
                    name?: (string|null);

                    /** App kind */
                    kind?: (string|null);

                    /** App category */
                    category?: (string|null);

                    /** App bundleIdIos */
                    bundleIdIos?: (string|null);

                    /** App bundleIdAndroid */
                    bundleIdAndroid?: (string|null);

                    /** App notes */
                    notes?: (string|null);

                    /** App facts */
                    facts?: (pinsight.catalog.v1.Fact.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an App. */
                type $Shape = pinsight.catalog.v1.App.$Properties;
            }

            /**
             * Properties of a Fact.
             * @deprecated Use pinsight.catalog.v1.Fact.$Properties instead.
             */
            interface IFact extends pinsight.catalog.v1.Fact.$Properties {
            }

            /** Represents a Fact. */
            class Fact {

                /**
                 * Constructs a new Fact.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.Fact.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Fact kind. */
                kind: string;

                /** Fact value. */
                value: string;

                /** Fact count. */
                count: number;

                /** Fact level. */
                level: string;

                /** Fact platforms. */
                platforms: string[];

                /** Fact evidence. */
                evidence: string;

                /** Fact source. */
                source: string;

                /** Fact thirdParty. */
                thirdParty: string;

                /** Fact broad. */
                broad: boolean;

                /** Fact inferred. */
                inferred: boolean;

                /** Fact domainLabels. */
                domainLabels: number;

                /**
                 * Creates a new Fact instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Fact instance
                 */
                static create(properties: pinsight.catalog.v1.Fact.$Shape): pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape;
                static create(properties?: pinsight.catalog.v1.Fact.$Properties): pinsight.catalog.v1.Fact;

                /**
                 * Encodes the specified Fact message. Does not implicitly {@link pinsight.catalog.v1.Fact.verify|verify} messages.
                 * @param message Fact message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.Fact.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Fact message, length delimited. Does not implicitly {@link pinsight.catalog.v1.Fact.verify|verify} messages.
                 * @param message Fact message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.Fact.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Fact message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape} Fact
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape;

                /**
                 * Decodes a Fact message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape} Fact
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.Fact & pinsight.catalog.v1.Fact.$Shape;
            }

            namespace Fact {

                /** Properties of a Fact. */
                interface $Properties {

                    /** Fact kind */
                    kind?: (string|null);

                    /** Fact value */
                    value?: (string|null);

                    /** Fact count */
                    count?: (number|null);

                    /** Fact level */
                    level?: (string|null);

                    /** Fact platforms */
                    platforms?: (string[]|null);

                    /** Fact evidence */
                    evidence?: (string|null);

                    /** Fact source */
                    source?: (string|null);

                    /** Fact thirdParty */
                    thirdParty?: (string|null);

                    /** Fact broad */
                    broad?: (boolean|null);

                    /** Fact inferred */
                    inferred?: (boolean|null);

                    /** Fact domainLabels */
                    domainLabels?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Fact. */
                type $Shape = pinsight.catalog.v1.Fact.$Properties;
            }

            /**
             * Properties of a ClientHypothesis.
             * @deprecated Use pinsight.catalog.v1.ClientHypothesis.$Properties instead.
             */
            interface IClientHypothesis extends pinsight.catalog.v1.ClientHypothesis.$Properties {
            }

            /** Represents a ClientHypothesis. */
            class ClientHypothesis {

                /**
                 * Constructs a new ClientHypothesis.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.ClientHypothesis.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ClientHypothesis name. */
                name: string;

                /** ClientHypothesis kind. */
                kind: string;

                /** ClientHypothesis platform. */
                platform: string;

                /** ClientHypothesis permutes. */
                permutes: boolean;

                /** ClientHypothesis vendorApps. */
                vendorApps: string[];

                /** ClientHypothesis engine. */
                engine: string;

                /**
                 * Creates a new ClientHypothesis instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ClientHypothesis instance
                 */
                static create(properties: pinsight.catalog.v1.ClientHypothesis.$Shape): pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape;
                static create(properties?: pinsight.catalog.v1.ClientHypothesis.$Properties): pinsight.catalog.v1.ClientHypothesis;

                /**
                 * Encodes the specified ClientHypothesis message. Does not implicitly {@link pinsight.catalog.v1.ClientHypothesis.verify|verify} messages.
                 * @param message ClientHypothesis message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.ClientHypothesis.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified ClientHypothesis message, length delimited. Does not implicitly {@link pinsight.catalog.v1.ClientHypothesis.verify|verify} messages.
                 * @param message ClientHypothesis message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.ClientHypothesis.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ClientHypothesis message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape} ClientHypothesis
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape;

                /**
                 * Decodes a ClientHypothesis message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape} ClientHypothesis
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.ClientHypothesis & pinsight.catalog.v1.ClientHypothesis.$Shape;
            }

            namespace ClientHypothesis {

                /** Properties of a ClientHypothesis. */
                interface $Properties {

                    /** ClientHypothesis name */
                    name?: (string|null);

                    /** ClientHypothesis kind */
                    kind?: (string|null);

                    /** ClientHypothesis platform */
                    platform?: (string|null);

                    /** ClientHypothesis permutes */
                    permutes?: (boolean|null);

                    /** ClientHypothesis vendorApps */
                    vendorApps?: (string[]|null);

                    /** ClientHypothesis engine */
                    engine?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ClientHypothesis. */
                type $Shape = pinsight.catalog.v1.ClientHypothesis.$Properties;
            }

            /**
             * Properties of a KnownFingerprint.
             * @deprecated Use pinsight.catalog.v1.KnownFingerprint.$Properties instead.
             */
            interface IKnownFingerprint extends pinsight.catalog.v1.KnownFingerprint.$Properties {
            }

            /** Represents a KnownFingerprint. */
            class KnownFingerprint {

                /**
                 * Constructs a new KnownFingerprint.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.KnownFingerprint.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** KnownFingerprint ja4. */
                ja4: string;

                /** KnownFingerprint ja3. */
                ja3: string;

                /** KnownFingerprint hypotheses. */
                hypotheses: string[];

                /** KnownFingerprint stack. */
                stack: string;

                /** KnownFingerprint product. */
                product: string;

                /** KnownFingerprint version. */
                version: string;

                /** KnownFingerprint platform. */
                platform: string;

                /** KnownFingerprint transport. */
                transport: string;

                /** KnownFingerprint basis. */
                basis: string;

                /** KnownFingerprint source. */
                source: string;

                /** KnownFingerprint note. */
                note: string;

                /** KnownFingerprint app. */
                app: string;

                /** KnownFingerprint flows. */
                flows: number;

                /**
                 * Creates a new KnownFingerprint instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns KnownFingerprint instance
                 */
                static create(properties: pinsight.catalog.v1.KnownFingerprint.$Shape): pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape;
                static create(properties?: pinsight.catalog.v1.KnownFingerprint.$Properties): pinsight.catalog.v1.KnownFingerprint;

                /**
                 * Encodes the specified KnownFingerprint message. Does not implicitly {@link pinsight.catalog.v1.KnownFingerprint.verify|verify} messages.
                 * @param message KnownFingerprint message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.KnownFingerprint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified KnownFingerprint message, length delimited. Does not implicitly {@link pinsight.catalog.v1.KnownFingerprint.verify|verify} messages.
                 * @param message KnownFingerprint message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.KnownFingerprint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a KnownFingerprint message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape} KnownFingerprint
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape;

                /**
                 * Decodes a KnownFingerprint message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape} KnownFingerprint
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.KnownFingerprint & pinsight.catalog.v1.KnownFingerprint.$Shape;
            }

            namespace KnownFingerprint {

                /** Properties of a KnownFingerprint. */
                interface $Properties {

                    /** KnownFingerprint ja4 */
                    ja4?: (string|null);

                    /** KnownFingerprint ja3 */
                    ja3?: (string|null);

                    /** KnownFingerprint hypotheses */
                    hypotheses?: (string[]|null);

                    /** KnownFingerprint stack */
                    stack?: (string|null);

                    /** KnownFingerprint product */
                    product?: (string|null);

                    /** KnownFingerprint version */
                    version?: (string|null);

                    /** KnownFingerprint platform */
                    platform?: (string|null);

                    /** KnownFingerprint transport */
                    transport?: (string|null);

                    /** KnownFingerprint basis */
                    basis?: (string|null);

                    /** KnownFingerprint source */
                    source?: (string|null);

                    /** KnownFingerprint note */
                    note?: (string|null);

                    /** KnownFingerprint app */
                    app?: (string|null);

                    /** KnownFingerprint flows */
                    flows?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a KnownFingerprint. */
                type $Shape = pinsight.catalog.v1.KnownFingerprint.$Properties;
            }

            /**
             * Properties of an EchFront.
             * @deprecated Use pinsight.catalog.v1.EchFront.$Properties instead.
             */
            interface IEchFront extends pinsight.catalog.v1.EchFront.$Properties {
            }

            /** Represents an EchFront. */
            class EchFront {

                /**
                 * Constructs a new EchFront.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: pinsight.catalog.v1.EchFront.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** EchFront host. */
                host: string;

                /** EchFront source. */
                source: string;

                /**
                 * Creates a new EchFront instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns EchFront instance
                 */
                static create(properties: pinsight.catalog.v1.EchFront.$Shape): pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape;
                static create(properties?: pinsight.catalog.v1.EchFront.$Properties): pinsight.catalog.v1.EchFront;

                /**
                 * Encodes the specified EchFront message. Does not implicitly {@link pinsight.catalog.v1.EchFront.verify|verify} messages.
                 * @param message EchFront message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: pinsight.catalog.v1.EchFront.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified EchFront message, length delimited. Does not implicitly {@link pinsight.catalog.v1.EchFront.verify|verify} messages.
                 * @param message EchFront message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: pinsight.catalog.v1.EchFront.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an EchFront message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape} EchFront
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape;

                /**
                 * Decodes an EchFront message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape} EchFront
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): pinsight.catalog.v1.EchFront & pinsight.catalog.v1.EchFront.$Shape;
            }

            namespace EchFront {

                /** Properties of an EchFront. */
                interface $Properties {

                    /** EchFront host */
                    host?: (string|null);

                    /** EchFront source */
                    source?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an EchFront. */
                type $Shape = pinsight.catalog.v1.EchFront.$Properties;
            }
        }
    }
}
