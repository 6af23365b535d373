package io.ecslifeguard.cloud;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaUnretryableException;
import com.aliyun.teautil.models.TeaUtilException;
import io.smallrye.mutiny.TimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the errors of ECS, SLB and their SDKs say to an operator, and mean.
 *
 * @see CloudCodes
 */
final class CloudErrors {

    private static final int LONGEST_VENDOR_MESSAGE = 300;
    private static final Pattern ACTION = Pattern.compile("[a-z]+:[A-Za-z]+");

    private CloudErrors() {}

    /** The failure of a call to {@code api} as an exception with a meaning. */
    static CloudException of(String api, Throwable failure) {
        if (failure instanceof CloudException known) {
            return known;
        }
        if (failure instanceof TeaException error && error.getCode() != null) {
            return told(api, error);
        }
        var deepest = failure;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CredentialException) {
                return new CloudException(
                        Meaning.DENIED,
                        api,
                        "NoCredentials",
                        api + " was not called: " + cause.getMessage() + "; " + CloudException.CHECK_KEYS,
                        null,
                        null,
                        null);
            }
            deepest = cause;
        }
        var why = deepest.getClass().getSimpleName() + ": " + shortened(deepest.getMessage());
        if (deepest instanceof ConnectException
                || deepest instanceof UnknownHostException
                || deepest instanceof NoRouteToHostException) {
            return new CloudException(
                    Meaning.UNAVAILABLE,
                    api,
                    "NoConnection",
                    api + " could not be called (" + why + "): check the network and, where it is set, lifeguard.cloud."
                            + product(api) + "-endpoint",
                    null,
                    null,
                    failure);
        }
        if (failure instanceof TimeoutException
                || failure instanceof TeaUnretryableException
                || failure instanceof TeaUtilException) {
            return new CloudException(
                    Meaning.NO_ANSWER,
                    api,
                    "NoAnswer",
                    api + " gave no answer that can be read (" + why + ")",
                    null,
                    null,
                    failure);
        }
        return new CloudException(
                Meaning.UNKNOWN, api, "Unexpected", api + " failed unexpectedly (" + why + ")", null, null, failure);
    }

    /** A call that found no place before the pool. */
    static CloudException overloaded(String api, int waiting) {
        return new CloudException(
                Meaning.OVERLOADED,
                api,
                "Overloaded",
                api + " was not called: " + waiting + " calls wait already; more lifeguard.cloud.threads"
                        + " (LIFEGUARD_CLOUD_THREADS) take them faster",
                null,
                null,
                null);
    }

    /** A call for which the database could not be asked for a slot. */
    static CloudException noSlot(String api, Throwable failure) {
        return new CloudException(
                Meaning.OVERLOADED,
                api,
                "NoSlot",
                api
                        + " was not called: PostgreSQL, by which the replicas keep to the account's quota, gave it no slot ("
                        + shortened(failure.getMessage()) + ")",
                null,
                null,
                failure);
    }

    /** A call whose next slot comes later than it can wait. */
    static CloudException slotTooFar(String api, Duration wait) {
        return new CloudException(
                Meaning.OVERLOADED,
                api,
                "NoSlot",
                api + " was not called: its next slot comes in " + wait.toSeconds()
                        + " s; a higher quota in lifeguard.cloud.pace brings it earlier",
                null,
                null,
                null);
    }

    /** A call that came while the service stops. */
    static CloudException closed(String api) {
        return new CloudException(
                Meaning.OVERLOADED, api, "Closed", api + " was not called: the service is stopping", null, null, null);
    }

    /** An attempt that may not begin any more. What became of those before it, nobody knows. */
    static CloudException notPermitted(String api) {
        return new CloudException(
                Meaning.UNKNOWN,
                api,
                "NotPermitted",
                api + " was not called: it is another replica's turn to call",
                null,
                null,
                null);
    }

    private static CloudException told(String api, TeaException error) {
        var data = error.getData() == null ? Map.<String, Object>of() : error.getData();
        var message = data.get("Message") == null
                ? error.getMessage()
                : data.get("Message").toString();
        var requestId =
                data.get("RequestId") == null ? null : data.get("RequestId").toString();
        return told(
                api, error.getCode(), error.getStatusCode(), message, requestId, denied(api, error.getCode(), data));
    }

    /**
     * The RAM action that is missing, where one is: RAM tells it, and a role that may not be passed has a code of its own.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/ram/user-guide/troubleshooting-for-no-permission-errors">AccessDeniedDetail</a>
     */
    private static String denied(String api, String code, Map<String, Object> data) {
        if (data.get("AccessDeniedDetail") instanceof Map<?, ?> detail
                && detail.get("AuthAction") instanceof String action
                && ACTION.matcher(action).matches()) {
            return action;
        }
        return code.contains("PassRoleForbidden") ? "ram:PassRole" : permission(api);
    }

    /** One of several that a call was about, which failed although the call was answered. */
    static CloudException ofOne(String api, String code, String message, String requestId) {
        return code == null
                ? new CloudException(
                        Meaning.NO_ANSWER,
                        api,
                        "NotTold",
                        api + " does not tell what became of it (request id " + requestId + ")",
                        requestId,
                        200,
                        null)
                : told(api, code, 200, message, requestId, permission(api));
    }

    private static CloudException told(
            String api, String code, Integer status, String message, String requestId, String permission) {
        var meaning = CloudCodes.meaning(code, status, message);
        var says = switch (meaning) {
            // what was signed is in the vendor's words
            case SIGNATURE -> ": " + CloudException.CHECK_KEYS + ", and this machine's clock";
            case DENIED -> ": " + shortened(message) + CloudException.grant(permission);
            default -> ": " + shortened(message);
        };
        return new CloudException(
                meaning,
                api,
                code,
                api + " failed with " + code + says + " (HTTP " + status + ", request id " + requestId + ")",
                requestId,
                status,
                null);
    }

    private static String permission(String api) {
        return product(api) + ":" + CloudApis.action(api);
    }

    private static String product(String api) {
        return api.startsWith("SLB ") ? "slb" : "ecs";
    }

    private static String shortened(String message) {
        var text = String.valueOf(message);
        return text.length() > LONGEST_VENDOR_MESSAGE ? text.substring(0, LONGEST_VENDOR_MESSAGE) + "…" : text;
    }
}
