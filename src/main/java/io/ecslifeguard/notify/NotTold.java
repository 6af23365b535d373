package io.ecslifeguard.notify;

/** A destination has not taken a message; the reason names no secret. */
final class NotTold extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotTold(String reason) {
        super(reason);
    }
}
