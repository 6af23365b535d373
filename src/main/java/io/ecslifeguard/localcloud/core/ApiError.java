package io.ecslifeguard.localcloud.core;

/** An error answer of an OpenAPI call: HTTP status, code and message as the real service gives them. */
public final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String deniedAction;

    public ApiError(int status, String code, String message) {
        this(status, code, message, null);
    }

    /** A call that no policy allows, for want of this RAM action, such as {@code ecs:StartInstance}. */
    public ApiError(int status, String code, String message, String deniedAction) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.deniedAction = deniedAction;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The RAM action that is missing; null where that is not what is wrong. */
    public String deniedAction() {
        return deniedAction;
    }
}
