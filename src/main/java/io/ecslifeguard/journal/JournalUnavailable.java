package io.ecslifeguard.journal;

/** The journal cannot be read or written at present. */
public final class JournalUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalUnavailable(String message) {
        super(message);
    }
}
