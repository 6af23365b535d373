package io.ecslifeguard.cloud;

import java.util.Optional;

/** A call to ECS or SLB that failed. */
public final class CloudException extends RuntimeException {

    private final Meaning meaning;
    private final String api;
    private final String code;
    private final String requestId;
    private final Integer httpStatus;

    CloudException(
            Meaning meaning,
            String api,
            String code,
            String message,
            String requestId,
            Integer httpStatus,
            Throwable cause) {
        super(message, cause);
        this.meaning = meaning;
        this.api = api;
        this.code = code;
        this.requestId = requestId;
        this.httpStatus = httpStatus;
    }

    /** What to make of it. */
    public Meaning meaning() {
        return meaning;
    }

    /** Product and action, such as {@code ECS StartInstance}. */
    public String api() {
        return api;
    }

    /** The vendor's error code, or what kept an answer from coming, such as {@code NoAnswer}. */
    public String code() {
        return code;
    }

    /** By which the vendor finds the call in its own records. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** Where there was an answer. */
    public Optional<Integer> httpStatus() {
        return Optional.ofNullable(httpStatus);
    }
}
