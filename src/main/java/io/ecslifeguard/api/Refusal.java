package io.ecslifeguard.api;

/** A request that cannot be answered, with what is told instead. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private Refusal(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
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
        return new Refusal(Problem.of(503, detail));
    }
}
