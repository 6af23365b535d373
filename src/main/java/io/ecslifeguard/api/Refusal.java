package io.ecslifeguard.api;

import java.time.Duration;
import java.util.Map;

/** A request that cannot be answered, with what is told instead. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private Refusal(Problem problem) {
        this(problem, Map.of());
    }

    private Refusal(Problem problem, Map<String, String> headers) {
        super(problem.detail());
        this.problem = problem;
        this.headers = headers;
    }

    Problem problem() {
        return problem;
    }

    /** What the answer's head says beyond the status. */
    Map<String, String> headers() {
        return headers;
    }

    /** Something that cannot be understood, and is no parameter of what is asked for. */
    static Refusal of(String detail) {
        return new Refusal(Problem.of(400, detail));
    }

    /** A parameter, or a field of the body, that cannot be understood. */
    public static Refusal of(String parameter, String detail) {
        return new Refusal(Problem.of(400, detail, parameter));
    }

    /** Something that is not there. */
    public static Refusal unknown(String detail) {
        return new Refusal(Problem.of(404, detail));
    }

    /** Something that may be answered a little later. */
    public static Refusal unavailable(String detail) {
        return new Refusal(Problem.of(503, detail), retryAfter(A_MOMENT));
    }

    /** Something that only those may ask for who say who they are, and in which ways. */
    static Refusal unauthorized(String detail, String challenge) {
        return new Refusal(Problem.of(401, detail), Map.of("WWW-Authenticate", challenge));
    }

    /** Something that is known and not allowed. */
    static Refusal forbidden(String detail) {
        return new Refusal(Problem.of(403, detail));
    }

    /** Something that was asked for too often, and may be asked for again after a while. */
    static Refusal tooMany(String what, Duration wait) {
        var headers = retryAfter(wait);
        return new Refusal(Problem.of(429, what + ": try again in " + headers.get("Retry-After") + " s"), headers);
    }

    private static Map<String, String> retryAfter(Duration wait) {
        return Map.of("Retry-After", Long.toString(wait.plusMillis(999).toSeconds()));
    }
}
