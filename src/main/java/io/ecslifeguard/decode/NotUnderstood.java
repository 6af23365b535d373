package io.ecslifeguard.decode;

/** Ends the decoding of one message; its text becomes the reason that an operator reads. Never leaves the package. */
class NotUnderstood extends Exception {

    NotUnderstood(String reason) {
        // no stack trace: it is thrown for input, possibly for much of it, and not for mistakes
        super(reason, null, false, false);
    }
}
