package io.ecslifeguard.cloud;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A call to ECS or SLB that failed. */
public final class CloudException extends RuntimeException {

    static final String CHECK_KEYS = "check the AccessKey id and secret (or the RAM role)";

    private static final Pattern LACKING =
            Pattern.compile(grant("([a-z]+:[A-Za-z]+)") + "|" + Pattern.quote(CHECK_KEYS));

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

    /**
     * What such an exception says that the credentials lack, of which only the words were kept.
     *
     * @return actions such as {@code ecs:RunInstances}, and {@code credentials} where these are missing or wrong
     */
    public static Set<String> lacking(String words) {
        var lacking = new TreeSet<String>();
        LACKING.matcher(words)
                .results()
                .forEach(found -> lacking.add(found.group(1) == null ? "credentials" : found.group(1)));
        return lacking;
    }

    static String grant(String action) {
        return " Grant " + action + " to the RAM user or role.";
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
