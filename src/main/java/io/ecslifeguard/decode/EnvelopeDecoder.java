package io.ecslifeguard.decode;

/** Reads one of the wrappings in which events come. */
interface EnvelopeDecoder {

    /** Whether the document is wrapped this way. */
    boolean fits(Fields document);

    /** What the document tells. */
    Told read(Fields document) throws NotUnderstood;
}
